"""Which name a bare definite noun stands for: "the ship" is "the cruise ship Freedom", "the governor" is Ann Lee.

The article gives a noun its name once: right before it ("ferry operator Nordline"), as a title, or beside it between
commas ("Nordline, a ferry operator", "the governor, Ann Lee"). A noun that two names share stays as written.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from factcheck.text.languages import Pack
from factcheck.text.parsed import Word
from factcheck.text.phrases import STOPS
from factcheck.text.standalone import Swap

_LONGEST = 7


@dataclass(frozen=True, slots=True)
class Naming:
    """A name and the words that stand right before it as its kind ("cruise ship"), "" where they do not."""

    name: str
    kind: str = ""


@dataclass(slots=True)
class Namings:
    """By noun (lower case): its naming; None for a noun that two names share. ``wide`` has the other words for it.

    ``near`` is the one thing or body that the last sentence named as its subject or object.
    """

    pack: Pack
    known: dict[str, Naming | None] = field(default_factory=dict)
    wide: dict[str, Naming | None] = field(default_factory=dict)
    near: str = ""

    def read(self, words: list[Word], text: str, runs: list[tuple[int, int]], persons: Callable[[str], bool]) -> None:
        """Take in a sentence; ``text`` is its block's copy, ``runs`` are the first and last words of its names."""
        spoken = [r for r in runs if words[r[1]].dep in ("nsubj", "obj") and not persons(words[r[1]].text)]
        self.near = _text(words, *spoken[0], text) if len({words[r[1]].text for r in spoken}) == 1 else ""
        for first, last in runs:
            begin = first
            while begin < last and words[begin].low.rstrip(".") in self.pack.words("standalone", "titles"):
                begin += 1
            name = _text(words, begin, last, text)
            if last + 1 < len(words) and (words[last + 1].pos == "NOUN" or words[last + 1].tag == "POS"):
                continue  # "the Ghent University study"
            if begin > first:
                self._note(words[begin - 1].low, Naming(name, text[words[first].start : words[begin].start].strip()))
            elif (kind := _kind_before(words, first)) is not None:
                if self.pack.code == "fr":
                    continue  # « l'audience Irène Fauchard » is no name of hers
                self._note(words[first - 1].low, Naming(name, text[words[kind].start : words[first].start].strip()))
            elif (noun := _noun_before(words, first, last) or _noun_after(words, last)) is not None:
                self._note(words[noun].low, Naming(name))

    def _note(self, noun: str, found: Naming) -> None:
        keys = [(self.known, noun)]
        for group in self.pack.table("standalone").get("alike", ()):
            keys.extend((self.wide, str(other)) for other in group if noun in group and other != noun)
        for table, key in keys:
            old = table.setdefault(key, found)
            if old is not None and old.name != found.name:
                longer = found if found.name.endswith(f" {old.name}") else old
                same = old.name.endswith(f" {found.name}") or longer is found
                table[key] = longer if same else None

    def of(self, noun: str) -> str:
        """The name for "the" and a noun, with the words of its kind; "" where the article gives none or two."""
        if noun in self.known:
            own = self.known[noun]
            return "" if own is None else self._written(own)
        bodies = self.pack.words("standalone", "bodies")
        if noun in self.wide:
            other = self.wide[noun]
            return "" if other is None else other.name if noun in bodies else self._written(other)
        return self.near if noun in bodies else ""

    def _written(self, naming: Naming) -> str:
        if naming.kind.split()[-1:] and naming.kind.split()[-1].lower() in self.pack.words("standalone", "titles"):
            return f"{naming.kind} {naming.name}" if naming.kind[:1].isupper() else naming.name
        return f"the {naming.kind[:1].lower()}{naming.kind[1:]} {naming.name}" if naming.kind else naming.name


def counted(words: list[Word], text: str, pack: Pack) -> str:
    """The last things that words count, as a definite phrase ("the 277 faults"); "" for none, and for measures."""
    measures = {*pack.words("kinds", "units"), *pack.table("dates").get("units", {})}
    for n in range(len(words) - 1, 0, -1):
        if words[n].tag != "NNS" or words[n].low in measures:
            continue
        first = n - 1
        while first and (words[first].pos in ("ADJ", "NOUN") or words[first].dep == "amod"):
            first -= 1
        if words[first].pos == "NUM" and (not first or words[first - 1].pos not in ("NUM", "SYM", "PROPN")):
            told = _text(words, first, n, text)
            return f"the {told[:1].lower()}{told[1:]}"
    return ""


def counted_before(own: list[Word], before: list[Word], last: str, text: str, pack: Pack) -> list[Swap]:
    """What "40 percent of these" were counted as, ``before`` in the sentence or in the ``last`` one (English)."""
    return of_these(own, counted(before, text, pack) or last) if pack.code == "en" else []


def of_these(words: list[Word], things: str) -> list[Swap]:
    """ "39 percent of these" of the things that were counted."""
    for n in range(2, len(words)):
        pointing = words[n].low in ("these", "those", "them") and words[n - 1].low == "of"
        alone = n + 1 == len(words) or words[n + 1].pos in ("AUX", "VERB", "PUNCT", "ADP", "ADV")
        before = words[max(n - 4, 0) : n]
        part = any(w.pos in ("NUM", "SYM") or w.low in ("half", "most", "many", "some", "none") for w in before)
        if things and pointing and alone and part:
            return [Swap(words[n].start, words[n].end, things)]
    return []


def _text(words: list[Word], first: int, last: int, text: str) -> str:
    return " ".join(text[words[first].start : words[last].end].split())


def _kind_before(words: list[Word], first: int) -> int | None:
    """The first of the common nouns right before a name ("cruise ship Freedom")."""
    n = first
    while n and words[n - 1].pos == "NOUN" and words[n - 1].tag != "NNS" and words[n - 1].text.isalpha():
        n -= 1
    return n if n < first and not (n and words[n - 1].pos == "NUM") else None


def _noun_before(words: list[Word], first: int, last: int) -> int | None:
    """The noun of "the governor, Ann Lee,"."""
    head = words[last].head
    beside = words[first - 1].text == "," if first else False
    if not beside or words[last].dep != "appos" or words[head].pos != "NOUN" or not first - _LONGEST < head < first:
        return None
    return head if not any(w.text in STOPS for w in words[head + 1 : first - 1]) else None


def _noun_after(words: list[Word], last: int) -> int | None:
    """The noun of "Nordline, a ferry operator" and "Nordline is a ferry operator"."""
    n = last + 1
    if n + 1 >= len(words) or not (words[n].text == "," or words[n].low in ("is", "was")):
        return None
    n += 1
    if words[n].low not in ("a", "an", "the"):
        return None
    while n + 1 < len(words) and n - last < _LONGEST and words[n + 1].pos in ("NOUN", "ADJ", "NUM"):
        n += 1
    stands = n + 1 < len(words) and (words[n + 1].text in (*STOPS, ".") or words[n + 1].pos in ("ADP", "PRON"))
    return n if words[n].pos == "NOUN" and words[n].tag != "NNS" and stands else None
