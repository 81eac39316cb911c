"""What changed between two captures of a page, and what became of the page itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from factcheck.web import sentences
from factcheck.web.links import host_of
from factcheck.web.page import Page
from factcheck.web.worddiff import Kind, WordChange, word_changes

SIMILAR = 0.5
"""Share of words in common from which a new sentence is the old one, reworded."""

_MANY = 1_000
"""Above so many sentences on a side the matcher may skip the commonest ones."""
_LONGEST = 300
"""Words of a sentence that are compared to find its new wording."""


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """One sentence that stayed, went, came, or was reworded (then ``words`` tells how).

    ``old_start``/``old_end`` are its place in the old text, ``new_start``/``new_end`` in the new; None where it is not.
    """

    kind: Kind
    old: str
    new: str
    old_start: int | None
    old_end: int | None
    new_start: int | None
    new_end: int | None
    words: tuple[WordChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences of two readings of a page. ``fields`` are (name, old, new) of title, author and date."""

    fields: tuple[tuple[str, str | None, str | None], ...]
    sentences: tuple[SentenceChange, ...]
    same_share: float

    @property
    def any(self) -> bool:
        """Whether anything that a reader sees has changed."""
        return bool(self.fields) or any(change.kind is not Kind.SAME for change in self.sentences)


class PageStatus(StrEnum):
    """What became of a page since it was captured."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"
    UNKNOWN = "unknown"


_GONE = (404, 410)


def compare(old: Page, new: Page) -> Changes:
    """Sentence by sentence, and word by word inside reworded ones.

    Read both captures with the same extractor, or its progress will look like a change of the page.
    """
    pairs = (("title", old.title, new.title), ("author", old.author, new.author), ("date", old.date, new.date))
    found = tuple(_sentences(old.text, new.text))
    kept = sum(len(change.old) for change in found if change.kind is Kind.SAME)
    longest = max(sum(len(c.old) for c in found), sum(len(c.new) for c in found))
    return Changes(
        fields=tuple((name, a, b) for name, a, b in pairs if a != b),
        sentences=found,
        same_share=kept / longest if longest else 1.0,
    )


def page_status(
    *, status: int | None, earlier: int | None, old_url: str, new_url: str | None, changed: bool, readable: bool = True
) -> PageStatus:
    """What a recheck says of the page.

    ``status`` and ``earlier`` are the HTTP statuses of this attempt and of the one before it, None when no answer came.
    A page is gone only when 404 or 410 was seen twice running; 403, 429, 5xx, silence and a page that is probably not
    the article any more (``readable`` False) say nothing. ``moved`` wins over ``changed``.
    """
    if status in _GONE:
        return PageStatus.GONE if earlier in _GONE else PageStatus.UNKNOWN
    if status is None or not 200 <= status < 300 or not readable:
        return PageStatus.UNKNOWN
    if new_url is not None and address_key(new_url) != address_key(old_url):
        return PageStatus.MOVED
    return PageStatus.CHANGED if changed else PageStatus.SAME


def address_key(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """What makes an address another page: not the scheme, www., a last slash, the fragment, or campaign parameters.

    A broken address is like nothing but itself.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", url, ()
    host = host_of(url)
    if port not in (None, 80, 443):
        host += f":{port}"
    query = tuple(sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _campaign(k)))
    return host, parts.path.rstrip("/"), query


def _campaign(name: str) -> bool:
    return name.lower().startswith("utm_") or name.lower() in ("fbclid", "gclid", "xtor", "at_medium", "at_campaign")


def _sentences(old: str, new: str) -> list[SentenceChange]:
    a, b = sentences.split(old), sentences.split(new)
    x, y = [_key(old, span) for span in a], [_key(new, span) for span in b]
    found: list[SentenceChange] = []
    many = max(len(a), len(b)) > _MANY
    for tag, i, j, k, m in SequenceMatcher(None, x, y, autojunk=many).get_opcodes():
        if tag == "equal":
            found.extend(_same(old, new, p, q) for p, q in zip(a[i:j], b[k:m], strict=True))
        else:
            found.extend(_replaced(old, new, a[i:j], b[k:m]))
    return found


def _key(text: str, span: tuple[int, int]) -> str:
    return " ".join(text[span[0] : span[1]].split())


def _same(old: str, new: str, a: tuple[int, int], b: tuple[int, int]) -> SentenceChange:
    return SentenceChange(Kind.SAME, old[a[0] : a[1]], new[b[0] : b[1]], *a, *b)


def _replaced(
    old: str, new: str, gone: Sequence[tuple[int, int]], come: Sequence[tuple[int, int]]
) -> list[SentenceChange]:
    """A run of sentences that gave way to another: reworded ones are paired in order, the rest went or came."""
    found: list[SentenceChange] = []
    at = 0
    for span in gone:
        text = old[span[0] : span[1]]
        nearest = _nearest(text, [new[c[0] : c[1]] for c in come[at : at + 8]])
        if nearest is None:
            found.append(SentenceChange(Kind.REMOVED, text, "", *span, None, None))
            continue
        found.extend(_added(new, come[at : at + nearest]))
        match = come[at + nearest]
        fresh = new[match[0] : match[1]]
        found.append(SentenceChange(Kind.REPLACED, text, fresh, *span, *match, word_changes(text, fresh)))
        at += nearest + 1
    found.extend(_added(new, come[at:]))
    return found


def _added(new: str, spans: Sequence[tuple[int, int]]) -> list[SentenceChange]:
    return [SentenceChange(Kind.ADDED, "", new[a:b], None, None, a, b) for a, b in spans]


def _nearest(text: str, others: Sequence[str]) -> int | None:
    """The index of the most similar text, None when none is similar enough."""
    words = text.casefold().split()[:_LONGEST]
    best, score = None, SIMILAR
    for i, other in enumerate(others):
        matcher = SequenceMatcher(None, words, other.casefold().split()[:_LONGEST], autojunk=False)
        if matcher.quick_ratio() > score and (ratio := matcher.ratio()) > score:
            best, score = i, ratio
    return best
