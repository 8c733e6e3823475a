"""Markdown as far as tests read it: headings with their anchors, fenced blocks, code in the text, links, tables."""
import dataclasses
import re

LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclasses.dataclass
class Block:
    language: str  # the first word behind the fence
    words: list  # the others
    line: int  # of its first line of text
    lines: list

    def text(self):
        return "\n".join(self.lines) + "\n"


@dataclasses.dataclass
class Heading:
    level: int
    text: str
    anchor: str
    line: int


def anchor_of(heading):
    """As web views of repositories name a heading."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")


class Document:
    def __init__(self, text):
        self.headings, self.blocks, self.prose = [], [], []  # prose: (line, text) outside of blocks
        block, fence, taken = None, "", {}
        for number, line in enumerate(text.splitlines(), 1):
            opened = re.match(r" *(```+)(.*)$", line)
            if block is not None:
                if opened and opened[1] == fence and not opened[2]:
                    block = None
                else:
                    block.lines.append(line)
            elif opened:
                words = opened[2].split()
                block, fence = Block(words[0] if words else "", words[1:], number + 1, []), opened[1]
                self.blocks.append(block)
            else:
                self.prose.append((number, line))
                heading = re.match(r"(#+) (.*)$", line)
                if heading:
                    anchor = anchor_of(heading[2])
                    again = taken[anchor] = taken.get(anchor, -1) + 1
                    self.headings.append(Heading(len(heading[1]), heading[2], f"{anchor}-{again}" if again else anchor, number))

    def anchors(self):
        return {h.anchor for h in self.headings}

    def under(self, title):
        """The headings one level below the one with that text."""
        found, level = [], None
        for heading in self.headings:
            if heading.text == title:
                level = heading.level
            elif level is not None and heading.level <= level:
                break
            elif level is not None and heading.level == level + 1:
                found.append(heading)
        return found

    def links(self):
        for number, line in self.prose:
            for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
                yield number, target

    def code(self):
        """(line, text) of what stands in back quotes."""
        for number, line in self.prose:
            for text in re.findall(r"`([^`]+)`", line):
                yield number, text
