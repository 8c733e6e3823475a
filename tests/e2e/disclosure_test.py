"""Real processes: one report, three parts, three audiences, four economies; then released, narrowed, erased, retracted."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_held_by, await_that, client  # noqa: E402

ECONOMIES = ["SG", "ID", "PH", "MY"]
# The bytes by which a part is recognised on a disk. RocksDB compresses: no word of a marker repeats.
MARKERS = {"facts": b"Quiet Anchorage Seven", "vessel": b"Bright Kestrel Nine",
           "narrative": b"Jynx Quay Vim Fob"}
HOLDERS = {"facts": set(ECONOMIES), "vessel": {"SG", "ID"}, "narrative": {"SG"}}


def held_on_disk(net):
    """{part: economies whose data directory holds its marker}; the nodes are stopped for the look."""
    for node in net.nodes.values():
        node.stop()
    held = {}
    for part, marker in MARKERS.items():
        held[part] = {e for e, node in net.nodes.items()
                      if any(marker in path.read_bytes() for path in (node.dir / "data").rglob("*")
                             if path.is_file())}
    return held


def print_table(held):
    print("\npart       " + "".join(f"{e:>5}" for e in ECONOMIES))
    for part in MARKERS:
        print(f"{part:<11}" + "".join(f"{'yes' if e in held[part] else '-':>5}" for e in ECONOMIES))


def start_all(net):
    for i, economy in enumerate(ECONOMIES):
        net.start(economy, dials=ECONOMIES[:i], expects=ECONOMIES[i + 1:])


def report_in_three_parts(net):
    net.make_officer("SG", "chief", ["administrator"])
    net.officer("SG", "chief").run("audience", "straits-patrol", "--as-version", "1", "--member", "ID")
    return net.officer("SG").report(
        "--place", MARKERS["facts"].decode(), "--ship-name", MARKERS["vessel"].decode(),
        "--vessel-audience", "SG/straits-patrol@1", "--narrative", MARKERS["narrative"].decode(),
        "--narrative-audience", "own")


def absences(net, economy, address):
    statement = net.officer(economy).json("show", address)["statements"][0]
    return {w["name"]: w["absence"].removeprefix("PART_ABSENCE_") for w in statement.get("withheld", [])}


class DisclosureTest(unittest.TestCase):
    def test_three_parts_reach_three_audiences_in_four_economies(self):
        with Network(ECONOMIES) as net:
            start_all(net)
            address = report_in_three_parts(net)
            await_held_by(net, address, ECONOMIES)
            for economy in ECONOMIES:
                await_held_by(net, address, ECONOMIES, at=economy)
                saved = net.dir / f"saved-{economy}"
                net.officer(economy).run("receipt", address, "--save", saved)
                done = client("verify", "--trust", net.trust, *sorted(saved.iterdir()))
                self.assertIn("lightship:sg:officer:watch-1", done.stdout)
            self.assertEqual(absences(net, "MY", address),
                             {"vessel": "WITHHELD", "narrative": "WITHHELD"})
            self.assertIn("withheld (SG/straits-patrol@1)", net.officer("MY").run("show", address).stdout)
            self.assertIn("withheld (SG/straits-patrol@1)", net.officer("MY").run("list").stdout)
            held = held_on_disk(net)
            print_table(held)
            self.assertEqual(held, HOLDERS)

    def test_a_release_reaches_those_who_had_been_outside(self):
        with Network(ECONOMIES) as net:
            start_all(net)
            address = report_in_three_parts(net)
            secret = net.officer("SG").report("--ship-name", "Wary Osprey Four", "--audience",
                                              "SG/straits-patrol@1")
            await_held_by(net, address, ECONOMIES)
            await_held_by(net, secret, ["SG", "ID"])
            self.assertEqual(net.officer("MY").run("show", secret, check=False).returncode, 4)
            chief = net.officer("SG", "chief")
            chief.run("withdraw", address, "--release", "all", "--part", "vessel")
            last = chief.run("withdraw", secret, "--release", "all")
            self.assertIn("cannot be taken back", last.stdout)
            await_held_by(net, secret, ECONOMIES)
            for economy in ["PH", "MY"]:
                await_that(lambda e=economy: absences(net, e, address) == {"narrative": "WITHHELD"},
                           f"the vessel is at {economy}")
                self.assertEqual(net.officer(economy).json("show", secret)["summary"]["vessel_name"],
                                 "Wary Osprey Four")
                logs = {l["origin"]: l for l in net.officer(economy).json("status")["logs"]}
                self.assertEqual(int(logs["lightship/SG/1"].get("unresolved_stubs", 0)), 0)

    def test_a_node_that_joins_after_a_narrowing_gets_no_more_than_is_left(self):
        with Network(ECONOMIES) as net:
            for i, economy in enumerate(ECONOMIES[:3]):
                net.start(economy, dials=ECONOMIES[:i], expects=ECONOMIES[i + 1:])
            address = report_in_three_parts(net)
            await_held_by(net, address, ECONOMIES[:3])
            net.officer("SG", "chief").run("withdraw", address, "--narrow", "SG/straits-patrol@1",
                                           "--part", "facts")
            net.start("MY", dials=ECONOMIES[:3])
            await_held_by(net, address, ECONOMIES)
            self.assertEqual(absences(net, "MY", address),
                             {"facts": "WITHHELD", "vessel": "WITHHELD", "narrative": "WITHHELD"})
            held = held_on_disk(net)
            self.assertEqual(held["facts"], {"SG", "ID", "PH"})

    def test_an_erased_part_is_gone_everywhere_and_every_proof_holds(self):
        with Network(ECONOMIES) as net:
            start_all(net)
            address = report_in_three_parts(net)
            await_held_by(net, address, ECONOMIES)
            before = net.dir / "before"
            net.officer("ID").run("receipt", address, "--save", before)
            chief = net.officer("SG", "chief")
            erasure = chief.json("withdraw", address, "--erase", "personal-data", "--part", "vessel")
            for economy in ["SG", "ID"]:
                await_that(lambda e=economy: absences(net, e, address).get("vessel") == "ERASED",
                           f"the vessel is erased at {economy}")
                shown = net.officer(economy).run("show", address).stdout
                self.assertIn(f"erased by {erasure['receipt']['address']}", shown)
                self.assertNotIn(MARKERS["vessel"].decode(), shown)
                self.assertNotIn(MARKERS["vessel"].decode(), net.officer(economy).run("list").stdout)
                self.assertEqual(net.officer(economy).incidents("--ship", "bright kestrel"), [])
            after = net.dir / "after"
            net.officer("ID").run("receipt", address, "--save", after)
            for saved in [before, after]:
                client("verify", "--trust", net.trust, *sorted(saved.iterdir()))
            net.await_agreement()

    def test_who_may_not_erase_is_told_who_may(self):
        with Network(["SG"]) as net:
            net.start("SG")
            address = net.officer("SG").report()
            refused = net.officer("SG").run("withdraw", address, "--erase", "other", check=False)
            self.assertEqual(refused.returncode, 2)
            self.assertIn("administrator", refused.stderr)
            net.officer("SG").run("withdraw", address, "--retract", "duplicate")
            self.assertEqual(net.officer("SG").incidents(), [])


if __name__ == "__main__":
    unittest.main()
