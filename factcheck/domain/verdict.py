"""Ratings, the scales that hold them, and verdicts given with them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rating:
    """One step of a scale. ``labels`` and ``meanings`` are by language code; ``value`` is ClaimReview's ratingValue.

    ``colour`` and ``glyph`` never speak alone: the label always stands beside them. ``value`` is None for ratings
    that are outside the order (unproven, satire).
    """

    key: str
    labels: dict[str, str]
    meanings: dict[str, str]
    colour: str
    glyph: str
    value: int | None

    def label(self, language: str) -> str:
        """The label in ``language``, in English where that is missing."""
        return self.labels.get(language) or self.labels["en"]

    def meaning(self, language: str) -> str:
        """The one-sentence meaning in ``language``, in English where that is missing."""
        return self.meanings.get(language) or self.meanings["en"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating scale, versioned: a verdict keeps the version that it was given under."""

    key: str
    version: int
    names: dict[str, str]
    ratings: tuple[Rating, ...]

    def rating(self, key: str) -> Rating | None:
        """The rating with that key, or None."""
        return next((r for r in self.ratings if r.key == key), None)

    def name(self, language: str) -> str:
        """The scale's name in ``language``, in English where that is missing."""
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict as given; never overwritten: a later one names it in ``supersedes``.

    ``blind`` says that it was given under the blind policy; ``second_to`` names the verdict that a second reviewer had
    not seen when this one was given beside it.
    """

    id: str
    claim: str
    scale: str
    scale_version: int
    rating: str
    reason: str
    reviewer: str
    at: datetime
    supersedes: str | None
    approved_by: tuple[str, ...] = ()
    blind: bool = False
    second_to: str | None = None
