"""Real nodes on loopback, for tests and benchmarks: makes a PKI, writes configurations, starts, kills and asks.

    with Network(["SG", "ID"]) as net:
        net.start("SG"); net.start("ID", dials=["SG"])
        net.officer("SG").json("list")

Binaries come from $LIGHTSHIP_BIN. Every process is started by this module and stopped by its id.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

BIN = pathlib.Path(os.environ.get("LIGHTSHIP_BIN", "build/release/bin")).resolve()
# For more than any officer sends: what a node can take is measured, not what one may send.
NO_QUOTAS = "quotas { submissions_per_minute: 0 submissions_per_day: 0 }"
CLIENT, DAEMON = BIN / "lightship", BIN / "lightshipd"


def await_that(condition, what, seconds=60):
    """Polls `condition` until it is true; AssertionError names what did not happen."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {what}")


def client(*args, stdin="", check=True):
    done = subprocess.run([CLIENT, *map(str, args)], input=stdin, capture_output=True, text=True,
                          timeout=300)
    if check and done.returncode != 0:
        raise AssertionError(f"lightship {' '.join(map(str, args))}: exit {done.returncode}\n"
                             f"{done.stdout}{done.stderr}")
    return done


def await_held_by(net, address, by, at="SG"):
    def held():
        done = net.officer(at).run("receipt", address, "--json", check=False)
        if done.returncode == 4:
            return None
        return set(net.officer(at).json("receipt", address)["holders"]) == set(by)
    await_that(held, f"{address} is held by {by}")


class Officer:
    """The client with one officer's identity, at one node."""

    def __init__(self, node, identity, trust):
        self.node, self.identity, self.trust = node, identity, trust
        self.signs_with = []  # further flags: a key on a token
        self.via = None  # address of a link to the node, instead of the node's own

    def flags(self):
        return ["--node", self.via or self.node.address(), "--identity", self.identity, "--trust", self.trust,
                *self.signs_with]

    def run(self, *args, check=True, stdin=""):
        spool = ["--spool", self.trust.parent / "spool"]
        return client(*self.flags(), *spool, *args, check=check, stdin=stdin)

    def json(self, *args):
        """The one JSON object that the command prints."""
        return json.loads(self.run(*args, "--json").stdout)

    def incidents(self, *args):
        """What `list` prints, one JSON object a line."""
        return [json.loads(line) for line in self.run("list", *args, "--json").stdout.splitlines()]

    def report(self, *args):
        """Files a report with some plausible facts; its address."""
        done = self.json("report", "--yes", "--time", "2026-03-01T19:40Z", "--position",
                         "01:15.25N 104:02.41E", "--act", "boarded", "--status", "anchored",
                         "--ship-type", "bulk carrier", *args)
        return done["receipt"]["address"]

    def spawn(self, *args):
        return subprocess.Popen([CLIENT, *map(str, [*self.flags(), *args])], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)


