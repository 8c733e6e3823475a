"""Real processes: what a node tells systemd and the journal, what it takes of a configuration that is changed while it serves, and
what it says of a wrong one."""
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import DAEMON, Network, await_held_by, await_that  # noqa: E402


class Manager:
    """In systemd's place: hears what the service says of itself (sd_notify(3))."""

    def __init__(self, directory):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.path = str(directory / "notify")
        self.socket.bind(self.path)
        self.said = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def hear(self, seconds=0.0):
        until = time.monotonic() + seconds
        try:
            while True:
                self.socket.settimeout(max(0.001, until - time.monotonic()))
                self.said += [(time.monotonic(), line) for line in self.socket.recv(65536).decode().split("\n")]
        except TimeoutError:
            return self

    def lines(self):
        return [line for _, line in self.hear().said]

    def await_line(self, begin, after=0):
        """The first line that begins so, of those from `after` on."""
        found = []

        def said():
            found[:] = [line for line in self.lines()[after:] if line.startswith(begin)]
            return found
        await_that(said, f"{begin} is said")
        return found[0]


class ServiceTest(unittest.TestCase):
    def test_a_start_needs_no_table_from_the_stop_before(self):
        with Network(["SG"]) as net:
            node = net.start("SG")
            table = node.dir / "data/incident-table"
            addresses = [net.officer("SG").report() for _ in range(3)]

            def expect_the_same():
                self.assertFalse(table.exists(), "used once")
                self.assertEqual(sorted(i["address"] for i in net.officer("SG").incidents()), sorted(addresses))

            def starting(how):
                node.stop()
                self.assertTrue(table.exists())
                how()
                net.start("SG")
                expect_the_same()
            starting(lambda: None)
            addresses.append(net.officer("SG").report())
            node.kill()
            self.assertFalse(table.exists(), "what is killed keeps none")
            net.start("SG")
            expect_the_same()
            starting(lambda: table.write_bytes(table.read_bytes()[:-1] + b"?"))
            starting(lambda: table.write_bytes(b""))
            older = []
            starting(lambda: older.append(table.read_bytes()))
            addresses.append(net.officer("SG").report())
            starting(lambda: table.write_bytes(older[0]))

    def test_the_service_manager_hears_of_start_reload_health_and_stop(self):
        with Network(["SG"]) as net, Manager(net.dir) as manager:
            node = net.nodes["SG"]
            node.environment = {"NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "1000000"}
            net.start("SG")
            manager.await_line("READY=1")
            begin = manager.lines()
            self.assertIn("STATUS=opening the database", begin)
            self.assertTrue([line for line in begin if line.startswith("EXTEND_TIMEOUT_USEC=")], begin)
            self.assertEqual(manager.await_line("STATUS=SG"), f"STATUS=SG serves on {node.address()}")

            manager.hear(4)
            times = [at for at, line in manager.said if line == "WATCHDOG=1"][1:]
            gaps = [later - earlier for earlier, later in zip(times, times[1:])]
            self.assertGreater(len(times), 2)
            # Half of the limit at the least; the writer, while it is idle, passes once a second.
            self.assertGreaterEqual(min(gaps), 0.45, gaps)

            after, reloaded = len(manager.lines()), time.monotonic()
            node.process.send_signal(signal.SIGHUP)
            manager.await_line("READY=1", after)
            said = manager.lines()[after:]
            self.assertLess(said.index("RELOADING=1"), said.index("READY=1"), said)
            micros = int(manager.await_line("MONOTONIC_USEC=", after).split("=")[1])
            self.assertAlmostEqual(micros / 1e6, reloaded, delta=5)

            node.stop()
            self.assertIn("STOPPING=1", manager.lines())

    def test_a_node_that_takes_no_submissions_says_why(self):
        with Network(["SG", "ID"]) as net, Manager(net.dir) as manager:
            net.start("SG").stop()
            net.nodes["SG"].environment = {"NOTIFY_SOCKET": manager.path}
            net.start("SG", expects=["ID"], extra="start_wait_ms: 600000")
            said = manager.await_line("STATUS=SG serves")
            self.assertIn("; takes no submissions: ", said)
            self.assertIn("ID", said)

    def test_sockets_that_are_offered_are_not_taken_and_the_log_says_so(self):
        with Network(["SG"]) as net:
            node = net.nodes["SG"]
            # As systemd starts it: LISTEN_PID is the process that is to take them.
            node.prefix = ["sh", "-c", 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@" 3</dev/null', "sh"]
            net.start("SG")
            self.assertIn("LISTEN_FDS: 1 sockets", (node.dir / "log").read_text())
            net.officer("SG").report()


class JournalTest(unittest.TestCase):
    def test_lines_for_the_journal_have_a_priority_and_no_time(self):
        with Network(["SG"]) as net:
            node = net.nodes["SG"]
            log = node.dir / "log"
            log.touch()
            node.environment = {"JOURNAL_STREAM": f"{log.stat().st_dev}:{log.stat().st_ino}"}
            net.start("SG")
            config = node.dir / "node.textproto"
            config.write_text("economy: 5\n")
            node.process.send_signal(signal.SIGHUP)
            await_that(lambda: "nothing is changed" in log.read_text(), "the wrong file is refused")
            node.stop()
            lines = log.read_text().splitlines()
            self.assertIn(f"<6>SG serves on {node.address()}", lines)
            self.assertTrue([line for line in lines if line.startswith("<3>SIGHUP: nothing is changed")], lines)
            self.assertEqual([line for line in lines if not re.match(r"<[2-7]>\S", line)], [])

    def test_other_lines_have_a_time_and_a_level(self):
        with Network(["SG"]) as net:
            net.nodes["SG"].environment = {"JOURNAL_STREAM": "1:1"}
            net.start("SG")
            log = net.nodes["SG"].dir / "log"
            self.assertRegex(await_that(log.read_text, "something is logged"), r"^\[20\d\d-.*\] \[info\] SG serves on")


class ConfigTest(unittest.TestCase):
    def change(self, node, *pairs):
        """Replaces texts in the configuration and has it read again; what the log says since."""
        config, log = node.dir / "node.textproto", node.dir / "log"
        text = config.read_text()
        for old, new in pairs:
            self.assertIn(old, text)
            text = text.replace(old, new)
        config.write_text(text)
        before = len(log.read_text())
        node.process.send_signal(signal.SIGHUP)
        await_that(lambda: re.search(r"are read again|nothing is changed", log.read_text()[before:]), "SIGHUP is answered")
        return log.read_text()[before:]

    def test_a_reload_takes_what_it_can_and_names_what_waits_for_the_next_start(self):
        with Network(["SG", "ID", "PH"]) as net:
            sg = net.nodes["SG"]
            net.start("ID")
            net.start("SG", extra='two_person: "erase"\nholders { at_least: 0 within_s: 1 }\nlog_level: "info"')
            address = net.officer("SG").report()
            self.assertEqual(self.change(sg).count("changed from"), 0)
            said = self.change(sg, ("start_wait_ms: 0", 'start_wait_ms: 5\npeers { economy: "ID" address: "%s" }' %
                                    net.nodes["ID"].address()),
                               ("at_least: 0", "at_least: 3"), ('log_level: "info"', 'log_level: "debug"'))
            self.assertIn("start_wait_ms: changed from 0 to 5; takes effect at the next start", said)
            self.assertIn("holders.at_least: changed from 0 to 3\n", said)
            self.assertIn("peers[ID]: changed from none to " + net.nodes["ID"].address(), said)
            await_held_by(net, address, ["SG", "ID"])
            await_that(lambda: "NOT_HELD_IN_TIME" in net.officer("SG").run("status").stdout, "the new policy counts")
            await_that(lambda: "[debug]" in (sg.dir / "log").read_text(), "the new level counts")
            self.assertIn("start_wait_ms: changed from 0 to 5; takes effect", self.change(sg, ("at_least: 3", "at_least: 0")))
            await_that(lambda: "NOT_HELD_IN_TIME" not in net.officer("SG").run("status").stdout, "so does the old one")

    def test_other_quotas_and_marks_of_the_disk_count_at_once(self):
        with Network(["SG"]) as net:
            sg = net.start("SG", extra="quotas { submissions_per_day: 1 }\ndisk { stop_admitting_bytes: 0 }")

            def report():
                done = net.officer("SG").run("report", "--yes", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E",
                                             "--act", "boarded", check=False)
                return done.stderr if done.returncode else ""
            net.officer("SG").report()
            self.assertIn("OVER_QUOTA", report())
            said = self.change(sg, ("per_day: 1 ", "per_day: 100 "))
            self.assertIn("quotas.submissions_per_day: changed from 1 to 100\n", said)
            self.assertEqual(report(), "")
            said = self.change(sg, ("admitting_bytes: 0 ", "admitting_bytes: 1099511627776 "))
            self.assertIn("disk.stop_admitting_bytes: changed from 0 to 1099511627776\n", said)
            await_that(lambda: "DISK_FULL" in report(), "the new mark counts")
            self.change(sg, ("admitting_bytes: 1099511627776 ", "admitting_bytes: 0 "))
            await_that(lambda: report() == "", "so does the old one")

    def test_an_operation_takes_two_officers_as_soon_as_the_file_says_so(self):
        with Network(["SG"]) as net:
            net.make_officer("SG", "liaison-1", ["submitter", "liaison", "administrator"])
            net.start("SG")
            address = net.officer("SG").report()
            self.assertIn("two_person: changed from none to", self.change(net.nodes["SG"], ("start_wait_ms: 0", 'two_person: "erase"')))
            done = net.officer("SG", "liaison-1").run("withdraw", address, "--erase", "personal-data", "--yes", check=False)
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            self.assertIn("two", done.stderr)

    def test_a_wrong_file_changes_nothing(self):
        with Network(["SG"]) as net:
            net.start("SG", extra='log_level: "info"')
            said = self.change(net.nodes["SG"], ('log_level: "info"', 'log_level: "debug"\ncache_bites: 1'))
            self.assertRegex(said, r"nothing is changed: .*node.textproto:\d+: cache_bites: there is no such key here; "
                                   r"is limits.cache_bytes meant\?")
            self.assertNotIn("log_level: changed", said)
            net.officer("SG").report()
            self.assertIn("log_level: changed", self.change(net.nodes["SG"], ("cache_bites: 1\n", "")))

    def test_figures_that_others_than_the_machine_itself_may_read_are_warned_of(self):
        with Network(["SG"]) as net:
            node = net.start("SG", extra='metrics { listen: "0.0.0.0:0" }')
            said = "metrics.listen: '0.0.0.0:0' is no loopback address"
            self.assertIn(said, (node.dir / "log").read_text())
            config = node.dir / "node.textproto"

            def check():
                return subprocess.run([DAEMON, "--config", config, "--check"], capture_output=True, text=True, timeout=60)
            self.assertEqual((check().returncode, check().stdout), (0, f"{config}: ok\n"))
            self.assertTrue(check().stderr.startswith(f"{config}: warning: {said}"), check().stderr)
            config.write_text(config.read_text().replace("0.0.0.0", "127.0.0.1"))
            self.assertEqual(check().stderr, "")

    def test_check_names_file_line_key_and_reason_of_all_that_is_wrong(self):
        with Network(["SG"]) as net:
            net.start("SG").stop()
            config = net.nodes["SG"].dir / "node.textproto"

            def check():
                return subprocess.run([DAEMON, "--config", config, "--check"], capture_output=True, text=True, timeout=60,
                                      env={k: v for k, v in os.environ.items() if k != "CREDENTIALS_DIRECTORY"})
            self.assertEqual((check().returncode, check().stdout), (0, f"{config}: ok\n"))
            lines = ['holders { at_least: 400 }', 'log_levl: "info"', 'epoch: "one"']
            before = config.read_text()
            first = before.count("\n") + 1
            config.write_text(before.replace(str(net.nodes["SG"].keys["log_key"]), "${CREDENTIALS_DIRECTORY}/log.key") +
                              "\n".join(lines) + "\n")
            done = check()
            self.assertEqual(done.returncode, 2)
            key = next(i for i, line in enumerate(config.read_text().splitlines(), 1) if "CREDENTIALS" in line)
            said = done.stderr.splitlines()
            self.assertEqual(len(said), 4, done.stderr)
            self.assertTrue(said[0].startswith(f"{config}:{key}: keys.log_key: "), said)
            self.assertIn("CREDENTIALS_DIRECTORY is not set", said[0])
            self.assertEqual(said[1:], [f"{config}:{first}: holders.at_least: 400; 0 to 300",
                                        f"{config}:{first + 1}: log_levl: there is no such key here; is log_level meant?",
                                        f'{config}:{first + 2}: epoch: Expected integer, got: "one"'])


class CredentialsTest(unittest.TestCase):
    def test_keys_come_from_the_directory_that_the_service_manager_names(self):
        with Network(["SG"]) as net:
            node = net.nodes["SG"]
            credentials = net.dir / "credentials"
            credentials.mkdir()
            for key in ("log_key", "cosigner_key"):
                node.keys[key].rename(credentials / key)
                node.keys[key] = "${CREDENTIALS_DIRECTORY}/" + key
            node.environment = {"CREDENTIALS_DIRECTORY": str(credentials)}
            net.start("SG")
            net.officer("SG").report()


if __name__ == "__main__":
    unittest.main()
