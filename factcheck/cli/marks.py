"""Verbs that mark claims beside the work on them: tag, note, assign, priority."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import out, shapes
from factcheck.cli.options import ACTS, ClaimId, ClaimIds, Job, verb
from factcheck.cli.said import said
from factcheck.cli.tables import head
from factcheck.domain import ids
from factcheck.i18n import text

if TYPE_CHECKING:
    from factcheck.domain.claim import Claim
    from factcheck.services.desk import Done

verbs = typer.Typer()


@verb(verbs, "tag", ACTS)
def tag(
    asked: Job,
    name: Annotated[str, typer.Argument(metavar="TAG", show_default=False)],
    typed: ClaimIds,
    off: Annotated[bool, typer.Option("--off")] = False,
) -> None:
    from factcheck.services import claims, marks

    with asked.desk() as desk:
        found = [claims.find(desk, one) for one in typed]
        _tell(asked, (marks.untag if off else marks.tag)(desk, found, name))


@verb(verbs, "assign", ACTS)
def assign(
    asked: Job,
    typed: ClaimIds,
    to: Annotated[str | None, typer.Option("--to", metavar="NAME", show_default=False)] = None,
) -> None:
    from factcheck.services import claims, marks

    with asked.desk() as desk:
        _tell(asked, marks.assign(desk, [claims.find(desk, one) for one in typed], to))


@verb(verbs, "priority", ACTS)
def priority(
    asked: Job,
    number: Annotated[int, typer.Argument(metavar="NUMBER", show_default=False)],
    typed: ClaimIds,
) -> None:
    from factcheck.services import claims, marks

    with asked.desk() as desk:
        _tell(asked, marks.prioritise(desk, [claims.find(desk, one) for one in typed], number))


@verb(verbs, "note", ACTS)
def note(
    asked: Job,
    typed: ClaimId,
    words: Annotated[str | None, typer.Argument(metavar="[TEXT]", show_default=False)] = None,
    reply: Annotated[str | None, typer.Option("--reply", metavar="NOTE", show_default=False)] = None,
) -> None:
    from factcheck.services import claims, marks

    with asked.desk() as desk:
        claim = claims.find(desk, typed)
        if words is not None:
            out.remark(said(marks.note(desk, claim, words, marks.find_note(desk, reply) if reply else None)))
        found = marks.notes(desk, claim)
    rows = []
    for one in found:
        answers = text("cli.reply-to", note=ids.short(one.reply_to)) if one.reply_to else ""
        about = "\n".join(part for part in (one.reviewer, f"{one.at:%Y-%m-%d %H:%M}", answers) if part)
        rows.append((ids.short(one.id), one.text, about))
    data = {"notes": [shapes.plain(one) for one in found]}
    asked.show(data, lambda: out.table(head("id", "note", "who"), rows))


def _tell(asked: Job, done: "Done[list[Claim]]") -> None:
    fields = ("id", "tags", "assignee", "priority")
    data: dict[str, Any] = {"step": done.step, "claims": [shapes.pick(claim, fields) for claim in done.value]}
    rows = []
    for claim in done.value:
        priority = text("cli.priority", number=claim.priority) if claim.priority else ""
        marks = [", ".join(claim.tags), claim.assignee or "", priority]
        rows.append((ids.short(claim.id), claim.standalone, "\n".join(mark for mark in marks if mark)))
    asked.show(data, lambda: out.table(head("id", "claim", "about"), rows))
    out.remark(said(done))
