"""The programs that benchmarks run: built, started, and their figures read.

LIGHTSHIP_BIN names a directory of programs that are built already: the nodes' and the client's. Loads and limits are asked of
LIGHTSHIP_BENCH_BIN, if another build's nodes are to be measured by the same means.
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = "LIGHTSHIP_BIN" in os.environ
os.environ.setdefault("LIGHTSHIP_BIN", str(ROOT / "build/release/bin"))
sys.path.insert(0, str(ROOT / "tests/support"))
import network  # noqa: E402
from figures import read  # noqa: E402

OWN_BIN = pathlib.Path(os.environ.get("LIGHTSHIP_BENCH_BIN", network.BIN))
TARGETS = ["lightship", "lightshipd"]
OWN_TARGETS = ["lightship_load", "lightship_open_load", "lightship_limits", "lightship_spread"]
# What a node can take is measured, not what one may send.
NO_QUOTAS = ("quotas { submissions_per_minute: 0 submissions_per_day: 0 peer_entries_per_s: 0 peer_bytes_per_s: 0 "
             "peer_bytes_per_day: 0 }")


def build(source=ROOT, targets=(*TARGETS, *OWN_TARGETS)):
    """The release build of a source tree; the directory of its programs."""
    subprocess.run([ROOT / "deploy/install-deps"], check=True, stdout=subprocess.DEVNULL)
    for command in (["cmake", "--preset", "release"], ["cmake", "--build", "--preset", "release", "--target", *targets]):
        done = subprocess.run(command, cwd=source, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} in {source}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return source / "build/release/bin"


def build_unless_named():
    if not BUILT:
        build()


def measured(program, *args):
    """Runs one of the benchmarks' own programs; its figures. SystemExit with what it says when it fails."""
    done = subprocess.run([OWN_BIN / program, *map(str, args)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{program} {' '.join(map(str, args))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return read(done.stdout)


def load(officer, verb, name, *flags):
    """lightship_load as the officer at the officer's node."""
    return measured("lightship_load", verb, *officer.flags(), "--name", name, *flags)
