#!/usr/bin/env python3
"""Completions for bash, zsh and fish from a program's own --help.

completion.py bash|zsh|fish PROGRAM     the file on standard output

All three find the verb in the same way: of the words before the cursor, those that continue the path, but not what
follows a flag that takes a value.
"""
import sys

import help_text


def quoted(text):
    """For a shell, in single quotes."""
    return "'" + text.replace("'", "'\\''") + "'"


def all_flags(tree, verb):
    """A verb understands its own flags and those of the program."""
    return verb.options + ([] if verb is tree else [f for f in tree.options if f.names != ["-h", "--help"] and "--version" not in f.names])


def value_names(tree):
    """Every flag that takes a value; what the same flag means elsewhere is the same."""
    return sorted({n for verb in tree.walk() for f in verb.options if f.takes_value() or f.choices for n in f.names})


def paths(tree):
    return [" ".join(v.path[1:]) for v in tree.walk() if v is not tree]


BASH = """# bash completion for {name}; made from its --help
_{id}() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}} at='' word skip='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${{COMP_WORDS[i]}}
    if [ -n "$skip" ]; then skip=''; continue; fi
    case $word in
      {values}) skip=1; continue ;;
    esac
    case "${{at:+$at }}$word" in
      {paths}) at="${{at:+$at }}$word" ;;
    esac
  done
  local verbs='' flags='' choices=''
  case $at in
{verbs}
  esac
  if [ -n "$skip" ]; then
    case "$at $prev" in
{choices}
    esac
    [ -z "$choices" ] || mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$cur")
  elif [[ $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$cur")
  elif [ -n "$verbs" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$cur")
  fi
}}
complete -o default -F _{id} {name}
"""

ZSH = """#compdef {name}
# zsh completion; made from {name}'s --help
local at='' word skip='' i
local -a verbs flags choices
for ((i = 2; i < CURRENT; i++)); do
  word=${{words[i]}}
  if [[ -n $skip ]]; then skip=''; continue; fi
  case $word in
    ({values}) skip=1; continue ;;
  esac
  case "${{at:+$at }}$word" in
    ({paths}) at="${{at:+$at }}$word" ;;
  esac
done
case $at in
{verbs}
esac
if [[ -n $skip ]]; then
  case "$at ${{words[CURRENT - 1]}}" in
{choices}
  esac
  if (( $#choices )); then compadd -a choices; else _files; fi
elif [[ ${{words[CURRENT]}} == -* ]]; then
  _describe -o flag flags
elif (( $#verbs )); then
  _describe command verbs
else
  _files
fi
"""

FISH = """# fish completion for {name}; made from its --help
function __{id}_at
    set -l at ''
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word {values}
            set skip 1
        else if contains -- (string trim "$at $word") {paths}
            set at (string trim "$at $word")
        end
    end
    test "$at" = "$argv"
end
"""


def alternatives(words):
    return "|".join(quoted(w) if " " in w else w for w in words) or "''"


def described(name, about):
    return quoted(name.replace(":", "\\:") + ":" + about)


def of_verbs(tree, pattern, names, flags):
    return "\n".join(pattern.format(at=quoted(" ".join(v.path[1:])), verbs=names(v), flags=flags(v)) for v in tree.walk())


def of_choices(tree, pattern, written):
    """What may follow a flag that takes one of a few words; a shell wants at least one case."""
    cases = [(f"{' '.join(v.path[1:])} {n}", f.choices)
             for v in tree.walk() for f in all_flags(tree, v) if f.choices for n in f.names] or [("", [])]
    return "\n".join(pattern.format(at=quoted(at), choices=written(choices)) for at, choices in cases)


def bash(tree, common):
    return BASH.format(
        **common, values=alternatives(value_names(tree)), paths=alternatives(paths(tree)),
        verbs=of_verbs(tree, "    {at}) verbs={verbs} flags={flags} ;;",
                       lambda v: quoted(" ".join(s.path[-1] for s in v.verbs)),
                       lambda v: quoted(" ".join(n for f in all_flags(tree, v) for n in f.names))),
        choices=of_choices(tree, "      {at}) choices={choices} ;;", lambda words: quoted(" ".join(words))))


def zsh(tree, common):
    return ZSH.format(
        **common, values=alternatives(value_names(tree)), paths=alternatives(paths(tree)),
        verbs=of_verbs(tree, "  ({at}) verbs=({verbs}); flags=({flags}) ;;",
                       lambda v: " ".join(described(s.path[-1], s.about) for s in v.verbs),
                       lambda v: " ".join(described(n, f.about) for f in all_flags(tree, v) for n in f.names)),
        choices=of_choices(tree, "    ({at}) choices=({choices}) ;;", lambda words: " ".join(map(quoted, words))))


def fish(tree, common):
    lines = [FISH.format(**common, values=" ".join(value_names(tree)), paths=" ".join(map(quoted, paths(tree))))]
    for verb in tree.walk():
        here = f"complete -c {common['name']} -n {quoted(('__' + common['id'] + '_at ' + ' '.join(verb.path[1:])).strip())}"
        lines += [f"{here} -f -a {s.path[-1]} -d {quoted(s.about)}" for s in verb.verbs]
        for flag in all_flags(tree, verb):
            names = " ".join(f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in flag.names)
            choices = f" -f -a {quoted(' '.join(flag.choices))}" if flag.choices else ""
            takes = " -r" if flag.takes_value() or flag.choices else ""
            lines.append(f"{here} {names}{takes}{choices} -d {quoted(flag.about)}")
    return "\n".join(lines)


def main():
    shell, program = sys.argv[1:]
    tree = help_text.read(program)
    common = {"name": tree.path[0], "id": tree.path[0].replace("-", "_")}
    print({"bash": bash, "zsh": zsh, "fish": fish}[shell](tree, common).rstrip())


if __name__ == "__main__":
    main()
