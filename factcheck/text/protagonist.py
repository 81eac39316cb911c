"""Whom an article is about: the one person of its headline or opening whom it names far more often than anybody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from factcheck.text.cast import READ
from factcheck.text.languages import Pack
from factcheck.text.normalise import plain
from factcheck.text.parsed import Word
from factcheck.text.people import Entity, People

#: The headline and the opening sentence stand within so many characters.
_OPENING = 400
_BEFORE = 25
#: A body that is named six times looks like a person once; a person mostly every second time.
_PER_POINT = 4
_NAME = re.compile(r"(?<![\w-])[^\W\d_][\w'-]*\w")
_WORD = re.compile(r"[\w'.]+")
_OF = frozenset(["de", "du", "d'", "des"])
_TOLD = re.compile(r",? (?:\(?\d\d\b|an? |the |who |un |une |l'|la |le |qui |âgée? )")


def protagonist(article: str, names: Mapping[str, str], pack: Pack) -> str:
    """The full name of that person; "" where nobody stands out.

    ``names`` are the article's full names by their last word.
    """
    text = plain(article[:READ])
    places: dict[str, list[int]] = {}
    for match in _NAME.finditer(text):
        if names.get(match.group()):
            places.setdefault(match.group(), []).append(match.start())
    people = {last: found for last, found in places.items() if _is_person(text, found, names[last], pack)}
    first, *others = [*sorted(people, key=lambda last: -len(people[last])), ""][:3]
    if not first or people[first][0] > _OPENING or len(people[first]) < max(2, 2 * len(people.get(others[0], ()))):
        return ""
    return names[first]


def _is_person(text: str, places: list[int], full: str, pack: Pack) -> bool:
    points = sum(_points(text, place, full, pack) for place in places)
    return points > 0 and points * _PER_POINT >= len(places)


def _points(text: str, place: int, full: str, pack: Pack) -> int:
    """Points for and against the last name at ``place`` being a person's."""
    begin = place - (len(full) - len(full.rsplit(maxsplit=1)[-1]))
    whole = begin >= 0 and text.startswith(full, begin)
    start = begin if whole else place
    words = _WORD.findall(text[max(start - _BEFORE, 0) : start])
    before = words[-1].lower() if words and text[start - 1 : start] == " " else ""
    points = 0 if whole else 1
    if before.rstrip(".") in pack.words("standalone", "titles") | pack.words("standalone", "addresses"):
        points += 3
    elif before in pack.words("standalone", "people"):
        points += 2
    elif before in pack.words("standalone", "place_before") or before in ("a", "an"):
        points -= 2
    return points + (1 if whole and _TOLD.match(text, begin + len(full)) else 0)


@dataclass(slots=True)
class Hero:
    """The person whom an article is about (``name``; "" for nobody), and the last name of whom it ``named`` last."""

    people: People
    name: str = ""
    named: str = ""

    def among(self, words: list[Word], sentence: int) -> Entity | None:
        """That person, where a clause of these words names nobody else.

        The gender is known where a pronoun can mean nobody whom the text named since.
        """
        last = self.name.rpartition(" ")[2]
        if not last or any(w.text != last and self.people.may_be_person(w.text) for w in words):
            return None
        gender = self.people.genders.get(last, "")
        alone = self.named in ("", last) or self.people.genders.get(self.named, gender) != gender
        return Entity(self.name, gender if alone else "", False, True, sentence, named=True)


def points_at(words: list[Word], person: Entity, pack: Pack) -> bool:
    """Whether words that a wording keeps mean the person: "the mayor", or a pronoun where the gender is known."""
    table = pack.table("standalone")
    kind = {"Masc": "masculine", "Fem": "feminine"}.get(person.gender, "")
    pronouns = set(table.get("subjects", {}).get(kind, ()))
    owners = {own for own, whose in table.get("owners", {}).items() if pronouns & set(whose)}
    definite = pack.words("standalone", "definite")
    roles = pack.words("standalone", "people") | pack.words("standalone", "titles")
    for n, word in enumerate(words):
        if (word.low in pronouns and word.dep == "nsubj") or word.low in owners:
            return True
        if word.low in definite and word.pos == "DET" and _is_role(words[n + 1 : n + 4], roles):
            return True
    return False


def _is_role(words: list[Word], roles: frozenset[str]) -> bool:
    """Whether one noun for a person, or an adjective and one, says no more of who it is ("the mayor of …")."""
    noun = next((n for n, word in enumerate(words[:2]) if word.pos == "NOUN"), None)
    if noun is None or words[noun].low not in roles or "Number=Plur" in words[noun].morph:
        return False
    after = words[noun + 1] if noun + 1 < len(words) else None
    return after is None or not (after.pos in ("ADP", "PROPN", "NOUN") or after.low in _OF or after.tag == "POS")
