"""Adds up what gcov says of a build's runs: lines and branches by layer, and the error paths that nothing took.

report.py BUILD [--errors] [LAYER ...]
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What an error path looks like in our sources: it makes an error, by a function that returns nothing else, or hands one on.
MAKERS = {name for folder in ("node", "client") for file in (ROOT / folder).rglob("*.[ch]*")
          for name in re.findall(r"^ *absl::Status (?:\w+::)*(\w+)\(", file.read_text(), re.M)}
ERROR = re.compile(r"return \w*status\(\)|\breturn (?:" + "|".join(sorted(MAKERS | {r"base::Error", r"\w+Error"})) + r")\(")


def layer_of(path):
    parts = path.parts
    if parts[0] not in ("node", "client"):
        return None
    return "/".join(parts[:-1])


def measured(build):
    """{source: ({line: runs}, {(line, branch): runs})} over all objects of the build."""
    lines = collections.defaultdict(collections.Counter)
    branches = collections.defaultdict(collections.Counter)
    for data in sorted(build.rglob("*.gcda")):
        done = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", data],
                              capture_output=True, text=True, cwd=build, check=True)
        for text in done.stdout.splitlines():
            for file in json.loads(text)["files"]:
                source = pathlib.Path(file["file"])
                source = (ROOT / source).resolve() if not source.is_absolute() else source
                if not source.is_relative_to(ROOT) or source.is_relative_to(build):
                    continue
                name = source.relative_to(ROOT)
                if layer_of(name) is None:
                    continue
                for line in file["lines"]:
                    number = line["line_number"]
                    lines[name][number] += line["count"]
                    for at, branch in enumerate(line["branches"]):
                        if not branch["throw"]:
                            branches[name][number, at] += branch["count"]
    return lines, branches


def share(counts):
    return sum(1 for runs in counts if runs), len(counts)


def main():
    arguments = sys.argv[1:]
    errors = "--errors" in arguments
    build, *layers = [a for a in arguments if a != "--errors"]
    lines, branches = measured((ROOT / build).resolve())
    by_layer = collections.defaultdict(list)
    for name in sorted(lines):
        layer = layer_of(name)
        if not layers or pathlib.Path(layer).name in layers:
            by_layer[layer].append(name)
    print(f"{'layer':28} {'lines':>7} {'run':>6}   {'branches':>8} {'taken':>6}   error paths not taken")
    untaken = []
    for layer, names in sorted(by_layer.items()):
        ran, of = share([runs for n in names for runs in lines[n].values()])
        took, ways = share([runs for n in names for runs in branches[n].values()])
        missed = []
        for name in names:
            text = (ROOT / name).read_text().splitlines()
            missed += [f"{name}:{number}: {text[number - 1].strip()}" for number, runs in sorted(lines[name].items())
                       if not runs and ERROR.search(text[number - 1])]
        untaken += missed
        print(f"{layer:28} {of:7} {ran / max(of, 1):6.1%}   {ways:8} {took / max(ways, 1):6.1%}   {len(missed)}")
    if errors:
        print("\n".join(untaken))


if __name__ == "__main__":
    main()
