"""What earlier builds have left on disk, each in a folder of tests/data/builds: this build goes on with it, brings others up to
date from it, and leaves alone what has another format."""
import hashlib
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import DAEMON, Network, await_held_by, await_that, client  # noqa: E402

BUILDS = sorted(path for path in (pathlib.Path(__file__).resolve().parents[1] / "data/builds").iterdir() if path.is_dir())
CANNOT_START = 3


def install(net, build):
    """Makes SG's node and officer those of the earlier build, with its data; roots are pinned as they were. PH's is this build's."""
    node, officer = net.nodes["SG"], net.dir / "officer/SG/watch-1"
    for source, target in [(build / "node", node.dir / "keys"), (build / "officer", officer), (build / "data", node.dir / "data")]:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
    shutil.copy(build / "last-checkpoint", node.dir)
    for economy in ("SG", "ID"):
        shutil.copy(build / "trust" / f"{economy}.pem", net.trust)
    node.started = True
    return node


def state_of(net, economy):
    return net.officer(economy).json("status", "--state-hash", "--of", "SG,ID")


def files_of(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def append_to_log(data, change, order):
    """Adds to the newest write-ahead log, as RocksDB writes it, one change of a row, `order`th of what is added."""
    batch = struct.pack("<QI", (1 << 40) + order, 1) + change
    record = b"\x01" + batch
    crc = crc32c(record)
    masked = ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
    log = sorted(data.glob("*.log"))[-1]
    assert log.stat().st_size % 32768 + 64 < 32768, "the record would be in two blocks"
    with open(log, "ab") as out:
        out.write(struct.pack("<IH", masked, len(batch)) + record)


def write_format(data, number, order):
    """Says that the database has this format."""
    def text(value):
        return bytes([len(value)]) + value
    append_to_log(data, b"\x01" + text(b"format") + text(struct.pack(">Q", number)), order)


class UpgradeTest(unittest.TestCase):
    maxDiff = None

    def each_build(self, judge):
        self.assertTrue(BUILDS)
        for build in BUILDS:
            with self.subTest(build=build.name), Network(["SG", "PH"]) as net:
                install(net, build)
                judge(net, build, json.loads((build / "expected.json").read_text()))

    def assert_shows(self, net, expected):
        """What officers are shown of the earlier build's data."""
        officer = net.officer("SG")
        self.assertNotIn("warnings", officer.json("status"))
        for address in expected["statements"]:
            officer.run("show", address)
        found = {i["address"]: i["vessel_name"] for i in officer.incidents("--all") if i["address"] in expected["incidents"]}
        self.assertEqual(found, expected["incidents"])
        out = net.dir / "photos"
        officer.run("attachment", "get", expected["attached"], "--all", "--out", out)
        self.assertEqual([hashlib.sha256(photo.read_bytes()).hexdigest() for photo in out.iterdir()], [expected["photo"]])
        erasures = officer.json("show", expected["erased"])["statements"][0]["erasures"]
        self.assertTrue(erasures and all({"SG", "ID"} <= set(e["confirmed"]) for e in erasures), erasures)

    def test_what_an_earlier_build_stored_is_all_there_and_its_log_goes_on(self):
        def judge(net, build, expected):
            net.start("SG", expects=["PH"])
            self.assertEqual(state_of(net, "SG"), expected["state"])
            for origin, log in expected["logs"].items():
                self.assertEqual(net.logs("SG")[origin], (log["size"], log["root"]))
            net.start("PH", dials=["SG"])
            await_that(lambda: state_of(net, "PH") == expected["state of a copy"],
                       "a new node holds what one of the earlier build would")
            address = net.officer("SG").report()
            self.assertEqual(address, f"SG/{expected['logs']['lightship/SG/1']['size']}")
            await_held_by(net, address, ["SG", "PH"])

            net.await_agreement()
            before = state_of(net, "SG")
            net.nodes["SG"].stop()
            net.start("SG", expects=["PH"])
            self.assertEqual(state_of(net, "SG"), before)
            self.assert_shows(net, expected)
            receipts = sorted((build / "receipts").glob("*.tlog-proof"))
            self.assertEqual(len(receipts), len(expected["statements"]))
            for receipt in receipts:
                client("verify", "--trust", build / "trust", receipt.with_suffix(".lightship"), receipt)
        self.each_build(judge)

    def test_a_database_of_another_format_is_refused_and_left_as_it_is(self):
        def judge(net, *_):
            node = net.nodes["SG"]
            net.start("SG")
            node.kill()
            for order, number in enumerate([0, 2, 1 << 40]):
                write_format(node.dir / "data", number, order)
                data, checkpoint = files_of(node.dir / "data"), (node.dir / "last-checkpoint").read_bytes()
                done = subprocess.run([DAEMON, "--config", node.dir / "node.textproto"], capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, CANNOT_START, done.stderr)
                self.assertIn(f"has format {number}; this release reads 1", done.stderr)
                for verb in ("fsck", "compact"):
                    offline = subprocess.run([DAEMON.with_name("lightshipd-tool"), verb, "--data", node.dir / "data"],
                                             capture_output=True, text=True, timeout=60)
                    self.assertEqual(offline.returncode, 2, offline.stderr)
                    self.assertIn(f"has format {number}; this release reads 1", offline.stderr)
                self.assertTrue(files_of(node.dir / "data") == data, "it was changed")
                self.assertEqual((node.dir / "last-checkpoint").read_bytes(), checkpoint)
                self.assertEqual(sorted(p.name for p in node.dir.glob("data*")), ["data"])
            write_format(node.dir / "data", 1, 3)
            net.start("SG")
        self.each_build(judge)


if __name__ == "__main__":
    unittest.main()
