"""Three accidents with real processes: a disk is wiped, an old backup is put back, a machine is cloned. Each time the node
notices, refuses submissions, copies its own log back from its peers and goes on: no fork, no report lost that a peer held."""
import pathlib
import shutil
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_that  # noqa: E402

ECONOMIES = ["SG", "ID", "PH"]
ASKS_PEERS = "start_wait_ms: 30000"


class Drill(unittest.TestCase):
    def setUp(self):
        self.net = self.enterContext(Network(ECONOMIES))
        self.sg = self.net.nodes["SG"]
        self.net.start("SG", expects=["ID", "PH"], extra=ASKS_PEERS)
        self.start_peers()
        self.acknowledged = []
        self.figures = {}

    def tearDown(self):
        print(f"{self._testMethodName}: " + ", ".join(f"{k} {v}" for k, v in self.figures.items()))

    def start_peers(self):
        self.net.start("ID", dials=["SG"], expects=["PH"])
        self.net.start("PH", dials=["SG", "ID"])

    def stop_peers(self):
        for economy in ("ID", "PH"):
            self.net.nodes[economy].stop()

    def file_reports(self, count, at="SG"):
        self.acknowledged += [self.net.officer("SG", at=at).report() for _ in range(count)]

    def await_held(self, at="SG"):
        """Until both peers have countersigned all of SG's log; its size and root."""
        def held():
            log = self.log_at(at)
            cosigners = {c["economy"] for c in log.get("cosigners", []) if c["size"] == log["size"]}
            return {"ID", "PH"} <= cosigners and (int(log["size"]), log["root"])
        return await_that(held, "all of SG's log is held by its peers")

    def log_at(self, node):
        status = self.net.officer("SG" if node not in ("ID", "PH") else node, at=node).json("status")
        return next(log for log in status["logs"] if log["origin"] == "lightship/SG/1")

    def why_not(self, at="SG"):
        """What the node says of why it takes no submissions; empty when it takes them."""
        return self.net.officer("SG", at=at).json("status").get("not_accepting", "")

    def assert_refuses(self, reason, at="SG"):
        """A report handed in now is refused for that reason, with a message; the officer's client keeps it."""
        done = self.net.officer("SG", at=at).run(
            "report", "--yes", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E",
            "--act", "boarded", "--status", "anchored", "--ship-type", "tug", check=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(reason, done.stderr)

    def await_accepting(self, at="SG"):
        begin = time.monotonic()
        await_that(lambda: self.why_not(at) == "", f"{at} takes submissions again")
        return time.monotonic() - begin

    def state(self):
        """Hash over every entry, part and incident that SG's node holds."""
        return self.net.officer("SG").json("status", "--state-hash")

    def go_on(self, size, at="SG"):
        """The next report follows the last one; everything acknowledged is everywhere, and all agree on the log."""
        before = len(self.acknowledged)
        address = self.net.officer("SG", at=at).report()
        self.assertEqual(address, f"SG/{size}")
        self.acknowledged.append(address)
        self.await_held(at)
        roots = {self.log_at(n)["root"] for n in (at, "ID", "PH")}
        self.assertEqual(len(roots), 1, "no fork")
        for node in (at, "ID", "PH"):
            held = {i["address"] for i in
                    self.net.officer("SG" if node == at else node, at=node).incidents("--all")}
            self.assertEqual(set(self.acknowledged) - held, set(), f"lost at {node}")
        self.figures["found again"] = before


class WipedDiskTest(Drill):
    def wipe(self, also_kept_checkpoint):
        self.file_reports(12)
        size, root = self.await_held()
        before = self.state()
        self.figures |= {"reports acknowledged": len(self.acknowledged), "entries": size}
        self.stop_peers()
        self.sg.stop()
        shutil.rmtree(self.sg.dir / "data")
        if also_kept_checkpoint:
            (self.sg.dir / "last-checkpoint").unlink()
        self.net.start("SG", expects=["ID", "PH"], extra=ASKS_PEERS)
        self.assertIn("copies it back", self.why_not())
        self.assert_refuses("RECOVERING")
        self.start_peers()
        self.figures["seconds until it admits"] = round(self.await_accepting(), 1)
        self.assertEqual((int(self.log_at("SG")["size"]), self.log_at("SG")["root"]), (size, root))
        self.assertEqual(self.state(), before, "every entry and part, byte for byte")
        self.go_on(size)

    def test_a_wiped_disk_is_copied_back(self):
        self.wipe(also_kept_checkpoint=False)

    def test_a_wiped_machine_is_copied_back_and_its_log_not_begun_anew(self):
        self.wipe(also_kept_checkpoint=True)

    def test_what_nobody_else_held_is_shown_as_lost(self):
        address = self.net.officer("SG").report("--ship-name", "Bright Kestrel", "--vessel-audience", "own")
        self.acknowledged.append(address)
        size, _ = self.await_held()
        self.sg.stop()
        shutil.rmtree(self.sg.dir / "data")
        self.net.start("SG", expects=["ID", "PH"], extra=ASKS_PEERS)
        self.await_accepting()
        statement = self.net.officer("SG").json("show", address)["statements"][0]
        self.assertEqual([(w["name"], w["absence"]) for w in statement["withheld"]],
                         [("vessel", "PART_ABSENCE_LOST")])
        self.assertIn("lost", self.net.officer("SG").run("show", address).stdout)
        self.go_on(size)


class RestoredBackupTest(Drill):
    def restore(self, also_kept_checkpoint):
        self.file_reports(6)
        self.await_held()
        self.sg.stop()
        backup = self.net.dir / "backup"
        shutil.copytree(self.sg.dir / "data", backup / "data")
        shutil.copy(self.sg.dir / "last-checkpoint", backup)
        self.net.start("SG", expects=["ID", "PH"], extra=ASKS_PEERS)
        self.await_accepting()
        self.file_reports(6)
        size, root = self.await_held()
        before = self.state()
        self.figures |= {"reports acknowledged": len(self.acknowledged), "of these after the backup": 6}
        self.stop_peers()
        self.sg.stop()
        shutil.rmtree(self.sg.dir / "data")
        shutil.copytree(backup / "data", self.sg.dir / "data")
        if also_kept_checkpoint:
            shutil.copy(backup / "last-checkpoint", self.sg.dir)
        self.net.start("SG", expects=["ID", "PH"], extra=ASKS_PEERS)
        self.assertIn("asks its peers" if also_kept_checkpoint else f"of {size} entries", self.why_not())
        self.assert_refuses("RECOVERING")
        self.start_peers()
        self.figures["seconds until it admits"] = round(self.await_accepting(), 1)
        self.assertEqual((int(self.log_at("SG")["size"]), self.log_at("SG")["root"]), (size, root))
        self.assertEqual(self.state(), before, "every entry and part, byte for byte")
        self.go_on(size)

    def test_an_old_backup_is_brought_up_to_date(self):
        self.restore(also_kept_checkpoint=False)

    def test_an_old_backup_is_noticed_by_its_peers_when_nothing_here_tells(self):
        self.restore(also_kept_checkpoint=True)


class ClonedMachineTest(Drill):
    def warnings(self, economy, at):
        status = self.net.officer(economy, at=at).json("status")
        return {w["subject"] for w in status.get("warnings", []) if w["code"] == "DUPLICATE_NODE"}

    def test_a_clone_adds_nothing_while_the_other_is_connected_and_goes_on_after_it(self):
        self.file_reports(4)
        self.await_held()
        self.sg.stop()
        clone = self.net.clone("SG", "SG-clone")
        clone.port = 0
        self.net.start("SG", expects=["ID", "PH"], extra=ASKS_PEERS)
        self.await_accepting()
        clone.start(dials=["ID", "PH"], extra=ASKS_PEERS)
        await_that(lambda: "another node" in self.why_not("SG-clone"), "the clone is told")
        self.assert_refuses("DUPLICATE_NODE", at="SG-clone")
        self.assertEqual(self.warnings("SG", "SG-clone"), {"SG"})
        self.assertEqual(self.warnings("ID", "ID"), {"SG"})
        self.file_reports(3)
        size, _ = self.await_held()
        self.assertIn("another node", self.why_not("SG-clone"), "still")
        self.figures |= {"reports acknowledged": len(self.acknowledged), "admitted by the clone": 0}
        self.sg.stop()
        self.figures["seconds until the clone takes over"] = round(self.await_accepting("SG-clone"), 1)
        self.go_on(size, at="SG-clone")


if __name__ == "__main__":
    unittest.main()
