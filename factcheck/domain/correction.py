"""Corrections: what was changed after readers had seen it, with the version before and the version after."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from factcheck.domain.verdict import Verdict


class Sort(StrEnum):
    """What kind of change it is. A clarification never changes the rating; a withdrawal ends the check."""

    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    WITHDRAWAL = "withdrawal"


class Part(StrEnum):
    """What of a published check differs between the two versions."""

    RATING = "rating"
    REASON = "reason"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the correction ledger, with both versions as they stood."""

    id: str
    claim: str
    sort: Sort
    what_was_wrong: str
    because: str
    reviewer: str
    at: datetime
    old_verdict: Verdict | None
    new_verdict: Verdict | None
    old_standalone: str
    new_standalone: str

    @property
    def changed(self) -> tuple[Part, ...]:
        """The parts that really differ."""
        return differences(self.old_verdict, self.new_verdict, self.old_standalone, self.new_standalone)


def differences(old: Verdict | None, new: Verdict | None, old_standalone: str, new_standalone: str) -> tuple[Part, ...]:
    """What differs between two versions of a published check."""
    found = []
    if old and new and (old.scale, old.rating) != (new.scale, new.rating):
        found.append(Part.RATING)
    if old and new and old.reason != new.reason:
        found.append(Part.REASON)
    if old_standalone != new_standalone:
        found.append(Part.WORDING)
    return tuple(found)
