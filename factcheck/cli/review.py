"""Verbs that report on reviewing: the ledger of corrections, agreement between reviewers, rating scales."""

from pathlib import Path
from typing import Annotated

import typer

from factcheck.cli import WRONG, out, shapes
from factcheck.cli.claims import which
from factcheck.cli.options import PRINTS, READS, Job, verb
from factcheck.cli.tables import facts, head
from factcheck.domain import ids
from factcheck.domain.verdict import Scale
from factcheck.i18n import current, text

verbs = typer.Typer()


@verb(verbs, "corrections", READS)
def corrections_verb(
    asked: Job,
    typed: Annotated[str | None, typer.Argument(metavar="[CLAIM|ARTICLE]", show_default=False)] = None,
) -> None:
    from factcheck.services import corrections

    with asked.desk() as desk:
        noun, found = which(desk, typed) if typed else ("", "")
        ledger = corrections.ledger(
            desk, claim=found if noun == "claim" else None, article=found if noun == "article" else None
        )
        moved = [corrections.describe(desk, line) for line in ledger]
    data = [{**shapes.plain(line), "moved": told} for line, told in zip(ledger, moved, strict=True)]
    rows = []
    for line, told in zip(ledger, moved, strict=True):
        about = [text(f"correction-sort.{line.sort}"), line.reviewer, f"{line.at:%Y-%m-%d %H:%M}"]
        rows.append((ids.short(line.claim), "\n".join([line.what_was_wrong, *told]), "\n".join(about)))
    asked.show({"corrections": data}, lambda: out.table(head("claim", "corrected", "about"), rows))


@verb(verbs, "agreement", READS)
def agreement(
    asked: Job,
    scale: Annotated[str | None, typer.Option("--scale", metavar="NAME", show_default=False)] = None,
) -> None:
    from factcheck.services import verdicts

    with asked.desk() as desk:
        found = verdicts.agreement(desk, scale=scale)
    rows = [
        ("pairs", found.pairs),
        ("observed", f"{found.observed:.0%}"),
        ("expected", f"{found.expected:.0%}"),
        ("kappa", None if found.kappa is None else f"{found.kappa:.2f}"),
    ]
    asked.show(shapes.plain(found), lambda: facts(rows))


@verb(verbs, "scales", PRINTS)
def scales_verb(
    asked: Job,
    path: Annotated[Path | None, typer.Argument(metavar="[FILE]", show_default=False)] = None,
) -> None:
    from factcheck.services import scales

    if path is None:
        known = scales.list_all()
        rows = [
            (one.key, "\n".join(f"{r.glyph} {r.label(current())} ({r.key})" for r in one.ratings), _about(one))
            for one in known
        ]
        data = {"scales": [shapes.plain(one) for one in known]}
        asked.show(data, lambda: out.table(head("key", "ratings", "about"), rows, leading=1))
        return
    found = scales.check(path)
    told = [(text("scale-check.error" if one.error else "scale-check.advice"), one.said, "") for one in found]
    data = {"findings": [shapes.plain(one) for one in found]}
    titles = head("weight", "finding", "about")
    asked.show(data, lambda: out.table(titles, told) if found else out.safe(text("scale-check.sound")))
    if any(one.error for one in found):
        raise typer.Exit(WRONG)


def _about(scale: Scale) -> str:
    return "\n".join([scale.name(current()), text("cli.scale-version", number=scale.version)])
