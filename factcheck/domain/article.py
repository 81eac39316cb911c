"""An article: the immutable text that claims point into."""

import hashlib
from dataclasses import dataclass
from datetime import datetime


def text_sha256(text: str) -> str:
    """The SHA-256 of the text in UTF-8, as hexadecimal digits: what a claim's offsets are valid for."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Draft:
    """What intake read: a text and what it says of itself, before it is stored.

    ``date`` is EDTF or None; ``file_name`` and ``raw`` are the file as it came, kept beside the text.
    ``notes`` are message keys about how the text was read (decoding, lost parts).
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    url: str | None = None
    file_name: str | None = None
    raw: bytes | None = None
    media_type: str = "text/plain"
    notes: tuple[str, ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()
    """Links of the article: start, end (code points into ``text``) and address."""


@dataclass(frozen=True, slots=True)
class Article:
    """A stored article. ``text`` never changes; a changed article is a new revision (``revises``)."""

    id: str
    text: str
    sha256: str
    title: str
    outlet: str | None
    author: str | None
    date: str | None
    language: str
    url: str | None
    file_name: str | None
    revises: str | None
    created_at: datetime
    notes: tuple[str, ...] = ()
    version: int = 1
    """Grows with every change."""


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article as a list shows it.

    ``claims`` counts those not dismissed; of these ``decided`` have a verdict, and ``proposed`` nobody has looked at.
    """

    id: str
    title: str
    outlet: str | None
    date: str | None
    language: str
    created_at: datetime
    claims: int
    decided: int
    proposed: int
