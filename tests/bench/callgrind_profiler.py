"""Counts the instructions of a node by valgrind's callgrind, where there is no perf: exact, but for what waits, and fifty times slower."""
import re
import subprocess

from stacks import LEAST_OF_THREAD, short

LINE = re.compile(r"^ *([\d,]+) \( *([\d.]+)%\)\s+(?:\S*?:)?(.*?)(?: \[[^\]]*\])?$")


class CallgrindProfiler:
    name = "callgrind"

    def __init__(self, directory, least):
        self.dir, self.least, self.watched = directory, least, None
        directory.mkdir(parents=True, exist_ok=True)

    def starting(self, node):
        """Every node runs under valgrind, since which of them is watched is not known yet; it counts only when told."""
        at_start = "yes" if self.watched is node else "no"
        node.prefix = ["valgrind", "-q", "--tool=callgrind", "--separate-threads=yes", f"--instr-atstart={at_start}",
                       f"--callgrind-out-file={self.dir / 'out'}.%p"]

    def begin(self, name, node):
        self.watched = node
        if node.running():
            self.control("--instr=on", node)

    def end(self, name, node):
        for old in self.dir.glob("out.*"):
            old.unlink()
        self.control(f"--dump={name}", node)
        self.control("--instr=off", node)
        self.watched = None
        threads = []
        for number, file in enumerate(sorted(self.dir.glob(f"out.{node.process.pid}.*"))):
            threads.append(self.read(file.rename(self.dir / f"{name}.{number}.callgrind")))
        total = sum(instructions for instructions, _, _ in threads) or 1
        print(f"\n{name}: {self.dir}/{name}.*.callgrind")
        for instructions, label, rows in sorted(threads, reverse=True):
            if instructions >= LEAST_OF_THREAD * total:
                print(f"thread {label}: {100 * instructions / total:.1f} % of all")
                print("\n".join([f"{'WITHIN':>7} {'ALONE':>7}  FUNCTION (shares of the thread)", *rows, ""]), flush=True)

    def control(self, flag, node):
        subprocess.run(["callgrind_control", flag, str(node.process.pid)], check=True, stdout=subprocess.DEVNULL)

    def shares(self, file, *flags):
        """{function: (instructions, per cent)}"""
        text = subprocess.run(["callgrind_annotate", "--threshold=100", *flags, file], capture_output=True, text=True).stdout
        found = {}
        for match in filter(None, map(LINE.match, text.splitlines())):
            found.setdefault(short(match[3]), (int(match[1].replace(",", "")), float(match[2])))
        return found

    def read(self, file):
        """Instructions, the first of our functions, and the table of one thread."""
        within, alone = self.shares(file, "--inclusive=yes"), self.shares(file)
        instructions, _ = within.pop("PROGRAM TOTALS", (0, 0))
        label = next((function for function in within if function.startswith("lightship::")), file.name)
        rows = [f"{percent:6.1f} % {alone.get(function, (0, 0))[1]:5.1f} %  {function}" for function, (_, percent) in within.items()
                if percent >= 100 * self.least and not function.startswith("0x")]
        return instructions, label, rows
