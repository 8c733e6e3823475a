#!/usr/bin/env python3
"""Copies the headers that others may include: headers.py REPOSITORY DIRECTORY.

Those of client/sdk, and what they include of the layers below. A layer's folder becomes one of <lightship/...>.
"""
import pathlib
import re
import shutil
import sys

OURS = re.compile(r'^#include "(?:client|node)/(\w+)/([\w/]+\.h)"', re.M)


def main():
    root, out = map(pathlib.Path, sys.argv[1:])
    shutil.rmtree(out, ignore_errors=True)
    waiting, seen = sorted((root / "client/sdk").glob("*.h")), set()
    while waiting:
        header = waiting.pop()
        if header in seen:
            continue
        seen.add(header)
        text = header.read_text(encoding="utf-8")
        waiting += [root / match[0].split('"')[1] for match in OURS.finditer(text)]
        copy = out / "lightship" / pathlib.Path(*header.relative_to(root).parts[1:])
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(OURS.sub(r'#include "lightship/\1/\2"', text), encoding="utf-8")


if __name__ == "__main__":
    main()
