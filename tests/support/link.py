"""A bad link for tests: a TCP proxy on loopback that makes what passes it slow, late, lossy, cut or reset, and counts it.

    with Link(to=node.address(), profile=SATELLITE_2400) as link:
        net.start("ID", dials=["SG"], via={"SG": link.address})
        link.bytes(UP), link.bytes(DOWN)

UP is from whoever connects to the link towards `to`, DOWN the way back. All connections share one link, as behind one
antenna. What is modelled:

rate     Payload is cut into segments of at most SEGMENT bytes, each with HEADER bytes of TCP and IP; one follows another at
         the profile's bits per second. A connection's first bytes come after one round trip, as after SYN and SYN-ACK.
delay    One way, after the last bit of a segment has been sent.
loss     What TCP shows of it. A lost segment comes after the retransmission timeout (two round trips, one second at least),
         is paid for twice, and holds back all that follows on its connection; the connection then runs at half its rate, and
         wins back a tenth of the full rate each round trip.
outage   Nothing passes; nothing is lost. Afterwards it goes on where TCP, doubling its timeout, would try again.
cut      Bytes of one direction vanish. What has a hole cannot go on: mending the cut resets the connections that lost bytes.
reset    Both ends get RST, at once or after so many more bytes.

Not modelled: bytes of acknowledgements, slow start, selective acknowledgement, reordering, the kernel's own timeouts (the
proxy acknowledges at once), and limits on the sender's socket buffer. Loss is drawn from a seed.
"""
import asyncio
import collections
import dataclasses
import random
import socket
import struct
import threading
import time

UP, DOWN = "up", "down"
SEGMENT, HEADER = 536, 40
# Of the kernel's buffer at each of the link's own ends: what a sender can be rid of before it has been sent.
SOCKET_BYTES = 16 * 1024


@dataclasses.dataclass(frozen=True)
class Profile:
    bits_per_s: float = float("inf")  # each way
    delay_s: float = 0.0  # one way
    loss: float = 0.0  # of segments
    seed: int = 1

    def timeout(self):
        return max(1.0, 4 * self.delay_s)

    def window(self):
        """Segments that a connection may have under way in one direction before its sender is read no further."""
        if self.bits_per_s == float("inf"):
            return 256
        return 8 + int(4 * self.delay_s * self.bits_per_s / 8 / SEGMENT)


CLEAR = Profile()
SATELLITE_2400 = Profile(bits_per_s=2400, delay_s=0.75)
SATELLITE_64K = Profile(bits_per_s=64_000, delay_s=0.35, loss=0.05)


def retry_after(outage_s, timeout_s):
    """Seconds from an outage's begin to the first retransmission after its end."""
    at, step = timeout_s, timeout_s
    while at < outage_s:
        step = min(2 * step, 60.0)
        at += step
    return at


class Line:
    """One direction of the link: the time that segments take on it, whoever's they are."""

    def __init__(self, profile):
        self.profile = profile
        self.random = random.Random(profile.seed)
        self.free_at = 0.0  # when the last segment given to it has been sent
        self.payload = self.wire = self.lost = 0
        self.outage = None  # (since, until)
        self.swallows = False
        self.reset_at = None  # payload bytes

    def carry(self, size, flow, now):
        """When a segment given to the line now has arrived."""
        begin = self.after_outage(max(now, self.free_at))
        seconds = (size + HEADER) * 8 / self.profile.bits_per_s
        self.free_at = begin + seconds
        flow.recover(begin, self.profile)
        flow.free_at = max(begin, flow.free_at) + seconds / flow.share
        self.payload += size
        self.wire += size + HEADER
        arrives = flow.free_at + self.profile.delay_s
        if self.random.random() < self.profile.loss:
            self.lost += 1
            self.wire += size + HEADER
            self.free_at += seconds
            flow.share = max(flow.share / 2, 0.05)
            arrives += self.profile.timeout()
        flow.last_arrival = max(flow.last_arrival, arrives)
        return flow.last_arrival


    def after_outage(self, at):
        """When that passes which would have passed at `at`."""
        if not self.outage or not self.outage[0] < at < self.outage[1]:
            return at
        since, until = self.outage
        return since + retry_after(until - since, self.profile.timeout())


class Flow:
    """One connection in one direction."""

    def __init__(self, begin):
        self.free_at = begin
        self.last_arrival = begin
        self.share = 1.0  # of the line's rate, after losses
        self.share_at = begin

    def recover(self, now, profile):
        trips = (now - self.share_at) / max(2 * profile.delay_s, 0.01)
        self.share, self.share_at = min(1.0, self.share + 0.1 * max(trips, 0)), now


def small_socket():
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BYTES)
    return made


