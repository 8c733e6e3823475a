"""Real processes: what is erased is gone from every disk, confirmed by its holders, and every proof still holds."""
import datetime
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_that, client  # noqa: E402

ECONOMIES = ["SG", "ID", "PH"]
# RocksDB compresses: no word of a marker repeats.
NAME, STORY = b"Bright Kestrel Nine", b"Jynx Quay Vim Fob"


def bytes_of(path):
    """What the file holds; nothing when the node has removed it meanwhile."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except FileNotFoundError:
        return b""


def traces(net, marker):
    """Files below the nodes' data directories that hold the marker."""
    return [str(path) for node in net.nodes.values() for path in list((node.dir / "data").rglob("*"))
            if marker in bytes_of(path)]


def start_all(net):
    for i, economy in enumerate(ECONOMIES):
        net.start(economy, dials=ECONOMIES[:i], expects=ECONOMIES[i + 1:])
    net.make_officer("SG", "chief", ["administrator"])


def await_held_by_all(net, address):
    await_that(lambda: set(net.officer("SG").json("receipt", address)["holders"]) == set(ECONOMIES),
               f"{address} is held by all")


def erasures(net, economy, address):
    return net.officer(economy).json("show", address)["statements"][0].get("erasures", [])


def await_confirmed(net, economy, address, by):
    def confirmed():
        known = erasures(net, economy, address)
        return known and all(set(e.get("confirmed", [])) == set(by) for e in known)
    await_that(confirmed, f"{economy} knows that {by} have erased {address}")


class ErasureTest(unittest.TestCase):
    def test_after_all_have_confirmed_no_file_holds_it_and_every_proof_holds(self):
        with Network(ECONOMIES) as net:
            start_all(net)
            address = net.officer("SG").report("--ship-name", NAME.decode(), "--narrative", STORY.decode())
            neighbour = net.officer("SG").report("--ship-name", "Wary Osprey Four")
            await_held_by_all(net, neighbour)
            self.assertGreaterEqual(len(traces(net, STORY)), len(ECONOMIES))
            before = net.dir / "before"
            net.officer("ID").run("receipt", address, "--save", before)
            net.nodes["PH"].stop()
            erased = net.officer("SG", "chief").json("withdraw", address, "--erase", "personal-data")
            await_confirmed(net, "SG", address, ["SG", "ID"])
            page = net.officer("SG").run("show", address).stdout
            self.assertIn(f"erasure asked by {erased['receipt']['address']}; confirmed by 2 of 3, "
                          "waiting for PH", " ".join(page.split()))
            net.start("PH", dials=["SG", "ID"])
            for economy in ECONOMIES:
                await_confirmed(net, economy, address, ECONOMIES)
            for marker in [NAME, STORY]:
                self.assertEqual(traces(net, marker), [])
            after = net.dir / "after"
            net.officer("PH").run("receipt", address, "--save", after)
            for saved in [before, after]:
                client("verify", "--trust", net.trust, *sorted(saved.iterdir()))
            self.assertEqual(net.officer("ID").json("show", neighbour)["summary"]["vessel_name"],
                             "Wary Osprey Four")
            net.await_agreement()
            scrubbed = net.officer("SG", "chief").json("scrub")
            self.assertEqual(int(scrubbed.get("damages", 0)), 0)
            print("\n" + "\n".join(line for line in page.splitlines() if "confirmed" in line or "waiting" in line))

    def test_an_attachment_goes_with_its_part(self):
        with Network(ECONOMIES) as net:
            start_all(net)
            photo = net.dir / "photo.txt"
            photo.write_bytes(STORY + b"\n")
            address = net.officer("SG").report("--attach", photo)
            await_held_by_all(net, address)
            await_that(lambda: len({t.split("/data")[0] for t in traces(net, STORY)}) == len(ECONOMIES),
                       "the document is on every disk")
            net.officer("SG", "chief").run("withdraw", address, "--erase", "court-order")
            await_confirmed(net, "SG", address, ECONOMIES)
            self.assertEqual(traces(net, STORY), [])

    def test_nothing_is_confirmed_while_leftovers_of_a_rebuild_may_hold_it(self):
        with Network(["SG"]) as net:
            net.start("SG")
            net.make_officer("SG", "chief", ["administrator"])
            address = net.officer("SG").report("--narrative", STORY.decode())
            left = [net.nodes["SG"].dir / f"data.{name}" for name in ("salvage", "rebuilt")]
            for directory in left:
                directory.mkdir()
                (directory / "000012.sst").write_bytes(STORY)
            net.officer("SG", "chief").run("withdraw", address, "--erase", "personal-data")
            warning = await_that(lambda: [w["text"] for w in net.officer("SG").json("status").get("warnings", [])
                                          if w["code"] == "ERASURE"], "the node warns")[0]
            for directory in left:
                self.assertIn(str(directory), warning)
            self.assertEqual([e.get("confirmed", []) for e in erasures(net, "SG", address)], [[]])
            net.nodes["SG"].stop()
            net.start("SG")
            self.assertEqual([path for path in left if path.exists()], [])
            await_confirmed(net, "SG", address, ["SG"])

    def test_parts_go_on_their_date_without_being_asked(self):
        with Network(ECONOMIES) as net:
            start_all(net)
            soon = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=6))
            address = net.officer("SG").report("--narrative", STORY.decode(), "--retain-until",
                                               soon.strftime("%Y-%m-%dT%H:%M:%SZ"))
            for economy in ECONOMIES:
                await_confirmed(net, economy, address, ECONOMIES)
            self.assertEqual(traces(net, STORY), [])
            shown = net.officer("ID").run("show", address).stdout
            self.assertIn("erased (retention)", shown)
            self.assertIn("confirmed by 3 of 3", shown)


if __name__ == "__main__":
    unittest.main()
