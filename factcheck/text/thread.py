"""Whom the text goes on speaking of: in French « il » or « elle » takes up the subject of the sentence before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.text.french import definite
from factcheck.text.languages import Pack
from factcheck.text.normalise import Copy
from factcheck.text.parsed import Word
from factcheck.text.people import Entity
from factcheck.text.phrases import phrase_text
from factcheck.text.standalone import Swap

#: A pronoun goes on with the subject of the sentence before, or of the one before a quotation.
_REACH = 2
_ANY = frozenset(["un", "une", "des", "ce", "cet", "cette", "ces", "plusieurs", "certains", "certaines"])
_TAKEN_UP = frozenset(["il", "elle", "ils", "elles"])


@dataclass(slots=True)
class Thread:
    """The subject that the last sentences began with; None where they had two that a pronoun could mean."""

    pack: Pack
    subjects: Sequence[Entity] = ()
    sentence: int = 0

    def read(self, words: list[Word], subjects: Sequence[Entity], sentence: int) -> None:
        """Take in a sentence and its subjects that are nouns."""
        if self.pack.code != "fr":
            return
        first = next((w for w in words if w.dep == "nsubj" and w.pos in ("PRON", "NOUN", "PROPN")), None)
        if first is None:
            return
        if first.pos == "PRON" and first.low.lstrip("-") in _TAKEN_UP:
            self.sentence = sentence if self.find(first.low.lstrip("-"), sentence - 1) is not None else self.sentence
            if subjects:
                self.subjects = (*self.subjects[:1], *subjects)
        elif subjects:
            self.subjects, self.sentence = subjects, sentence

    def find(self, pronoun: str, sentence: int) -> Entity | None:
        """Whom the pronoun of a sentence behind number ``sentence`` goes on speaking of, where only one fits."""
        if sentence - self.sentence >= _REACH or pronoun not in _TAKEN_UP:
            return None
        fits = {e.name: e for e in self.subjects if _agrees(e, pronoun)}
        return next(iter(fits.values())) if len(fits) == 1 else None

    def owner(self, possessive: str, sentence: int) -> Entity | None:
        """Whose « son », « sa » or « leur » at the head of a sentence tells: the subject that it goes on with."""
        if sentence - self.sentence >= _REACH or not self.subjects:
            return None
        plural = possessive in ("leur", "leurs")
        fits = {e.name: e for e in self.subjects if e.plural == plural}
        return next((e for e in fits.values() if tells(e)), None) if len(fits) == 1 else None


def _agrees(entity: Entity, pronoun: str) -> bool:
    """Whether gender and number are the pronoun's; a gender that is not known agrees with neither."""
    wanted = "Fem" if pronoun.startswith("elle") else "Masc"
    return entity.plural == pronoun.endswith("s") and entity.gender == wanted


def as_for(words: list[Word], n: int) -> bool:
    """Whether a sentence opens with the noun at word ``n`` (« Quant à M. Petit, il … »)."""
    if words[0].low != "quant":
        return False
    return n == next((k for k in range(2, len(words)) if words[k].pos in ("NOUN", "PROPN")), 0)


def tells(entity: Entity) -> bool:
    """Whether the name tells who is meant without its sentence: a name in it, no article that picks out any."""
    opening, _, rest = entity.name.partition(" ")
    return entity.named or (
        opening.lower() not in _ANY and any(word[:1].isupper() for word in re.split(r"[ '’]", rest))
    )


def whom_last(
    kind: str, nouns: Sequence[tuple[str, str]], speakers: Sequence[Entity], recent: Sequence[Entity], sentence: int
) -> Entity | None:
    """Whom « celui-ci » stands for behind sentence number ``sentence`` with those ``nouns`` (and what they agree with):
    who spoke in it, where that is the nearest noun that agrees, or the one subject of it (in ``recent``) that agrees.
    """
    wanted = {"masculine": ("Gender=Masc", "Number=Sing"), "feminine": ("Gender=Fem", "Number=Sing")}
    fits = [noun for noun, morph in nouns if all(feature in morph for feature in wanted.get(kind, ("Number=Plur",)))]
    spoke = [e for e in speakers[-1:] if e.sentence == sentence - 1]
    for entity in [*spoke, *(e for e in recent if e.sentence == sentence)]:
        own = entity.name.lower().replace("'", " ").split()
        if fits and (fits[-1] in own if entity in spoke else all(noun in own for noun in fits)):
            return entity
        if entity.named and len(fits) == 1 and f"Gender={entity.gender}" == wanted.get(kind, ("",))[0]:
            return entity  # « La cheffe de service Claire Valmy »
    return None


def latter(words: list[Word], own: list[Word], copy: Copy, pack: Pack) -> list[Swap]:
    """« Celui-ci » as the subject that opens a clause (its words are ``own``): the noun that it means, the nearest one
    before it in its sentence with its gender and number.
    """
    wanted = _LATTER.get(own[0].low)
    if pack.code != "fr" or wanted is None or own[0].dep != "nsubj":
        return []
    for n in range(len(words) - 1, -1, -1):
        word = words[n]
        above = words[word.head]  # « un rapport du fonds, mais celui-ci »: the report
        of = word.dep == "nmod" and above.pos == "NOUN" and all(feature in above.morph for feature in wanted)
        if word.start < own[0].start and not of and word.pos == "NOUN" and all(f in word.morph for f in wanted):
            return [Swap(own[0].start, own[0].end, definite(phrase_text(words, n, copy.text)))]
    return []


def whom_told(words: list[Word], own: list[Word], copy: Copy, pack: Pack) -> list[Swap]:
    """Those who were told something, for the "they" that opens what they were told (its words are ``own``): "told
    jurors they could …".
    """
    first = next(n for n, word in enumerate(words) if word is own[0])
    noun = first - 2 if first > 1 and words[first - 1].low == "that" else first - 1
    if noun < 1 or own[0].low != "they" or words[noun].pos not in ("NOUN", "PROPN"):
        return []
    telling = words[words[noun].head].low in pack.words("reporting", "telling") and words[noun].dep in ("obj", "iobj")
    if not telling or "Number=Plur" not in words[noun].morph:
        return []
    return [Swap(own[0].start, own[0].end, phrase_text(words, noun, copy.text))]


_LATTER = {
    "celui-ci": ("Gender=Masc", "Number=Sing"),
    "celle-ci": ("Gender=Fem", "Number=Sing"),
    "ceux-ci": ("Gender=Masc", "Number=Plur"),
    "celles-ci": ("Gender=Fem", "Number=Plur"),
}
