"""What the text has named so far: full names for short ones, and whom a pronoun stands for."""

from dataclasses import dataclass, field

from factcheck.text.attribution import noun_phrase
from factcheck.text.languages import Pack
from factcheck.text.normalise import Copy
from factcheck.text.parse import Parsed, Word


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something named: the words, and what agreement they ask for ("" where unknown)."""

    name: str
    start: int
    end: int
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
    sentence: int = 0

    def read(self, sentence: Parsed, article: str, offset: Copy) -> None:
        """Take in a sentence: its names and its subjects."""
        self.sentence += 1
        words = sentence.words
        for first, last in names(words):
            name = article[offset.at(words[first].start) : offset.end(words[last].end)]
            if last > first:
                self.full.setdefault(words[last].text, name)
        for n, word in enumerate(words):
            if word.dep == "nsubj" and word.pos in ("PROPN", "NOUN"):
                first, last = noun_phrase(words, n)
                self.recent.append(
                    Entity(
                        article[offset.at(words[first].start) : offset.end(words[last].end)],
                        words[first].start,
                        words[last].end,
                        _gender(word),
                        "Number=Plur" in word.morph,
                        self._person(words, first, last),
                        self.sentence,
                    )
                )
        del self.recent[:-12]

    def resolve(self, pronoun: str) -> Entity | None:
        """Whom a subject pronoun stands for, where the last three sentences leave no doubt."""
        subjects = self.pack.table("standalone").get("subjects", {})
        kind = next((k for k, words in subjects.items() if pronoun in words), None)
        if kind is None:
            return None
        for entity in reversed(self.recent):
            if self.sentence - entity.sentence > 3:
                break
            if self._agrees(entity, kind):
                return entity
        return None

    def long_name(self, short: str) -> str:
        """The full name that a single name was introduced with, else the name itself."""
        return self.full.get(short, short)

    def _agrees(self, entity: Entity, kind: str) -> bool:
        if kind == "plural":
            return entity.plural
        if entity.plural:
            return False
        if self.pack.code == "en":
            return entity.person == (kind in ("masculine", "feminine"))
        if entity.person and not entity.gender:
            return True
        return entity.gender in ("", "Masc" if kind == "masculine" else "Fem")

    def _person(self, words: list[Word], first: int, last: int) -> bool:
        titles = self.pack.words("standalone", "titles")
        proper = [words[n] for n in range(first, last + 1) if words[n].pos == "PROPN"]
        if any(words[n].low.rstrip(".") in titles or words[n].low in titles for n in range(first, last + 1)):
            return bool(proper)
        if not proper or words[first].pos in ("DET", "ADP"):
            return False
        return len(proper) in (2, 3) or (len(proper) == 1 and proper[0].text in self.full)


def names(words: list[Word]) -> list[tuple[int, int]]:
    """Runs of proper nouns, as first and last word."""
    runs: list[tuple[int, int]] = []
    for n, word in enumerate(words):
        if word.pos == "PROPN":
            if runs and runs[-1][1] == n - 1:
                runs[-1] = (runs[-1][0], n)
            else:
                runs.append((n, n))
    return runs


def _gender(word: Word) -> str:
    return "Masc" if "Gender=Masc" in word.morph else "Fem" if "Gender=Fem" in word.morph else ""
