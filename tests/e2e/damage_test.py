"""One bit flipped in each kind of file that a node stores: found, repaired from the peer, none served."""
import hashlib
import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from network import Network, await_that  # noqa: E402
from trouble_test import SmallDisk  # noqa: E402

NARRATIVE = "Marker narrative of the damaged report, long enough to be found again"
# Three chunks that do not compress.
PHOTO = b"\xff\xd8\xff\xe0" + hashlib.shake_256(b"photo").digest(600 * 1024)


def flip(path, needle=None):
    """Flips one bit in the middle of the needle's last place, or of the file; False when it is not there."""
    data = bytearray(path.read_bytes())
    at = len(data) // 2
    if needle is not None:
        at = data.rfind(needle)
        if at < 0:
            return False
        at += len(needle) // 2
    data[at] ^= 0x10
    path.write_bytes(data)
    return True


def table_files(data):
    """{table: its newest file that is still there}, from what RocksDB's information log says of its files."""
    files = {}
    for log in sorted(data.glob("INFO_LOG*"), reverse=True, key=lambda path: path.suffix):
        for line in log.read_text(errors="replace").splitlines():
            if '"event": "table_file_creation"' not in line:
                continue
            event = json.loads(line[line.index("EVENT_LOG_v1") + len("EVENT_LOG_v1"):])
            path = data / f"{event['file_number']:06}.sst"
            if path.exists():
                files[event["cf_name"]] = path
    return files


class DamagedNode(unittest.TestCase):
    def setUp(self):
        self.net = self.enterContext(Network(["SG", "ID"]))
        self.net.make_officer("SG", "chief", ["administrator"])
        self.net.start("SG", expects=["ID"])
        self.net.start("ID", dials=["SG"])
        self.addresses = [self.net.officer(e).report("--narrative", NARRATIVE, "--ship-name",
                                                     f"Marker Vessel {n}")
                          for e in ("SG", "ID") for n in range(4)]
        photo = self.net.dir / "photo.jpg"
        photo.write_bytes(PHOTO)
        self.pictured = self.net.officer("SG").report("--narrative", NARRATIVE, "--attach", photo)
        self.addresses.append(self.pictured)
        self.net.await_agreement()
        self.await_photo("ID")
        self.await_cosigned()
        self.rows = []

    def await_photo(self, economy):
        """Until the economy's node gives out the attachment; never anything else."""
        def whole():
            with tempfile.TemporaryDirectory(dir=self.net.dir) as out:
                done = self.net.officer(economy).run("attachment", "get", self.pictured, "--all", "--out",
                                                     out, check=False)
                if done.returncode != 0:
                    return False
                self.assertEqual([p.read_bytes() for p in pathlib.Path(out).iterdir()], [PHOTO])
                return True
        await_that(whole, f"{economy} has the photo")

    def await_cosigned(self):
        """Until SG's node holds all, has no gap, and its peer agrees."""
        def whole():
            status = self.net.officer("SG").json("status")
            logs = status["logs"]
            return (len(logs) == 2 and all(int(log.get("unresolved_stubs", 0)) == 0 for log in logs) and
                    all(len(log.get("cosigners", [])) == 2 for log in logs))
        await_that(whole, "SG holds all that there is")
        return self.net.await_agreement()

    def restart(self):
        """SG's node, stopped and started: what its log held goes into table files."""
        self.net.nodes["SG"].stop()
        self.net.start("SG", expects=["ID"])

    def documents(self, economy):
        officer = self.net.officer(economy)
        return {a: officer.json("show", a) for a in self.addresses}

    def assert_repaired(self, kind, found):
        """SG holds what ID holds, has nothing missing, finds nothing more, and took a report."""
        self.await_cosigned()
        self.await_photo("SG")
        mine, theirs = self.documents("SG"), self.documents("ID")
        for address in self.addresses:
            for document in (mine[address], theirs[address]):
                for statement in document["statements"]:
                    statement.pop("holders", None)
            self.assertEqual(mine[address]["statements"], theirs[address]["statements"], (kind, address))
            self.assertIn(NARRATIVE, str(mine[address]), kind)
        done = self.net.officer("SG", "chief").json("scrub")
        self.assertEqual(int(done.get("damages", 0)), 0, (kind, done))
        warnings = [w for w in self.net.officer("SG").json("status").get("warnings", [])
                    if w["code"] == "DAMAGE"]
        self.rows.append((kind, found, warnings[-1]["text"] if found != "harmless" else "nothing to repair"))
        return warnings

    def damaged_copies(self):
        return sorted(p.name for p in self.net.nodes["SG"].dir.glob("data.damaged-*"))

    def try_kind(self, kind, choose, harmless=False):
        """Stops SG's node, lets `choose` flip a bit in its data directory, starts it, scrubs, and judges."""
        # Of which only so many may come within an hour.
        for copy in self.damaged_copies():
            shutil.rmtree(self.net.nodes["SG"].dir / copy)
        before = self.damaged_copies()
        self.net.nodes["SG"].stop()
        choose(self.net.nodes["SG"].dir / "data")
        self.net.start("SG", expects=["ID"])
        at_start = self.damaged_copies() != before
        done = self.net.officer("SG", "chief").run("scrub", check=False)
        # The node may go away to rebuild before the scrub has answered.
        found = "at start" if at_start else "by scrub"
        if not at_start and done.returncode == 0:
            # A node that starts from its kept table reads the records behind that, and mends them by itself.
            found = "behind the start" if self.damaged_copies() != before else "harmless"
        if found == "by scrub":
            await_that(lambda: self.damaged_copies() != before, "the damaged database is put aside")
            await_that(lambda: self.net.officer("SG").run("status", check=False).returncode == 0,
                       "SG serves again")
        self.assertEqual(found == "harmless", harmless, f"{kind}: {found}")
        self.assert_repaired(kind, found)

    def tearDown(self):
        for kind, found, repaired in self.rows:
            print(f"{kind:12} | {found:9} | {repaired}")

    def flip_one(self, pattern, needle=None):
        def choose(data):
            self.assertTrue(any(flip(p, needle) for p in sorted(data.glob(pattern))),
                            f"{pattern} holds {needle}")
        return choose


