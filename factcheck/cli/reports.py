"""Verbs about reports: report, selection."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import out
from factcheck.cli.options import ACTS, Job, verb
from factcheck.domain.query import Query
from factcheck.errors import InputError
from factcheck.i18n import text

verbs = typer.Typer()


@verb(verbs, "report", ACTS)
def report(
    asked: Job,
    typed: Annotated[str, typer.Argument(metavar="ARTICLE", show_default=False)],
    path: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", show_default=False)],
    decided: Annotated[bool, typer.Option("--decided")] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="STEP", show_default=False)] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", show_default=False)] = None,
    template: Annotated[str | None, typer.Option("--template", metavar="NAME", show_default=False)] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="CODE", show_default=False)] = None,
    replace: Annotated[bool, typer.Option("--replace")] = False,
) -> None:
    from factcheck.services import articles, history, reports

    with asked.desk() as desk:
        step = history.find(desk, as_of) if as_of else None
        made = reports.model(desk, articles.find(desk, typed), language, step, decided_only=decided, url=url)
        reports.write_model(desk, made, path, template=template, replace=replace)
    data = {"report": str(path), "bytes": path.stat().st_size, "version": made.version, "changes": len(made.changes)}
    asked.show(data, lambda: out.safe(path))
    if made.version > 1:
        out.remark(text("cli.report-version", version=made.version, n=len(made.changes)))


@verb(verbs, "selection", ACTS)
def selection(
    asked: Job,
    path: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", show_default=False)],
    typed: Annotated[list[str] | None, typer.Argument(metavar="[CLAIM]...", show_default=False)] = None,
    words: Annotated[str | None, typer.Option("--search", metavar="WORDS", show_default=False)] = None,
    saved: Annotated[str | None, typer.Option("--saved", metavar="NAME", show_default=False)] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="STEP", show_default=False)] = None,
    template: Annotated[str | None, typer.Option("--template", metavar="NAME", show_default=False)] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="CODE", show_default=False)] = None,
    replace: Annotated[bool, typer.Option("--replace")] = False,
) -> None:
    from factcheck.services import claims, history, reports, search

    if sum(given is not None for given in (typed, words, saved)) != 1:
        raise InputError("selection-what")
    with asked.desk() as desk:
        step = history.find(desk, as_of) if as_of else None
        if typed:
            chosen = [claims.find(desk, one) for one in typed]
            made = reports.model_of_claims(desk, chosen, title or text("report.chosen", language), language, step)
        else:
            query = search.recall(desk, saved) if saved else Query(words=words or "")
            made = reports.model_of_search(desk, query, language, step)
            made = dataclasses.replace(made, title=title or saved or made.title)
        reports.write_model(desk, made, path, template=template, replace=replace)
    data = {"report": str(path), "bytes": path.stat().st_size, "claims": len(made.claims)}
    asked.show(data, lambda: out.safe(path))
