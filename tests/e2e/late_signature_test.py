"""Officers' signatures verified behind the commit, with real nodes: reports are there at once and are countersigned once they are
verified, over restarts; and when one is bad, what came with it is taken out again."""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "adversary"), str(HERE.parent / "support")]
import forge  # noqa: E402
import peer as p  # noqa: E402
import protobuf as pb  # noqa: E402
from network import Network, await_held_by, await_that  # noqa: E402

BEHIND = "signatures_behind: true"
REPORTS = 2000
INCIDENTS = HERE.parent / "data/incidents_facts.csv"


class LateSignatureTest(unittest.TestCase):
    def unverified(self, net, economy):
        return {log["origin"]: int(log.get("unverified", 0)) for log in net.officer(economy).json("status")["logs"]}

    def state(self, net, economy):
        return net.officer(economy).json("status", "--state-hash", "--of", "SG")["hash"]

    def test_a_node_that_catches_up_has_all_at_once_and_vouches_for_what_it_has_verified(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG", expects=["ID"])
            net.officer("SG").run("import", INCIDENTS, "--limit", REPORTS)
            net.start("ID", dials=["SG"], extra=BEHIND)
            # Whenever it is killed, it goes on where it was.
            for _ in range(4):
                await_that(lambda: "lightship/SG/1" in net.logs("ID"), "it has begun")
                net.nodes["ID"].kill()
                net.start("ID", dials=["SG"], extra=BEHIND)
            net.await_agreement()
            await_that(lambda: self.unverified(net, "ID")["lightship/SG/1"] == 0, "all signatures are verified")
            self.assertEqual(self.state(net, "ID"), self.state(net, "SG"))
            last = net.officer("SG").report()
            await_held_by(net, last, ["SG", "ID"])
            self.assertIn("by signature", net.officer("ID").run("show", last).stdout)

    def test_a_bad_signature_that_is_found_behind_leaves_nothing_of_itself(self):
        with Network(["SG", "ID", "PH"]) as net:
            net.start("SG", expects=["ID", "PH"])
            net.start("ID", dials=["SG"], expects=["PH"], extra=BEHIND)
            good = net.officer("SG").report()
            await_held_by(net, good, ["SG", "ID"])
            author = forge.Author("PH", net.dir / "officer/PH/watch-1")
            log = p.Log(net, "PH")
            log.grant(author)
            for n in range(60):
                statement = author.statement(forge.REPORT, {"facts": forge.facts(f"Off Manila {n}")})[1]
                log.add(statement if n != 40 else spoiled(statement))
            before = self.state(net, "SG")
            # ID takes it, finds it out, and starts anew without it; from then on it verifies first, as SG does.
            for economy, reason in (("SG", p.VERIFICATION), ("ID", p.SHUTDOWN), ("ID", p.VERIFICATION)):
                with p.HostilePeer(net, "PH", economy) as peer:
                    peer.greet([(log.origin, log.note())])
                    peer.await_frame(p.FETCH)
                    peer.send(p.BATCH, log.batch())
                    self.assertEqual(peer.bye(), reason)
                await_that(lambda: net.officer("ID").run("status", check=False).returncode == 0, "ID serves")
            await_that(lambda: log.origin not in net.logs("ID"), "nothing of the log is left")
            self.assertEqual(self.state(net, "ID"), before)
            self.assertTrue(net.nodes["ID"].running())
            self.assertEqual(list(net.nodes["ID"].dir.glob("data.*")), [])
            text = (net.nodes["ID"].dir / "log").read_text()
            self.assertIn("a signature does not verify; it and what stands behind it is taken out", text)
            await_held_by(net, net.officer("SG").report(), ["SG", "ID"])


def spoiled(statement):
    """With a signature that is none."""
    fields = pb.parse(statement)
    wrong = []
    for number, kind, value in fields:
        if number == 2:
            signature = bytearray(value)
            signature[-10] ^= 1
            value = bytes(signature)
        wrong.append((number, kind, value))
    return pb.build(wrong)


if __name__ == "__main__":
    unittest.main()
