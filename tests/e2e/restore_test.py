"""A node whose disk and kept checkpoint are both lost, and whose database comes back from a backup: it may not add to its log before it
knows what its peers hold of it."""
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from keeping_test import backups_in, tool, warnings_of, why_not, with_backups  # noqa: E402
from network import Network, await_held_by, await_that  # noqa: E402

HARDLY_WAITS = "start_wait_ms: 1"


class RestoreTest(unittest.TestCase):
    def test_without_its_checkpoint_the_node_waits_for_its_peers_however_long_or_for_an_administrators_word(self):
        with Network(["SG", "ID"]) as net:
            sg, kept = net.nodes["SG"], net.dir / "backups"
            net.start("SG", expects=["ID"], extra=with_backups(kept))
            await_that(lambda: backups_in(kept), "a backup is made")
            net.start("ID", dials=["SG"])
            last = [net.officer("SG").report() for _ in range(2)][-1]
            await_held_by(net, last, ["SG", "ID"])

            def restore():
                for node in net.nodes.values():
                    if node.running():
                        node.stop()
                shutil.rmtree(sg.dir / "data")
                (sg.dir / "last-checkpoint").unlink()
                tool("restore", "--from", kept, "--to", sg.dir / "data")

            restore()
            for peers, text in ((["ID"], "it waits for ID."), ([], "no peer is configured"), (["ID"], "it waits for ID.")):
                net.start("SG", expects=peers, extra=HARDLY_WAITS)
                refused = net.officer("SG").run("report", "--yes", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E",
                                                "--act", "boarded", check=False)
                self.assertIn("RECOVERING", refused.stderr)
                self.assertIn(text, why_not(net, "SG"))
                sg.stop()
            net.start("SG", expects=["ID"], extra=HARDLY_WAITS)
            net.start("ID", dials=["SG"])
            await_that(lambda: why_not(net, "SG") == "", "SG takes submissions again")
            self.assertEqual(int(net.officer("SG").report().split("/")[1]), int(last.split("/")[1]) + 1)
            net.await_agreement()
            self.assertNotIn("FORK", warnings_of(net, "ID"))
            for node in net.nodes.values():
                node.stop()
            self.assertIn("waits for no peer", tool("accept-restored", "--data", sg.dir / "data"))
            restore()
            self.assertIn("start_wait_ms at most", tool("accept-restored", "--data", sg.dir / "data"))
            net.start("SG", expects=["ID"], extra=HARDLY_WAITS)
            await_that(lambda: why_not(net, "SG") == "", "SG takes submissions at an administrator's word")


if __name__ == "__main__":
    unittest.main()
