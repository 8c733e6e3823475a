"""Figures: one a line, "name value unit"; which way is better, and what several runs of the same come to."""
import statistics
import typing


class Figure(typing.NamedTuple):
    name: str
    value: float
    unit: str

    def line(self):
        return f"{self.name} {self.value:.6g} {self.unit}"

    def more_is_better(self):
        return self.unit.endswith("/s")


def read(text):
    """Every line of `text` that is a figure."""
    found = []
    for line in text.splitlines():
        words = line.split(maxsplit=2)
        try:
            found.append(Figure(words[0], float(words[1]), words[2] if len(words) > 2 else ""))
        except (IndexError, ValueError):
            continue
    return found


class Collected:
    """The figures of one run or several, by name, in the order in which they first came."""

    def __init__(self):
        self.values, self.units = {}, {}

    def add(self, figure):
        self.values.setdefault(figure.name, []).append(figure.value)
        self.units[figure.name] = figure.unit

    def median(self, name):
        """None when there is no such figure."""
        return statistics.median(self.values[name]) if name in self.values else None

    def spread(self, name):
        """How far the runs lie apart, as a share of their median."""
        values, middle = self.values[name], self.median(name)
        return (max(values) - min(values)) / middle if middle else 0.0
