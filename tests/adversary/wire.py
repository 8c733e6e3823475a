"""A client of gRPC over HTTP/2 over TLS, made by hand: every byte of it is the test's to choose (RFC 9113, RFC 7541).

    with Connection(address, identity) as connection:
        answer = connection.call("/lightship.v1.IncidentService/ListIncidents", b"")
        answer.status, answer.reason, answer.messages
"""
import dataclasses
import pathlib
import socket
import ssl
import struct
import time

import protobuf as pb

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, END_HEADERS, ACK = 1, 4, 1
# Codes of GOAWAY and RST_STREAM.
PROTOCOL_ERROR, FLOW_CONTROL_ERROR, STREAM_CLOSED, FRAME_SIZE_ERROR, CANCEL, COMPRESSION_ERROR = 1, 3, 5, 6, 8, 9
# gRPC status codes.
OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND = range(6)
PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED = range(7, 13)
INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED = range(13, 17)
# The part of HPACK's static table that gRPC uses.
STATIC = {1: (":authority", ""), 2: (":method", "GET"), 3: (":method", "POST"), 4: (":path", "/"), 5: (":path", "/index.html"),
          6: (":scheme", "http"), 7: (":scheme", "https"), 8: (":status", "200"), 9: (":status", "204"), 11: (":status", "304"), 12: (":status", "400"),
          13: (":status", "404"), 14: (":status", "500"), 16: ("accept-encoding", "gzip, deflate"),
          28: ("content-length", ""), 31: ("content-type", ""), 54: ("server", "")}


class Closed(Exception):
    """The other side has ended the connection; `code` of its GOAWAY, if there was one."""

    def __init__(self, code=None, detail=b""):
        super().__init__(f"closed, code {code} {detail!r}")
        self.code, self.detail = code, detail


