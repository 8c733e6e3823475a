"""Real processes: the web console's program at its terminal."""
import fcntl
import os
import pathlib
import pty
import signal
import sys
import termios
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_that  # noqa: E402
from page import Page  # noqa: E402

LIST = "lightship.v1.IncidentService/ListIncidents"
# Stays in the foreground, and runs the rest of its arguments in the background.
BACKGROUND = """
import os, pathlib, subprocess, sys
child = subprocess.Popen(sys.argv[2:], preexec_fn=os.setpgrp)
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
child.wait()
"""


class TerminalTest(unittest.TestCase):
    def on_terminal(self, net, *flags, **how):
        """The page of a console on a terminal of its own, and what types there."""
        typing, terminal = pty.openpty()
        self.addCleanup(os.close, typing)
        self.addCleanup(os.close, terminal)
        return typing, Page(net, net.officer("SG"), None, *flags, stdin=terminal, start_new_session=True,
                            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0), **how)

    def test_enter_makes_a_link_but_not_of_a_locked_console(self):
        with Network(["SG"]) as net:
            net.start("SG")
            (net.dir / "others").write_text("theirs")
            (net.dir / "link.new").symlink_to(net.dir / "others")
            typing, console = self.on_terminal(net)
            with console as page:
                page.open()
                os.write(typing, b"\n")
                page.await_link()
                page.post("/session/lock", {})
                os.write(typing, b"\n")
                self.assertIn("unlock code", page.process.stdout.readline())
                self.assertEqual(page.link_file.read_text(), f"{page.link}\nUnlock code: {page.unlock_code}\n")
                self.assertEqual((net.dir / "others").read_text(), "theirs")
                page.post("/session/unlock", {"code": page.unlock_code})
                os.write(typing, b"\n")
                page.await_link()

    def test_what_fails_beside_it_does_not_end_it(self):
        with Network(["SG"]) as net:
            net.start("SG")
            with Page(net, net.officer("SG"), None, "--open", env={**os.environ, "PATH": "/nowhere"}) as page:
                page.open()
                self.assertIn("xdg-open", page.process.stderr.readline())
                page.link_file.unlink()
                page.link_file.mkdir()
                page.process.send_signal(signal.SIGHUP)
                self.assertIn(str(page.link_file), page.process.stderr.readline())
                page.ask(LIST)
                page.process.terminate()
                self.assertEqual(page.process.wait(timeout=10), 0)

    def test_in_the_background_it_goes_on_whatever_is_typed(self):
        with Network(["SG"]) as net:
            net.start("SG")
            typing, console = self.on_terminal(net, before=[sys.executable, "-c", BACKGROUND, net.dir / "pid"])
            pid = int(await_that(lambda: (net.dir / "pid").read_text(), "its process is known"))
            with console as page:
                try:
                    os.write(typing, b"\n")
                    page.open()
                    os.kill(pid, signal.SIGHUP)
                    page.await_link()
                finally:
                    os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    unittest.main()
