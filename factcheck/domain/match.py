"""Suggestions that a claim was checked before, and what people decided about them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Decision(StrEnum):
    """What a person says of a claim and an earlier check."""

    SAME = "same"
    RELATED = "related"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier check that may be of the same claim. Nothing follows from it until a person decides.

    ``id`` is the archive's own id where there is one, ``entry`` the library's. ``record`` is ``check`` for what an
    archive brought in, ``claim`` for a claim of this desk. ``score`` is from 0 to 1; ``likely`` means that it reaches
    the threshold in force. ``words`` are those of the claim that the earlier check holds too, ``near`` how near its
    meaning is (a cosine; None where words alone are compared). ``date`` is EDTF.
    """

    id: str
    entry: str
    record: str
    text: str
    title: str
    score: float
    likely: bool
    words: tuple[str, ...]
    near: float | None
    rating: str | None
    claimant: str | None
    date: str | None
    publisher: str | None
    url: str | None
    language: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """The score from which a match is called likely.

    ``learned`` tells whether it comes from this library's decisions, of which there are ``decisions`` with the method
    in force (``words`` or ``meaning``); else it is the one that the product ships with.
    """

    value: float
    learned: bool
    decisions: int
    method: str


@dataclass(frozen=True, slots=True)
class Precedents:
    """How statements similar to a claim were rated: the ratings with how often each was given, and the matches."""

    ratings: tuple[tuple[str, int], ...]
    matches: tuple[Match, ...]


class Line(NamedTuple):
    """A line of the ledger as matching needs it. ``counts`` is False for one that must not be found."""

    number: int
    revision: int
    counts: bool
    record: str
    language: str
    text: str
    title: str
    quote: str
    summary: str
    reason: str
