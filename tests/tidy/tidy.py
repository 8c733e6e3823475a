#!/usr/bin/env python3
"""Style that is executable: the layers, where libraries may be used, sizes, banned calls, dead links, tests that nobody runs.

tidy.py [ROOT]  prints one line a finding (path:line: what) and exits 1 when there is any.
"""
import ast
import functools
import pathlib
import posixpath
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from markdown import Document  # noqa: E402

LAYERS = ["base", "crypto", "merkle", "maritime", "statement", "trust", "store", "ledger",
          "incident", "exchange", "rpc", "app"]
# Of the console's page.
PAGE = "client/console/web/src/"
PAGE_LAYERS = ["gen", "base", "proof", "api", "i18n", "state", "ui", "views"]
CLIENT_MAY_USE = {"base", "crypto", "merkle", "maritime", "statement"}
TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "client", "config",
             "deploy", "node", "proto", "tests"}
# Library -> folders that may include it.
LIBRARIES = {
    r"openssl/|sodium": {"node/crypto"},
    r"rocksdb/": {"node/store"},
    r"grpc(pp)?/|.*\.grpc\.pb\.h|google/rpc/": {"node/rpc", "client/sdk"},
    r"systemd/": {"node/app"},
    r"s2/": {"node/maritime", "node/incident"},
    r"spdlog/": {"node/store", "node/rpc", "node/app"},
    r"prometheus/": {"node/app"},
    r"n?curses": {"client/commands"},
    r"CLI/": {"client/commands", "node/app"},
    r"httplib\.h": {"client/console"},
}
# Call -> folders where it may stand, reason.
BANNED = {
    r"\babsl::Now\(|system_clock::now|\btime\(nullptr\)|\bgettimeofday": (
        {"node/base"}, "time comes from base::Clock"),
    r"random_device|\brand\(\)|\bmt19937": ({"node/base"}, "entropy comes from base::Entropy"),
    r"sleep_for|sleep_until|\busleep\(|absl::SleepFor": (set(), "await the event instead"),
    r"\bthrow\b(?! *\(\))": (set(), "errors are absl::Status"),
    r"std::(shared_|recursive_)?mutex|std::condition_variable|absl::(Mutex|CondVar|Notification)\b": (
        {"node/base"}, "locks are base::Mutex, which clang and ThreadSanitizer understand"),
    r"std::regex": (set(), "std::regex is slow and recursive"),
    r"std::this_thread|std::thread\b": (
        {"node/base", "node/ledger", "node/rpc", "node/app", "client/sdk", "client/commands", "client/console"},
        "protocol and fold code has no threads"),
    r"\bstd::cout\b": ({"client/commands", "client/formats", "node/app"}, "only programs print"),
}
FILE_LINES = 400
FUNCTION_LINES = 80


def tracked(root):
    out = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"],
                         check=True, capture_output=True, text=True).stdout
    return sorted(p for p in out.splitlines() if (root / p).is_file())


def folder(path):
    return "/".join(path.split("/")[:2])


def without_comments(line):
    line = re.sub(r'"(\\.|[^"\\])*"', '""', line)
    return re.sub(r"//.*", "", line)


def check_layers(path, number, included):
    here, there = path.split("/"), included.split("/")
    if there[0] == "client" and here[0] != "client" and here[0] != "tests":
        return f"{path}:{number}: includes {included}: nothing below may use the client"
    if there[0] != "node" or len(there) < 3:
        return None
    if here[0] == "client" and there[1] not in CLIENT_MAY_USE:
        return f"{path}:{number}: includes {included}: the client may use only {sorted(CLIENT_MAY_USE)}"
    if here[0] == "node" and there[1] in LAYERS and here[1] in LAYERS:
        if LAYERS.index(there[1]) > LAYERS.index(here[1]):
            return f"{path}:{number}: includes {included}: {there[1]} lies above {here[1]}"
    return None


