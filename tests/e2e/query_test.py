"""Real processes: questions about real facts, asked at the command line and checked against the file they came from."""
import csv
import datetime
import json
import pathlib
import sys
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "support"), str(TESTS / "adversary")]
import protobuf as pb  # noqa: E402
import wire  # noqa: E402
from network import Network  # noqa: E402

FACTS = TESTS / "data" / "incidents_facts.csv"
MAP = "/lightship.v1.IncidentService/MapIncidents"
ROWS = 600


def inside(ring, x, y):
    """Even-odd rule on the chart; the areas asked for lie far from the 180th meridian."""
    held = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            held = not held
    return held


def zigzag(value):
    return (value >> 1) ^ -(value & 1)


def column(messages, number):
    """The numbers of a packed field of all messages."""
    numbers = []
    for packed in (value for message in messages for value in pb.values(message, number)):
        at = 0
        while at < len(packed):
            number, at = pb.read_varint(packed, at)
            numbers.append(number)
    return numbers


class QueryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.net = Network(["SG"])
        cls.net.start("SG")
        cls.officer = cls.net.officer("SG")
        with open(FACTS, newline="", encoding="utf-8") as file:
            cls.rows = list(csv.DictReader(file))[-ROWS:]
        part = cls.net.dir / "part.csv"
        with open(part, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, cls.rows[0].keys())
            writer.writeheader()
            writer.writerows(cls.rows)
        cls.officer.run("import", part)

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    def count(self, *flags):
        return len(self.officer.incidents("--all", *flags))

    def test_areas_hold_the_rows_that_lie_in_them(self):
        self.assertEqual(self.count(), ROWS)
        for name in ("singapore-strait", "gulf-of-guinea", "sulu-celebes-seas", "peru"):
            shown = json.loads(self.officer.run("area", "show", name).stdout)
            rings = [p[0] for p in shown["features"][0]["geometry"]["coordinates"]]
            expected = sum(any(inside(r, float(row["longitude"]), float(row["latitude"])) for r in rings)
                           for row in self.rows)
            self.assertGreater(expected, 0, name)
            self.assertEqual(self.count("--area", name), expected, name)
        wrong = self.officer.run("list", "--area", "singapor-strait", check=False)
        self.assertNotEqual(wrong.returncode, 0)
        self.assertIn("did you mean: singapore-strait", wrong.stderr)

    def test_words_are_found_in_places_whatever_their_case_and_marks(self):
        def places(*wanted):
            return sum(all(word in row["place"].lower() for word in wanted) for row in self.rows)

        self.assertEqual(self.count("--text", "lagos"), places("lagos"))
        self.assertGreater(places("anchorage", "lagos"), 0)
        self.assertEqual(self.count("--text", "LAGOS AND anchorage"), places("lagos", "anchorage"))
        self.assertEqual(self.count("--text", "lágos NOT anchorag*"),
                         sum("lagos" in row["place"].lower() and "anchorag" not in row["place"].lower()
                             for row in self.rows))
        wrong = self.officer.run("list", "--text", "(knife", check=False)
        self.assertIn('at character 7: ")" is missing', wrong.stderr)

    def test_lists_are_sorted_as_asked(self):
        flags = ["--near", "Callao", "--radius", "60"]
        nearest = self.officer.incidents("--all", "--sort", "nearest", *flags)
        self.assertGreater(len(nearest), 3)
        oldest = self.officer.incidents("--all", "--sort", "oldest", *flags)
        starts = [incident["occurred"]["start"] for incident in oldest]
        self.assertEqual(starts, sorted(starts))
        self.assertEqual({i["address"] for i in nearest}, {i["address"] for i in oldest})

        def off(incident):  # near enough to compare within 60 miles
            position = incident["position"]
            return (position["lat_e7"] / 1e7 + 12.05) ** 2 + (position["lon_e7"] / 1e7 + 77.15) ** 2

        self.assertEqual(off(nearest[0]), min(map(off, nearest)))

    def test_a_map_has_what_a_list_has(self):
        def mapped(*request):
            answer = wire.ask(self.net.nodes["SG"].address(), self.officer.identity, MAP, pb.message(*request))
            self.assertEqual(answer.status, wire.OK, answer)
            return answer.messages

        messages = mapped()
        listed = [i for i in self.officer.incidents("--all") if "lat_e7" in i.get("position", {})]
        names = [name.decode() for message in messages for name in pb.values(message, 1)]
        self.assertEqual(names, [i["address"] for i in listed])
        for number, key in ((2, "lat_e7"), (3, "lon_e7")):
            self.assertEqual([zigzag(n) for n in column(messages, number)], [i["position"][key] for i in listed])
        self.assertEqual({len(column(messages, n)) for n in range(2, 8)}, {len(listed)})
        self.assertEqual(pb.first(messages[0], 8), self.count())
        self.assertEqual(pb.first(messages[0], 9, 0), self.count("--located", "not"))
        self.assertEqual(pb.values(mapped((2, 3))[0], 1), [name.encode() for name in names[:3]])
        self.assertEqual(self.count("--located", "precisely", "--located", "roughly"), len(listed))
        # SOUTH 0, east 180 to west -180: nothing but the antimeridian.
        nothing = mapped((1, pb.message((3, pb.message((2, pb.zigzag(1_800_000_000)), (4, pb.zigzag(-1_800_000_000)))))))
        self.assertEqual(pb.values(nothing[0], 1), [])
        refused = wire.ask(self.net.nodes["SG"].address(), self.officer.identity, MAP, pb.message((2, 1_000_001)))
        self.assertEqual((refused.reason, refused.violations), ("INVALID_FILTER", ["most"]))

    def test_what_was_known_before_a_moment_stays_known(self):
        before = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="microseconds")
        before = before.replace("+00:00", "Z")
        self.assertEqual(self.count("--known-on", "2020-01-01"), 0)
        known = self.count("--known-on", before)
        self.assertEqual(known, self.count())
        self.officer.report("--ship-name", "MV Later")
        self.assertEqual(self.count("--known-on", before), known)
        self.assertEqual(self.count("--text", "\"mv later\""), 1)
        watch = self.officer.run("watch", "--known-on", before, check=False)
        self.assertIn("what is past does not change", watch.stderr)


if __name__ == "__main__":
    unittest.main()
