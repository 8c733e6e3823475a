"""The bad link that other tests put between processes does what it says."""
import os
import pathlib
import socket
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from link import DOWN, HEADER, SEGMENT, UP, Link, Profile, retry_after  # noqa: E402
from network import await_that  # noqa: E402


class Echo:
    """A server that sends back what it gets."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.echo, args=(connection,), daemon=True).start()

    @staticmethod
    def echo(connection):
        with connection:
            try:
                while data := connection.recv(4096):
                    connection.sendall(data)
            except OSError:
                pass


def dial(link):
    host, port = link.address.rsplit(":", 1)
    connection = socket.create_connection((host, int(port)))
    connection.settimeout(20)
    return connection


def exchange(connection, data):
    """Sends, and reads as much back; (seconds, what came)."""
    begin = time.monotonic()
    threading.Thread(target=connection.sendall, args=(data,), daemon=True).start()
    got = b""
    while len(got) < len(data):
        piece = connection.recv(len(data) - len(got))
        if not piece:
            break
        got += piece
    return time.monotonic() - begin, got


class LinkTest(unittest.TestCase):
    def setUp(self):
        self.echo = Echo()
        self.addCleanup(self.echo.socket.close)

    def link(self, profile=Profile()):
        link = Link(self.echo.address, profile)
        self.addCleanup(link.close)
        return link

    def test_all_bytes_pass_unchanged_and_are_counted_each_way(self):
        link = self.link()
        data = os.urandom(300_000)
        with dial(link) as connection:
            self.assertEqual(exchange(connection, data)[1], data)
        self.assertEqual((link.bytes(UP), link.bytes(DOWN)), (300_000, 300_000))
        self.assertGreaterEqual(link.wire_bytes(UP), 300_000 + HEADER * (300_000 // SEGMENT))

    def test_rate_and_delay_take_the_time_that_they_should(self):
        link = self.link(Profile(bits_per_s=64_000, delay_s=0.1))
        with dial(link) as connection:
            first, _ = exchange(connection, b"x")
            # A segment more than was paid for the first, each way.
            second, _ = exchange(connection, b"y" * SEGMENT * 8)
        self.assertGreaterEqual(first, 0.4)  # the connection's round trip and the byte's own
        self.assertLess(first, 0.8)
        sending = 8 * (SEGMENT + HEADER) * 8 / 64_000
        self.assertGreaterEqual(second, sending + 0.2)
        self.assertLess(second, sending + 0.2 + 0.4)

    def test_loss_delays_and_changes_nothing(self):
        link = self.link(Profile(bits_per_s=1_000_000, delay_s=0.01, loss=0.05, seed=3))
        data = os.urandom(SEGMENT * 40)
        with dial(link) as connection:
            seconds, got = exchange(connection, data)
        self.assertEqual(got, data)
        lost = link.lines[UP].lost + link.lines[DOWN].lost
        self.assertGreater(lost, 0)
        self.assertGreaterEqual(seconds, 1.0)  # one retransmission timeout at the least

    def test_an_outage_holds_bytes_back_and_loses_none(self):
        link = self.link()
        with dial(link) as connection:
            exchange(connection, b"before")
            link.outage(0.5)
            seconds, got = exchange(connection, b"meanwhile")
        self.assertEqual(got, b"meanwhile")
        self.assertGreaterEqual(seconds, 0.9)

    def test_an_outage_holds_back_also_what_was_on_its_way(self):
        link = self.link(Profile(delay_s=0.4))
        with dial(link) as connection:
            exchange(connection, b"before")
            threading.Timer(0.2, link.outage, [1.0]).start()
            seconds, _ = exchange(connection, b"under way")
        self.assertGreaterEqual(seconds, 1.7)

    def test_after_an_outage_it_goes_on_where_tcp_would_try_again(self):
        self.assertEqual(retry_after(0.5, 1.0), 1.0)
        self.assertEqual(retry_after(4, 1.0), 7.0)
        self.assertEqual(retry_after(180, 3.0), 213.0)

    def test_a_cut_swallows_one_direction_and_mending_resets_what_has_a_hole(self):
        link = self.link()
        with dial(link) as holed:
            exchange(holed, b"before")
            link.cut(UP)
            holed.settimeout(0.3)
            holed.sendall(b"swallowed")
            self.assertRaises(TimeoutError, holed.recv, 1)
            holed.settimeout(20)
            link.mend()
            self.assertRaises(ConnectionResetError, holed.recv, 1)
        self.assertEqual(link.bytes(UP), len(b"before"))
        with dial(link) as connection:
            self.assertEqual(exchange(connection, b"after")[1], b"after")

    def test_a_reset_comes_after_as_many_bytes_as_asked_and_once(self):
        link = self.link(Profile(bits_per_s=8_000_000))
        with dial(link) as connection:
            link.reset_after(20_000, UP)
            with self.assertRaises(OSError):
                if exchange(connection, b"z" * 1_000_000)[1] != b"z" * 1_000_000:
                    raise ConnectionResetError
        self.assertLess(link.bytes(UP), 20_000 + SEGMENT)
        with dial(link) as connection:
            self.assertEqual(exchange(connection, b"again")[1], b"again")

    def test_what_waited_on_a_connection_that_is_reset_is_not_sent(self):
        link = self.link(Profile(bits_per_s=64_000))
        with dial(link) as connection:
            connection.sendall(b"z" * 15_000)
            await_that(lambda: link.bytes(UP), "it is sent")
            link.reset()
            sent = link.bytes(UP)
            await_that(lambda: not link.connections, "the connection has ended")
        self.assertLess(sent, 15_000)
        self.assertEqual(link.bytes(UP), sent)


if __name__ == "__main__":
    unittest.main()
