"""Saved pages read on their own, without a library: the reader view of a file, and where it speaks of a claim."""

from factcheck.services.sources import Suggested
from factcheck.web import child
from factcheck.web import passages as ranking
from factcheck.web.page import Page


def extract(raw: bytes, url: str | None = None) -> Page:
    """The reader view of a file's bytes, read in a process of its own; ``url`` is where they came from, if known."""
    return child.read_page(raw, url=url, media_type=None)


def passages(claim: str, page: Page, limit: int = 10) -> Suggested:
    """The sentences of a page ranked for the words of a claim."""
    found = ranking.rank(claim, page.text, language=page.language, limit=limit)
    return Suggested(tuple(found), ranking.speaks_of(claim, page.text, language=page.language))
