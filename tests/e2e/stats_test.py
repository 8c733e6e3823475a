"""Real processes: a published set imported, and its counts against counts made here from the same file."""
import collections
import csv
import io
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network  # noqa: E402

FACTS = pathlib.Path(__file__).resolve().parents[1] / "data/incidents_facts.csv"
YEARS = range(2009, 2014)
ACTS = {"Attempted": "attempted boarding", "Boarded": "boarded", "Boarding": "boarded", "Hijacked": "hijacked",
        "Fired Upon": "fired upon", "Suspicious": "suspicious activity", "Detained": "detained or missing"}
OUTCOMES = {"attempted boarding": "attempted", "fired upon": "attempted", "boarded": "actual", "hijacked": "actual"}
STATUSES = {"Steaming": "underway", "steaming": "underway", "Anchored": "anchored", "Berthed": "berthed",
            "Stationary": "stationary", "": "not stated"}


# What the file gives as a place in these years though it is a State, and so no port.
STATES = {"INDONESIA", "SOMALIA", "MALAYSIA", "PHILIPPINES", "NIGERIA", "MYANMAR", "INDIA", "VIETNAM", "HONG KONG", "SINGAPORE",
          "SRI LANKA", "THAILAND", "SIERRA LEONE", "OMAN", "CAMEROON", "CHINA", "ANGOLA", "CAMBODIA", "MALTA", "IRAN", "MOROCCO",
          "EQUATORIAL GUINEA", "MADAGASCAR", "ERITREA", "GHANA"}


def port(row):
    place = row["place"].upper()
    return "" if place in STATES else place


def rows_of_the_set():
    """Five years, without days on which the zone decides the month."""
    with open(FACTS, newline="") as file:
        return [row for row in csv.DictReader(file)
                if int(row["date"][:4]) in YEARS and 2 <= int(row["date"][8:]) <= 27]


class StatsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = rows_of_the_set()
        cls.net = Network(["SG"]).__enter__()
        cls.net.start("SG")
        cls.sg = cls.net.officer("SG")
        path = cls.net.dir / "set.csv"
        with open(path, "w", newline="") as file:
            writer = csv.DictWriter(file, list(cls.rows[0]))
            writer.writeheader()
            writer.writerows(cls.rows)
        cls.sg.run("import", path, "--format", "imb")
        cls.sg.report("--exercise", "--place", "Drill ground")

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    def table(self, *args):
        """The CSV of a table as {(line, column): count} without what is 0."""
        lines = list(csv.reader(io.StringIO(self.sg.run("stats", *args, "--csv").stdout)))
        return {(line[0], column): int(count) for line in lines[1:]
                for column, count in zip(lines[0][1:], line[1:]) if count != "0"}

    def counted(self, down, across):
        """What a table should say: by line and column, with totals."""
        counts = collections.Counter()
        for row in self.rows:
            for line in (down(row), "total"):
                for column in (across(row), "total"):
                    counts[line, column] += 1
        return dict(counts)

    def year(self, row):
        return row["date"][:4]

    def act(self, row):
        return ACTS[row["attack_type"]]

    def test_tables_agree_with_the_file(self):
        self.assertEqual(self.table("--by", "year", "--by", "act"), self.counted(self.year, self.act))
        self.assertEqual(self.table("--table", "recaap-actual-attempted"),
                         self.counted(self.year, lambda row: OUTCOMES[self.act(row)]))
        self.assertEqual(self.table("--table", "recaap-status-of-ship"),
                         self.counted(lambda row: STATUSES[row["vessel_status"]], self.year))
        self.assertEqual(self.table("--table", "imb-monthly"),
                         self.counted(lambda row: row["date"][5:7], self.year))

    def test_ports_with_fewer_than_three_are_gathered_in_one_line(self):
        moored = [row for row in self.rows if row["vessel_status"] in ("Anchored", "Berthed")]
        places = collections.Counter(port(row) for row in moored)
        unknown = places.pop("", 0)
        many = {place: count for place, count in places.items() if count >= 3}
        few = len(places) - len(many)
        table = self.table("--table", "imb-ports")
        lines = {line: count for (line, column), count in table.items() if column == "total"}
        self.assertEqual(lines.pop("total"), len(moored))
        self.assertEqual(lines.pop("not stated", 0), unknown)
        rest = lines.pop(f"({few} others under 3)")
        self.assertEqual(rest + sum(lines.values()) + unknown, len(moored))
        self.assertEqual({line.upper(): count for line, count in lines.items()}, many)

    def test_filters_are_those_of_list(self):
        for flags in (["--act", "hijacked"], ["--box", "-5,95,8,141"], ["--status", "anchored", "--act", "boarded"]):
            counted = self.sg.json("stats", "--by", "ship-type", *flags)
            listed = len(self.sg.incidents("--all", *flags))
            self.assertGreater(listed, 0)
            self.assertEqual((counted["incidents"], sum(row["count"] for row in counted["rows"])), (listed, listed))

    def test_trend_compares_the_same_months(self):
        lines = self.sg.run("stats", "--trend", "--since", "2012-01-01", "--until", "2012-07-01", "--years", "4",
                            "--csv").stdout.splitlines()
        counts = [sum(1 for row in self.rows if self.year(row) == str(year) and row["date"][5:7] <= "06")
                  for year in range(2008, 2013)]
        # 2008 began before anything that this node knows.
        mean = sum(counts[1:4]) / 3
        self.assertEqual(lines[0], "counted,2008,2009,2010,2011,mean,2012,change")
        self.assertEqual(lines[1], ",".join(["total", "", *map(str, counts[1:4]), f"{mean:.1f}", str(counts[4]),
                                             str(round((counts[4] - mean) / mean * 100))]))

    def test_hot_spots_and_maps_hold_every_position(self):
        positions = sum(1 for row in self.rows if row["latitude"] and row["longitude"])
        spots = self.sg.run("stats", "--hot-spots", "--top", "10000", "--csv").stdout
        self.assertEqual(sum(int(row["incidents"]) for row in csv.DictReader(io.StringIO(spots))), positions)
        self.assertEqual(sum(row["count"] for row in self.sg.json("stats", "--map")["rows"] if row["cell"]), positions)

    def test_port_csv_adds_up(self):
        ports = list(csv.DictReader(io.StringIO(self.sg.run("stats", "--port-csv").stdout)))
        places = collections.Counter(port(row) for row in self.rows if port(row))
        self.assertEqual({row["place"].upper(): int(row["incidents"]) for row in ports}, dict(places))
        self.assertTrue(all(int(row["actual"]) + int(row["attempted"]) == int(row["incidents"]) for row in ports))

    def test_an_exercise_counts_only_where_it_is_asked_for(self):
        self.assertEqual(self.sg.json("stats")["incidents"], len(self.rows))
        drills = self.sg.run("stats", "--exercise", "exercise").stdout
        self.assertTrue(drills.startswith("1 incident\n"))
        self.assertIn("COUNTED BY STATUS: exercise", " ".join(drills.split()))

    def test_the_rule_stands_under_every_table(self):
        for line in self.sg.run("stats", "--tables").stdout.splitlines():
            page = self.sg.run("stats", "--table", line.split()[0]).stdout
            self.assertIn("Exercises and tests are not counted.", " ".join(page.split()))
            self.assertIn("Each incident counts once", " ".join(page.split()))


if __name__ == "__main__":
    unittest.main()
