"""What the text has named so far: full names for short ones, and whom a pronoun stands for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from factcheck.domain.dates import Partial
from factcheck.text.descriptions import Descriptions
from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon
from factcheck.text.naming import Namings, counted
from factcheck.text.normalise import Copy
from factcheck.text.parsed import Parsed, Word
from factcheck.text.people import Entity, People, gender_of, is_body, names
from factcheck.text.phrases import phrase_text
from factcheck.text.protagonist import Hero
from factcheck.text.thread import Thread, as_for, tells, whom_last

#: A pronoun is looked up among the subjects of this many sentences before it.
_REACH = 3
#: A person named alone is remembered for longer.
_REACH_PERSON = 9
_KEPT = 16
_SPEAKERS = 4
_NAMES = ("PROPN", "NOUN")
#: How French nouns for who does something end (« un pêcheur », « une habitante »), where no list names them.
_DOER = re.compile(r"\w+(?:[^ae]eur|euse|trice|ien|ienne|iste|ière|ante|ois|oise)$")


@dataclass(slots=True)
class Context:
    """The memory of a reading: the ``people`` named, recent subjects (newest last), the date ``told`` last, the
    ``topic`` that the headline names, what the last sentence ``counted``, its ``nouns`` with what they agree with and
    who did what it tells of (``agent``).
    """

    pack: Pack
    people: People
    recent: list[Entity] = field(default_factory=list)
    speakers: list[Entity] = field(default_factory=list)
    sentence: int = 0
    told: Partial | None = None
    roles: dict[str, str] = field(default_factory=dict)
    topic: str = ""
    counted: str = ""
    nouns: list[tuple[str, str]] = field(default_factory=list)
    descriptions: Descriptions = field(init=False)
    namings: Namings = field(init=False)
    thread: Thread = field(init=False)
    hero: Hero = field(init=False)
    agent: Entity | None = None

    def __post_init__(self) -> None:
        self.thread = Thread(self.pack)
        self.hero = Hero(self.people)
        self.descriptions = Descriptions(self.pack)
        self.namings = Namings(self.pack)

    def read(self, sentence: Parsed, article: str, copy: Copy) -> None:
        """Take in a sentence: its names and its subjects."""
        self.sentence += 1
        words = sentence.words
        runs = names(words)
        for first, last in runs:
            self.people.note(words, first, last, article, copy)
            if self.people.may_be_person(words[last].text):
                self.hero.named = words[last].text
        self.nouns = [(word.low, word.morph) for word in words if word.pos in ("NOUN", "PROPN")]
        self.descriptions.read(words, copy.text)
        self.counted = counted(words, copy.text, self.pack) if self.pack.code == "en" else ""
        self.namings.read(words, copy.text, runs, self.people.is_person)
        subjects = self.subjects(words, article, copy)
        self.thread.read(words, subjects, self.sentence)
        self.recent.extend(subjects)
        del self.recent[:-_KEPT]
        doer = _doer(words, self.pack) if self.pack.code == "fr" else None
        self.agent = self.people.entity(words, doer, article, copy, self.sentence) if doer is not None else None

    def subjects(self, words: list[Word], article: str, copy: Copy, until: int | None = None) -> list[Entity]:
        """The subjects of a sentence, in order; only those before word ``until`` when that is given."""
        own = {*self.pack.words("standalone", "first_person"), "whose"}
        times = self.pack.table("dates").get("weekdays", {})
        return [
            self.people.entity(words, n, article, copy, self.sentence)
            for n, word in enumerate(words[:until])
            if (word.dep == "nsubj" or as_for(words, n)) and word.pos in _NAMES and word.low not in times
            if words[word.left].low not in own  # it is told by who speaks, or by what stands before it
        ]

    def spoke(self, name: str, words: list[Word]) -> None:
        """Remember who was given as a source, for the pronoun that goes on speaking ("Elle a ajouté")."""
        head = next((w for w in words if w.pos in ("NOUN", "PROPN")), None)
        article = next((w for w in words if w.pos == "DET"), None)
        if head is None:
            return
        gender = gender_of(article, self.pack) if article is not None else ""
        proper = [w.text for w in words if w.pos == "PROPN"]
        noun = next((n for n, w in enumerate(words) if w.low in self.pack.words("standalone", "people")), None)
        told = [w.text for w in words[noun:] if w.pos == "PROPN"] if noun is not None else []
        titled = bool(told) or any(w.low.rstrip(".") in self.pack.words("standalone", "titles") for w in words)
        bare = article is None and len(proper) in (2, 3)
        person = bool(proper) and (titled or bare or self.people.person[proper[-1]] > 0)
        plural = "Number=Plur" in head.morph or (article is not None and "Number=Plur" in article.morph)
        known = (self.people.full.get(proper[-1], "") or " ".join(told)) if person else ""
        if not gender:
            gender = self.people.genders.get(proper[-1], "") if person else gender_of(head, self.pack)
        self.speakers.append(Entity(known or name, gender, plural, person, self.sentence))
        del self.speakers[:-_SPEAKERS]

    def spoke_again(self, entity: Entity, pronoun: str) -> None:
        """Remember that someone known, now called by a pronoun, said something in this sentence."""
        gender = {"masculine": "Masc", "feminine": "Fem"}.get(self._kind(pronoun) or "", "")
        if gender:
            self.people.genders[entity.name.split()[-1]] = gender
        self.speakers.append(replace(entity, sentence=self.sentence))
        del self.speakers[:-_SPEAKERS]

    def speaker(self, pronoun: str, before: Sequence[Entity] = ()) -> Entity | None:
        """Whom a pronoun that says something stands for: the last one who said something and agrees.

        ``before`` are the subjects of the same sentence that stand before it.
        """
        kind = self._kind(pronoun)
        if kind is None:
            return None
        if pronoun in self.pack.words("reporting", "latter"):
            return whom_last(kind, self.nouns, self.speakers, self.recent, self.sentence)
        here = {e.name: e for e in before if e.gender and self._speaks(e, kind)} if self.pack.code == "fr" else {}
        here = here if all(tells(e) for e in here.values()) else {}
        if len(here) == 1:
            return next(iter(here.values()))
        near = [e for e in reversed(self.speakers) if self.sentence - e.sentence <= _REACH and self._speaks(e, kind)]
        did = self.agent if self.agent is not None and self.agent.gender and self._speaks(self.agent, kind) else None
        near = [did] if did is not None and _nobody_since(near, did) else near
        goes_on = self.thread.find(pronoun, self.sentence)
        spoken = bool(near) and near[0].sentence >= self.sentence - 1  # in the sentence before
        fresh = goes_on is not None and goes_on.sentence == self.sentence and not spoken
        # « La mission n'a rien relevé. Elle regrette que … »
        body = goes_on if goes_on is not None and fresh and is_body(goes_on, self.pack) else None
        goes_on = body or (goes_on if goes_on is not None and goes_on.person else None)
        later = near and goes_on is not None and self.pack.code == "fr" and near[0].sentence < goes_on.sentence
        if goes_on is not None and (goes_on is body or later or (near and not near[0].gender)):
            return goes_on
        since = {e.name: e for e in self.recent if near and e.person and e.named and e.sentence > near[0].sentence}
        if len(since) == 1 and (newer := next(iter(since.values()))).sentence >= self.sentence - 1:
            near = [newer] if self._agrees(newer, kind) else near
        if near:
            return near[0]
        found = (goes_on if goes_on is not None and tells(goes_on) else None) or self.resolve(pronoun) or goes_on
        if found is None and kind in ("masculine", "feminine"):
            fits = [e for e in reversed(self.recent) if e.person and e.named and self._agrees(e, kind)]
            last = [e for e in fits if self.sentence - e.sentence < _REACH and e.sentence == fits[0].sentence]
            found = last[0] if len({e.name for e in last}) == 1 else None
        if found is None and self._may_be_hero(kind):
            found = self.hero.among([], self.sentence)
        return found if found is not None and found.person else None

    def himself(self, pronoun: str, claimant: str, *, acts: bool = False) -> tuple[bool, bool]:
        """Whether a pronoun in what a claimant says may mean the claimant, and whether nobody else is near.

        ``acts`` says that its verb tells what only somebody does ("said it had recalled the cars").
        """
        kind = self._kind(pronoun)
        speaker = next((e for e in reversed(self.speakers) if e.name.lower().endswith(claimant.lower())), None)
        if not claimant or kind is None or speaker is None or speaker.sentence < self.sentence:
            return False, False
        if claimant.split(maxsplit=1)[0].lower() in self.pack.words("standalone", "possessives"):
            return True, False  # "he will appeal, his lawyer said"
        person = kind in ("masculine", "feminine")
        wanted = {"masculine": "Masc", "feminine": "Fem"}.get(kind, "")
        if speaker.plural != (kind == "plural") or (person and speaker.gender not in ("", wanted)):
            return False, False
        if self.pack.code == "en" and person == (kind == "neuter"):
            return False, False
        body = speaker.name.lower().split()[-1] in self.pack.words("standalone", "impersonal_sources")
        if person and body:
            return False, False  # "the mayor's office said she …"
        near = [e for e in self.recent if self.sentence - e.sentence < _REACH and e.name != speaker.name]
        others = [e for e in near if self._agrees(e, kind) and (e.person or not person)]
        # "The firm says it …": it may be the deal, unless it acts.
        told = speaker.person if self.pack.code == "fr" else kind != "neuter"
        known = speaker.person and (speaker.gender != "" or speaker.name in self.people.full.values())
        return True, (told and not others) or (acts and not person and not known)

    def _speaks(self, entity: Entity, kind: str) -> bool:
        if kind == "plural":
            # English speaks of an institution as "they".
            return entity.plural or (self.pack.code == "en" and not entity.person)
        return not entity.plural and self._agrees(entity, kind)

    def _kind(self, pronoun: str) -> str | None:
        subjects = self.pack.table("standalone").get("subjects", {})
        return next((str(k) for k, words in subjects.items() if pronoun in words), None)

    def owner(self, possessive: str) -> Entity | None:
        """Whose "his", "her" or « son » tells, where one person alone has been spoken of."""
        pronouns = self.pack.table("standalone").get("owners", {}).get(possessive, ())
        found = [entity for pronoun in pronouns if (entity := self.resolve(str(pronoun))) is not None]
        people = [entity for entity in found if entity.person]
        return people[0] if len({entity.name for entity in people}) == 1 else None

    def resolve(self, pronoun: str, before: Sequence[Entity] = (), *, closest: bool = False) -> Entity | None:
        """Whom a subject pronoun stands for, where the text leaves no doubt.

        One person alone in the last sentences, or the subject of the sentence before when nothing else near agrees
        (``closest``: when nothing else in that sentence does).
        """
        kind = self._kind(pronoun)
        if kind is None:
            return None
        here = [e for e in reversed(before) if self._agrees(e, kind)]
        if here and len({e.name for e in here}) == 1 and not here[0].person:
            return here[0]
        fits = [*here, *(e for e in reversed(self.recent) if self._agrees(e, kind))]
        people = [e for e in fits if e.person and self.sentence - e.sentence < _REACH_PERSON]
        if people and kind in ("masculine", "feminine"):
            close = [e for e in people if self.sentence - e.sentence < _REACH] or people[:1]
            named = {e.name for e in people if e.named}
            # "The outgoing president" beside one name alone is that name's bearer.
            near = named if len(named) == 1 else {e.name for e in close}
            things = [e for e in fits if not e.person and e.sentence >= people[0].sentence]
            if len(near) == 1 and not things:
                name = next(iter(near))
                self.people.genders[name.split()[-1]] = "Masc" if kind == "masculine" else "Fem"
                return next(e for e in people if e.name == name)
            return None
        near_things = [e for e in fits if self.sentence - e.sentence < 2]
        last = [e for e in near_things if e.sentence == self.sentence]
        one = next(
            (found for found in (near_things, *([last] if closest else [])) if len({e.name for e in found}) == 1), None
        )
        return one[0] if one and not people and not self._may_be_hero(kind) else None

    def taken_up(self, pronoun: str) -> Entity | None:
        """Whom a pronoun that ``resolve`` leaves open takes up: the thread's subject, or who spoke last."""
        found = self.thread.find(pronoun, self.sentence)
        if found is not None and not found.person and self._may_be_hero(self._kind(pronoun)):
            return None
        if found is not None or self._kind(pronoun) not in ("masculine", "feminine"):
            return found
        spoke = [e for e in self.speakers if e.person and self.sentence - e.sentence < _REACH]
        last = spoke[-1] if spoke else None
        fits = last is not None and self._agrees(last, str(self._kind(pronoun)))
        others = (e for e in self.recent if e.person and last is not None and e.name != last.name)
        return last if last is not None and fits and not any(e.sentence > last.sentence for e in others) else None

    def _may_be_hero(self, kind: str | None) -> bool:
        hero = self.hero.among([], self.sentence)
        return hero is not None and hero.gender != "" and self._agrees(hero, str(kind))

    def long_name(self, short: str) -> str:
        """The full name that a single name was introduced with, else the name itself."""
        return self.people.full.get(short) or short

    def phrase(self, words: list[Word], head: int, copy: Copy) -> str:
        """A word's noun phrase for a wording: a pronoun gives way to what it stands for, a short name to the full."""
        if words[head].pos == "PRON":
            entity = self.resolve(words[head].low) or self.taken_up(words[head].low)
            return entity.name if entity else words[head].text
        text = phrase_text(words, head, copy.text)
        saying, _, after = text.partition(" ")
        determiner = after.replace("'", " ").partition(" ")[0] in self.pack.words("standalone", "determiners")
        named = self.pack.code == "fr" and after[:1].isupper()
        if (determiner or named) and saying in lexicon(self.pack).reporting:
            text = after  # ", insiste cet homme, qui …": the parser took the verb for a part of the name
        first, _, name = text.partition(" ")
        if first.lower().rstrip(".") in self.pack.words("standalone", "addresses") and " " not in name:
            return self.long_name(name) if self.people.full.get(name) else text
        return text if name else self.long_name(text)

    def _agrees(self, entity: Entity, kind: str) -> bool:
        if kind == "plural":
            return entity.plural
        if entity.plural:
            return False
        if self.pack.code == "en":
            wanted = "Masc" if kind == "masculine" else "Fem"
            return entity.person == (kind in ("masculine", "feminine")) and entity.gender in ("", wanted)
        return entity.gender in ("", "Masc" if kind == "masculine" else "Fem")


def _doer(words: list[Word], pack: Pack) -> int | None:
    """The person by whom something was done (« a été repéré par un pêcheur »)."""
    own = pack.words("standalone", "people") | pack.words("reporting", "holders")
    for n in range(2, len(words) - 3):
        passive = words[n].low == "par" and any(w.past for w in words[max(n - 4, 0) : n])
        if passive and words[n + 1].low in ("un", "une"):
            noun = n + 2 + (words[n + 2].pos == "ADJ")
            doer = words[noun].low in own or _DOER.match(words[noun].low) is not None
            return noun if doer and words[noun].pos == "NOUN" else None
    return None


def _nobody_since(near: Sequence[Entity], did: Entity) -> bool:
    """Whether no person has spoken, and nobody in the sentence in which somebody did something (newest first)."""
    return not near or not (near[0].person or near[0].sentence >= did.sentence)
