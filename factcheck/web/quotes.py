"""A quote and its place in a captured text: kept with what stands around it, and found again in a later capture."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from urllib.parse import quote as percent

from factcheck.web.worddiff import WordChange, word_changes

CONTEXT = 64
"""Characters kept on each side, enough to tell two equal sentences of one page apart."""

ALTERED = 0.6
"""Share of words in common from which other words are taken for the quote, altered; ``IN_PLACE`` where what stood
around it is still around them."""
IN_PLACE = 0.34

_FOLDS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "…": ".",
    }
)
_INSIDE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Characters that are not seen and may stand inside a word."""
_UNSEEN: dict[int, None] = dict.fromkeys(map(ord, _INSIDE))
_WORD = re.compile(rf"\w+(?:[{_INSIDE}]+\w+)*")
_SIGNS = "".join(map(chr, range(33, 48))) + ":;?@[]{}()«»“”„‘’…–— \u00a0\u202f"

_SIGNS_BEFORE = re.compile(r"[^\w\s.,;:!?]+[ \u00a0\u202f]?$")
_SIGNS_AFTER = re.compile(r"(?:[ \u00a0\u202f]?[^\w\s])+")

_SIDE = 5
"""Words of context that are compared on each side."""
_ENDS = 5
"""Words at each end that name a long quote in a text fragment."""
_COMMON = 200
"""A word that stands in more places says little about where a quote is."""
_TRIED = 12
"""Stretches of the page that are compared word by word, those with most of the quote's rarer words."""
_PLACES = 500
"""Places where a quote stands that are weighed: a single word may stand in thousands."""
_LONG = 600
"""Words of a quote from which its commonest ones are skipped when it is compared: it would take seconds."""


class Status(StrEnum):
    """What became of a quote."""

    INTACT = "intact"
    MOVED = "moved"
    ALTERED = "altered"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class QuoteStatus:
    """Where a quote is now: ``text[start:end]``, None when missing. ``diff`` tells the altered words.

    Intact: the same words (white space and typographic signs apart) where the text around them says they were, whatever
    was added further up. Moved: the same words among others. Altered: other words in its place, or nearly the same
    words elsewhere.
    """

    status: Status
    start: int | None = None
    end: int | None = None
    diff: tuple[WordChange, ...] = ()


def anchor(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after ``text[start:end]``."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def locate(
    text: str, quote: str, before: str = "", after: str = "", start: int | None = None, end: int | None = None
) -> QuoteStatus:
    """Find a kept quote in ``text``.

    ``start`` and ``end`` are where it was, ``before`` and ``after`` what ``anchor`` gave.
    """
    if (
        start is not None
        and end is not None
        and text[start:end] == quote
        and _sides(text, start, end, before, after) > 0
    ):
        return QuoteStatus(Status.INTACT, start, end)
    exact = _everywhere(text, quote)
    if exact:
        return _found(text, quote, before, after, start, exact)
    page, wanted = _Words(text), _Words(quote)
    if not wanted.folded:
        return QuoteStatus(Status.MISSING)
    same = [page.span(i, i + len(wanted.folded)) for i in page.find(wanted.folded)]
    if same:
        return _found(text, quote, before, after, start, [_with_signs(text, span, quote) for span in same])
    return _altered(text, quote, page, wanted, _Words(before).folded, _Words(after).folded)


def _everywhere(text: str, quote: str) -> list[tuple[int, int]]:
    """The places where the quote stands as it is, the first ``_PLACES`` of them."""
    spans: list[tuple[int, int]] = []
    at = text.find(quote) if quote.strip() else -1
    while at >= 0 and len(spans) < _PLACES:
        spans.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return spans


def _found(
    text: str, quote: str, before: str, after: str, was: int | None, spans: list[tuple[int, int]]
) -> QuoteStatus:
    """The best of the places where the quote's words stand: its surroundings first, then nearness to the old place."""
    a, b = max(spans, key=lambda s: (_sides(text, s[0], s[1], before, after), -abs(s[0] - (was or 0))))
    if _strict(text[a:b]) != _strict(quote):
        return QuoteStatus(Status.ALTERED, a, b, word_changes(quote, text[a:b]))
    alone = not before.strip() and not after.strip()
    stays = _sides(text, a, b, before, after) > 0 or (alone and (was is None or len(spans) == 1))
    return QuoteStatus(Status.INTACT if stays else Status.MOVED, a, b)


def _altered(
    text: str, quote: str, page: "_Words", wanted: "_Words", before: list[str], after: list[str]
) -> QuoteStatus:
    best: tuple[float, int, int] | None = None
    for low, high, least in (*_between(page, wanted, before, after), *_windows(page, wanted)):
        ratio, i, j = _fit(wanted.folded, page.folded, low, high, trim=least == ALTERED)
        if ratio >= least and (best is None or ratio > best[0]):
            best = (ratio, i, j)
    if best is None:
        return QuoteStatus(Status.MISSING)
    a, b = _with_signs(text, page.span(best[1], best[2]), quote)
    return QuoteStatus(Status.ALTERED, a, b, word_changes(quote, text[a:b]))


