"""Hostile connections: what TLS and certificates let in. Each attack is refused, and nothing that it sent is believed."""
import pathlib
import ssl
import sys
import unittest
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import forge  # noqa: E402
import wire  # noqa: E402
from certificates import issue, root  # noqa: E402
from network import Network  # noqa: E402

LIST = "/lightship.v1.IncidentService/ListIncidents"
CONVERSE = "/lightship.v1.ExchangeService/Converse"
SUBMIT = "/lightship.v1.SubmissionService/Submit"
NO_CALL = "no call was taken"
SG_WATCH = "lightship:sg:officer:watch-1"
OLD = {"TLSv1": ssl.TLSVersion.TLSv1, "TLSv1.1": ssl.TLSVersion.TLSv1_1}
# Suites of TLS 1.2 that no node takes; those for RSA keys for the further reason that no node starts with one. Not in the tables,
# because Debian's OpenSSL 3.0 cannot offer them and a refusal would be our own: SSL 3.0, RC4, DES, 3DES and export suites; and PSK,
# since Python before 3.13 has no call that gives it a key.
WEAK = ["AES128-SHA", "AES256-SHA256", "AES128-GCM-SHA256", "CAMELLIA128-SHA", "DHE-RSA-AES128-SHA", "DHE-RSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-SHA384", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384",
        "ECDHE-ECDSA-AES256-CCM8", "NULL-SHA256", "ECDHE-RSA-NULL-SHA", "ECDHE-ECDSA-NULL-SHA", "ADH-AES128-GCM-SHA256",
        "AECDH-AES128-SHA"]
