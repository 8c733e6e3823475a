"""A node that holds many reports, and peers that join it one after the other; and when a node has come to rest."""
import sys
import time

import metrics
from network import Network, await_that
from processor import Taken, resident_bytes
from programs import load

ECONOMIES = ("SG ID PH JP KR IN TH VN AU GB US DK DE NL NO CN BD BN KH LA LK MM MY FR IT ES PT GR SE FI").split()
# Of one processor, in so many looks one after the other: on a busy machine a node may get little for a moment, and caretakers
# pause a second between two pieces of work.
AT_REST, LOOKS, LOOK_S = 0.03, 10, 0.25


def settle(*nodes, looks=LOOKS, seconds=1800):
    """Waits until the nodes have nothing more to do, such as to compare what has come with what there was; how long until the first
    of the looks that found it so."""
    begin, quiet, rested = time.monotonic(), 0, None

    def resting():
        nonlocal quiet, rested
        with Taken(node.process.pid for node in nodes) as taken:
            time.sleep(LOOK_S)
        quiet = quiet + 1 if taken.seconds < AT_REST * taken.wall * len(nodes) else 0
        if quiet == 1:
            rested = time.monotonic()
        return quiet == looks
    await_that(resting, "the nodes have come to rest", seconds)
    return rested - begin


class Held:
    """Node SG with so many reports of its own. Each peer is another economy's: one that came back would not be new."""

    def __init__(self, bench, peers):
        self.bench, self.joined = bench, []
        self.peers = ECONOMIES[1:1 + peers]
        self.net = Network(["SG", *self.peers])
        self.node = self.net.nodes["SG"]
        try:
            self.start()
            bench.settle(self.node)
            self.resident_when_empty = resident_bytes(self.node.process.pid)
            self.anew = False  # whether the node was started when it held what it holds
            load(self.officer(), "submit", "fill", "--reports", bench.reports, "--in-flight", 256, "--connections", 4, "--at-once",
                 20_000, "--stream")
        except BaseException:
            self.net.__exit__(*sys.exc_info())
            raise

    def start(self):
        self.anew = True
        self.bench.start(self.net, "SG", expects=self.peers, extra=metrics.serving(self.node))

    def stop(self):
        """And the peers, which would go on asking."""
        for node in self.net.nodes.values():
            if node.running():
                node.stop()

    def read_files(self):
        """Has the system read the database's files: it may have dropped what nobody has asked for since it was written."""
        for file in (self.node.dir / "data").glob("*.sst"):
            file.read_bytes()

    def officer(self):
        return self.bench.officer(self.net)

    def next_peer(self):
        """Of an economy that has not joined yet; not started."""
        return self.net.nodes[self.peers[len(self.joined)]]

    def join(self, extra=""):
        """Starts the next peer, waits until it holds all, and has the one before it stop."""
        if self.joined and self.joined[-1].running():
            self.joined[-1].stop()
        node = self.next_peer()
        self.joined.append(node)
        self.bench.start(self.net, node.economy, dials=["SG"], extra=extra)
        load(self.net.officer(node.economy), "await", "catch_up", "--origin", "lightship/SG/1", "--size",
             self.net.logs("SG")["lightship/SG/1"][0])
        return node

    def peer(self):
        """One that holds all."""
        if self.joined:
            if not self.joined[-1].running():
                self.bench.start(self.net, self.joined[-1].economy, dials=["SG"])
            return self.joined[-1]
        return self.join()
