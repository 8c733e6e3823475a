"""Real processes: standing watches go on where they were, whichever side was restarted."""
import json
import pathlib
import signal
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import NO_QUOTAS, Network, await_that  # noqa: E402

SET = pathlib.Path(__file__).resolve().parents[1] / "data/incidents_facts.csv"


class WatchTest(unittest.TestCase):
    def lines(self, path):
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def addresses(self, path):
        return [event["incident"]["address"] for event in self.lines(path) if "incident" in event]

    def titles(self, path):
        return [event["notice"]["title"] for event in self.lines(path) if "notice" in event]

    def watch(self, officer, out, *args):
        state = officer.trust.parent / "state"
        return officer.spawn("watch", "--name", "straits", "--state", state, "--notices", "--append", out, *args)

    def test_a_standing_watch_loses_nothing_over_restarts_of_client_and_node(self):
        with Network(["SG"]) as net:
            net.start("SG")
            net.make_officer("SG", "desk-1", ["liaison"])
            sg, out = net.officer("SG"), net.dir / "events.jsonl"
            cursor = net.dir / "state/watch/straits.cursor"
            first = sg.report()
            watch = self.watch(sg, out, "--cursor", "0")
            try:
                await_that(lambda: self.addresses(out) == [first], "the first report")
                net.officer("SG", "desk-1").run("notice", "issue", "--level", "warning", "--area", "Nipah", "--text", "Keep clear", "-y")
                await_that(lambda: len(self.titles(out)) == 1, "the notice")
                # Killed before that, the client would be told of it again.
                await_that(lambda: cursor.read_text().strip() == self.lines(out)[-1]["cursor"], "the cursor is kept")
                # The client is killed; what comes meanwhile waits.
                watch.send_signal(signal.SIGKILL)
                watch.wait()
                second = sg.report()
                watch.stdout.close(), watch.stderr.close()
                watch = self.watch(sg, out, "--cursor", "0")
                await_that(lambda: second in self.addresses(out), "what came while the client was away")
                # The node is restarted under it.
                net.nodes["SG"].stop()
                net.start("SG")
                third = sg.report()
                await_that(lambda: third in self.addresses(out), "what came after the node's restart")
                kept = set(self.addresses(out))
                self.assertEqual(kept, {first, second, third})
                self.assertEqual(len(self.titles(out)), 1)
                await_that(lambda: cursor.read_text().strip() == self.lines(out)[-1]["cursor"], "the cursor is kept")
            finally:
                watch.kill()
                watch.communicate()

    def test_a_watch_from_the_beginning_is_told_of_more_than_one_look_finds(self):
        rows = 450
        with Network(["SG"]) as net:
            net.start("SG", extra=NO_QUOTAS)
            sg, out = net.officer("SG"), net.dir / "events.jsonl"
            sg.run("import", SET, "--limit", rows)
            sg.run("watch", "--name", "straits", "--state", net.dir / "state", "--cursor", "0", "--count", rows, "--append", out)
            self.assertEqual(len(set(self.addresses(out))), rows)

    def test_the_cursor_of_a_lost_database_is_refused_with_what_to_do(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG")
            net.start("ID", dials=["SG"])
            sg, ident, out = net.officer("SG"), net.officer("ID"), net.dir / "events.jsonl"
            report = sg.report()
            await_that(lambda: len(ident.incidents()) == 1, "ID holds the report")
            state = net.dir / "state"
            ident.run("watch", "--name", "straits", "--state", state, "--cursor", "0", "--count", "1", "--append", out)
            self.assertEqual(self.addresses(out), [report])
            net.nodes["ID"].stop()
            data = net.nodes["ID"].dir / "data"
            data.rename(data.with_name("lost"))
            net.start("ID", dials=["SG"])
            await_that(lambda: len(ident.incidents()) == 1, "ID holds the report again")
            done = ident.run("watch", "--name", "straits", "--state", state, "--count", "1", check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("delete that file to begin again", done.stderr)
            (state / "watch/straits.cursor").unlink()
            ident.run("watch", "--name", "straits", "--state", state, "--cursor", "0", "--count", "1", "--append", out)
            self.assertEqual(self.addresses(out), [report, report])


if __name__ == "__main__":
    unittest.main()