def check_includes(path, lines):
    for number, line in enumerate(lines, 1):
        match = re.match(r'\s*#\s*include\s*["<]([^">]+)[">]', line)
        if not match:
            continue
        finding = check_layers(path, number, match[1])
        if finding:
            yield finding
        if path.startswith("tests/"):
            continue
        for library, folders in LIBRARIES.items():
            if re.match(library, match[1]) and folder(path) not in folders:
                yield f"{path}:{number}: includes {match[1]}: only {sorted(folders)} may"


def check_page_imports(path, lines):
    """A folder of the page imports those below it, and a view no other view."""
    here = path.removeprefix(PAGE).split("/")
    if len(here) == 1:
        return
    if here[0] not in PAGE_LAYERS:
        yield f"{path}:1: {here[0]} is no layer of the page"
        return
    for number, line in enumerate(lines, 1):
        for imported in re.findall(r"""(?:\bfrom |\bimport |\bimport\()['"]([~.][^'"]*)""", line):
            whole = imported.replace("~/", PAGE) if imported[0] == "~" else posixpath.join(posixpath.dirname(path), imported)
            there = posixpath.relpath(whole, PAGE).split("/")
            if there[0] in PAGE_LAYERS and PAGE_LAYERS.index(there[0]) > PAGE_LAYERS.index(here[0]):
                yield f"{path}:{number}: imports {imported}: {there[0]} lies above {here[0]}"
            elif here[0] == there[0] == "views" and here[:2] != there[:2]:
                yield f"{path}:{number}: imports {imported}: a view uses no other view"


def check_calls(path, lines):
    for number, line in enumerate(lines, 1):
        code = without_comments(line)
        for call, (folders, reason) in BANNED.items():
            if re.search(call, code) and folder(path) not in folders:
                yield f"{path}:{number}: '{re.search(call, code)[0]}': {reason}"
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
            yield f"{path}:{number}: unfinished"


def check_locks(path, lines):
    """A lock that is a member says by an annotation, or in a comment on its line, what it guards."""
    text = "\n".join(lines)
    for number, line in enumerate(lines, 1):
        member = re.match(r" +(?:mutable )?(?:base::)?Mutex (\w+_);(.*)", line)
        if member and "//" not in member[2] and not re.search(rf"(GUARDED_BY|REQUIRED)\({member[1]}\)", text):
            yield f"{path}:{number}: nothing is guarded by {member[1]}"


def functions(lines):
    """(first line, length) of each function body: from a line that ends in ") {" or the like to the line of its indent
    that closes it. Bodies inside a function (lambdas, loops) count as part of it."""
    open_at = None
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip())
        if open_at is None:
            if indent <= 2 and re.search(r"\)( const)?( noexcept)?( override)?( final)? \{$", line):
                open_at = (number, indent)
        elif indent <= open_at[1] and line.strip().startswith("}"):
            yield open_at[0], number - open_at[0]
            open_at = None


def check_sizes(path, lines):
    if len(lines) > FILE_LINES:
        yield f"{path}:1: {len(lines)} lines; at most {FILE_LINES}"
    for first, length in functions(lines):
        if length > FUNCTION_LINES:
            yield f"{path}:{first}: function of {length} lines; at most {FUNCTION_LINES}"


def check_header(path, lines):
    guard = "LIGHTSHIP_" + re.sub(r"[/.]", "_", path).upper() + "_"
    if not any(line == f"#ifndef {guard}" for line in lines):
        yield f"{path}:1: include guard should be {guard}"
    if not lines or not lines[0].startswith("//"):
        yield f"{path}:1: a header starts by saying what it is"


def check_built(root, paths):
    """Every source is named in the CMakeLists.txt of its folder or of one above."""
    for path in paths:
        if not path.endswith(".cc"):
            continue
        named, name = False, pathlib.PurePosixPath(path)
        for parent in name.parents:
            listing = root / parent / "CMakeLists.txt"
            if listing.is_file() and re.search(rf"(^|[\s(/]){re.escape(name.name)}\b",
                                               listing.read_text()):
                named = True
                break
        if not named:
            yield f"{path}:1: no CMakeLists.txt names it"


