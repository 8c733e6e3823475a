"""Real processes: the id of a call, from the caller's error to the logs of both nodes; and what administrators ask on a node's own
listener: health of each service, reflection, channelz."""
import pathlib
import re
import signal
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "adversary"), str(HERE.parent / "support")]
import protobuf as pb  # noqa: E402
import wire  # noqa: E402
from network import Network, await_that  # noqa: E402

KEY = "lightship-request-id"
STATUS = "/lightship.v1.NodeService/GetStatus"
HEALTH, WATCH = "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"
REFLECTION = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
CHANNELZ = "/grpc.channelz.v1.Channelz/GetServers"
SERVING, NOT_SERVING = 1, 2
SERVICES = ["SubmissionService", "IncidentService", "StatisticsService", "NoticeService", "DirectoryService", "NodeService",
            "AttachmentService", "BundleService", "ExchangeService"]


class RequestIdTest(unittest.TestCase):
    def answer_to(self, net, *given):
        extra = [(KEY, value) for value in given]
        return wire.ask(net.nodes["SG"].address(), net.dir / "officer/SG/watch-1", STATUS, b"", extra=extra)

    def test_every_answer_carries_the_id_that_was_sent_or_one_that_was_drawn(self):
        with Network(["SG"]) as net:
            net.start("SG", extra='log_level: "debug"')
            for given in ("a", "Desk-7_2026.11", "x" * 64):
                self.assertEqual(self.answer_to(net, given).headers[KEY].decode(), given)
            drawn = {self.answer_to(net, *given).headers[KEY].decode()
                     for given in ((), ("",), ("x" * 65,), ('a" code=OK',), ("a b",), ("one", "two"))}
            self.assertEqual(len(drawn), 6)
            for one in drawn:
                self.assertRegex(one, r"^[0-9a-f]{16}$")
            log = (net.nodes["SG"].dir / "log").read_text()
            for one in drawn | {"Desk-7_2026.11"}:
                self.assertRegex(log, rf"call method={STATUS} caller=ipv4:\S+ code=OK ms=\d+ request={re.escape(one)}\n")

    def test_an_error_names_the_line_of_the_log_that_tells_of_it(self):
        with Network(["SG"]) as net:
            net.start("SG")
            done = net.officer("SG").run("show", "SG/77", check=False)
            self.assertEqual(done.returncode, 4)
            named = re.search(r"^  request: ([0-9a-f]{16})$", done.stderr, re.M)
            self.assertTrue(named, done.stderr)
            lines = [line for line in (net.nodes["SG"].dir / "log").read_text().splitlines() if f"request={named[1]}" in line]
            self.assertEqual(len(lines), 1)
            self.assertRegex(lines[0], r"\[info\] call method=/lightship.v1.\S+ .*code=NOT_FOUND .* message=\"")
            net.nodes["SG"].stop()
            unreachable = net.officer("SG").run("show", "SG/1", check=False)
            self.assertEqual(unreachable.returncode, 3)
            self.assertNotIn("request:", unreachable.stderr)

    def test_a_stream_between_nodes_has_one_id_at_both_ends(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG")
            net.start("ID", dials=["SG"])
            net.officer("SG").report()
            net.await_agreement()

            def ids(at, of):
                log = (net.nodes[at].dir / "log").read_text()
                return re.findall(rf"peer {of} connected session=\d+ request=([0-9a-f]{{16}})\n", log)
            self.assertEqual(len(ids("SG", "ID")), 1)
            self.assertEqual(ids("SG", "ID"), ids("ID", "SG"))

    def test_who_makes_many_calls_that_are_refused_does_not_fill_the_log(self):
        with Network(["SG"]) as net:
            net.start("SG")
            with wire.Connection(net.nodes["SG"].address(), net.dir / "officer/SG/watch-1") as connection:
                for _ in range(300):
                    self.assertEqual(connection.call("/lightship.v1.SubmissionService/GetReceipt", b"").status,
                                     wire.INVALID_ARGUMENT)
            lines = (net.nodes["SG"].dir / "log").read_text().count("code=INVALID_ARGUMENT")
            self.assertGreater(lines, 0)
            self.assertLess(lines, 300)


def admin(address, path, *bodies):
    with wire.Connection(address, context=wire.InTheClear()) as connection:
        return connection.call(path, *bodies)


def health(address, service):
    """Its status; None of a service that is not known."""
    answer = admin(address, HEALTH, pb.field(1, service) if service else b"")
    return None if answer.status == wire.NOT_FOUND else pb.first(answer.messages[0], 1, 0)


def admin_listener(node):
    """The last one that it has opened."""
    said = r"health, reflection and channelz are served on (\S+)"
    return re.findall(said, (node.dir / "log").read_text())[-1]


class AdminTest(unittest.TestCase):
    def test_each_service_has_a_status_of_its_own(self):
        with Network(["SG", "ID"]) as net:
            sg = net.nodes["SG"]
            net.start("SG", extra='admin { listen: "127.0.0.1:0" }')
            own = admin_listener(sg)
            for service in ["", *(f"lightship.v1.{name}" for name in SERVICES)]:
                await_that(lambda s=service: health(own, s) == SERVING, f"'{service}' serves")
            self.assertIsNone(health(own, "lightship.v1.Nothing"))
            sg.stop()
            # It stands by: nothing but submissions waits.
            net.start("SG", expects=["ID"], extra='start_wait_ms: 600000 admin { listen: "unix:%s/admin" }' % sg.dir)
            own = admin_listener(sg)
            self.assertEqual(own, f"unix:{sg.dir}/admin")
            await_that(lambda: health(own, "") == SERVING, "the node serves")
            self.assertEqual(health(own, "lightship.v1.SubmissionService"), NOT_SERVING)
            self.assertEqual(health(own, "lightship.v1.IncidentService"), SERVING)
            net.start("ID", dials=["SG"])
            await_that(lambda: health(own, "lightship.v1.SubmissionService") == SERVING, "submissions are taken")

    def test_reflection_and_channelz_are_served_there_and_nothing_else_is(self):
        with Network(["SG"]) as net:
            net.start("SG", extra='admin { listen: "127.0.0.1:0" }')
            own = admin_listener(net.nodes["SG"])
            listed = admin(own, REFLECTION, pb.field(7, ""))
            self.assertIn(b"grpc.channelz.v1.Channelz", listed.messages[0])
            described = admin(own, REFLECTION, pb.field(4, "lightship.v1.SubmissionService"))
            self.assertIn(b"lightship/v1/submission.proto", described.messages[0])
            servers = admin(own, CHANNELZ, b"")
            self.assertEqual(servers.status, wire.OK)
            self.assertEqual(len(pb.values(servers.messages[0], 1)), 2, "this listener and the one of officers and peers")
            self.assertEqual(admin(own, STATUS, b"").status, wire.UNIMPLEMENTED)

    def test_officers_and_peers_are_told_nothing_of_it(self):
        with Network(["SG"]) as net:
            net.start("SG", extra='admin { listen: "127.0.0.1:0" }')
            for path in (HEALTH, WATCH, REFLECTION, CHANNELZ):
                answer = wire.ask(net.nodes["SG"].address(), net.dir / "officer/SG/watch-1", path, b"")
                self.assertEqual(answer.messages, [], path)
                self.assertIn(answer.status, (None, wire.CANCELLED, wire.UNIMPLEMENTED), path)
            net.officer("SG").report()

    def test_who_watches_health_hears_that_the_node_stops(self):
        with Network(["SG"]) as net:
            sg = net.nodes["SG"]
            net.start("SG", extra='admin { listen: "unix:%s/admin" }' % sg.dir)
            with wire.Connection(f"unix:{sg.dir}/admin", context=wire.InTheClear()) as watch:
                stream = watch.begin(WATCH, b"", timeout=None)
                answer = watch.answers[stream]

                def heard():
                    return [pb.first(message, 1, 0) for message in answer.messages]
                watch.pump(lambda: heard()[-1:] == [SERVING])
                sg.process.send_signal(signal.SIGTERM)
                watch.pump(lambda: heard()[-1:] == [NOT_SERVING] or answer.ended)
                self.assertEqual(heard()[-1], NOT_SERVING)


if __name__ == "__main__":
    unittest.main()
