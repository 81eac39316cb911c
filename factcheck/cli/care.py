"""Verbs that look after a library: backup, restore, salvage."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from factcheck.cli import out, shapes
from factcheck.cli.options import PRINTS, READS, Job, verb
from factcheck.cli.tables import facts, head
from factcheck.i18n import text

if TYPE_CHECKING:
    from factcheck.store.backup import Backup

verbs = typer.Typer()


@verb(verbs, "backup", READS)
def backup(asked: Job) -> None:
    from factcheck.services import backups

    with asked.desk() as desk:
        made = backups.make(desk)
    asked.show({"backups": [_shape(made)]}, lambda: _table([made]))


@verb(verbs, "restore", READS)
def restore(
    asked: Job,
    typed: Annotated[str | None, typer.Argument(metavar="[BACKUP]", show_default=False)] = None,
) -> None:
    from factcheck.services import backups

    folder = asked.folder()
    if typed is None:
        found = backups.list_all(folder)
        asked.show({"backups": [_shape(backup) for backup in found]}, lambda: _table(found))
        return
    chosen = backups.find(folder, typed)
    replaced = backups.restore(folder, chosen)
    kept = str(replaced) if replaced else None
    asked.show({"restored": str(chosen), "replaced": kept}, lambda: facts([("file", chosen), ("replaced", kept)]))
    out.remark(text("cli.restored", folder=folder))


@verb(verbs, "salvage", PRINTS)
def salvage(
    asked: Job,
    damaged: Annotated[Path, typer.Argument(metavar="FOLDER", show_default=False)],
    target: Annotated[Path, typer.Argument(metavar="NEW", show_default=False)],
) -> None:
    from factcheck.services import backups

    with out.working(text("cli.reading")):
        found = backups.salvage(damaged, target)
    data = {**shapes.plain(found), "folder": str(found.folder)}
    rows = [
        ("rows", sum(found.rows.values())),
        ("unreadable", sum(found.unreadable.values())),
        ("from_trail", found.from_trail),
        ("texts_lost", found.texts_lost),
        ("hanging", found.hanging),
        ("evidence", found.evidence),
    ]
    asked.show(data, lambda: facts(rows))
    out.remark(text("cli.salvaged", folder=found.folder))


def _shape(backup: "Backup") -> shapes.Json:
    return {**shapes.plain(backup), "path": str(backup.path)}


def _table(found: "Sequence[Backup]") -> Table:
    rows = [
        (f"{b.at:%Y-%m-%d %H:%M}", b.path.name, text("cli.backup-about", sort=b.sort, steps=b.steps)) for b in found
    ]
    return out.table(head("made", "file", "about"), rows)
