"""Real processes: many statements over one stream. Imports go over one; an officer whose key is revoked and one over a quota are told in
the middle of it; a node that is killed loses nothing that it has acknowledged, and nothing is in the log twice."""
import pathlib
import re
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from network import BIN, NO_QUOTAS, Network, await_that  # noqa: E402

SET = HERE.parent / "data/incidents_facts.csv"
LOG = "lightship/SG/1"
OWN = 2  # the log's opening and the officer's grant
ROWS = 600


class Load:
    """Reports over a stream, in a process of its own; keeps what was acknowledged."""

    def __init__(self, net, reports, *flags, officer="watch-1"):
        self.acks = net.dir / f"acks-{officer}"
        self.acks.touch()
        self.process = subprocess.Popen(
            [BIN / "lightship_load", "submit", *map(str, net.officer("SG", officer).flags()), "--name", "load", "--stream",
             "--reports", str(reports), "--in-flight", "128", "--acks", self.acks, *flags],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def acknowledged(self):
        """Addresses; the last line may be half written."""
        return [line.split()[0] for line in self.acks.read_text().splitlines(True) if line.endswith("\n")]

    def await_acknowledged(self, count):
        await_that(lambda: len(self.acknowledged()) >= count or self.process.poll() is not None, f"{count} are acknowledged")

    def finish(self):
        """What it said at its end."""
        _, said = self.process.communicate(timeout=300)
        return self.process.returncode, said


def calls(net, method):
    return re.findall(rf"call method=/lightship.v1.SubmissionService/{method} \S+ code=(\S+)", (net.nodes["SG"].dir / "log").read_text())


class StreamTest(unittest.TestCase):
    def test_an_import_goes_over_one_stream_and_the_same_again_adds_nothing(self):
        with Network(["SG"]) as net:
            net.start("SG", extra=f'log_level: "debug" {NO_QUOTAS}')
            first = net.officer("SG").run("import", SET, "--limit", ROWS, "--report", net.dir / "first.csv")
            self.assertEqual(calls(net, "SubmitStream"), ["OK"], first.stdout)
            self.assertEqual(calls(net, "Submit"), [])
            self.assertEqual(net.logs("SG")[LOG][0], ROWS + OWN)
            net.officer("SG").run("import", SET, "--limit", ROWS, "--report", net.dir / "second.csv")
            self.assertEqual(net.logs("SG")[LOG][0], ROWS + OWN)
            rows = (net.dir / "first.csv").read_text().splitlines()
            self.assertEqual(rows, (net.dir / "second.csv").read_text().splitlines())
            self.assertEqual([int(row.split(",")[0]) for row in rows[1:]], sorted(int(row.split(",")[0]) for row in rows[1:]))

    def test_reports_that_waited_go_together_and_what_follows_them_after_them(self):
        with Network(["SG"]) as net:
            net.start("SG", extra='log_level: "debug"')
            officer = net.officer("SG")
            target = officer.report()
            net.nodes["SG"].stop()
            for _ in range(5):
                kept = officer.run("report", "--yes", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E", "--act", "boarded",
                                   "--status", "anchored", "--ship-type", "bulk carrier", check=False)
                self.assertIn("The signed statement is safe", kept.stderr)
            net.start("SG", extra='log_level: "debug"')
            before = len(calls(net, "Submit"))
            self.assertIn("sent 5, refused 0, still waiting 0", officer.run("spool", "send").stdout)
            self.assertEqual(calls(net, "SubmitStream"), ["OK"])
            self.assertEqual(len(calls(net, "Submit")), before)
            self.assertEqual(len(officer.incidents("--all")), 6, target)

    def test_whose_key_is_revoked_in_mid_stream_is_refused_from_then_on(self):
        with Network(["SG"]) as net:
            net.make_officer("SG", "chief", ["administrator"])
            net.make_officer("SG", "reader", ["analyst"])
            net.start("SG", extra=NO_QUOTAS)
            with Load(net, 30_000) as load:
                load.await_acknowledged(300)
                revoked = net.officer("SG", "chief").json("key", "revoke", net.dir / "officer/SG/watch-1/certificate.pem", "--reason",
                                                          "superseded")
                code, said = load.finish()
                self.assertNotEqual(code, 0)
                self.assertIn("revoked", said)
                last = int(revoked["receipt"]["address"].split("/")[1])
                held = {i["address"] for i in net.officer("SG", "reader").incidents("--all")}
                self.assertLessEqual(set(load.acknowledged()), held)
                self.assertLess(max(int(address.split("/")[1]) for address in held), last)

    def test_over_the_quota_of_a_minute_a_stream_goes_on_at_its_pace(self):
        with Network(["SG"]) as net:
            net.start("SG", extra="quotas { submissions_per_minute: 600 }")
            begin = time.monotonic()
            with Load(net, 640) as load:
                self.assertEqual(load.finish(), (0, ""))
            self.assertGreater(time.monotonic() - begin, 2, "600 at once, and then ten a second")
            self.assertEqual(net.logs("SG")[LOG][0], 640 + OWN)

    def test_nothing_acknowledged_is_lost_or_doubled_when_the_node_is_killed_in_mid_stream(self):
        with Network(["SG"]) as net:
            net.start("SG", extra=NO_QUOTAS)
            with Load(net, 4000, "--keep-trying") as load:
                for kill in range(1, 6):
                    load.await_acknowledged(kill * 500)
                    net.nodes["SG"].kill()
                    net.start("SG", extra=NO_QUOTAS)
                self.assertEqual(load.finish(), (0, ""))
                acknowledged = load.acknowledged()
            held = [i["address"] for i in net.officer("SG").incidents("--all")]
            self.assertEqual(len(held), 4000)
            self.assertEqual(sorted(acknowledged), sorted(held))
            self.assertEqual(net.logs("SG")[LOG][0], 4000 + OWN)


if __name__ == "__main__":
    unittest.main()
