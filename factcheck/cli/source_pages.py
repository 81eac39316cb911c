"""Captures, sources, rechecks, saved pages and passages for the terminal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from factcheck.cli import out
from factcheck.cli.tables import facts, head
from factcheck.domain import ids
from factcheck.domain.source import Capture, Source
from factcheck.i18n import has, text

if TYPE_CHECKING:
    from factcheck.services.recheck import Rechecked
    from factcheck.web.page import Page
    from factcheck.web.passages import Passage


def capture_page(capture: Capture) -> RenderableType:
    """One capture: what came, when, from where, and the digest to compare with."""
    return facts(
        [
            ("id", ids.short(capture.id)),
            ("title", capture.title),
            ("url", capture.url),
            ("final_url", capture.final_url if capture.final_url != capture.url else None),
            ("status", capture.status),
            ("media_type", capture.media_type),
            ("size", capture.size),
            ("captured", f"{capture.at:%Y-%m-%d %H:%M:%S} UTC"),
            ("sha256", capture.sha256),
            ("warc", capture.warc_file),
            ("flags", _told(capture.flags)),
            ("problem", capture.problem),
        ]
    )


def sources_page(sources: Sequence[Source], captures: Mapping[str, Sequence[Capture]]) -> Table:
    """Every source with its captures, the newest first."""
    rows = []
    for source in sources:
        words = out.safe(source.title or source.file_name or source.url or "")
        if source.url and source.title:
            words.append_text(out.safe(f"\n{source.url}", "dim"))
        for capture in captures[source.id]:
            came = capture.problem or (capture.sha256 or "")[:16]
            words.append_text(out.safe(f"\n{ids.short(capture.id)}  {capture.at:%Y-%m-%d %H:%M}  {came}"))
        about = " · ".join(part for part in (source.publisher, source.date) if part)
        rows.append((ids.short(source.id), words, about))
    return out.table(head("id", "source", "about"), rows, leading=1)


def rechecked_page(outcomes: "Sequence[Rechecked]") -> RenderableType:
    """What became of each page, and of each quote in it."""
    parts: list[RenderableType] = []
    for outcome in outcomes:
        parts.append(out.safe(outcome.sentence(), "bold"))
        if outcome.capture.problem:
            parts.append(Padding(out.safe(outcome.capture.problem), (0, 0, 0, 2)))
        for now in outcome.quotes:
            said = text(f"quote.{now.status.status}", quote=now.evidence.quote or "")
            parts.append(Padding(out.safe(said), (0, 0, 0, 2)))
    return Group(*parts)


def reader_page(page: "Page") -> RenderableType:
    """The reader view: what the page says of itself, how sure its date is, and its text."""
    date = page.date
    if page.date and page.date_origin:
        date = text("cli.date-read", date=page.date, origin=page.date_origin, confidence=page.date_confidence)
    return Group(
        facts(
            [
                ("title", page.title),
                ("author", page.author),
                ("date", date),
                ("publisher", page.publisher),
                ("language", page.language),
                ("flags", _told(page.flags)),
            ]
        ),
        Text(),
        out.safe(page.text),
    )


def passages_page(passages: "Sequence[Passage]") -> Table:
    """The sentences that speak of a claim, best first, the words that met marked."""
    rows = [
        (f"{passage.score:.2f}", _marked(passage.text, passage.words), f"{passage.start}:{passage.end}")
        for passage in passages
    ]
    return out.table(head("score", "sentence", "place"), rows)


def _told(flags: Sequence[str]) -> str:
    """What to mistrust, a sentence each."""
    keys = {flag: "flag." + flag.replace(":", ".") for flag in flags}
    return " ".join(text(key) if has(key) else flag for flag, key in keys.items())


def _marked(sentence: str, words: Sequence[str]) -> Text:
    shown = out.safe(sentence)
    shown.highlight_words(words, "bold", case_sensitive=False)
    return shown
