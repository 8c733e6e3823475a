"""Plots as SVG. Of a soak: samples.csv and load.csv of its directory to memory.svg and the like, one line per node or kind."""
import csv
import math
import pathlib
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 800, 300, 70, 150, 30, 40
COLOURS = ["#1b6ca8", "#d1495b", "#2e8b57", "#edae49", "#66418c", "#00798c", "#8d5524", "#555555"]


def ticks(most):
    """About five round numbers from 0 to `most`."""
    step = 1.0
    while most / step > 6 or most / step < 2:
        step *= 10 if most / step > 60 else 2 if most / step > 6 else 0.5 if most / step > 0.2 else 0.1
        if most <= 0:
            return [0]
    return [step * i for i in range(int(most / step) + 1)]


def around(least, most):
    """The round numbers 1, 2, 5, 10, ... from at most `least` to at least `most`."""
    first, last = math.floor(math.log10(least)), math.ceil(math.log10(most))
    steps = [digit * 10.0 ** power for power in range(first, last + 1) for digit in (1, 2, 5)]
    low, high = max(step for step in steps if step <= least * 1.0001), min(step for step in steps if step >= most * 0.9999)
    return [step for step in steps if low <= step <= (high if high > low else 2.5 * low)]


def plain(number):
    return f"{number:,.0f}" if number >= 1 else f"{number:g}"


def frame(title, unit, x_ticks, y_ticks, x_name):
    """`x_ticks`, `y_ticks`: [(where, label)]."""
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/><text x="{LEFT}" y="18" font-size="14">{title}'
           f'<tspan dx="10" font-size="11" fill="#555">{unit}</tspan></text>']
    out += [f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>'
            f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{label}</text>' for at, label in y_ticks]
    out += [f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 15}" text-anchor="middle">{label}</text>' for at, label in x_ticks]
    return [*out, f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end">{x_name}</text>']


def draw_lines(lines, place, dots=False):
    """Each with its name: at its end where there are dots, pushed apart, else one below the other."""
    out, below = [], []
    for n, (name, points) in enumerate(sorted(lines.items())):
        colour, places = COLOURS[n % len(COLOURS)], [place(*point) for point in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in places if dots]
        below.append((places[-1][1] if dots and places else 40 + 14 * n, name, colour))
    at = 0.0
    for y, name, colour in sorted(below) if len(lines) <= 12 else []:
        at = max(y, at + 13)
        out.append(f'<text x="{WIDTH - RIGHT + 8}" y="{at + 4:.1f}" fill="{colour}">{name}</text>')
    return out


def chart(title, unit, lines):
    """`lines`: {name: [(x, y)]}, x in seconds."""
    right = max((x for points in lines.values() for x, _ in points), default=1) or 1
    top = 1.05 * max((y for points in lines.values() for _, y in points), default=1) or 1

    def place(x, y):
        return LEFT + x / right * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - y / top * (HEIGHT - BOTTOM - TOP)
    x_ticks = [(place(x * 60, 0)[0], f"{x:g}") for x in ticks(right / 60)]
    y_ticks = [(place(0, y)[1], f"{y:g}") for y in ticks(top)]
    return "\n".join([*frame(title, unit, x_ticks, y_ticks, "minutes"), *draw_lines(lines, place), "</svg>", ""])


def growth(title, unit, x_name, lines):
    """How something grows with size: `lines` {name: [(x, y)]}, both axes logarithmic, so that a bend shows. Nothing that is not above
    zero. Marked are the sizes that were measured."""
    lines = {name: kept for name, points in lines.items() if (kept := [(x, y) for x, y in points if x > 0 and y > 0])}
    xs, ys = ([point[n] for points in lines.values() for point in points] or [1, 10] for n in (0, 1))
    across, up = sorted(set(xs)), around(min(ys), max(ys))

    def share(value, scale):
        return math.log(value / scale[0]) / math.log(scale[-1] / scale[0]) if len(scale) > 1 else 0.5

    def place(x, y):
        return (LEFT + share(x, across) * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - share(y, up) * (HEIGHT - BOTTOM - TOP))
    x_ticks = [(place(x, up[0])[0], plain(x)) for x in across]
    y_ticks = [(place(across[0], y)[1], plain(y)) for y in up]
    return "\n".join([*frame(title, unit, x_ticks, y_ticks, x_name), *draw_lines(lines, place, dots=True), "</svg>", ""])


def rows(file):
    with open(file, newline="") as source:
        return list(csv.DictReader(source))


def series(table, by, column, scale=1.0):
    lines = {}
    for row in table:
        lines.setdefault(row[by], []).append((float(row["at_s"]), float(row[column]) * scale))
    return lines


def draw(directory):
    samples, load = rows(directory / "samples.csv"), rows(directory / "load.csv")
    for name, title, column, unit, scale in [
            ("memory", "Resident memory of each node", "rss", "MiB", 2**-20),
            ("descriptors", "Open descriptors of each node", "descriptors", "", 1),
            ("threads", "Threads of each node", "threads", "", 1),
            ("disk", "Data directory of each node", "disk", "MiB", 2**-20)]:
        (directory / f"{name}.svg").write_text(chart(title, unit, series(samples, "node", column, scale)))
    for quantile in ["p50", "p99"]:
        lines = series(load, "kind", f"{quantile}_ms")
        (directory / f"latency_{quantile}.svg").write_text(
            chart(f"Latency from the scheduled arrival, {quantile}", "ms", lines))


if __name__ == "__main__":
    draw(pathlib.Path(sys.argv[1]))
