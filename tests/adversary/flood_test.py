"""Floods, slow senders, and HTTP/2 that breaks its rules: an honest officer is answered all the while, what the attacks hold is
given back, and nothing of them is stored. How fast honest callers are meanwhile: tests/adversary/run."""
import contextlib
import os
import pathlib
import struct
import sys
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import attacks  # noqa: E402
import wire  # noqa: E402
from message_test import resident_bytes  # noqa: E402
from network import Network, await_that  # noqa: E402

LIST = attacks.LIST
CALLS = 10
WORST_S = 5
# Floods that may hold others up for longer: README, Limitations.
HOLDS_UP = ("streams opened and reset",)
# What gRPC passes over; the call is an ordinary one.
LENIENT = ("another content", "a time that is none", "metadata of 12 KB", "500 headers", "a line break in a header")
CALL = wire.header_block([(":method", "POST"), (":scheme", "https"), (":path", LIST), (":authority", "node"), ("te", "trailers"),
                          ("content-type", "application/grpc")])
OPENED = wire.frame(wire.HEADERS, wire.END_HEADERS, 3, CALL)
# On a connection whose stream 1 has ended: what is sent, and the code of the connection error that it is (RFC 9113 sections 4 to 6).
BROKEN = {
    "DATA on no stream": (wire.frame(wire.DATA, 0, 0, b"x"), wire.PROTOCOL_ERROR),
    "DATA on a stream never opened": (wire.frame(wire.DATA, 0, 7, b"x"), wire.PROTOCOL_ERROR),
    "DATA with padding longer than its frame": (OPENED + wire.frame(wire.DATA, 9, 3, b"\xff"), wire.PROTOCOL_ERROR),
    "HEADERS on no stream": (wire.frame(wire.HEADERS, 5, 0, CALL), wire.PROTOCOL_ERROR),
    "HEADERS on a stream of the server's": (wire.frame(wire.HEADERS, 5, 2, CALL), wire.PROTOCOL_ERROR),
    "HEADERS on a stream passed by": (wire.frame(wire.HEADERS, 5, 5, CALL) + wire.frame(wire.HEADERS, 5, 3, CALL), wire.PROTOCOL_ERROR),
    "HEADERS on a stream that has ended": (wire.frame(wire.HEADERS, 5, 1, CALL), wire.STREAM_CLOSED),
    "HEADERS with padding longer than the frame": (wire.frame(wire.HEADERS, 0xD, 3, b"\xff"), wire.PROTOCOL_ERROR),
    "HEADERS, and PING before the block's end": (
        wire.frame(wire.HEADERS, 0, 3, CALL[:10]) + wire.frame(wire.PING, 0, 0, b"12345678"), wire.PROTOCOL_ERROR),
    "CONTINUATION of nothing": (wire.frame(wire.CONTINUATION, 4, 1, b""), wire.PROTOCOL_ERROR),
    "a frame larger than any": (wire.frame(wire.DATA, 0, 3, bytes(5 << 20)), wire.FRAME_SIZE_ERROR),
    "a frame larger than any, of a kind that is none": (wire.frame(0x42, 0, 0, bytes(5 << 20)), wire.FRAME_SIZE_ERROR),
    "a window of nothing more": (wire.frame(wire.WINDOW_UPDATE, 0, 0, struct.pack(">I", 0)), wire.PROTOCOL_ERROR),
    "a window beyond 2^31": (wire.frame(wire.WINDOW_UPDATE, 0, 0, struct.pack(">I", 0x7FFFFFFF)) * 3, wire.FLOW_CONTROL_ERROR),
    "SETTINGS of 5 bytes": (wire.frame(wire.SETTINGS, 0, 0, b"12345"), wire.FRAME_SIZE_ERROR),
    "SETTINGS of a stream": (wire.frame(wire.SETTINGS, 0, 3, b""), wire.PROTOCOL_ERROR),
    "SETTINGS taken, with more": (wire.frame(wire.SETTINGS, wire.ACK, 0, struct.pack(">HI", 4, 1)), wire.FRAME_SIZE_ERROR),
    "SETTINGS of a window that cannot be": (wire.frame(wire.SETTINGS, 0, 0, struct.pack(">HI", 4, 0xFFFFFFFF)), wire.FLOW_CONTROL_ERROR),
    "SETTINGS of frames of one byte": (wire.frame(wire.SETTINGS, 0, 0, struct.pack(">HI", 5, 1)), wire.PROTOCOL_ERROR),
    "PING of 7 bytes": (wire.frame(wire.PING, 0, 0, b"1234567"), wire.FRAME_SIZE_ERROR),
    "PING of a stream": (wire.frame(wire.PING, 0, 3, b"12345678"), wire.PROTOCOL_ERROR),
    "PUSH_PROMISE": (OPENED + wire.frame(wire.PUSH_PROMISE, 4, 3, struct.pack(">I", 2) + CALL), wire.PROTOCOL_ERROR),
    "RST_STREAM of no stream": (wire.frame(wire.RST_STREAM, 0, 0, struct.pack(">I", 8)), wire.PROTOCOL_ERROR),
    "RST_STREAM of a stream never opened": (wire.frame(wire.RST_STREAM, 0, 9, struct.pack(">I", 8)), wire.PROTOCOL_ERROR),
    "RST_STREAM of 3 bytes": (OPENED + wire.frame(wire.RST_STREAM, 0, 3, b"xyz"), wire.FRAME_SIZE_ERROR),
    "a header index that is none": (wire.frame(wire.HEADERS, 5, 3, b"\xff\xff\xff\xff\x0f"), wire.COMPRESSION_ERROR),
    "a header of 4 GiB": (wire.frame(wire.HEADERS, 5, 3, b"\x00\x7f\xff\xff\xff\xff\x0f" + b"x" * 100), wire.COMPRESSION_ERROR),
    "a table of 4 GiB": (wire.frame(wire.HEADERS, 5, 3, b"\x3f\xff\xff\xff\xff\x0f"), wire.COMPRESSION_ERROR),
    # The first three are a length beyond any frame's.
    "random bytes": (b"\xff" + os.urandom(5000), wire.FRAME_SIZE_ERROR),
}
NO_SUCH_STREAM = "no call is on that stream: the frame is skipped, its headers read only to keep the table of headers right"
# What gRPC 1.51 lets pass of these, and why it does no harm. The connection goes on.
PASSED_OVER = {
    "DATA on no stream": NO_SUCH_STREAM,
    "DATA on a stream never opened": NO_SUCH_STREAM,
    "HEADERS on no stream": NO_SUCH_STREAM,
    "HEADERS on a stream of the server's": NO_SUCH_STREAM,
    "HEADERS on a stream passed by": NO_SUCH_STREAM,
    "HEADERS on a stream that has ended": NO_SUCH_STREAM,
    "RST_STREAM of no stream": NO_SUCH_STREAM,
    "RST_STREAM of a stream never opened": NO_SUCH_STREAM,
    "DATA with padding longer than its frame": "it knows no padding of DATA, and ends that call",
    "a window beyond 2^31": "it counts windows in 64 bits",
    "PING of a stream": "it does not look at the stream's number, and answers",
    "PUSH_PROMISE": "it knows no such frame, and skips it",
}


