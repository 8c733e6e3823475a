"""Real processes: notices to seafarers, issued at one economy and read at another."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_that  # noqa: E402


def notices(officer, *args):
    return [json.loads(line) for line in officer.run("notice", "list", *args, "--json").stdout.splitlines()]


def titles(officer, *args):
    return [notice["title"] for notice in notices(officer, *args)]


class NoticeTest(unittest.TestCase):
    def test_a_warning_is_listed_elsewhere_until_the_all_clear(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG")
            net.start("ID", dials=["SG"])
            net.make_officer("SG", "desk-1", ["liaison", "submitter"])
            desk, ident = net.officer("SG", "desk-1"), net.officer("ID")
            incident = net.officer("SG").report()
            issued = desk.json("notice", "issue", "--level", "warning", "--incident", incident, "--valid-for", "24h",
                               "--text", "Armed boarding. Keep clear.", "-y")["receipt"]["address"]
            await_that(lambda: titles(ident), "ID lists the warning")
            listed = notices(ident)[0]
            self.assertEqual(listed["address"], issued)
            self.assertRegex(listed["title"], r"^WARNING 001/[A-Z]{3}/\d{4}$")
            self.assertEqual(titles(ident, "--near", "01:20N 104:00E", "--radius", "60"), [listed["title"]])
            self.assertEqual(titles(ident, "--near", "10N 104E", "--radius", "60"), [])
            self.assertEqual(titles(ident, "--economy", "ID"), [])
            # A drill is numbered apart, marked, and not among what is real.
            desk.run("notice", "issue", "--level", "warning", "--area", "Phillip Channel", "--text", "Drill", "--exercise", "-y")
            await_that(lambda: titles(ident, "--exercise"), "ID lists the drill")
            drill = titles(ident, "--exercise")[0]
            self.assertEqual(drill, f"EXERCISE EXERCISE EXERCISE {listed['title']}")
            self.assertEqual(titles(ident), [listed["title"]])
            # Updated, ended; a retracted one never counts.
            desk.run("notice", "issue", "--level", "update", "--updates", listed["title"], "--text", "Two skiffs", "-y")
            await_that(lambda: titles(ident) == [listed["title"] + " UPDATE 1"], "the update takes its place")
            desk.run("notice", "clear", listed["notice"]["number"], "-y")
            await_that(lambda: titles(ident) == [], "the all clear ends it")
            second = desk.json("notice", "issue", "--level", "warning", "--area", "Nipah", "--text", "Again", "-y")
            await_that(lambda: titles(ident), "ID lists the second")
            self.assertTrue(titles(ident)[0].startswith("WARNING 002/"))
            desk.run("withdraw", second["receipt"]["address"], "--retract", "wrong", "-y")
            await_that(lambda: titles(ident) == [], "a retracted notice is not in force")
            states = [notice["state"] for notice in notices(ident, "--all")]
            self.assertEqual(states, ["NOTICE_STATE_RETRACTED", "NOTICE_STATE_CLEARED", "NOTICE_STATE_CLEARED",
                                      "NOTICE_STATE_REPLACED"])
            self.assertEqual([n["address"] for n in notices(ident, "--all")], [n["address"] for n in notices(desk, "--all")])
            # The same after a restart.
            net.nodes["ID"].stop()
            net.start("ID", dials=["SG"])
            self.assertEqual([notice["state"] for notice in notices(ident, "--all")], states)
            self.assertEqual(titles(ident, "--at", "2020-01-01"), [])
            self.assertIn(listed["notice"]["number"], ident.run("show", incident).stdout)

    def test_only_a_liaison_issues(self):
        with Network(["SG"]) as net:
            net.start("SG")
            done = net.officer("SG").run("notice", "issue", "--level", "advisory", "--area", "x", "--text", "y", "-y", check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("liaison", done.stderr)

    def test_whom_to_call_is_found_by_position_at_another_economy(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG")
            net.start("ID", dials=["SG"])
            net.make_officer("SG", "desk-1", ["liaison"])
            desk, ident = net.officer("SG", "desk-1"), net.officer("ID")
            card = ["contact", "add", "--agency", "Coast Guard", "--phone", "+00 0000 0000", "--language", "en", "-y"]
            wide = desk.json(*card, "--role", "MRCC", "--navarea", "XI")["receipt"]["address"]
            near = desk.json(*card, "--role", "operations centre", "--circle", "01:15N 104:00E; 30; Singapore Strait", "--tried")
            near = near["receipt"]["address"]

            def found(position):
                answer = ident.json("contact", "find", "--position", position)
                return [one["card"]["address"] for one in answer.get("contacts", [])], answer.get("by_coordinator", False)
            await_that(lambda: found("01:15N 104:05E") == ([near, wide], False), "both cards are found, the nearest first")
            self.assertEqual(found("10N 115E"), ([wide], False))
            self.assertEqual(found("40S 150E"), ([], True))
            self.assertIn("1 to see to", ident.run("contact", "list").stdout)
            confirmed = desk.json("contact", "confirm", wide, "-y")["receipt"]["address"]
            await_that(lambda: found("10N 115E") == ([confirmed], False), "the confirmed card takes its place")
            self.assertNotIn("to see to", ident.run("contact", "list").stdout)


if __name__ == "__main__":
    unittest.main()
