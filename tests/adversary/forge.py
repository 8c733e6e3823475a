"""What somebody with an economy's own keys can make without our programs: statements, notes, trees, with any content.
Signatures are made by the openssl command."""
import base64
import hashlib
import os
import pathlib
import subprocess
import tempfile
import time

import protobuf as pb

REPORT, ASSERTION, RESPONSE, NOTICE, COMMENT, CONTACT, AUDIENCE, KEY, WITHDRAWAL = range(1, 10)
PAYLOAD_TYPE = b"application/vnd.lightship.manifest.v1"
SAME_INCIDENT = 1


def openssl(*args, stdin=b""):
    done = subprocess.run(["openssl", *map(str, args)], input=stdin, capture_output=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(f"openssl {args}: {done.stderr.decode()}")
    return done.stdout


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


class Key:
    """A private key in a PEM file: P-256 or Ed25519."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.public = openssl("pkey", "-in", self.path, "-pubout", "-outform", "DER")
        self.id = sha256(self.public)
        self.is_ed25519 = len(self.public) == 44

    def raw(self):
        """The 32 bytes of an Ed25519 public key."""
        return self.public[12:]

    def sign(self, data):
        if not self.is_ed25519:
            return openssl("dgst", "-sha256", "-sign", self.path, stdin=data)
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            return openssl("pkeyutl", "-sign", "-rawin", "-inkey", self.path, "-in", file.name)


def timestamp(seconds=None):
    return pb.message((1, int(time.time() if seconds is None else seconds)))


def pae(body):
    return b"DSSEv1 %d %s %d %s" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE, len(body), body)


def manifest(economy, kind, parts, subject=None, audience="all", created_at=None, exercise=1, supersedes=(), extra=b""):
    """`parts`: [(name, salt, content, audience)]."""
    personal = any(name == "people" for name, *_ in parts)
    refs = [pb.message((1, name), (2, sha256(salt, content)), (3, len(content)), (4, own or None))
            for name, salt, content, own in parts]
    return pb.message((1, 1), (2, economy), (3, os.urandom(16)), (4, kind), (5, "agency"), (6, timestamp(created_at)),
                      (7, subject), (8, list(supersedes)), (9, exercise), (10, 3), (11, audience), (13, int(personal) or None),
                      (15, refs)) + extra


class Author:
    """An officer (or a node) with a key and a certificate, in a directory of Network's PKI."""

    def __init__(self, economy, directory):
        self.economy, self.directory = economy, pathlib.Path(directory)
        self.key = Key(self.directory / "key.pem")

    def chain(self):
        """DER, own certificate first."""
        pem = (self.directory / "certificate.pem").read_text()
        blocks = pem.split("-----BEGIN CERTIFICATE-----")[1:]
        return [base64.b64decode("".join(b.split("-----END")[0].split())) for b in blocks]

    def statement(self, kind, contents, audiences=(), **fields):
        """(id, SignedStatement). `contents`: {part name: bytes}."""
        audiences = dict(audiences)
        parts = [(name, os.urandom(16), content, audiences.get(name)) for name, content in contents.items()]
        body = manifest(self.economy, kind, parts, **fields)
        return sha256(body), self.sign(body, parts)

    def sign(self, body, parts):
        signature = pb.message((1, self.key.id), (2, self.key.sign(pae(body))))
        return pb.message((1, body), (2, signature),
                          (3, [pb.message((1, name), (2, salt), (3, content)) for name, salt, content, _ in parts]))

    def submission(self, statement):
        """SubmitRequest, with the signer's chain."""
        return pb.message((1, statement), (2, pb.message((1, self.chain()))))


def facts(place="", extra=b"", when=1_772_394_000, lat=12_541_667, lon=1_040_401_667, **texts):
    """A plausible incident."""
    return pb.message(
        (1, 1), (3, pb.message((1, texts.get("time")), (2, timestamp(when)), (3, timestamp(when + 60)), (5, 1), (6, 2))),
        (4, pb.message((1, pb.zigzag(lat)), (2, pb.zigzag(lon)), (3, texts.get("position")))),
        (5, place or None), (8, 5), (9, 2)) + extra


def vessel(name):
    return pb.field(1, pb.message((1, name)))


def narrative(text, language="en"):
    return pb.field(1, pb.message((1, language), (2, text)))


# Signed notes and trees (C2SP signed-note; RFC 6962 section 2.1).

def leaf_hash(entry):
    return sha256(b"\0", entry)


def root_of(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1", root_of(leaves[:split]), root_of(leaves[split:]))


def _subproof(size, leaves, whole):
    if size == len(leaves):
        return [] if whole else [root_of(leaves)]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if size <= split:
        return _subproof(size, leaves[:split], whole) + [root_of(leaves[split:])]
    return _subproof(size - split, leaves[split:], False) + [root_of(leaves[:split])]


def consistency(size, leaves):
    """Proof from the tree of the first `size` leaves to that of all."""
    return _subproof(size, leaves, True)


def checkpoint_text(origin, leaves, root=None):
    return f"{origin}\n{len(leaves)}\n{base64.b64encode(root or root_of(leaves)).decode()}\n"


def note_line(name, kind, key, signature):
    key_id = sha256(name.encode(), b"\n", bytes([kind]), key.raw())[:4]
    return f"\u2014 {name} {base64.b64encode(key_id + signature).decode()}\n"


def signed_note(text, origin, key):
    return text + "\n" + note_line(origin, 1, key, key.sign(text.encode()))


def cosignature_line(text, name, key, when=None):
    when = int(time.time() if when is None else when)
    signed = key.sign(f"cosignature/v1\ntime {when}\n{text}".encode())
    return note_line(name, 4, key, when.to_bytes(8, "big") + signed)
