"""One run of benchmarks: how much is done, and what is told of it."""
import contextlib
import resource
import subprocess
import time
import types

import certificates
from figures import Collected, Figure
from held import LOOKS, Held, settle
from network import CLIENT
from processor import seconds_of
from programs import NO_QUOTAS, OWN_BIN

LOAD_COLUMNS = ["at_s", "kind", "arrived", "ok", "refused", "failed", "unsent", "p50_ms", "p99_ms", "p999_ms", "max_ms"]

PATIENCE_S = 1800
KEYS = {"p256": certificates.P256, "ed25519": ["-algorithm", "ED25519"]}


class Bench:
    def __init__(self, args, profiler=None):
        self.quick, self.reports, self.nodes, self.runs = args.quick, args.reports, args.nodes, args.runs
        self.keys, self.in_flights, self.profiler, self.collected, self.holding = args.keys, args.in_flight, profiler, Collected(), None

    def __enter__(self):
        return self

    def __exit__(self, *why):
        if self.holding is not None:
            self.holding.net.__exit__(*why)

    def some(self, number, least=1):
        """So many, or with --quick a twentieth."""
        return max(least, number // 20 if self.quick else number)

    def settle(self, *nodes):
        """With --quick, where figures say nothing, for a moment only."""
        return settle(*nodes, looks=1 if self.quick else LOOKS)

    def figure(self, name, value, unit):
        self.take([Figure(name, float(value), unit)])

    def take(self, figures):
        for figure in figures:
            print(figure.line(), flush=True)
            self.collected.add(figure)

    def held(self):
        """The node that holds `reports`, filled when first asked for."""
        if self.holding is None:
            self.holding = Held(self, peers=2 * self.runs)
        return self.holding

    def officer(self, net, economy="SG"):
        """Who submits reports. `lightship pki` gives officers P-256 keys; others come from an economy's own PKI."""
        name = f"{self.keys}-1"
        directory = net.dir / "officer" / economy / name
        if not directory.exists():
            uris = [f"lightship:{economy.lower()}:officer:{name}", *(f"lightship:role:{role}" for role in ("submitter", "analyst"))]
            certificates.issue(net, uris[0], directory, ca=economy, names=",".join(f"URI:{uri}" for uri in uris), key=KEYS[self.keys])
        return net.officer(economy, name)

    def start(self, net, economy, dials=(), expects=(), extra=""):
        if self.profiler is not None:
            self.profiler.starting(net.nodes[economy])
        net.nodes[economy].patience_s = PATIENCE_S
        return net.start(economy, dials=dials, expects=expects, extra=f"{NO_QUOTAS}\n{extra}")

    @contextlib.contextmanager
    def phase(self, name, node, units, unit="report", origin=None):
        """What is measured: by the wall, and in processor time of `node`, which may be started meanwhile, and of `origin`."""
        taken = types.SimpleNamespace(wall=0.0)
        known = {n: seconds_of(n.process.pid) if n.running() else 0.0 for n in (node, origin) if n is not None}
        if self.profiler is not None:
            self.profiler.begin(name, node)
        begin = time.monotonic()
        yield taken
        taken.wall = time.monotonic() - begin
        if self.profiler is not None:
            self.profiler.end(name, node)
        for whose, of in (("node", node), ("origin", origin)):
            if of is not None:
                self.figure(f"{name}_{whose}", (seconds_of(of.process.pid) - known[of]) / units * 1e6, f"us/{unit}")

    def client(self, name, units, args):
        """The client's command; its processor time for each unit."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([CLIENT, *map(str, args)], capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            raise SystemExit(f"lightship {' '.join(map(str, args))}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.figure(f"{name}_client", seconds / units * 1e6, "us/report")
        return done.stdout

    def open_load(self, args):
        """lightship_open_load; {kind: {column: number}} of the whole run."""
        done = subprocess.run([OWN_BIN / "lightship_open_load", *map(str, args)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"lightship_open_load: exit {done.returncode}\n{done.stdout}{done.stderr}")
        rows = [dict(zip(LOAD_COLUMNS, line.split(","))) for line in done.stdout.splitlines()]
        return {row["kind"]: {column: float(row[column]) for column in LOAD_COLUMNS[2:]} for row in rows if row["at_s"] == "all"}
