"""What deploy/README.md says, held against the programs and the code: each check yields findings, (line, what)."""
import functools
import os
import pathlib
import re
import subprocess

from markdown import Document, anchor_of
from shell_words import commands

PROGRAMS = {"lightship", "lightshipd", "lightshipd-tool"}
# What else a page may tell people to type: Debian's own.
OTHERS = set("""[ : apt apt-get cat cd chmod chown cmake cp curl date dd df diff du echo export false git gpg grep head install journalctl jq kill ln ls mkdir
    mktemp mv openssl p11tool printf promtool python3 return rm rsync scp seq set sha256sum sleep ss stat systemctl systemd-analyze tail tar test
    timedatectl timeout touch trap true umask wait""".split())
TEXT = {"sh", "textproto", "text", ""}


class Help:
    """What the programs' --help says, asked once for each verb."""

    def __init__(self, binaries):
        self.binaries = pathlib.Path(binaries)

    @functools.lru_cache(maxsize=None)
    def of(self, path):
        if not (self.binaries / path[0]).exists():
            return None
        done = subprocess.run([self.binaries / path[0], *path[1:], "--help"], capture_output=True, text=True,
                              env={**os.environ, "HOME": "/nonexistent"})
        return Verb(done.stdout) if done.returncode == 0 else None


class Verb:
    """One verb as its --help describes it."""

    def __init__(self, text):
        sections = re.split(r"^ *(Positionals|Options|Subcommands):\n", text, flags=re.M)
        parts = dict(zip(sections[1::2], sections[2::2]))
        self.flags, self.taking, self.required = set(), set(), []
        for line in re.findall(r"^ {2,8}(-.*)", text, re.M):
            names = [n.split("=")[0] for n in line.split()[0].split(",")]
            names = [re.sub(r"\{.*", "", n) for n in names]
            self.flags.update(names)
            if re.match(r"\S+ (?!REQUIRED)[A-Z]+(?![a-z])|\S+=", line):
                self.taking.update(names)
            if " REQUIRED" in line:
                self.required.append(names)
        self.verbs = set(re.findall(r"^  ([a-z][\w-]*)", parts.get("Subcommands", ""), re.M))
        self.words = len(re.findall(r"^  \S+.* REQUIRED", parts.get("Positionals", ""), re.M))
        self.takes_words = "Positionals" in parts
        self.needs_verb = " SUBCOMMAND" in sections[0]


def check_ours(words, help_of, whole):
    """A command of Lightship's own programs: verb and flags exist, and, of one that is `whole`, nothing that is needed lacks."""
    path, verb = (words[0],), help_of((words[0],))
    if verb is None:
        yield f"no program {words[0]}"
        return
    flags, taking, seen, positional, skip = set(verb.flags), set(verb.taking), set(), 0, False
    for word in words[1:]:
        if skip:
            skip = False
        elif word.startswith("-") and len(word) > 1:
            name = word.split("=")[0]
            if name not in flags:
                yield f"`{' '.join(path)}` has no flag {name}"
            seen.add(name)
            skip = name in taking and "=" not in word
        elif verb.verbs:
            if word not in verb.verbs:
                yield f"`{' '.join(path)}` has no verb {word}"
                return
            path += (word,)
            verb = help_of(path)
            flags, taking = flags | verb.flags, taking | verb.taking
        else:
            positional += 1
    if positional and not verb.takes_words:
        yield f"`{' '.join(path)}` takes no words"
    if not whole or "--help" in seen or "--version" in seen:
        return
    if verb.needs_verb:
        yield f"`{' '.join(path)}` needs a verb"
    if positional < verb.words:
        yield f"`{' '.join(path)}` needs {verb.words} word(s) more than flags"
    for names in verb.required:
        if not seen & set(names):
            yield f"`{' '.join(path)}` needs {names[-1]}"


def check_file(root, words):
    """A program of the repository: it is there, and its text knows the flags."""
    program = root / words[0]
    if not os.access(program, os.X_OK) or not program.is_file():
        yield f"no program {words[0]}"
        return
    text = program.read_text(encoding="utf-8")
    for word in words[1:]:
        if word.startswith("--") and word.split("=")[0] not in text:
            yield f"{words[0]} has no flag {word}"


def check_cmake(root, words):
    """Presets and targets exist."""
    for flag, value in zip(words, words[1:]):
        if flag == "--preset" and f'"name": "{value}"' not in (root / "CMakePresets.json").read_text():
            yield f"no preset {value}"
    if "--target" in words:
        lists = "".join(p.read_text() for p in [root / "CMakeLists.txt", *root.glob("[a-z]*/**/CMakeLists.txt")]
                        if "build" not in p.relative_to(root).parts)
        for target in words[words.index("--target") + 1:]:
            if target.startswith("-"):
                break
            if not re.search(rf"\(\s*{re.escape(target)}\b", lists):
                yield f"no target {target}"


def check_commands(root, document, help_of):
    functions = {f for b in document.blocks for f in re.findall(r"^(\w+)\(\) \{", b.text(), re.M)}
    pieces = [(b.line - 1, b.text(), True) for b in document.blocks if b.language == "sh"]
    pieces += [(line - 1, text, False) for line, text in document.code()
               if re.match(rf"(sudo |\./|({'|'.join(PROGRAMS)}) )", text)]
    for before, text, whole in pieces:
        for line, words in commands(text):
            program = words[0].split("/")[-1] if words[0].startswith("/usr/bin/") else words[0]
            if program in PROGRAMS:
                found = check_ours([program, *words[1:]], help_of, whole)
            elif program.startswith("./") or program.startswith("tests/"):
                found = check_file(root, words)
            elif program == "cmake":
                found = check_cmake(root, words)
            else:
                found = [] if program in OTHERS | functions or program[0] == "$" else [f"no program {program}"]
            yield from ((before + line, what) for what in found)


