"""Floods, slow senders, and HTTP/2 that breaks its rules: an honest officer is answered all the while, what the attacks hold is
given back, and nothing of them is stored. How fast honest callers are meanwhile: tests/adversary/run."""
import os
import pathlib
import struct
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import attacks  # noqa: E402
import wire  # noqa: E402
from message_test import resident_bytes  # noqa: E402
from network import Network, await_that  # noqa: E402

LIST = attacks.LIST
STEPS = 3
# What gRPC passes over; the call is an ordinary one.
LENIENT = ("another content", "a time that is none", "metadata of 12 KB", "500 headers", "a line break in a header")
# Of a connection: what is sent after a proper beginning, and the code that ends it (RFC 9113 section 7); None: any.
BROKEN = {
    "DATA on no stream": wire.frame(wire.DATA, 0, 0, b"x"),
    "DATA on a stream never opened": wire.frame(wire.DATA, 0, 7, b"x"),
    "HEADERS on a stream of the server's": wire.frame(wire.HEADERS, 5, 2, wire.header_block([(":method", "POST")])),
    "CONTINUATION of nothing": wire.frame(wire.CONTINUATION, 4, 1, b""),
    "a frame larger than any": wire.frame(wire.DATA, 0, 1, bytes(1 << 20)),
    "a window of nothing more": wire.frame(wire.WINDOW_UPDATE, 0, 0, struct.pack(">I", 0)),
    "a window beyond 2^31": wire.frame(wire.WINDOW_UPDATE, 0, 0, struct.pack(">I", 0x7FFFFFFF)) * 3,
    "SETTINGS of 5 bytes": wire.frame(wire.SETTINGS, 0, 0, b"12345"),
    "SETTINGS that cannot be": wire.frame(wire.SETTINGS, 0, 0, struct.pack(">HI", 4, 0xFFFFFFFF)),
    "PING of 7 bytes": wire.frame(wire.PING, 0, 0, b"1234567"),
    "PUSH_PROMISE": wire.frame(wire.PUSH_PROMISE, 4, 1, struct.pack(">I", 2)),
    "RST_STREAM of no stream": wire.frame(wire.RST_STREAM, 0, 0, struct.pack(">I", 8)),
    "a header index that is none": wire.frame(wire.HEADERS, 5, 1, b"\xff\xff\xff\xff\x0f"),
    "a header of 4 GiB": wire.frame(wire.HEADERS, 5, 1, b"\x00\x7f\xff\xff\xff\xff\x0f" + b"x" * 100),
    "a table of 4 GiB": wire.frame(wire.HEADERS, 5, 1, b"\x3f\xff\xff\xff\xff\x0f"),
    "padding longer than its frame": wire.frame(wire.HEADERS, 0xD, 1, b"\xff"),
    "random bytes": os.urandom(5000),
}


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

    def test_an_honest_officer_is_answered_during_every_flood(self):
        before = self.descriptors()
        incidents = len(self.net.officer("SG").incidents("--all"))
        for name, attack in attacks.ATTACKS.items():
            with self.subTest(name):
                steps = attack(self.target)
                for _ in range(STEPS):
                    next(steps)
                with wire.Connection(self.target.address, self.honest) as connection:
                    self.assertEqual(connection.call(LIST, b"").status, wire.OK)
                self.assertTrue(next(steps))
                steps.close()
        self.assertTrue(self.node.running())
        self.assertLess(resident_bytes(self.node), 600 << 20)
        await_that(lambda: self.descriptors() < before + 20, "the descriptors are given back")
        # What mallory may hand in is there, once.
        self.assertEqual(len(self.net.officer("SG").incidents("--all")), incidents + 1)
        self.net.officer("SG").report()

    def test_http2_that_breaks_its_rules_ends_its_connection_alone(self):
        with wire.Connection(self.target.address, self.honest) as bystander:
            for what, broken in BROKEN.items():
                with self.subTest(what), wire.Connection(self.target.address, self.target.identity) as connection:
                    self.assertEqual(connection.call(LIST, b"").status, wire.OK)
                    try:
                        connection.send(broken)
                        connection.pump(lambda: connection.goaway is not None, 1)
                    except (wire.Closed, TimeoutError):
                        pass
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
