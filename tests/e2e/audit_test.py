"""Real processes: who reads a restricted part is on record before the answer leaves, in a chain that the log attests."""
import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_that  # noqa: E402


def reads(net):
    """(officer, method, "SG/12 vessel") of every record, oldest first."""
    lines = net.officer("SG", "chief").run("audit", "--last", "1000", "--json").stdout.splitlines()
    records = [json.loads(line) for line in lines]
    return [(r["reader"].rsplit(":", 1)[1], r["method"],
             [" ".join([read["address"], *read.get("part_names", [])]) for read in r["reads"]])
            for r in records]


def attested(net):
    """Asking reads the attestation, which is attested next."""
    found = re.search(r"the first (\d+) are attested by SG/", net.officer("SG", "chief").run("audit").stdout)
    return int(found[1]) if found else 0


class AuditTest(unittest.TestCase):
    def test_reads_of_restricted_parts_are_on_record_and_attested(self):
        with Network(["SG"]) as net:
            net.start("SG", extra="care { attest_audit_every_s: 1 }")
            net.make_officer("SG", "chief", ["administrator"])
            desk = net.officer("SG")
            open_report = desk.report("--ship-name", "Open")
            secret = desk.report("--ship-name", "Secret", "--vessel-audience", "own")
            desk.run("show", open_report)
            self.assertEqual(reads(net), [])
            desk.run("show", secret)
            desk.run("list")
            desk.run("receipt", secret)
            self.assertEqual(reads(net), [
                ("watch-1", "GetIncident", [f"{secret} vessel"]),
                ("watch-1", "ListIncidents", [f"{secret} vessel"]),
                ("watch-1", "GetReceipt", [f"{secret} vessel"])])
            await_that(lambda: attested(net) >= 3, "the log attests the three reads")
            refused = desk.run("audit", check=False)
            self.assertEqual(refused.returncode, 2)
            self.assertIn("administrator", refused.stderr)

    def test_restricted_assertions_behind_an_answer_are_on_record(self):
        with Network(["SG"]) as net:
            net.start("SG")
            net.make_officer("SG", "chief", ["administrator"])
            net.make_officer("SG", "clerk", ["verifier", "analyst"])
            desk, clerk = net.officer("SG"), net.officer("SG", "clerk")
            report = desk.report()
            for _ in range(2):
                desk.report()
            said = clerk.json("classify", report, "--value", "1", "--to", "own", "--yes")["receipt"]["address"]
            before = len(reads(net))
            clerk.run("list")
            clerk.run("stats", "--by", "recaap-category")
            clerk.run("stats", "--by", "economy")
            read = [f"{said} assertion"]
            self.assertEqual(reads(net)[before:], [("clerk", "ListIncidents", read), ("clerk", "CountIncidents", read)])

    def test_restricted_verdicts_behind_an_answer_are_on_record(self):
        with Network(["SG"]) as net:
            net.start("SG")
            net.make_officer("SG", "chief", ["administrator"])
            net.make_officer("SG", "clerk", ["verifier", "analyst"])
            desk, clerk = net.officer("SG"), net.officer("SG", "clerk")
            first, second, third = (desk.report() for _ in range(3))
            link = ["link", second, "--to", "own", "--yes"]
            same = clerk.json(*link, first, "--verdict", "same")["receipt"]["address"]
            possible = clerk.json(*link, third, "--verdict", "possible")["receipt"]["address"]
            before = len(reads(net))
            clerk.run("show", third)
            clerk.run("show", first)
            clerk.run("list", "--text", "nowhere")
            clerk.run("list")
            (_, _, of_third), (_, _, of_first), listed = reads(net)[before:]
            self.assertEqual(of_third, [f"{possible} assertion"], "given under another incident")
            self.assertEqual(sorted(of_first), sorted([f"{same} assertion", f"{possible} assertion"]))
            self.assertEqual(listed[:2], ("clerk", "ListIncidents"))
            self.assertEqual(set(listed[2]), {f"{same} assertion", f"{possible} assertion"})


if __name__ == "__main__":
    unittest.main()
