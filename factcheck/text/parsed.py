"""Parsed words in plain form: what every rule reads."""

import re
from dataclasses import dataclass, field

NOMINAL = ("NOUN", "PROPN", "PRON")

PAST = "Tense=Past|VerbForm=Part"
"""What the parser says of a past participle; in English by its tag, too (``Word.past``)."""

PRESENT = "Mood=Ind|Number=Sing|Tense=Pres|VerbForm=Fin"
"""What the parser says of a verb in the present, third person singular."""

NAMED = re.compile(r"(?:(?:nomm|désign|sacr|proclam|couronn|intronis)é|(?:ré)?élu|(?:re)?devenu|promu)e?s?$")
"""French participles that an office follows ("nommée préfète en mars")."""

WEEKDAYS = frozenset(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "hier"])
"""French days as they stand behind a verb."""

ABOUT = frozenset(["près", "environ", "plus", "moins", "quelque", "au", "pas"])
"""French words that open a figure ("près de 300 lots")."""


@dataclass(slots=True)
class Word:
    """A token. ``start``/``end`` are offsets into the block's copy; ``head`` is an index in the same sentence."""

    start: int
    end: int
    text: str
    low: str
    pos: str
    tag: str
    dep: str
    head: int
    finite: bool
    morph: str
    kids: list[int] = field(default_factory=list)
    left: int = 0
    right: int = 0

    @property
    def past(self) -> bool:
        """Whether it is a past participle."""
        return self.tag == "VBN" or PAST in self.morph


@dataclass(slots=True)
class Parsed:
    """The words of one sentence as the parser sees it, with the edges of each word's subtree."""

    words: list[Word]

    def text(self, first: int, last: int) -> str:
        """The lower-case words from ``first`` to ``last``, with single spaces."""
        return " ".join(word.low for word in self.words[first : last + 1])


def leads(words: list[Word], n: int, above: int) -> bool:
    """Whether word ``n`` hangs somewhere below ``above``."""
    for _ in words:
        if n == above:
            return True
        if words[n].head == n:
            return False
        n = words[n].head
    return True


def without_rings(words: list[Word], root: int, *, alone: bool = False) -> None:
    """Hang words that lead in a ring on the root; where it is to be ``alone``, those of another root, too."""
    for n in range(len(words)):
        seen: set[int] = set()
        k = n
        while words[k].head != k and k not in seen:
            seen.add(k)
            k = words[k].head
        if k in seen or (alone and k != root):
            words[k].head, words[k].dep = root, "dep"


def edges(words: list[Word]) -> None:
    """Fill in children and the first and last word of each subtree."""
    for n, word in enumerate(words):
        word.left = word.right = n
        if word.head != n:
            words[word.head].kids.append(n)
    for n, word in enumerate(words):
        above, steps = word.head, 0
        while words[above].head != above and steps < len(words):
            words[above].left = min(words[above].left, n)
            words[above].right = max(words[above].right, n)
            above, steps = words[above].head, steps + 1
        words[above].left = min(words[above].left, n)
        words[above].right = max(words[above].right, n)


def group(words: list[Word], verb: int, *, onward: bool = False) -> int:
    """The head of a finite verb's group; where only ``onward`` is looked, one that stands behind it."""
    head = verb
    while words[head].dep in ("aux", "auxpass", "cop") and words[head].head != head:
        if onward and words[head].head < head:
            break
        head = words[head].head
    return head


def make_root(words: list[Word], top: int) -> None:
    """Hang the tree on word ``top``; what was its root hangs on it."""
    old = next((n for n, word in enumerate(words) if word.head == n), top)
    words[top].head, words[top].dep = top, "ROOT"
    if old != top:
        words[old].head, words[old].dep = top, "obj" if old > top else "dep"


def noun_before(words: list[Word], n: int) -> int | None:
    """The noun that a relative clause at ``n`` speaks of: the one before its comma, or what that belongs to."""
    noun = next((k for k in range(n - 2, -1, -1) if words[k].pos in NOMINAL or words[k].finite), None)
    if noun is None or words[noun].pos not in NOMINAL:
        return None
    while n - 8 <= words[noun].head < noun and (
        words[noun].dep in ("nmod", "flat", "amod", "fixed")
        or (words[noun].dep == "appos" and words[noun - 1].text != ",")
    ):
        if words[words[noun].head].pos in ("VERB", "AUX"):
            break
        noun = words[noun].head
    if noun > 2 and words[noun].pos == "NOUN" and words[noun - 1].text == "," and words[noun - 2].pos == "PROPN":
        name = noun - 2  # « Aminata, infirmière libérale, qui … »
        return words[name].head if words[name].dep == "flat" and words[name].head < name else name
    return noun