class Flood(threading.Thread):
    """An attack that goes on, and begins anew when it is cut off, until stopped."""

    def __init__(self, attack, target):
        super().__init__(daemon=True)
        self.attack, self.target = attack, target
        self.news = threading.Condition()
        self.steps = 0
        self.stopped = False
        self.failed = None
        self.start()

    def run(self):
        while not self.stopped:
            try:
                with contextlib.closing(self.attack(self.target)) as attack:
                    for _ in attack:
                        with self.news:
                            self.steps += 1
                            self.news.notify()
                        if self.stopped:
                            return
            except (OSError, wire.Closed, TimeoutError):
                pass
            except Exception as failed:  # the test's own fault, which it is to tell
                self.failed = failed
                return

    def await_steps(self, more, seconds):
        """Whether it has gone so much further within the time."""
        with self.news:
            goal = self.steps + more
            return self.news.wait_for(lambda: self.steps >= goal, seconds)

    def stop(self):
        self.stopped = True
        self.join(60)


class FloodTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.net = Network(["SG", "ID"]).__enter__()
        cls.net.make_officer("SG", "mallory", ["submitter", "analyst"])
        cls.net.start("SG", expects=["ID"])
        cls.node = cls.net.nodes["SG"]
        cls.honest = cls.net.dir / "officer/SG/watch-1"
        cls.net.officer("SG").report()
        cls.target = attacks.Target(cls.node.address(), cls.net.dir / "officer/SG/mallory", cls.net.dir / "officer/ID/watch-1",
                                    cls.net.dir / "node/ID/keys")

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.node.process.pid}/fd"))

    def seconds_of(self, call):
        begin = time.monotonic()
        self.assertEqual(call().status, wire.OK)
        return time.monotonic() - begin

    def test_an_honest_officer_is_answered_during_every_flood(self):
        before = self.descriptors()
        incidents = len(self.net.officer("SG").incidents("--all"))
        with wire.Connection(self.target.address, self.honest) as connection:
            for name, attack in attacks.ATTACKS.items():
                with self.subTest(name):
                    flood = Flood(attack, self.target)
                    try:
                        self.assertTrue(flood.await_steps(1, 60), "it never began")
                        waited = []
                        for _ in range(CALLS // 2):
                            flood.await_steps(1, 0.2)
                            waited.append(self.seconds_of(lambda: connection.call(LIST, b"")))
                            flood.await_steps(1, 0.2)
                            waited.append(self.seconds_of(lambda: wire.ask(self.target.address, self.honest, LIST, b"")))
                        self.assertTrue(flood.await_steps(1, 60), "it did not go on")
                    finally:
                        flood.stop()
                    self.assertFalse(flood.is_alive() or flood.failed, flood.failed)
                    if name not in HOLDS_UP:
                        self.assertLess(max(waited), WORST_S, waited)
        self.assertTrue(self.node.running())
        # What they take while they last is for limits.memory_bytes to bound (MemoryTest); it is not what they have sent.
        self.assertLess(resident_bytes(self.node), 3 << 30)
        await_that(lambda: self.descriptors() < before + 20, "the descriptors are given back")
        # What mallory may hand in is there, once.
        self.assertEqual(len(self.net.officer("SG").incidents("--all")), incidents + 1)
        self.net.officer("SG").report()

    def test_http2_that_breaks_its_rules_ends_its_connection_alone(self):
        self.assertLessEqual(PASSED_OVER.keys(), BROKEN.keys())
        with wire.Connection(self.target.address, self.honest) as bystander:
            for what, (broken, code) in BROKEN.items():
                with self.subTest(what), wire.Connection(self.target.address, self.target.identity) as connection:
                    self.assertEqual(connection.call(LIST, b"").status, wire.OK)
                    try:
                        connection.send(broken + wire.frame(wire.PING, 0, 0, b"asked by"))
                        # A PING behind it is answered only when it was passed over.
                        connection.pump(lambda: connection.goaway is not None or connection.pongs > 0)
                        ended = connection.goaway is not None
                    except wire.Closed:
                        ended = True
                    self.assertEqual(ended, what not in PASSED_OVER)
                    self.assertIn(connection.goaway, (None, code))
                    if not ended:
                        connection.next_stream = 11
                        self.assertEqual(connection.call(LIST, b"").status, wire.OK)
                    self.assertEqual(bystander.call(LIST, b"").status, wire.OK)

    def test_calls_that_are_none_are_answered_as_such(self):
        post = [(":method", "POST"), (":scheme", "https"), (":authority", "node"), ("te", "trailers")]
        calls = {
            "no method": ([(":path", LIST)], ()),
            "GET": ([(":method", "GET"), *post[1:], (":path", LIST), ("content-type", "application/grpc")], ()),
            "another content": ([*post, (":path", LIST), ("content-type", "text/html")], ()),
            "no path": ([*post, ("content-type", "application/grpc")], ()),
            "two paths": ([*post, (":path", LIST), (":path", "/x/y"), ("content-type", "application/grpc")], ()),
            "an unknown method": ([*post, (":path", "/lightship.v1.IncidentService/DropAll"), ("content-type", "application/grpc")], ()),
            "a path of directories": ([*post, (":path", "/../../etc/passwd"), ("content-type", "application/grpc")], ()),
            "a path of 15 KB": ([*post, (":path", "/" + "x" * 15_000), ("content-type", "application/grpc")], ()),
            "no time to answer": ([*post, (":path", LIST), ("content-type", "application/grpc"), ("grpc-timeout", "0n")], ()),
            "a time that is none": ([*post, (":path", LIST), ("content-type", "application/grpc"), ("grpc-timeout", "-1Z")], ()),
            "metadata of 12 KB": ([*post, (":path", LIST), ("content-type", "application/grpc"), ("x-bomb", "y" * 12_000)], ()),
            "500 headers": ([*post, (":path", LIST), ("content-type", "application/grpc")], [(f"x-{n}", "y" * 20) for n in range(500)]),
            "a line break in a header": ([*post, (":path", LIST), ("content-type", "application/grpc"), ("x", "a\r\nb: c\0")], ()),
        }
        for what, (headers, extra) in calls.items():
            with self.subTest(what), wire.Connection(self.target.address, self.target.identity) as connection:
                try:
                    stream = connection.headers("", extra, base=headers)
                    connection.data(stream, wire.envelope(b""), end=True)
                    answer = connection.answer(stream, 5)
                    if what not in LENIENT:
                        self.assertNotEqual(answer.status, wire.OK, answer)
                except (wire.Closed, TimeoutError):
                    pass
                self.assertEqual(wire.ask(self.target.address, self.honest, LIST, b"").status, wire.OK)

    def test_a_table_of_headers_is_no_bomb(self):
        """One long header, kept in the table and referred to 4,000 times (HPACK bomb)."""
        before = resident_bytes(self.node)
        with wire.Connection(self.target.address, self.target.identity) as connection:
            long = b"\x40\x01x" + wire._hpack_length(3900, 7) + b"y" * 3900
            block = wire.header_block([(":method", "POST"), (":scheme", "https"), (":path", LIST), (":authority", "n"),
                                       ("te", "trailers"), ("content-type", "application/grpc")]) + long + b"\xbe" * 4000
            try:
                connection.answers[1] = wire.Answer()
                connection.send(wire.frame(wire.HEADERS, 5, 1, block))
                connection.pump(lambda: connection.answers[1].ended or connection.goaway is not None, 5)
                self.assertNotEqual(connection.answers[1].status, wire.OK)
            except (wire.Closed, TimeoutError):
                pass
        self.assertLess(resident_bytes(self.node) - before, 64 << 20)
        self.assertEqual(wire.ask(self.target.address, self.honest, LIST, b"").status, wire.OK)


class MemoryTest(unittest.TestCase):
    def test_whoever_has_the_node_take_in_gigabytes_is_cut_and_nobody_else(self):
        """A block of headers without end, and a message of 4 GiB, from an officer who may do nothing here."""
        with Network(["SG", "ID"]) as net:
            node = net.start("SG", extra="limits { redial_first_ms: 50 redial_most_ms: 500 memory_bytes: 320000000 cache_bytes: 1048576 }")
            address, foreign = node.address(), net.dir / "officer/ID/watch-1"
            header = wire.frame(wire.CONTINUATION, 0, 1, wire.header_block([("x", "y" * 15_000)]))

            def headers(connection):
                connection.send(wire.frame(wire.HEADERS, 0, 1, wire.header_block([(":method", "POST")])))
                while True:
                    yield connection.send(header * 60)

            def message(connection):
                stream = connection.headers(LIST)
                connection.data(stream, wire.envelope(b"", size=(1 << 32) - 1))
                while not connection.answers[stream].ended:
                    yield connection.data(stream, bytes(1 << 20))

            with wire.Connection(address, net.dir / "officer/SG/watch-1") as honest:
                for flood in (headers, message):
                    with self.subTest(flood.__name__), wire.Connection(address, foreign) as connection:
                        sent = 0
                        try:
                            for _ in flood(connection):
                                sent += 1
                                if sent % 20 == 0:
                                    self.assertEqual(honest.call(LIST, b"").status, wire.OK)
                                if sent == 2000:
                                    break
                        except (wire.Closed, TimeoutError):
                            pass
                        self.assertLess(sent, 2000, "cut before it has sent 2 GB")
                    self.assertEqual(honest.call(LIST, b"").status, wire.OK)
            self.assertLess(resident_bytes(node), 1 << 30)
            self.assertIn("is cut", (node.dir / "log").read_text())


if __name__ == "__main__":
    unittest.main()
