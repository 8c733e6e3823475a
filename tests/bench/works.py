"""The kinds of work that are measured, by name: each takes a Bench and tells it figures."""
import math
import time

import metrics
from held import ECONOMIES, Held
from network import Network, await_that
from processor import Taken, resident_bytes
from programs import load, measured
from table_file import write_table

# One connection alone when one call is under way; else as many as an economy's few programs may have.
CONNECTIONS = 4
# So many unanswered at once are measured over streams, too.
STREAMED = 64


def submit(bench):
    """Submissions by closed loop, with so many unanswered at once."""
    with Network(["SG"]) as net:
        node = bench.start(net, "SG")
        officer = bench.officer(net)
        load(officer, "submit", "warm_up", "--reports", 200, "--in-flight", 8, "--first", 10**8)
        for in_flight in bench.in_flights:
            submit_some(bench, node, officer, f"submit_{in_flight}", in_flight)
            if in_flight == STREAMED:
                submit_some(bench, node, officer, f"submit_stream_{in_flight}", in_flight, "--stream")


def submit_some(bench, node, officer, name, in_flight, *flags):
    """By single calls, or as the client's own commands do when they have several, over a stream a connection."""
    reports = bench.some({1: 4000, 8: 16_000}.get(in_flight, 40_000), least=in_flight)
    with bench.phase(name, node, reports):
        bench.take(load(officer, "submit", name, "--reports", reports, "--in-flight", in_flight, "--connections",
                        min(CONNECTIONS, math.ceil(in_flight / 4)), "--first", in_flight * 10**6 + 500_000 * len(flags), *flags))


def bulk_import(bench):
    """A table of reports, imported by the client's command."""
    with Network(["SG"]) as net:
        node = bench.start(net, "SG")
        reports = bench.some(40_000)
        table = net.dir / "table.csv"
        write_table(table, reports)
        with bench.phase("import", node, reports) as taken:
            bench.client("import", reports, [*bench.officer(net).flags(), "import", table])
        bench.figure("import_rate", reports / taken.wall, "reports/s")


def catch_up(bench):
    """A peer that has nothing copies the log; from its start until it holds all."""
    held = bench.held()
    with bench.phase("catch_up", held.next_peer(), bench.reports, origin=held.node) as taken:
        held.join()
    bench.figure("catch_up_rate", bench.reports / taken.wall, "reports/s")


def catch_up_by_log(bench):
    """The same with officers' signatures verified behind the commit; and how long these take then."""
    held = bench.held()
    with bench.phase("catch_up_by_log", held.next_peer(), bench.reports, origin=held.node) as taken:
        peer = held.join(extra="signatures_behind: true")
    bench.figure("catch_up_by_log_rate", bench.reports / taken.wall, "reports/s")
    begin = time.monotonic()
    await_that(lambda: not any(int(log.get("unverified", 0)) for log in held.net.officer(peer.economy).json("status")["logs"]),
               "all signatures are verified", 600)
    bench.figure("signatures_follow", time.monotonic() - begin, "s")


def visible(bench):
    """Reports one after the other, each until a watch at a peer shows it."""
    held = bench.held()
    reports = bench.some(1000)
    peer = held.peer()
    bench.settle(held.node, peer)
    watcher = held.net.officer(peer.economy)
    with bench.phase("visible", peer, reports, origin=held.node):
        bench.take(load(held.officer(), "visible", "visible", "--watch", watcher.node.address(), "--watch-identity",
                        watcher.identity, "--reports", reports))


def ask(bench, name, kinds):
    """`kinds`: {what is asked: how often}, one question after the other."""
    held = bench.held()
    bench.settle(held.node)
    held.read_files()
    for kind, rounds in kinds.items():
        rounds = bench.some(rounds)
        load(held.officer(), "query", name, "--rounds", 1, "--kind", kind)  # what a first question makes is not measured
        with bench.phase(f"{name}_{kind}", held.node, rounds + 1, unit="question"):
            bench.take(load(held.officer(), "query", name, "--rounds", rounds, "--kind", kind))


def lists(bench):
    """The newest hundred of those that match."""
    ask(bench, "list", {"box_year": 1000, "circle_5years": 1000, "imo": 1000, "text": 200})


def counts(bench):
    """Of the whole table, and of a polygon of 200 vertices by month."""
    ask(bench, "count", {"table": 50, "polygon": 200})


def map_of_all(bench):
    """The console's map, beside a list that tells the same by pages."""
    held = bench.held()
    bench.settle(held.node)
    bench.take(load(held.officer(), "map", "map", "--rounds", bench.some(20)))


