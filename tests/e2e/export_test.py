"""Real processes: incidents of another economy, exported in every format and read back by independent readers."""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_that  # noqa: E402

KML = "{http://www.opengis.net/kml/2.2}"
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
HTML = "{http://www.w3.org/1999/xhtml}"
CISE_INCIDENT = "{http://www.cise.eu/datamodel/v1/entity/incident/}CrisisIncident"
# Every sign that one of the formats gives a meaning to.
NARRATIVE = 'Robbers said "]]>" & <b>fled</b>; they\'d a knife,\n=cmd|1 船 \u00e9'
WITHHELD = "withheld (own)"
CAP_ORDER = ["identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction",
             "addresses", "code", "note", "references", "incidents", "info"]
CAP_INFO_ORDER = ["language", "category", "event", "responseType", "urgency", "severity", "certainty",
                  "audience", "eventCode", "effective", "onset", "expires", "senderName", "headline",
                  "description", "instruction", "web", "contact", "parameter", "resource", "area"]
GISIS = ["Date", "Ship Name", "Ship Type", "IMO No.", "Area", "Boarded?", "Latitude", "Longitude",
         "Incident details", "Consequences for crew etc", "Action taken by master/crew", "Reported?",
         "Reported to...", "Reporting State", "Coastal State Action Taken", "MSC/Circ"]


def in_order(names, order):
    places = [order.index(name) for name in names]
    return places == sorted(places)


def local(element):
    return element.tag.split("}")[-1]


def well_formed(path):
    subprocess.run(["xmllint", "--noout", str(path)], check=True)


class ExportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.net = Network(["SG", "ID"]).__enter__()
        cls.net.start("SG", expects=["ID"])
        cls.net.start("ID", dials=["SG"])
        sg = cls.net.officer("SG")
        # In the Singapore Strait, its ship known to the own economy only; just east of 180 degrees; a drill.
        cls.strait = sg.report("--narrative", NARRATIVE, "--place", "Off <Batam> & Bintan",
                               "--ship-name", "Trial Star", "--vessel-audience", "own")
        cls.date_line = json.loads(sg.run(
            "report", "--yes", "--json", "--time", "2026-03-02T01:00Z", "--position", "16:40.00S 179:58.25W",
            "--act", "robbery", "--status", "underway", "--ship-type", "container ship", "--place", "Off Taveuni",
            "--ship-name", "Trial Moon").stdout)["receipt"]["address"]
        cls.drill = sg.report("--exercise", "--place", "Drill ground")
        cls.reader = cls.net.officer("ID")
        await_that(lambda: len(cls.reader.incidents("--exercise", "actual", "--exercise", "exercise")) == 3,
                   "ID holds all three reports")

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    def export(self, form, *args):
        path = self.net.dir / f"export.{form}"
        self.reader.run("export", "--format", form, "--out", str(path), "--economy", "SG", *args)
        return path

    def incident_of(self, alert):
        return re.fullmatch(r"([A-Z]{2}/\d+)-[0-9a-f]{16}", alert.find(f"{CAP}identifier").text)[1]

    def with_drill(self):
        return ("--exercise", "actual", "--exercise", "exercise")

    def by_id(self, features):
        return {feature["id"]: feature for feature in features}

    def test_geojson_follows_rfc_7946(self):
        path = self.export("geojson", *self.with_drill())
        collection = json.loads(path.read_text())
        self.assertEqual(collection["type"], "FeatureCollection")
        self.assertNotIn("crs", collection)
        features = self.by_id(collection["features"])
        self.assertEqual(len(features), 3)
        longitude, latitude = features[self.date_line]["geometry"]["coordinates"]
        self.assertAlmostEqual(longitude, -179.9708333)
        self.assertAlmostEqual(latitude, -16.6666667)
        self.assertEqual(features[self.strait]["properties"]["ship_name"], WITHHELD)
        self.assertEqual(features[self.strait]["properties"]["narrative"], NARRATIVE)
        self.assertTrue(features[self.drill]["properties"]["title"].startswith("[EXERCISE] "))
        self.ogr(path, 3)

    def test_kml_places_every_incident_in_space_and_time(self):
        path = self.export("kml")
        well_formed(path)
        places = ElementTree.parse(path).getroot().findall(f"{KML}Document/{KML}Placemark")
        self.assertEqual(len(places), 2)
        for place in places:
            self.assertEqual([local(child) for child in place],
                             ["name", "description", "TimeSpan", "styleUrl", "ExtendedData", "Point"])
        texts = {place.find(f"{KML}description").text for place in places}
        self.assertIn(NARRATIVE, texts)
        values = [value.text for value in places[0].iter(f"{KML}value")] + [
            value.text for value in places[1].iter(f"{KML}value")]
        self.assertIn(WITHHELD, values)
        self.ogr(path, 2)

    def ogr(self, path, features):
        told = subprocess.run(["ogrinfo", "-ro", "-al", "-so", str(path)], check=True,
                              capture_output=True, text=True).stdout
        self.assertIn(f"Feature Count: {features}", told)

    def test_csv_and_json_lines_hold_the_same_incidents(self):
        with open(self.export("csv"), newline="") as file:
            rows = list(csv.DictReader(file))
        lines = [json.loads(line) for line in self.export("jsonl").read_text().splitlines()]
        self.assertEqual([row["incident"] for row in rows],
                         [line["summary"]["address"] for line in lines])
        strait = next(row for row in rows if row["incident"] == self.strait)
        self.assertEqual(strait["ship_name"], WITHHELD)
        self.assertIn("vessel withheld (own)", strait["withheld"])

    def test_cap_alerts_keep_the_schema_s_order_and_say_exercise(self):
        folder = self.export("cap", *self.with_drill())
        alerts = {}
        for path in folder.iterdir():
            well_formed(path)
            alert = ElementTree.parse(path).getroot()
            self.assertEqual(alert.tag, f"{CAP}alert")
            self.assertTrue(in_order([local(child) for child in alert], CAP_ORDER))
            self.assertTrue(in_order([local(child) for child in alert.find(f"{CAP}info")], CAP_INFO_ORDER))
            self.assertRegex(alert.find(f"{CAP}sent").text, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$")
            alerts[self.incident_of(alert)] = alert
        self.assertEqual(set(alerts), {self.strait, self.date_line, self.drill})
        self.assertEqual(alerts[self.drill].find(f"{CAP}status").text, "Exercise")
        self.assertIn("EXERCISE", alerts[self.drill].find(f"{CAP}note").text)
        strait = alerts[self.strait]
        self.assertEqual(strait.find(f"{CAP}scope").text, "Restricted")
        self.assertIn("withheld", strait.find(f"{CAP}note").text)
        circle = strait.find(f"{CAP}info/{CAP}area/{CAP}circle").text
        self.assertTrue(re.match(r"^-?\d+\.\d+,-?\d+\.\d+ \d+\.\d+$", circle), circle)

    def test_cise_states_the_strictest_handling_before_its_incidents(self):
        path = self.export("cise")
        well_formed(path)
        payload = ElementTree.parse(path).getroot().find("Payload")
        self.assertEqual([local(child) for child in payload],
                         ["InformationSecurityLevel", "InformationSensitivity", "IsPersonalData", "Purpose",
                          "EnsureEncryption", "CrisisIncident", "CrisisIncident"])
        self.assertEqual(payload.find("InformationSensitivity").text, "Amber")
        names = [name.text for name in payload.iter("Name")]
        self.assertEqual(sorted(names), sorted([WITHHELD, "Trial Moon"]))
        self.assertEqual(len(payload.findall(CISE_INCIDENT)), 2)

    def test_the_imo_form_is_a_page_each_and_marks_drills_at_top_and_bottom(self):
        path = self.export("imo-html", *self.with_drill())
        root = ElementTree.fromstring(path.read_text())
        pages = root.findall(f"{HTML}body/{HTML}section")
        self.assertEqual(len(pages), 3)
        marked = [page for page in pages if len(page.findall(f"{HTML}p[@class='mark']")) == 2]
        self.assertEqual(len(marked), 1)
        self.assertIn(NARRATIVE, [cell.text for cell in root.iter(f"{HTML}td")])
        text = self.export("imo-text", *self.with_drill()).read_text()
        self.assertEqual(len(text.split("\f")), 3)
        self.assertEqual(text.count("*** EXERCISE ***"), 4)
        self.assertIn(WITHHELD, text)

    def test_gisis_columns_are_read_again_by_the_importer(self):
        path = self.export("gisis")
        with open(path, newline="") as file:
            rows = list(csv.reader(file))
        self.assertEqual(rows[0], GISIS)
        self.assertEqual([len(row) for row in rows], [16, 16, 16])
        moon = next(row for row in rows if row[1] == "Trial Moon")
        self.assertEqual(moon[6:8], ["16° 40.00' S", "179° 58.25' W"])
        summary = json.loads(self.reader.run("import", str(path), "--format", "gisis", "--json").stdout)
        self.assertEqual((summary["rows"], summary["rejected"]), (2, 0))

    def test_a_drill_comes_back_as_a_drill(self):
        for form in ("imo-text", "gisis"):
            path = self.export(form, "--exercise", "exercise")
            summary = json.loads(self.reader.run("import", str(path), "--json").stdout)
            self.assertEqual((summary["rows"], summary["rejected"]), (1, 0), form)
            self.assertEqual(summary["doubts"].get("not an actual incident"), 1, form)
        actual = [line["address"] for line in self.reader.incidents("--exercise", "actual")]
        drills = [line["address"] for line in self.reader.incidents("--exercise", "exercise")]
        self.assertTrue(any(address.startswith("ID/") for address in drills), drills)
        self.assertNotIn(self.drill, actual)

    def test_a_document_of_one_incident_needs_no_directory(self):
        alert = ElementTree.fromstring(self.reader.run("export", self.strait, "--format", "cap").stdout)
        self.assertEqual(self.incident_of(alert), self.strait)
        table = list(csv.reader(io.StringIO(self.reader.run("export", self.strait, "--format", "csv").stdout)))
        self.assertEqual(len(table), 2)


if __name__ == "__main__":
    unittest.main()
