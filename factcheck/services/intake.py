"""Articles on their way in: from a file, an address or pasted text to a draft that a reviewer can correct."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.domain.article import Draft
from factcheck.errors import FactcheckError, Unreadable
from factcheck.intake import read as reading
from factcheck.settings import Settings
from factcheck.web.links import is_address

if TYPE_CHECKING:
    from factcheck.services.fetching import Cancelled, FetchedSource, Progress


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read: the draft, and for an address what was fetched (kept as evidence when the article is added)."""

    draft: Draft
    got: "FetchedSource | None" = None


class PageMissing(FactcheckError):
    """The page did not come, or holds no article; ``sentence`` is the fetch's own."""

    def __init__(self, got: "FetchedSource") -> None:
        super().__init__("page-missing")
        self.got = got

    def sentence(self, language: str | None = None) -> str:
        """What the fetch said."""
        return self.got.sentence or super().sentence(language)


def read(
    where: str, settings: Settings, *, progress: "Progress | None" = None, cancelled: "Cancelled | None" = None
) -> Intake:
    """The article in a file or at an address. No library is touched.

    Raises ``InputError`` (no such file), ``Unreadable`` (nothing that can be read as an article), ``PageMissing``.
    """
    if not is_address(where):
        return Intake(reading.read_file(Path(where).expanduser()))
    from factcheck.services import fetching  # noqa: PLC0415  # a file needs no network, and no database

    got = fetching.fetch(where, settings, progress=progress, cancelled=cancelled)
    if got.problem or got.fetched is None or got.page is None:
        raise PageMissing(got)
    if not got.page.text.strip():
        raise Unreadable("intake-page-without-text", name=got.fetched.final_url)
    draft = reading.from_page(got.page, got.fetched.final_url, got.fetched.payload)
    return Intake(draft, got)


def read_bytes(raw: bytes, name: str | None = None) -> Draft:
    """The article in bytes (standard input, a dropped file). ``Unreadable`` says what is wrong."""
    return reading.read_bytes(raw, name)


def from_text(text: str) -> Draft:
    """Pasted text, kept as it is."""
    return reading.from_text(text)
