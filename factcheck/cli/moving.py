"""Verbs about where a library is: move, evidence."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType

from factcheck.cli import WRONG, out, shapes, signing_in
from factcheck.cli.options import PRINTS, READS, Job, verb
from factcheck.cli.tables import facts, head
from factcheck.i18n import text
from factcheck.paths import default_library, place_of
from factcheck.settings import Settings

if TYPE_CHECKING:
    from factcheck.services.moving import Moved
    from factcheck.store.server.relocate import Standing

verbs = typer.Typer()
From = Annotated[str, typer.Argument(metavar="FROM", show_default=False)]
To = Annotated[str, typer.Argument(metavar="TO", show_default=False)]


@verb(verbs, "move", PRINTS)
def move(asked: Job, here: From, there: To) -> None:
    from factcheck.services import moving

    source, target = place_of(here), place_of(there)
    signing_in.remark(source)
    signing_in.remark(target)
    with out.working(text("cli.moving")) as progress:
        try:
            moved = moving.run(source, target, progress.stage, ask=signing_in.ask)
        except KeyboardInterrupt:
            out.remark(text("cli.move-broken", here=source, there=target))
            raise
    data = {"from": str(source), "to": str(target), **_shape(moved)}
    asked.show(data, lambda: _page(moved))
    if not moved.ok:
        out.remark(text("cli.move-differs", here=source, there=target))
        raise typer.Exit(WRONG)
    out.remark(text("cli.moved", here=source, there=target))


def _shape(moved: "Moved") -> shapes.Json:
    tables = [{**shapes.plain(table), "same": table.same} for table in moved.tables]
    return {**shapes.plain(moved), "tables": tables, "rows": moved.rows}


def _page(moved: "Moved") -> RenderableType:
    """Each table that holds anything, how much the whole was, and what differs."""
    rows = [
        (
            out.safe("✓" if table.same else "✗"),
            table.name,
            _counts(table.rows, table.moved),
        )
        for table in moved.tables
        if table.rows or table.moved
    ]
    about = [
        ("steps", moved.steps),
        ("head", moved.head),
        ("evidence", text("cli.move-evidence", n=moved.files, megabytes=f"{moved.bytes / 1e6:,.1f}")),
        ("took", text("cli.move-took", moved=f"{moved.moved_s:,.1f}", compared=f"{moved.compared_s:,.1f}")),
    ]
    lost = [out.safe(text("cli.move-lost", file=name)) for name in moved.lost]
    findings = [out.safe(f"· {finding}") for finding in moved.findings]
    sentence = text("cli.move-same", n=moved.rows) if moved.same else text("cli.move-not-same")
    table = out.table(head("same", "table", "rows"), rows)
    return Group(table, out.safe(""), out.safe(sentence, "bold"), facts(about), *lost, *findings)


def _counts(here: int, there: int) -> str:
    return f"{there:,}" if here == there else f"{here:,} → {there:,}"


@verb(verbs, "evidence", READS)
def evidence(
    asked: Job,
    place: Annotated[str | None, typer.Argument(metavar="[PLACE]", show_default=False)] = None,
    sweep: Annotated[bool, typer.Option("--sweep")] = False,
    key: Annotated[bool, typer.Option("--key")] = False,
) -> None:
    from factcheck.services import evidenceplace

    found = asked.library or default_library(Settings().text("library.folder"))
    signing_in.remark(found)
    where = evidenceplace.admitted(found, signing_in.ask)
    if key:
        access = typer.prompt(text("cli.evidence-access"), err=True)
        secret = typer.prompt(text("cli.evidence-secret"), hide_input=True, err=True)
        host = evidenceplace.keep_keys(place or evidenceplace.standing(where).place, access, secret)
        out.remark(text("cli.evidence-key", host=host))
        return
    if sweep:
        files, size = evidenceplace.sweep(where)
        data: shapes.Json = {"files": files, "bytes": size}
        asked.show(data, lambda: out.safe(text("cli.evidence-swept", n=files, megabytes=f"{size / 1e6:,.1f}")))
        return
    lost: tuple[str, ...] = ()
    if place is not None:
        with out.working(text("cli.evidence-moving")) as progress:
            lost = evidenceplace.keep_at(where, place, progress.count).lost
    _tell_evidence(asked, evidenceplace.standing(where), lost)
    if lost:
        raise typer.Exit(WRONG)


def _tell_evidence(asked: Job, now: "Standing", lost: tuple[str, ...]) -> None:
    def page() -> RenderableType:
        about = [
            ("place", now.place or text("cli.evidence-database")),
            ("still-at", text("cli.evidence-database") if now.before == "" else now.before),
            ("evidence", text("cli.move-evidence", n=now.files, megabytes=f"{now.bytes / 1e6:,.1f}")),
        ]
        return Group(facts(about), *(out.safe(text("cli.move-lost", file=name)) for name in lost))

    asked.show({**shapes.plain(now), "lost": list(lost)}, page)
