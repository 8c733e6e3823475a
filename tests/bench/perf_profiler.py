"""Samples what a node does, by perf: of a node that runs, or from its first instruction on."""
import os
import re
import shutil
import subprocess

from network import await_that
from stacks import Stacks, short

ENTERS_KERNEL = re.compile(r"entry_SYSCALL_64_after_hwframe|asm_\w+|el0t?_\w+")
FRAME = re.compile(r"\s+[0-9a-f]+ (.*) \((.*)\)$")
OF_EVERY_THREAD = {"clone3", "__clone", "start_thread", "_start", "__libc_start_main", "__libc_start_call_main"}
# The shell becomes the node when perf watches it.
START = """
perf record {flags} -p $$ -o {data} > {log} 2>&1 &
echo $! > {pid}
echo enable > {control}
read answer < {answer}
exec "$@"
"""


def may_sample():
    """Whether there is a perf that this kernel lets work."""
    return bool(shutil.which("perf")) and subprocess.run(["perf", "record", "-q", "-o", "/dev/null", "true"],
                                                         capture_output=True).returncode == 0


class PerfProfiler:
    name = "perf"

    def __init__(self, directory, hertz, least):
        self.dir, self.hertz, self.least = directory, hertz, least
        directory.mkdir(parents=True, exist_ok=True)

    def starting(self, node):
        pass

    def flags(self):
        return ["-q", "-D", "-1", "-F", str(self.hertz), "--call-graph", "dwarf,16384", "--control",
                f"fifo:{self.dir / 'control'},{self.dir / 'answer'}"]

    def begin(self, name, node):
        for fifo in ("control", "answer"):
            (self.dir / fifo).unlink(missing_ok=True)
            os.mkfifo(self.dir / fifo)
        self.data = self.dir / f"{name}.data"
        script = START.format(flags=" ".join(self.flags()), data=self.data, log=self.dir / f"{name}.log", pid=self.dir / "pid",
                              control=self.dir / "control", answer=self.dir / "answer")
        if not node.running():
            node.prefix = ["sh", "-c", script, "sh"]
            return
        subprocess.run(["sh", "-c", script.replace("$$", str(node.process.pid)), "sh", "true"], check=True)

    def end(self, name, node):
        node.prefix = []
        with open(self.dir / "control", "w") as control:
            control.write("stop\n")
        pid = int((self.dir / "pid").read_text())
        await_that(lambda: not running(pid), "perf has written what it saw")
        print(f"\n{name}: {self.data}", flush=True)
        print("\n".join(self.read().lines(self.least)), flush=True)

    def read(self):
        stacks = Stacks()
        script = subprocess.Popen(["perf", "script", "-i", self.data, "--no-inline", "-F", "comm,tid,ip,sym,dso"], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        thread, stack = None, []
        for line in script.stdout:
            if line.startswith(("\t", " ")) and line.strip():
                stack.append(function(line))
            elif line.strip():
                thread = line.rsplit(None, 1)[0].strip()
            elif thread is not None:
                stacks.add(thread, user(stack))
                thread, stack = None, []
        if thread is not None:
            stacks.add(thread, user(stack))
        script.wait()
        return stacks


def function(line):
    """Of a frame; where there are no symbols, the library."""
    match = FRAME.match(line)
    if not match:
        return line.strip()
    return f"({os.path.basename(match[2])})" if match[1] == "[unknown]" else short(match[1])


def user(stack):
    """Without what each thread begins with; what the kernel does counts as the system call that it does it for."""
    entries = [at for at, name in enumerate(stack) if ENTERS_KERNEL.fullmatch(name)]
    if entries:
        within = stack[:entries[-1] + 1]
        call = next((inner for inner in within if inner.startswith(("__x64_sys_", "__arm64_sys_"))), within[-1])
        stack = [f"kernel {call}", *stack[entries[-1] + 1:]]
    return [name for name in stack if name not in OF_EVERY_THREAD]


def running(pid):
    """Also of a process that is nobody's child here; one that waits to be reaped has ended."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(") ", 1)[1][0] != "Z"
    except FileNotFoundError:
        return False
