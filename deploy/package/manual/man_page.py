#!/usr/bin/env python3
"""Man pages from a program's own --help, and of the configuration from its comments.

man_page.py program PATH SECTION VERSION    a page on standard output
man_page.py config FILE VERSION
"""
import pathlib
import re
import sys

import help_text

SEE_ALSO = {
    "lightship": ["lightshipd(8)"],
    "lightshipd": ["node.textproto(5)", "lightshipd-tool(8)", "lightship(1)"],
    "lightshipd-tool": ["lightshipd(8)", "node.textproto(5)"],
    "node.textproto": ["lightshipd(8)"],
}


def plain(text):
    """Text that roff prints as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha").replace("`", "\\(ga")
    text = re.sub(r"\S{40,}", lambda long: re.sub(r"([/;?,=])", r"\1\\:", long[0]), text)
    return re.sub(r"^([.'])", r"\\&\1", text)


def prose(text):
    """The same, with what stands in back quotes in bold."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return plain(text)
    return re.sub(r"^([.'])", r"\\&\1", "".join(rf"\fB{plain(p)}\fR" if i % 2 else plain(p) for i, p in enumerate(parts)))


def header(name, section, version, about):
    yield f'.TH "{name.upper()}" "{section}" "" "Lightship {version}" "Lightship"'
    yield ".nh"
    yield ".ad l"
    yield ".SH NAME"
    yield f"{plain(name)} \\- {plain(about)}"


def see_also(name):
    yield ".SH SEE ALSO"
    yield ",\n".join(rf"\fB{plain(page[:-3])}\fR{page[-3:]}" for page in SEE_ALSO[name])


def flags(list_):
    for flag in list_:
        yield ".TP"
        value = "|".join(flag.choices) or flag.value
        yield ", ".join(rf"\fB{plain(n)}\fR" for n in flag.names) + (rf" \fI{plain(value)}\fR" if value and flag.names[0][0] == "-" else "")
        notes = [*(["Required."] if flag.required else []), *(["May be repeated."] if flag.repeated and "may be repeated" not in flag.about else []),
                 *([f"Default: {flag.default}."] if flag.default else []),
                 *([f"Environment: {flag.environment}."] if flag.environment else [])]
        about = flag.about + ("." if flag.about and flag.about[-1] not in ".:!?" else "")
        yield prose(" ".join([about, *notes]).strip()) or "\\&"


def footer(lines):
    if not lines:
        return
    yield ".PP"
    yield ".EX"
    for line in lines:
        yield plain(line)
    yield ".EE"


def verbs(tree):
    if tree.verbs:
        yield ".SH COMMANDS"
        yield f"Every command understands the options above, and \\fB{plain('--help')}\\fR, which shows what stands here."
    for verb in [v for top in tree.verbs for v in top.walk()]:
        yield f".SS {plain(' '.join(verb.path[1:]))}"
        yield prose(verb.about + ".")
        yield ".PP"
        yield rf"\fB{plain(verb.usage)}\fR"
        yield from flags(verb.arguments)
        yield from flags([o for o in verb.options if "--help" not in o.names])
        if verb.footer != tree.footer:
            yield from footer(verb.footer)


def program_page(path, section, version):
    tree = help_text.read(path)
    name = tree.path[0]
    about = re.sub(rf"^{re.escape(name)}: ", "", tree.about)
    yield from header(name, section, version, about)
    yield ".SH SYNOPSIS"
    yield rf"\fB{plain(tree.usage)}\fR"
    yield ".SH DESCRIPTION"
    yield prose(about[0].upper() + about[1:] + ".")
    yield from footer(tree.footer)
    if tree.arguments:
        yield ".SH ARGUMENTS"
        yield from flags(tree.arguments)
    yield ".SH OPTIONS"
    yield from flags(tree.options)
    yield from verbs(tree)
    yield from see_also(name)


def config_entry(comment, keys):
    """One comment and the keys under it."""
    for number, key in enumerate(keys):
        yield ".TP" if number == 0 else ".TQ"
        text, mark, note = key.partition("  #")
        yield rf"\fB{plain(text)}\fR{plain(mark + note)}"
    yield prose(" ".join(filter(None, comment)))


def config_entries(lines):
    """Comments above keys say what they are; `name {` opens a block; a key may stand in a comment itself."""
    comment, keys, blocks, within = [], [], [], True
    for line in lines:
        text = line.strip()
        example = re.fullmatch(r'# (\w+: ("[^"]*"|\S+)(  #.*)?)', text)
        if text and text[0] == "#" and not example:
            if keys:
                yield from config_entry(comment, keys)
                comment, keys = [], []
            comment.append(text[1:].strip())
        elif (opened := re.match(r"(\w+) \{", text)) or text in ("}", ""):
            if keys:
                yield from config_entry(comment, keys)
                comment, keys = [], []
            if opened:
                blocks.append(opened[1])
                yield f".SS {plain(' / '.join(blocks))}"
                yield from [prose(" ".join(comment))] if comment else []
                comment = []
            elif text:
                blocks.pop()
            within = within and text != "}"
        else:
            if not blocks and not within:
                yield ".SS Outside of blocks"
            within = True
            keys.append(example[1] if example else text)


def config_page(path, version):
    yield from header("node.textproto", "5", version, "configuration of lightshipd")
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    intro = lines.index("")
    yield ".SH DESCRIPTION"
    yield prose(" ".join(filter(None, (line[1:].strip() for line in lines[:intro]))))
    yield ".SH KEYS"
    yield from config_entries([*lines[intro + 1:], ""])
    yield from see_also("node.textproto")


def main():
    kind, *rest = sys.argv[1:]
    print("\n".join(program_page(*rest) if kind == "program" else config_page(*rest)))


if __name__ == "__main__":
    main()
