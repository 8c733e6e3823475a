"""Real processes: what `lightship doctor` says of a node that is well, and of each thing that is broken."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import certificates  # noqa: E402
from machine import REPORT, Machine  # noqa: E402
from network import await_that, client  # noqa: E402


class DoctorTest(unittest.TestCase):
    def test_it_says_that_two_joined_nodes_are_well_and_names_each_thing_that_is_broken(self):
        self.sg, self.id = Machine(self, "SG"), Machine(self, "ID")
        self.sg.setup_own()
        self.id.setup_own()
        self.assertIn("--new-log", self.sg.join(self.id).stdout)
        self.id.join(self.sg)
        self.one("backups", "look", "no backups are configured", "backup { dir:")
        for machine in (self.sg, self.id):
            machine.config.write_text(f'{machine.config.read_text()}backup {{ dir: "{machine.dir}/backups" }}\n')
        self.sg.start()
        self.id.start()
        await_that(lambda: self.sg.ask(*REPORT, check=False).returncode == 0, "a report is taken")
        await_that(lambda: self.sg.doctor_as_officer() == [], "the doctor finds all well")
        await_that(lambda: self.id.doctor_as_officer() == [], "the doctor finds all well")
        # What opens a log is not said again where there is one.
        self.assertNotIn("--new-log", self.sg.join(self.id).stdout)
        for broken in (self.a_key_that_others_read, self.an_expired_certificate, self.a_certificate_soon_to_expire,
                       self.another_certificates_key, self.a_wrong_root, self.no_root, self.a_bad_key_of_the_configuration, self.the_disk_near_its_mark,
                       self.a_peer_away, self.the_node_away, self.the_port_taken):
            with self.subTest(broken.__name__):
                broken()
                await_that(lambda: self.sg.doctor_as_officer() == [], "all is well again")

    def one(self, area, level, *words, found=None):
        """The finding of the area; it has the level and every word."""
        found = self.sg.doctor() if found is None else found
        of_area = [f for f in found if f["area"] == area]
        self.assertEqual(len(of_area), 1, found)
        self.assertEqual(of_area[0]["level"], level)
        self.assertTrue(of_area[0]["means"] and of_area[0]["do"], of_area)
        for word in words:
            self.assertIn(word, of_area[0]["what"] + of_area[0]["do"])

    def a_key_that_others_read(self):
        key = self.sg.dir / "keys/log.key"
        key.chmod(0o644)
        self.one("files", "mend", "keys.log_key", str(key), "read by others", f"chmod 600 {key}")
        key.chmod(0o600)

    def with_keys(self, made, look):
        keys, kept = self.sg.dir / "keys", self.sg.dir / "kept"
        shutil.copytree(keys, kept)
        for name in ("certificate.pem", "key.pem"):
            if (made / name).exists():
                shutil.copy(made / name, keys / name)
        try:
            look()
        finally:
            shutil.rmtree(keys)
            kept.rename(keys)

    def issued(self, **validity):
        root = self.sg.dir / "root"
        made = pathlib.Path(tempfile.mkdtemp(dir=self.sg.dir)) / "made"
        return certificates.issue(None, "lightship:sg:node:sg-1", made, signer=(root / "root.pem", root / "root.key", None), **validity)

    def an_expired_certificate(self):
        made = self.issued(start="20240101000000Z", end="20240201000000Z")
        self.with_keys(made, lambda: self.one("certificates", "mend", "has expired, on 2024-02-01", "--certificate"))

    def a_certificate_soon_to_expire(self):
        soon = subprocess.run(["date", "-u", "-d", "+20 days", "+%Y%m%d%H%M%SZ"], capture_output=True, text=True, check=True)
        made = self.issued(end=soon.stdout.strip())
        self.with_keys(made, lambda: self.one("certificates", "look", " more days"))

    def another_certificates_key(self):
        made = self.issued()
        (made / "key.pem").unlink()
        self.with_keys(made, lambda: self.one("certificates", "mend", "is not the certificate of the key"))

    def with_root(self, economy, text, look):
        pinned = self.sg.dir / f"trust/{economy}.pem"
        kept = pinned.read_text()
        pinned.unlink()
        if text:
            pinned.write_text(text)
        try:
            look()
        finally:
            pinned.write_text(kept)

    def a_wrong_root(self):
        other = pathlib.Path(tempfile.mkdtemp(dir=self.sg.dir)) / "other"
        client("pki", "root", "--economy", "ID", "--dir", other)
        self.with_root("ID", (other / "root.pem").read_text(),
                       lambda: self.one("peers", "mend", "ID at ", "not believed", "fingerprint", "trust/ID.pem"))

    def no_root(self):
        self.with_root("ID", "", lambda: self.one("certificates", "mend", "no root of ID", "--root ID="))

    def a_bad_key_of_the_configuration(self):
        kept = self.sg.config.read_text()
        self.sg.config.write_text(kept + 'colour: "red"\n')
        line = kept.count("\n") + 1
        self.one("configuration", "mend", str(self.sg.config), f"{line}", "colour")
        self.sg.config.write_text(kept)

    def the_disk_near_its_mark(self):
        kept = self.sg.config.read_text()
        free = shutil.disk_usage(self.sg.dir).free
        self.sg.config.write_text(kept + f"disk {{ stop_admitting_bytes: {free * 2} }}\n")
        self.one("machine", "mend", "are free for", "make room")
        self.sg.config.write_text(kept)

    def a_peer_away(self):
        self.id.stop()
        found = await_that(lambda: [f for f in self.sg.doctor_as_officer() if "is not connected" in f["what"]],
                           "the node has noticed")
        self.assertIn("ID is not connected, since ", found[0]["what"])
        self.one("peers", "look", f"ID at {self.id.address} cannot be reached", "firewall")
        self.id.start()

    def the_node_away(self):
        self.sg.stop()
        self.one("program", "mend", f"nothing answers at {self.sg.address}", "systemctl start")
        self.sg.start()

    def the_port_taken(self):
        self.sg.stop()
        host, port = self.sg.address.split(":")
        with socket.create_server((host, int(port))):
            self.one("program", "mend", f"what answers at {self.sg.address} is not this node", "ss -ltnp")
        self.sg.start()

    def test_the_unit_says_who_the_node_is_and_where_it_may_write(self):
        sg = Machine(self, "SG")
        sg.setup_own()
        sg.config.write_text(f'{sg.config.read_text()}backup {{ dir: "/home/no-such/backups" }}\n')
        shown = ["LoadState=loaded", "ActiveState=active", "User=daemon", "ProtectSystem=strict", "ProtectHome=yes"]
        programs = sg.dir / "bin"
        programs.mkdir()
        (programs / "systemctl").write_text("#!/bin/sh\n" + "".join(f"echo '{line}'\n" for line in shown))
        (programs / "systemctl").chmod(0o755)
        with unittest.mock.patch.dict(os.environ, {"PATH": f"{programs}:{os.environ['PATH']}"}):
            found = "".join(f["what"] for f in sg.doctor("--unit", "x.service") if f["area"] == "files")
        self.assertRegex(found, r"keys.log_key: \S+ \(mode 0600\) cannot be read by daemon")
        self.assertIn("x.service hides from the node what the configuration has it write in: /home/no-such/backups", found)

    def test_without_a_configuration_it_says_how_to_get_one(self):
        done = client("doctor", "--config", "/no/such/file", check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("/no/such/file: No such file", done.stdout)
        self.assertIn("lightship setup node", done.stdout)

if __name__ == "__main__":
    unittest.main()
