"""A peer with an economy's own node and log keys, that says whatever the test has it say.

    with HostilePeer(net, "PH", "SG") as peer:
        peer.greet([checkpoint])
        peer.send(fetch(...)); peer.frames
"""
import os
import time

import forge
import protobuf as pb
import wire

CONVERSE = "/lightship.v1.ExchangeService/Converse"
HELLO, ANNOUNCE, FETCH, BATCH, COMMITTED, FETCH_BLOB, BLOB_CHUNK, EVIDENCE, BYE, PIECE = 1, 2, 3, 4, 5, 8, 9, 10, 11, 12
SHUTDOWN, VERSION, IDENTITY, PROTOCOL, VERIFICATION, REPLACED, OVERLOAD, DUPLICATE = range(1, 9)
NOT_IN_AUDIENCE, OWN_ONLY, NOT_HELD = 1, 2, 3


def announce(origin, note):
    return pb.message((1, origin), (2, note))


def hello(economy, heads=(), versions=(1,), instance=None):
    return pb.message((1, list(versions)), (2, economy), (3, [announce(*head) for head in heads]),
                      (4, os.urandom(16) if instance is None else instance))


def fetch(origin, start, entries=1000, size=1 << 20, missing=()):
    return pb.message((1, origin), (2, start), (3, entries), (4, size), (5, list(missing)))


def held(entry, parts=()):
    return pb.field(1, pb.message((1, entry), (2, list(parts))))


def withheld(leaf, reason=NOT_IN_AUDIENCE):
    return pb.field(2, pb.message((1, leaf), (2, reason)))


def batch(origin, start, items, note, proof=()):
    return pb.message((1, origin), (2, start), (3, list(items)), (4, note), (5, list(proof)))


def piece(frame):
    """The first frame of a stream that is packed, as one block of zstd that is not compressed (RFC 8878 section 3.1.1)."""
    block = b"\x28\xb5\x2f\xfd\x00\x30" + (len(frame) << 3).to_bytes(3, "little") + frame
    return pb.message((1, block), (2, 1))


class HostilePeer:
    """A stream to the node of economy `to`, opened as the node of `economy`."""

    def __init__(self, net, economy, to, identity=None, headers=()):
        keys = net.dir / "node" / economy / "keys"
        self.economy = economy
        self.connection = wire.Connection(net.nodes[to].address(), identity or keys)
        self.stream = self.connection.headers(CONVERSE, headers)
        self.answer = self.connection.answers[self.stream]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def send(self, kind, content):
        self.send_raw(pb.field(kind, content))

    def send_raw(self, frame):
        self.connection.data(self.stream, wire.envelope(frame))

    @property
    def frames(self):
        """[(kind, content)] that the node has sent."""
        return [(number, value) for message in self.answer.messages for number, _, value in pb.parse(message)]

    def of(self, kind):
        return [content for number, content in self.frames if number == kind]

    def await_frame(self, kind, count=1, seconds=20):
        self.connection.pump(lambda: len(self.of(kind)) >= count, seconds)
        return self.of(kind)[count - 1]

    def greet(self, heads=(), **fields):
        self.send(HELLO, hello(self.economy, heads, **fields))
        self.await_frame(HELLO)

    def bye(self, seconds=20):
        """Waits until the node ends the stream; the reason that it gives, None when it gives none."""
        try:
            self.connection.pump(lambda: self.of(BYE) or self.answer.ended, seconds)
        except wire.Closed:
            pass
        return pb.first(self.of(BYE)[0], 1) if self.of(BYE) else None


class Log:
    """A log that its economy's own keys make: genuine, or whatever is put in."""

    def __init__(self, net, economy, at=None):
        """Opened at that time, or now."""
        keys = net.dir / "node" / economy / "keys"
        self.economy, self.origin = economy, f"lightship/{economy}/1"
        self.key, self.cosigner = forge.Key(keys / "log.key"), forge.Key(keys / "cosigner.key")
        self.node = forge.Author(economy, keys)
        self.entries, self.parts = [], []  # serialized; of each entry
        at = time.time() if at is None else at
        opening = pb.field(1, pb.message((1, self.origin), (2, self.key.raw()), (3, self.cosigner.raw()), (4, self.node.chain())))
        self.add(self.node.statement(forge.KEY, {"key": opening}, created_at=at)[1], at)

    def add(self, statement, admitted_at=None):
        fields = pb.parse(statement)
        entry = pb.message((1, len(self.entries) or None), (2, forge.timestamp(admitted_at)), (3, fields[0][2]),
                           (4, [value for number, _, value in fields if number == 2]))
        self.entries.append(entry)
        self.parts.append([value for number, _, value in fields if number == 3])

    def grant(self, author):
        self.add(self.node.statement(forge.KEY, {"key": pb.field(2, pb.message((1, author.chain())))})[1])

    def leaves(self):
        return [forge.leaf_hash(entry) for entry in self.entries]

    def note(self, size=None, root=None):
        text = forge.checkpoint_text(self.origin, self.leaves()[:size], root)
        return forge.signed_note(text, self.origin, self.key)

    def batch(self, start=0, end=None, note=None, **changed):
        end = len(self.entries) if end is None else end
        items = [held(entry, parts) for entry, parts in zip(self.entries[start:end], self.parts[start:end])]
        proof = forge.consistency(end, self.leaves()) if end < len(self.entries) else []
        fields = {"origin": self.origin, "start": start or None, "items": items, "note": note or self.note(), "proof": proof}
        return batch(**{**fields, **changed})