class TableFileTest(DamagedNode):
    def test_every_table_file_is_mended(self):
        self.restart()
        for table in ("default", "heads", "entries", "parts", "tiles", "checkpoints", "statements",
                      "incidents", "blobs", "blob_refs"):
            def choose(data, table=table):
                path = table_files(data)[table]
                changed = bytearray(path.read_bytes())
                changed[8] ^= 0x10  # in the first block of rows
                path.write_bytes(changed)
            self.try_kind(f"{table} table", choose)
            self.restart()


class LogFileTest(DamagedNode):
    def test_a_record_of_the_write_ahead_log_is_mended(self):
        # Fresh reports are only in the write-ahead log; the first of them is damaged, others follow.
        self.restart()
        self.addresses += [self.net.officer("SG").report("--narrative", NARRATIVE) for _ in range(3)]
        self.net.await_agreement()
        self.try_kind("write-ahead log", self.flip_one("*.log", NARRATIVE.encode()))

    def test_manifest_and_current_are_mended(self):
        self.try_kind("MANIFEST", self.flip_one("MANIFEST-*"))
        self.try_kind("CURRENT", self.flip_one("CURRENT"))

    def test_the_kept_checkpoint_is_written_anew(self):
        path = self.net.nodes["SG"].dir / "last-checkpoint"
        sound = path.read_bytes()
        self.net.nodes["SG"].stop()
        flip(path)
        self.net.start("SG", expects=["ID"])
        warnings = self.assert_repaired("checkpoint", "at start")
        self.assertEqual([w["subject"] for w in warnings], [str(path)])
        self.assertEqual(path.read_bytes(), sound)

    def test_options_identity_and_the_info_log_are_harmless(self):
        for pattern in ("OPTIONS-*", "IDENTITY", "INFO_LOG"):
            self.try_kind(pattern, self.flip_one(pattern), harmless=True)


class AgainAndAgainTest(unittest.TestCase):
    def test_after_three_rebuilds_within_an_hour_no_start_tries_another(self):
        with Network(["SG"]) as net:
            net.start("SG")
            node = net.nodes["SG"]
            node.stop()
            (node.dir / "data/FOUND-DAMAGED").write_text("made up\n")
            kept = [node.dir / f"data.damaged-{n}" for n in (1, 2, 3)]
            for copy in kept:
                copy.mkdir()
            with self.assertRaisesRegex(AssertionError, r"rebuilt 3 times within an hour and is damaged again \(made up\)"):
                net.start("SG")
            self.assertEqual(node.process.returncode, 4, "at which the unit does not start it again")
            longer_ago = kept[0].stat().st_mtime - 7200
            os.utime(kept[0], (longer_ago, longer_ago))
            net.start("SG")
            self.assertTrue((node.dir / "data.damaged-4/FOUND-DAMAGED").exists())
            node.stop()
            net.start("SG")
            self.assertFalse((node.dir / "data.damaged-5").exists(), "mended once")

    def test_a_rebuild_that_cannot_be_made_says_how_to_go_on(self):
        with Network(["SG"]) as net:
            net.start("SG")
            node = net.nodes["SG"]
            node.stop()
            (node.dir / "data/FOUND-DAMAGED").write_text("made up\n")
            with SmallDisk(node.dir / "data.salvage", 1) as in_the_way:
                node.prefix = in_the_way.prefix
                with self.assertRaisesRegex(AssertionError, r"must be free beside it.* kept in .*/data/FOUND-DAMAGED.*busy"):
                    net.start("SG")
                self.assertEqual(node.process.returncode, 3)
            node.prefix = []
            net.start("SG")
            self.assertTrue((node.dir / "data.damaged-1/FOUND-DAMAGED").exists())


if __name__ == "__main__":
    unittest.main()
