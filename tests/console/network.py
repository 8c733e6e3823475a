#!/usr/bin/env python3
"""Three real nodes (SG, ID, PH) with real incidents and much said about invented ones, for the console's tests.

    network.py [--rows N] [--copies N]

Prints one line of JSON: what runs where, and the addresses of what was said, by purpose. Then takes commands on standard
input, one a line, and answers each with a line of JSON:

    stop SG               ends that node
    start SG              starts it again, where it was
    lightship SG ARGS...  the client as that economy's officer on duty; SG/watch-1: as another one
    quit                  ends everything, as does the end of standard input
"""
import argparse
import json
import os
import pathlib
import shlex
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import facts  # noqa: E402
import seeding  # noqa: E402
from network import BIN, CLIENT, Network, await_that  # noqa: E402

ECONOMIES = ["SG", "ID", "PH"]
DUTY = "duty-1"
AWAIT_SECONDS = 1800  # for 100,000 incidents on a slow machine


def import_facts(net, rows, copies):
    """Each economy files the incidents nearest to it, SG the rest; all three at once."""
    table = net.dir / "facts.csv"
    count = facts.write(table, rows, copies)
    imports = [subprocess.Popen([CLIENT, *map(str, net.officer(e, DUTY).flags()), "import", table, "--only-nearest",
                                 ",".join(ECONOMIES), "--as", e, "--default", "SG"], stdout=subprocess.DEVNULL)
               for e in ECONOMIES]
    failed = [e for e, done in zip(ECONOMIES, imports) if done.wait() != 0]
    if failed:
        raise AssertionError(f"import failed at {failed}")
    return count


def start(net, economy):
    """Each dials those before it in the list."""
    place = ECONOMIES.index(economy)
    net.start(economy, dials=ECONOMIES[:place], expects=ECONOMIES[place + 1:])


def description(net, said, count):
    economies = {}
    for e in ECONOMIES:
        officers = net.dir / "officer" / e
        economies[e] = {"node": net.nodes[e].address(), "identity": str(officers / DUTY), "trust": str(net.trust),
                        "spool": str(net.dir / "desk" / e),
                        "officers": {path.name: str(path) for path in sorted(officers.iterdir())}}
    return {"economies": economies, "incidents": said, "facts": count, "bin": str(BIN), "pid": os.getpid()}


class Commands:
    def __init__(self, net):
        self.net = net

    def stop(self, economy):
        self.net.nodes[economy].stop()
        return {"stopped": economy}

    def start(self, economy):
        start(self.net, economy)
        return {"started": economy, "node": self.net.nodes[economy].address()}

    def lightship(self, who, *args):
        economy, _, name = who.partition("/")
        done = self.net.officer(economy, name or DUTY).run(*args, check=False)
        return {"exit": done.returncode, "stdout": done.stdout, "stderr": done.stderr}

    def answer(self, line):
        verb, *args = shlex.split(line)
        if verb not in ("stop", "start", "lightship"):
            return {"error": f"no command '{verb}'"}
        try:
            return getattr(self, verb)(*args)
        except (AssertionError, KeyError, TypeError, OSError) as problem:
            return {"error": str(problem)}


def tell(answer):
    print(json.dumps(answer), flush=True)


def run(rows, copies):
    with Network(ECONOMIES) as net:
        seeding.make_officers(net)
        for economy in ECONOMIES:
            start(net, economy)
        count = import_facts(net, rows, copies)
        said = seeding.seed(net)
        net.await_agreement(seconds=AWAIT_SECONDS)
        tell(description(net, said, count))
        commands = Commands(net)
        for line in map(str.strip, sys.stdin):
            if line == "quit":
                break
            if line:
                tell(commands.answer(line))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=0, help="only the first N incidents (all)")
    parser.add_argument("--copies", type=int, default=0, help="N generated copies of each incident as well")
    flags = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # ends through Network's own end
    run(flags.rows, flags.copies)


if __name__ == "__main__":
    main()
