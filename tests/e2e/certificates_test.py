"""Real processes: which certificates a connection is refused for, and certificates and roots that change while a node serves."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from certificates import issue  # noqa: E402
from network import Network, await_held_by, await_that, client  # noqa: E402

# What a certificate must be like to be refused: changes to one that is accepted.
REFUSED = {"expired": {"start": "20240101000000Z", "end": "20240201000000Z"},
           "not yet valid": {"start": "20900101000000Z", "end": "20900201000000Z"},
           "for signing code": {"usage": "codeSigning"},
           "of a root that is not pinned": {"ca": "XX"}}


def shown_by(net, economy):
    """The certificate that a new connection to the node is shown, PEM."""
    officer = net.dir / "officer" / economy / "watch-1"
    done = subprocess.run(
        ["openssl", "s_client", "-connect", net.nodes[economy].address(), "-alpn", "h2", "-cert",
         officer / "certificate.pem", "-key", officer / "key.pem"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=60)
    begin = done.stdout.find("-----BEGIN CERTIFICATE")
    return done.stdout[begin:done.stdout.find("-----END", begin)]


class RefusedCertificateTest(unittest.TestCase):
    def test_a_connection_is_refused_for_each_fault_of_a_certificate(self):
        with Network(["SG"]) as net:
            client("pki", "root", "--economy", "SG", "--dir", net.dir / "pki/XX")
            net.start("SG")
            issue(net, "lightship:sg:officer:good", net.dir / "officer/SG/good")
            net.officer("SG", "good").report()
            for number, (fault, changes) in enumerate(REFUSED.items()):
                with self.subTest(fault):
                    name = f"bad-{number}"
                    issue(net, f"lightship:sg:officer:{name}", net.dir / "officer/SG" / name, **changes)
                    done = net.officer("SG", name).run("list", check=False)
                    self.assertIn(done.returncode, (2, 3), done.stdout + done.stderr)
            self.assertEqual(len(net.officer("SG").incidents()), 1)

    def test_a_peer_does_not_talk_to_a_node_with_a_faulty_certificate(self):
        faults = {**REFUSED, "no server": {"usage": "clientAuth"}, "another economy's": {"name": "lightship:id:node:sg-1"}}
        with Network(["SG", "ID"]) as net:
            client("pki", "root", "--economy", "SG", "--dir", net.dir / "pki/XX")
            sg, id = net.nodes["SG"], net.nodes["ID"]
            tls = sg.dir / "tls"
            issue(net, "lightship:sg:node:sg-1", tls / "good")
            os.symlink("good", tls / "now")
            sg.keys.update(tls_certificate=tls / "now/certificate.pem", tls_key=tls / "now/key.pem")
            net.start("SG")
            for number, (fault, changes) in enumerate(faults.items()):
                with self.subTest(fault):
                    bad = f"bad-{number}"
                    issue(net, **{"name": "lightship:sg:node:sg-1", **changes}, directory=tls / bad)
                    switch(tls, bad)
                    await_that(lambda b=bad: shown_by(net, "SG") in (tls / b / "certificate.pem").read_text(),
                               "the faulty certificate is shown")
                    net.start("ID", dials=["SG"])
                    await_that(lambda: any(p.get("last_error") for p in
                                           net.officer("ID").json("status").get("peers", [])), "ID has refused SG")
                    self.assertNotIn("peer SG connected", (id.dir / "log").read_text())
                    self.assertEqual([o for o in net.logs("ID") if "SG" in o], [])
                    id.stop()
            net.start("ID", dials=["SG"])
            switch(tls, "good")
            await_that(lambda: "peer SG connected" in (id.dir / "log").read_text(), "the good one is taken again")


def switch(directory, to):
    os.symlink(to, directory / "next")
    os.replace(directory / "next", directory / "now")


class ReloadTest(unittest.TestCase):
    def test_certificate_and_root_change_under_load_and_no_session_ends(self):
        with Network(["SG", "ID"]) as net:
            client("pki", "root", "--economy", "SG", "--dir", net.dir / "pki/SG-next")
            sg = net.nodes["SG"]
            tls = sg.dir / "tls"
            issue(net, "lightship:sg:node:sg-1", tls / "old")
            issue(net, "lightship:sg:node:sg-1", tls / "new", ca="SG-next")
            issue(net, "lightship:sg:officer:next", net.dir / "officer/SG/next", ca="SG-next")
            os.symlink("old", tls / "now")
            sg.keys.update(tls_certificate=tls / "now/certificate.pem", tls_key=tls / "now/key.pem")
            net.start("SG")
            net.start("ID", dials=["SG"])
            await_held_by(net, net.officer("SG").report(), ["SG", "ID"])
            self.assertNotEqual(net.officer("SG", "next").run("list", check=False).returncode, 0)

            addresses, failures, stop = [], [], threading.Event()

            def submit():
                while not stop.is_set():
                    try:
                        addresses.append(net.officer("SG").report())
                    except AssertionError as failed:
                        failures.append(str(failed))

            load = threading.Thread(target=submit)
            load.start()
            # Two roots pinned: the new one is known before anything is signed with it.
            pinned = net.trust / "SG.pem"
            both = pinned.read_text() + (net.dir / "pki/SG-next/root.pem").read_text()
            (net.dir / "both.pem").write_text(both)
            os.replace(net.dir / "both.pem", pinned)
            for node in net.nodes.values():
                node.process.send_signal(signal.SIGHUP)
                await_that(lambda n=node: "read again" in (n.dir / "log").read_text(), "the roots are read again")
            switch(tls, "new")
            await_that(lambda: shown_by(net, "SG") in (tls / "new/certificate.pem").read_text(),
                       "new connections are shown the new certificate")
            before = len(addresses)
            await_that(lambda: len(addresses) > before + 2 or failures, "reports go on")
            stop.set()
            load.join()
            self.assertEqual(failures, [])
            last = net.officer("SG", "next").report()
            await_held_by(net, last, ["SG", "ID"])
            log = (net.nodes["ID"].dir / "log").read_text()
            self.assertEqual(log.count("peer SG connected"), 1, log)
            self.assertNotIn("disconnected", log)
            net.nodes["ID"].stop()
            net.start("ID", dials=["SG"])
            await_held_by(net, net.officer("SG").report(), ["SG", "ID"])

    def test_a_reload_of_something_wrong_changes_nothing(self):
        with Network(["SG"]) as net:
            net.start("SG")
            (net.trust / "SG.pem").rename(net.dir / "kept.pem")
            (net.trust / "SG.pem").write_text("no certificate")
            sg = net.nodes["SG"]
            sg.process.send_signal(signal.SIGHUP)
            await_that(lambda: "nothing is changed" in (sg.dir / "log").read_text(), "the fault is told")
            shutil.copy(net.dir / "kept.pem", net.trust / "SG.pem")
            net.officer("SG").report()


if __name__ == "__main__":
    unittest.main()
