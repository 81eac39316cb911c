"""What the text has named so far: full names for short ones, and whom a pronoun stands for."""

from collections import Counter
from dataclasses import dataclass, field

from factcheck.text.attribution import noun_phrase
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.normalise import Copy
from factcheck.text.parse import Parsed, Word

#: A pronoun is looked up among the subjects of this many sentences before it.
_REACH = 3
#: A person named alone is remembered for longer.
_REACH_PERSON = 9
_KEPT = 16
_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something that a sentence speaks of: its name, agreement ("" where unknown), and whether a person."""

    name: str
    gender: str
    plural: bool
    person: bool
    sentence: int


@dataclass(slots=True)
class Context:
    """The memory of a reading: full names by their last word, and recent subjects, newest last."""

    pack: Pack
    full: dict[str, str] = field(default_factory=dict)
    recent: list[Entity] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    person: Counter[str] = field(default_factory=Counter)
    sentence: int = 0

    def read(self, sentence: Parsed, article: str, copy: Copy) -> None:
        """Take in a sentence: its names and its subjects."""
        self.sentence += 1
        words = sentence.words
        for first, last in names(words):
            self._name(words, first, last, article, copy)
        for n, word in enumerate(words):
            if word.dep == "nsubj" and word.pos in ("PROPN", "NOUN"):
                self.recent.append(self._entity(words, n, article, copy))
        del self.recent[:-_KEPT]

    def resolve(self, pronoun: str) -> Entity | None:
        """Whom a subject pronoun stands for, where the text leaves no doubt.

        One person alone in the last sentences, or the subject of the sentence before when nothing else near agrees.
        """
        subjects = self.pack.table("standalone").get("subjects", {})
        kind = next((k for k, words in subjects.items() if pronoun in words), None)
        if kind is None:
            return None
        fits = [e for e in reversed(self.recent) if self._agrees(e, kind)]
        people = [e for e in fits if e.person and self.sentence - e.sentence < _REACH_PERSON]
        if people and kind in ("masculine", "feminine"):
            near = {e.name for e in people if self.sentence - e.sentence < _REACH} or {people[0].name}
            things = [e for e in fits if not e.person and e.sentence >= people[0].sentence]
            if len(near) == 1 and not things:
                name = people[0].name
                self.genders[name.split()[-1]] = "Masc" if kind == "masculine" else "Fem"
                return people[0]
            return None
        near_things = [e for e in fits if self.sentence - e.sentence < 2]
        return near_things[0] if len({e.name for e in near_things}) == 1 and not people else None

    def long_name(self, short: str) -> str:
        """The full name that a single name was introduced with, else the name itself."""
        return self.full.get(short, short)

    def _name(self, words: list[Word], first: int, last: int, article: str, copy: Copy) -> None:
        """Note a name: its full form by its last word, and what speaks for a person."""
        titles = self.pack.words("standalone", "titles")
        start = first
        while start < last and words[start].low.rstrip(".") in titles:
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

    def _entity(self, words: list[Word], n: int, article: str, copy: Copy) -> Entity:
        named = n
        if words[n].pos == "NOUN":
            named = next((k for k in words[n].kids if words[k].dep in ("appos", "flat") and words[k].pos == "PROPN"), n)
        if words[named].pos == "PROPN":
            run = next(((a, b) for a, b in names(words) if a <= named <= b), (named, named))
            key = words[run[1]].text
            titled = words[n].low.rstrip(".") in self.pack.words("standalone", "titles")
            person = self.person[key] > 0 or titled or (self.person[key] == 0 and 0 < run[1] - run[0] < 3)
            if person:
                name = self.full.get(key, words[run[1]].text)
                gender = self._gender(words, n) if named != n else self.genders.get(key, "")
                if gender:
                    self.genders[key] = gender
                return Entity(name, gender, False, True, self.sentence)
        first, last = noun_phrase(words, n)
        name = " ".join(article[copy.at(words[first].start) : copy.end(words[last].end)].split())
        return Entity(name, self._gender(words, n), _plural(words, n), False, self.sentence)

    def _gender(self, words: list[Word], n: int) -> str:
        return "Masc" if "Gender=Masc" in words[n].morph else "Fem" if "Gender=Fem" in words[n].morph else ""

    def _agrees(self, entity: Entity, kind: str) -> bool:
        if kind == "plural":
            return entity.plural
        if entity.plural:
            return False
        if self.pack.code == "en":
            wanted = "Masc" if kind == "masculine" else "Fem"
            return entity.person == (kind in ("masculine", "feminine")) and entity.gender in ("", wanted)
        return entity.gender in ("", "Masc" if kind == "masculine" else "Fem")


def names(words: list[Word]) -> list[tuple[int, int]]:
    """Runs of proper nouns, as first and last word."""
    runs: list[tuple[int, int]] = []
    for n, word in enumerate(words):
        if word.pos == "PROPN" and word.text[:1].isupper():
            if runs and runs[-1][1] == n - 1:
                runs[-1] = (runs[-1][0], n)
            else:
                runs.append((n, n))
    return runs


def _plural(words: list[Word], n: int) -> bool:
    """Whether the subject is several: by its form, its determiner, or two joined by "and"."""
    if "Number=Plur" in words[n].morph:
        return True
    return any(words[k].dep == "conj" and words[k].pos in ("NOUN", "PROPN") for k in words[n].kids)
