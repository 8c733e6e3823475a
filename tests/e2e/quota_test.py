"""Quotas at real nodes: who sends more than one may is told which quota it was and when there is room again; a peer is read from more
slowly, and nothing is lost."""
import pathlib
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import BIN, Network, await_that  # noqa: E402

BUSY = 3  # client/commands/exit_code.h


def submit(net, economy, reports, officer="watch-1", first=0):
    return subprocess.run([BIN / "lightship_load", "submit", *map(str, net.officer(economy, officer).flags()), "--name", "load",
                           "--reports", str(reports), "--in-flight", "16", "--first", str(first)], capture_output=True, text=True, timeout=120)


def held_back_ms(net, economy):
    """Of its one peer; 0 also before the two have met."""
    return sum(int(peer.get("held_back_ms", 0)) for peer in net.officer(economy).json("status").get("peers", []))


class QuotaTest(unittest.TestCase):
    def test_an_officer_over_the_quota_of_a_minute_goes_on_at_its_pace(self):
        with Network(["SG"]) as net:
            net.start("SG", extra="quotas { submissions_per_minute: 600 }")
            begin = time.monotonic()
            self.assertEqual(submit(net, "SG", 640).returncode, 0)
            self.assertGreater(time.monotonic() - begin, 2, "600 at once, and then ten a second")
            self.assertEqual(net.logs("SG")["lightship/SG/1"][0], 642)  # with its opening and the officer's grant

    def test_an_officer_over_the_quota_of_a_day_is_refused_and_others_are_not(self):
        with Network(["SG"]) as net:
            net.make_officer("SG", "watch-2", ["submitter", "analyst"])
            net.start("SG", extra="quotas { submissions_per_day: 20 }")
            self.assertEqual(submit(net, "SG", 20).returncode, 0)
            begin = time.monotonic()
            self.assertNotEqual(submit(net, "SG", 5, first=50).returncode, 0)
            self.assertLess(time.monotonic() - begin, 5, "who must come back in hours is told at once")
            refused = net.officer("SG").run("report", "--yes", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E",
                                            "--act", "boarded", "--status", "anchored", "--ship-type", "bulk carrier", check=False)
            self.assertEqual(refused.returncode, BUSY, refused.stdout)
            self.assertIn("as many statements in a day as one may (quotas.submissions_per_day: 20); there is room again in 1h1", refused.stderr)
            self.assertIn("The signed statement is safe", refused.stderr)
            self.assertEqual(submit(net, "SG", 20, "watch-2", 100).returncode, 0)

    def test_attachments_over_the_quota_of_a_day_wait_with_their_sender(self):
        with Network(["SG"]) as net:
            net.start("SG", extra="quotas { attachment_bytes_per_day: 1048576 }")
            for name in ("a", "b"):
                (net.dir / f"{name}.txt").write_text(name * 600_000)
            net.officer("SG").report("--attach", net.dir / "a.txt")
            refused = net.officer("SG").run("report", "--yes", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E", "--act",
                                            "boarded", "--status", "anchored", "--ship-type", "bulk carrier", "--attach", net.dir / "b.txt",
                                            check=False)
            self.assertIn("quotas.attachment_bytes_per_day: 1048576", refused.stderr)
            self.assertEqual(len(list((net.dir / "spool").glob("*.attachment"))), 1)

    def test_a_peer_over_its_quota_is_read_from_slowly_and_all_of_its_log_comes(self):
        with Network(["SG", "ID", "PH"]) as net:
            net.start("SG", expects=["ID", "PH"])
            self.assertEqual(submit(net, "SG", 198).returncode, 0)
            begin = time.monotonic()
            net.start("ID", dials=["SG"], extra="quotas { peer_entries_per_s: 10 }")
            net.start("PH", dials=["SG"])
            net.await_agreement(["SG", "PH"])
            net.await_agreement()
            self.assertGreater(time.monotonic() - begin, 8, "100 at once, and then ten a second")
            seen = {e: net.officer(e).json("status")["peers"] for e in ("ID", "PH")}
            self.assertGreater(int(seen["ID"][0]["held_back_ms"]), 5000)
            self.assertLess(int(seen["ID"][0]["held_back_ms"]), 1000 * (time.monotonic() - begin), "what has passed")
            self.assertNotIn("held_back_ms", seen["PH"][0])
            self.assertTrue(seen["ID"][0]["connected"])
            self.assertNotIn("faults", seen["ID"][0])
            self.assertIn("connected, held back", net.officer("ID").run("status").stdout)

    def test_a_peer_that_is_held_back_goes_on_at_once_under_a_larger_quota(self):
        with Network(["SG", "ID"]) as net:
            plan = net.dir / "plan.txt"
            plan.write_text("x" * 20_000_000)
            net.start("SG", expects=["ID"])
            address = net.officer("SG").report("--attach", plan)
            begin = time.monotonic()
            node = net.start("ID", dials=["SG"],
                             extra="quotas { peer_bytes_per_day: 16777216 } attachments { eager_bytes: 67108864 }")
            held = await_that(lambda: held_back_ms(net, "ID"), "ID reads no further")
            self.assertLess(held, 1000 * (time.monotonic() - begin), "though it will not for minutes")
            config = node.dir / "node.textproto"
            config.write_text(config.read_text().replace("per_day: 16777216 ", "per_day: 0 "))
            node.process.send_signal(signal.SIGHUP)
            await_that(lambda: net.officer("ID").run("attachment", "get", address, "--all", "--out", net.dir / "got",
                                                     check=False).returncode == 0, "ID has the attachment")


if __name__ == "__main__":
    unittest.main()