def check_blocks(document):
    for block in document.blocks:
        if block.language not in TEXT:
            yield block.line - 1, f"a block of {block.language}, which no check reads"
        if block.words not in ([], ["run"]) or (block.words and block.language != "sh"):
            yield block.line - 1, f"a block marked {' '.join(block.words)}"


def check_alerts(path, document, rules):
    """A section for each alert, an alert for each section, and each alert's own link leads there."""
    alerts = dict.fromkeys(re.findall(r"^\s*- alert: *(\w+)", rules, re.M))
    sections = {h.text: h.line for h in document.under("Alerts")}
    for alert in alerts:
        if alert not in sections:
            yield 1, f"no section for the alert {alert}"
    for section, line in sections.items():
        if section not in alerts:
            yield line, f"no alert {section} in deploy/monitoring/alerts.yml"
    for anchor in re.findall(rf"{re.escape(path)}#([\w-]+)", rules):
        if anchor not in {anchor_of(a) for a in alerts} & document.anchors():
            yield 1, f"alerts.yml leads to #{anchor}, which is not here"


def config_keys(root):
    """Every key of the configuration with the blocks around it: "limits", "limits.streams"."""
    text = (root / "proto/lightship/config/v1/config.proto").read_text(encoding="utf-8")
    messages = {name: re.findall(r"^  (?:repeated |optional )?(\w+) (\w+) = \d+", body, re.M)
                for name, body in re.findall(r"^message (\w+) \{\n(.*?)^\}", text, re.M | re.S)}

    def walk(message, prefix):
        for kind, name in messages[message]:
            yield prefix + name
            if kind in messages:
                yield from walk(kind, f"{prefix}{name}.")
    return set(walk("NodeConfig", ""))


def keys_of_block(text):
    """Every key in a piece of configuration, with the blocks around it."""
    inside = []
    for token in re.findall(r'#.*|"[^"]*"|\w+\s*(?=[:{])|[{}]|\w+', text):
        word = token.strip()
        if word == "{":
            continue
        if word == "}":
            inside.pop()
        elif re.match(r"[a-z_]+$", word) and re.search(rf"\b{word}\s*[:{{]", text):
            yield ".".join([*inside, word])
            if re.search(rf"\b{word}\s*\{{", text):
                inside.append(word)


def check_keys(root, document):
    keys = config_keys(root)
    leaves = {k.split(".")[-1] for k in keys}
    status = set(re.findall(r" (\w+) = \d+;", (root / "proto/lightship/v1/node.proto").read_text(encoding="utf-8")))
    for block in document.blocks:
        if block.language == "textproto":
            for key in keys_of_block(block.text()):
                if key not in keys:
                    yield block.line, f"no key {key} in the configuration"
    for line, code in document.code():
        if re.search(r"^[a-z_]+ \{.*\}$|^[a-z]+(_[a-z]+)+: ", code):
            for key in keys_of_block(code):
                if not any(k == key or k.endswith(f".{key}") for k in keys):
                    yield line, f"no key {key} in the configuration"
        elif re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", code):
            if code not in leaves | status and not code.startswith("lightship_"):
                yield line, f"no key {code} in the configuration, and no field of the node's status"
        elif re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", code) and code.split(".")[0] in keys:
            if code not in keys:
                yield line, f"no key {code} in the configuration"


def warning_codes(root):
    """What nodes warn of: the capitals in the sources that raise warnings."""
    codes = set()
    for source in sorted((root / "node").rglob("*.cc")):
        text = source.read_text(encoding="utf-8")
        if re.search(r"(->|\.)Raise\(", text):
            codes |= set(re.findall(r'(?:\[\]|string_view \w+) = "([A-Z_]{4,})";', text))
            codes |= set(re.findall(r'Raise\(\s*"([A-Z_]{4,})"', text))
    return codes


def check_codes(root, document):
    """Every warning and reason that is named exists, and every warning is named."""
    warnings = warning_codes(root)
    reasons = set(re.findall(r'= "([A-Z_]+)";', (root / "node/base/reasons.h").read_text(encoding="utf-8")))
    named = set()
    for line, code in document.code():
        if not re.fullmatch(r"[A-Z]+(_[A-Z]+)*", code) or len(code) < 4 or code.startswith("SIG"):
            continue
        named.add(code)
        if code not in warnings | reasons:
            yield line, f"no warning or reason {code}"
    for code in sorted(warnings - named):
        yield 1, f"the warning {code} is not explained"


def check_metrics(root, document):
    """Metrics that are named are served."""
    served = "".join(p.read_text(encoding="utf-8") for p in sorted((root / "node/app").glob("metrics*.cc")))
    for line, code in document.code():
        for name in re.findall(r"\blightship_\w+", code):
            if not re.search(rf'"{name}"', served):
                yield line, f"no metric {name}"


def findings(root, path, text, help_of):
    document, rules = Document(text), root / "deploy/monitoring/alerts.yml"
    yield from check_blocks(document)
    yield from check_commands(root, document, help_of)
    yield from check_alerts(path, document, rules.read_text(encoding="utf-8"))
    yield from check_keys(root, document)
    yield from check_codes(root, document)
    yield from check_metrics(root, document)


def script(document):
    """The blocks marked `run`, each where it stands in the page, so that the shell's line numbers are the page's."""
    lines = []
    for block in document.blocks:
        if "run" in block.words:
            lines += [""] * (block.line - 1 - len(lines)) + block.lines
    return "\n".join(lines) + "\n"
