"""Every message of every call, changed at random, cut, repeated, out of order, over its limits, and in frames that lie: each is
answered with an error that says why, nothing of it is taken in, and the node goes on."""
import gzip
import os
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

SEED = int(os.environ.get("ADVERSARY_SEED", "1"))
CHANGES = int(os.environ.get("ADVERSARY_CHANGES", "60"))
V1 = "/lightship.v1."
LIST, SUBMIT = V1 + "IncidentService/ListIncidents", V1 + "SubmissionService/Submit"
STREAM = V1 + "SubmissionService/SubmitStream"
CONVERSE, UPLOAD = V1 + "ExchangeService/Converse", V1 + "AttachmentService/Upload"
# What no change of a request may lead to: a fault of the node's own.
NEVER = {wire.UNKNOWN, wire.INTERNAL, wire.DATA_LOSS}
EVERY_ROLE = ["submitter", "verifier", "analyst", "liaison", "administrator"]


def filter_of_all():
    vertices = [pb.message((1, pb.zigzag(lat)), (2, pb.zigzag(lon))) for lat, lon in
                ((0, 1_000_000_000), (0, 1_050_000_000), (50_000_000, 1_050_000_000))]
    return pb.message(
        (1, forge.timestamp(0)), (2, forge.timestamp(2_000_000_000)), (13, pb.message((1, vertices))), (5, ["SG", "ID"]),
        (6, 5), (7, 1), (8, 2), (9, "star"), (10, 9074729), (11, [1, 2]), (12, 1), (14, "gulf-of-guinea"), (15, 11), (17, "ID"),
        (19, "SGSIN"), (27, pb.message((1, 1), (2, "CAT 1"))), (30, "PA"), (32, 1), (33, 9),
        (34, 'anchorage AND ("engine spares" OR rope*) NOT lagos'), (35, forge.timestamp(0)), (36, forge.timestamp(1_780_000_000)))


def requests(author, incident):
    """{path: a request with every field}; Submit has a test of its own."""
    named = pb.field(1, pb.field(2, incident))
    digest = bytes(32)
    circle = pb.message((1, pb.zigzag(12_000_000)), (2, pb.zigzag(1_040_000_000)), (3, 50_000.0))
    chain = pb.message((1, author.chain()))
    bundle = b"lightship bundle 1\n"
    for record in (pb.message((1, pb.message((1, "ID"), (2, "SG"), (3, forge.timestamp())))),
                   pb.message((2, pb.message((1, pb.message((1, 1), (2, "ID")))))),
                   pb.message((3, pb.message((1, digest), (2, bytes(64)), (3, chain))))):
        bundle += struct.pack(">I", len(record)) + record
    body, _, *parts = pb.parse(author.statement(forge.REPORT, {"facts": forge.facts()})[1])
    forged = author.submission(pb.build([body, (2, pb.BYTES, pb.message((1, author.key.id), (2, bytes(64)))), *parts]))
    return {
        STREAM: pb.message((1, [pb.message((1, number), (2, forged)) for number in (1, 2)])),
        V1 + "SubmissionService/GetReceipt": pb.field(1, incident),
        V1 + "IncidentService/GetIncident": named,
        LIST: pb.message((1, filter_of_all()), (2, 50), (3, "AAAA"), (4, 2)),
        V1 + "IncidentService/FindSimilar": named,
        V1 + "IncidentService/WatchIncidents": pb.message((1, filter_of_all()), (2, "0"), (3, 1)),
        V1 + "StatisticsService/CountIncidents": pb.message((1, filter_of_all()), (2, [1, 7, 23]), (3, 480), (4, 7), (5, 1)),
        V1 + "NoticeService/ListNotices": pb.message((1, forge.timestamp()), (2, 1), (3, circle), (4, "SG"), (5, 1), (6, 10), (7, "AA")),
        V1 + "DirectoryService/ListContacts": pb.message((1, forge.timestamp()), (2, 1), (3, "SG"), (4, 1), (5, 1), (6, 10), (7, "AA")),
        V1 + "DirectoryService/FindContacts": pb.message((1, 5), (2, 7), (3, forge.timestamp()), (4, 1)),
        V1 + "AttachmentService/GetAttachment": pb.field(1, digest),
        V1 + "AttachmentService/Download": pb.message((1, digest), (2, 77)),
        UPLOAD: pb.message((1, digest), (2, 1), (3, b"\xff\xd8\xff")),
        V1 + "NodeService/GetStatus": b"",
        V1 + "NodeService/GetStateHash": pb.field(1, "SG"),
        V1 + "NodeService/Scrub": pb.field(1, 0),
        V1 + "NodeService/ReadAudit": pb.field(1, 3),
        V1 + "BundleService/ExportBundle": pb.message((1, "ID"), (2, pb.message((1, "lightship/SG/1"), (2, 0), (3, 2)))),
        V1 + "BundleService/ImportBundle": pb.field(1, bundle),
    }


class MessageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.net = Network(["SG", "ID"]).__enter__()
        cls.net.make_officer("SG", "mallory", EVERY_ROLE)
        cls.net.start("SG", expects=["ID"])
        cls.address = cls.net.nodes["SG"].address()
        cls.identity = cls.net.dir / "officer/SG/mallory"
        cls.author = forge.Author("SG", cls.identity)
        cls.incident = cls.net.officer("SG", "mallory").report("--narrative", "As it was.")
        cls.before = cls.state()

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    @classmethod
    def state(cls):
        """Every incident in full, and the logs but the own one, to which the node adds attestations of who has read."""
        officer = cls.net.officer("SG", "mallory")
        incidents = officer.incidents("--all", "--exercise", "actual", "--exercise", "test", "--exercise", "exercise")
        return incidents, [log for log in cls.net.logs("SG").items() if "SG" not in log[0]]

    def connect(self, who=None):
        return wire.Connection(self.address, who or self.identity)

    def assert_unharmed(self):
        self.assertTrue(self.net.nodes["SG"].running())
        self.assertEqual(wire.ask(self.address, self.identity, LIST, b"").status, wire.OK)
        self.assertEqual(self.state(), self.before)

    def assert_told_why(self, answer, what):
        """Refused by a reason of ours, or by gRPC before the node saw it; never by a fault."""
        self.assertIsNotNone(answer.status, what)
        self.assertNotIn(answer.status, NEVER, (what, answer))
        if answer.status not in (wire.OK, wire.UNIMPLEMENTED, wire.CANCELLED):
            self.assertTrue(answer.reason, (what, answer))

    def test_no_change_of_any_request_is_more_than_refused(self):
        calls = requests(self.author, self.incident)
        for number, (path, request) in enumerate(calls.items()):
            with self.subTest(path), self.connect() as connection:
                changed = [request] + pb.mutations(request, CHANGES, SEED * 100 + number)
                for at in range(0, len(changed), 40):
                    streams = [(connection.begin(path, body), body) for body in changed[at:at + 40]]
                    for stream, body in streams:
                        answer = connection.answers[stream]
                        connection.pump(lambda: answer.ended or answer.messages)
                        if not answer.ended:  # a watch
                            connection.cancel(stream)
                            continue
                        self.assert_told_why(answer, body.hex())
        self.assert_unharmed()

    def test_every_call_takes_just_the_messages_that_it_should(self):
        """Nothing where there should be one, two, an endless number."""
        calls = requests(self.author, self.incident)
        streamed = (UPLOAD, STREAM, V1 + "BundleService/ImportBundle")
        with self.connect() as connection:
            for path, request in calls.items():
                for bodies in ([], [request, request], [request] * 50):
                    with self.subTest(path=path, messages=len(bodies)):
                        stream = connection.begin(path, *bodies)
                        answer = connection.answers[stream]
                        connection.pump(lambda: answer.ended or answer.messages)
                        if not answer.ended:
                            connection.cancel(stream)
                        elif path not in streamed and not bodies:
                            self.assertNotEqual(answer.status, wire.OK)
        self.assert_unharmed()

    def test_no_changed_statement_is_admitted_as_another(self):
        content = {"facts": forge.facts("Off Batam"), "vessel": forge.vessel("Trial Star"), "narrative": forge.narrative("One.")}
        audiences = {"vessel": "own"}
        ids, refused = set(), 0
        with self.connect() as connection:
            for number in range(6):
                statement_id, statement = self.author.statement(forge.REPORT, content, audiences)
                for changed in pb.mutations(statement, CHANGES // 3, SEED * 1000 + number):
                    answer = connection.call(SUBMIT, self.author.submission(changed))
                    self.assert_told_why(answer, changed.hex())
                    refused += answer.status != wire.OK
                    if answer.status == wire.OK:
                        ids.add(pb.first(answer.messages[0], 1))
                        self.assertEqual(pb.first(answer.messages[0], 1), statement_id)
                # A part of another statement, parts swapped, a part left out, a signature over another manifest.
                fields = pb.parse(statement)
                body, signature, parts = fields[0], fields[1], fields[2:]
                _, other = self.author.statement(forge.REPORT, content, audiences)
                stranger = pb.parse(other)
                for which, forged in enumerate((
                        [body, stranger[1], *parts], [body, signature, stranger[2], *parts[1:]],
                        [body, signature, *parts[1:]], [body, *parts], [stranger[0], signature, *parts],
                        [body, signature, *parts, parts[0]])):
                    answer = connection.call(SUBMIT, self.author.submission(pb.build(forged)))
                    self.assertEqual(answer.status, wire.INVALID_ARGUMENT, (which, answer))
                    self.assertTrue(answer.reason)
        self.assertGreater(refused, 50)
        # What was admitted is what its author signed: no part differs.
        for statement_id in ids:
            answer = wire.ask(self.address, self.identity, V1 + "SubmissionService/GetReceipt", pb.field(2, statement_id))
            held = pb.first(pb.first(answer.messages[0], 2), 2)
            self.assertEqual(sorted(pb.first(part, 3) for part in pb.values(held, 2)), sorted(content.values()))
        type(self).before = self.state()

    def test_nothing_over_a_limit_is_admitted(self):
        big = b"x" * (1 << 20)
        report, author = forge.REPORT, self.author
        many = {f"attachment/{n}": pb.message((1, forge.sha256(b"%d" % n)), (2, "image/jpeg"), (3, 9)) for n in range(64)}
        kinds = {
            "parts over 1 MiB": {"facts": forge.facts(), "narrative": pb.message((11, big))},
            "a text over 16 KiB": {"facts": forge.facts("x" * 16_385)},
            "a narrative over 256 KiB": {"facts": forge.facts(), "narrative": forge.narrative("x" * 262_145)},
            "65 parts": {"facts": forge.facts(), **many},
            "a part with a name that is a path": {"facts": forge.facts(), "attachment/../../../etc/passwd": b""},
            "a list over 1,000": {"facts": forge.facts(extra=pb.message((6, ["SG"] * 1_001)))},
            "a control character": {"facts": forge.facts("\x1b]52;c;cm0gLXJm\x07")},
            "a C1 control character": {"facts": forge.facts("\u009b31m")},
            "text that is not UTF-8": {"facts": forge.facts(b"\xff\xfe")},
            "groups without end": {"facts": forge.facts(extra=pb.tag(900, pb.GROUP) * 500)},
        }
        with self.connect() as connection:
            for what, content in kinds.items():
                with self.subTest(what):
                    _, statement = author.statement(report, content)
                    answer = connection.call(SUBMIT, author.submission(statement))
                    self.assertEqual(answer.status, wire.INVALID_ARGUMENT, answer)
                    self.assertIn(answer.reason, {"TOO_LARGE", "INVALID_STATEMENT", "MALFORMED"})
            headers = {
                "a manifest over 32 KiB": {"extra": pb.field(999, b"x" * 33_000)},
                "an audience that is a path": {"audience": "SG/../../x@1"},
                "17 replaced statements": {"supersedes": [os.urandom(32)] * 17},
                "from the future": {"created_at": 4_000_000_000},
                "from before time": {"created_at": -(1 << 62)},
                "of another economy": None,
            }
            for what, fields in headers.items():
                with self.subTest(what):
                    signer = author if fields is not None else forge.Author("ID", self.identity)
                    _, statement = signer.statement(report, {"facts": forge.facts()}, **(fields or {}))
                    answer = connection.call(SUBMIT, author.submission(statement))
                    self.assertIn(answer.status, (wire.INVALID_ARGUMENT, wire.PERMISSION_DENIED), answer)
                    self.assertTrue(answer.reason)
            _, statement = author.statement(report, {"facts": forge.facts()})
            fields = pb.parse(statement)
            nine = pb.build([fields[0], *[fields[1]] * 9, *fields[2:]])
            self.assertEqual(connection.call(SUBMIT, author.submission(nine)).status, wire.INVALID_ARGUMENT)
            chains = pb.message((1, statement), (2, [pb.message((1, [os.urandom(16_385)] * 9))] * 100))
            self.assertIn(connection.call(SUBMIT, chains).status, (wire.INVALID_ARGUMENT, wire.RESOURCE_EXHAUSTED))
        self.assert_unharmed()

    def test_a_message_larger_than_any_is_refused(self):
        """One whose size is a lie: flood_test.py."""
        for path in (LIST, SUBMIT, UPLOAD):
            with self.subTest(path), self.connect() as connection:
                stream = connection.headers(path)
                connection.data(stream, wire.envelope(bytes(5 << 20)), end=True)
                answer = connection.answer(stream)
                self.assertIn(answer.status, (wire.RESOURCE_EXHAUSTED, None), answer)
                self.assertEqual(connection.call(LIST, b"").status, wire.OK)
        self.assert_unharmed()

    def test_a_small_message_does_not_grow_when_it_is_unpacked(self):
        bomb = gzip.compress(bytes(64 << 20))
        self.assertLess(len(bomb), 1 << 17)
        node = self.net.nodes["SG"]
        before = resident_bytes(node)
        with self.connect() as connection:
            for path in (LIST, SUBMIT, UPLOAD):
                for coding in ("gzip", "deflate", "identity", "snappy", ""):
                    with self.subTest(path=path, coding=coding):
                        extra = [("grpc-encoding", coding)] if coding else []
                        streams = [connection.headers(path, extra) for _ in range(4)]
                        for stream in streams:
                            connection.data(stream, wire.envelope(bomb, compressed=1), end=True)
                        for stream in streams:
                            answer = connection.answer(stream)
                            # An upload whose first message cannot be read is one of nothing.
                            self.assertTrue(answer.status != wire.OK or answer.messages == [b""], answer)
        self.assertLess(resident_bytes(node) - before, 64 << 20)
        self.assert_unharmed()


def resident_bytes(node):
    pages = pathlib.Path(f"/proc/{node.process.pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    unittest.main()