def _windows(page: "_Words", wanted: "_Words") -> list[tuple[int, int, float]]:
    """Stretches of the page where several of the quote's rarer words stand in about its order."""
    size = len(wanted.folded)
    votes: Counter[int] = Counter()
    for place, word in enumerate(wanted.folded):
        found = page.places.get(word, ())
        if len(found) <= _COMMON:
            for at in found:
                votes[(at - place) // 4] += 1
    room = size // 3 + 4
    count = len(page.folded)
    return [
        (max(0, 4 * group - room), min(count, 4 * group + size + room), ALTERED)
        for group, _ in votes.most_common(_TRIED)
    ]


def _between(page: "_Words", wanted: "_Words", before: list[str], after: list[str]) -> list[tuple[int, int, float]]:
    """The stretches between what stood before the quote and what stood after it."""
    lead, tail = before[-_SIDE:], after[:_SIDE]
    if len(lead) < 2 or len(tail) < 2:
        return []
    limit = 2 * len(wanted.folded) + 8
    starts = [i + len(lead) for i in page.find(lead)]
    ends = page.find(tail)
    return [(i, j, IN_PLACE) for i in starts[:50] for j in ends[:50] if i < j <= i + limit]


def _fit(wanted: list[str], words: list[str], low: int, high: int, *, trim: bool) -> tuple[float, int, int]:
    """How much of the quote is in ``words[low:high]``, 0 to 1, and the stretch that it fills there."""
    matcher = SequenceMatcher(None, wanted, words[low:high], autojunk=len(wanted) > _LONG)
    runs = [run for run in matcher.get_matching_blocks() if run.size]
    if not runs:
        return 0.0, low, high
    i, j = low, high
    if trim:
        i = max(low, low + runs[0].b - runs[0].a)
        j = min(high, low + runs[-1].b + len(wanted) - runs[-1].a)
    shared = sum(run.size for run in runs)
    return 2 * shared / (len(wanted) + j - i), i, j


class _Words:
    """The words of a text, folded, with their places."""

    def __init__(self, text: str) -> None:
        self.spans = [m.span() for m in _WORD.finditer(text)]
        self.folded = [text[a:b].translate(_UNSEEN).casefold() for a, b in self.spans]
        self._places: dict[str, list[int]] | None = None

    @property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands."""
        if self._places is None:
            self._places = {}
            for i, word in enumerate(self.folded):
                self._places.setdefault(word, []).append(i)
        return self._places

    def find(self, wanted: list[str]) -> list[int]:
        """Where that run of words begins, everywhere."""
        rarest = min(range(len(wanted)), key=lambda i: len(self.places.get(wanted[i], ())))
        begins = (at - rarest for at in self.places.get(wanted[rarest], ()))
        return [i for i in begins if i >= 0 and self.folded[i : i + len(wanted)] == wanted]

    def span(self, i: int, j: int) -> tuple[int, int]:
        """The place in the text of the words from ``i`` up to ``j``."""
        return self.spans[i][0], self.spans[j - 1][1]


def _sides(text: str, start: int, end: int, before: str, after: str) -> int:
    """On how many sides the text around a place is what was around the quote."""
    lead, tail = _Words(before).folded[-_SIDE:], _Words(after).folded[:_SIDE]
    near_lead = _Words(text[max(0, start - 2 * CONTEXT) : start]).folded[-len(lead) :] if lead else []
    near_tail = _Words(text[end : end + 2 * CONTEXT]).folded[: len(tail)] if tail else []
    return int(_alike(lead, near_lead)) + int(_alike(tail, near_tail))


def _alike(a: list[str], b: list[str]) -> bool:
    return bool(a) and SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.6


def _with_signs(text: str, span: tuple[int, int], quote: str) -> tuple[int, int]:
    """The span with signs at its ends where the quote has some: the same, or those that took their place."""
    start, end = span
    lead = quote[: len(quote) - len(quote.lstrip(_SIGNS))]
    tail = quote[len(quote.rstrip(_SIGNS)) :]
    if lead.strip() and (match := _SIGNS_BEFORE.search(text, max(0, start - 8), start)):
        start = match.start()
    if tail.strip() and (match := _SIGNS_AFTER.match(text, end)):
        end = match.end()
    return start, end


def _strict(text: str) -> str:
    """The text without white space and with one form for each typographic sign: equal means intact."""
    return "".join(text.translate(_UNSEEN).translate(_FOLDS).split())


def fragment_url(url: str, quote: str, before: str = "", after: str = "") -> str:
    """``url`` with a text fragment, so that a browser opens it at the quote.

    After the WICG's "URL Fragment Text Directives": ``#:~:text=[prefix-,]start[,end][,-suffix]``. Each part must lie in
    one block of the page, so a long quote or one over several lines is named by its first and last words.
    """
    address = url.split(":~:", 1)[0].removesuffix("#")
    lines = [line.strip() for line in quote.strip().splitlines() if line.strip()]
    if not lines:
        return address
    parts = [lines[0]]
    if len(lines) > 1 or len(lines[0]) > 120:
        first, last = lines[0].split(), lines[-1].split()
        parts = [" ".join(first[:_ENDS]), " ".join(last[-_ENDS:])]
    prefix = " ".join(before.rsplit("\n", 1)[-1].split()[-3:])
    suffix = " ".join(after.split("\n", 1)[0].split()[:3])
    # A context cut inside a word would name half a word.
    directive = ",".join(
        [
            *([_escape(prefix) + "-"] if prefix else []),
            *map(_escape, parts),
            *(["-" + _escape(suffix)] if suffix else []),
        ]
    )
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


def _escape(text: str) -> str:
    """Percent-encoded with the dash too, which the directive gives a meaning."""
    return percent(text, safe="", errors="replace").replace("-", "%2D")
