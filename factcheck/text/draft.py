"""A claim in the making, and the voice that says it; all offsets are the article's own."""

from dataclasses import dataclass, field

from factcheck.domain.claim import Kind, Modality, Reason
from factcheck.domain.dates import Partial
from factcheck.text.attribution import Source
from factcheck.text.dates import Found
from factcheck.text.normalise import Copy
from factcheck.text.parsed import Word
from factcheck.text.people import Entity
from factcheck.text.standalone import Swap


@dataclass(frozen=True, slots=True)
class Voice:
    """A claimant in the article: the name, where it and its cue stand, and the rule that found it.

    ``pronoun`` is what it was written as where that was a pronoun, ``doubtful`` that the text does not resolve it;
    ``full`` is the full name that the text gave before, ``common`` says that its first word is no name, ``proper`` that
    it is one with its article ("Le Monde", a capital inside a sentence).
    """

    name: str
    start: int
    end: int
    cue_start: int
    cue_end: int
    rule: str
    pronoun: str = ""
    full: str = ""
    common: bool = False
    doubtful: bool = False
    proper: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What was worked out from a draft's words; ``worth`` is its points of check-worthiness without those of a date."""

    modality: Modality
    kind: Kind
    wording: str
    worth: float
    reasons: tuple[Reason, ...]
    date: Partial | None
    date_reason: Reason | None


@dataclass(slots=True)
class Draft:
    """One claim while it is read. ``words`` are its words (offsets in ``copy``), ``low`` their text, lower case."""

    start: int
    end: int
    words: list[Word]
    low: str
    copy: Copy
    role: str = "main"
    voice: Voice | None = None
    quoted: bool = False
    question: bool = False
    boilerplate: str = ""
    headline: bool = False
    lead: str = ""
    topic: str = ""
    person: Entity | None = None
    swaps: list[Swap] = field(default_factory=list)
    own_source: bool = False
    foreseen: bool = False
    moved: bool = False
    aside: list[tuple[int, int]] = field(default_factory=list)
    inner: list[tuple[int, int]] = field(default_factory=list)
    settled: Settled | None = None
    doubts: list[tuple[int, int]] = field(default_factory=list)
    second: Voice | None = None
    head: int = -1
    dates: list[Found] = field(default_factory=list)
    fallback_date: tuple[Partial, str] | None = None
    tense: str = ""
    later: bool = False
    then: bool = False
    general: bool = False
    definite: bool = False
    nouns: tuple[str, ...] = ()
    sentence: int = -1
    paragraph: int = 0
    sentence_dates: list[Found] = field(default_factory=list)

    @property
    def times(self) -> list[tuple[int, int]]:
        """Where the clause tells when, as offsets of the copy."""
        offset = self.words[0].start if self.words else 0
        return [(offset + found.start, offset + found.end) for found in self.dates]

    @property
    def own_dates(self) -> list[Found]:
        """The resolved times that the clause itself tells, not one that a clause set into it tells."""
        offset = self.words[0].start if self.words else 0
        return [
            found
            for found in self.dates
            if found.resolved is not None and not any(a <= offset + found.start < b for a, b in self.aside)
        ]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that is no claim, with its reason."""

    start: int
    end: int
    reason: str


def voice(source: Source, copy: Copy, article: str, name: str | None = None) -> Voice:
    """The voice of a source found in a block's copy; ``name`` is whom its pronoun stands for."""
    start, end = copy.at(source.start), copy.end(source.end)
    written = " ".join(article[start:end].split())
    cue_start, cue_end = copy.at(source.cue_start), copy.end(source.cue_end)
    pronoun = written if source.pronoun and name else ""
    doubtful = source.pronoun and name is None
    return Voice(name or written, start, end, cue_start, cue_end, source.rule, pronoun=pronoun, doubtful=doubtful)
