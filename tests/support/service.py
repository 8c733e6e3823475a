"""Stand-ins for what a page of commands finds on an operator's machine and a test must not touch: systemctl, journalctl and sudo.

The service is a real lightshipd, started by this process when a script calls `systemctl start lightshipd`.
"""
import os
import pathlib
import re
import select
import signal
import socket
import socketserver
import subprocess
import sys
import threading

from network import DAEMON, await_that

CALL = """#!{python}
import socket, sys
with socket.socket(socket.AF_UNIX) as s:
    s.connect("{socket}")
    s.sendall(" ".join(["{name}", *sys.argv[1:]]).encode() + b"\\n")
    code, _, text = s.makefile().read().partition("\\n")
print(text, end="")
sys.exit(int(code))
"""
# As sudo: users that there are not are refused, and without -E what runs sees none of the page's variables. PATH and HOME stay, by which
# the programs under test are found.
SUDO = """#!/bin/sh
keep= user=root
while [ "${1#-}" != "$1" ]; do
  case "$1" in
    -E) keep=yes ;;
    -u) user=$2; shift ;;
    *) echo "sudo: no option $1 here" >&2; exit 1 ;;
  esac
  shift
done
case "$user" in root|lightship) ;; *) echo "sudo: unknown user $user" >&2; exit 1 ;; esac
[ -n "$keep" ] || exec env -i PATH="$PATH" HOME="$HOME" "$@"
exec "$@"
"""
UNIT = pathlib.Path(__file__).resolve().parents[2] / "deploy/package/lightshipd.service"


class Service:
    """`directory/bin` holds the stand-ins. The service runs with `config`, as a unit would have it run."""

    def __init__(self, directory, config):
        self.dir, self.config = pathlib.Path(directory), config
        self.log, self.process = self.dir / "journal", None
        self.starts, self.most_starts = 0, int(re.search(r"^StartLimitBurst=(\d+)$", UNIT.read_text(), re.M)[1])
        self.log.touch()

    def __enter__(self):
        answer = self.answer

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                try:
                    code, text = 0, answer(self.rfile.readline().decode().split())
                except (AssertionError, ValueError) as wrong:
                    code, text = 1, f"{wrong}\n"
                self.wfile.write(f"{code}\n{text}".encode())

        path = self.dir / "manager"
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(str(self.dir / "notify"))
        self.notices.settimeout(0.1)
        self.server = socketserver.UnixStreamServer(str(path), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        (self.dir / "bin").mkdir()
        for name in ("systemctl", "journalctl"):
            self.program(name, CALL.format(python=sys.executable, socket=path, name=name))
        self.program("sudo", SUDO)
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.notices.close()
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def program(self, name, text):
        file = self.dir / "bin" / name
        file.write_text(text)
        file.chmod(0o755)

    def answer(self, words):
        if words[0] == "journalctl":
            return self.log.read_text()
        verbs = [w for w in words[1:] if not w.startswith("-")]
        if verbs[1:] not in (["lightshipd"], ["lightshipd.service"]):
            raise ValueError(f"no such unit: {words}")
        if verbs[0] == "enable":
            return self.start() if "--now" in words else ""
        if verbs[0] == "disable":
            return self.stop() if "--now" in words else ""
        return {"start": self.start, "stop": self.stop, "restart": self.restart, "reload": self.reload,
                "status": self.status, "is-active": self.status}[verbs[0]]()

    def await_ready(self):
        """Until the service says so, as systemd waits for it."""
        def ready():
            if self.process.poll() is not None:
                raise AssertionError("lightshipd ended:\n" + self.log.read_text()[-2000:])
            try:
                return b"READY=1" in self.notices.recv(65536).split(b"\n")
            except TimeoutError:
                return False
        await_that(ready, "the service is ready")

    def drop_notices(self):
        """Those of a reload, and of a node that has ended."""
        while select.select([self.notices], [], [], 0)[0]:
            self.notices.recv(65536)

    def start(self):
        if self.process and self.process.poll() is None:
            return ""
        # No test takes as long as the unit's interval.
        self.starts += 1
        if self.starts > self.most_starts:
            raise AssertionError("start request repeated too quickly")
        self.drop_notices()
        with open(self.log, "a") as log:
            self.process = subprocess.Popen([DAEMON, "--config", self.config], stdout=log, stderr=log,
                                            env={**os.environ, "NOTIFY_SOCKET": str(self.dir / "notify")})
        self.await_ready()
        return ""

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

            def ended():
                self.drop_notices()  # it waits for whoever does not listen
                return self.process.poll() is not None
            await_that(ended, "lightshipd ends", 30)
        return ""

    def restart(self):
        self.stop()
        return self.start()

    def reload(self):
        if not self.process or self.process.poll() is not None:
            raise AssertionError("inactive")
        # systemd has only sent the signal when the command returns: what becomes of it, the journal says.
        self.process.send_signal(signal.SIGHUP)
        return ""

    def status(self):
        if not self.process or self.process.poll() is not None:
            raise AssertionError("inactive")
        return "active\n"
