"""Every source once: its captures over time, what cites it, and what became of its page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.domain.claim import Claim
from factcheck.domain.fold import fold
from factcheck.domain.history import from_stamp
from factcheck.domain.source import Source
from factcheck.services import citations, sources, veil
from factcheck.services.desk import Desk
from factcheck.services.standing import Standing, cited_captures, of_source, standing_of
from factcheck.store import read, tables
from factcheck.store.base import chunks

LISTED = 1000
COMPARED = 10
"""Claims whose sources are compared for one origin: a source that is cited more often says nothing new."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A source as the Sources room lists it. ``flags`` are the newest capture's; ``at`` is when it was taken."""

    source: Source
    standing: Standing
    at: datetime | None
    captures: int
    cited: int
    flags: tuple[str, ...]


def overview(desk: Desk, words: str = "", standing: Standing | None = None, limit: int = LISTED) -> list[Entry]:
    """Sources, newest first, at most ``limit``: those whose title, publisher or address hold all the words."""
    wanted = fold(words).split()
    with desk.reading() as session:
        query = select(tables.Source).order_by(tables.Source.created_at.desc(), tables.Source.id.desc())
        rows = [row for row in session.scalars(query) if all(word in _searched(row) for word in wanted)]
        entries = _entries(session, rows if standing else rows[:limit])
    return [entry for entry in entries if standing in {None, entry.standing}][:limit]


def citing(desk: Desk, source_id: str) -> list[Claim]:
    """The claims that cite a source, by article and place."""
    with desk.reading() as session:
        query = select(tables.Evidence.claim_id).where(tables.Evidence.source_id == source_id).distinct()
        found = veil.claims(desk, session, ids=list(session.scalars(query)))
    return sorted(found, key=lambda claim: (claim.article, claim.start, -claim.end))


def since_cited(desk: Desk, claim_id: str) -> dict[str, Standing]:
    """What became of the page of each piece of evidence of a claim since the capture that it cites, by its id."""
    with desk.reading() as session:
        query = select(tables.Evidence).where(tables.Evidence.claim_id == claim_id)
        return {
            row.id: of_source(session, row.source_id, {row.capture_id})
            for row in session.scalars(query)
            if row.capture_id is not None
        }


@dataclass(frozen=True, slots=True)
class Shared:
    """Why a source counts as one with others, as a sentence, and which those are."""

    said: str
    others: tuple[Source, ...]


def shared_with(desk: Desk, source_id: str, language: str | None = None) -> list[Shared]:
    """Whom a source shares its origin with, as claims that cite it show, ``COMPARED`` of them at most."""
    found: dict[str, Shared] = {}
    for claim in citing(desk, source_id)[:COMPARED]:
        shared = citations.shared_origins(desk, claim.id)
        if not any(source_id in one.ids for one in shared):
            continue
        cited = {evidence.source.id: evidence.source for evidence in sources.of_claim(desk, claim.id)}
        for one, said in zip(shared, citations.told(desk, claim.id, language), strict=True):
            if source_id in one.ids:
                others = tuple(cited[other] for other in one.ids if other != source_id)
                found.setdefault(said, Shared(said, others))
    return list(found.values())


def _entries(session: Session, rows: Sequence[tables.Source]) -> list[Entry]:
    cited: dict[str, int] = {}
    captures: dict[str, list[tables.Capture]] = defaultdict(list)
    quoted: set[str] = set()
    for chunk in chunks([row.id for row in rows]):
        counted = select(tables.Evidence.source_id, func.count()).where(tables.Evidence.source_id.in_(chunk))
        for source_id, count in session.execute(counted.group_by(tables.Evidence.source_id)):
            cited[source_id] = count  # noqa: PERF403 - the row's types are kept
        quoted |= cited_captures(session, chunk)
        taken = select(tables.Capture).where(tables.Capture.source_id.in_(chunk))
        for capture in session.scalars(taken.order_by(tables.Capture.at.desc(), tables.Capture.id.desc())):
            captures[capture.source_id].append(capture)
    return [
        Entry(
            source=read.source(row),
            standing=standing_of(captures[row.id], quoted),
            at=from_stamp(captures[row.id][0].at) if captures[row.id] else None,
            captures=len(captures[row.id]),
            cited=cited.get(row.id, 0),
            flags=tuple(str(flag) for flag in captures[row.id][0].flags) if captures[row.id] else (),
        )
        for row in rows
    ]


def _searched(row: tables.Source) -> str:
    return fold(f"{row.title or ''} {row.publisher or ''} {row.url or ''} {row.file_name or ''}")
