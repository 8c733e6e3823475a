"""A peer with a valid certificate of whose frames one in each session is changed in one thing: nothing false comes into a copy of
its log, its attachments or anybody else's log, and the genuine rest is taken."""
import base64
import os
import pathlib
import random
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import forge  # noqa: E402
import peer as p  # noqa: E402
import protobuf as pb  # noqa: E402
import wire  # noqa: E402
from network import Network, await_held_by, await_that  # noqa: E402
from text_test import JPEG  # noqa: E402

SG = "lightship/SG/1"
CHANGES = int(os.environ.get("ADVERSARY_CHANGES", "60"))


class ChangedFrameTest(unittest.TestCase):
    """PH tells its log truly, but for one frame of each session in which one thing is changed."""
    PER_KIND = CHANGES // 2

    @classmethod
    def setUpClass(cls):
        cls.net = Network(["SG", "ID", "PH"]).__enter__()
        cls.net.start("SG", expects=["ID", "PH"])
        cls.net.start("ID", dials=["SG"])
        cls.net.officer("SG").report()
        await_held_by(cls.net, cls.net.officer("ID").report(), ["SG", "ID"], at="ID")
        cls.log = p.Log(cls.net, "PH")
        author = forge.Author("PH", cls.net.dir / "officer/PH/watch-1")
        cls.log.grant(author)
        # What batches are taken lengthens SG's copy; more is left for each to come.
        for number in range(2 * (2 * cls.PER_KIND + 2)):
            cls.log.add(author.statement(forge.REPORT, {"facts": forge.facts(f"Off Manila {number}")})[1])
        cls.leaves, cls.note = cls.log.leaves(), cls.log.note()

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    def asked_for_more(self):
        """A session in which SG has asked for the log, and from where on. SG begins anew, and so has forgotten what it has against
        PH: after a false batch it would not ask for half a minute, then for a whole one."""
        self.net.nodes["SG"].kill()
        self.net.start("SG", expects=["ID", "PH"])
        peer = self.greeted()
        return peer, pb.first(peer.await_frame(p.FETCH), 2, 0)

    def greeted(self):
        peer = p.HostilePeer(self.net, "PH", "SG")
        peer.greet([(self.log.origin, self.note)])
        return peer

    def frame(self, kind, peer, start):
        """One that is in its place in this session."""
        if kind == p.BATCH:
            return self.log.batch(start, start + 2, self.note)
        if kind == p.PIECE:
            return p.piece(pb.field(p.BATCH, self.log.batch(start, start + 2, self.note)))
        if kind == p.COMMITTED:
            peer.send(p.FETCH, p.fetch(SG, 0))
            held = peer.await_frame(p.BATCH)
            note, size = pb.first(held, 4).decode(), len(pb.values(held, 3))
            return pb.message((1, SG), (2, size), (3, note + forge.cosignature_line(
                note.split("\n\n")[0] + "\n", self.log.origin, self.log.cosigner)))
        evidence = pb.message((1, self.log.origin), (2, self.log.note(2)), (3, self.note), (4, forge.consistency(2, self.leaves)))
        return {
            p.HELLO: p.hello("PH", [(self.log.origin, self.note)]), p.ANNOUNCE: p.announce(self.log.origin, self.note),
            p.FETCH: p.fetch(SG, 0, missing=[1, 2, 3]), p.FETCH_BLOB: pb.message((1, 1), (2, bytes(32)), (4, 1000)),
            p.BLOB_CHUNK: pb.message((1, 1), (2, 7), (3, b"x"), (4, 9)),
            p.EVIDENCE: pb.message((1, evidence), (2, pb.message((1, self.log.entries[0]), (2, self.log.parts[0])))),
            p.BYE: pb.message((1, p.DUPLICATE), (2, "text")),
        }[kind]

    def session(self, kind, rng):
        """One changed frame, and all that comes of it until the node ends the session."""
        start = 0
        if kind in (p.BATCH, p.PIECE):
            peer, start = self.asked_for_more()
        else:
            peer = p.HostilePeer(self.net, "PH", "SG") if kind == p.HELLO else self.greeted()
        with peer:
            changed = pb.mutate(pb.field(kind, self.frame(kind, peer, start)), rng)
            try:
                peer.send_raw(changed)
                # Out of its place unless the changed frame was as good as no greeting; so ends the session, behind the other.
                for _ in range(2):
                    peer.send(p.HELLO, p.hello("PH"))
            except wire.Closed:
                pass
            end = peer.bye()
        # Without a Bye the node may not know yet that the session has ended, and would refuse the next as a second node's.
        if end is None:
            await_that(lambda: not self.is_connected(), "PH is gone")
        return end

    def is_connected(self):
        return any(peer["economy"] == "PH" and peer.get("connected") for peer in self.net.officer("SG").json("status")["peers"])

    def held_of_ph(self):
        return self.net.logs("SG").get(self.log.origin, (0, self.true_root(0)))

    def true_root(self, size):
        return base64.b64encode(forge.root_of(self.leaves[:size])).decode()

    def test_no_change_of_any_frame_does_harm(self):
        honest = self.net.logs("ID")["lightship/ID/1"]
        for kind in (p.HELLO, p.ANNOUNCE, p.FETCH, p.BATCH, p.PIECE, p.COMMITTED, p.FETCH_BLOB, p.BLOB_CHUNK, p.EVIDENCE, p.BYE):
            with self.subTest(kind):
                rng = random.Random(kind)
                ends = {self.session(kind, rng) for _ in range(self.PER_KIND)}
                self.assertLessEqual(ends, {None, p.VERSION, p.IDENTITY, p.PROTOCOL, p.VERIFICATION})
                size, root = self.held_of_ph()
                self.assertEqual(root, self.true_root(size), f"{size} entries of it are held")
                self.assertEqual(self.net.logs("SG")["lightship/ID/1"], honest)
                warnings = {w["code"] for w in self.net.officer("SG").json("status").get("warnings", [])}
                # That a peer says so is told, whether or not it is true.
                self.assertLessEqual(warnings, {"DUPLICATE_NODE"} if kind == p.BYE else set())
        # The genuine rest is taken still.
        peer, start = self.asked_for_more()
        with peer:
            self.assertLess(start + 2, len(self.leaves))
            peer.send(p.PIECE, self.frame(p.PIECE, peer, start))
            peer.send(p.BATCH, self.log.batch(start + 2, note=self.note))
            peer.connection.pump(lambda: any(pb.first(c, 2) == len(self.leaves) for c in peer.of(p.COMMITTED)))
        self.assertEqual(self.held_of_ph(), (len(self.leaves), self.true_root(None)))
        await_held_by(self.net, self.net.officer("SG").report(), ["SG", "ID"])


