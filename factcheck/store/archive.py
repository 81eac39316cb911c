"""Imported earlier checks as lines of the ledger, and how far an import came."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.check import EarlierCheck
from factcheck.domain.fold import fold, name_key, rating_key
from factcheck.domain.history import canonical_json
from factcheck.store import entries
from factcheck.store.base import chunks
from factcheck.store.ledger import CHECK, Archive, ArchiveJob, Entry
from factcheck.store.lines import Line, days_of

SAME = 16
"""Hexadecimal digits of a line's digest: enough to tell whether it changed."""


@dataclass
class Outcome:
    """What became of a batch of checks; ``twice`` are the rows whose id came earlier in the same file."""

    taken: int = 0
    changed: int = 0
    same: int = 0
    twice: tuple[int, ...] = ()


def identity(check: EarlierCheck) -> str:
    """The id of a check in any library: from its publisher and own id, else from its address and words."""
    own = check.own_id or f"{check.url or ''}\n{fold(check.text)}"
    return hashlib.sha256(f"{fold(check.publisher)}\n{own}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def saw(check: EarlierCheck, seen: set[int]) -> bool:
    """Whether a check of that id is among those ``seen`` in this file; it is from now on.

    Of an id the first 60 bits are kept: a million of them take 60 MB, and two are the same once in two million files.
    """
    mark = int(identity(check)[:15], 16)
    known = mark in seen
    seen.add(mark)
    return known


def store(session: Session, archive_id: str, checks: Sequence[EarlierCheck], seen: set[int]) -> Outcome:
    """Write those of the checks that are new or changed; ``seen`` holds what ``saw`` has seen of this file so far."""
    outcome = Outcome()
    lines: dict[str, Line] = {}
    twice: list[int] = []
    for check in checks:
        if saw(check, seen):
            twice.append(check.row)
        else:
            identifier = identity(check)
            lines[identifier] = _line(identifier, archive_id, check)
    outcome.twice = tuple(twice)
    known = _digests(session, list(lines))
    for identifier, line in list(lines.items()):
        if known.get(identifier) == line.columns["digest"]:
            outcome.same += 1
            del lines[identifier]
        elif identifier in known:
            outcome.changed += 1
        else:
            outcome.taken += 1
    entries.write(session, list(lines.values()))
    return outcome


def job(session: Session, sha256: str) -> ArchiveJob | None:
    """How far the import of a file came, or None when it was never begun."""
    return session.get(ArchiveJob, sha256)


def imported(session: Session, sha256: str) -> Archive | None:
    """The complete import of that file, or None."""
    query = select(Archive).where(Archive.sha256 == sha256, Archive.complete.is_(True)).order_by(Archive.at.desc())
    return session.scalars(query).first()


def _digests(session: Session, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in chunks(ids):
        query = select(Entry.id, Entry.digest).where(Entry.id.in_(some))
        found.update((row.id, row.digest) for row in session.execute(query))
    return found


def _line(identifier: str, archive_id: str, check: EarlierCheck) -> Line:
    checked, _ = days_of(check.date)
    first, last = days_of(check.claim_date)
    columns = {
        "id": identifier,
        "record": CHECK,
        "own_id": check.own_id,
        "text": check.text,
        "quote": "",
        "title": check.title,
        "summary": check.summary,
        "reason": "",
        "sources": "",
        "claimant": check.claimant,
        "claimant_key": name_key(check.claimant),
        "outlet": check.publisher,
        "outlet_key": name_key(check.publisher),
        "article_id": None,
        "state": None,
        "rating": check.rating,
        "verdict": rating_key(check.rating),
        "scale": None,
        "kind": None,
        "modality": None,
        "language": check.language,
        "reviewer": None,
        "date": check.claim_date,
        "first_day": first,
        "last_day": last,
        "checked": check.date,
        "checked_day": checked,
        "year": int(check.date[:4]) if check.date and check.date[:4].isdigit() else 0,
        "url": check.url,
    }
    return Line({**columns, "archive_id": archive_id, "digest": digest_of(columns)}, checked or 0)


def digest_of(columns: Mapping[str, object]) -> str:
    """What tells a check's line from a changed one: of all its columns but number, revision, archive and digest."""
    return hashlib.sha256(canonical_json(columns).encode("utf-8", "surrogatepass")).hexdigest()[:SAME]
