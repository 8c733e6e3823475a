"""One seed is one exact run: another process sends the same frames at the same moments."""
import os
import pathlib
import subprocess
import unittest

PROGRAM = pathlib.Path(os.environ.get("LIGHTSHIP_BIN", "build/release/bin")).resolve() / "lightship_sim"


def traces(first, seeds):
    done = subprocess.run([PROGRAM, "--first", str(first), "--seeds", str(seeds), "--verbose"],
                          capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if line.startswith("seed ")]


class ReplayTest(unittest.TestCase):
    def test_a_seed_gives_the_same_run_in_every_process_whatever_ran_before(self):
        together = traces(1, 4)
        self.assertEqual(len({line.split("trace ")[1] for line in together}), 4)
        self.assertEqual(traces(3, 2), together[2:])


if __name__ == "__main__":
    unittest.main()
