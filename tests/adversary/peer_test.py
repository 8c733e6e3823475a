"""A peer with a valid certificate that lies: about itself, its log, others' logs, what it holds and what it may have. It is sent
away with a reason, nothing of it is believed, nobody else is told what is not for it, and honest peers go on."""
import os
import pathlib
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
