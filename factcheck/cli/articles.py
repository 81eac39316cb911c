"""Verbs about articles: split, add, articles."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli import out, shapes
from factcheck.cli.options import ACTS, PRINTS, READS, Job, verb
from factcheck.cli.tables import proposals, summaries
from factcheck.domain import ids
from factcheck.domain.article import Draft
from factcheck.domain.claim import ClaimState
from factcheck.i18n import has, text
from factcheck.settings import Settings

if TYPE_CHECKING:
    from factcheck.domain.claim import Split
    from factcheck.services.intake import Intake

verbs = typer.Typer()
Where = Annotated[str, typer.Argument(metavar="FILE|URL|-")]
Language = Annotated[str | None, typer.Option("--language", metavar="CODE", show_default=False)]
Date = Annotated[str | None, typer.Option("--date", metavar="DATE", show_default=False)]


@verb(verbs, "split", PRINTS)
def split_verb(asked: Job, where: Where, language: Language = None, date: Date = None) -> None:
    draft, result = read_and_split(where, language, date, Settings())
    asked.show(shapes.split(result), lambda: proposals(result))
    tell_notes((*drafted(draft).notes, *result.notes))


@verb(verbs, "add", ACTS)
def add(asked: Job, where: Where, language: Language = None, date: Date = None) -> None:
    from factcheck.services import articles, claims

    with asked.desk() as desk:
        taken, result = read_and_split(where, language, date, desk.settings)
        article = articles.add(desk, taken, result).value
        stored = claims.of_article(desk, article)
        title = articles.get(desk, article).title
    data = {"article": article, "claims": [claim.id for claim in stored]}
    asked.show(data, lambda: out.safe(ids.short(article)))
    tell_notes((*drafted(taken).notes, *result.notes))
    proposed = sum(claim.state is ClaimState.PROPOSED for claim in stored)
    out.remark(text("cli.added", title=title, n=proposed, id=ids.short(article)))


@verb(verbs, "articles", READS)
def articles_verb(
    asked: Job,
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", show_default=False)] = None,
) -> None:
    from factcheck.services import articles

    with asked.desk() as desk:
        found = articles.list_all(desk, " ".join(words or ()))

    asked.show({"articles": [shapes.summary(article) for article in found]}, lambda: summaries(found))
    if not found:
        out.remark(text("cli.no-articles"))


def read_and_split(
    where: str, language: str | None, date: str | None, settings: Settings
) -> "tuple[Intake | Draft, Split]":
    """Read a file, a page or standard input (``-``), then propose its claims, with progress for both."""
    from factcheck.services import intake, splitting

    taken: Intake | Draft
    with out.working(text("cli.reading")) as progress:
        if where == "-":
            taken = intake.read_bytes(sys.stdin.buffer.read())
        else:
            taken = intake.read(where, settings=settings, progress=progress.stage)
    draft = drafted(taken)
    with out.working(text("cli.splitting")) as progress:
        result = splitting.split(
            draft.text,
            language=language or draft.language,
            date=date or draft.date,
            settings=settings,
            progress=progress.share,
        )
    return taken, result


def drafted(taken: "Intake | Draft") -> "Draft":
    """What was read, whether it came from a place or from standard input."""
    return taken if isinstance(taken, Draft) else taken.draft


def tell_notes(notes: tuple[str, ...]) -> None:
    """Tell, beside the data, what a reader should know of how the text was read and split."""
    for note in dict.fromkeys(notes):
        out.remark(text("cli.note", note=text(note if has(note) else f"note.{note}")))
