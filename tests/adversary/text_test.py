"""Hostile texts: what reports, and a node that has been taken over, can do to the terminal, the files, the spreadsheet, the
browser and the map of whoever reads them. Nothing but letters arrives."""
import csv
import html.parser
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import forge  # noqa: E402
import protobuf as pb  # noqa: E402
import wire  # noqa: E402
from hostile_node import HostileNode  # noqa: E402
from network import CLIENT, Network  # noqa: E402

SUBMIT = "/lightship.v1.SubmissionService/Submit"
# What moves the cursor, the window's title, the clipboard, or the order and the sight of letters.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
TERMINAL = "\x1b[2J\x1b]52;c;cm0gLXJm\x07\x1b]0;title\x07\x9b31m\x7f\rSG/1 CLEAR\b\b\x00"
ORDER = "\u202eSPMET\u202c\u2066\u2069\u200b\u200f\u2060\ufeff\u00ad\U000e0041"
MARKUP = "</description><script>alert(1)</script>]]>&x;\"'<!--"
FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3+cmd", "@SUM(A1)", "\t=1+1", "=HYPERLINK(\"http://x\")"]
DIRECTORIES = ["../../../escaped.jpg", "/tmp/escaped.jpg", "..", ".", "~/.ssh/authorized_keys", "two\nlines", "a/../../b.jpg"]
NAMES = ["-rf", "x.jpg", "con\u202egpj.exe", "x" * 3000, ".bashrc", "%2e%2e%2fescaped.jpg", "$(id).jpg", "*"]
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64)
LIST_VERBS = [["list"], ["list", "--all"], ["stats", "--by", "port"], ["stats", "--by", "flag"], ["notice", "list", "--all"],
              ["contact", "list", "--all"], ["contact", "find", "--position", "01:15N 104:00E"], ["status"], ["evidence"],
              ["audit"], ["scrub"], ["exercise", "purge", "--all"]]
FORMATS = ["geojson", "kml", "csv", "jsonl", "cap", "cise", "imo-text", "imo-html", "gisis"]


def shown(officer, *args, seconds=60):
    """All that a verb prints, standard error included."""
    done = subprocess.run([CLIENT, *map(str, officer.flags()), *map(str, args)], capture_output=True, timeout=seconds,
                          stdin=subprocess.DEVNULL)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


