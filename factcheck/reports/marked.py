"""The article's full text with its claims marked, in paragraphs of pieces."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from factcheck.reports.model import ReportClaim
from factcheck.reports.words import clean

_PARAGRAPH = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*|(?:\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``number`` and ``anchor`` name the claim that it belongs to.

    ``number`` stands only on the last piece of a claim, so that it is printed once; ``anchor`` is "" outside claims.
    """

    text: str
    anchor: str = ""
    colour: str = ""
    number: int | None = None


def paragraphs(text: str, claims: tuple[ReportClaim, ...], colours: Mapping[str, str]) -> tuple[tuple[Piece, ...], ...]:
    """The text with every claim that points into it marked; ``colours`` are by claim id.

    Where claims overlap, each letter belongs to the claim that began last: an inner claim stays visible in its outer.
    """
    owners = _owners(len(text), claims)
    begins = [begin for begin, _, _ in owners]
    rows: list[tuple[Piece, ...]] = []
    start = 0
    for gap in [*_PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        row = tuple(
            _piece(text, max(a, start), min(b, end), claims[n] if n >= 0 else None, n + 1, colours)
            for a, b, n in owners[max(bisect_right(begins, start) - 1, 0) : bisect_left(begins, end)]
            if start < end
        )
        if any(piece.text.strip() for piece in row):
            rows.append(row)
        start = gap.end() if gap else end
    return tuple(rows)


def _piece(
    text: str, start: int, end: int, claim: ReportClaim | None, number: int, colours: Mapping[str, str]
) -> Piece:
    if claim is None:
        return Piece(clean(text[start:end]))
    return Piece(clean(text[start:end]), claim.anchor, colours[claim.id], number if end == claim.end else None)


def _owners(length: int, claims: tuple[ReportClaim, ...]) -> list[tuple[int, int, int]]:
    """The text cut into (start, end, index of the claim or -1), without gaps."""
    spans = [(c.start, c.end, n) for n, c in enumerate(claims) if 0 <= c.start < c.end <= length]
    cuts = sorted({0, length, *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    spans.sort()
    owners, open_, following = [], [], 0
    for start, end in pairwise(cuts):
        while following < len(spans) and spans[following][0] <= start:
            open_.append(spans[following])
            following += 1
        open_ = [span for span in open_ if span[1] > start]
        owners.append((start, end, max(open_)[2] if open_ else -1))
    return owners
