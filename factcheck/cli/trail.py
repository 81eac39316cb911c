"""Verbs about the trail: history, undo, redo, verify."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from factcheck.cli import WRONG, out, shapes
from factcheck.cli.claims import which
from factcheck.cli.options import ACTS, READS, Job, verb
from factcheck.cli.said import said
from factcheck.cli.tables import facts, head
from factcheck.domain import ids
from factcheck.i18n import text

if TYPE_CHECKING:
    from factcheck.reports.dossier_check import DossierCheck
    from factcheck.services.desk import Done

verbs = typer.Typer()


@verb(verbs, "history", READS)
def history_verb(
    asked: Job,
    typed: Annotated[str | None, typer.Argument(metavar="[CLAIM|ARTICLE]", show_default=False)] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", show_default=False)] = None,
    words: Annotated[str | None, typer.Option("--words", metavar="TEXT", show_default=False)] = None,
    before: Annotated[int | None, typer.Option("--before", metavar="NUMBER", min=1, show_default=False)] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1)] = 100,
    with_changes: Annotated[bool, typer.Option("--changes")] = False,
) -> None:
    from factcheck.services import history

    with asked.desk() as desk:
        noun, found = which(desk, typed) if typed else ("", "")
        steps = history.steps(
            desk,
            claim=found if noun == "claim" else None,
            article=found if noun == "article" else None,
            reviewer=by,
            words=words,
            before=before,
            limit=limit,
        )
    told = [(step, history.describe(step), history.explain(step)) for step in steps]
    rows = [
        (
            f"{step.number}\n{ids.short(step.id)}",
            _what(sentence, step.reason, [change.said for change in changes] if with_changes else []),
            f"{step.reviewer}\n{step.at:%Y-%m-%d %H:%M}",
        )
        for step, sentence, changes in told
    ]
    data = {"steps": [shapes.step(step, sentence, changes) for step, sentence, changes in told]}
    asked.show(data, lambda: out.table(head("id", "step", "who"), rows))


@verb(verbs, "undo", ACTS)
def undo(
    asked: Job,
    typed: Annotated[str | None, typer.Argument(metavar="[STEP]", show_default=False)] = None,
) -> None:
    from factcheck.services import history

    with asked.desk() as desk:
        _tell(asked, history.undo(desk, history.find(desk, typed) if typed else None))


@verb(verbs, "redo", ACTS)
def redo(asked: Job) -> None:
    from factcheck.services import history

    with asked.desk() as desk:
        _tell(asked, history.redo(desk))


@verb(verbs, "verify", READS)
def verify(
    asked: Job,
    dossier: Annotated[Path | None, typer.Argument(metavar="[DOSSIER]", show_default=False)] = None,
    head_of_report: Annotated[str | None, typer.Option("--head", metavar="HASH", show_default=False)] = None,
) -> None:
    from factcheck.services import dossiers, history

    if dossier is not None:
        _tell_dossier(asked, dossiers.check(dossier))
        return
    with asked.desk() as desk, out.working(text("cli.verifying")) as progress:
        found = history.verify(desk, head_of_report, progress.count)

    def page() -> RenderableType:
        sentence = text("cli.verified") if found.ok else text("cli.not-verified", n=len(found.findings))
        about = facts([("steps", found.steps), ("head", found.head), ("evidence", found.evidence)])
        sealed = [out.safe(text("cli.sealed", n=found.sealed))] if found.sealed else []
        findings = [out.safe(f"· {finding}") for finding in found.findings]
        return Group(out.safe(sentence, "bold"), about, *sealed, *findings)

    asked.show(shapes.plain(found), page)
    if not found.ok:
        raise typer.Exit(WRONG)


def _tell_dossier(asked: Job, found: "DossierCheck") -> None:
    """What a dossier's check found; it needs no library."""

    def page() -> RenderableType:
        sentence = text("cli.dossier-sound") if found.ok else text("cli.not-verified", n=len(found.findings))
        about = facts(
            [("title", found.title), ("steps", found.steps), ("head", found.head), ("evidence", found.evidence)]
        )
        told = (out.safe(f"· {finding.place}: {finding.message}") for finding in found.findings)
        return Group(out.safe(sentence, "bold"), about, *told)

    data = {
        "ok": found.ok,
        "steps": found.steps,
        "head": found.head,
        "evidence": found.evidence,
        "findings": [finding.message for finding in found.findings],
    }
    asked.show(data, page)
    if not found.ok:
        raise typer.Exit(WRONG)


def _what(sentence: str, reason: str | None, changes: Sequence[str]) -> Text:
    said = out.safe(sentence)
    if reason:
        said.append_text(out.safe(f"\n{reason}", "dim"))
    for change in changes:
        said.append_text(out.safe(f"\n· {change}"))
    return said


def _tell(asked: Job, done: "Done[Any]") -> None:
    touched = [{"entity": one.entity, "id": one.id} for one in sorted(done.touched, key=lambda t: (t.entity, t.id))]
    asked.show({"step": done.step, "said": said(done), "touched": touched}, lambda: out.safe(said(done)))
