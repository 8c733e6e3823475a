"""Away from the network: alerts as text through mail, logs as files."""
import email
import email.policy
import pathlib
import shutil
import sys
import textwrap
import unittest
from email.message import EmailMessage

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import Network, client  # noqa: E402

ALERT = ["--time", "2026-03-13 1926 UTC", "--position", "01:15.25N 104:02.41E", "--act", "robbery",
         "--status", "anchored", "--ship-type", "bulk carrier", "--ship-name", "Northern Test",
         "--imo", "9074729", "--people", "4 to 6", "--weapons", "knife",
         "--narrative", "Boarded over the stern; engine spares taken; crew safe."]


def mailed(body, encoding):
    """The text body of a mail, as it is on the wire, and as the receiver's program shows it."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = "master@ship", "watch@desk", "ALERT"
    message.set_content(body, cte=encoding)
    wire = message.as_bytes()
    shown = email.message_from_bytes(wire, policy=email.policy.default)
    return wire.decode(), shown.get_content()


class ArmorTest(unittest.TestCase):
    def test_an_alert_signed_offline_and_mailed_is_admitted_once_however_often_it_arrives(self):
        with Network(["SG"]) as net:
            net.make_officer("SG", "master", ["submitter"])
            identity = net.dir / "officer" / "SG" / "master"
            alert = client("--identity", identity, "report", *ALERT, "--armor", "-").stdout
            length = sum(c != "\n" for c in alert)
            print(f"an initial alert as armored text: {length} printable characters")
            self.assertLessEqual(length, 1200)

            wire, _ = mailed("Please file.\n\n" + alert, "quoted-printable")
            _, first = mailed("Please file.\n\n" + alert, "7bit")
            quoted = textwrap.indent(first, "> ", lambda line: True)
            _, reply = mailed("Did you get this?\n" + quoted, "base64")
            narrow = "\n".join(part for line in reply.splitlines()
                               for part in textwrap.wrap(line, 34) or [""])

            net.start("SG")
            desk = net.officer("SG")
            unknown = desk.run("submit", "--armor", "-", stdin=wire, check=False)
            self.assertEqual(unknown.returncode, 2)
            self.assertIn("--chain", unknown.stderr)
            chain = ["--chain", identity / "certificate.pem"]
            done = desk.run("submit", "--armor", "-", *chain, stdin=wire).stdout
            address = done.split()[0]
            self.assertNotIn("admitted before", done)
            for mail in (reply, narrow, narrow.lower()):
                again = desk.run("submit", "--armor", "-", stdin=mail).stdout
                self.assertIn(f"{address}  (was admitted before)", again)
            listed = desk.incidents("--ship", "northern test")
            self.assertEqual([i["address"] for i in listed], [address])
            self.assertIn("lightship:sg:officer:master", desk.run("show", address).stdout)


def state_hash(officer, *of):
    return officer.json("status", "--state-hash", *(["--of", ",".join(of)] if of else []))


class BundleTest(unittest.TestCase):
    def network(self, net):
        """SG, ID and MY connected, with reports for all, for some and for one; PH alone."""
        net.make_officer("SG", "chief", ["administrator"])
        for economy in ("SG", "MY", "PH"):
            net.make_officer(economy, "desk", ["liaison"])
        net.start("SG", expects=["ID", "MY"])
        net.start("ID", dials=["SG"], expects=["MY"])
        net.start("MY", dials=["SG", "ID"])
        net.start("PH")
        for name, members in (("patrol", ["ID", "MY", "PH"]), ("two", ["ID"])):
            flags = [flag for member in members for flag in ("--member", member)]
            net.officer("SG", "chief").run("audience", name, "--as-version", "1", *flags)
        sg = net.officer("SG")
        first = sg.report("--ship-name", "Open Vessel")
        sg.report("--ship-name", "Patrol Vessel", "--vessel-audience", "SG/patrol@1")
        sg.report("--audience", "SG/two@1")
        net.officer("ID").report("--narrative", "Two skiffs.")
        return first

    def test_a_bundle_brings_an_isolated_node_to_the_state_hash_of_a_connected_one(self):
        with Network(["SG", "ID", "MY", "PH"]) as net:
            self.network(net)
            net.await_agreement(["SG", "ID", "MY"])
            connected, isolated = net.officer("MY"), net.officer("PH", "desk")
            wanted = state_hash(connected, "SG", "ID")
            self.assertEqual([l["entries"] != l["size"] for l in wanted["logs"]], [False, True])
            self.assertNotEqual(state_hash(isolated, "SG", "ID")["hash"], wanted["hash"])
            sg = net.officer("SG", "desk")
            sg.run("bundle", "export", "--for", "PH", "--log", "SG", "--log", "ID", "--out", net.dir / "ph")
            self.assertEqual(net.officer("SG").run("bundle", "export", "--for", "PH", "--out", net.dir / "x",
                                                   check=False).returncode, 2, "an analyst may not")

            whole = (net.dir / "ph").read_bytes()
            print(f"a bundle of {sum(int(l['size']) for l in wanted['logs'])} entries: {len(whole)} bytes")
            before = state_hash(isolated)
            for at in range(7, len(whole), max(1, len(whole) // 12)):
                (net.dir / "changed").write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1:])
                done = isolated.run("bundle", "import", net.dir / "changed", check=False)
                self.assertEqual(done.returncode, 5, f"byte {at}: {done.stdout}{done.stderr}")
            self.assertEqual(state_hash(isolated), before)
            other = net.officer("MY", "desk").run("bundle", "import", net.dir / "ph", check=False)
            self.assertEqual(other.returncode, 2)
            self.assertIn("made for PH", other.stderr)

            self.assertIn("taken:", isolated.run("bundle", "import", net.dir / "ph").stdout)
            self.assertEqual(state_hash(isolated, "SG", "ID"), wanted)
            after = state_hash(isolated)
            again = isolated.run("bundle", "import", net.dir / "ph").stdout
            self.assertIn("held already", again)
            self.assertNotIn("taken:", again)
            self.assertEqual(state_hash(isolated), after)
            self.assertEqual(len(isolated.incidents("--ship", "patrol vessel")), 1)

    def test_a_wiped_node_comes_back_by_bundle_alone_to_the_very_state_it_had(self):
        with Network(["SG", "ID", "MY", "PH"]) as net:
            self.network(net)
            mine = net.officer("MY").report()
            net.await_agreement(["SG", "ID", "MY"])
            had = state_hash(net.officer("MY"))
            net.officer("SG", "desk").run("bundle", "export", "--for", "MY", "--out", net.dir / "my")
            node = net.nodes["MY"]
            node.kill()
            shutil.rmtree(node.dir / "data")
            net.start("MY")  # without peers: it knows that its log was longer, and waits
            desk = net.officer("MY", "desk")
            self.assertNotEqual(state_hash(desk)["hash"], had["hash"])
            self.assertIn("taken:", desk.run("bundle", "import", net.dir / "my").stdout)
            self.assertEqual(state_hash(desk), had)
            number = int(mine.split("/")[1])
            self.assertEqual(net.officer("MY").report(), f"MY/{number + 1}")


if __name__ == "__main__":
    unittest.main()
