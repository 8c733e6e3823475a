"""Hostile questions: bombs in every condition, forged page tokens, counts that probe what is restricted, moments and watches by
the hundred. Each is answered or refused with a reason, what it tells is on record, and others are answered meanwhile."""
import base64
import pathlib
import struct
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import forge  # noqa: E402
import protobuf as pb  # noqa: E402
import wire  # noqa: E402
from network import Network  # noqa: E402

V1 = "/lightship.v1."
LIST, COUNT = V1 + "IncidentService/ListIncidents", V1 + "StatisticsService/CountIncidents"
MAP = V1 + "IncidentService/MapIncidents"
WATCH, AUDIT, SUBMIT = V1 + "IncidentService/WatchIncidents", V1 + "NodeService/ReadAudit", V1 + "SubmissionService/Submit"
REFUSED = {(wire.INVALID_ARGUMENT, "INVALID_FILTER"), (wire.RESOURCE_EXHAUSTED, "TOO_LARGE"), (wire.RESOURCE_EXHAUSTED, ""),
           (wire.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN")}
TRI_STATE_NO = 2


def vertex(lat, lon):
    return pb.message((1, pb.zigzag(lat)), (2, pb.zigzag(lon)))


def polygon(vertices):
    return pb.field(13, pb.message((1, [vertex(*v) for v in vertices])))


def text(query):
    return pb.field(34, query)


def page_token(filter_bytes, order, rank, last_id):
    """As incident/page_token.cc makes it."""
    key = struct.pack(">q", rank) + last_id
    check = forge.sha256(b"lightship page token 2", key, bytes([order]), filter_bytes)[:8]
    return base64.urlsafe_b64encode(key + check).decode()


BOMBS = {
    "brackets": text("(" * 400 + "a" + ")" * 400),
    "brackets not closed": text("(" * 1000),
    "NOT of NOT": text("NOT " * 240 + "a"),
    "65 words": text(" OR ".join(f"w{n}*" for n in range(65))),
    "a text of 10 KB": text("a " * 5000),
    "quotes": text('"' * 999),
    "stars": text("* OR a*b* OR **"),
    "everything but": text("NOT zzzz"),
    "a star with nothing": text("a* OR e* OR i* OR o* OR u*"),
    "signs": text("\u202e\u200b\u0000" + "\U000e0041" * 50),
    "a regular expression": text("(a+)+$ OR (.*)*b"),
    "100,000 vertices": polygon([(n % 1000, n) for n in range(100_000)]),
    "1,000 vertices that cross": polygon([((n * 7919) % 80_0000000, (n * 104729) % 170_0000000) for n in range(1000)]),
    "one point a thousand times": polygon([(5, 5)] * 1000),
    "two vertices": polygon([(0, 0), (10, 10)]),
    "vertices off the earth": polygon([(2_000_000_000, 0), (0, 2_147_483_647), (0, 0)]),
    "a line there and back": polygon([(0, 0), (0, 10_000_000), (0, 20_000_000), (0, 10_000_000)]),
    "the poles": polygon([(900_000_000, 0), (-900_000_000, 0), (0, 1_800_000_000)]),
    "a circle of nothing": pb.field(4, pb.message((1, 0), (2, 0), (3, float("nan")))),
    "a circle round the world": pb.field(4, pb.message((3, 1e300))),
    "a box the wrong way": pb.field(3, pb.message((1, pb.zigzag(900_000_000)), (3, pb.zigzag(-900_000_000)))),
    "a million values": pb.field(5, "SG") * 100_000,
    "unknown values": b"".join(pb.field(6, n) for n in range(1, 400)),
    "millennia": pb.message((1, pb.message((1, -62_135_596_800))), (2, pb.message((1, 253_402_300_799)))),
    "before and after time": pb.message((1, pb.message((1, -(1 << 62)))), (2, pb.message((1, 1 << 62), (2, -5)))),
    "as known before anything": pb.field(36, pb.message((1, -62_135_596_800))),
    "as known at the end of time": pb.field(36, pb.message((1, 253_402_300_799))),
    "all perpetrators": pb.message((32, 0xFFFFFFFF), (33, 1)),
    "areas that are paths": pb.field(14, "../../etc/passwd"),
}


class QuestionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.net = Network(["SG"]).__enter__()
        cls.net.make_officer("SG", "mallory", ["submitter", "analyst"])
        cls.net.make_officer("SG", "chief", ["administrator"])
        cls.net.start("SG", extra="limits { redial_first_ms: 50 redial_most_ms: 500 streams: 60 streams_of_caller: 20 }")
        cls.address = cls.net.nodes["SG"].address()
        cls.mallory, cls.honest = (cls.net.dir / "officer/SG" / name for name in ("mallory", "watch-1"))
        author = forge.Author("SG", cls.honest)
        content = {"narrative": forge.narrative("The zanzibarian was seen.")}
        with wire.Connection(cls.address, cls.honest) as connection:
            for facts in (forge.facts("One"), forge.facts("Two", extra=pb.field(45, TRI_STATE_NO))):
                _, statement = author.statement(forge.REPORT, {"facts": facts, **content}, {"narrative": "own"})
                answer = connection.call(SUBMIT, author.submission(statement))
                if answer.status != wire.OK:
                    raise AssertionError(answer)

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    def audited(self):
        answer = wire.ask(self.address, self.net.dir / "officer/SG/chief", AUDIT, pb.field(1, 1 << 40))
        self.assertEqual(answer.status, wire.OK, answer)
        return pb.first(answer.messages[0], 2, 0)

    def assert_both_are_on_record_since(self, before):
        records = wire.ask(self.address, self.net.dir / "officer/SG/chief", AUDIT, pb.field(1, before)).messages[0]
        reads = b"".join(pb.values(records, 1))
        for address in self.net.officer("SG").incidents("--text", "zanzibarian"):
            self.assertIn(address["address"].encode(), reads)

    def test_no_condition_is_a_bomb(self):
        with wire.Connection(self.address, self.mallory) as connection:
            for what, bomb in BOMBS.items():
                with self.subTest(what):
                    for path in (LIST, COUNT, MAP):
                        answer = connection.call(path, pb.field(1, bomb))
                        self.assertTrue(answer.status == wire.OK or (answer.status, answer.reason) in REFUSED, answer)
                    stream = connection.begin(WATCH, pb.message((1, bomb), (2, "0")))
                    answer = connection.answers[stream]
                    connection.pump(lambda: answer.ended or answer.messages)
                    if not answer.ended:
                        connection.cancel(stream)
            for dimensions in ([*range(1, 37)], [1] * 1000, [999], [0], [13, 12, 32, 30, 3, 5], [13] * 6):
                request = pb.message((2, dimensions), (3, pb.zigzag(-1440)), (4, 30))
                answer = connection.call(COUNT, request)
                self.assertTrue(answer.status == wire.OK or (answer.status, answer.reason) in REFUSED, answer)
        self.assertEqual(wire.ask(self.address, self.honest, LIST, b"").status, wire.OK)

    def test_a_forged_page_token_learns_nothing_that_is_not_on_record(self):
        asked = text("zanzibarian")
        with wire.Connection(self.address, self.mallory) as connection:
            for rank, last in (((1 << 63) - 1, b"\xff" * 32), (0, b"\xff" * 32)):
                before = self.audited()
                request = pb.message((1, asked), (2, 1), (3, page_token(asked, 0, rank, last)))
                answer = connection.call(LIST, request)
                self.assertEqual(answer.status, wire.OK, answer)
                self.assertEqual(pb.first(answer.messages[0], 3), 2, "the total tells that the word is there")
                self.assertGreater(self.audited(), before)
            genuine = page_token(asked, 0, 7, bytes(32))
            for token in (genuine[:-2] + "AA", genuine + "=", genuine[:20], "A" * 64, "%00" * 9, genuine.lower(), "x" * 100_000):
                answer = connection.call(LIST, pb.message((1, asked), (3, token)))
                self.assertEqual(answer.reason, "INVALID_PAGE_TOKEN")
            answer = connection.call(LIST, pb.message((1, text("another")), (3, genuine)))
            self.assertEqual(answer.reason, "INVALID_PAGE_TOKEN")

    def test_a_page_of_one_puts_all_that_its_total_tells_of_on_record(self):
        before = self.audited()
        answer = wire.ask(self.address, self.mallory, LIST, pb.message((1, text("zanzibarian")), (2, 1)))
        self.assertEqual(pb.first(answer.messages[0], 3), 2)
        self.assert_both_are_on_record_since(before)

    def test_a_map_puts_what_it_shows_on_record_before_it_is_sent(self):
        before = self.audited()
        answer = wire.ask(self.address, self.mallory, MAP, pb.message((1, text("zanzibarian")), (2, 1)))
        self.assertEqual(len(pb.values(answer.messages[0], 1)), 1)
        self.assertEqual(pb.first(answer.messages[0], 8), 2)
        self.assert_both_are_on_record_since(before)
        author = forge.Author("SG", self.honest)
        _, statement = author.statement(forge.REPORT, {"facts": forge.facts("Three", when=1_772_500_000)}, {"facts": "own"})
        self.assertEqual(wire.ask(self.address, self.honest, SUBMIT, author.submission(statement)).status, wire.OK)
        before = self.audited()
        shown = pb.values(wire.ask(self.address, self.mallory, MAP, b"").messages[0], 1)
        records = wire.ask(self.address, self.net.dir / "officer/SG/chief", AUDIT, pb.field(1, before)).messages[0]
        read = pb.first(pb.first(records, 1), 4)
        self.assertEqual((pb.first(read, 1), pb.values(read, 2)), (shown[0], [b"facts"]))

    def test_maps_that_nobody_reads_leave_room_for_others(self):
        with wire.Connection(self.address, self.mallory) as connection:
            # A window of nothing: the node can send no byte of its answers.
            connection.send(wire.frame(wire.SETTINGS, 0, 0, struct.pack(">HI", 4, 0)))
            streams = [connection.begin(MAP, b"", timeout=None) for _ in range(9)]
            answers = [connection.answers[stream] for stream in streams]
            connection.pump(lambda: sum(a.ended for a in answers) == 5)
            refused = [a for a in answers if a.ended]
            self.assertEqual({(a.status, a.reason) for a in refused}, {(wire.RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS")})
            with wire.Connection(self.address, self.honest) as other:
                self.assertEqual(other.call(MAP, b"").status, wire.OK)
            for stream in streams:
                connection.cancel(stream)
            self.assertEqual(wire.ask(self.address, self.mallory, LIST, b"").status, wire.OK)

    def test_what_a_count_leaves_out_is_on_record_too(self):
        before = self.audited()
        # Only the second report does not count, and only its restricted text has the word.
        asked = pb.message((34, "zanzibarian"), (6, 5))
        answer = wire.ask(self.address, self.mallory, COUNT, pb.message((1, asked), (2, 15), (5, 1)))
        self.assertEqual(answer.status, wire.OK, answer)
        self.assertEqual(pb.first(answer.messages[0], 6), 1)
        self.assert_both_are_on_record_since(before)

    def test_many_moments_at_once_hold_nobody_up(self):
        with wire.Connection(self.address, self.mallory) as connection, wire.Connection(self.address, self.honest) as other:
            streams = [connection.begin(LIST, pb.field(1, pb.field(36, pb.message((1, 1_700_000_000 + n))))) for n in range(200)]
            self.assertEqual(other.call(LIST, b"").status, wire.OK)
            for stream in streams:
                answer = connection.answer(stream)
                self.assertTrue(answer.status == wire.OK or (answer.reason == "OVERLOADED" and answer.retry_s > 0), answer)

    def test_watches_by_the_hundred_leave_room_for_others(self):
        with wire.Connection(self.address, self.mallory) as connection:
            streams = [connection.begin(WATCH, b"", timeout=None) for _ in range(100)]
            answers = [connection.answers[stream] for stream in streams]
            connection.pump(lambda: all(a.ended or a.messages for a in answers))
            refused = [a for a in answers if a.ended]
            self.assertEqual(len(refused), 80)
            self.assertEqual({(a.status, a.reason) for a in refused}, {(wire.RESOURCE_EXHAUSTED, "TOO_MANY_STREAMS")})
            self.assertTrue(all(a.retry_s > 0 for a in refused))
            with wire.Connection(self.address, self.honest) as other:
                watch = other.begin(WATCH, b"", timeout=None)
                other.pump(lambda: other.answers[watch].messages or other.answers[watch].ended)
                self.assertFalse(other.answers[watch].ended)
            for stream in streams:
                connection.cancel(stream)
            again = connection.begin(WATCH, b"")
            connection.pump(lambda: connection.answers[again].messages or connection.answers[again].ended)
        self.assertEqual(wire.ask(self.address, self.honest, LIST, b"").status, wire.OK)


if __name__ == "__main__":
    unittest.main()
