"""Real processes: the live view of the network, printed once, and on a terminal."""
import fcntl
import os
import pathlib
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import CLIENT, Network, await_held_by, await_that  # noqa: E402

ESCAPE = re.compile(rb"\x1b(\[[0-9;?]*[A-Za-z]|\([A-Z0-9]|[=>])")


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, officer, rows, columns, *flags):
        self.typing, inside = pty.openpty()
        self.resize(rows, columns)
        self.shown = b""
        self.process = subprocess.Popen(
            [CLIENT, *map(str, [*officer.flags(), "top", *flags])], stdin=inside, stdout=inside, stderr=inside,
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8"})
        os.close(inside)

    def resize(self, rows, columns):
        fcntl.ioctl(self.typing, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self):
        """What was written since, without the terminal's own language."""
        while select.select([self.typing], [], [], 0)[0]:
            try:
                self.shown += os.read(self.typing, 65536)
            except OSError:  # the program has ended
                break
        return ESCAPE.sub(b" ", self.shown).decode(errors="replace")

    def painted(self):
        """The whole picture, painted anew as Ctrl-L asks; what stays the same is not written else."""
        self.read()
        begin = len(self.shown)
        os.write(self.typing, b"\x0c")
        await_that(lambda: self.read() and b"LAST INCIDENTS" in self.shown[begin:], "it is painted anew")
        return ESCAPE.sub(b" ", self.shown[begin:]).decode(errors="replace")

    def await_shown(self, pattern):
        await_that(lambda: re.search(pattern, self.painted()), f"'{pattern}' is shown", seconds=30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.typing)


class TopTest(unittest.TestCase):
    def test_once_it_prints_the_node_its_peers_logs_and_last_incidents(self):
        with Network(["SG", "ID", "PH"]) as net:
            net.start("SG", expects=["ID", "PH"])
            net.start("ID", dials=["SG"])
            address = net.officer("SG").report()
            await_held_by(net, address, ["SG", "ID"])
            shown = net.officer("SG").run("top", "--once").stdout
            for pattern in (r"^lightship top  lightship/SG/1 .* 1 incidents ", "^Takes submissions$", r"^ID +connected +\d+s +0 ",
                            r"^PH +AWAY +- +3 ", r"^lightship/SG/1 +3 +- +0 +2 +\(own\)$", r"^lightship/ID/1 +1 +- +0 +2 +ID$",
                            rf"^{address}  2026-03-01 19:40Z, boarded"):
                self.assertRegex(shown, re.compile(pattern, re.M))
            self.assertNotIn("\x1b", shown)
            for wrong in (["top"], ["top", "--once", "--json"]):
                self.assertEqual(net.officer("SG").run(*wrong, check=False).returncode, 1, wrong)
            net.nodes["SG"].stop()
            self.assertEqual(net.officer("SG").run("top", "--once", check=False).returncode, 3)

    def test_on_a_terminal_it_follows_what_happens_until_q(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG", expects=["ID"])
            net.start("ID", dials=["SG"])
            first = net.officer("SG").report()
            await_held_by(net, first, ["SG", "ID"])
            with Terminal(net.officer("SG"), 24, 80) as top:
                await_that(lambda: "LAST INCIDENTS" in top.read(), "the first picture")
                top.await_shown(r"lightship top +lightship/SG/1 ")
                top.await_shown(r"ID +connected")
                top.await_shown(rf"{first} +2026-03-01")
                second = net.officer("SG").report()
                top.await_shown(rf"{second} +2026-03-01")
                net.nodes["ID"].stop()
                top.await_shown("AWAY")
                seen = len(top.shown)
                top.resize(12, 60)
                await_that(lambda: top.read() and b"LAST INCIDENTS" in top.shown[seen:], "it fits another size")
                top.painted()
                rows = re.findall(rb"\x1b\[(\d+)(?:;\d+H|d)", top.shown[seen:])
                self.assertLessEqual(max(map(int, rows)), 12)
                net.nodes["SG"].stop()
                top.await_shown("NO ANSWER")
                os.write(top.typing, b"x")
                began = time.monotonic()
                os.write(top.typing, b"q")
                await_that(lambda: (top.read(), top.process.poll())[1] is not None, "q ends it", seconds=10)
                self.assertEqual(top.process.returncode, 0)
                self.assertLess(time.monotonic() - began, 5)
                self.assertIn(b"\x1b[?1049l", top.shown, "the terminal is as before")

    def test_a_terminal_that_can_show_no_pictures_is_told(self):
        with Network(["SG"]) as net:
            net.start("SG")
            typing, inside = pty.openpty()
            done = subprocess.run([CLIENT, *map(str, net.officer("SG").flags()), "top"], stdin=inside, stdout=inside,
                                  stderr=subprocess.PIPE, text=True, timeout=60, env={**os.environ, "TERM": "no-such"})
            os.close(inside)
            os.close(typing)
            self.assertEqual(done.returncode, 1)
            self.assertIn("--once", done.stderr)


if __name__ == "__main__":
    unittest.main()
