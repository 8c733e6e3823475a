"""The simple commands in a piece of shell: enough to check what a document tells people to type."""
import re
import shlex

# Words that begin or join commands and are none themselves.
KEYWORDS = {"if", "then", "else", "elif", "fi", "do", "done", "while", "until", "{", "}", "!"}
# What stands in front of a command and runs it, with those of its flags that take a value.
RUNNERS = {"sudo": {"-u", "-g"}, "env": set(), "nice": {"-n"}, "exec": set()}
SUBSTITUTION = re.compile(r"\$\(([^()]*)\)")


def blank(text):
    """As many lines as there were, with nothing on them."""
    return "\n" * text.count("\n")


def prepared(text):
    """Without here-documents, comments and broken lines, the lines where they were."""
    text = re.sub(r"<<-?\s*(['\"]?)(\w+)\1(.*\n)((?:.*\n)*?)\2$", lambda m: m[3] + blank(m[4]), text, flags=re.M)
    text = re.sub(r"(^|\s)#.*$", r"\1", text, flags=re.M)
    return re.sub(r"((?:.*\\\n)+)(.*\n?)", lambda m: re.sub(r"\\\n", " ", m[1]) + m[2] + blank(m[1]), text)


def words_of(text):
    lexer = shlex.shlex(text, posix=True, punctuation_chars="();<>|&\n")
    lexer.whitespace, lexer.commenters, lexer.whitespace_split = " \t", "", True
    line, word = 1, lexer.get_token()
    while word is not None:
        yield line, word
        line += word.count("\n")
        word = lexer.get_token()


def commands(text):
    """(line, words) of every simple command, without redirections, assignments and what runs it in front."""
    text, inner = prepared(text), []
    while SUBSTITUTION.search(text):
        found = SUBSTITUTION.search(text)
        inner.append((text.count("\n", 0, found.start()), found[1]))
        text = text[:found.start()] + "$SUBSTITUTED" + blank(found[1]) + text[found.end():]
    words, first, skip = [], 1, False
    for line, word in [*words_of(text), (0, "\n")]:
        if skip:
            skip = False
        elif re.fullmatch(r"[<>]&?|>>|&>|>\||<>", word):
            skip = True
            if words and words[-1].isdigit():
                words.pop()
        elif re.fullmatch(r"[();|&\n]+", word):
            if stripped(words):
                yield first, stripped(words)
            words = []
        else:
            first = line if not words else first
            words.append(word)
    for before, piece in inner:
        yield from ((before + line, found) for line, found in commands(piece))


def stripped(words):
    while words and (words[0] in KEYWORDS or words[0] in RUNNERS or re.match(r"\w+=", words[0])):
        taking = RUNNERS.get(words[0])
        words = words[1:]
        while taking is not None and words and words[0].startswith("-"):
            words = words[2 if words[0] in taking else 1:]
    return [] if words and words[0] == "for" else words
