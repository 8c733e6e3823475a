"""A machine on which Lightship is set up by `lightship setup`, for tests of real processes."""
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile

from network import DAEMON, await_that, client

REPORT = ["report", "--yes", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E", "--act", "boarded",
          "--status", "anchored", "--ship-type", "bulk carrier"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machine:
    """A machine of one economy, as far as Lightship is installed on it."""

    def __init__(self, test, economy):
        self.economy = economy
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="lightship-setup."))
        test.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.config = self.dir / "node.textproto"
        self.address = f"127.0.0.1:{free_port()}"
        self.officer = self.dir / "officers/watch-1"
        self.process = None
        test.addCleanup(self.stop)

    def setup(self, *flags, check=True):
        return client("setup", "node", "--config", self.config, "--wait-s", 1, *flags, check=check)

    def setup_own(self, *flags, check=True):
        return self.setup("--yes", "--economy", self.economy, "--listen", self.address, "--officer",
                          "watch-1:submitter,analyst", *flags, check=check)

    def join(self, other):
        """What two economies exchange: address and root."""
        return self.setup("--peer", f"{other.economy}={other.address}", "--root",
                          f"{other.economy}={other.dir / 'root/root.pem'}")

    def start(self):
        new_log = [] if any((self.dir / "data").iterdir()) else ["--new-log"]
        with open(self.dir / "log", "w") as log:
            self.process = subprocess.Popen([DAEMON, "--config", self.config, *new_log], stderr=log, stdout=log)
        await_that(lambda: "serves on" in (self.dir / "log").read_text(), f"{self.economy} serves")

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)

    def ask(self, *args, check=True):
        return client("--node", self.address, "--identity", self.officer, "--trust", self.dir / "trust", *args, check=check)

    def doctor(self, *flags):
        """What is not well, without what this machine's own clock and disks are like; and the exit code that goes with it."""
        done = client("doctor", "--config", self.config, "--wait-s", 2, "--json", *flags, check=False)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        levels = {f["level"] for f in found}
        assert done.returncode == (2 if "mend" in levels else 1 if "look" in levels else 0), done
        of_here = ("keeps the clock", "on the disk of the database")
        return [f for f in found if f["level"] != "ok" and not any(words in f["what"] for words in of_here)]

    def doctor_as_officer(self):
        return self.doctor("--identity", self.officer)