def start_up(bench):
    """A node that was stopped when it had nothing to do, from its start to its first answer."""
    held = bench.held()
    bench.settle(held.node)
    held.stop()
    with bench.phase("start_up", held.node, bench.reports, unit="report") as taken:
        held.start()
        held.officer().json("list", "--limit", "1")
    bench.figure("start_up", taken.wall, "s")


def memory(bench):
    """What a node that has started holds for each incident: more than an empty one, without the database's caches."""
    held = bench.held()
    if not held.anew:
        held.stop()
        held.start()
    bench.figure("rest_after_start", bench.settle(held.node), "s")
    caches = sum(metrics.value(held.node, f"lightship_storage_{what}_bytes") for what in ("cache", "unwritten"))
    resident = resident_bytes(held.node.process.pid)
    bench.figure("resident_memory", resident / 2**20, "MiB")
    bench.figure("memory_per_incident", (resident - caches - held.resident_when_empty) / bench.reports, "bytes")


def disk(bench):
    """The database after compaction, beside what is in it."""
    with Network(["SG"]) as net:
        bench.start(net, "SG")
        load(bench.officer(net), "submit", "fill", "--reports", min(bench.reports, 100_000), "--in-flight", 256, "--connections",
             CONNECTIONS, "--at-once", 20_000, "--narrative", 700)
        net.nodes["SG"].stop()
        figures = measured("lightship_limits", "payload", "--dir", net.dir / "limits", "--data", net.nodes["SG"].dir / "data")
        bench.take(figures)
        sizes = {figure.name: figure.value for figure in figures}
        bench.figure("disk_ratio", sizes["disk_per_report"] / sizes["limit_payload"], "times")


def many(bench):
    """Nodes that are all connected, each watched; submissions arrive by a Poisson schedule at all of them."""
    economies, rate, seconds = ECONOMIES[:bench.nodes], 50, bench.some(30)
    with Network(economies) as net:
        for n, economy in enumerate(economies):
            bench.start(net, economy, dials=economies[:n], expects=economies[n + 1:])
        net.await_agreement(seconds=300)
        bench.settle(*net.nodes.values())
        targets = [flag for economy in economies
                   for flag in ("--target", f"{net.nodes[economy].address()}={bench.officer(net, economy).identity}")]
        def submissions(seconds, first):
            return bench.open_load([*targets, "--trust", net.trust, "--rate", rate, "--seconds", seconds, "--every", seconds, "--submit", 1,
                                    "--watch", "--sealed-ahead", int(1.2 * rate * seconds), "--first", first])

        opening = submissions(bench.some(10), 10**8)  # each node meets each officer, and each pair of nodes begins to confirm
        bench.figure("many_opening_p99", opening["visible"]["p99_ms"], "ms")
        with Taken(node.process.pid for node in net.nodes.values()) as taken:
            rows = submissions(seconds, 0)
        reports = rows["submit"]["ok"]
        bench.figure("many_processor", taken.seconds / reports / len(economies) * 1e6, "us/report and node")
        for kind, name in (("visible", "many_visible"), ("submit", "many_submit")):
            for quantile in ("p50", "p99"):
                bench.figure(f"{name}_{quantile}", rows[kind][f"{quantile}_ms"], "ms")


def idle(bench):
    """Two nodes that are connected and have nothing to do."""
    with Network(["SG", "ID"]) as net:
        bench.start(net, "SG", expects=["ID"])
        node = bench.start(net, "ID", dials=["SG"])
        net.await_agreement()
        bench.settle(node)
        with Taken([node.process.pid]) as taken:
            time.sleep(bench.some(20))
        bench.figure("idle_processor", 100 * taken.seconds / taken.wall, "%")
        bench.figure("idle_resident", resident_bytes(node.process.pid) / 2**20, "MiB")


def limits(bench):
    """What the machine does at best, by the node's libraries."""
    with Network(["SG"]) as net:
        bench.take(measured("lightship_limits", "writes", "rows", "calls", "stream", "signatures", "scan", "file", "--dir",
                            net.dir / "limits", "--identity", net.officer("SG").identity, "--trust", net.trust, "--keys",
                            net.nodes["SG"].dir / "keys", "--incidents", bench.reports, "--seconds", 0.05 if bench.quick else 2))
    bench.figure("limit_verifications", bench.collected.values[f"limit_{bench.keys}"][-1], "verifications/s")


WORKS = {"limits": limits, "submit": submit, "import": bulk_import, "catch_up": catch_up,
         "catch_up_by_log": catch_up_by_log, "visible": visible, "start_up": start_up,
         "memory": memory, "list": lists, "count": counts, "map": map_of_all, "disk": disk, "many": many, "idle": idle}