STRONG = ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384"]
WEAKLY = "@SECLEVEL=0"  # for OpenSSL not to refuse by itself
# Certificates that no handshake may accept: changes to one that is accepted.
FAULTY = {
    "expired": {"start": "20240101000000Z", "end": "20240201000000Z"},
    "not yet valid": {"start": "20900101000000Z", "end": "20900201000000Z"},
    "of a root that is not pinned but has the name of one that is": {"ca": "XX"},
    "for signing code": {"usage": "codeSigning"},
    "for key agreement alone": {"key_usage": "critical,keyAgreement"},
    "of a certificate authority": {"constraints": "critical,CA:TRUE", "key_usage": "critical,digitalSignature,keyCertSign"},
    "signed with SHA-1": {"digest": "sha1"},
    "with an RSA key of 1,024 bits": {"key": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"]},
}
# Certificates of a pinned root that prove no identity which may call: the reason.
WITHOUT_STANDING = {
    "two identities": ({"names": f"URI:{SG_WATCH},URI:lightship:id:officer:watch-1,URI:lightship:role:submitter"},
                       "UNTRUSTED_CERTIFICATE"),
    "no identity": ({"names": "URI:lightship:role:submitter,DNS:node.sg"}, "UNTRUSTED_CERTIFICATE"),
    "an identity as a DNS name": ({"names": f"DNS:{SG_WATCH},URI:lightship:role:submitter"}, "UNTRUSTED_CERTIFICATE"),
    "an identity that is longer than any": (
        {"names": f"URI:lightship:sg:officer:{'a' * 200},URI:lightship:role:submitter"}, "UNTRUSTED_CERTIFICATE"),
    "an economy in upper case": ({"names": "URI:lightship:SG:officer:watch-1,URI:lightship:role:submitter"},
                                 "UNTRUSTED_CERTIFICATE"),
    "another economy, by this one's root": ({"names": "URI:lightship:id:officer:watch-1,URI:lightship:role:submitter"},
                                            "UNTRUSTED_CERTIFICATE"),
    "this economy, by another's root": ({"ca": "ID"}, "UNTRUSTED_CERTIFICATE"),
    "an economy without a pinned root": ({"names": "URI:lightship:zz:officer:watch-1,URI:lightship:role:submitter"},
                                         "UNKNOWN_ECONOMY"),
    "no role": ({"names": f"URI:{SG_WATCH}"}, "MISSING_ROLE"),
    "a role that does not exist": ({"role": "superuser"}, "MISSING_ROLE"),
}


def outcome(address, identity, path=LIST, body=b"", **tls):
    """The reason of the answer, "OK", or NO_CALL when the connection was not taken."""
    context = wire.tls_context(identity, **tls)
    try:
        with wire.Connection(address, context=context) as connection:
            answer = connection.call(path, body)
            return "OK" if answer.status == wire.OK else answer.reason
    except (wire.Closed, ssl.SSLError, ConnectionError):
        return NO_CALL


def anybodys_server(directory, roots):
    """A context of a server that takes all that this machine's OpenSSL can, from whoever has a certificate of these roots."""
    directory.mkdir()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    server.set_ciphers(f"ALL:COMPLEMENTOFALL:{WEAKLY}")
    server.set_alpn_protocols(["h2"])
    for key in ("rsa:2048", "ec"):
        forge.openssl("req", "-x509", "-newkey", key, *(["-pkeyopt", "ec_paramgen_curve:P-256"] if key == "ec" else []), "-nodes",
                      "-keyout", directory / "key.pem", "-out", directory / "certificate.pem", "-subj", "/CN=anybody")
        server.load_cert_chain(directory / "certificate.pem", directory / "key.pem")
    forge.openssl("genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048", "-out", directory / "dh.pem")
    server.load_dh_params(directory / "dh.pem")
    server.verify_mode = ssl.CERT_REQUIRED
    server.load_verify_locations(roots)
    return server


def agreed(server, identity, **tls):
    """Version and suite of a handshake with the context `server`."""
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [wire.tls_context(identity, **tls).wrap_bio(down, up), server.wrap_bio(up, down, server_side=True)]
    while ends:
        for end in list(ends):
            try:
                end.do_handshake()
                ends.remove(end)
            except ssl.SSLWantReadError:
                pass
    return end.version(), end.cipher()[0]


def shown(server, identity, **tls):
    """Whether a client sends this certificate, whatever the context `server` finds of it."""
    try:
        agreed(server, identity, **tls)
    except ssl.SSLCertVerificationError:
        pass
    except ssl.SSLError as error:
        if error.reason != "PEER_DID_NOT_RETURN_A_CERTIFICATE":
            raise
        return False
    return True


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        warnings.simplefilter("ignore", DeprecationWarning)  # asking for TLS 1.0
        cls.net = Network(["SG", "ID"]).__enter__()
        cls.net.make_officer("SG", "chief", ["administrator"])
        root(cls.net.dir / "pki/XX", "SG")
        cls.net.start("SG")
        cls.address = cls.net.nodes["SG"].address()
        cls.officer = cls.net.dir / "officer/SG/watch-1"
        cls.anybody = anybodys_server(cls.net.dir / "anybody", cls.net.dir / "pki/SG/root.pem")
        cls.net.officer("SG").report()
        cls.before = cls.state()

    @classmethod
    def tearDownClass(cls):
        cls.net.__exit__(None, None, None)

    @classmethod
    def state(cls):
        return cls.net.officer("SG").run("status", "--state-hash").stdout

    def tearDown(self):
        # Still serving, and nothing was taken in.
        self.assertEqual(outcome(self.address, self.officer), "OK")
        self.assertEqual((shown(self.anybody, self.officer), shown(self.anybody, None)), (True, False))
        self.assertEqual(self.state(), self.before)

    def issue(self, name, directory, **changes):
        return issue(self.net, name, self.net.dir / "hostile" / directory, **changes)

    def assert_refused(self, identity):
        """It is shown, and the node takes no call."""
        offer = {"ciphers": f"ALL:{WEAKLY}"}
        self.assertTrue(shown(self.anybody, identity, **offer))
        self.assertEqual(outcome(self.address, identity, **offer), NO_CALL)

    def test_old_versions_and_weak_ciphers_find_nobody(self):
        for name, version in OLD.items():
            with self.subTest(name):
                offer = {"least": version, "most": version, "ciphers": f"ALL:{WEAKLY}"}
                self.assertEqual(agreed(self.anybody, self.officer, **offer)[0], name)
                self.assertEqual(outcome(self.address, self.officer, **offer), NO_CALL)
        for suite in WEAK + STRONG:
            with self.subTest(suite):
                offer = {"most": ssl.TLSVersion.TLSv1_2, "ciphers": f"{suite}:{WEAKLY}"}
                # A server that does not say who it is may not ask.
                self.anybody.verify_mode = ssl.CERT_NONE if suite.startswith(("ADH-", "AECDH-")) else ssl.CERT_REQUIRED
                self.assertEqual(agreed(self.anybody, self.officer, **offer), ("TLSv1.2", suite))
                self.assertEqual(outcome(self.address, self.officer, **offer), NO_CALL if suite in WEAK else "OK")
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            self.assertEqual(outcome(self.address, self.officer, least=version, most=version), "OK")

    def test_nobody_is_heard_without_a_certificate_or_without_http2(self):
        for identity in (None, self.officer):
            self.assertEqual(outcome(self.address, identity, alpn=("http/1.1",)), NO_CALL)
        for path in (LIST, SUBMIT, CONVERSE, "/grpc.health.v1.Health/Check",
                     "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"):
            self.assertEqual(outcome(self.address, None, path), NO_CALL, path)

    def test_a_faulty_certificate_ends_the_handshake(self):
        for number, (fault, changes) in enumerate(FAULTY.items()):
            with self.subTest(fault):
                bad = self.issue(f"lightship:sg:officer:bad-{number}", f"faulty-{number}", **changes)
                self.assert_refused(bad)
        with self.subTest("self-signed"):
            alone = self.net.dir / "hostile/alone"
            alone.mkdir(parents=True, exist_ok=True)
            forge.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                          alone / "key.pem", "-out", alone / "certificate.pem", "-subj", "/CN=Lightship root of SG",
                          "-addext", f"subjectAltName=URI:{SG_WATCH},URI:lightship:role:submitter",
                          "-addext", "keyUsage=critical,digitalSignature")
            self.assert_refused(alone)
        with self.subTest("the pinned root itself, without its key's owner being an officer"):
            own_root = self.net.dir / "hostile/root"
            own_root.mkdir()
            for source, name in (("root.pem", "certificate.pem"), ("root.key", "key.pem")):
                (own_root / name).write_bytes((self.net.dir / "pki/SG" / source).read_bytes())
            self.assert_refused(own_root)

    def test_certificates_are_not_signed_by_those_who_may_not(self):
        officer = (self.officer / "certificate.pem", self.officer / "key.pem", self.officer / "certificate.pem")
        by_officer = self.issue(SG_WATCH, "by-officer", signer=officer)
        self.assert_refused(by_officer)
        usages = {"without CA flag": {"constraints": "critical,CA:FALSE"},
                  "without keyCertSign": {"key_usage": "critical,digitalSignature"},
                  "constrained to other names": {"extra": "nameConstraints=critical,permitted;URI:.example.org"},
                  "constrained to none of these": {"extra": "nameConstraints=critical,excluded;URI:.example.org"},
                  "with a critical extension that nobody knows": {"extra": "1.2.3.4=critical,ASN1:NULL"}}
        for number, (fault, changes) in enumerate(usages.items()):
            with self.subTest(fault):
                options = {"constraints": "critical,CA:TRUE,pathlen:0", "key_usage": "critical,keyCertSign", **changes}
                between = self.issue("lightship:sg:officer:ca", f"between-{number}", **options)
                signer = (between / "certificate.pem", between / "key.pem", between / "certificate.pem")
                bad = self.issue(SG_WATCH, f"by-between-{number}", signer=signer)
                self.assert_refused(bad)
        proper = self.issue("lightship:sg:officer:ca", "between", constraints="critical,CA:TRUE,pathlen:0",
                            key_usage="critical,keyCertSign")
        signer = (proper / "certificate.pem", proper / "key.pem", proper / "certificate.pem")
        self.assertEqual(outcome(self.address, self.issue(SG_WATCH, "by-proper", signer=signer, role="analyst")), "OK")

    def test_a_chain_that_is_too_long_is_refused(self):
        certificate, key, chain = self.net.dir / "pki/SG/root.pem", self.net.dir / "pki/SG/root.key", None
        for depth in range(4):
            made = self.issue("lightship:sg:officer:ca", f"depth-{depth}", signer=(certificate, key, chain),
                              constraints="critical,CA:TRUE", key_usage="critical,keyCertSign")
            certificate, key, chain = made / "certificate.pem", made / "key.pem", made / "certificate.pem"
        self.assert_refused(self.issue(SG_WATCH, "deep", signer=(certificate, key, chain)))

    def test_an_identity_that_has_no_standing_is_told_so_and_no_more(self):
        for number, (fault, (changes, reason)) in enumerate(WITHOUT_STANDING.items()):
            with self.subTest(fault):
                bad = self.issue(SG_WATCH, f"standing-{number}", **changes)
                for path in (LIST, SUBMIT):
                    self.assertEqual(outcome(self.address, bad, path), reason, path)
                self.assertIn(outcome(self.address, bad, CONVERSE), {reason, "MISSING_ROLE"})

    def test_roles_are_not_taken_for_one_another(self):
        node_of = {e: self.net.dir / "node" / e / "keys" for e in ("SG", "ID")}
        self.assertEqual(outcome(self.address, self.officer, CONVERSE), "MISSING_ROLE")
        self.assertEqual(outcome(self.address, node_of["SG"], CONVERSE), "WRONG_ECONOMY")
        self.assertEqual(outcome(self.address, node_of["ID"], LIST), "WRONG_ECONOMY")
        self.assertEqual(outcome(self.address, node_of["SG"], LIST), "MISSING_ROLE")
        self.assertEqual(outcome(self.address, node_of["SG"], SUBMIT), "MISSING_ROLE")
        self.assertEqual(outcome(self.address, self.net.dir / "officer/ID/watch-1", LIST), "WRONG_ECONOMY")
        self.assertEqual(outcome(self.address, self.officer, "/lightship.v1.NodeService/ReadAudit"), "MISSING_ROLE")
        self.assertEqual(outcome(self.address, self.officer, "/lightship.v1.NodeService/Scrub"), "MISSING_ROLE")

    def test_an_officer_called_a_node_in_its_role_alone_is_none(self):
        mixed = self.issue("lightship:id:officer:watch-1", "mixed", ca="ID", role="node")
        self.assertEqual(outcome(self.address, mixed, CONVERSE), "MISSING_ROLE")


class RevokedTest(unittest.TestCase):
    def test_a_revoked_key_is_refused_on_open_connections_too(self):
        with Network(["SG"]) as net:
            net.make_officer("SG", "chief", ["administrator"])
            net.start("SG")
            address, stolen = net.nodes["SG"].address(), net.dir / "officer/SG/watch-1"
            net.officer("SG").report()
            with wire.Connection(address, stolen) as connection:
                self.assertEqual(connection.call(LIST, b"").status, wire.OK)
                watch = connection.begin("/lightship.v1.IncidentService/WatchIncidents", b"")
                connection.pump(lambda: connection.answers[watch].messages)
                net.officer("SG", "chief").run("key", "revoke", stolen / "certificate.pem", "--reason", "key-compromise")
                self.assertEqual(connection.answer(watch).reason, "REVOKED_KEY")
                self.assertEqual(connection.call(LIST, b"").reason, "REVOKED_KEY")
                author = forge.Author("SG", stolen)
                _, statement = author.statement(forge.REPORT, {"facts": forge.facts("After the theft")})
                self.assertEqual(connection.call(SUBMIT, author.submission(statement)).reason, "REVOKED_KEY")


if __name__ == "__main__":
    unittest.main()