def registered(root, path):
    """The classes of a Python file that the CMakeLists.txt of a folder above it has as tests."""
    classes, file = set(), pathlib.PurePosixPath(path)
    for parent in file.parents:
        listing = root / parent / "CMakeLists.txt"
        if listing.is_file():
            call = rf"add_python_test\(\s*{re.escape(str(file.relative_to(parent)))}\s+(\w+)([^)]*)\)"
            for _, names in re.findall(call, listing.read_text()):
                classes.update(names.split())
    return classes


def check_registered(root, path, lines):
    """Every class with tests is run: named by itself, or by each of its tests."""
    named = None
    for node in ast.parse("\n".join(lines)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        tests = [f.name for f in node.body if isinstance(f, ast.FunctionDef) and f.name.startswith("test_")]
        if not tests:
            continue
        named = registered(root, path) if named is None else named
        if node.name not in named and not all(f"{node.name}.{test}" in named for test in tests):
            yield f"{path}:{node.lineno}: no CMakeLists.txt runs {node.name}"


@functools.lru_cache(maxsize=None)
def anchors(file):
    return Document(file.read_text(encoding="utf-8")).anchors()


def check_links(root, path, lines):
    for number, link in Document("\n".join(lines)).links():
        target, _, anchor = link.partition("#")
        file = (root / path).parent / target if target else root / path
        if "://" in link:
            continue
        if not file.exists():
            yield f"{path}:{number}: dead link {link}"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.resolve()):
            yield f"{path}:{number}: dead link {link}: no such heading"


def check_lock_file(path, lines):
    """Packages are known by name, version and digest, and come from wherever npm is set to fetch them."""
    for number, line in enumerate(lines, 1):
        if re.search(r'"resolved":|https?://', line) and not re.search(r'"(url|funding)":', line):
            yield f"{path}:{number}: names where a package is fetched from"


def check_reasons(root):
    """Reasons in code and in proto/README.md are the same set."""
    header, readme = root / "node/base/reasons.h", root / "proto/README.md"
    if not header.is_file() or not readme.is_file():
        return
    code = set(re.findall(r'= "([A-Z_]+)";', header.read_text()))
    errors = re.search(r"^## Errors$(.*?)(^## |\Z)", readme.read_text(), re.M | re.S)
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", errors[1] if errors else "", re.M))
    for reason in sorted(code ^ documented):
        where = "proto/README.md does not explain" if reason in code else "no code has"
        yield f"node/base/reasons.h:1: {where} {reason}"


def check_schema(root):
    """What is sent, stored and configured stays as earlier builds know it."""
    if (root / "tests/data/schema.txt").is_file():
        done = subprocess.run([sys.executable, root / "tests/upgrade/schema.py"], capture_output=True, text=True)
        yield from done.stdout.splitlines() or ([f"proto: {done.stderr}"] if done.returncode else [])


def findings(root):
    paths = tracked(root)
    for top in sorted({p.split("/")[0] for p in paths}):
        if top not in TOP_LEVEL and not top.startswith("."):
            yield f"{top}:1: not one of the top-level entries"
    for path in paths:
        if path.endswith("package-lock.json"):
            yield from check_lock_file(path, (root / path).read_text(encoding="utf-8").splitlines())
        if path.startswith(PAGE) and path.endswith((".ts", ".tsx")):
            yield from check_page_imports(path, (root / path).read_text(encoding="utf-8").splitlines())
        if not re.search(r"\.(h|cc|proto|md|py|textproto)$|CMakeLists\.txt$", path):
            continue
        lines = (root / path).read_text(encoding="utf-8").splitlines()
        if path.endswith((".h", ".cc")):
            yield from check_includes(path, lines)
            yield from check_sizes(path, lines)
            if not path.startswith("tests/"):
                yield from check_calls(path, lines)
                yield from check_locks(path, lines)
        if path.endswith(".h"):
            yield from check_header(path, lines)
        if path.startswith("tests/") and path.endswith(".py"):
            yield from check_registered(root, path, lines)
        if path.endswith(".md"):
            yield from check_links(root, path, lines)
    yield from check_built(root, paths)
    yield from check_reasons(root)
    yield from check_schema(root)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else
                        pathlib.Path(__file__).resolve().parents[2])
    found = list(findings(root))
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
