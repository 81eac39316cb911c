"""Saved pages read on their own, without a library: the reader view of a file, and where it speaks of a claim."""

from collections.abc import Sequence

from factcheck.i18n import text
from factcheck.web import child
from factcheck.web import passages as ranking
from factcheck.web.page import Page
from factcheck.web.passages import Compared, Found, Likeness

_EMBEDDED = 1000
"""Characters of a sentence that are compared by meaning; longer ones are lists and tables without full stops."""


def extract(raw: bytes, url: str | None = None) -> Page:
    """The reader view of a file's bytes, read in a process of its own; ``url`` is where they came from, if known."""
    return child.read_page(raw, url=url, media_type=None)


def passages(
    claim: str, page: Page, limit: int = 10, *, claim_language: str | None = None, meaning: bool = True
) -> Found:
    """The sentences of a page ranked for the words of a claim, and for its meaning where the extra is installed.

    Without ``meaning`` the extra is left alone: it takes seconds when it is first asked.
    """
    return ranking.find(
        claim,
        page.text,
        language=page.language,
        claim_language=claim_language,
        likeness=likeness() if meaning else None,
        limit=limit,
    )


def about(found: Found, language: str | None = None) -> str | None:
    """What must be said of how a page was compared with a claim, in one sentence; None when there is nothing."""
    if found.compared is Compared.OTHER_LANGUAGE:
        return text("passages.other-language", language)
    return None if found.speaks else text("passages.nothing", language)


def compares_meanings() -> bool:
    """Whether the extra is installed that finds passages in another language."""
    from factcheck.matching.meaning import installed  # noqa: PLC0415  # numpy is loaded when meanings are compared

    return installed()


def likeness() -> Likeness | None:
    """What tells how near in meaning a text is to others; None without the extra."""
    from factcheck.matching.meaning import embedder  # noqa: PLC0415  # numpy is loaded when meanings are compared

    model = embedder()
    if model is None:
        return None

    def alike(claim: str, sentences: Sequence[str]) -> list[float]:
        vectors = model.embed([said[:_EMBEDDED] for said in (claim, *sentences)])
        found: list[float] = (vectors[1:] @ vectors[0]).tolist()
        return found

    return alike
