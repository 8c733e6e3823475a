"""Real processes: two economies report one event; it is found, told as one, and apart again when somebody objects."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_that  # noqa: E402

SHIP = ["--ship-name", "MV Bright Kestrel", "--imo", "9074729"]


def state_hash(net, economy):
    return net.officer(economy).json("status", "--state-hash")["hash"]


class SimilarTest(unittest.TestCase):
    def test_two_reports_of_one_event_are_told_as_one_by_the_nodes_word_until_a_person_objects(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG")
            net.make_officer("SG", "desk-1", ["verifier"])
            sg, ident = net.officer("SG"), net.officer("ID")
            first = sg.report(*SHIP)
            # Left to people here: found, and not linked.
            net.start("ID", dials=["SG"])
            await_that(lambda: len(ident.incidents()) == 1, "ID holds SG's report")
            second = ident.report(*SHIP)
            await_that(lambda: ident.json("similar", second).get("incidents"), "the match is found")
            similar = ident.json("similar", second)["incidents"][0]
            self.assertEqual(similar["address"], first)
            self.assertTrue(any("9074729" in reason for reason in similar["reasons"]), similar)
            self.assertEqual(len(ident.incidents()), 2)
            # Allowed to, the node signs it.
            net.nodes["ID"].stop()
            net.start("ID", dials=["SG"], extra="correlation { assert_same_from: 0.9 }")
            for officer in (sg, ident):
                await_that(lambda o=officer: len(o.incidents()) == 1, "the two are told as one")
            self.assertEqual(sg.incidents()[0]["joined"], [second])
            page = sg.run("show", second).stdout
            self.assertIn(f"told with {second}", page)
            self.assertIn(f"{first} ~ {second}", " ".join(page.split()).replace(f"{second} ~ {first}", f"{first} ~ {second}"))
            # An objection to the other's report stands beside the field, on both sides; nothing is changed.
            objector = net.officer("SG", "desk-1")
            objector.run("correct", second, "--field", "facts.act_stage", "--to-value", "robbery", "--reason",
                         "stores were taken", "--yes")
            objector.run("dispute", second, "--field", "facts.position", "--reason", "east of the buoy", "--yes")
            unknown = objector.run("dispute", second, "--field", "facts.positions", "--reason", "x", "--yes", check=False)
            self.assertEqual(unknown.returncode, 1)
            objection = 'says "ACT_STAGE_ROBBERY" instead of "ACT_STAGE_BOARDED": stores were taken'
            await_that(lambda: objection in " ".join(ident.run("show", second).stdout.split()), "ID sees the correction")
            await_that(lambda: "east of the buoy" in ident.run("show", second).stdout, "ID sees the dispute")
            self.assertIn(objection, " ".join(sg.run("show", second).stdout.split()))
            # A person's word stands against it.
            net.officer("SG", "desk-1").run("link", first, second, "--verdict", "different", "--because", "two ships", "--yes")
            for officer in (sg, ident):
                await_that(lambda o=officer: len(o.incidents()) == 2, "the two are told apart")
            await_that(lambda: state_hash(net, "SG") == state_hash(net, "ID"), "both nodes hold the same")


if __name__ == "__main__":
    unittest.main()
