"""Keeping a node's data for years: backups made while it runs and what is restored from them, the tool for its database, and a disk
that gets full."""
import base64
import contextlib
import fcntl
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from daemon_test import Manager  # noqa: E402
from damage_test import table_files  # noqa: E402
from network import BIN, Network, await_held_by, await_that  # noqa: E402
from trouble_test import SmallDisk  # noqa: E402
from upgrade_test import BUILDS, append_to_log  # noqa: E402

# RocksDB compresses: no word of a marker repeats.
STORY = b"Jynx Quay Vim Fob"
DONE, NOT_NOW, CANNOT, DAMAGED = 0, 2, 3, 4


def tool(*args, expects=DONE):
    """What the tool prints."""
    done = subprocess.run([BIN / "lightshipd-tool", *map(str, args)], capture_output=True, text=True, timeout=300)
    if done.returncode != expects:
        raise AssertionError(f"lightshipd-tool {' '.join(map(str, args))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def backups_in(directory):
    """The numbers of the backups, oldest first."""
    return [int(line.split()[0]) for line in tool("backups", "list", "--from", directory).splitlines()]


def files_of(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()}


def traces(directory, marker):
    return [path for path in directory.rglob("*") if path.is_file() and marker in path.read_bytes()]


def warnings_of(net, economy):
    return {warning["code"]: warning["text"] for warning in net.officer(economy).json("status").get("warnings", [])}


def why_not(net, economy):
    return net.officer(economy).json("status").get("not_accepting", "")


def writer_of(fifo):
    """A descriptor once somebody reads it."""
    try:
        return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None


def listens(address):
    host, port = address.rsplit(":", 1)
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except OSError:
        return False
    return True


def with_backups(directory):
    return f'backup {{ dir: "{directory}" every_s: 86400 keep: 2 }}'


class BackupTest(unittest.TestCase):
    def restore(self, newest_checkpoint):
        with Network(["SG", "ID"]) as net:
            sg, kept = net.nodes["SG"], net.dir / "backups"
            net.start("SG", expects=["ID"])
            net.start("ID", dials=["SG"])
            acks = net.dir / "acks"
            load = subprocess.Popen(
                [BIN / "lightship_load", "submit", *map(str, net.officer("SG").flags()), "--name", "load", "--reports", "1500",
                 "--in-flight", "8", "--acks", acks, "--keep-trying"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            await_that(lambda: acks.exists() and len(acks.read_text().splitlines()) >= 100, "load")
            sg.stop()
            shutil.copy(sg.dir / "last-checkpoint", net.dir / "old-checkpoint")
            net.start("SG", expects=["ID"], extra=with_backups(kept))
            await_that(lambda: backups_in(kept), "a backup is made under load")
            self.assertEqual(load.poll(), None, "the load had ended before")
            _, err = load.communicate(timeout=240)
            self.assertEqual(load.returncode, 0, err)
            address = net.officer("SG").report()
            await_held_by(net, address, ["SG", "ID"])
            before = net.officer("SG").json("status", "--state-hash")
            self.assertIn("in use", tool("fsck", "--data", sg.dir / "data", expects=NOT_NOW))
            for node in net.nodes.values():
                node.stop()
            whole = tool("dump", "leaves", "--data", sg.dir / "data", "--log", "lightship/SG/1").splitlines()

            self.assertIn("something already", tool("restore", "--from", kept, "--to", sg.dir / "data", expects=CANNOT))
            shutil.rmtree(sg.dir / "data")
            if not newest_checkpoint:
                shutil.copy(net.dir / "old-checkpoint", sg.dir / "last-checkpoint")
            restored = tool("restore", "--from", kept, "--to", sg.dir / "data")
            self.assertIn(tool("state-hash", "--from", kept).splitlines()[0], restored, "the backup where it lies has the same")
            then = tool("dump", "leaves", "--data", sg.dir / "data", "--log", "lightship/SG/1").splitlines()
            self.assertTrue(0 < len(then) < len(whole), f"{len(then)} of {len(whole)}")
            self.assertEqual(then, whole[:len(then)])
            self.assertIn("sound", tool("fsck", "--data", sg.dir / "data"))

            net.start("SG", expects=["ID"])
            self.assertIn(f"{len(then)} of {len(whole)} entries" if newest_checkpoint else "it waits for ID", why_not(net, "SG"))
            net.start("ID", dials=["SG"])
            await_that(lambda: why_not(net, "SG") == "", "SG takes submissions again")
            self.assertEqual(net.officer("SG").json("status", "--state-hash"), before)
            self.assertEqual(net.officer("SG").report(), f"SG/{len(whole)}")
            net.await_agreement()
            self.assertNotIn("FORK", warnings_of(net, "ID"))
            print(f"backed up at {len(then)} of {len(whole)} entries")

    def test_what_was_backed_up_under_load_is_restored_and_brought_up_to_date(self):
        self.restore(newest_checkpoint=True)

    def test_so_it_is_when_the_kept_checkpoint_is_old_too(self):
        self.restore(newest_checkpoint=False)

    def test_no_backup_holds_what_is_attested_to_be_erased(self):
        with Network(["SG"]) as net:
            kept = net.dir / "backups"
            address = self.backed_up(net, kept)
            self.assertTrue(traces(kept, STORY), "the backup holds what is not erased")
            with open(kept / "lock", "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                net.officer("SG", "chief").run("withdraw", address, "--erase", "personal-data")
                warning = await_that(lambda: warnings_of(net, "SG").get("ERASURE"), "the node warns")
                self.assertIn("backups still hold it", warning)
                self.assertEqual(self.confirmed(net, address), [])
            await_that(lambda: self.confirmed(net, address) == ["SG"], "it is attested")
            self.assertEqual(traces(kept, STORY), [])
            self.assertEqual(backups_in(kept), [2])
            self.assertIn("2 sound", tool("backups", "verify", "--from", kept))
            self.assertIn("sound", tool("fsck", "--from", kept))

    @contextlib.contextmanager
    def slow_backup(self, net):
        """SG's node, while it makes a backup from which it does not come back."""
        node, kept = net.nodes["SG"], net.dir / "backups"
        net.make_officer("SG", "chief", ["administrator"])
        net.start("SG")
        address = net.officer("SG").report("--narrative", STORY.decode())
        node.stop()
        net.start("SG", extra=with_backups(kept))
        await_that(lambda: "backup: made number=1" in (node.dir / "log").read_text(), "a backup is made, and its thread has done")
        fifo = kept / "meta" / "7"
        os.mkfifo(fifo)
        net.officer("SG", "chief").run("withdraw", address, "--erase", "personal-data")
        disk = await_that(lambda: writer_of(fifo), "the next backup reads what does not come")
        try:
            yield node
        finally:
            os.close(disk)
            fifo.unlink()

    def test_a_node_that_stops_leaves_its_callers_before_it_has_done_with_a_slow_disk(self):
        with Network(["SG"]) as net:
            with self.slow_backup(net) as node:
                node.process.send_signal(signal.SIGTERM)
                await_that(lambda: not listens(node.address()), "the node stops serving")
                self.assertTrue(node.running())
                await_that(lambda: "the stop waits for an" in (node.dir / "log").read_text(), "the log says what is awaited")
            self.assertEqual(node.process.wait(timeout=60), 0)

    def test_a_slow_disk_of_backups_holds_nothing_else_up(self):
        with Network(["SG", "ID"]) as net, self.slow_backup(net) as node:
            with open(node.dir / "node.textproto", "a") as config:
                config.write("holders { at_least: 2 within_s: 1 }\n")
            node.process.send_signal(signal.SIGHUP)
            await_that(lambda: "NOT_HELD_IN_TIME" in warnings_of(net, "SG"), "the node looks for what nobody else holds")

    def test_what_a_run_found_damaged_is_mended_by_the_next_one_when_it_was_killed_while_it_stopped(self):
        with Network(["SG"]) as net, Manager(net.dir) as manager:
            net.nodes["SG"].environment = {"NOTIFY_SOCKET": manager.path}
            with self.slow_backup(net) as node:
                table = table_files(node.dir / "data")["statements"]
                changed = bytearray(table.read_bytes())
                changed[8] ^= 0x10
                table.write_bytes(changed)
                after = len(manager.lines())
                net.officer("SG", "chief").run("scrub", check=False)
                manager.await_line("EXTEND_TIMEOUT_USEC=", after)
                self.assertEqual(list(node.dir.glob("data.damaged-*")), [])
                node.kill()
            net.start("SG")
            self.assertEqual([kept.name for kept in node.dir.glob("data.damaged-*")], ["data.damaged-1"])
            self.assertIn("statements", warnings_of(net, "SG")["DAMAGE"])
            node.stop()
            net.start("SG")
            self.assertEqual([kept.name for kept in node.dir.glob("data.damaged-*")], ["data.damaged-1"], "mended once")

    def test_nothing_is_attested_while_backups_are_in_a_directory_that_was_configured_before(self):
        with Network(["SG"]) as net:
            former = net.dir / "former"
            address = self.backed_up(net, former)
            net.nodes["SG"].stop()
            net.start("SG", extra=with_backups(net.dir / "backups"))
            net.officer("SG", "chief").run("withdraw", address, "--erase", "personal-data")
            warning = await_that(lambda: warnings_of(net, "SG").get("ERASURE"), "the node warns")
            self.assertIn(f"delete {former.resolve()}", warning)
            self.assertTrue(traces(former, STORY))
            self.assertEqual(self.confirmed(net, address), [])
            shutil.rmtree(former)
            await_that(lambda: self.confirmed(net, address) == ["SG"], "it is attested")
            self.assertEqual(traces(net.dir, STORY), [])

    def backed_up(self, net, directory):
        """The address of a report with STORY at SG, which is in the one backup there is in the directory."""
        net.start("SG")
        net.make_officer("SG", "chief", ["administrator"])
        address = net.officer("SG").report("--narrative", STORY.decode())
        net.nodes["SG"].stop()
        net.start("SG", extra=with_backups(directory))
        await_that(lambda: backups_in(directory) == [1], "a backup is made")
        return address

    def confirmed(self, net, address):
        return net.officer("SG").json("show", address)["statements"][0]["erasures"][0].get("confirmed", [])

    def test_a_backup_that_cannot_be_made_is_warned_of_and_a_damaged_one_is_found(self):
        with Network(["SG"]) as net:
            kept = net.dir / "backups"
            kept.write_text("a file where the directory should be")
            net.start("SG", extra=with_backups(kept))
            self.assertIn("no backup was made", await_that(lambda: warnings_of(net, "SG").get("BACKUP"), "the node warns"))
            net.nodes["SG"].stop()
            kept.unlink()
            net.start("SG", extra=with_backups(kept))
            await_that(lambda: backups_in(kept) == [1], "a backup is made")
            self.assertEqual(warnings_of(net, "SG"), {})
            table = max(kept.rglob("*.sst"), key=lambda path: path.stat().st_size)
            content = bytearray(table.read_bytes())
            content[len(content) // 3] ^= 1
            table.write_bytes(content)
            self.assertIn("1 DAMAGED", tool("backups", "verify", "--from", kept, expects=DAMAGED))
            tool("restore", "--from", kept, "--to", net.dir / "restored", expects=DAMAGED)
            self.assertFalse((net.dir / "restored").exists(), "half of it")


class ToolTest(unittest.TestCase):
    def each_build(self, judge):
        self.assertTrue(BUILDS)
        for build in BUILDS:
            with self.subTest(build=build.name), Network([]) as net:
                shutil.copytree(build / "data", net.dir / "data")
                judge(net.dir / "data", build, json.loads((build / "expected.json").read_text()))

    def test_reads_what_earlier_builds_have_left_and_changes_nothing(self):
        def judge(data, build, expected):
            before = files_of(data)
            self.assertIn("format 1;", tool("format", "--data", data))
            self.assertIn("sound", tool("fsck", "--data", data))
            self.assertEqual(tool("state-hash", "--data", data).splitlines()[0],
                             base64.b64decode(expected["state"]["hash"]).hex())
            self.assertIn(" 0 rows differ", tool("reindex", "--data", data, "--trust", build / "trust", "--check"))
            log = expected["logs"]["lightship/SG/1"]
            entries = [json.loads(line) for line in
                       tool("dump", "entries", "--data", data, "--log", "lightship/SG/1", "--json").splitlines()]
            self.assertEqual([entry["index"] for entry in entries], list(range(log["size"])))
            notes = tool("dump", "notes", "--data", data, "--log", "lightship/SG/1")
            self.assertIn(f"lightship/SG/1\n{log['size']}\n", notes)
            self.assertEqual(files_of(data).keys() - {"LOCK"}, before.keys() - {"LOCK"})
            self.assertTrue(all(files_of(data)[name] == content for name, content in before.items()), "a file was changed")
        self.each_build(judge)

    def test_finds_a_damaged_table_file(self):
        def judge(data, *_):
            table = max(data.glob("*.sst"), key=lambda path: path.stat().st_size)
            content = bytearray(table.read_bytes())
            content[len(content) // 3] ^= 1
            table.write_bytes(content)
            self.assertIn("DAMAGE ", tool("fsck", "--data", data, expects=DAMAGED))
            self.assertEqual(table.read_bytes(), content)
        self.each_build(judge)

    def test_derives_anew_an_incident_that_is_lost(self):
        incidents = 7  # the table's number in the database
        def judge(data, build, expected):
            lost = next(iter(expected["incidents"]))
            index = int(lost.split("/")[1])
            founding = json.loads(tool("dump", "entries", "--data", data, "--log", f"lightship/{lost.split('/')[0]}/1", "--json",
                                       "--first", index, "--limit", index + 1))["statement_id"]
            append_to_log(data, b"\x04" + bytes([incidents, 32]) + bytes.fromhex(founding), 0)
            flags = ["--data", data, "--trust", build / "trust"]
            self.assertIn("rows differ", tool("reindex", *flags, "--check", expects=DAMAGED))
            self.assertIn("put in place", tool("reindex", *flags))
            self.assertIn(" 0 rows differ from those stored, and 0 are", tool("reindex", *flags))
            self.assertEqual(tool("state-hash", "--data", data).splitlines()[0], base64.b64decode(expected["state"]["hash"]).hex())
            tool("compact", "--data", data)
            self.assertIn("sound", tool("fsck", "--data", data))
        self.each_build(judge)

    def test_makes_no_database_where_there_is_none(self):
        with Network([]) as net:
            for verb in ("fsck", "state-hash", "compact", "format"):
                self.assertIn("no database", tool(verb, "--data", net.dir / "none", expects=CANNOT))
            self.assertFalse((net.dir / "none").exists())


class DiskTest(unittest.TestCase):
    MIB = 1 << 20

    def test_a_disk_that_gets_full_stops_admission_then_copying_and_both_go_on_by_themselves(self):
        with Network(["SG", "ID"]) as net, SmallDisk(net.nodes["ID"].dir / "data", 400) as disk:
            net.nodes["ID"].prefix = disk.prefix
            ballast = net.nodes["ID"].dir / "data/ballast"

            def leave_free(megabytes):
                now = int(disk.run("stat", "--format=%s", ballast))
                wanted = now + disk.free_bytes() - megabytes * self.MIB
                disk.run(*(["fallocate", "--length"] if wanted > now else ["truncate", "--size"]), wanted, ballast)

            net.make_officer("ID", "chief", ["administrator"])
            net.start("SG", expects=["ID"])
            net.start("ID", dials=["SG"], extra=f"disk {{ stop_admitting_bytes: {200 * self.MIB} stop_copying_bytes: {100 * self.MIB} }}")
            await_held_by(net, net.officer("SG").report(), ["SG", "ID"])
            mine = net.officer("ID").report()
            disk.run("touch", ballast)
            leave_free(150)
            await_that(lambda: "only keys and withdrawals are admitted" in why_not(net, "ID"), "ID has stopped admitting")
            self.assertIn("DISK", warnings_of(net, "ID"))
            refused = net.officer("ID").run("report", "--yes", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E",
                                            "--act", "boarded", check=False)
            self.assertEqual(refused.returncode, 3, refused.stderr)
            self.assertIn("DISK_FULL", refused.stderr)
            gone = net.officer("ID", "chief").run("withdraw", mine, "--erase", "personal-data").stdout
            self.assertIn("ID/", gone, "what must go does not wait for room")
            await_held_by(net, net.officer("SG").report(), ["SG", "ID"])

            leave_free(50)
            await_that(lambda: "nor copied" in warnings_of(net, "ID")["DISK"], "ID has stopped copying")
            refused = net.officer("ID", "chief").run("withdraw", mine, "--erase", "personal-data", check=False)
            self.assertIn("DISK_FULL", refused.stderr, "what is kept free is for what was admitted")
            held = net.logs("ID")["lightship/SG/1"]
            late = net.officer("SG").report()
            await_that(lambda: self.announced(net) == held[0] + 1, "ID knows that there is more")
            self.assertEqual(net.logs("ID")["lightship/SG/1"], held)
            self.assertEqual(len(net.officer("ID").incidents("--all")), 3, "what is held is served")

            leave_free(105)
            self.assertIn("nor copied", warnings_of(net, "ID")["DISK"], "an eighth more is wanted")
            leave_free(220)
            await_held_by(net, late, ["SG", "ID"])
            self.assertIn("full: only keys and withdrawals", why_not(net, "ID"))
            disk.run("rm", ballast)
            await_that(lambda: why_not(net, "ID") == "", "ID admits again")
            self.assertEqual(warnings_of(net, "ID"), {})
            net.officer("ID").run("spool", "send")
            self.assertEqual(len(net.officer("ID").incidents("--all")), 5)

    def announced(self, net):
        logs = net.officer("ID").json("status")["logs"]
        return next(int(log.get("announced_size", 0)) for log in logs if log["origin"] == "lightship/SG/1")


if __name__ == "__main__":
    unittest.main()