class Connection:
    def __init__(self):
        self.writers = []
        self.lost_bytes = False
        self.was_reset = False

    def reset(self):
        self.was_reset = True
        for writer in self.writers:
            handle = writer.get_extra_info("socket")
            if handle is not None and handle.fileno() >= 0:
                handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


class Link:
    """Thread-safe; runs in a thread of its own until closed. `to` may be set again while it runs, for new connections."""

    def __init__(self, to, profile=CLEAR):
        self.to = to
        self.lines = {UP: Line(profile), DOWN: Line(profile)}
        self.connections = set()
        self.accepted = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        listener = small_socket()
        listener.bind(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % listener.getsockname()[1]
        self._server = self._call(asyncio.start_server(self._accept, sock=listener, limit=SEGMENT))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        async def end():
            self._server.close()
            tasks = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
            for connection in list(self.connections):
                connection.reset()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._call(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def bytes(self, direction):
        """Payload that has been sent in this direction."""
        return self.lines[direction].payload

    def wire_bytes(self, direction):
        """The same with headers and retransmissions."""
        return self.lines[direction].wire

    def set_profile(self, profile):
        for line in self.lines.values():
            line.profile = profile

    def outage(self, seconds, directions=(UP, DOWN)):
        """From now on nothing passes for so long."""
        now = time.monotonic()
        for direction in directions:
            self.lines[direction].outage = (now, now + seconds)

    def cut(self, direction):
        """From now on bytes of this direction vanish, and nobody is told."""
        self.lines[direction].swallows = True

    def mend(self):
        """Ends all cuts. Connections that lost bytes meanwhile are reset."""
        for line in self.lines.values():
            line.swallows = False
        async def act():
            for connection in list(self.connections):
                if connection.lost_bytes:
                    connection.reset()
        self._call(act())

    def reset(self):
        """Resets all connections."""
        async def act():
            self._reset_all()
        self._call(act())

    def reset_after(self, payload, direction):
        """Resets all connections once so many more bytes have passed in this direction."""
        line = self.lines[direction]
        line.reset_at = line.payload + payload

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _accept(self, reader, writer):
        self.accepted += 1
        connection = Connection()
        connection.writers.append(writer)
        self.connections.add(connection)
        trip = 2 * self.lines[UP].profile.delay_s
        begin = time.monotonic() + trip
        try:
            await asyncio.sleep(trip / 2)
            far_reader, far_writer = await self._connect()
            connection.writers.append(far_writer)
            await asyncio.gather(self._pump(UP, connection, reader, far_writer, begin),
                                 self._pump(DOWN, connection, far_reader, writer, begin))
        except OSError:
            connection.reset()
        except asyncio.CancelledError:
            pass  # the link is closed; asyncio's streams would print it
        finally:
            for end in connection.writers:
                end.close()
            self.connections.discard(connection)

    async def _connect(self):
        host, port = self.to.rsplit(":", 1)
        far = small_socket()
        far.setblocking(False)
        await self._loop.sock_connect(far, (host, int(port)))
        return await asyncio.open_connection(sock=far, limit=SEGMENT)

    async def _pump(self, direction, connection, reader, writer, begin):
        """Takes segments from one end and hands each to the other when it has arrived."""
        under_way, line = collections.deque(), self.lines[direction]
        news, room = asyncio.Event(), asyncio.Event()
        deliver = asyncio.ensure_future(self._deliver(under_way, news, room, connection, writer, line))
        flow = Flow(begin)
        try:
            while data := await reader.read(SEGMENT):
                if connection.was_reset:
                    return  # what had been read and not sent is not sent any more
                if line.swallows:
                    connection.lost_bytes = True
                    continue
                under_way.append((line.carry(len(data), flow, time.monotonic()), data))
                news.set()
                if line.reset_at is not None and line.payload >= line.reset_at:
                    line.reset_at = None
                    return self._reset_all()
                while len(under_way) > line.profile.window() and not deliver.done():
                    room.clear()
                    await room.wait()
            under_way.append((flow.last_arrival, b""))
            news.set()
            await deliver
        finally:
            deliver.cancel()

    async def _deliver(self, under_way, news, room, connection, writer, line):
        try:
            while True:
                while not under_way:
                    news.clear()
                    await news.wait()
                at, data = under_way[0]
                await asyncio.sleep(max(0.0, at - time.monotonic()))
                # An outage may have begun since it was sent.
                await asyncio.sleep(max(0.0, line.after_outage(at) - time.monotonic()))
                under_way.popleft()
                room.set()
                if not data:
                    return writer.write_eof()
                writer.write(data)
                await writer.drain()
        except OSError:
            connection.reset()
        finally:
            room.set()

    def _reset_all(self):
        for connection in list(self.connections):
            connection.reset()
