"""Verbs about reports: report."""

from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import out
from factcheck.cli.options import Format, Library, Reviewer, job

verbs = typer.Typer()


@verbs.command("report")
def report(
    context: typer.Context,
    typed: Annotated[str, typer.Argument(metavar="ARTICLE", show_default=False)],
    path: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", show_default=False)],
    decided: Annotated[bool, typer.Option("--decided")] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="STEP", show_default=False)] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", show_default=False)] = None,
    template: Annotated[str | None, typer.Option("--template", metavar="NAME", show_default=False)] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="CODE", show_default=False)] = None,
    replace: Annotated[bool, typer.Option("--replace")] = False,
    library: Library = None,
    reviewer: Reviewer = None,
    output: Format = None,
) -> None:
    from factcheck.services import articles, history, reports

    asked = job(context, library, reviewer, output)
    with asked.desk() as desk:
        step = history.find(desk, as_of) if as_of else None
        made = reports.model(desk, articles.find(desk, typed), language, step, decided_only=decided, url=url)
        reports.write_model(desk, made, path, template=template, replace=replace)
    asked.show({"report": str(path), "bytes": path.stat().st_size}, lambda: out.safe(path))
