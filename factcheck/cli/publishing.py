"""Verbs about what leaves the desk and comes from other desks: lint, period, take."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import WRONG, out
from factcheck.cli.options import ACTS, PRINTS, READS, Job, verb
from factcheck.cli.said import said
from factcheck.cli.tables import head
from factcheck.i18n import text

verbs = typer.Typer()


@verb(verbs, "lint", PRINTS)
def lint(
    asked: Job,
    where: Annotated[str, typer.Argument(metavar="FILE|URL|-", show_default=False)],
    notes: Annotated[bool, typer.Option("--notes")] = False,
) -> None:
    from factcheck.services import linting

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
        raise typer.Exit(WRONG)


@verb(verbs, "period", READS)
def period(
    asked: Job,
    path: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", show_default=False)],
    since: Annotated[datetime, typer.Option("--since", formats=["%Y-%m-%d"], metavar="DAY", show_default=False)],
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", show_default=False)
    ] = None,
    claimant: Annotated[str | None, typer.Option("--claimant", metavar="NAME", show_default=False)] = None,
    record: Annotated[bool, typer.Option("--record")] = False,
    language: Annotated[str | None, typer.Option("--language", metavar="CODE", show_default=False)] = None,
    replace: Annotated[bool, typer.Option("--replace")] = False,
) -> None:
    from factcheck.services import reports

    first = since.replace(tzinfo=UTC)
    last = datetime.combine((until or datetime.now(UTC)).date(), time.max, tzinfo=UTC)
    with asked.desk() as desk:
        made = reports.model_of_period(desk, first, last, language, claimant=claimant, record=record)
        reports.write_model(desk, made, path, replace=replace)
    data = {"report": str(path), "bytes": path.stat().st_size, "claims": len(made.claims)}
    asked.show(data, lambda: out.safe(path))


@verb(verbs, "take", ACTS)
def take(asked: Job, path: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]) -> None:
    from factcheck.services import dossiers, takeover

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
