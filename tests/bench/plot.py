"""Plots of a soak as SVG: samples.csv and load.csv of its directory to memory.svg and the like, one line per node or kind."""
import csv
import pathlib
import sys

WIDTH, HEIGHT, LEFT, BOTTOM = 800, 300, 70, 40
COLOURS = ["#1b6ca8", "#d1495b", "#2e8b57", "#edae49", "#66418c", "#00798c", "#8d5524", "#555555"]


def ticks(most):
    """About five round numbers from 0 to `most`."""
    step = 1.0
    while most / step > 6 or most / step < 2:
        step *= 10 if most / step > 60 else 2 if most / step > 6 else 0.5 if most / step > 0.2 else 0.1
        if most <= 0:
            return [0]
    return [step * i for i in range(int(most / step) + 1)]


def chart(title, unit, lines):
    """`lines`: {name: [(x, y)]}, x in seconds."""
    right = max((x for points in lines.values() for x, _ in points), default=1) or 1
    top = 1.05 * max((y for points in lines.values() for _, y in points), default=1) or 1

    def place(x, y):
        return LEFT + x / right * (WIDTH - LEFT - 120), HEIGHT - BOTTOM - y / top * (HEIGHT - BOTTOM - 30)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/><text x="{LEFT}" y="18" font-size="14">{title}</text>']
    for y in ticks(top):
        left, at = place(0, y)
        out.append(f'<line x1="{left}" x2="{WIDTH - 120}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>'
                   f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{y:g}</text>')
    for x in ticks(right / 60):
        at, below = place(x * 60, 0)
        out.append(f'<text x="{at:.1f}" y="{below + 15:.1f}" text-anchor="middle">{x:g}</text>')
    out.append(f'<text x="{WIDTH - 115}" y="{HEIGHT - BOTTOM + 15}">minutes</text>'
               f'<text x="8" y="18">{unit}</text>')
    for n, (name, points) in enumerate(sorted(lines.items())):
        colour = COLOURS[n % len(COLOURS)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1"/>')
        if len(lines) <= 12:
            out.append(f'<text x="{WIDTH - 115}" y="{40 + 14 * n}" fill="{colour}">{name}</text>')
    return "\n".join([*out, "</svg>", ""])


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
