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
    language: Annotated[str | None, typer.Option("--language", metavar="CODE", show_default=False)] = None,
    replace: Annotated[bool, typer.Option("--replace")] = False,
    library: Library = None,
    reviewer: Reviewer = None,
    output: Format = None,
) -> None:
    from factcheck.services import articles, reports

    asked = job(context, library, reviewer, output)
    with asked.desk() as desk:
        written = reports.write(desk, articles.find(desk, typed), path, language=language, replace=replace)
    asked.show({"report": str(written), "bytes": written.stat().st_size}, lambda: out.safe(written))
