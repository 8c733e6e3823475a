"""Bad links between processes: nothing is lost, nothing is sent twice that had arrived, and only who is behind one waits."""
import dataclasses
import os
import pathlib
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from link import DOWN, UP, Link, Profile  # noqa: E402
from network import BIN, Network, await_held_by, await_that, client  # noqa: E402

NARROW = Profile(bits_per_s=64_000, delay_s=0.1)


def size(net, economy):
    return net.logs(economy).get("lightship/SG/1", (0,))[0]


def submit(net, reports, first):
    """SG takes so many reports, numbered from `first`."""
    done = subprocess.run([BIN / "lightship_load", "submit", *map(str, net.officer("SG").flags()), "--name", "load", "--reports",
                           str(reports), "--in-flight", "16", "--first", str(first), "--acks", net.dir / "acks"],
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def catch_up(net, link, reports, first, meanwhile=lambda before: None):
    """ID, which was away, copies so many reports of SG over the link; bytes that passed towards it."""
    net.nodes["ID"].stop()
    submit(net, reports, first)
    before = link.bytes(DOWN)
    net.nodes["ID"].start(dials=["SG"], via={"SG": link.address}, new_log=False)
    meanwhile(before)
    await_that(lambda: size(net, "ID") == size(net, "SG"), "ID has caught up", 200)
    return link.bytes(DOWN) - before


class BrokenLinkTest(unittest.TestCase):
    REPORTS = 400
    # Of each break: a handshake, what was on its way, and a batch of up to 64 KiB before it is compressed.
    REPEATED = 20_000

    def held_by_both(self, net):
        net.await_agreement(seconds=60)
        for economy in ("SG", "ID"):
            self.assertEqual(len(net.officer(economy).incidents("--all")), 2 * self.REPORTS)

    def test_resets_and_a_one_way_cut_in_mid_transfer_lose_nothing_and_repeat_little(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG")
            net.start("ID")
            with Link(net.nodes["SG"].address(), NARROW) as link:
                whole = catch_up(net, link, self.REPORTS, 0)
                bound = whole + 2 * self.REPEATED
                # After a third, and after another.
                self.assertGreater(whole // 3 + whole // 3 + whole, bound, "what beginning anew each time would take")

                def break_it(before):
                    await_that(lambda: link.bytes(DOWN) - before >= whole // 3, "a third has passed")
                    link.reset()
                    await_that(lambda: link.bytes(DOWN) - before >= 2 * whole // 3, "two thirds have passed")
                    link.cut(DOWN)
                    await_that(lambda: any(c.lost_bytes for c in list(link.connections)), "bytes are lost")
                    link.mend()
                accepted = link.accepted
                broken = catch_up(net, link, self.REPORTS, self.REPORTS, break_it)
                self.assertLess(broken, bound)
                self.assertGreaterEqual(link.accepted - accepted, 3, "each break was noticed")
                self.held_by_both(net)

    def test_a_link_that_loses_one_segment_in_twenty_brings_everything_once(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG")
            net.start("ID")
            with Link(net.nodes["SG"].address(), Profile(bits_per_s=256_000, delay_s=0.05)) as link:
                whole = catch_up(net, link, self.REPORTS, 0)
                link.set_profile(dataclasses.replace(link.lines[DOWN].profile, loss=0.05))
                lossy = catch_up(net, link, self.REPORTS, self.REPORTS)
                self.assertGreater(link.lines[DOWN].lost, 5)
                self.assertLess(lossy, whole + self.REPEATED)
                self.held_by_both(net)

    def test_an_attachment_goes_on_where_a_reset_broke_it(self):
        with Network(["SG"]) as net:
            net.start("SG")
            officer = net.officer("SG")
            with Link(net.nodes["SG"].address(), Profile(bits_per_s=8_000_000, delay_s=0.02)) as link:
                officer.via = link.address
                photo = net.dir / "photo.jpg"
                photo.write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(1_000_000))
                link.reset_after(700_000, UP)
                spool = ["--spool", net.dir / "spool"]
                client(*officer.flags(), *spool, "report", "--yes", "--time", "2026-03-01T19:40Z", "--position",
                       "01:15.25N 104:02.41E", "--act", "boarded", "--attach", f"{photo}:The stern", check=False)
                client(*officer.flags(), *spool, "spool", "send")
                self.assertLess(link.bytes(UP), 1_500_000)
            out = net.dir / "out"
            net.officer("SG").run("attachment", "get", "SG/2", "--all", "--out", out)
            self.assertEqual(next(out.iterdir()).read_bytes(), photo.read_bytes())


class SlowLinkTest(unittest.TestCase):
    def test_a_peer_behind_a_slow_link_does_not_slow_the_others(self):
        with Network(["SG", "ID", "PH"]) as net:
            net.start("SG")
            with Link(net.nodes["SG"].address(), Profile(bits_per_s=4800, delay_s=0.3)) as link:
                net.start("PH", dials=["SG"])
                net.start("ID", dials=["SG"], via={"SG": link.address})
                begin = time.monotonic()
                for _ in range(20):
                    net.officer("SG").report()
                await_that(lambda: size(net, "PH") == size(net, "SG"), "PH has all", 20)
                self.assertLess(time.monotonic() - begin, 12)
                self.assertLess(size(net, "ID"), size(net, "SG"))

    def test_an_alert_over_a_slow_link_is_acknowledged_once(self):
        with Network(["SG"]) as net:
            net.start("SG")
            officer = net.officer("SG")
            officer.report()  # now the log knows the officer's key
            with Link(net.nodes["SG"].address(), Profile(bits_per_s=9600, delay_s=0.5)) as link:
                officer.via = link.address
                threading.Timer(2, link.outage, [3]).start()
                address = officer.report()
                self.assertEqual(link.accepted, 1)
                # Handshake and all: every byte counts at 300 a second.
                self.assertLess(link.bytes(UP), 2900)
                self.assertLess(link.bytes(DOWN), 2000)
            self.assertEqual(address, "SG/3")
            self.assertEqual(size(net, "SG"), 4)

    def test_a_full_spool_empties_over_a_slow_link_and_nothing_is_sent_twice(self):
        with Network(["SG"]) as net:
            net.start("SG")
            officer = net.officer("SG")
            officer.report()
            net.nodes["SG"].stop()
            for _ in range(8):
                officer.run("report", "--yes", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E", "--act", "boarded",
                            check=False)
            net.start("SG")
            with Link(net.nodes["SG"].address(), Profile(bits_per_s=9600, delay_s=0.3)) as link:
                officer.via = link.address
                self.assertIn("sent 8, refused 0, still waiting 0", officer.run("spool", "send").stdout)
                self.assertEqual(link.accepted, 1)
                # The handshake, and their certificates with the first two alone: those of all would be half as much again.
                self.assertLess(link.bytes(UP), 8000)
                officer.via = None
            self.assertEqual(size(net, "SG"), 3 + 8)


if __name__ == "__main__":
    unittest.main()
