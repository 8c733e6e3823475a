"""Away from the network: alerts as text through mail, logs as files."""
import email
import email.policy
import pathlib
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


if __name__ == "__main__":
    unittest.main()
