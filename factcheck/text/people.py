"""Who and what an article names: full names by their last word, what speaks for a person, gender and number."""

import re
from collections import Counter
from dataclasses import dataclass, field

from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.normalise import Copy
from factcheck.text.parsed import Word
from factcheck.text.phrases import noun_phrase

_NAME_WORDS = 4
#: How the feminine of a French noun of a person ends, and how its masculine does.
_PAIRS = (("trice", "teur"), ("euse", "eur"), ("ère", "er"), ("nne", "n"), ("e", ""))


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something that a sentence speaks of: its name, agreement ("" where unknown), and whether a person."""

    name: str
    gender: str
    plural: bool
    person: bool
    sentence: int
    named: bool = False


@dataclass(slots=True)
class People:
    """Full names and genders by last name, and points that speak for a name being a person's (below zero: against)."""

    pack: Pack
    full: dict[str, str] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    person: Counter[str] = field(default_factory=Counter)

    def is_person(self, name: str) -> bool:
        """Whether a last name is a person's whom the article names in full."""
        return self.person[name] > 0 and bool(self.full.get(name))

    def may_be_person(self, name: str) -> bool:
        """Whether a last name has a full one, and nothing speaks against a person."""
        return self.person[name] >= 0 and " " in self.full.get(name, "")

    def note(self, words: list[Word], first: int, last: int, article: str, copy: Copy) -> None:
        """Note a name: its full form by its last word, and what speaks for a person."""
        titles, determiners = self.pack.words("standalone", "titles"), self.pack.words("standalone", "determiners")
        start = first
        while start < last and (words[start].low.rstrip(".") in titles or words[start].low in determiners):
            start += 1
        key = words[last].text
        titled = start > first or (first and words[first - 1].low.rstrip(".") in titles)
        if titled:
            self.person[key] += 3
        before = words[first - 1] if first else None
        after = words[last + 1] if last + 1 < len(words) else None
        if before is not None and (before.pos == "DET" or before.low in self.pack.words("standalone", "place_before")):
            self.person[key] -= 2
        if words[last].dep == "compound" or (after is not None and after.pos == "NOUN"):
            self.person[key] -= 1
        if words[last].dep == "nsubj" and words[words[last].head].low in lexicon(self.pack).reporting:
            self.person[key] += 1
        if 0 < last - start < _NAME_WORDS:
            name = article[copy.at(words[start].start) : copy.end(words[last].end)]
            self.full.setdefault(key, " ".join(name.split()))

    def entity(self, words: list[Word], n: int, article: str, copy: Copy, sentence: int) -> Entity:
        """Whom or what the noun at ``n`` stands for, in the article's sentence number ``sentence``."""
        named = n
        if words[n].pos == "NOUN":
            named = next((k for k in words[n].kids if words[k].dep in ("appos", "flat") and words[k].pos == "PROPN"), n)
        run = next(((a, b) for a, b in names(words) if a <= named <= b), (named, named))
        office = run == (named, named) and words[named].low in self.pack.words("standalone", "titles")
        if words[named].pos == "PROPN" and not office:
            key = words[run[1]].text
            titled = words[n].low.rstrip(".") in self.pack.words("standalone", "titles")
            titled = titled or words[n].low in self.pack.words("standalone", "people")
            person = self.person[key] > 0 or titled or (self.person[key] == 0 and 0 < run[1] - run[0] < 3)
            if person:
                name = self.full.get(key) or words[run[1]].text
                determiner = next((words[k] for k in words[n].kids if words[k].pos == "DET"), None)
                apposed = (words[k] for k in words[n].kids if words[k].dep == "appos" and words[k].pos == "NOUN")
                naming = [words[n], *words[run[0] : run[1]], *apposed]
                telling = naming if determiner is None else [determiner, *naming]
                genders = (gender_of(word, self.pack) for word in telling)
                gender = next((gender for gender in genders if gender), "") or self.genders.get(key, "")
                if gender:
                    self.genders[key] = gender
                return Entity(name, gender, False, True, sentence, named=True)
        first, last = noun_phrase(words, n)
        while first < n and (words[first].pos == "ADP" or words[first].low == "quant"):
            first += 1
        name = " ".join(article[copy.at(words[first].start) : copy.end(words[last].end)].split())
        plural = is_several(words, n)
        people = self.pack.words("standalone", "titles") | self.pack.words("standalone", "people")
        person = words[n].low in people and not plural
        _, beside, told = name.rpartition(", ")
        if person and beside and all(part[:1].isupper() for part in told.split()):  # « Sa mère, Ann, … »
            known = self.full.get(told) or told
            return Entity(known, gender_of(words[n], self.pack), False, True, sentence, named=True)
        related = words[first].low in self.pack.words("standalone", "possessives")  # "her mother" is told by another
        person = person and not related
        return Entity(name, gender_of(words[n], self.pack), plural, person, sentence)


def is_body(entity: Entity, pack: Pack) -> bool:
    """Whether a noun phrase is led by a word for people who work together and may speak ("une agence")."""
    opening = re.findall(r"[^\W\d_]+", entity.name.lower())[:3]
    return not entity.person and not pack.words("reporting", "bodies").isdisjoint(opening)


def names(words: list[Word]) -> list[tuple[int, int]]:
    """Runs of proper nouns, as first and last word; a capital beside one is a name that the tagger missed."""
    runs: list[tuple[int, int]] = []
    for n, word in enumerate(words):
        capital = word.text[:1].isupper() and n > 0 and words[n - 1].pos != "PUNCT"
        beside = (n + 1 < len(words) and words[n + 1].pos == "PROPN") or (runs and runs[-1][1] == n - 1)
        missed = capital and beside and word.pos in ("NOUN", "ADJ", "X", "VERB") and len(word.text) > 2
        if (word.pos == "PROPN" and word.text[:1].isupper()) or missed:
            if runs and runs[-1][1] == n - 1:
                runs[-1] = (runs[-1][0], n)
            else:
                runs.append((n, n))
    return runs


def is_several(words: list[Word], n: int) -> bool:
    """Whether the subject is several: by its form, its determiner, or two joined by "and"."""
    if "Number=Plur" in words[n].morph:
        return True
    return any(words[k].dep == "conj" and words[k].pos in ("NOUN", "PROPN") for k in words[n].kids)


def gender_of(word: Word, pack: Pack) -> str:
    """The gender that the noun itself ("widow", « avocate », beside « avocat ») or the parser tells; "" for none."""
    told = "Masc" if "Gender=Masc" in word.morph else "Fem" if "Gender=Fem" in word.morph else ""
    low = word.low.rstrip(".")
    people = pack.words("standalone", "people") if pack.code == "fr" else frozenset()
    if low in people and any(low.endswith(fem) and low[: -len(fem)] + masc in people for fem, masc in _PAIRS):
        return "Fem"
    if not told and low in pack.words("standalone", "feminine"):
        return "Fem"
    return told or ("Masc" if low in pack.words("standalone", "masculine") else "")
