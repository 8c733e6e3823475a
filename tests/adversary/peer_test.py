"""A peer with a valid certificate that lies: about itself, its log, others' logs, what it holds and what it may have. It is sent
away with a reason, nothing of it is believed, nobody else is told what is not for it, and honest peers go on."""
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
from text_test import CONTROL, JPEG, TERMINAL, shown  # noqa: E402

SECRET = "Secret Marker Vessel"
SECRET_JPEG = JPEG + b"secret"
SG = "lightship/SG/1"
# Batches that may be late ones of what was asked before: within bounds they are no fault, and nothing of them is taken.
PASSED_OVER = ("another beginning", "an answer to a question not asked")
CHANGES = int(os.environ.get("ADVERSARY_CHANGES", "60"))


class PeerTest(unittest.TestCase):
    """SG and ID are honest. PH has a node's certificate, and is ours."""

    @classmethod
    def setUpClass(cls):
        cls.net = Network(["SG", "ID", "PH"]).__enter__()
        cls.net.make_officer("SG", "chief", ["administrator", "submitter"])
        cls.net.start("SG", expects=["ID", "PH"])
        cls.net.start("ID", dials=["SG"], expects=["PH"])
        cls.officer = cls.net.officer("SG")
        cls.net.officer("SG", "chief").run("audience", "straits-patrol", "--as-version", "1", "--member", "ID")
        photo = cls.net.dir / "secret.jpg"
        photo.write_bytes(SECRET_JPEG)
        cls.secret = cls.officer.report("--ship-name", SECRET, "--audience", "SG/straits-patrol@1", "--attach", str(photo))
        cls.partly = cls.officer.report("--ship-name", SECRET, "--vessel-audience", "SG/straits-patrol@1")
        cls.open = cls.officer.report("--ship-name", "Everybodys Vessel")
        await_held_by(cls.net, cls.open, ["SG", "ID"])

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    def tearDown(self):
        # Honest peers and officers go on.
        self.assertTrue(self.net.nodes["SG"].running())
        await_held_by(self.net, self.officer.report(), ["SG", "ID"])

    def peer(self, **options):
        return p.HostilePeer(self.net, "PH", "SG", **options)

    def held_of_ph(self):
        return self.net.logs("SG").get("lightship/PH/1", (0, ""))[0]

    def log_with_a_report(self, place="Off Manila", author=None):
        log = p.Log(self.net, "PH")
        author = author or forge.Author("PH", self.net.dir / "officer/PH/watch-1")
        log.grant(author)
        log.add(author.statement(forge.REPORT, {"facts": forge.facts(place), "vessel": forge.vessel("Trial Star")})[1])
        return log

    def test_what_it_says_of_itself_is_checked(self):
        greetings = {
            "another economy": (p.hello("ID"), p.IDENTITY), "the node's own economy": (p.hello("SG"), p.IDENTITY),
            "no economy": (p.hello(""), p.IDENTITY), "an unknown economy": (p.hello("ZZ"), p.IDENTITY),
            "no version": (p.hello("PH", versions=[]), p.VERSION), "a version to come": (p.hello("PH", versions=[999]), p.VERSION),
            "a long instance": (p.hello("PH", instance=b"x" * 1000), p.PROTOCOL),
            "a log that has no such name": (p.hello("PH", [("../../etc/passwd", "x")]), p.PROTOCOL),
            "a checkpoint that is none": (p.hello("PH", [("lightship/PH/1", "x" * 100)]), None),
            "20,000 logs": (p.hello("PH", [(f"lightship/PH/{n}", "x") for n in range(1, 20_000)]), None),
        }
        for what, (greeting, reason) in greetings.items():
            with self.subTest(what), self.peer() as peer:
                peer.send(p.HELLO, greeting)
                self.assertIn(peer.bye(), {reason} if reason else {p.PROTOCOL, p.VERIFICATION})
        for what, frame in (("no greeting", pb.field(p.FETCH, p.fetch(SG, 0))), ("garbage", b"\xff\xff\xff")):
            with self.subTest(what), self.peer() as peer:
                peer.send_raw(frame)
                self.assertIn(peer.bye(), (p.PROTOCOL, None))
                self.assertEqual([kind for kind, _ in peer.frames if kind == p.BATCH], [])
        with self.peer() as peer:
            peer.greet()
            peer.send(p.HELLO, p.hello("PH"))
            self.assertEqual(peer.bye(), p.PROTOCOL)

    def test_nothing_is_sent_to_it_that_is_not_meant_for_it(self):
        size = self.net.logs("SG")[SG][0]
        with self.peer() as peer:
            peer.greet()
            peer.send(p.FETCH, p.fetch(SG, 0))
            peer.connection.pump(lambda: sum(len(pb.values(b, 3)) for b in peer.of(p.BATCH)) >= size)
            peer.send(p.FETCH, p.fetch(SG, 0, missing=range(size)))
            peer.connection.pump(lambda: any(pb.first(b, 6) for b in peer.of(p.BATCH)))
            digest = forge.sha256(SECRET_JPEG)
            for number in range(1, 4):
                peer.send(p.FETCH_BLOB, pb.message((1, number), (2, digest), (3, (number - 1) * 7 or None), (4, 1000)))
            chunk = peer.await_frame(p.BLOB_CHUNK, 3)
            self.assertEqual((pb.values(chunk, 3), pb.values(chunk, 4)), ([], []), "neither bytes nor that there are any")
            everything = b"".join(content for _, content in peer.frames)
        self.assertIn(b"Everybodys Vessel", everything)
        self.assertNotIn(SECRET.encode(), everything)
        self.assertNotIn(b"secret", everything)
        # Officers of PH are not SG's, its node is no officer: no other call tells either.
        keys = self.net.dir / "node/PH/keys"
        for path in ("IncidentService/ListIncidents", "SubmissionService/GetReceipt", "AttachmentService/GetAttachment"):
            for identity in (keys, self.net.dir / "officer/PH/watch-1"):
                answer = wire.ask(self.net.nodes["SG"].address(), identity, "/lightship.v1." + path, b"")
                self.assertEqual((answer.status, answer.reason), (wire.PERMISSION_DENIED, "WRONG_ECONOMY"))

    def test_no_lie_about_its_log_is_taken_in(self):
        log = self.log_with_a_report()
        other = self.log_with_a_report("Elsewhere")
        stranger = self.log_with_a_report(author=forge.Author("PH", self.net.dir / "officer/ID/watch-1"))
        entries, parts = log.entries, log.parts
        swapped_parts = [p.held(e, list(reversed(other.parts[i]))) for i, e in enumerate(entries)]
        lies = {
            "an entry that is not in the tree": log.batch(items=[*map(p.held, entries[:2], parts[:2]), p.held(other.entries[2], other.parts[2])]),
            "a checkpoint with another key's signature": log.batch(note=forge.signed_note(
                forge.checkpoint_text(log.origin, log.leaves()), log.origin, log.cosigner)),
            "a checkpoint of another root": log.batch(note=log.note(root=os.urandom(32))),
            "a checkpoint without signature": log.batch(note=forge.checkpoint_text(log.origin, log.leaves()) + "\n"),
            "parts of another statement": log.batch(items=swapped_parts),
            "a part too many": log.batch(items=[p.held(e, parts[i] * 2) for i, e in enumerate(entries)]),
            "entries in another order": log.batch(items=[p.held(entries[i], parts[i]) for i in (0, 2, 1)]),
            "another beginning": log.batch(start=1),
            "no items": log.batch(items=[]),
            "items that are nothing": log.batch(items=[b""] * 3),
            "hashes of another length": log.batch(items=[p.withheld(b"x" * 31)] * 3),
            "the opening withheld": log.batch(items=[p.withheld(leaf) for leaf in log.leaves()]),
            "a log that nobody asked for": log.batch(origin="lightship/ID/1"),
            "the node's own log": log.batch(origin=SG),
            "an answer to a question not asked": log.batch() + pb.field(6, 1),
            "a false proof": log.batch(end=2, proof=[os.urandom(32)]),
            "entries that an officer of another economy signed": stranger.batch(),
        }
        for what, lie in lies.items():
            with self.subTest(what), self.peer() as peer:
                told = stranger if "officer of another" in what else log
                peer.greet([(log.origin, told.note())])
                peer.await_frame(p.FETCH)
                peer.send(p.BATCH, lie)
                if what in PASSED_OVER:
                    peer.send(p.HELLO, p.hello("PH"))  # ends the session in any case, once the rest was read
                self.assertIn(peer.bye(), (p.PROTOCOL, p.VERIFICATION, p.IDENTITY))
                self.assertEqual(self.held_of_ph(), 0)
                self.assertEqual([i for i in self.officer.incidents() if i["address"].startswith("PH/")], [])

    def test_receipts_are_believed_of_who_signed_them_alone(self):
        size = self.net.logs("SG")[SG][0]
        ph = p.Log(self.net, "PH")

        def following(peer):
            peer.greet([(ph.origin, ph.note())])
            peer.send(p.FETCH, p.fetch(SG, 0))
            peer.await_frame(p.FETCH)
            peer.connection.pump(lambda: sum(len(pb.values(b, 3)) for b in peer.of(p.BATCH)) >= size)
            note = pb.first(peer.of(p.BATCH)[-1], 4).decode()
            return note, note.split("\n\n")[0] + "\n"

        for what in ("more than was sent", "ID's name under our signature", "a signature that is none", "a log not asked for"):
            with self.subTest(what), self.peer() as peer:
                note, text = following(peer)
                if what == "more than was sent":
                    peer.send(p.COMMITTED, pb.message((1, SG), (2, size + 100)))
                elif what == "a log not asked for":
                    peer.send(p.COMMITTED, pb.message((1, "lightship/ID/1"), (2, 1)))
                else:
                    line = forge.cosignature_line(text, "lightship/ID/1", ph.cosigner)
                    if what == "a signature that is none":
                        name, _, encoded = line.removeprefix("\u2014 ").strip().partition(" ")
                        line = f"\u2014 lightship/PH/1 {'A' * (len(encoded) - 4)}AAA=\n"
                    peer.send(p.COMMITTED, pb.message((1, SG), (2, size), (3, note + line)))
                    peer.send(p.HELLO, p.hello("PH"))  # ends the session in any case, once the rest was read
                self.assertIn(peer.bye(), (p.PROTOCOL, p.VERIFICATION))
        holders = self.officer.json("receipt", self.open)["holders"]
        self.assertEqual(holders, ["SG", "ID"])
        holders = self.net.officer("ID").json("receipt", self.open)["holders"]
        self.assertNotIn("PH", holders)

    def test_floods_of_questions_end_the_session_or_wait(self):
        with self.peer() as peer:
            peer.greet()
            for number in range(1, 200):
                if peer.answer.ended:
                    break
                peer.send(p.FETCH_BLOB, pb.message((1, number), (2, os.urandom(32)), (4, 1 << 18)))
            peer.send(p.FETCH, p.fetch(SG, 0, missing=range(1001)))
            self.assertEqual(peer.bye(), p.PROTOCOL)
        with self.peer() as peer:  # asked again and again, and never read or paid for
            peer.greet()
            for _ in range(300):
                if peer.answer.ended:
                    break
                peer.send(p.FETCH, p.fetch(SG, 0, entries=1_000_000, size=1 << 30))
            peer.connection.pump(lambda: peer.of(p.BATCH) or peer.answer.ended)

    def test_many_streams_of_one_peer_leave_room_for_others(self):
        peers = [self.peer() for _ in range(20)]
        try:
            await_that(lambda: sum(not self.ended(peer) for peer in peers) <= 8, "all but a few have ended")
        finally:
            for peer in peers:
                peer.connection.close()

    @staticmethod
    def ended(peer):
        try:
            peer.connection.pump(lambda: peer.answer.ended, seconds=0.05)
        except TimeoutError:
            return False
        except wire.Closed:
            pass
        return True


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


