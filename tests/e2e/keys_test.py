"""Real processes: keys that are granted, revoked and changed, and what becomes of what they signed."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_held_by, await_that, client  # noqa: E402

ECONOMIES = ["SG", "ID", "MY", "PH"]


def certificate(net, economy, name):
    return net.dir / "officer" / economy / name / "certificate.pem"


def admitted_at(net, address):
    return net.officer("SG").json("show", address)["statements"][0]["admitted_at"]


def doubts(net, economy):
    """{address: doubtful} as `list` has it; what `show` has must agree."""
    officer = net.officer(economy, "reader")
    listed = {i["address"]: i.get("doubtful", False) for i in officer.incidents("--all")}
    for address, doubtful in listed.items():
        shown = officer.json("show", address)["statements"][0].get("doubted_by", "")
        if bool(shown) != doubtful:
            raise AssertionError(f"{economy}, {address}: list says {doubtful}, show says '{shown}'")
    return listed


class CompromisedKeyTest(unittest.TestCase):
    def test_what_a_key_signed_since_it_was_compromised_is_marked_alike_on_every_node(self):
        with Network(ECONOMIES) as net:
            for i, economy in enumerate(ECONOMIES[:3]):
                net.start(economy, dials=ECONOMIES[:i], expects=ECONOMIES[i + 1:])
            net.make_officer("SG", "chief", ["administrator"])
            for economy in ECONOMIES:
                net.make_officer(economy, "reader", ["analyst"])
            net.make_officer("SG", "watch-2", ["submitter"])
            chief = net.officer("SG", "chief")
            trusted = [net.officer("SG").report() for _ in range(3)]
            doubted = [net.officer("SG").report() for _ in range(3)]
            chief.run("key", "grant", certificate(net, "SG", "watch-2"))
            trusted.append(net.officer("SG", "watch-2").report())
            expected = {**dict.fromkeys(trusted, False), **dict.fromkeys(doubted, True)}
            await_that(lambda: set(doubts(net, "ID")) == set(expected), "the reports are at ID")

            revoked = chief.json("key", "revoke", certificate(net, "SG", "watch-1"), "--reason",
                                 "key-compromise", "--compromised-since", admitted_at(net, doubted[0]))
            for economy in ECONOMIES[:3]:
                await_that(lambda e=economy: doubts(net, e) == expected, f"{economy} marks three of seven")
            with self.assertRaisesRegex(AssertionError, f"revoked by {revoked['receipt']['address']}"):
                net.officer("SG").report()
            last = net.officer("SG", "watch-2").report()
            expected[last] = False

            net.start("PH", dials=ECONOMIES[:3])
            await_that(lambda: doubts(net, "PH").items() >= expected.items(), "PH has copied SG's log")
            self.assertEqual(doubts(net, "PH"), doubts(net, "SG"))
            self.assertEqual(net.officer("PH").run("list").stdout.count("[in doubt]"), 3)
            hashes = {net.officer(e, "reader").json("status", "--state-hash", "--of", "SG")["hash"] for e in ECONOMIES}
            self.assertEqual(len(hashes), 1)


class RevokedWatcherTest(unittest.TestCase):
    def test_a_watch_ends_when_the_key_of_its_officer_is_revoked(self):
        with Network(["SG"]) as net:
            net.make_officer("SG", "chief", ["administrator"])
            net.start("SG")
            address = net.officer("SG").report()
            watch = net.officer("SG").spawn("watch", "--json", "--cursor", "0")
            try:
                self.assertIn(address, watch.stdout.readline())
                net.officer("SG", "chief").run("key", "revoke", certificate(net, "SG", "watch-1"), "--reason",
                                               "key-compromise")
                _, said = watch.communicate(timeout=60)
                self.assertEqual(watch.returncode, 2, said)
                self.assertIn("revoked", said)
            finally:
                watch.kill()
                watch.communicate()


class Token:
    """A SoftHSM token, for this process and those that it starts. Its PIN is in a file."""
    MODULE = "/usr/lib/softhsm/libsofthsm2.so"

    def __init__(self, directory):
        self.dir = directory
        (directory / "tokens").mkdir(parents=True)
        (directory / "conf").write_text(f"directories.tokendir = {directory}/tokens\nlog.level = ERROR\n")
        (directory / "pin").write_text("471147\n")
        os.environ["SOFTHSM2_CONF"] = str(directory / "conf")
        self.util("--init-token", "--free", "--label", "desk", "--so-pin", "081508")

    def util(self, *args):
        subprocess.run(["softhsm2-util", *args, "--pin", "471147"], check=True, capture_output=True)

    def take(self, pem, label):
        """Moves a key from its file to the token; the URI."""
        count = sum(1 for _ in self.dir.rglob("*.object")) + 1
        self.util("--import", str(pem), "--token", "desk", "--label", label, "--id", f"{count:04x}")
        pem.unlink()
        return self.uri(label)

    def make(self, label):
        """A new P-256 key on the token; the URI."""
        pem = self.dir / "new.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
                        pem], check=True, capture_output=True)
        return self.take(pem, label)

    def uri(self, label):
        return f"pkcs11:token=desk;object={label}?module-path={self.MODULE}&pin-source=file:{self.dir}/pin"


class TokenTest(unittest.TestCase):
    def test_an_officer_and_a_node_sign_with_keys_that_never_leave_a_token(self):
        with Network(["SG", "ID"]) as net:
            token = Token(net.dir / "token")
            node = net.nodes["SG"]
            shutil.rmtree(node.dir / "keys")
            node_key, officer_key = token.make("node"), token.make("officer")
            client("--key", node_key, "pki", "node", "--ca", net.dir / "pki/SG", "--name", "sg-1", "--dir",
                   node.dir / "keys")
            node.keys.update(node_key=node_key, log_key=token.take(node.dir / "keys/log.key", "log"),
                             cosigner_key=token.take(node.dir / "keys/cosigner.key", "cosigner"),
                             tls_certificate=node.dir / "keys/tls-certificate.pem",
                             tls_key=node.dir / "keys/tls-key.pem")
            client("--key", officer_key, "pki", "officer", "--ca", net.dir / "pki/SG", "--name", "desk-1", "--role",
                   "submitter", "--dir", net.dir / "officer/SG/desk-1")
            self.assertFalse((net.dir / "officer/SG/desk-1/key.pem").exists())
            net.start("SG")
            net.start("ID", dials=["SG"])

            desk = net.officer("SG", "desk-1")
            no_token = desk.run("list", check=False)
            self.assertIn("key.pem", no_token.stderr)
            desk.signs_with = ["--key", officer_key]
            address = desk.report()
            await_held_by(net, address, ["SG", "ID"], at="ID")
            net.officer("ID").run("receipt", address, "--save", net.dir / "saved")
            verified = client("verify", "--trust", net.trust, *sorted((net.dir / "saved").iterdir()))
            self.assertIn("lightship:sg:officer:desk-1", verified.stdout)

            for wrong, says in [(officer_key.replace("pin-source=file:", "pin-source=file:/nowhere"), "pin-source"),
                                (officer_key.split("&")[0] + "&pin-value=471147", "PIN does not belong"),
                                (officer_key.replace("object=officer", "object=log"), "is not the key of")]:
                desk.signs_with = ["--key", wrong]
                refused = desk.run("list", check=False)
                self.assertNotEqual(refused.returncode, 0)
                self.assertIn(says, refused.stderr)
            node.stop()
            net.start("SG")
            desk.signs_with = ["--key", officer_key]
            desk.report()


class RotationTest(unittest.TestCase):
    def test_node_and_log_key_change_under_load_and_every_receipt_verifies(self):
        with Network(["SG", "ID", "MY"]) as net:
            sg = net.nodes["SG"]
            (sg.dir / "keys").rename(sg.dir / "keys-1")
            client("pki", "node", "--ca", net.dir / "pki/SG", "--name", "sg-2", "--dir", sg.dir / "keys-2")
            shutil.copy(sg.dir / "keys-1/cosigner.key", sg.dir / "keys-2/cosigner.key")
            os.symlink("keys-1", sg.dir / "keys")
            net.make_officer("SG", "chief", ["administrator"])
            net.start("SG", expects=["MY"])
            net.start("ID", dials=["SG"])
            first = net.officer("SG").report()
            await_held_by(net, first, ["SG", "ID"], at="ID")
            self.save(net, "ID", first, "old")

            addresses, failures, stop = [], [], threading.Event()

            def submit():
                while not stop.is_set():
                    try:
                        addresses.append(net.officer("SG").report())
                    except AssertionError as failed:
                        failures.append(str(failed))

            load = threading.Thread(target=submit)
            load.start()
            await_that(lambda: addresses, "reports come in")
            os.symlink("keys-2", sg.dir / "next")
            os.replace(sg.dir / "next", sg.dir / "keys")
            sg.process.send_signal(signal.SIGHUP)
            await_that(lambda: "read again" in (sg.dir / "log").read_text(), "the keys are read again")
            before = len(addresses)
            await_that(lambda: len(addresses) > before + 3, "reports go on")
            stop.set()
            load.join()
            self.assertEqual(failures, [])
            await_held_by(net, addresses[-1], ["SG", "ID"], at="ID")
            log = (net.nodes["ID"].dir / "log").read_text()
            self.assertEqual((log.count("peer SG connected"), log.count("disconnected")), (1, 0), log)
            net.officer("SG", "chief").run("key", "revoke", sg.dir / "keys-1/certificate.pem", "--reason", "superseded")
            await_that(lambda: (net.nodes["ID"].dir / "log").read_text().count("peer SG connected") == 2,
                       "the session of the revoked key ends, and SG's node is found again by its new one")
            last = net.officer("SG").report()
            await_held_by(net, last, ["SG", "ID"], at="ID")

            net.start("MY", dials=["SG", "ID"])
            for economy in ["SG", "ID", "MY"]:
                for address in [first, addresses[-1], last]:
                    await_held_by(net, address, ["SG", "ID", "MY"], at=economy)
                    self.save(net, economy, address, f"{economy}-{address.replace('/', '-')}")
            for saved in (net.dir / "saved").iterdir():
                done = client("verify", "--trust", net.trust, *sorted(saved.iterdir()))
                self.assertIn("VERIFIED", done.stdout)
            sg.stop()
            net.start("SG", expects=["MY"])
            await_held_by(net, net.officer("SG").report(), ["SG", "ID", "MY"])

    def save(self, net, economy, address, name):
        net.officer(economy).run("receipt", address, "--save", net.dir / "saved" / name)


if __name__ == "__main__":
    unittest.main()
