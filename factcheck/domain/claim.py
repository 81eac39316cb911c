"""A claim: one thing to check, tied to the exact words it was read from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from factcheck.domain.verdict import Verdict


class Kind(StrEnum):
    """What sort of statement it is; the first that fits, in the order of the annotation rules."""

    FACTUAL = "factual"
    QUANTITY = "quantity"
    QUOTE = "quote"
    PREDICTION = "prediction"
    OPINION = "opinion"
    QUESTION = "question"
    BOILERPLATE = "boilerplate"


class Modality(StrEnum):
    """How surely it is said. A hedge inside the clause wins over an attribution around it."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    REPORTED = "reported"


class ClaimState(StrEnum):
    """Where a claim stands in the desk's work; ``domain.review`` holds the moves between them."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    IN_REVIEW = "in-review"
    VERDICT_PROPOSED = "verdict-proposed"
    APPROVED = "approved"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one field of a claim was read from.

    ``field`` names the field (modality, claimant, date, kind, check_worthiness, standalone), ``rule`` the rule's
    key (its wording is the message ``rule.<rule>``), ``phrase`` the words, and ``start``/``end`` their place in the
    article in code points where they stand there.
    """

    field: str
    rule: str
    phrase: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """A claim as the splitter proposes it.

    ``text == article[start:end]`` always; offsets are code points, end exclusive. ``standalone`` is a suggestion.
    ``cue_start``/``cue_end`` are where the claimant was read from. ``date`` is EDTF. ``check_worthiness`` is 0 to 1.
    """

    id: str
    start: int
    end: int
    text: str
    standalone: str
    claimant: str | None
    cue_start: int | None
    cue_end: int | None
    modality: Modality
    kind: Kind
    date: str | None
    check_worthiness: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Rest:
    """A piece of the article that is no claim, with the reason (a rule key, wording under ``rest.<reason>``)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Split:
    """What the splitter made of an article: proposed claims in reading order and the labelled rest.

    The spans of ``claims`` and ``rest`` together cover every character of the text that is not white space.
    ``notes`` are message keys that a person should read (for example that no parser exists for the language).
    """

    title: str | None
    language: str
    date: str | None
    sha256: str
    claims: tuple[ProposedClaim, ...]
    rest: tuple[Rest, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A stored claim as services return it; ``verdict`` is the one in force.

    ``start``/``end``/``text`` are the exact words and never change under an edit of ``standalone``.
    ``sources`` counts the evidence; ``priority`` is 0 (none) to 3 (at once). ``version`` grows with every change.
    """

    id: str
    article: str
    start: int
    end: int
    text: str
    standalone: str
    claimant: str | None
    claimant_id: str | None
    cue_start: int | None
    cue_end: int | None
    modality: Modality
    kind: Kind
    date: str | None
    check_worthiness: float
    reasons: tuple[Reason, ...]
    state: ClaimState
    dismissed_because: str | None
    verdict: Verdict | None
    tags: tuple[str, ...]
    sources: int
    assignee: str | None
    priority: int
    created_at: datetime
    version: int
