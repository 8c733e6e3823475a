"""What is measured against what: each kind of work, the figure that stands for it, this machine's limit for it, and the target."""
import re
import typing


class Row(typing.NamedTuple):
    work: str
    figure: str
    unit: str
    target: float
    limit: typing.Optional[typing.Callable] = None  # of the figures' medians by name; None where one of them is missing
    limit_is: str = ""


def least(*names):
    return lambda median: min(values) if None not in (values := [median(name) for name in names]) else None


def total(*names):
    return lambda median: sum(values) if None not in (values := [median(name) for name in names]) else None


def of(name):
    return lambda median: median(name)


CALL = "one TLS call"
ROWS = [
    Row("durable signed submissions, 64 in flight", "submit_64_rate", "/s", 20_000,
        least("limit_synced_writes_32", "limit_calls_64"), "synced writes by 32, or TLS calls"),
    Row("the same over streams", "submit_stream_64_rate", "/s", 20_000,
        least("limit_synced_writes_32", "limit_verifications"), "synced writes by 32, or verifications"),
    Row("submission latency, 1 in flight, p50", "submit_1_p50", "ms", 0.6, total("limit_synced_write_p50", "limit_call_p50"),
        "a synced write and a TLS call"),
    Row("bulk import by the client", "import_rate", "/s", 30_000, of("limit_verifications"), "verifications of signatures"),
    Row("catch-up of an empty peer", "catch_up_rate", "/s", 40_000, of("limit_verifications"), "verifications of signatures"),
    Row("catch-up by the log, signatures behind", "catch_up_by_log_rate", "/s", 150_000),
    Row("commit to visible at a peer, p50", "visible_p50", "ms", 1.0, total("limit_synced_write_p50", "limit_call_p50"),
        "a TLS call and a synced write"),
    Row("commit to visible at a peer, p99", "visible_p99", "ms", 2.0, total("limit_synced_write_p99", "limit_call_p99"),
        "the same, p99"),
    Row("list of a box and a year, p50", "list_box_year_p50", "ms", 0.6, of("limit_call_p50"), CALL),
    Row("list of a 50 nm circle and 5 years, p50", "list_circle_5years_p50", "ms", 0.8, of("limit_call_p50"), CALL),
    Row("count by economy, category and year, p50", "count_table_p50", "ms", 10, of("limit_scan"), "memory scan"),
    Row("incidents by IMO number, p50", "list_imo_p50", "ms", 0.4, of("limit_call_p50"), CALL),
    Row("text search of two words, p50", "list_text_p50", "ms", 5, of("limit_call_p50"), CALL),
    Row("monthly counts in a polygon of 200, p50", "count_polygon_p50", "ms", 5, of("limit_call_p50"), CALL),
    Row("start-up to the first answer", "start_up", "s", 2, of("limit_file"), "read of a snapshot"),
    Row("memory per incident beyond the caches", "memory_per_incident", "bytes", 400),
    Row("disk per report of 0.7 kB, compacted", "disk_per_report", "bytes", 1.3, of("limit_payload"), "compressed payload"),
    Row("many nodes, 50/s: visible everywhere, p99", "many_visible_p99", "ms", 50),
    Row("idle node, resident", "idle_resident", "MiB", 60),
    Row("idle node, of one core", "idle_processor", "%", 0.5),
]


def cell(value):
    return "" if value is None else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def target_of(row):
    return f"{cell(row.target)} × the limit" if row.figure == "disk_per_report" else f"{cell(row.target)} {row.unit}"


def processor(collected, figure, *whose):
    """Microseconds of a processor that go with a figure: of the node, or of who asks."""
    work = re.sub("_(rate|p50|p99)$", "", figure)
    return next((value for name in whose if (value := collected.median(f"{work}_{name}")) is not None), None)


def table(collected):
    """Of the rows that were measured. The ratio is the share of the limit for a rate, and how many times the limit for the rest."""
    lines = [f"{'WORK':44} {'VALUE':>10} {'':5} {'SPREAD':>6} {'LIMIT':>10} {'RATIO':>7}  {'TARGET':15} {'NODE us':>8} {'ASKER us':>8}  "
             "LIMIT IS"]
    for row in ROWS:
        value = collected.median(row.figure)
        if value is None:
            continue
        limit = row.limit(collected.median) if row.limit else None
        ratio = value / limit if limit else None
        spread = f"{100 * collected.spread(row.figure):.0f} %"
        node = processor(collected, row.figure, "node")
        asker = processor(collected, row.figure, "generator", "client")
        lines.append(f"{row.work:44} {cell(value):>10} {row.unit:5} {spread:>6} {cell(limit):>10} {cell(ratio):>7}  {target_of(row):15} "
                     f"{cell(node):>8} {cell(asker):>8}  {row.limit_is if limit is not None else ''}".rstrip())
    return lines
