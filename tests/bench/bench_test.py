"""That the benchmarks measure at all: every row of the table, two builds, a profile, a plot. What they measure here says nothing."""
import importlib.machinery
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from figures import Collected, Figure, read  # noqa: E402
from network import BIN  # noqa: E402
from perf_profiler import user  # noqa: E402
from stacks import Stacks, short  # noqa: E402
import plot  # noqa: E402
import rows  # noqa: E402


def program(name):
    """A program as a module."""
    loader = importlib.machinery.SourceFileLoader(f"bench_{name}", str(HERE / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def run(name, *args):
    return subprocess.run([sys.executable, HERE / name, *map(str, args)], capture_output=True, text=True, timeout=500,
                          env={**os.environ, "LIGHTSHIP_BIN": str(BIN)})


class RunTest(unittest.TestCase):
    def test_measures_every_row_beside_its_limit(self):
        done = run("run", "--quick", "--reports", 300, "--nodes", 3, "--in-flight", 1, 64)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        table = done.stdout[done.stdout.index("WORK "):].splitlines()
        for row in rows.ROWS:
            line = next((line for line in table if line.startswith(row.work)), None)
            self.assertIsNotNone(line, f"{row.work} is not in\n{done.stdout}")
            self.assertTrue(line.endswith(row.limit_is), line)
        named = {figure.name for figure in read(done.stdout)}
        for figure in ("submit_64_node", "submit_64_generator", "import_client", "catch_up_origin", "list_imo_node"):
            self.assertIn(figure, named)

    def test_shows_the_median_and_how_far_runs_lie_apart(self):
        collected = Collected()
        for rate, limit in ((90, 400), (100, 400), (150, 400)):
            collected.add(Figure("submit_64_rate", rate, "reports/s"))
            collected.add(Figure("limit_synced_writes_32", limit, "writes/s"))
            collected.add(Figure("limit_calls_64", 10 * limit, "calls/s"))
        line = rows.table(collected)[1]
        self.assertRegex(line, r"64 in flight +100 /s +60 % +400 +0\.25 +20,000 /s")


class CompareTest(unittest.TestCase):
    def pairs(self, name, unit, pairs):
        return [({name: Figure(name, base, unit)}, {name: Figure(name, new, unit)}) for base, new in pairs]

    def judged(self, *pairs, unit="us/report", wall=False):
        return program("compare").judge(self.pairs("work", unit, pairs), 0.05, wall)

    def test_tells_what_got_worse_from_noise(self):
        self.assertEqual(self.judged((100, 120), (101, 121), (99, 119), (100, 119)), ["work"])
        self.assertEqual(self.judged((100, 102), (101, 103), (99, 101), (100, 103)), [])
        self.assertEqual(self.judged((100, 180), (140, 95), (90, 170), (150, 100)), [])
        self.assertEqual(self.judged((100, 80), (100, 81), (100, 80), (100, 79)), [])

    def test_a_rate_gets_worse_downwards_and_counts_where_the_machine_is_quiet(self):
        slower = [(100, 80)] * 4
        self.assertEqual(self.judged(*slower, unit="reports/s", wall=True), ["work"])
        self.assertEqual(self.judged(*slower, unit="reports/s"), [])
        self.assertEqual(self.judged(*[(80, 100)] * 4, unit="reports/s", wall=True), [])

    def test_runs_both_builds(self):
        done = run("compare", "--base-bin", BIN, "--bin", BIN, "--only", "submit", "--in-flight", 8, "--pairs", 1, "--quick",
                   "--bound", 1000)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"submit_8_node +[\d.]+ +[\d.]+ us/report +\d+\.\d+")


class ProfileTest(unittest.TestCase):
    def test_shows_what_the_threads_of_a_node_do(self):
        done = run("profile", "submit", "--quick", "--in-flight", 8)
        if done.returncode != 0:
            self.assertIn("needs perf", done.stderr, done.stdout)
            return
        self.assertRegex(done.stdout, r"thread lightship::ledger::Writer::Run: [\d.]+ % of all")
        self.assertRegex(done.stdout, r"[\d.]+ % +[\d.]+ %  lightship::ledger::Ledger::Commit")

    def test_counts_a_function_once_in_a_stack_and_calls_a_thread_by_where_it_begins(self):
        stacks = Stacks()
        stacks.add("lightshipd", ["memcpy", "lightship::Twice", "lightship::Twice", "lightship::Run"])
        stacks.add("lightshipd", ["lightship::Twice", "lightship::Run"])
        stacks.add("rocksdb:low", ["memcpy"])
        text = "\n".join(stacks.lines())
        self.assertIn("thread lightship::Run: 66.7 % of all", text)
        self.assertIn("100.0 %  50.0 %  lightship::Twice", text)
        self.assertIn("thread rocksdb:low: 33.3 % of all", text)

    def test_what_the_kernel_does_counts_as_the_system_call(self):
        stack = ["irq", "asm_sysvec_apic_timer_interrupt", "tcp_send", "__x64_sys_sendmsg", "entry_SYSCALL_64_after_hwframe", "SSL_write",
                 "start_thread", "clone3"]
        self.assertEqual(user(stack), ["kernel __x64_sys_sendmsg", "SSL_write"])

    def test_shortens_names(self):
        self.assertEqual(short("lightship::(anonymous namespace)::Fold<int>(std::vector<int> const&)+0x1f"), "lightship::Fold")


class PlotTest(unittest.TestCase):
    def test_what_grows_in_proportion_rises_by_the_diagonal(self):
        drawn = plot.growth("Title", "ms", "incidents", {"line": [(10, 1), (100, 10), (1000, 100), (0, 5)]})
        left, right, top, bottom = plot.LEFT, plot.WIDTH - plot.RIGHT, plot.TOP, plot.HEIGHT - plot.BOTTOM
        middle = f"{(left + right) / 2:.1f},{(top + bottom) / 2:.1f}"
        self.assertIn(f'points="{left:.1f},{bottom:.1f} {middle} {right:.1f},{top:.1f}"', drawn)

    def test_curves_draw_what_was_measured(self):
        with tempfile.TemporaryDirectory() as directory:
            out = pathlib.Path(directory)
            (out / "figures.csv").write_text("curve,size,figure,value,unit\nnodes,3,many_visible_p50,10,ms\n"
                                             "nodes,3,many_visible_p50,30,ms\nnodes,3,many_visible_p50,20,ms\n"
                                             "nodes,30,many_visible_p50,200,ms\n")
            done = run("curves", "--plot", "--out", out)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual([file.name for file in out.glob("*.svg")], ["propagation.svg"])
            median = plot.growth("x", "ms", "nodes", {"p50": [(3, 20), (30, 200)]})
            points = next(line for line in median.splitlines() if line.startswith("<polyline"))
            self.assertIn(points, (out / "propagation.svg").read_text())


if __name__ == "__main__":
    unittest.main()