class Node:
    def __init__(self, network, economy, directory=None):
        self.network, self.economy = network, economy
        self.dir = network.dir / "node" / (directory or economy)
        self.process = None
        self.started = False
        self.port = 0
        self.daemon = DAEMON  # another build's, if need be
        self.prefix = []  # command that the node is started by, for example in a name space of its own
        self.environment = {}  # added to what the node inherits
        self.patience_s = 60  # for its start, and for its end
        # The configuration's block `keys`.
        self.keys = {"node_certificate": self.dir / "keys/certificate.pem", "node_key": self.dir / "keys/key.pem",
                     "log_key": self.dir / "keys/log.key", "cosigner_key": self.dir / "keys/cosigner.key"}

    def address(self):
        return (self.dir / "address").read_text().strip()

    def start(self, dials=(), expects=(), extra="", new_log=None, via=None):
        """Starts the node and waits until it serves. A restarted node listens where it did before. The first start opens
        the log. Peers are asked for the own log before the first submission only when `extra` says start_wait_ms. `via`:
        addresses of links to peers, by economy."""
        if new_log is None:
            new_log = not self.started
        self.started = True
        address_file = self.dir / "address"
        address_file.unlink(missing_ok=True)
        peers = [(e, (via or {}).get(e) or self.network.nodes[e].address()) for e in dials] + [(e, "") for e in expects]
        config = [
            f'economy: "{self.economy}"', f'data_dir: "{self.dir}/data"',
            f'checkpoint_file: "{self.dir}/last-checkpoint"', f'listen: "127.0.0.1:{self.port}"',
            f'address_file: "{address_file}"', f'trust_dir: "{self.network.trust}"',
            "keys {", *[f'{key}: "{value}"' for key, value in self.keys.items()], "}",
            *[f'peers {{ economy: "{e}" address: "{a}" }}' for e, a in peers],
            "start_wait_ms: 0" if "start_wait_ms" not in extra else "",
            'limits { redial_first_ms: 50 redial_most_ms: 500 }' if "limits" not in extra else "",
            extra,
        ]
        (self.dir / "node.textproto").write_text("\n".join(config) + "\n")
        with open(self.dir / "log", "a") as log:
            flags = ["--new-log"] if new_log else []
            self.process = subprocess.Popen(
                [*self.prefix, self.daemon, "--config", self.dir / "node.textproto", *flags], stderr=log, stdout=log,
                env={**os.environ, **self.environment})

        def serving():
            if self.process.poll() is not None:
                raise AssertionError(f"{self.economy} ended:\n{(self.dir / 'log').read_text()}")
            return address_file.exists() and address_file.read_text().strip()
        await_that(serving, f"{self.economy} serves", self.patience_s)
        self.port = int(self.address().rsplit(":", 1)[1])
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """SIGTERM; the exit status and the seconds it took."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=self.patience_s)
        return status, time.monotonic() - begin

    def running(self):
        return self.process is not None and self.process.poll() is None


class Network:
    def __init__(self, economies, days=None):
        """`days`: how long certificates are valid, if not for as long as `lightship pki` makes them."""
        self.validity = ["--days", days] if days else []
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="lightship-net."))
        self.trust = self.dir / "trust"
        self.trust.mkdir()
        self.nodes = {}
        for e in economies:
            client("pki", "root", "--economy", e, "--dir", self.dir / "pki" / e, *self.validity)
            client("pki", "node", "--ca", self.dir / "pki" / e, "--name", f"{e.lower()}-1",
                   "--dir", self.dir / "node" / e / "keys", *self.validity)
            self.make_officer(e, "watch-1", ["submitter", "analyst"])
            shutil.copy(self.dir / "pki" / e / "root.pem", self.trust / f"{e}.pem")
            self.nodes[e] = Node(self, e)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        for node in self.nodes.values():
            if node.running():
                node.kill()
        if kind is not None:
            for node in self.nodes.values():
                log = node.dir / "log"
                if log.exists():
                    print(f"--- log of {node.economy}\n" + log.read_text()[-4000:])
        shutil.rmtree(self.dir, ignore_errors=True)

    def clone(self, economy, name):
        """A second machine with all that the stopped node has, its keys and its database; not started."""
        clone = self.nodes[name] = Node(self, economy, name)
        shutil.copytree(self.nodes[economy].dir, clone.dir)
        clone.started = True
        return clone

    def make_officer(self, economy, name, roles):
        flags = [flag for role in roles for flag in ("--role", role)]
        client("pki", "officer", "--ca", self.dir / "pki" / economy, "--name", name, *flags,
               "--dir", self.dir / "officer" / economy / name, *self.validity)

    def start(self, economy, dials=(), expects=(), extra="", via=None):
        return self.nodes[economy].start(dials, expects, extra, via=via)

    def officer(self, economy, name="watch-1", at=None):
        return Officer(self.nodes[at or economy], self.dir / "officer" / economy / name, self.trust)

    def logs(self, economy):
        """{origin: (size, root)} as the economy's node holds them."""
        status = self.officer(economy).json("status")
        return {log["origin"]: (int(log["size"]), log["root"]) for log in status["logs"]}

    def await_agreement(self, economies=None, seconds=60):
        """Waits until the given nodes hold the same logs; returns them."""
        economies = economies or list(self.nodes)

        def agree():
            seen = [self.logs(e) for e in economies]
            return seen[0] if len(seen[0]) >= len(economies) and all(s == seen[0] for s in seen) else None
        return await_that(agree, f"{economies} hold the same logs", seconds)
