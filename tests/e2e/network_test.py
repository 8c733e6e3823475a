"""Real processes: submit, replicate, relay, outbound-only peers, audiences, receipts, refusals, clean stops."""
import json
import pathlib
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import DAEMON, Network, await_that, client  # noqa: E402


def holds_bytes(directory, needle):
    return any(needle in path.read_bytes() for path in pathlib.Path(directory).rglob("*")
               if path.is_file())


def await_held(net, economy, address, by):
    """Waits until the receipt at `economy`'s node names exactly the holders `by`."""
    def held():
        done = net.officer(economy).run("receipt", address, "--json", check=False)
        if done.returncode == 4:
            return None
        receipt = json.loads(done.stdout)
        return receipt if set(receipt["holders"]) == set(by) else None
    return await_that(held, f"{address} is held by {by}")


class ReplicationTest(unittest.TestCase):
    def test_a_report_reaches_all_and_its_receipt_names_them(self):
        with Network(["SG", "ID", "PH"]) as net:
            net.start("SG", expects=["ID", "PH"])
            net.start("ID", dials=["SG"], expects=["PH"])
            net.start("PH", dials=["SG", "ID"])
            address = net.officer("SG").report("--ship-name", "Northern Test")
            receipt = await_held(net, "SG", address, ["SG", "ID", "PH"])
            self.assertEqual(receipt["holders"][0], "SG")
            await_that(lambda: "held by 3 of 3" in net.officer("PH").run("receipt", address).stdout, "PH hears of all holders")
            seen = net.officer("PH").incidents("--ship", "northern test")
            self.assertEqual([i["address"] for i in seen], [address])
            self.assertEqual(len(net.await_agreement()), 3)

    def test_a_relay_brings_a_report_to_a_peer_that_the_author_never_meets(self):
        with Network(["SG", "ID", "PH"]) as net:
            net.start("SG", expects=["ID"])
            net.start("ID", dials=["SG"], expects=["PH"])
            net.start("PH", dials=["ID"])
            address = net.officer("SG").report()
            await_held(net, "SG", address, ["SG", "ID", "PH"])
            self.assertEqual(net.officer("PH").json("show", address)["summary"]["address"], address)

    def test_a_peer_that_can_only_dial_out_receives_and_is_heard(self):
        with Network(["SG", "PH"]) as net:
            net.start("SG", expects=["PH"])
            net.start("PH", dials=["SG"])
            from_sg, from_ph = net.officer("SG").report(), net.officer("PH").report()
            await_held(net, "PH", from_sg, ["SG", "PH"])
            await_held(net, "SG", from_ph, ["SG", "PH"])

    def test_a_node_that_was_down_catches_up(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG", expects=["ID"])
            addresses = [net.officer("SG").report() for _ in range(5)]
            net.start("ID", dials=["SG"])
            await_held(net, "SG", addresses[-1], ["SG", "ID"])
            status, _ = net.nodes["ID"].stop()
            self.assertEqual(status, 0)
            addresses += [net.officer("SG").report() for _ in range(5)]
            net.start("ID", dials=["SG"])
            await_held(net, "ID", addresses[-1], ["SG", "ID"])
            listed = net.officer("ID").incidents("--limit", "100")
            self.assertEqual({i["address"] for i in listed}, set(addresses))


class AudienceTest(unittest.TestCase):
    def test_a_peer_outside_the_audience_holds_the_leaf_and_never_the_bytes(self):
        marker = "Withheld Marker Vessel"
        with Network(["SG", "ID", "PH"]) as net:
            net.make_officer("SG", "chief", ["administrator"])
            net.start("SG", expects=["ID", "PH"])
            net.start("ID", dials=["SG"], expects=["PH"])
            net.start("PH", dials=["SG", "ID"])
            net.officer("SG", "chief").run("audience", "straits-patrol", "--as-version", "1",
                                           "--member", "ID")
            secret = net.officer("SG").report("--ship-name", marker, "--audience",
                                              "SG/straits-patrol@1")
            await_held(net, "SG", secret, ["SG", "ID"])
            open_one = net.officer("SG").report("--ship-name", "Everybodys Vessel")
            await_held(net, "PH", open_one, ["SG", "ID", "PH"])
            net.await_agreement()  # the same size and root of SG's log on PH, who holds a leaf of it alone
            self.assertEqual(net.officer("PH").run("show", secret, check=False).returncode, 4)
            known = net.officer("PH").json("audience", "--list")
            self.assertEqual(known["members"], ["ID", "PH", "SG"])
            self.assertEqual([(a["name"], a["economies"]) for a in known["audiences"]],
                             [("SG/straits-patrol@1", ["ID", "SG"])])
            self.assertEqual(net.officer("SG").run("receipt", known["audiences"][0]["address"]).returncode, 0)
            sg_log = next(l for l in net.officer("PH").json("status")["logs"]
                          if l["origin"] == "lightship/SG/1")
            # The report; and what attests, for SG alone, that its officer was sent the receipt, if that is there already.
            self.assertIn(int(sg_log["stubs"]), [1, 2])
            for node in net.nodes.values():
                node.stop()
            for economy, expected in [("SG", True), ("ID", True), ("PH", False)]:
                self.assertEqual(holds_bytes(net.nodes[economy].dir / "data", marker.encode()),
                                 expected, economy)


class ReceiptTest(unittest.TestCase):
    def test_a_saved_receipt_verifies_offline_and_no_changed_byte_is_accepted(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG", expects=["ID"])
            net.start("ID", dials=["SG"])
            address = net.officer("SG").report("--narrative", "Three persons on the poop deck.")
            await_held(net, "SG", address, ["SG", "ID"])
            net.officer("SG").run("receipt", address, "--save", net.dir / "saved")
            for node in net.nodes.values():
                node.stop()
            only_sg = net.dir / "only-sg"
            only_sg.mkdir()
            (only_sg / "SG.pem").write_bytes((net.trust / "SG.pem").read_bytes())
            name = address.replace("/", "-")
            files = [net.dir / "saved" / f"{name}.lightship", net.dir / "saved" / f"{name}.tlog-proof"]
            good = client("verify", "--trust", only_sg, *files)
            self.assertIn(address, good.stdout)
            for position, file in enumerate(files):
                whole = file.read_bytes()
                for at in range(0, len(whole), max(1, len(whole) // 60)):
                    changed = net.dir / f"changed{file.suffix}"
                    changed.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
                    pair = [changed, files[1]] if position == 0 else [files[0], changed]
                    done = client("verify", "--trust", only_sg, *pair, check=False)
                    self.assertEqual(done.returncode, 5, f"byte {at} of {file.name}: {done.stdout}")

    def test_openssl_alone_verifies_a_signature(self):
        with Network(["SG"]) as net:
            net.start("SG")
            address = net.officer("SG").report()
            out = net.dir / "saved"
            net.officer("SG").run("receipt", address, "--save", out, "--raw")
            script = r'''
              set -e; cd "$1"
              { printf 'DSSEv1 37 application/vnd.lightship.manifest.v1 %d ' "$(stat -c %s manifest.bin)"
                cat manifest.bin; } > pae.bin
              openssl verify -CAfile "$2" certificate-1.pem
              openssl x509 -in certificate-1.pem -noout -pubkey > key.pem
              openssl dgst -sha256 -verify key.pem -signature signature-1.bin pae.bin'''
            good = subprocess.run(["bash", "-c", script, "-", out, net.trust / "SG.pem"],
                                  capture_output=True, text=True)
            self.assertEqual(good.returncode, 0, good.stdout + good.stderr)
            self.assertIn("Verified OK", good.stdout)
            (out / "manifest.bin").write_bytes((out / "manifest.bin").read_bytes() + b"x")
            bad = subprocess.run(["bash", "-c", script, "-", out, net.trust / "SG.pem"],
                                 capture_output=True, text=True)
            self.assertNotEqual(bad.returncode, 0)


def openssl_certificate(net, ca_economy, identity, roles, directory):
    """A certificate with any identity, signed by one economy's root, as a careless or hostile CA would make it."""
    directory.mkdir(parents=True)
    uris = ",".join([f"URI:{identity}"] + [f"URI:lightship:role:{role}" for role in roles])
    extensions = directory / "extensions"
    extensions.write_text(f"subjectAltName={uris}\nkeyUsage=critical,digitalSignature\n"
                          "extendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=critical,CA:FALSE\n")
    for command in (
            ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ec.pem"],
            ["openssl", "pkcs8", "-topk8", "-nocrypt", "-in", "ec.pem", "-out", "key.pem"],
            ["openssl", "req", "-new", "-key", "key.pem", "-subj", "/CN=test", "-out", "request.pem"],
            ["openssl", "x509", "-req", "-in", "request.pem", "-days", "30", "-CA",
             net.dir / "pki" / ca_economy / "root.pem", "-CAkey",
             net.dir / "pki" / ca_economy / "root.key", "-CAcreateserial", "-extfile", "extensions",
             "-out", "certificate.pem"]):
        subprocess.run(command, cwd=directory, check=True, capture_output=True)


class RefusalTest(unittest.TestCase):
    def test_a_certificate_of_another_economys_root_is_refused(self):
        with Network(["SG", "ID"]) as net:
            openssl_certificate(net, "ID", "lightship:sg:officer:watch-1", ["submitter", "analyst"],
                                net.dir / "officer" / "SG" / "impostor")
            net.start("SG")
            done = net.officer("SG", "impostor").run("list", check=False)
            self.assertNotEqual(done.returncode, 0)
            self.assertRegex(done.stderr, r"SG.*root|root.*SG")

    def test_a_node_that_names_another_economy_is_refused_as_peer(self):
        with Network(["SG", "ID"]) as net:
            openssl_certificate(net, "ID", "lightship:sg:node:sg-1", ["node"], net.dir / "forged")
            for file in ("certificate.pem", "key.pem"):
                (net.nodes["ID"].dir / "keys" / file).write_bytes((net.dir / "forged" / file).read_bytes())
            ends = subprocess.run([DAEMON, "--config", "/nonexistent"], capture_output=True, text=True)
            self.assertNotEqual(ends.returncode, 0)
            self.assertIn("/nonexistent", ends.stderr)
            with self.assertRaises(AssertionError) as refused:
                net.start("ID")
            self.assertRegex(str(refused.exception), r"SG|ID")

    def test_an_officer_without_the_submitter_role_cannot_report(self):
        with Network(["SG"]) as net:
            net.make_officer("SG", "reader", ["analyst"])
            net.start("SG")
            before = net.logs("SG")
            done = net.officer("SG", "reader").run(
                "report", "--yes", "--time", "2026-03-01T19:40Z", "--position", "01:15.25N 104:02.41E",
                "--act", "boarded", check=False)
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            self.assertIn("submitter", done.stderr)
            self.assertEqual(net.logs("SG"), before)

    def test_a_second_process_on_the_same_data_is_refused(self):
        with Network(["SG"]) as net:
            net.start("SG")
            second = subprocess.run([DAEMON, "--config", net.nodes["SG"].dir / "node.textproto"],
                                    capture_output=True, text=True, timeout=60)
            self.assertNotEqual(second.returncode, 0)
            self.assertIn("in use", second.stderr)
            self.assertIn(str(net.nodes["SG"].dir / "data"), second.stderr)
            net.officer("SG").report()


class StopTest(unittest.TestCase):
    def test_sigterm_ends_a_node_with_live_streams_within_five_seconds(self):
        with Network(["SG", "ID"]) as net:
            net.start("SG", expects=["ID"])
            net.start("ID", dials=["SG"])
            watch = net.officer("SG").spawn("watch", "--json", "--cursor", "0")
            try:
                address = net.officer("SG").report()
                await_held(net, "ID", address, ["SG", "ID"])
                self.assertIn(address, watch.stdout.readline())
                status, seconds = net.nodes["SG"].stop()
                self.assertEqual(status, 0)
                self.assertLess(seconds, 5)
            finally:
                watch.send_signal(signal.SIGKILL)
                watch.communicate()
            net.start("SG", expects=["ID"])
            self.assertEqual(net.officer("SG").json("show", address)["summary"]["address"], address)

    def test_a_watch_goes_on_where_it_was_after_the_node_restarts(self):
        with Network(["SG"]) as net:
            net.start("SG")
            watch = net.officer("SG").spawn("watch", "--json", "--cursor", "0")
            try:
                first = net.officer("SG").report()
                self.assertIn(first, watch.stdout.readline())
                net.nodes["SG"].stop()
                net.start("SG")
                second = net.officer("SG").report()
                self.assertIn(second, watch.stdout.readline())
            finally:
                watch.send_signal(signal.SIGKILL)
                watch.communicate()


if __name__ == "__main__":
    unittest.main()
