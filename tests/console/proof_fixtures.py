#!/usr/bin/env python3
"""Saved statements with their receipts, and the roots that prove them, for the tests of the page's own verification.

    LIGHTSHIP_BIN=build/release/bin tests/console/proof_fixtures.py client/console/web/test/fixtures

Three nodes, each report held by all of them: one signed with Ed25519 under the root, one with P-256 under an authority between.
"""
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import certificates  # noqa: E402
from network import Network, Officer, await_held_by  # noqa: E402

ECONOMIES = ["SG", "ID", "PH"]
REPORT = ["--ship-name", "Bright Kestrel", "--imo", "9074729", "--narrative",
          "Five persons boarded at the stern. Engine spares are missing. No injuries."]


def officer_with_ed25519(net):
    identity = certificates.issue(net, "lightship:sg:officer:watch-2", net.dir / "watch-2", key=["-algorithm", "ED25519"])
    return Officer(net.nodes["SG"], identity, net.trust)


def officer_below_an_authority(net):
    """P-256 keys, and an authority of its own between them and the root."""
    between = certificates.issue(net, "authority", net.dir / "between", names="DNS:authority.example",
                                 constraints="critical,CA:TRUE,pathlen:0", key_usage="critical,keyCertSign,cRLSign")
    signer = (between / "certificate.pem", between / "key.pem", between / "certificate.pem")
    identity = certificates.issue(net, "lightship:sg:officer:coast-guard-1", net.dir / "coast-guard-1", signer=signer)
    return Officer(net.nodes["SG"], identity, net.trust)


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    with Network(ECONOMIES) as net:
        for place, economy in enumerate(ECONOMIES):
            net.start(economy, dials=ECONOMIES[:place], expects=ECONOMIES[place + 1:])
        for name, officer in (("ed25519", officer_with_ed25519(net)), ("p256", officer_below_an_authority(net))):
            address = officer.report(*REPORT)
            await_held_by(net, address, ECONOMIES)
            officer.run("receipt", address, "--save", net.dir / name)
            for saved in (net.dir / name).iterdir():
                shutil.copy(saved, out / f"{name}{saved.suffix}")
        for economy in ECONOMIES:
            shutil.copy(net.trust / f"{economy}.pem", out / f"{economy}.pem")
        certificates.root(net.dir / "other", "SG")
        shutil.copy(net.dir / "other" / "root.pem", out / "other-SG.pem")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
