"""Real processes: a node's machine is cloned and both go on with the same keys, kept apart. Then the two halves meet."""
import json
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_that, client  # noqa: E402

LOG = "lightship/SG/1"


def report(officer, name, check=True):
    return officer.run("report", "--yes", "--json", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E",
                       "--act", "boarded", "--status", "anchored", "--ship-type", "bulk carrier",
                       "--place", name, check=check)


def log_of(net, economy, at=None):
    status = net.officer("SG" if at else economy, at=at).json("status")
    warned = any(w["code"] == "FORK" and w["subject"] == LOG for w in status.get("warnings", []))
    log = next((log for log in status["logs"] if log["origin"] == LOG), {})
    return int(log.get("size", 0)), bool(log.get("frozen")) and warned


def sign_two_histories(net):
    """ID holds the one, PH the other; nobody has seen both."""
    net.start("SG")
    net.start("ID", dials=["SG"])
    net.start("PH", dials=["SG"])
    report(net.officer("SG"), "before")
    for economy in ("ID", "PH"):
        await_that(lambda e=economy: log_of(net, e)[0] == 3, f"{economy} holds the first report")
    net.nodes["PH"].stop()
    net.nodes["SG"].stop()
    twin = net.clone("SG", "SG-twin")
    net.start("SG")
    for i in range(2):
        report(net.officer("SG"), f"shown to ID {i}")
    await_that(lambda: log_of(net, "ID")[0] == 5, "ID holds the one history")
    net.start("PH", expects=["SG"])
    twin.start(dials=["PH"])
    for i in range(3):
        report(net.officer("SG", at="SG-twin"), f"shown to PH {i}")
    await_that(lambda: log_of(net, "PH")[0] == 6, "PH holds the other history")


class WitnessTest(unittest.TestCase):
    def test_a_node_that_signed_two_histories_is_proven_to_have_done_so_and_its_log_frozen_everywhere(self):
        with Network(["SG", "ID", "PH"]) as net:
            sign_two_histories(net)
            self.assertFalse(log_of(net, "ID")[1] or log_of(net, "PH")[1])
            net.nodes["PH"].stop()
            net.start("PH", dials=["ID"], expects=["SG"])
            for at in ("ID", "PH", "SG", "SG-twin"):
                await_that(lambda a=at: log_of(net, a, at=a if a == "SG-twin" else None)[1],
                           f"{at} shows the fork")
            self.check_evidence(net)
            self.check_frozen(net)
            self.check_the_rest_goes_on(net)
            self.check_a_new_epoch_goes_on(net)

    def check_evidence(self, net):
        only_sg = net.dir / "only-sg"
        only_sg.mkdir()
        shutil.copy(net.trust / "SG.pem", only_sg / "SG.pem")
        for economy in ("ID", "PH", "SG"):
            path = net.dir / f"{economy}.lightship-evidence"
            self.assertIn(LOG, net.officer(economy).run("evidence", "SG", "--save", path).stdout)
            self.assertIn("HAS BEEN FORKED", client("verify", "--trust", only_sg, path).stdout)
        genuine = path.read_bytes()
        for at in range(0, len(genuine), 40):
            forged = bytearray(genuine)
            forged[at] ^= 4
            path.write_bytes(forged)
            self.assertEqual(client("verify", "--trust", only_sg, path, check=False).returncode, 5, f"byte {at}")

    def check_frozen(self, net):
        for at in ("SG", "SG-twin"):
            refused = report(net.officer("SG", at=at), "more", check=False)
            self.assertEqual(refused.returncode, 3, refused.stderr)
            self.assertIn("FROZEN", refused.stderr)
        self.assertEqual((log_of(net, "ID"), log_of(net, "PH")), ((5, True), (6, True)))
        self.assertIn("before", net.officer("ID").run("show", "SG/2").stdout)

    def check_the_rest_goes_on(self, net):
        net.officer("ID").report()
        await_that(lambda: net.logs("PH").get("lightship/ID/1") == net.logs("ID")["lightship/ID/1"],
                   "PH holds ID's new report")
        net.nodes["ID"].stop()
        net.start("ID", dials=["SG"])
        await_that(lambda: log_of(net, "ID") == (5, True), "ID still shows the fork after a restart")


    def check_a_new_epoch_goes_on(self, net):
        net.nodes["SG-twin"].stop()
        net.nodes["SG"].stop()
        net.nodes["SG"].start(extra="epoch: 2", new_log=True)
        address = json.loads(report(net.officer("SG"), "after").stdout)["receipt"]["address"]
        self.assertEqual(address, "SG.2/2")
        for economy in ("ID", "PH"):
            await_that(lambda e=economy: "lightship/SG/2" in net.logs(e), f"{economy} holds the new epoch")
            await_that(lambda e=economy: "after" in net.officer(e).run("show", address, check=False).stdout,
                       f"{economy} shows {address}")
            self.assertIn("before", net.officer(economy).run("show", "SG/2").stdout)
            await_that(lambda e=economy: not log_of(net, e)[1], f"{economy} warns no more")
            self.assertIn(LOG, net.officer(economy).run("evidence").stdout)


class HoldersTest(unittest.TestCase):
    def test_a_report_that_no_peer_copies_is_warned_of_until_one_has(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG", extra="holders { at_least: 2 within_s: 1 }")
            address = net.officer("SG").report()

            def warning():
                warnings = net.officer("SG").json("status").get("warnings", [])
                return next((w["text"] for w in warnings if w["code"] == "NOT_HELD_IN_TIME"), None)
            await_that(lambda: address in (warning() or ""), "the node warns")
            net.start("ID", dials=["SG"])
            await_that(lambda: warning() is None, "the warning is gone")


if __name__ == "__main__":
    unittest.main()
