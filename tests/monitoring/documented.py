"""The metrics that deploy/monitoring/METRICS.md tells of."""
import pathlib
import re

MONITORING = pathlib.Path(__file__).resolve().parents[2] / "deploy/monitoring"
ROW = re.compile(r"^\| `([a-z_]+)` \| (\w+) \| (.*?) \| (.*) \|$", re.M)


def documented():
    """{name: (type, help, labels)}"""
    rows = ROW.findall((MONITORING / "METRICS.md").read_text())
    return {name: (kind, text, set(re.findall(r"`(\w+)`", labels))) for name, kind, labels, text in rows}
