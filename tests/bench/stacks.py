"""Stacks of samples, summed by thread: which share of its time each thread is in a function, and in it alone."""
import collections
import re

LEAST_OF_THREAD = 0.02


def short(symbol):
    """Without arguments, template arguments and unnamed namespaces."""
    symbol = re.sub(r"\+0x[0-9a-f]+$", "", symbol.replace("(anonymous namespace)::", ""))
    depth, out = 0, ""
    for at, c in enumerate(symbol):
        opens = c == "(" or (c == "<" and not symbol[:at].endswith("operator"))
        depth += opens
        if depth == 0:
            out += c
        depth -= depth > 0 and c in ")>"
    return out.strip()[:100] or symbol[:100]


class Thread:
    def __init__(self):
        self.samples, self.within, self.alone = 0, collections.Counter(), collections.Counter()

    def add(self, stack, weight=1):
        """`stack`: innermost function first."""
        self.samples += weight
        if stack:
            self.alone[stack[0]] += weight
        for function in set(stack):
            self.within[function] += weight


class Stacks:
    """Threads are told apart by what they are called, or, where they bear the program's name, by the first of our functions in them."""

    def __init__(self, program="lightshipd"):
        self.program, self.threads = program, collections.defaultdict(Thread)

    def add(self, thread, stack):
        own = [function for function in stack if function.startswith("lightship::")]
        self.threads[own[-1] if thread == self.program and own else thread].add(stack)

    def lines(self, least=0.02):
        """A table for each thread that matters: inclusive share of all, self, function."""
        total = sum(thread.samples for thread in self.threads.values()) or 1
        out = []
        for name, thread in sorted(self.threads.items(), key=lambda item: -item[1].samples):
            if thread.samples < LEAST_OF_THREAD * total:
                continue
            out.append(f"thread {name}: {100 * thread.samples / total:.1f} % of all")
            out.append(f"{'WITHIN':>7} {'ALONE':>7}  FUNCTION (shares of the thread)")
            for function, samples in thread.within.most_common():
                if samples < least * thread.samples:
                    break
                out.append(f"{100 * samples / thread.samples:6.1f} % {100 * thread.alone[function] / thread.samples:5.1f} %  {function}")
            out.append("")
        return out
