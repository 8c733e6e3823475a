"""Real processes: what nodes show Prometheus is accepted, documented, and follows what happens to them."""
import calendar
import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "adversary"), str(HERE.parent / "monitoring")]
import forge  # noqa: E402
import metrics  # noqa: E402
import peer as p  # noqa: E402
from certificates import issue  # noqa: E402
from documented import documented  # noqa: E402
from network import Network, await_held_by, await_that  # noqa: E402
from quota_test import submit  # noqa: E402


def start(net, economy, **how):
    return net.start(economy, extra=metrics.serving(net.nodes[economy]), **how)


class MetricsTest(unittest.TestCase):
    def await_value(self, node, wanted, name, **labels):
        await_that(lambda: metrics.value(node, name, **labels) == wanted, f"{name} {labels} is {wanted}")

    def test_the_exposition_is_accepted_and_every_family_is_documented(self):
        with Network(["SG", "ID", "PH"]) as net:
            start(net, "SG", expects=["ID", "PH"])
            start(net, "ID", dials=["SG"])
            start(net, "PH", dials=["SG", "ID"])
            await_held_by(net, net.officer("SG").report(), ["SG", "ID", "PH"])
            self.assertNotEqual(net.officer("SG").run("show", "SG/999", check=False).returncode, 0)
            with p.HostilePeer(net, "PH", "SG") as peer:
                peer.send(p.HELLO, p.hello("ID"))
                peer.bye()
            await_that(lambda: "lightship_peer_faults_total{" in metrics.text(net.nodes["SG"]), "the fault is counted")
            exposition = metrics.text(net.nodes["SG"])
            checked = subprocess.run(["promtool", "check", "metrics"], input=exposition, capture_output=True, text=True, timeout=60)
            self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))
            shown = {name: what for name, what in metrics.families(exposition).items() if not name.startswith("exposer_")}
            self.assertEqual(shown, documented())
            self.assertNotIn("watch-1", exposition, "an officer's name")

    def test_it_follows_submissions(self):
        with Network(["SG", "ID", "PH"]) as net:
            sg = start(net, "SG", expects=["ID", "PH"])
            start(net, "ID", dials=["SG"])
            start(net, "PH", dials=["SG"])
            self.assertEqual(metrics.value(sg, "lightship_operations_total", kind="admission", result="done"), None)
            for _ in range(3):
                address = net.officer("SG").report()
            await_held_by(net, address, ["SG", "ID", "PH"])
            before = metrics.samples(metrics.text(sg))
            self.assertEqual(before["lightship_operations_total", frozenset({("kind", "admission"), ("result", "done")})], 3)
            self.assertEqual(before["lightship_calls_total", frozenset(
                {("method", "SubmissionService/Submit"), ("code", "OK")})], 3)
            # A key that is new is refused once, and comes again with its certificates.
            self.assertEqual(before["lightship_call_duration_seconds_count", frozenset(
                {("method", "SubmissionService/Submit")})], 4)
            self.assertGreater(before["lightship_commit_duration_seconds_count", frozenset()], 2)
            size = net.logs("SG")["lightship/SG/1"][0]
            self.assertEqual(before["lightship_log_entries", frozenset({("log", "lightship/SG/1")})], size)
            self.assertEqual(before["lightship_log_holders", frozenset({("log", "lightship/SG/1")})], 3)
            self.assertEqual(before["lightship_table_incidents", frozenset()], 3)
            for peer in ("ID", "PH"):
                self.assertEqual(before["lightship_peer_connected", frozenset({("peer", peer)})], 1)
                self.assertGreater(before["lightship_peer_received_bytes_total", frozenset({("peer", peer)})], 100)
                self.assertGreater(before["lightship_peer_sent_bytes_total", frozenset({("peer", peer)})], 1000)
            self.assertEqual(before["lightship_calls_refused_total", frozenset(
                {("method", "SubmissionService/Submit"), ("reason", "UNKNOWN_KEY")})], 1)
            net.officer("SG").report()
            self.assertEqual(metrics.value(sg, "lightship_operations_total", kind="admission", result="done"), 4)

    def test_it_shows_how_far_a_peer_that_is_away_lags(self):
        with Network(["SG", "ID", "PH"]) as net:
            sg = start(net, "SG", expects=["ID", "PH"])
            net.start("ID", dials=["SG"])
            net.start("PH", dials=["SG"])
            await_held_by(net, net.officer("SG").report(), ["SG", "ID", "PH"])
            for peer in ("ID", "PH"):
                self.await_value(sg, 0, "lightship_peer_lag_entries", peer=peer)
            net.nodes["PH"].stop()
            for _ in range(2):
                await_held_by(net, net.officer("SG").report(), ["SG", "ID"])
            self.await_value(sg, 0, "lightship_peer_connected", peer="PH")
            self.assertEqual(metrics.value(sg, "lightship_peer_lag_entries", peer="PH"), 2)
            first = metrics.value(sg, "lightship_peer_lag_seconds", peer="PH")
            self.assertGreater(first, 0)
            await_that(lambda: metrics.value(sg, "lightship_peer_lag_seconds", peer="PH") > first, "the lag grows")
            self.await_value(sg, 0, "lightship_peer_lag_entries", peer="ID")
            self.await_value(sg, 0, "lightship_peer_lag_seconds", peer="ID")
            net.start("PH", dials=["SG"])
            self.await_value(sg, 0, "lightship_peer_lag_entries", peer="PH")
            self.await_value(sg, 1, "lightship_peer_connected", peer="PH")

    def test_it_shows_a_log_that_is_behind_and_a_fork(self):
        with Network(["SG", "PH"]) as net:
            sg = start(net, "SG", expects=["PH"])
            log = p.Log(net, "PH")
            author = forge.Author("PH", net.dir / "officer/PH/watch-1")
            log.grant(author)
            log.add(author.statement(forge.REPORT, {"facts": forge.facts("Off Manila")})[1])
            forked = p.Log(net, "PH")
            forked.entries, forked.parts = log.entries[:2], log.parts[:2]
            for place in ("Another history", "and on"):
                forked.add(author.statement(forge.REPORT, {"facts": forge.facts(place)})[1])
            with p.HostilePeer(net, "PH", "SG") as peer:
                peer.greet([(log.origin, log.note())])
                peer.await_frame(p.FETCH)
                peer.send(p.BATCH, log.batch())
                peer.connection.pump(lambda: metrics.value(sg, "lightship_log_entries", log=log.origin) == 3)
                log.add(author.statement(forge.REPORT, {"facts": forge.facts("Off Cebu")})[1])
                peer.send(p.ANNOUNCE, p.announce(log.origin, log.note()))
                self.await_value(sg, 1, "lightship_log_lag_entries", log=log.origin)
                await_that(lambda: metrics.value(sg, "lightship_log_lag_seconds", log=log.origin) > 0, "it is behind")
                peer.send(p.BATCH, log.batch(start=3))
                peer.connection.pump(lambda: metrics.value(sg, "lightship_log_entries", log=log.origin) == 4)
                self.await_value(sg, 0, "lightship_log_lag_entries", log=log.origin)
                self.await_value(sg, 0, "lightship_log_lag_seconds", log=log.origin)
                self.assertEqual(metrics.value(sg, "lightship_log_frozen", log=log.origin), 0)
                peer.send(p.ANNOUNCE, p.announce(log.origin, forked.note()))
                self.await_value(sg, 1, "lightship_log_frozen", log=log.origin)
            self.await_value(sg, 1, "lightship_warnings", code="FORK")
            self.assertEqual(metrics.value(sg, "lightship_log_frozen", log="lightship/SG/1"), 0)

    def test_it_shows_when_certificates_end(self):
        with Network(["SG"], days=20) as net:
            sg = net.nodes["SG"]
            tls = sg.dir / "tls"
            ends = time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + 5 * 86400))
            issue(net, "lightship:sg:node:sg-1", tls / "first", end="20400101000000Z")
            issue(net, "lightship:sg:node:sg-1", tls / "soon", end=ends)
            os.symlink("first", tls / "now")
            sg.keys.update(tls_certificate=tls / "now/certificate.pem", tls_key=tls / "now/key.pem")
            start(net, "SG")
            name = "lightship_certificate_expiry_timestamp_seconds"
            self.assertAlmostEqual(metrics.value(sg, name, use="node"), time.time() + 20 * 86400, delta=86400)
            self.await_value(sg, 1, "lightship_warnings", code="CERTIFICATE")
            self.assertEqual(metrics.value(sg, name, use="tls"), calendar.timegm((2040, 1, 1, 0, 0, 0)))
            os.symlink("soon", tls / "next")
            os.replace(tls / "next", tls / "now")
            self.assertEqual(metrics.value(sg, name, use="tls"), calendar.timegm(time.strptime(ends, "%Y%m%d%H%M%SZ")))

    def test_it_shows_when_the_last_backup_was_made(self):
        with Network(["SG", "ID"]) as net:
            name = "lightship_backup_last_success_timestamp_seconds"
            began = int(time.time())
            sg = net.nodes["SG"]
            net.start("SG", extra=f'{metrics.serving(sg)} backup {{ dir: "{net.dir}/backups" }}')
            await_that(lambda: metrics.value(sg, name) >= began, "a backup is made")
            self.assertLessEqual(metrics.value(sg, name), time.time())
            self.assertEqual(metrics.value(start(net, "ID"), name), None)

    def test_it_shows_who_was_refused_or_held_back_over_a_quota(self):
        with Network(["SG", "ID"]) as net:
            sg, id_node = net.nodes["SG"], net.nodes["ID"]
            net.start("SG", expects=["ID"], extra=metrics.serving(sg) + " quotas { submissions_per_day: 110 }")
            self.assertNotEqual(submit(net, "SG", 111).returncode, 0)
            refused = "lightship_quota_refusals_total"
            self.assertGreaterEqual(metrics.value(sg, refused, quota="submissions_per_day"), 1)
            self.assertEqual(metrics.value(sg, refused, quota="submissions_per_minute"), 0)
            self.assertEqual(metrics.value(sg, refused, quota="attachment_bytes_per_day"), 0)
            net.start("ID", dials=["SG"], extra=metrics.serving(id_node) + " quotas { peer_entries_per_s: 10 }")
            held = "lightship_peer_held_back_seconds_total"
            await_that(lambda: metrics.value(id_node, held, peer="SG"), "ID holds SG back")
            self.assertEqual(metrics.value(sg, held, peer="ID"), 0)

    def test_connections_that_ask_nothing_are_ended(self):
        with Network(["SG"]) as net:
            sg = start(net, "SG")
            host, port = (sg.dir / "metrics").read_text().strip().rsplit(":", 1)
            with contextlib.ExitStack() as stack:
                silent = [stack.enter_context(socket.create_connection((host, int(port)), timeout=15)) for _ in range(4)]
                self.assertEqual([connection.recv(1) for connection in silent], [b""] * 4)
            self.assertEqual(metrics.value(sg, "lightship_accepting"), 1)

    def test_an_address_that_is_taken_is_told(self):
        with Network(["SG", "ID"]) as net:
            start(net, "SG")
            taken = (net.nodes["SG"].dir / "metrics").read_text().strip()
            with self.assertRaisesRegex(AssertionError, f"metrics.listen: cannot listen on {taken}"):
                net.start("ID", extra=f'metrics {{ listen: "{taken}" }}')


if __name__ == "__main__":
    unittest.main()