class Browser(html.parser.HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


class TextTest(unittest.TestCase):
    """Texts that admission lets in: everything but control characters."""

    @classmethod
    def setUpClass(cls):
        cls.net = Network(["SG"]).__enter__()
        cls.net.make_officer("SG", "mallory", ["submitter", "verifier", "analyst", "liaison", "administrator"])
        cls.net.start("SG")
        cls.address = cls.net.nodes["SG"].address()
        cls.identity = cls.net.dir / "officer/SG/mallory"
        cls.author = forge.Author("SG", cls.identity)
        cls.officer = cls.net.officer("SG", "mallory")
        with wire.Connection(cls.address, cls.identity) as cls.connection:
            cls.incidents = [cls.file(text) for text in (ORDER + "Off Batam", MARKUP, *FORMULAS)]
            cls.about_it(ORDER + MARKUP)

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    @classmethod
    def admit(cls, kind, contents, **fields):
        statement_id, statement = cls.author.statement(kind, contents, **fields)
        answer = cls.connection.call(SUBMIT, cls.author.submission(statement))
        if answer.status != wire.OK:
            raise AssertionError(answer)
        return statement_id, pb.first(pb.first(answer.messages[0], 2), 1).decode()

    @classmethod
    def file(cls, text):
        """A report with the text wherever one can stand: its id and address."""
        ship = pb.message((1, 1), (2, text), (5, text))
        facts = forge.facts(text, time=text, position=text, extra=pb.message(
            (10, ship), (11, pb.message((1, 3), (2, 5), (4, text))), (14, pb.message((1, 1), (2, text), (3, text))),
            (16, pb.message((1, 1), (2, text), (3, text))), (20, text), (21, text), (22, text), (24, text), (25, text),
            (29, text), (31, text), (33, pb.message((1, 1), (2, text))), (37, pb.message((1, text), (2, text))), (38, text),
            (39, pb.message((1, 1), (3, text))), (40, text), (41, pb.message((7, text))), (42, pb.message((3, text), (4, text))),
            (46, text)))
        victim = pb.message((1, text), (2, text), (6, text), (8, text), (13, text))
        narrative = pb.message((1, pb.message((1, "en"), (2, text))), *[(n, text) for n in range(2, 12)])
        people = pb.message((1, text), (2, pb.message((1, text), (3, text), (6, text))), (5, text))
        attachment = pb.message((1, forge.sha256(JPEG)), (2, "image/jpeg"), (3, len(JPEG)), (4, re.sub(r"[/\\\t]", "", text)), (5, text))
        return cls.admit(forge.REPORT, {"facts": facts, "vessel": pb.field(1, victim), "narrative": narrative, "people": people,
                                        "attachment/1": attachment})

    @classmethod
    def about_it(cls, text):
        """Statements of the other kinds, about the first incident."""
        subject = cls.incidents[0][0]
        claims = [pb.message((2, pb.message((1, 6), (2, text), (3, text)))), pb.message((3, pb.message((1, 3), (2, text)))),
                  pb.message((4, pb.message((1, "facts.place_text"), (2, text)))),
                  pb.message((5, pb.message((1, "facts.place_text"), (2, text), (3, text), (4, text))))]
        for claim in claims:
            cls.admit(forge.ASSERTION, {"assertion": claim}, subject=subject)
        cls.admit(forge.RESPONSE, {"response": pb.message((1, 1), (3, text), (4, text))}, subject=subject)
        cls.admit(forge.COMMENT, {"comment": pb.message((1, "en"), (2, text))}, subject=subject)
        notice = pb.message((1, 2), (2, "001/MAR/2026"), (4, pb.message((1, pb.zigzag(10_000_000)), (2, pb.zigzag(5)), (3, text))),
                            (5, 30.0), (6, text), (7, forge.timestamp()), (8, forge.timestamp(4_000_000_000)), (9, text), (10, "en"))
        contact = pb.message((1, text), (2, text), (3, text), (4, ["+65 1"]), (5, ["a@b.example"]), (8, text),
                             (12, pb.message((1, text), (4, 11))))
        for kind, contents in ((forge.NOTICE, {"notice": notice}), (forge.CONTACT, {"contact": contact})):
            try:
                cls.admit(kind, contents)
            except AssertionError as refused:
                raise AssertionError(f"kind {kind}: {refused}") from refused

    def assert_harmless(self, text, what):
        text = text.replace("\f", "") if "imo-text" in what else text  # a page's end
        self.assertIsNone(CONTROL.search(text), (what, CONTROL.search(text), text[:500]))
        self.assertIsNone(UNSEEN.search(text), (what, UNSEEN.search(text), text[:500]))

    def test_no_verb_prints_what_moves_or_hides_letters(self):
        verbs = LIST_VERBS + [[verb, address] for verb in ("show", "similar", "receipt")
                              for _, address in self.incidents[:2]]
        verbs += [["attachment", "get", self.incidents[0][1], "--all", "--out", self.net.dir / "saved"],
                  ["export", "--format", "imo-text"], ["export", "--format", "gisis"], ["export", "--format", "csv"]]
        for verb in verbs:
            with self.subTest(verb):
                _, text = shown(self.officer, *verb)
                self.assert_harmless(text, verb)
        self.assertIn("Off Batam", shown(self.officer, "list", "--all")[1])

    def test_no_cell_of_a_table_begins_a_formula(self):
        outputs = [shown(self.officer, "--csv", "list", "--all"), shown(self.officer, "export", "--format", "csv"),
                   shown(self.officer, "export", "--format", "gisis"), shown(self.officer, "--csv", "stats", "--by", "port"),
                   shown(self.officer, "stats", "--port-csv", self.net.dir / "port.csv")]
        texts = [text for _, text in outputs]
        if (self.net.dir / "port.csv").exists():
            texts.append((self.net.dir / "port.csv").read_text())
        cells = [cell for text in texts for row in csv.reader(io.StringIO(text)) for cell in row]
        self.assertTrue(any("cmd" in cell for cell in cells))
        for cell in cells:
            if not re.fullmatch(r"[-+]?[0-9.]+", cell):
                self.assertNotRegex(cell, r"\A[=+\-@\t\r]")

    def test_markup_stays_text_in_every_format(self):
        for form in FORMATS:
            path = self.net.dir / f"out.{form}"
            self.officer.run("export", "--format", form, "--out", path)
            for file in sorted(path.iterdir()) if path.is_dir() else [path]:
                text = file.read_text()
                with self.subTest(form=form, file=file.name):
                    self.assertRegex(file.name, r"\A[A-Za-z0-9][A-Za-z0-9._-]*\Z")
                    self.assertIsNone(CONTROL.search(text.replace("\f", "")), CONTROL.search(text))
                    if form in ("kml", "cise", "imo-html", "cap"):
                        self.assertNotIn("<script", text)
                        ElementTree.fromstring(text)
                    elif form in ("geojson", "jsonl"):
                        for line in [text] if form == "geojson" else text.splitlines():
                            json.loads(line)
        page = Browser()
        page.feed((self.net.dir / "out.imo-html").read_text())
        self.assertLessEqual(page.tags & {"script", "img", "iframe", "object", "a", "link", "form", "svg"}, set())
        self.assertFalse([name for name in page.attributes if name.startswith("on")])

    def test_no_name_of_a_file_leads_out_of_its_directory(self):
        def named(name):
            return pb.message((1, forge.sha256(JPEG)), (2, "image/jpeg"), (3, len(JPEG)), (4, name))

        parts = {"facts": forge.facts()}
        for number, name in enumerate(NAMES):
            parts[f"attachment/{number + 1}"] = named(name)
        with wire.Connection(self.address, self.identity) as type(self).connection:
            for name in DIRECTORIES:
                _, statement = self.author.statement(forge.REPORT, {"facts": forge.facts(), "attachment/1": named(name)})
                answer = self.connection.call(SUBMIT, self.author.submission(statement))
                self.assertEqual(answer.violations, ["attachment/1.file_name"], (name, answer))
            _, address = self.admit(forge.REPORT, parts)
            done = self.connection.call("/lightship.v1.AttachmentService/Upload",
                                        pb.message((1, forge.sha256(JPEG)), (3, JPEG)))
        self.assertEqual(done.status, wire.OK, done)
        out = self.net.dir / "deep/er/out"
        out.mkdir(parents=True)
        before = {path for path in self.net.dir.rglob("*")}
        code, text = shown(self.officer, "attachment", "get", address, "--all", "--out", out)
        self.assertEqual(code, 0, text)
        self.assert_harmless(text, "get")
        made = [path for path in self.net.dir.rglob("*") if path not in before and "node" not in path.parts]
        self.assertEqual(len(made), len(NAMES), made)
        for path in made:
            self.assertEqual(path.parent, out)
            self.assertFalse(path.name.startswith((".", "-")), path)
            self.assert_harmless(path.name, "file name")
        self.assertFalse(pathlib.Path("/tmp/escaped.jpg").exists())


class HostileNodeTest(unittest.TestCase):
    """The officer's own node answers with anything."""

    def test_whatever_a_node_answers_the_terminal_is_safe(self):
        with Network(["SG"]) as net:
            net.make_officer("SG", "mallory", ["submitter", "verifier", "analyst", "liaison", "administrator"])
            net.start("SG")
            officer = net.officer("SG", "mallory")
            address = officer.report("--ship-name", "Trial Star", "--narrative", "Boarded.", "--place", "Off Batam")
            officer.run("comment", address, "Who saw it?")
            officer.run("notice", "issue", "--level", "warning", "--text", "Stay away", "--position", "01:15N 104:00E",
                        "--radius", "10", "--valid-for", "24h", "--yes", check=False)
            change = lambda text: text + (TERMINAL + ORDER).encode()  # noqa: E731
            with HostileNode(net, "SG", officer.identity, change) as hostile:
                officer.node = hostile
                verbs = LIST_VERBS + [["show", address], ["similar", address], ["receipt", address],
                                      ["receipt", address, "--save", net.dir / "saved"],
                                      ["watch", "--notices", "--count", "1"], ["list", "--text", ""],
                                      ["attachment", "get", address, "--all", "--out", net.dir / "out"],
                                      ["withdraw", address, "--retract", "duplicate", "--yes"], ["show", "SG/999"]]
                for verb in verbs:
                    for form in ([], ["--json"]) if verb[0] in ("list", "show", "stats", "watch") else ([],):
                        with self.subTest(verb=verb, form=form):
                            code, text = shown(officer, *form, *verb)
                            self.assertGreaterEqual(code, 0, "died of a signal")
                            self.assertIsNone(CONTROL.search(text), (CONTROL.search(text), text[:400]))
                            if not form:
                                self.assertIsNone(UNSEEN.search(text), (UNSEEN.search(text), text[:400]))
                self.assertGreater(len(hostile.calls), 15)


if __name__ == "__main__":
    unittest.main()
