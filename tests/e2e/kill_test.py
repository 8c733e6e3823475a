"""kill -9 of nodes under load: whatever was acknowledged is on every entitled node afterwards.

kill_test.py [--kills N]  (50 unless told)
"""
import pathlib
import random
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from network import BIN, Network, await_that  # noqa: E402

KILLS = 50
ECONOMIES = ["SG", "ID", "PH"]
DIALS = {"SG": [], "ID": ["SG"], "PH": ["SG", "ID"]}


def start(net, economy):
    dials = DIALS[economy]
    net.start(economy, dials=dials, expects=[e for e in ECONOMIES if e != economy and e not in dials])


class Load:
    """Endless submissions at one economy's node, in rounds; keeps what was acknowledged."""

    def __init__(self, net, economy):
        self.net, self.economy = net, economy
        self.acks = net.dir / f"acks-{economy}"
        self.acks.touch()
        self.first = ECONOMIES.index(economy) * 10**7
        self.process = None

    def begin(self, reports):
        self.process = subprocess.Popen(
            [BIN / "lightship_load", "submit", *map(str, self.net.officer(self.economy).flags()),
             "--name", "load", "--reports", str(reports), "--in-flight", "16", "--first",
             str(self.first), "--acks", self.acks, "--keep-trying"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.first += reports

    def acknowledged(self):
        return [line.split()[0] for line in self.acks.read_text().splitlines()]

    def finish(self):
        _, err = self.process.communicate(timeout=300)
        assert self.process.returncode == 0, err


class KillTest(unittest.TestCase):
    def test_nothing_acknowledged_is_lost_when_nodes_are_killed_under_load(self):
        seed = random.randrange(2**32)
        print(f"seed {seed}")
        chance = random.Random(seed)
        with Network(ECONOMIES) as net:
            for economy in ECONOMIES:
                start(net, economy)
            loads = {e: Load(net, e) for e in ECONOMIES}
            for kill in range(KILLS):
                victim = chance.choice(ECONOMIES)
                for load in loads.values():
                    if load.process is None or load.process.poll() is not None:
                        if load.process is not None:
                            load.finish()
                        load.begin(200)
                load, before = loads[victim], len(loads[victim].acknowledged())
                wanted = before + chance.randrange(1, 40)
                await_that(lambda: len(load.acknowledged()) >= wanted or load.process.poll() is not None,
                           f"load at {victim} makes progress (kill {kill})")
                net.nodes[victim].kill()
                start(net, victim)
            for load in loads.values():
                load.finish()
            net.await_agreement()
            acknowledged = {a for load in loads.values() for a in load.acknowledged()}
            self.assertGreater(len(acknowledged), KILLS)
            for economy in ECONOMIES:
                listed = net.officer(economy).incidents("--all")
                held = {i["address"] for i in listed}
                self.assertEqual(acknowledged - held, set(), f"missing at {economy}")
                self.assertEqual(len(listed), len(held))


if __name__ == "__main__":
    if "--kills" in sys.argv:
        at = sys.argv.index("--kills")
        KILLS = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    unittest.main()
