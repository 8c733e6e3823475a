"""Processor time that processes have taken, to the nanosecond, and what they do in each thread; and what each holds in memory."""
import contextlib
import os
import pathlib
import time

PAGE, TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


def seconds_of(pid):
    """Of all threads, also of those that have ended."""
    return time.clock_gettime((~pid << 3) | 2)  # CPUCLOCK_SCHED of the process (linux/posix-timers.h)


def resident_bytes(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def threads_of(pid):
    """{thread id: (name, seconds)} of those that run."""
    found = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            name, rest = (task / "stat").read_text().split(" (", 1)[1].rsplit(") ", 1)
            fields = rest.split()
            found[int(task.name)] = (name, (int(fields[11]) + int(fields[12])) / TICKS)
    return found


class Taken:
    """Processor seconds of some processes while the block runs, in `seconds`, and by the wall in `wall`."""

    def __init__(self, pids):
        self.pids, self.seconds, self.wall = list(pids), 0.0, 0.0

    def __enter__(self):
        self.before, self.begin = sum(map(seconds_of, self.pids)), time.monotonic()
        return self

    def __exit__(self, *_):
        self.wall = time.monotonic() - self.begin
        self.seconds = sum(map(seconds_of, self.pids)) - self.before
