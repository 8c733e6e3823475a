"""Real processes: photos that go with a report, to those who may have them, resumed, on demand, and refused when they lie."""
import hashlib
import pathlib
import struct
import sys
import unittest
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_that  # noqa: E402

CHUNK = 256 * 1024


def png(marker, size=0):
    """A valid PNG of one pixel, with a private chunk that holds the marker, filled up to about `size` bytes."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    noise = hashlib.shake_256(marker).digest(size)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
            + chunk(b"prVt", marker + noise + marker) + chunk(b"IDAT", zlib.compress(b"\0\0"))
            + chunk(b"IEND", b""))


def write(net, name, data):
    path = net.dir / name
    path.write_bytes(data)
    return path


def holds_bytes(directory, needle):
    return any(needle in path.read_bytes() for path in pathlib.Path(directory).rglob("*")
               if path.is_file())


def fetched(net, economy, address, out):
    """Fetches all attachments; the directory, or None when the node says that they are not here yet."""
    done = net.officer(economy).run("attachment", "get", address, "--all", "--out", out, check=False)
    if done.returncode in (3, 4):
        return None
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    return out


class AttachmentTest(unittest.TestCase):
    def test_photos_reach_those_who_may_have_them_and_nobody_else(self):
        markers = [b"Marker of the small photo", b"Marker of the large photo"]
        with Network(["SG", "ID", "PH"]) as net:
            net.make_officer("SG", "chief", ["administrator"])
            net.start("SG", expects=["ID", "PH"])
            net.start("ID", dials=["SG"], expects=["PH"])
            net.start("PH", dials=["SG", "ID"])
            net.officer("SG", "chief").run("audience", "straits", "--as-version", "1", "--member", "ID")
            small = write(net, "bridge.png", png(markers[0]))
            large = write(net, "deck.png", png(markers[1], 3 * CHUNK + 99))
            address = net.officer("SG").report("--attach", f"{small}:The bridge", "--attach", large,
                                               "--attachment-audience", "SG/straits@1")
            out = net.dir / "out"
            await_that(lambda: fetched(net, "ID", address, out), "ID has the photos")
            self.assertEqual((out / "bridge.png").read_bytes(), small.read_bytes())
            self.assertEqual((out / "deck.png").read_bytes(), large.read_bytes())
            (out / "bridge.png").write_bytes(b"another file of that name")
            again = net.officer("ID").run("attachment", "get", address, "--all", "--out", out, check=False)
            self.assertIn("exists", again.stderr)
            shown = net.officer("ID").run("show", address).stdout
            self.assertRegex(shown, r"bridge\.png  image/png  \d+ bytes  here  -- The bridge")

            await_that(lambda: net.officer("PH").run("show", address, check=False).returncode == 0,
                       "PH has the report")
            refused = net.officer("PH").run("attachment", "get", address, "--all", check=False)
            self.assertEqual(refused.returncode, 4, refused.stderr)
            for economy in net.nodes:
                net.nodes[economy].stop()
            for marker in markers:
                self.assertTrue(holds_bytes(net.nodes["SG"].dir / "data", marker))
                self.assertTrue(holds_bytes(net.nodes["ID"].dir / "data", marker))
                self.assertFalse(holds_bytes(net.nodes["PH"].dir / "data", marker))

    def test_an_upload_that_broke_off_goes_on_where_it_stopped(self):
        with Network(["SG"]) as net:
            net.start("SG")
            photo = png(b"Marker of a resumed photo", 40 * CHUNK)
            path = write(net, "long.png", photo)
            officer = net.officer("SG")
            spool = net.dir / "spool"
            data = net.nodes["SG"].dir / "data"

            def size():
                """On the disk: holes of the write-ahead log hold nothing."""
                return sum(512 * f.stat().st_blocks for f in data.rglob("*") if f.is_file())
            empty = size()
            filing = officer.spawn("--spool", spool, "report", "--yes", "--time", "2026-03-01T19:40Z",
                                   "--position", "01:15.25N 104:02.41E", "--act", "boarded",
                                   "--status", "anchored", "--attach", path)
            # More than the write-ahead log's zeroes and the report.
            await_that(lambda: size() > empty + 8 * CHUNK or filing.poll() is not None, "some bytes are there")
            net.nodes["SG"].kill()
            filing.communicate()
            self.assertNotEqual(filing.returncode, 0, "the upload was over before the node was killed")
            kept = [f for f in spool.iterdir() if f.suffix == ".attachment"]
            self.assertEqual(len(kept), 1)
            self.assertEqual(kept[0].stat().st_mode & 0o777, 0o600)
            net.start("SG")
            address = officer.incidents()[0]["address"]
            shown = officer.run("show", address).stdout
            self.assertRegex(shown, r"long\.png  image/png  10\.0 MiB  [\d.]+ [KM]iB of it here")
            net.make_officer("SG", "reader", ["analyst"])
            refused = net.officer("SG", "reader").run("attachment", "put", path, check=False)
            self.assertIn("MISSING_ROLE", refused.stderr)
            before = size()
            done = officer.run("spool", "send")
            self.assertIn("handed in", done.stderr)
            self.assertLess(size() - before, len(photo), "what was there is not sent again")
            self.assertEqual(list(spool.glob("*.attachment")), [])
            out = fetched(net, "SG", address, net.dir / "out")
            self.assertEqual((out / "long.png").read_bytes(), photo)

    def test_a_large_one_is_fetched_when_an_officer_asks(self):
        marker = b"Marker of a photo on demand"
        with Network(["SG", "ID"]) as net:
            net.start("SG", expects=["ID"])
            net.start("ID", dials=["SG"], extra=f"attachments {{ eager_bytes: {CHUNK} }}")
            path = write(net, "deck.png", png(marker, 2 * CHUNK))
            small = write(net, "small.png", png(b"small"))
            address = net.officer("SG").report("--attach", path, "--attach", small)

            def small_is_here():
                done = net.officer("ID").run("show", address, check=False)
                return "small.png  image/png" in done.stdout and "bytes  here" in done.stdout
            await_that(small_is_here, "ID has the small one")
            self.assertIn("512.1 KiB  not here yet", net.officer("ID").run("show", address).stdout)
            first = net.officer("ID").run("attachment", "get", address, "deck.png", "--out",
                                          net.dir / "out", check=False)
            self.assertEqual(first.returncode, 3)
            self.assertIn("NOT_HERE_YET", first.stderr)
            out = await_that(lambda: fetched(net, "ID", address, net.dir / "out"), "ID has both")
            self.assertEqual((out / "deck.png").read_bytes(), path.read_bytes())

    def test_files_that_are_not_what_may_be_attached_are_refused(self):
        with Network(["SG"]) as net:
            net.start("SG")
            for name, data in [("photo.jpg", b"MZ\x90\0\x03 a program"), ("page.png", b"<html><script>"),
                               ("empty.txt", b"")]:
                path = write(net, name, data)
                done = net.officer("SG").run("report", "--yes", "--time", "2026-03-01T19:40Z",
                                             "--position", "01:15.25N 104:02.41E", "--attach", path,
                                             check=False)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertIn(name, done.stderr)
            self.assertIn("accepted: image/jpeg", net.officer("SG").run(
                "attachment", "put", net.dir / "photo.jpg", check=False).stderr)
            self.assertEqual(net.officer("SG").incidents(), [])
            unknown = write(net, "unknown.png", png(b"nothing names this"))
            done = net.officer("SG").run("attachment", "put", unknown, check=False)
            self.assertEqual(done.returncode, 4, done.stderr)

    def test_a_report_signed_offline_brings_its_photo_later_once(self):
        with Network(["SG"]) as net:
            node = net.start("SG")
            node.stop()
            path = write(net, "bridge.png", png(b"Marker of a spooled photo", 1000))
            done = net.officer("SG").run("report", "--yes", "--time", "2026-03-01T19:40Z", "--position",
                                         "01:15.25N 104:02.41E", "--attach", path, check=False)
            self.assertEqual(done.returncode, 3, done.stderr)
            photo = path.read_bytes()
            path.unlink()
            net.start("SG")
            self.assertIn("sent 1", net.officer("SG").run("spool", "send").stdout)
            self.assertIn("sent 0", net.officer("SG").run("spool", "send").stdout)
            address = net.officer("SG").incidents()[0]["address"]
            out = fetched(net, "SG", address, net.dir / "out")
            self.assertEqual((out / "bridge.png").read_bytes(), photo)


if __name__ == "__main__":
    unittest.main()