def tls_context(identity=None, least=None, most=None, ciphers=None, alpn=("h2",)):
    """As a hostile client has it: it believes any server. `identity`: a directory with certificate.pem and key.pem."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if ciphers:
        context.set_ciphers(ciphers)
    if least:
        context.minimum_version = least
    if most:
        context.maximum_version = most
    if alpn:
        context.set_alpn_protocols(list(alpn))
    if identity:
        identity = pathlib.Path(identity)
        context.load_cert_chain(identity / "certificate.pem", identity / "key.pem")
    return context


class InTheClear:
    """Instead of a TLS context."""

    @staticmethod
    def wrap_socket(plain):
        return plain


def tcp(address, seconds=20, source=""):
    """To "host:port", or "unix:" and a path. `source`: another address of this machine to come from."""
    if address.startswith("unix:"):
        local = socket.socket(socket.AF_UNIX)
        local.settimeout(seconds)
        local.connect(address.removeprefix("unix:"))
        return local
    host, port = address.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=seconds, source_address=(source, 0) if source else None)


def _hpack_integer(data, at, bits):
    mask = (1 << bits) - 1
    value = data[at] & mask
    at += 1
    if value == mask:
        shift = 0
        while True:
            value += (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if data[at - 1] < 0x80:
                break
    return value, at


def _hpack_length(size, bits, first=0):
    mask = (1 << bits) - 1
    if size < mask:
        return bytes([first | size])
    out, size = bytearray([first | mask]), size - mask
    while size > 0x7F:
        out.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes(out + bytes([size]))


def _hpack_string(data, at):
    if data[at] & 0x80:
        raise ValueError("Huffman code, though none was asked for")
    size, at = _hpack_integer(data, at, 7)
    return data[at:at + size], at + size


def header_block(headers):
    """Literal fields, never indexed, without Huffman code."""
    out = b""
    for name, value in headers:
        name, value = (x.encode() if isinstance(x, str) else x for x in (name, value))
        out += b"\0" + _hpack_length(len(name), 7) + name + _hpack_length(len(value), 7) + value
    return out


def read_headers(data):
    """{name: bytes} of a block whose encoder has a dynamic table of size 0."""
    headers, at = {}, 0
    while at < len(data):
        first = data[at]
        if first & 0x80:
            index, at = _hpack_integer(data, at, 7)
            name, value = STATIC.get(index, (f"static-{index}", ""))
            headers[name] = value.encode()
        elif first & 0xE0 == 0x20:
            _, at = _hpack_integer(data, at, 5)
        else:
            index, at = _hpack_integer(data, at, 6 if first & 0x40 else 4)
            if index:
                name = STATIC.get(index, (f"static-{index}", ""))[0].encode()
            else:
                name, at = _hpack_string(data, at)
            value, at = _hpack_string(data, at)
            headers[name.decode()] = value
    return headers


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def envelope(body, compressed=0, size=None):
    """One gRPC message with its prefix; `size` may lie."""
    return struct.pack(">BI", compressed, len(body) if size is None else size) + body


@dataclasses.dataclass
class Answer:
    """Of one call. `status` is None while it has not ended; `reset` is the code of an RST_STREAM."""
    status: int = None
    detail: str = ""
    reason: str = ""
    retry_s: float = None
    violations: list = dataclasses.field(default_factory=list)
    messages: list = dataclasses.field(default_factory=list)
    http_status: str = ""
    reset: int = None
    ended: bool = False
    started: bool = False
    headers: dict = dataclasses.field(default_factory=dict)
    _bytes: bytes = b""

    def take_headers(self, headers):
        self.started = True
        self.headers.update(headers)
        self.http_status = headers.get(":status", b"").decode() or self.http_status
        if "grpc-status" in headers:
            self.status = int(headers["grpc-status"])
            self.detail = headers.get("grpc-message", b"").decode("latin-1")
            self._take_details(headers.get("grpc-status-details-bin", b"").removeprefix(b"\0"))

    def _take_details(self, status):
        for detail in pb.values(status, 3):
            name, value = pb.first(detail, 1, b""), pb.first(detail, 2, b"")
            if name.endswith(b"ErrorInfo"):
                self.reason = pb.first(value, 1, b"").decode()
            elif name.endswith(b"RetryInfo"):
                delay = pb.first(value, 1, b"")
                self.retry_s = pb.first(delay, 1, 0) + pb.first(delay, 2, 0) / 1e9
            elif name.endswith(b"BadRequest"):
                self.violations += [pb.first(v, 1, b"").decode() for v in pb.values(value, 1)]

    def take_data(self, data):
        self._bytes += data
        while len(self._bytes) >= 5:
            size = struct.unpack(">I", self._bytes[1:5])[0]
            if len(self._bytes) < 5 + size:
                break
            self.messages.append(self._bytes[5:5 + size])
            self._bytes = self._bytes[5 + size:]


class Connection:
    """For one thread. `settings`: False leaves preface and settings to the test."""

    def __init__(self, address, identity=None, context=None, settings=True, seconds=20):
        self.socket = tcp(address, seconds)
        self.socket = (context or tls_context(identity)).wrap_socket(self.socket)
        self.answers = {}
        self.next_stream = 1
        self.goaway = None
        self.peer_settings = {}
        self.pongs = 0
        self._read = b""
        self._windows = {0: 65535}  # what the peer lets us send, of the connection (0) and of each stream
        if settings:
            own = struct.pack(">HIHIHIHI", 1, 0, 2, 0, 4, 0x7FFFFFFF, 0xFE03, 1)
            self.send(PREFACE + frame(SETTINGS, 0, 0, own) +
                      frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 0x7FFF0000 - 65535)))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def __del__(self):
        self.close()

    def send(self, data):
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError) as gone:
            raise Closed(self.goaway) from gone

    def headers(self, path, extra=(), end=False, timeout=None, base=None):
        """Opens a stream; its number."""
        stream, self.next_stream = self.next_stream, self.next_stream + 2
        headers = base if base is not None else [
            (":method", "POST"), (":scheme", "https"), (":path", path), (":authority", "node"),
            ("te", "trailers"), ("content-type", "application/grpc")]
        if timeout:
            headers = headers + [("grpc-timeout", timeout)]
        self.answers[stream] = Answer()
        self._windows[stream] = self.peer_settings.get(4, 65535)
        self.send(frame(HEADERS, END_HEADERS | (END_STREAM if end else 0), stream,
                        header_block(headers + list(extra))))
        return stream

    def data(self, stream, payload, end=False):
        """In frames of at most 16 KiB, as the peer's flow control allows. Stops when the call has been answered."""
        pieces = [payload[i:i + 16384] for i in range(0, len(payload), 16384)] or [b""]
        for i, piece in enumerate(pieces):
            answer = self.answers[stream]
            self.pump(lambda: answer.ended or len(piece) <= min(self._windows[0], self._windows[stream]))
            if answer.ended:
                return
            self._windows[0] -= len(piece)
            self._windows[stream] -= len(piece)
            self.send(frame(DATA, END_STREAM if end and i == len(pieces) - 1 else 0, stream, piece))

    def fits(self, stream, size):
        """Whether the peer takes so much now."""
        return size <= min(self._windows[0], self._windows[stream])

    def cancel(self, stream, code=CANCEL):
        self.send(frame(RST_STREAM, 0, stream, struct.pack(">I", code)))

    def begin(self, path, *bodies, end=True, extra=(), timeout="20S"):
        """Sends a whole call without waiting for its answer; the stream's number."""
        stream = self.headers(path, extra, timeout=timeout)
        self.data(stream, b"".join(envelope(body) for body in bodies), end)
        return stream

    def call(self, path, *bodies, extra=(), seconds=20):
        """The answer to a call with the messages given."""
        return self.answer(self.begin(path, *bodies, extra=extra), seconds)

    def answer(self, stream, seconds=20):
        answer = self.answers[stream]
        self.pump(lambda: answer.ended, seconds)
        del self.answers[stream]
        return answer

    def pump(self, until, seconds=20):
        """Reads frames until the condition holds. Closed when the connection ends before, TimeoutError when time does."""
        deadline = time.monotonic() + seconds
        while not until():
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                got = self.socket.recv(1 << 16)
            except (TimeoutError, ssl.SSLWantReadError):
                raise TimeoutError(f"no answer within {seconds} s") from None
            except (ConnectionResetError, ssl.SSLError, BrokenPipeError) as gone:
                raise Closed(self.goaway, str(gone).encode()) from gone
            if not got:
                raise Closed(self.goaway)
            self._read += got
            self._take_frames()
        self.socket.settimeout(20)

    def _take_frames(self):
        while len(self._read) >= 9:
            size = int.from_bytes(self._read[:3], "big")
            if len(self._read) < 9 + size:
                return
            kind, flags, stream = struct.unpack(">BBI", self._read[3:9])
            payload, self._read = self._read[9:9 + size], self._read[9 + size:]
            self._take(kind, flags, stream, payload)

    def _take(self, kind, flags, stream, payload):
        answer = self.answers.get(stream)
        if kind == SETTINGS and not flags & ACK:
            for at in range(0, len(payload), 6):
                key, value = struct.unpack(">HI", payload[at:at + 6])
                if key == 4:
                    for number in self._windows.keys() - {0}:
                        self._windows[number] += value - self.peer_settings.get(4, 65535)
                self.peer_settings[key] = value
            self.send(frame(SETTINGS, ACK, 0))
        elif kind == PING and not flags & ACK:
            self.send(frame(PING, ACK, 0, payload))
        elif kind == PING:
            self.pongs += 1
        elif kind == GOAWAY:
            self.goaway = struct.unpack(">I", payload[4:8])[0]
        elif kind == WINDOW_UPDATE:
            self._windows[stream] = self._windows.get(stream, 0) + struct.unpack(">I", payload)[0]
        elif answer is None:
            return
        elif kind == HEADERS:
            answer.take_headers(read_headers(payload))
        elif kind == DATA:
            answer.take_data(payload)
            if payload:
                self.send(frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", len(payload))))
        elif kind == RST_STREAM:
            answer.reset, answer.ended = struct.unpack(">I", payload)[0], True
        if answer is not None and kind in (HEADERS, DATA) and flags & END_STREAM:
            answer.ended = True


def ask(address, identity, path, *bodies, **options):
    """One call on a connection of its own."""
    with Connection(address, identity) as connection:
        return connection.call(path, *bodies, **options)
