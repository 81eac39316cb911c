"""Sources, captures of them, and the evidence that ties a source to a claim."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stance(StrEnum):
    """What a source does for a claim; a reviewer says it, never the machine."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Source:
    """A page, document or file that claims cite, each once in a library.

    ``origin`` names the agency or outlet that it relays, when known: two outlets that relay one origin are one source.
    """

    id: str
    url: str | None
    title: str | None
    publisher: str | None
    author: str | None
    date: str | None
    language: str | None
    origin: str | None
    file_name: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch of a source, kept. ``problem`` is the sentence a person reads when nothing usable came.

    ``sha256`` is the digest of the payload (the page's bytes), ``warc`` that of the archive with the whole exchange.
    ``text`` is the reader view's text and ``record`` the exchange (``web.capture.record``), both None where only the
    list of captures was asked for; ``flags`` tell what to mistrust (``not-the-article``, ``truncated``, …).
    """

    id: str
    source: str
    url: str
    final_url: str
    status: int | None
    media_type: str | None
    size: int
    sha256: str | None
    warc: str | None
    at: datetime
    problem: str | None
    title: str | None
    text: str | None
    flags: tuple[str, ...] = ()
    record: dict[str, object] | None = None

    @property
    def warc_file(self) -> str | None:
        """Where the web archive stands under the library's folder, with forward slashes."""
        return f"evidence/{self.warc[:2]}/{self.warc[2:]}.warc.gz" if self.warc else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source cited for a claim: stance, quote with offsets into the capture's text, note.

    ``quote_start`` and ``quote_end`` are code points, None for a quote that does not stand there; ``quote_before`` and
    ``quote_after`` are the words around it, by which it is found again in a page that changed (``web.quotes.anchor``).
    """

    id: str
    claim: str
    source: Source
    capture: Capture | None
    stance: Stance
    quote: str | None
    quote_start: int | None
    quote_end: int | None
    quote_before: str
    quote_after: str
    note: str | None
    at: datetime
    reviewer: str
    version: int = 1
    """Grows with every change."""