class ChangedChunkTest(unittest.TestCase):
    """PH's reports name attachments, of which it gives SG what it asks for: in each session one chunk with one thing changed."""
    SESSIONS = CHANGES // 2

    def chunk(self, asked):
        file, offset = self.files[pb.first(asked, 2)], pb.first(asked, 3, 0)
        return pb.message((1, pb.first(asked, 1)), (2, offset or None), (3, file[offset:offset + pb.first(asked, 4)]), (4, len(file)))

    def asked(self, net, log):
        """A session, and the first question for bytes in it. SG begins anew, and so asks PH at once whatever came of it before."""
        net.nodes["SG"].kill()
        net.start("SG", expects=["PH"])
        peer = p.HostilePeer(net, "PH", "SG")
        peer.greet([(log.origin, log.note())])
        return peer, peer.await_frame(p.FETCH_BLOB)

    def test_no_change_of_a_chunk_becomes_part_of_an_attachment(self):
        with Network(["SG", "PH"]) as net:
            net.start("SG", expects=["PH"])
            log, author = p.Log(net, "PH"), forge.Author("PH", net.dir / "officer/PH/watch-1")
            log.grant(author)
            self.files = {}
            for number in range(self.SESSIONS + 1):  # so that something is asked for in each session
                file = JPEG + os.urandom(2000)
                self.files[forge.sha256(file)] = file
                described = pb.message((1, forge.sha256(file)), (2, "image/jpeg"), (3, len(file)), (4, f"{number}.jpg"))
                log.add(author.statement(forge.REPORT, {"facts": forge.facts("Off Manila"), "attachment/1": described})[1])
            with p.HostilePeer(net, "PH", "SG") as peer:
                peer.greet([(log.origin, log.note())])
                peer.await_frame(p.FETCH)
                peer.send(p.BATCH, log.batch())
                peer.await_frame(p.FETCH_BLOB)
            rng = random.Random(p.BLOB_CHUNK)
            for _ in range(self.SESSIONS):
                peer, asked = self.asked(net, log)
                with peer:
                    try:
                        peer.send_raw(pb.mutate(pb.field(p.BLOB_CHUNK, self.chunk(asked)), rng))
                        peer.send(p.HELLO, p.hello("PH"))  # ends the session in any case
                    except wire.Closed:
                        pass
                    self.assertIn(peer.bye(), (None, p.PROTOCOL, p.VERIFICATION))
            # The true bytes are asked for still, and all that is held in the end is true.
            peer, _ = self.asked(net, log)
            with peer:
                answered = 0
                for number, file in enumerate(self.files.values()):
                    out = net.dir / "out" / str(number)

                    def held():
                        nonlocal answered
                        for asked in peer.of(p.FETCH_BLOB)[answered:]:
                            peer.send(p.BLOB_CHUNK, self.chunk(asked))
                            answered += 1
                        try:
                            peer.connection.pump(lambda: len(peer.of(p.FETCH_BLOB)) > answered, 0.05)
                        except TimeoutError:
                            pass
                        got = net.officer("SG").run("attachment", "get", f"PH/{number + 2}", "--all", "--out", out, check=False)
                        return got.returncode == 0

                    await_that(held, f"the attachment of PH/{number + 2} is held")
                    self.assertEqual([path.read_bytes() for path in out.iterdir()], [file])


if __name__ == "__main__":
    unittest.main()
