"""Copies of cited pages in independent archives: looked up, asked for, or pasted. All of it is opt-in.

An archive speaks for a page where we cannot: our capture proves that the bytes have not changed since, a copy elsewhere
that others saw them. Asking an archive publishes the address, so nothing is asked unless the settings allow it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from factcheck.domain.history import from_stamp, stamp
from factcheck.errors import InputError, NotFound
from factcheck.services import captures
from factcheck.services.desk import Desk, Done
from factcheck.store import tables
from factcheck.web import archives, credentials
from factcheck.web.archives import Copy, SaveState

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Archived:
    """A copy that the library knows. ``how``: looked-up, saved, memento, pasted; ``same``: it holds our very bytes."""

    id: str
    archive: str
    url: str
    original: str
    taken_at: datetime | None
    same: bool | None
    how: str
    at: datetime


def of_source(desk: Desk, source_id: str) -> list[Archived]:
    """The copies known of a source, newest first."""
    with desk.reading() as session:
        query = select(tables.ArchiveCopy).where(tables.ArchiveCopy.source_id == source_id)
        rows = session.scalars(query.order_by(tables.ArchiveCopy.at.desc(), tables.ArchiveCopy.id.desc())).all()
    return [
        Archived(
            id=row.id,
            archive=row.archive,
            url=row.url,
            original=row.original,
            taken_at=from_stamp(row.taken_at) if row.taken_at else None,
            same=row.same,
            how=row.how,
            at=from_stamp(row.at),
        )
        for row in rows
    ]


def look_up(desk: Desk, source_id: str, *, cancelled: Stop | None = None) -> Done[list[Archived]]:
    """Ask the Wayback Machine what it holds of a source, compare digests with ours, and keep what it said.

    ``Refused`` unless ``archives.wayback_look_up`` allows it; ``NetworkError`` when it does not answer.
    """
    url, digests, at = _known(desk, source_id)
    held = archives.look_up(url, desk.settings, at=at, digests=digests, cancelled=cancelled)
    found = {copy.url: copy for copy in (held.same, held.nearest, *held.newest[-1:]) if copy is not None}
    return _keep(desk, source_id, list(found.values()), "looked-up")


def save(desk: Desk, source_id: str, *, cancelled: Stop | None = None) -> tuple[SaveState, Done[list[Archived]] | None]:
    """Ask the Wayback Machine to archive a source's page now and wait a while for it.

    "Submitted" is not "archived": only an archived page is kept as a copy.
    """
    url, _, _ = _known(desk, source_id)
    state = archives.save_and_wait(url, desk.settings, credentials.wayback_keys(), cancelled=cancelled)
    if state.copy is None:
        return state, None
    return state, _keep(desk, source_id, [state.copy], "saved")


def memento(desk: Desk, source_id: str, *, cancelled: Stop | None = None) -> Done[list[Archived]]:
    """Ask the Memento TimeGate of the settings for the copy nearest to our newest capture."""
    url, _, at = _known(desk, source_id)
    copy = archives.memento(url, desk.settings, at=at, cancelled=cancelled)
    return _keep(desk, source_id, [copy] if copy else [], "memento")


def paste(desk: Desk, source_id: str, link: str) -> Done[list[Archived]]:
    """Keep a link into an archive that a reviewer found. ``InputError`` when it leads to none that is known."""
    _known(desk, source_id)
    return _keep(desk, source_id, [archives.read_link(link)], "pasted")


def _keep(desk: Desk, source_id: str, copies: list[Copy], how: str) -> Done[list[Archived]]:
    """Keep copies that are not known yet, as one step."""
    with desk.acting("archive-copies-kept", n=len(copies)) as work:
        source = work.require(tables.Source, source_id)
        work.values["source"] = source.title or source.url or ""
        query = select(tables.ArchiveCopy.url).where(tables.ArchiveCopy.source_id == source_id)
        known = set(work.session.scalars(query))
        for copy in copies:
            if copy.url not in known:
                work.add(
                    tables.ArchiveCopy(
                        source_id=source_id,
                        archive=copy.archive,
                        url=copy.url,
                        original=copy.original,
                        taken_at=stamp(copy.at) if copy.at else None,
                        digest=copy.digest,
                        same=copy.same,
                        how=how,
                        reviewer=work.reviewer,
                        at=work.at,
                    )
                )
    return desk.done(work, of_source(desk, source_id))


def _known(desk: Desk, source_id: str) -> tuple[str, list[str], datetime | None]:
    """Address, SHA-1 digests and time of the newest capture that brought something."""
    with desk.reading() as session:
        row = session.get(tables.Source, source_id)
    if row is None:
        raise NotFound("source-unknown", id=source_id)
    if row.url is None:
        raise InputError("recheck-file", name=row.file_name or source_id)
    newest = next((capture for capture in captures.of_source(desk, source_id) if capture.sha256), None)
    if newest is None:
        return row.url, [], None
    record = captures.get(desk, newest.id).record or {}
    payload = record.get("payload")
    digests = (
        [str(v) for k, v in payload.items() if k.endswith("sha1_base32") and v] if isinstance(payload, dict) else []
    )
    return row.url, digests, newest.at
