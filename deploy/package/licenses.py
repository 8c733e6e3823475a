#!/usr/bin/env python3
"""The licences of the packages that the console's page is made of: licenses.py FOLDER, which has package-lock.json."""
import json
import pathlib
import sys


def main():
    folder = pathlib.Path(sys.argv[1])
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for path, about in sorted(packages.items()):
        home = folder / path
        if not path or about.get("dev") or not home.is_dir():
            continue
        described = json.loads((home / "package.json").read_text(encoding="utf-8"))
        print(f"{'=' * 72}\n{described['name']} {described['version']}: {described.get('license', 'see below')}\n")
        for file in sorted(home.glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*")):
            if file.is_file():
                print(file.read_text(encoding="utf-8").strip() + "\n")


if __name__ == "__main__":
    main()
