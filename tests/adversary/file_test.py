"""Hostile files that an officer is handed: data sets, alerts, bundles, saved statements and receipts that nest, expand, lie about
their size, or never end. The client says what is wrong, in bounded time and memory, and nothing reaches the node."""
import json
import os
import pathlib
import resource
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import protobuf as pb  # noqa: E402
from network import CLIENT, Network  # noqa: E402
from text_test import CONTROL, TERMINAL  # noqa: E402

MEMORY = 2 << 30
IMB = "date,time,time_zone,latitude,longitude,attack_type,place,nearest_country,eez_country,vessel_name,vessel_type,vessel_status\n"
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "lol">{ENTITIES}]><x>&a9;</x>'
ASAM_ROW = {"reference": "2020-1", "date": "2020-01-01", "latitude": 1.0, "longitude": 104.0, "navArea": "XI",
            "hostility": "Boarding", "victim": "Ship", "description": "Boarded."}
SETS = {
    "brackets of JSON": "[" * 3_000_000,
    "objects of JSON": '{"asam":' * 500_000 + "1" + "}" * 500_000,
    "numbers of JSON": '{"asam":[{"latitude":1e999999999,"longitude":' + "9" * 1_000_000 + "}]}",
    "ASAM rows that nest": json.dumps({"asam": [{**ASAM_ROW, "description": "X"}]}).replace('"X"', "[" * 100_000 + "]" * 100_000),
    "quotes of CSV": IMB + '"' * 3_000_000,
    "a quote that is never closed": IMB + ('"' + "x" * 1000 + "\n") * 5_000,
    "a row of a million fields": IMB + "," * 1_000_000,
    "a heading of a million columns": ",".join(f"c{n}" for n in range(300_000)),
    "a line of 30 MB": IMB + "x" * 30_000_000,
    "zeros": "\0" * 5_000_000,
    "half a character of UTF-16": b"\xff\xfe" + b"\xd8" * 1_000_001,
    "entities of XML": BILLION,
    "a form that repeats itself": "1 Ship's name: x\n" * 200_000,
    "mail in mail": ("Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 20_000),
    "escape sequences": IMB + f'2020-01-01,,,1.0,104.0,"{TERMINAL}","{TERMINAL}",SGP,SGP,"{TERMINAL}",,\n',
}


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class FileTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.net = Network(["SG"]).__enter__()
        cls.net.make_officer("SG", "desk-1", ["submitter", "liaison", "administrator"])
        cls.net.start("SG")
        cls.officer = cls.net.officer("SG", "desk-1")
        cls.good = cls.officer.report()
        cls.officer.run("receipt", cls.good, "--save", cls.net.dir / "saved")

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    def run_on(self, content, *args):
        """The verb with the file's name last; its exit code and all that it prints."""
        path = self.net.dir / "hostile"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = subprocess.run([CLIENT, *map(str, self.officer.flags()), *map(str, args), path], capture_output=True, timeout=120,
                              preexec_fn=limited, stdin=subprocess.DEVNULL)
        text = (done.stdout + done.stderr).decode()
        self.assertIn(done.returncode, range(0, 7), text[-500:])
        self.assertIsNone(CONTROL.search(text), text[:500])
        return done.returncode, text

    def test_no_data_set_is_a_bomb(self):
        before = len(self.officer.incidents())
        for what, content in SETS.items():
            for form in ([], ["--format", "asam-json"]) if "JSON" in what or "ASAM" in what else ([],):
                with self.subTest(what, form=form):
                    self.run_on(content, "import", *form)
        # The row with the escape sequences may be filed, without them.
        self.assertLessEqual(len(self.officer.incidents()), before + 1)

    def test_no_alert_bundle_or_receipt_is_a_bomb(self):
        alert = "LIGHTSHIP ALERT 1 BEGIN\n"
        deep = pb.nested(2, 200_000)
        bundle = b"lightship bundle 1\n"
        for what, content, verb in (
                ("alerts without end", alert * 100_000, ("submit", "--armor")),
                ("an alert of 10 MB", alert + "A" * 10_000_000, ("submit", "--armor")),
                ("a statement that nests", deep, ("submit", "--armor")),
                ("a bundle of one length", bundle + b"\xff\xff\xff\xff", ("bundle", "import")),
                ("a bundle that nests", bundle + len(deep).to_bytes(4, "big") + deep, ("bundle", "import")),
                ("a bundle of nothing", bundle + bytes(4) * 100_000, ("bundle", "import")),
                ("not a bundle", os.urandom(100_000), ("bundle", "import"))):
            with self.subTest(what):
                code, text = self.run_on(content, *verb)
                self.assertNotEqual(code, 0, text)
        saved = self.net.dir / "saved" / self.good.replace("/", "-")
        proof = saved.with_suffix(".tlog-proof").read_bytes()
        for what, content in (("nesting", deep), ("nothing", b""), ("random bytes", os.urandom(100_000)),
                              ("a proof of 20 MB", proof * 20_000)):
            with self.subTest(what):
                code, text = self.run_on(content, "verify", saved.with_suffix(".lightship"))
                self.assertEqual(code, 5, text)
                code, text = self.run_on(content, "verify", saved.with_suffix(".tlog-proof"))
                self.assertEqual(code, 5, text)


if __name__ == "__main__":
    unittest.main()
