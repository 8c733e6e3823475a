"""The web console's gateway, and its page as a test plays it: HTTP on loopback, the Connect protocol with JSON messages.

    with Page(net, net.officer("SG")) as page:
        page.open()
        page.ask("lightship.v1.IncidentService/ListIncidents")
"""
import base64
import http.client
import json
import signal
import socket
import struct
import subprocess

from network import CLIENT, await_that

DESK = "lightship.console.v1.DeskService/"


class Refused(Exception):
    """A call that was refused: Connect's code, and the reason in its details."""

    def __init__(self, error):
        super().__init__(error)
        self.code, self.message, self.reason = error["code"], error.get("message", ""), ""
        for detail in error.get("details", []):
            if detail["type"] == "google.rpc.ErrorInfo":
                value = base64.b64decode(detail["value"] + "==")
                self.reason = value[2:2 + value[1]].decode()  # field 1, shorter than 128 bytes


class Stream:
    """One streaming answer, message by message."""

    def __init__(self, connection):
        self.connection, self.response = connection, connection.getresponse()

    def next(self):
        """The next message, or None at a good end. Refused at a bad one."""
        flags, size = struct.unpack(">BI", self.response.read(5))
        message = json.loads(self.response.read(size))
        if not flags & 2:
            return message
        if "error" in message:
            raise Refused(message["error"])
        return None

    def event(self):
        """The next message that tells of something: with more than a cursor, or with nothing at all."""
        while (message := self.next()) is not None:
            if set(message) != {"cursor"}:
                return message
        return None

    def close(self):
        self.connection.close()
        self.response.close()


class Page:
    def __init__(self, net, officer, web=None, *flags, before=(), **how):
        self.link_file = net.dir / "link"
        self.link_file.unlink(missing_ok=True)
        self.web = web or net.dir / "web"
        self.web.mkdir(exist_ok=True)
        if not (self.web / "index.html").exists():
            (self.web / "index.html").write_text("<!doctype html><title>Console</title>")
        self.process = subprocess.Popen(
            [str(word) for word in [*before, CLIENT, *officer.flags(), "--spool", net.dir / "desk-spool", "console",
                                    "--web", self.web, "--token-file", self.link_file, *flags]],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)
        self.key = ""
        self.link = ""
        self.await_link()

    def await_link(self):
        """A link other than the last one: its port and token."""
        def fresh():
            if self.process.poll() is not None:
                raise AssertionError(f"the console ended: {self.process.stderr.read()}")
            lines = self.link_file.read_text().splitlines() if self.link_file.exists() else [""]
            return lines if lines[0] != self.link else []
        self.link, code = await_that(fresh, "a new link")
        self.unlock_code = code.removeprefix("Unlock code: ")
        self.port = int(self.link.split(":")[2].split("/")[0])
        self.token = self.link.split("#token=")[1]

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if self.process.poll() is None:
            self.process.kill()
        out, err = self.process.communicate()
        if kind is not None:
            print(f"--- the console said\n{out}{err}")

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def request(self, method, path, body=None, **headers):
        """Status, headers, body. Underscores in the names of headers stand for hyphens; None leaves one out."""
        given = {"Content-Type": "application/json"} if body is not None else {}
        given.update({name.replace("_", "-"): value for name, value in headers.items()})
        connection = self.connect()
        try:
            connection.request(method, path, body, {k: v for k, v in given.items() if v is not None})
        except (BrokenPipeError, ConnectionResetError):
            pass  # it answered without reading the body
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return response.status, dict(response.getheaders()), data

    def head(self, *lines):
        """All that is answered to these lines, the host's among them, and no body, until the connection is closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall("\r\n".join([lines[0], f"Host: 127.0.0.1:{self.port}", *lines[1:], "", ""]).encode())
            answer = b""
            while piece := connection.recv(1 << 16):
                answer += piece
            return answer.decode()

    def post(self, path, message, **headers):
        """The answer's JSON; Refused for an error."""
        headers = {"Authorization": f"Bearer {self.key}", **headers}
        status, _, data = self.request("POST", path, json.dumps(message), **headers)
        answer = json.loads(data)
        if status != 200:
            raise Refused(answer)
        return answer

    def open(self):
        self.key = self.post("/session/open", {"token": self.token})["key"]

    def session(self):
        status, _, data = self.request("GET", "/session", Authorization=f"Bearer {self.key}")
        return json.loads(data)

    def ask(self, method, message=None, **headers):
        return self.post("/rpc/" + method, message or {}, **headers)

    def desk(self, method, **message):
        return self.ask(DESK + method, message)

    def stream(self, method, message):
        body = json.dumps(message).encode()
        connection = self.connect()
        connection.request("POST", "/rpc/" + method, struct.pack(">BI", 0, len(body)) + body,
                           {"Content-Type": "application/connect+json", "Authorization": f"Bearer {self.key}"})
        return Stream(connection)

    def fresh_link(self):
        self.process.send_signal(signal.SIGHUP)
        self.await_link()
