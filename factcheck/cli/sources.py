"""Verbs about sources: cite, capture, captures, recheck, extract, passages."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import IN_PART, out, shapes
from factcheck.cli.options import ACTS, PRINTS, READS, ClaimId, Job, verb
from factcheck.cli.pages import evidence_page
from factcheck.cli.said import said
from factcheck.cli.source_pages import capture_page, passages_page, reader_page, rechecked_page, sources_page
from factcheck.domain.source import Stance
from factcheck.errors import InputError, Unreadable
from factcheck.i18n import text
from factcheck.web.changes import PageStatus

verbs = typer.Typer()
SavedPage = Annotated[str, typer.Argument(metavar="FILE|-", show_default=False)]


@verb(verbs, "cite", ACTS)
def cite(
    asked: Job,
    typed: ClaimId,
    where: Annotated[str, typer.Argument(metavar="URL|FILE", show_default=False)],
    stance: Annotated[Stance, typer.Option("--stance", metavar="|".join(Stance))] = Stance.CONTEXT,
    quote: Annotated[str | None, typer.Option("--quote", metavar="TEXT", show_default=False)] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", show_default=False)] = None,
    fetch: Annotated[bool, typer.Option("--fetch/--no-fetch")] = True,
    accept_tls: Annotated[bool, typer.Option("--accept-tls")] = False,
) -> None:
    from factcheck.services import claims, sources

    with asked.desk() as desk, out.working(text("cli.fetching")) as progress:
        done = sources.cite(
            desk,
            claims.find(desk, typed),
            where,
            stance=stance,
            quote=quote,
            note=note,
            fetch=fetch,
            accept_tls=accept_tls,
            progress=progress.stage,
        )
    cited = done.value
    problem = cited.capture.problem if cited.capture else None
    data = {
        "source": cited.source.id,
        "evidence": cited.id,
        "capture": shapes.capture(cited.capture),
        "problem": problem,
        "step": done.step,
    }

    asked.show(data, lambda: evidence_page(cited))
    out.remark(said(done))
    if problem:
        out.remark(text("cli.cited-without-page", problem=problem))
        raise typer.Exit(IN_PART)


@verb(verbs, "capture", ACTS)
def capture_verb(
    asked: Job,
    where: Annotated[str, typer.Argument(metavar="URL", show_default=False)],
    accept_tls: Annotated[bool, typer.Option("--accept-tls")] = False,
) -> None:
    from factcheck.services import captures, fetching

    with asked.desk() as desk, out.working(text("cli.fetching")) as progress:
        got = fetching.fetch(where, desk.settings, progress=progress.stage, accept_tls=accept_tls)
        done = captures.capture(desk, got)
    kept = done.value
    data = {"capture": shapes.capture(kept), "problem": kept.problem, "step": done.step}
    asked.show(data, lambda: capture_page(kept))
    out.remark(said(done))
    if kept.problem:
        raise typer.Exit(IN_PART)


@verb(verbs, "captures", READS)
def captures_verb(
    asked: Job,
    typed: Annotated[str | None, typer.Argument(metavar="[SOURCE]", show_default=False)] = None,
) -> None:
    from factcheck.services import captures

    with asked.desk() as desk:
        sources = captures.sources(desk)
        if typed:
            wanted = captures.find_source(desk, typed)
            sources = [source for source in sources if source.id == wanted]
        kept = {source.id: captures.of_source(desk, source.id) for source in sources}
    data = {
        "sources": [{**shapes.plain(s), "captures": [shapes.kept(c) for c in kept[s.id]]} for s in sources],
    }
    asked.show(data, lambda: sources_page(sources, kept))
    if not sources:
        out.remark(text("cli.no-sources"))


@verb(verbs, "recheck", ACTS)
def recheck_verb(
    asked: Job,
    typed: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE…]", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all")] = False,
) -> None:
    from factcheck.services import captures, recheck

    if bool(typed) == everything:
        raise InputError("recheck-which")
    with asked.desk() as desk, out.working(text("cli.fetching")) as progress:
        chosen = (
            recheck.due(desk, datetime.now(UTC)) if everything else [captures.find_source(desk, t) for t in typed or ()]
        )
        outcomes = [done.value for done in recheck.many(desk, chosen, progress=progress.count)]
    asked.show({"sources": [shapes.rechecked(outcome) for outcome in outcomes]}, lambda: rechecked_page(outcomes))
    if any(outcome.page is PageStatus.UNKNOWN for outcome in outcomes):  # that a page is gone is an answer
        raise typer.Exit(IN_PART)


@verb(verbs, "extract", PRINTS)
def extract(
    asked: Job,
    where: SavedPage,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", show_default=False)] = None,
) -> None:
    from factcheck.services import pages

    page = pages.extract(_bytes(where), url)
    asked.show(shapes.page(page), lambda: reader_page(page))


@verb(verbs, "passages", PRINTS)
def passages(
    asked: Job,
    claim: Annotated[str, typer.Argument(metavar="CLAIM-TEXT", show_default=False)],
    where: SavedPage,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1)] = 10,
) -> None:
    from factcheck.services import pages

    found = pages.passages(claim, pages.extract(_bytes(where)), limit)
    data = {"passages": shapes.plain(found.passages), "speaks": found.speaks, "compared": found.compared.value}
    asked.show(data, lambda: passages_page(found.passages))
    if about := pages.about(found):
        out.remark(about)


def _bytes(where: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``."""
    if where == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(where).expanduser().read_bytes()
    except FileNotFoundError as problem:
        raise InputError("intake-no-file", name=where) from problem
    except OSError as problem:
        raise Unreadable("intake-cannot-open", name=where, problem=problem.strerror or problem) from problem
