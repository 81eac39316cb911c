"""Marks over a text: which spans are drawn, in which lane, so that overlapping and nested ones stay apart.

Pure: no Qt. Positions are UTF-16 code units, end exclusive. Lane 0 may be filled; a span that meets an earlier one goes
to the next free lane and is drawn as a line under the words at the lane's depth: never one colour over another.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

DEEPEST = 3
"""Lanes that are drawn apart; what lies deeper shares the last one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked span. ``style`` is ``proposed``, ``accepted``, ``decided``, ``rest``, ``passage`` or ``gone``.

    ``colour`` is ``#rrggbb`` (the verdict's, or a theme token's); ``glyph`` stands in the margin; ``label`` is said
    aloud, in a hint and, for the rest, in the right margin.
    """

    id: str
    start: int
    end: int
    style: str
    colour: str
    glyph: str = ""
    label: str = ""
    lane: int = 0


def in_lanes(marks: Iterable[Mark]) -> list[Mark]:
    """The marks sorted by start, each with the lowest lane that no earlier overlapping mark uses.

    Of marks that start together the longer comes first, so a nested claim lies under the one around it.
    """
    laid: list[Mark] = []
    ends = [0] * (DEEPEST + 1)
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        lane = next((n for n, end in enumerate(ends) if end <= mark.start), DEEPEST)
        ends[lane] = max(ends[lane], mark.end)
        laid.append(Mark(mark.id, mark.start, mark.end, mark.style, mark.colour, mark.glyph, mark.label, lane))
    return laid


class Marks:
    """The marks of one text, found by place in logarithmic time."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self.all: Sequence[Mark] = in_lanes(marks)
        self._starts = [mark.start for mark in self.all]
        self._reach = list(accumulate((mark.end for mark in self.all), max))
        self._by_id = {mark.id: mark for mark in self.all}

    def get(self, identifier: str | None) -> Mark | None:
        """The mark with that id."""
        return self._by_id.get(identifier) if identifier else None

    def between(self, start: int, end: int) -> list[Mark]:
        """The marks that share a place with start to end (exclusive), in order."""
        first = bisect_left(self._reach, start + 1)
        last = bisect_left(self._starts, end)
        return [mark for mark in self.all[first:last] if mark.end > start]

    def at(self, position: int) -> list[Mark]:
        """The marks over one position, the innermost (shortest) first."""
        return sorted(self.between(position, position + 1), key=lambda m: (m.end - m.start, m.start))
