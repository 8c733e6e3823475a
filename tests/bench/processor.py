"""Processor time that processes have taken, to the nanosecond, and what each holds in memory."""
import os
import pathlib
import time

PAGE = os.sysconf("SC_PAGE_SIZE")


def seconds_of(pid):
    """Of all threads, also of those that have ended."""
    return time.clock_gettime((~pid << 3) | 2)  # CPUCLOCK_SCHED of the process (linux/posix-timers.h)


def resident_bytes(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


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
