"""What a program's --help says, as a tree of verbs: the one text that man pages and completions are made of."""
import dataclasses
import os
import re
import subprocess

# CLI11 begins what it says of a flag in this column, on the next line if the flag itself is longer.
COLUMN = 30
SECTIONS = {"Positionals:": "arguments", "Options:": "options", "Subcommands:": "verbs"}


@dataclasses.dataclass
class Flag:
    names: list  # ["-y", "--yes"], or the name of an argument
    value: str  # what follows it: "TEXT", "UINT in [0 - 65535]"; empty: nothing
    about: str
    choices: list
    default: str = ""
    environment: str = ""
    required: bool = False
    repeated: bool = False

    def takes_value(self):
        return bool(self.value)


@dataclasses.dataclass
class Verb:
    path: tuple  # ("lightship", "pki", "node")
    about: str
    usage: str
    arguments: list
    options: list
    verbs: list
    footer: list  # lines: examples, exit codes

    def walk(self):
        yield self
        for verb in self.verbs:
            yield from verb.walk()


def parse_flag(head, about):
    """One flag from how CLI11 prints it: names, type, =default, (Env:NAME), REQUIRED, ..., Needs:, Excludes:."""
    head = re.sub(r" (Needs|Excludes): .*$", "", head)
    environment = re.search(r" ?\(Env:(\w+)\)", head)
    head = head.replace(environment[0], "") if environment else head
    names, _, rest = head.partition(" ")
    names, _, early = names.partition("=")
    required, repeated = "REQUIRED" in rest, "..." in rest
    rest = rest.replace("REQUIRED", "").replace("...", "").strip()
    choices = re.search(r":?\{([^}]*)\}", rest)
    rest = rest.replace(choices[0], "") if choices else rest
    rest, _, default = rest.partition("=")
    value = re.sub(r"^(\w+):(\w+)", r"\1", rest).strip()
    return Flag(names.split(","), value or ("TEXT" if early else ""), about,
                choices[1].split(",") if choices else [], default or early,
                environment[1] if environment else "", required, repeated)


def entries(lines):
    """(what stands at the left, what is said of it) of a section's lines."""
    at = 0
    while at < len(lines):
        line = lines[at]
        following = at + 1
        continued = following < len(lines) and lines[following].startswith(" " * COLUMN)
        # Two spaces stand in no flag: what is said begins on its line, and may go on below.
        alone = continued and line[COLUMN - 2:COLUMN] != "  "
        head, about = (line.strip(), []) if alone else (line[:COLUMN].strip(), [line[COLUMN:].strip()])
        while following < len(lines) and lines[following].startswith(" " * COLUMN):
            about.append(lines[following].strip())
            following += 1
        yield head, " ".join(about).strip()
        at = following


def ungrouped(lines):
    """The options of a group stand two columns further in, below lines that name it."""
    within = False
    for line in lines:
        if line.startswith("[Option Group: "):
            within = True
            continue
        within = within and line.startswith("  ")
        if not within:
            yield line
        elif line.startswith("    "):
            yield line[2:]


def parse(text):
    """(description, usage, {section: lines}, footer) of one --help text."""
    lines = text.rstrip().splitlines()
    usage_at = next(i for i, line in enumerate(lines) if line.startswith("Usage: "))
    sections, at = {}, usage_at + 1
    while at < len(lines):
        if not lines[at]:
            at += 1
        elif lines[at] in SECTIONS:
            end = next((i for i in range(at, len(lines)) if not lines[i]), len(lines))
            sections[SECTIONS[lines[at]]] = list(ungrouped(lines[at + 1:end]))
            at = end
        else:
            break
    return " ".join(lines[:usage_at]).strip(), lines[usage_at].removeprefix("Usage: "), sections, lines[at:]


def ask(program, path):
    """--help of a verb, as at a terminal of nobody's in particular."""
    known = {"PATH": os.environ["PATH"], "HOME": "~", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([program, *path[1:], "--help"], capture_output=True, text=True, check=True, env=known)
    return parse(done.stdout)


def read(program, path=None):
    """The program's verbs, all the way down."""
    path = path or (os.path.basename(program),)
    about, usage, sections, footer = ask(program, path)
    usage = re.sub(r"^\S*/", "", usage)
    flags = {kind: [parse_flag(*entry) for entry in entries(sections.get(kind, []))] for kind in ("arguments", "options")}
    verbs = [read(program, (*path, name)) for name, _ in entries(sections.get("verbs", []))]
    return Verb(path, about, usage, flags["arguments"], flags["options"], verbs, footer)
