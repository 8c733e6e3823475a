"""What machines do to their processes: a disk that fills, a process that stands still, clocks that step, restarts one after
the other. Whatever was acknowledged is on every entitled node afterwards.

Disks are small file systems in memory, in a name space of their own that ends with the test.
"""
import datetime
import glob
import os
import pathlib
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import calls_test  # noqa: E402
from network import BIN, Network, await_held_by, await_that  # noqa: E402


class SmallDisk:
    """A file system of its own for one node's data; `prefix` starts a command that sees it."""

    def __init__(self, directory, megabytes):
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        self.keeper = subprocess.Popen(
            ["unshare", "--map-root-user", "--mount", "sh", "-c",
             f'mount -t tmpfs -o size={megabytes}m disk "$1" && echo mounted && exec cat', "sh", directory],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.keeper.stdout.readline() == "mounted\n", "no name space with a small disk"
        self.prefix = ["nsenter", "--target", str(self.keeper.pid), "--user", "--mount", "--preserve-credentials"]

    def run(self, *command):
        return subprocess.run([*self.prefix, *map(str, command)], check=True, capture_output=True, text=True).stdout

    def grow(self, megabytes):
        self.run("mount", "-o", f"remount,size={megabytes}m", self.directory)

    def free_bytes(self):
        return int(self.run("df", "--output=avail", "-B1", self.directory).splitlines()[-1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.keeper.communicate()


def submit(net, economy, acks, reports, first=0):
    """Submits until all are acknowledged or the node refuses; whether all were."""
    done = subprocess.run(
        [BIN / "lightship_load", "submit", *map(str, net.officer(economy).flags()), "--name", "load",
         "--reports", str(reports), "--in-flight", "16", "--first", str(first), "--acks", acks],
        capture_output=True, text=True, timeout=300)
    return done.returncode == 0


def acknowledged(acks):
    return {line.split()[0] for line in acks.read_text().splitlines()} if acks.exists() else set()


def listed(net, economy):
    return {incident["address"] for incident in net.officer(economy).incidents("--all")}


class FullDiskTest(unittest.TestCase):
    def test_a_full_disk_loses_nothing_and_its_node_goes_on_when_there_is_space(self):
        with Network(["SG", "ID"]) as net, SmallDisk(net.nodes["SG"].dir / "data", 12) as disk:
            net.nodes["SG"].prefix = disk.prefix
            # The node is not to see it coming.
            until_a_write_fails = 'disk { stop_admitting_bytes: 0 } admin { listen: "127.0.0.1:0" }'
            net.start("SG", expects=["ID"], extra=until_a_write_fails)
            net.start("ID", dials=["SG"])
            acks = net.dir / "acks"
            full = False
            for turn in range(20):
                full = not submit(net, "SG", acks, 1000, first=turn * 1000)
                if full:
                    break
            self.assertTrue(full, "the disk never filled")
            await_that(lambda: "STORAGE" in {warning["code"] for warning in net.officer("SG").json("status").get("warnings", [])},
                       "its operator is told")
            own = calls_test.admin_listener(net.nodes["SG"])
            for service, status in (("SubmissionService", calls_test.NOT_SERVING), ("IncidentService", calls_test.SERVING)):
                await_that(lambda: calls_test.health(own, f"lightship.v1.{service}") == status, f"{service} has status {status}")
            print(f"{len(acknowledged(acks))} acknowledged, {disk.free_bytes()} bytes left on the disk")

            late = net.officer("SG").run("report", "--yes", "--time", "2026-03-01T19:40Z", "--position",
                                         "01:15.25N 104:02.41E", "--act", "boarded", check=False)
            print(late.stderr)
            self.assertEqual(late.returncode, 3)
            self.assertIn("spool send", late.stderr)
            self.assertEqual(acknowledged(acks) - listed(net, "SG"), set(), "not shown while the disk is full")
            await_that(lambda: acknowledged(acks) <= listed(net, "ID"), "ID holds what was acknowledged")

            net.nodes["SG"].kill()
            disk.grow(200)
            net.start("SG", expects=["ID"], extra=until_a_write_fails)
            self.assertEqual(acknowledged(acks) - listed(net, "SG"), set(), "lost by the full disk")
            net.officer("SG").run("spool", "send")
            self.assertTrue(submit(net, "SG", acks, 50, first=10**6))
            net.await_agreement()
            self.assertEqual(acknowledged(acks) - listed(net, "ID"), set())
            self.assertEqual(len(listed(net, "SG")), len(listed(net, "ID")))


class StandstillTest(unittest.TestCase):
    def test_a_node_that_stands_still_holds_nobody_up_and_catches_up(self):
        with Network(["SG", "ID", "PH"]) as net:
            net.start("SG", expects=["ID", "PH"])
            net.start("ID", dials=["SG"], expects=["PH"])
            net.start("PH", dials=["SG", "ID"])
            await_held_by(net, net.officer("SG").report(), ["SG", "ID", "PH"])
            net.nodes["ID"].process.send_signal(signal.SIGSTOP)
            try:
                while_still = [net.officer("SG").report() for _ in range(5)]
                for address in while_still:
                    await_held_by(net, address, ["SG", "PH"])
            finally:
                net.nodes["ID"].process.send_signal(signal.SIGCONT)
            for address in while_still:
                await_held_by(net, address, ["SG", "ID", "PH"])
            net.await_agreement()


class FakeClock:
    """The clock of a node's machine, off the true one by seconds that may change while the node runs."""

    def __init__(self, node):
        library = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        assert library, "deploy/install-deps installs faketime"
        self.file = node.dir / "clock"
        self.set(0)
        node.environment = {"LD_PRELOAD": library[0], "FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1",
                            "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def set(self, ahead_s):
        new = self.file.with_suffix(".new")
        new.write_text(f"{ahead_s:+}\n")
        os.replace(new, self.file)


def admitted_at(net, economy, address):
    return datetime.datetime.fromisoformat(net.officer(economy).json("show", address)["statements"][0]["admitted_at"])


def warnings(net, economy):
    return [warning["code"] for warning in net.officer(economy).json("status").get("warnings", [])]


class ClockTest(unittest.TestCase):
    def check(self, net, reports):
        """Times in the log never go back, none is far from the true one, and all hold the same."""
        times = [admitted_at(net, "SG", address) for address in reports]
        self.assertEqual(times, sorted(times))
        self.assertLess(times[-1], datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1))
        net.await_agreement()
        self.assertEqual(listed(net, "ID"), set(reports))
        self.assertEqual([admitted_at(net, "ID", address) for address in reports], times)

    def test_a_node_that_starts_with_another_clock_neither_stops_nor_breaks_its_log(self):
        with Network(["SG", "ID"]) as net:
            node = net.nodes["SG"]
            clock = FakeClock(node)
            net.start("SG", expects=["ID"])
            net.start("ID", dials=["SG"])
            reports = [net.officer("SG").report()]
            for ahead_s in (-3600, 1200, 0):
                node.kill()
                clock.set(ahead_s)
                net.start("SG", expects=["ID"])
                reports.append(net.officer("SG").report())
                await_held_by(net, reports[-1], ["SG", "ID"])
            self.check(net, reports)

    def test_a_clock_that_steps_while_the_node_runs_stops_nothing_and_a_leap_of_days_is_not_followed(self):
        with Network(["SG", "ID"]) as net:
            clock = FakeClock(net.nodes["SG"])
            net.start("SG", expects=["ID"])
            net.start("ID", dials=["SG"])
            reports = []

            def seconds_between_two():
                reports.extend(net.officer("SG").report() for _ in range(2))
                return (admitted_at(net, "SG", reports[-1]) - admitted_at(net, "SG", reports[-2])).total_seconds()

            self.assertGreater(seconds_between_two(), 0)
            clock.set(-3600)
            # The node looks at the machine's clock every few seconds, and counts by the processor's between.
            await_that(lambda: seconds_between_two() == 0, "the log's time stands still while the clock is behind it")
            await_held_by(net, reports[-1], ["SG", "ID"])
            clock.set(0)
            await_that(lambda: seconds_between_two() > 0, "the log's time goes on")
            self.assertEqual(warnings(net, "SG"), [])
            for ahead_s, told in ((2 * 86400, ["CLOCK"]), (0, [])):
                clock.set(ahead_s)
                await_that(lambda: warnings(net, "SG") == told, f"warnings are {told}")
                self.assertGreater(seconds_between_two(), 0)
                await_held_by(net, reports[-1], ["SG", "ID"])
            self.check(net, reports)


class RollingRestartTest(unittest.TestCase):
    def test_nodes_restarted_one_after_the_other_under_load_lose_nothing(self):
        economies = ["SG", "ID", "PH"]
        dials = {"SG": [], "ID": ["SG"], "PH": ["SG", "ID"]}

        def start(economy):
            net.start(economy, dials=dials[economy],
                      expects=[e for e in economies if e != economy and e not in dials[economy]])

        with Network(economies) as net:
            for economy in economies:
                start(economy)
            acks = {e: net.dir / f"acks-{e}" for e in economies}
            loads = {e: subprocess.Popen(
                [BIN / "lightship_load", "submit", *map(str, net.officer(e).flags()), "--name", "load", "--reports",
                 "600", "--in-flight", "8", "--first", str(number * 10**6), "--acks", acks[e], "--keep-trying"],
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for number, e in enumerate(economies)}
            for economy in economies:
                await_that(lambda: len(acknowledged(acks[economy])) >= 50, f"load at {economy}")
                status, seconds = net.nodes[economy].stop()
                self.assertEqual(status, 0)
                print(f"{economy} stopped in {seconds:.1f} s with {len(acknowledged(acks[economy]))} acknowledged")
                start(economy)
            for load in loads.values():
                _, err = load.communicate(timeout=120)
                self.assertEqual(load.returncode, 0, err)
            net.await_agreement()
            everything = set().union(*map(acknowledged, acks.values()))
            self.assertEqual(len(everything), 1800)
            for economy in economies:
                self.assertEqual(everything - listed(net, economy), set(), f"missing at {economy}")


if __name__ == "__main__":
    unittest.main()
