"""The program behind tests/bench/correlation, on invented incidents: what its figures mean, and what it refuses."""
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = pathlib.Path(os.environ.get("LIGHTSHIP_BIN", "build/release/bin")).resolve() / "lightship_correlate"

IMB = """date,time,longitude,latitude,attack_type,location_description,nearest_country,vessel_name,vessel_type,vessel_status
2012-05-03,NA,104.0,1.25,Boarded,Example Strait,SGP,Blue Star,NA,Anchored
2012-05-03,NA,104.01,1.25,Boarded,Example Strait,SGP,Red Moon,NA,Anchored
2012-05-06,NA,104.0,1.25,Boarded,Example Strait,SGP,Blue Star,NA,Anchored
2012-08-20,NA,104.0,1.25,Boarded,Example Strait,SGP,Green Leaf,NA,Anchored
"""
ASAM = """reference,date,position,navArea,subreg,hostility,victim,description,
2012-1,2012-05-03,"1\u00b015'00""N\n104\u00b000'00""E",XI,71,ROBBERS,TANKER,"EXAMPLE: Tanker (BLUE STAR) was boarded at anchor.",
2012-2,2012-01-09,"1\u00b015'00""N\n104\u00b000'00""E",XI,71,ROBBERS,TANKER,"EXAMPLE: Tanker (GREEN LEAF) was boarded.",
"""


class CorrelationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.write("imb.csv", IMB)
        self.write("asam.csv", ASAM)

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return self.folder / name

    def run_program(self, *flags):
        return subprocess.run([PROGRAM, "--source", f"imb={self.folder}/imb.csv", "--source",
                               f"asam={self.folder}/asam.csv", *map(str, flags)],
                              capture_output=True, text=True)

    def figures(self, *flags):
        done = self.run_program(*flags)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [line.split() for line in done.stdout.split("\n\n")[0].splitlines()]
        return {name: float(value) for name, value, _unit in lines}, done.stdout

    def test_known_pairs_are_counted_by_what_became_of_them(self):
        same = self.write("same.csv", "imb_row,asam_row,distance_nm\n1,1,0.0\n4,2,0.0\n")
        different = self.write("different.csv", "source_a,row_a,source_b,row_b,why\nIMB,1,IMB,2,different_ships\n"
                               "IMB,1,IMB,3,same_ship_repeat_attack\nIMB,3,ASAM,1,same_ship_repeat_attack\n")
        figures, text = self.figures("--same", same, "--different", different, "--misses", 5)
        self.assertEqual((figures["reports_imb"], figures["reports_asam"]), (4, 2))
        self.assertEqual((figures["recall"], figures["recall_same"]), (0.5, 0.5))
        self.assertEqual((figures["merged_different_ships"], figures["merged_repeat_attacks"]), (0, 0))
        self.assertEqual(figures["same"], 1)
        self.assertIn("missed: not compared", text)
        self.assertLess(figures["seconds"], 10)

    def test_pairs_of_two_incidents_that_are_merged_are_counted_and_explained(self):
        different = self.write("different.csv", "source_a,row_a,source_b,row_b,why\nIMB,1,ASAM,1,different_ships\n")
        figures, text = self.figures("--different", different, "--misses", 5)
        self.assertEqual(figures["merged_different_ships"], 1)
        self.assertIn("same name BLUE STAR", text)

    def test_wrong_files_are_refused_by_name(self):
        for name, text, reason in [
                ("columns.csv", "one,two\n1,1\n", "source_a, row_a, source_b, row_b"),
                ("rows.csv", "imb_row,asam_row\n1,x\n", "line 2"),
                ("unknown.csv", "imb_row,asam_row\n1,99\n", "asam 99")]:
            done = self.run_program("--same", self.write(name, text))
            self.assertEqual(done.returncode, 1)
            self.assertIn(name, done.stderr)
            self.assertIn(reason, done.stderr)


if __name__ == "__main__":
    unittest.main()