class ForkTest(unittest.TestCase):
    def test_its_log_is_taken_while_it_is_true_and_frozen_once_it_is_told_twice(self):
        """Texts of the log move no cursor, an old checkpoint takes nothing back, and two histories are evidence."""
        with Network(["SG", "PH"]) as net:
            net.start("SG", expects=["PH"])
            log = p.Log(net, "PH")
            author = forge.Author("PH", net.dir / "officer/PH/watch-1")
            log.grant(author)
            log.add(author.statement(forge.REPORT, {"facts": forge.facts("Off " + TERMINAL), "vessel": forge.vessel(TERMINAL),
                                                    "narrative": forge.narrative(TERMINAL)})[1])
            forked = p.Log(net, "PH")
            forked.entries, forked.parts = log.entries[:2], log.parts[:2]
            forked.add(author.statement(forge.REPORT, {"facts": forge.facts("Another history")})[1])
            officer = net.officer("SG")
            with p.HostilePeer(net, "PH", "SG") as peer:
                peer.greet([(log.origin, log.note())])
                peer.await_frame(p.FETCH)
                peer.send(p.BATCH, log.batch())
                peer.connection.pump(lambda: any(pb.first(c, 2) == 3 for c in peer.of(p.COMMITTED)))
                before = net.logs("SG")[log.origin]
                self.assertEqual(before[0], 3)
                for verb in (["list"], ["show", "PH/2"], ["receipt", "PH/2"], ["--json", "show", "PH/2"], ["--csv", "list"],
                             ["export", "--format", "geojson"], ["export", "--format", "csv"], ["stats", "--by", "port"]):
                    _, text = shown(officer, *verb)
                    self.assertIsNone(CONTROL.search(text), (verb, text))
                peer.send(p.ANNOUNCE, p.announce(log.origin, log.note(2)))
                officer.report()  # announced behind what was answered before
                peer.connection.pump(lambda: any(SG.encode() in frame for frame in peer.of(p.ANNOUNCE)))
                self.assertEqual(net.logs("SG")[log.origin], before)
                peer.send(p.ANNOUNCE, p.announce(log.origin, forked.note()))
                await_that(lambda: any(l.get("frozen") for l in officer.json("status")["logs"]), "the log is frozen")
            await_that(lambda: [w["code"] for w in officer.json("status").get("warnings", [])] == ["FORK"], "the fork is told")
            self.assertEqual(net.logs("SG")[log.origin], before)
            with p.HostilePeer(net, "PH", "SG") as peer:
                log.add(author.statement(forge.REPORT, {"facts": forge.facts("Later")})[1])
                peer.greet([(log.origin, log.note())])
                peer.await_frame(p.EVIDENCE)
            self.assertEqual(net.logs("SG")[log.origin], before)
            officer.report()


if __name__ == "__main__":
    unittest.main()
