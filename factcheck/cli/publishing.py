"""Verbs about what leaves the desk and comes from other desks: lint, period, take."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import out
from factcheck.cli.options import Format, Library, Reviewer, job
from factcheck.cli.said import said
from factcheck.cli.tables import head
from factcheck.i18n import text

verbs = typer.Typer()
FAULTS = 1
"""Exit code of ``lint`` when there is something to mend, so that a publishing job can stop on it."""


@verbs.command("lint")
def lint(
    context: typer.Context,
    where: Annotated[str, typer.Argument(metavar="FILE|URL|-", show_default=False)],
    notes: Annotated[bool, typer.Option("--notes")] = False,
    output: Format = None,
) -> None:
    from factcheck.services import linting

    asked = job(context, output=output)
    with out.working(text("cli.reading")) as progress:
        findings = linting.lint(where, notes=notes, progress=progress.stage)
    rows = [(text(f"severity.{f.severity}"), f"{f.path}\n{f.rule}", f"{f.message}\n{f.mend}") for f in findings]
    data = {
        "findings": [
            {"path": f.path, "rule": f.rule, "severity": f.severity.value, "message": f.message, "mend": f.mend}
            for f in findings
        ]
    }
    asked.show(
        data, lambda: out.table(head("severity", "path", "finding"), rows) if rows else out.safe(text("cli.clean"))
    )
    if any(finding.severity.value == "error" for finding in findings):
        raise typer.Exit(FAULTS)


@verbs.command("period")
def period(
    context: typer.Context,
    path: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", show_default=False)],
    since: Annotated[datetime, typer.Option("--since", formats=["%Y-%m-%d"], metavar="DAY", show_default=False)],
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", show_default=False)
    ] = None,
    claimant: Annotated[str | None, typer.Option("--claimant", metavar="NAME", show_default=False)] = None,
    record: Annotated[bool, typer.Option("--record")] = False,
    language: Annotated[str | None, typer.Option("--language", metavar="CODE", show_default=False)] = None,
    replace: Annotated[bool, typer.Option("--replace")] = False,
    library: Library = None,
    output: Format = None,
) -> None:
    from factcheck.services import reports

    asked = job(context, library, output=output)
    first = since.replace(tzinfo=UTC)
    last = datetime.combine((until or datetime.now(UTC)).date(), time.max, tzinfo=UTC)
    with asked.desk() as desk:
        made = reports.model_of_period(desk, first, last, language, claimant=claimant, record=record)
        reports.write_model(desk, made, path, replace=replace)
    data = {"report": str(path), "bytes": path.stat().st_size, "claims": len(made.claims)}
    asked.show(data, lambda: out.safe(path))


@verbs.command("take")
def take(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    library: Library = None,
    reviewer: Reviewer = None,
    output: Format = None,
) -> None:
    from factcheck.services import dossiers, takeover

    asked = job(context, library, reviewer, output)
    with asked.desk() as desk:
        if path.name.lower().endswith(dossiers.SUFFIX):
            done = dossiers.take_in(desk, path)
        else:
            done = takeover.from_file(desk, path)
    taken = done.value
    data = {
        "articles": list(taken.articles),
        "claims": taken.claims,
        "sources": taken.sources,
        "known": taken.known,
        "step": done.step,
    }
    words = said(done) if done.step else text("cli.taken-before")
    asked.show(data, lambda: out.safe(words))
