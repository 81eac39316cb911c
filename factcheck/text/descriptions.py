"""What a bare "the study" or « ces économies » was introduced as, where the article describes it in one way only.

A description is a noun with the names and nouns that tell it from others ("the Ghent University study", « les économies
sur les dépenses publiques »). A noun that the text describes in two ways stays as written.
"""

from dataclasses import dataclass, field

from factcheck.text.languages import Pack
from factcheck.text.naming import Namings
from factcheck.text.parsed import Word
from factcheck.text.standalone import Swap

_LONGEST = 6
_TELLING = ("NOUN", "PROPN")
_BEFORE = ("NOUN", "PROPN", "PART")
_AFTER = ("ADP", "NOUN", "PROPN", "DET", "ADJ", "NUM", "SYM")
_VOWELS = "aeiouéèêhyâîœ"


@dataclass(slots=True)
class Descriptions:
    """By noun (lower case): the words before it, itself as written, and the words after it; None for two of them."""

    pack: Pack
    known: dict[str, tuple[str, str, str] | None] = field(default_factory=dict)

    def read(self, words: list[Word], text: str) -> None:
        """Take in a sentence; ``text`` is its block's copy."""
        times, pointing = self.pack.table("dates").get("units", {}), self.pack.words("standalone", "pointing")
        for n, word in enumerate(words):
            if word.low in times or word.pos not in _TELLING or len(word.low) < 4 or word.dep in ("compound", "flat"):
                continue
            first = _first(words, n) if self.pack.code == "en" else n
            last = _last(words, n, self.pack)
            if not any(words[k].pos in _TELLING for k in (*range(first, n), *range(n + 1, last + 1))):
                continue
            if any(w.text == "%" or w.low in pointing for w in words[n + 1 : last + 1]):
                continue  # « une croissance de 2 % cette année » is not what growth is
            before = text[words[first].start : word.start]
            after = text[word.end : words[last].end]
            self._note(word.low, (" ".join(before.split()), word.text, " ".join(after.split())))

    def _note(self, noun: str, found: tuple[str, str, str]) -> None:
        """Keep the longer of two that agree; None for a noun that is described in two ways."""
        old = self.known.setdefault(noun, found)
        if old is None or old == found:
            return
        mine, its = (set(f"{d[0]} {d[2]}".lower().split()) for d in (found, old))
        self.known[noun] = (found if mine >= its else old) if mine >= its or mine <= its else None

    def of(self, noun: str) -> tuple[str, str, str] | None:
        """The one description of a noun: the words before it, itself, and the words after it."""
        return self.known.get(noun)


def named(words: list[Word], known: Namings, pack: Pack) -> list[Swap]:
    """Bare definite or pointed-at nouns of a clause by the name that the article gives them."""
    definite = pack.words("standalone", "definite")
    said = {word.text for word in words}
    out: list[Swap] = []
    for n in range(len(words) - 1):
        if words[n].pos != "DET" or words[n].low not in definite or words[n + 1].pos not in _TELLING:
            continue
        noun, owns = words[n + 1], n + 2 < len(words) and words[n + 2].tag == "POS"
        if owns and n + 3 < len(words) and words[n + 3].low == "office":
            continue  # "the mayor's office" is no person's
        name = known.of(noun.low) if owns or not _goes_on(words, n + 2) else ""
        beside = n + 3 < len(words) and words[n + 2].text == "," and words[n + 3].pos == "PROPN"
        if not name or beside or set(name.split()[-1:]) & said:
            continue
        said.update(name.split())
        out.append(
            Swap(words[n].start, noun.end, name if words[n].low == words[n].text else name[:1].upper() + name[1:])
        )
    return out


def swaps(words: list[Word], known: Descriptions, pack: Pack) -> list[Swap]:
    """The first bare definite or pointed-at noun of a clause by its description."""
    definite, pointing = pack.words("standalone", "definite"), pack.words("standalone", "pointing")
    said = {word.low for word in words}
    for n in range(len(words) - 1):
        noun = words[n + 1]
        if words[n].pos != "DET" or words[n].low not in definite or noun.pos not in _TELLING:
            continue
        if _goes_on(words, n + 2) or (n and words[n - 1].low in ("de", "à", "d'")):
            continue
        found = known.of(noun.low)
        if found is None or set(f"{found[0]} {found[2]}".lower().split()) & said - _small(pack):
            continue
        article = _article(words[n], noun, pack) if words[n].low in pointing else words[n].text
        before, name, after = found
        owned = before.split()[-1:] in (["'s"], ["'"]) or "'s " in f"{before} "
        opening = "" if owned else article + ("" if article.endswith("'") else " ")
        before, after = f"{before} " if before else "", f" {after}" if after else ""
        return [Swap(words[n].start, noun.end, f"{opening}{before}{name}{after}")]
    return []


def _small(pack: Pack) -> frozenset[str]:
    return pack.words("detect", "words")


def _goes_on(words: list[Word], n: int) -> bool:
    """Whether the noun before word ``n`` has words of its own that tell it from others."""
    if n >= len(words):
        return False
    after = words[n]
    return after.pos in ("ADJ", "NOUN", "PROPN", "PART", "NUM") or after.low in (
        *("of", "de", "d'", "du", "des", "qui", "que", "qu'", "dont", "où", "which", "that", "who", "-"),
    )


def _article(pointing: Word, noun: Word, pack: Pack) -> str:
    """The definite article in place of "this" or « cette »."""
    if pack.code != "fr":
        return "the" if pointing.low == pointing.text else "The"
    plural = pointing.low == "ces"
    article = "les" if plural else "l'" if noun.low[0] in _VOWELS else "la" if pointing.low == "cette" else "le"
    return article if pointing.low == pointing.text else article.capitalize()


def _first(words: list[Word], n: int) -> int:
    """The first of the names and nouns right before a noun."""
    first = n
    while first and words[first - 1].pos in _BEFORE and n - first < _LONGEST:
        first -= 1
    while first < n and words[first].pos not in _TELLING:
        first += 1
    return first if first in (n, 0) or words[first - 1].text != "-" else n


def _last(words: list[Word], n: int, pack: Pack) -> int:
    """The last word of what belongs to a noun after it: "of …", « sur les dépenses publiques »."""
    last = n
    after = [word.low for word in words[n + 1 : n + 3]]
    if pack.code == "en" and (after[:1] not in (["of"], ["on"]) or after[-1] in pack.table("dates")["weekdays"]):
        return n  # "in court on Monday" describes no court
    while last + 1 < len(words) and words[last + 1].pos in _AFTER and last - n < _LONGEST:
        last += 1
        if words[last].pos == "ADP" and words[last].low not in pack.words("standalone", "complementing"):
            last -= 1
            break
    if last - n >= _LONGEST and last + 1 < len(words) and words[last + 1].pos in _AFTER:
        return n  # cut short it would say something else
    if words[last].pos == "ADJ" and last + 1 < len(words) and words[last + 1].pos in ("ADV", "ADP", "PRON"):
        last -= 1  # « une vidéo vue plus de 300 fois » is no « vidéo vue »
    while last > n and words[last].pos in ("ADP", "DET", "SYM"):
        last -= 1
    return last
