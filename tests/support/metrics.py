"""What a node shows Prometheus: how it is told to, asked, and read."""
import re
import urllib.request

SAMPLE = re.compile(r'^([a-z_]+)(?:\{(.*)\})? (\S+)$')
LABEL = re.compile(r'(\w+)="([^"]*)"')


def serving(node):
    """What makes the node serve metrics, for its configuration."""
    return f'metrics {{ listen: "127.0.0.1:0" address_file: "{node.dir}/metrics" }}'


def text(node):
    address = (node.dir / "metrics").read_text().strip()
    with urllib.request.urlopen(f"http://{address}/metrics", timeout=30) as answer:
        return answer.read().decode()


def samples(exposition):
    """{(name, frozenset of labels): value}"""
    found = {}
    for line in exposition.splitlines():
        if not line.startswith("#"):
            name, labels, value = SAMPLE.match(line).groups()
            found[name, frozenset(LABEL.findall(labels or ""))] = float(value)
    return found


def value(node, name, **labels):
    """Of one sample; None when there is none."""
    return samples(text(node)).get((name, frozenset(labels.items())))


def families(exposition):
    """{name: (type, help, labels)}"""
    helps, types = (dict(re.findall(rf"^# {what} (\S+) (.*)$", exposition, re.M)) for what in ("HELP", "TYPE"))
    labels = {name: set() for name in types}
    for name, pairs in samples(exposition):
        family = name if name in types else re.sub("_(bucket|sum|count)$", "", name)
        labels[family] |= {label for label, _ in pairs} - {"le"}
    return {name: (types[name], helps.get(name, ""), labels[name]) for name in types}
