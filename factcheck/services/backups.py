"""Backups, putting one back, salvage, and what to warn of: the desk's care for its library."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from factcheck.errors import InputError, Refused
from factcheck.i18n import text
from factcheck.services.desk import Desk
from factcheck.store import backup as store
from factcheck.store import places, trail
from factcheck.store.backup import Backup
from factcheck.store.salvage import Salvaged
from factcheck.store.salvage import salvage as salvage_library

BEHIND = timedelta(minutes=2)
"""How far the clock may be behind the last step before somebody is told."""


def make(desk: Desk) -> Backup:
    """Back the library up now, while it is in use. ``LibraryError`` when it is damaged or the disk is full."""
    if desk.library.server:
        raise Refused("server-files", server=desk.library.server)
    return store.make(desk.folder)


def daily(desk: Desk) -> Backup | None:
    """Today's backup, when settings ask for one and there are steps that no backup of today holds; thins older ones."""
    if (
        desk.library.server
        or desk.read_only
        or not desk.settings.flag("library.backup_daily")
        or not store.due(desk.folder)
    ):
        return None
    made = store.make(desk.folder, store.DAILY)
    store.thin(desk.folder, desk.settings.number("library.backups_kept"))
    return made


def list_all(folder: Path) -> list[Backup]:
    """The backups of the library in a folder, newest first."""
    return store.list_all(folder)


def find(folder: Path, typed: str) -> Path:
    """The backup that a person meant: a path, a name in the library's folder of backups, or ``last``."""
    known = list_all(folder)
    if typed == "last" and known:
        return known[0].path
    named = next((one.path for one in known if typed in {one.path.name, one.path.stem}), None)
    path = named or Path(typed).expanduser()
    if not path.is_file():
        raise InputError("backup-unknown", name=typed, folder=folder / store.FOLDER)
    return path


def restore(folder: Path, chosen: Path) -> Path | None:
    """Put a backup in the library's place, whole or not at all; returns where the replaced database is kept.

    The library must not be open anywhere, this desk's window included: ``LibraryError``.
    """
    return store.restore(folder, chosen)


def salvage(damaged: Path, target: Path, progress: Callable[[str], None] | None = None) -> Salvaged:
    """Make a new library in ``target`` of what can be read of a damaged one, which stays as it is."""
    return salvage_library(damaged, target, progress)


def _warnings_of_place(folder: Path, language: str | None) -> list[str]:
    found = [text("warning.network", language, folder=folder)] if places.network(folder) else []
    service = places.synced(folder)
    return [*found, text("warning.synced", language, folder=folder, name=service)] if service else found


def warnings(desk: Desk, now: datetime | None = None, language: str | None = None) -> list[str]:
    """What endangers the library, in sentences: its place, its clock, why it only reads."""
    found = [text(f"error.{desk.why_read_only}", language, folder=desk.place)] if desk.why_read_only else []
    found += [] if desk.library.server else _warnings_of_place(desk.folder, language)
    with desk.reading() as session:
        last = trail.steps(session, trail.Filter(), 1, with_edits=False)
    if last and (now or datetime.now(UTC)) + BEHIND < last[0].at:
        found.append(text("warning.clock", language, at=f"{last[0].at:%Y-%m-%d %H:%M}"))
    return found
