"""Real processes: keys that are granted, revoked and changed, and what becomes of what they signed."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, await_that  # noqa: E402

ECONOMIES = ["SG", "ID", "MY", "PH"]


def certificate(net, economy, name):
    return net.dir / "officer" / economy / name / "certificate.pem"


def admitted_at(net, address):
    return net.officer("SG").json("show", address)["statements"][0]["admitted_at"]


def doubts(net, economy):
    """{address: doubtful} as `list` has it; what `show` has must agree."""
    officer = net.officer(economy, "reader")
    listed = {i["address"]: i.get("doubtful", False) for i in officer.incidents("--all")}
    for address, doubtful in listed.items():
        shown = officer.json("show", address)["statements"][0].get("doubted_by", "")
        if bool(shown) != doubtful:
            raise AssertionError(f"{economy}, {address}: list says {doubtful}, show says '{shown}'")
    return listed


class CompromisedKeyTest(unittest.TestCase):
    def test_what_a_key_signed_since_it_was_compromised_is_marked_alike_on_every_node(self):
        with Network(ECONOMIES) as net:
            for i, economy in enumerate(ECONOMIES[:3]):
                net.start(economy, dials=ECONOMIES[:i], expects=ECONOMIES[i + 1:])
            net.make_officer("SG", "chief", ["administrator"])
            for economy in ECONOMIES:
                net.make_officer(economy, "reader", ["analyst"])
            net.make_officer("SG", "watch-2", ["submitter"])
            chief = net.officer("SG", "chief")
            trusted = [net.officer("SG").report() for _ in range(3)]
            doubted = [net.officer("SG").report() for _ in range(3)]
            chief.run("key", "grant", certificate(net, "SG", "watch-2"))
            trusted.append(net.officer("SG", "watch-2").report())
            expected = {**dict.fromkeys(trusted, False), **dict.fromkeys(doubted, True)}
            await_that(lambda: set(doubts(net, "ID")) == set(expected), "the reports are at ID")

            revoked = chief.json("key", "revoke", certificate(net, "SG", "watch-1"), "--reason",
                                 "key-compromise", "--compromised-since", admitted_at(net, doubted[0]))
            for economy in ECONOMIES[:3]:
                await_that(lambda e=economy: doubts(net, e) == expected, f"{economy} marks three of seven")
            with self.assertRaisesRegex(AssertionError, f"revoked by {revoked['receipt']['address']}"):
                net.officer("SG").report()
            last = net.officer("SG", "watch-2").report()
            expected[last] = False

            net.start("PH", dials=ECONOMIES[:3])
            await_that(lambda: doubts(net, "PH").items() >= expected.items(), "PH has copied SG's log")
            self.assertEqual(doubts(net, "PH"), doubts(net, "SG"))
            self.assertEqual(net.officer("PH").run("list").stdout.count("[in doubt]"), 3)
            hashes = {net.officer(e, "reader").json("status", "--state-hash", "--of", "SG")["hash"] for e in ECONOMIES}
            self.assertEqual(len(hashes), 1)


if __name__ == "__main__":
    unittest.main()
