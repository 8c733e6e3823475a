"""Real processes: a scripted drill over three nodes, marked wherever it shows, counted nowhere, and erased at the end."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_held_by, await_that, client  # noqa: E402

ECONOMIES = ["SG", "ID", "PH"]
SCENARIO = pathlib.Path(__file__).resolve().parents[2] / "config/exercises/straits-drill.textproto"
# RocksDB compresses: no word of a marker repeats.
MARKER = b"EXERCISE BULKER ONE"
FORMATS = ["geojson", "kml", "csv", "jsonl", "cap", "cise", "imo-text", "imo-html", "gisis"]


def traces(net, marker):
    found = []
    for node in net.nodes.values():
        for path in list((node.dir / "data").rglob("*")):
            try:
                if path.is_file() and marker in path.read_bytes():
                    found.append(str(path))
            except FileNotFoundError:
                pass  # the node has removed it meanwhile
    return found


def participants(net):
    flags = []
    for economy in ECONOMIES:
        identity = net.officer(economy, "drill").identity
        flags += ["--participant", f"{economy}={net.nodes[economy].address()},{identity}"]
    return flags


def play(net, *flags, scenario=SCENARIO, check=True):
    return client("exercise", "play", scenario, "--trust", net.trust, *participants(net), "--speed", 300, *flags,
                  check=check)


class ExerciseTest(unittest.TestCase):
    def start(self, net):
        for i, economy in enumerate(ECONOMIES):
            net.start(economy, dials=ECONOMIES[:i], expects=ECONOMIES[i + 1:])
            net.make_officer(economy, "drill", ["submitter", "verifier", "liaison"])
            net.make_officer(economy, "chief", ["administrator"])

    def test_a_drill_is_played_told_of_marked_not_counted_and_erased(self):
        with Network(ECONOMIES) as net:
            self.start(net)
            actual = net.officer("SG").report("--ship-name", "Emerald")
            await_held_by(net, actual, ECONOMIES)
            before = {economy: net.officer(economy).incidents() for economy in ECONOMIES}
            timeline = play(net).stdout
            self.assertIn("initial alert: initial alert, admitted as SG/", timeline)
            for economy in ECONOMIES:
                self.assertIn(f"held by {economy}", timeline)
            self.assertIn("EXERCISE: Straits drill", timeline)
            self.assertIn("6 of 6 steps reached all of their audience", timeline)
            for economy in ECONOMIES:
                self.assertEqual(net.officer(economy).incidents(), before[economy])
            self.assert_marked(net)
            self.assertTrue(traces(net, MARKER))
            self.purge(net)
            net.await_agreement()
            for economy in ECONOMIES:
                self.assertEqual(net.officer(economy).incidents(), before[economy])

    def assert_marked(self, net):
        drills = net.officer("ID").incidents("--exercise", "exercise", "--retracted")
        self.assertEqual(len(drills), 2)
        self.assertIn("EXERCISE", net.officer("ID").run("list", "--exercise", "exercise").stdout)
        first = next(drill for drill in drills if drill["economies"] != ["PH"])
        self.assertIn("EXERCISE", net.officer("ID").run("show", first["address"]).stdout.splitlines()[0])
        watched = net.officer("ID").run("watch", "--cursor", "0", "--exercise", "exercise", "--count", 1).stdout
        self.assertIn("EXERCISE", watched)
        for name in FORMATS:
            exported = net.officer("ID").run("export", "--format", name, "--exercise", "exercise").stdout
            self.assertIn("EXERCISE", exported.upper(), name)
            plain = net.officer("ID").run("export", "--format", name).stdout
            self.assertNotIn("EXERCISE BULKER", plain, name)

    def purge(self, net):
        for economy in ECONOMIES:
            done = net.officer(economy, "chief").json("exercise", "purge", "--all", "--yes", "--wait", 30)
            self.assertGreater(done["statements"], 0)
            self.assertEqual(done["confirmed_by_all"], done["statements"], done)
        self.assertEqual(traces(net, MARKER), [])
        drills = net.officer("PH").incidents("--exercise", "exercise")
        page = net.officer("PH").run("show", drills[0]["address"]).stdout
        self.assertIn("EXERCISE", page.splitlines()[0])
        self.assertIn("erased", page)

    def test_what_does_not_arrive_in_time_is_told_and_an_actual_incident_is_never_purged(self):
        with Network(ECONOMIES) as net:
            self.start(net)
            actual = net.officer("SG").report()
            refused = net.officer("SG", "chief").run("exercise", "purge", actual, "--yes", check=False)
            self.assertEqual(refused.returncode, 2)
            self.assertIn("is no exercise", refused.stderr)
            await_held_by(net, actual, ECONOMIES)
            net.nodes["PH"].stop()
            scenario = net.dir / "late.textproto"
            scenario.write_text('title: "Late" deadline_seconds: 2\n'
                                'participants { economy: "SG" } participants { economy: "ID" } participants { economy: "PH" }\n'
                                'steps { name: "alert" by: "SG" report { facts { act_stage: ACT_STAGE_BOARDED '
                                'ships { type: SHIP_TYPE_TUG } } } }\n'
                                'steps { name: "answer" by: "ID" about: "alert" after: "alert" comment { text: "seen" '
                                'language: "en" } }\n')
            played = play(net, "--json", scenario=scenario, check=False)
            self.assertEqual(played.returncode, 6, played.stderr)
            steps = json.loads(played.stdout)["steps"]
            self.assertEqual([step["not_held_by"] for step in steps], [["PH"], ["PH"]])
            self.assertEqual(set(steps[0]["held_after_seconds"]), {"SG", "ID"})
            scenario.write_text(scenario.read_text() + "exercise_status: EXERCISE_STATUS_ACTUAL\n")
            self.assertEqual(play(net, scenario=scenario, check=False).returncode, 1)


if __name__ == "__main__":
    unittest.main()
