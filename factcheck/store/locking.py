"""Optimistic locking: did somebody else change what an action writes, since the person who acts read it?

An action may say at which version it saw a row (``Basis``). The trail knows every change since, field by field: other
fields merge without a word, the same field is a ``Conflict`` that carries both versions. Without a basis an action is
about what is there now, as a command's is.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.errors import Clash, Conflict
from factcheck.store import tables
from factcheck.store.tables import Tracked, columns_of

Basis = Mapping[tuple[str, str], int]
"""The version at which rows were seen, by the names of their tables and their ids."""

GUARDED = {"claim": frozenset({"state", "dismissed_because"})}
"""Columns that follow from an action by rules (``domain.review``): writing them is no conflict by itself."""
_CALLED = {
    "claim": {"claimant_id": "claimant", "verdict_id": "verdict", "start": "quote", "end": "quote"},
    "evidence": dict.fromkeys(("quote_start", "quote_end", "quote_before", "quote_after"), "quote"),
}
_HOLDS = {"claimant": "claimant_id", "verdict": "verdict_id"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person's actions rest on, and the steps that were their own: those are no news to them."""

    versions: Basis = field(default_factory=dict)
    own: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Since:
    """A row's columns as they were when it was seen; for those that others changed, who did so last and when."""

    base: dict[str, object]
    others: dict[str, tuple[str, str]]


def refuse_changed(
    session: Session,
    seen: Seen,
    row: Tracked,
    now: Mapping[str, object],
    wanted: Mapping[str, object],
    *,
    rests: bool = False,
) -> None:
    """``Conflict`` when somebody else changed a column of ``wanted`` (the values that are to be written).

    ``now`` is the row as it stands in the library. Who came to the same value is no conflict, unless the action
    ``rests`` on the columns and writes others.
    """
    version = seen.versions.get((row.__tablename__, row.id))
    if version is None or version >= row.version:
        return
    since = _since(session, seen, row, row.version - version)
    clashing = [
        column
        for column in wanted
        if column in since.others and now[column] != since.base.get(column) and (rests or now[column] != wanted[column])
    ]
    if not clashing:
        return
    clashes: dict[str, Clash] = {}
    for column in clashing:
        name = _CALLED.get(row.__tablename__, {}).get(column, column)
        held = _HOLDS.get(name, name)
        values = (_told(session, held, values.get(held)) for values in (since.base, now, wanted))
        clashes[name] = Clash(row.__tablename__, row.id, name, *values)
    reviewer, at = max((since.others[column] for column in clashing), key=lambda change: change[1])
    raise Conflict(tuple(clashes.values()), row.version, reviewer, at)


def _since(session: Session, seen: Seen, row: Tracked, changes: int) -> _Since:
    query = (
        select(tables.Edit.before, tables.Edit.after, tables.Step.id, tables.Step.reviewer, tables.Step.at)
        .join(tables.Step, tables.Step.number == tables.Edit.step_number)
        .where(tables.Edit.row_id == row.id, tables.Edit.entity == row.__tablename__)
        .order_by(tables.Edit.step_number.desc(), tables.Edit.position.desc())
        .limit(changes)
    )
    edits = list(reversed(session.execute(query).all()))
    others: dict[str, tuple[str, str]] = {}
    for before, after, step, reviewer, at in edits:
        old, new = _row(before), _row(after)
        if step not in seen.own:
            others |= {column: (reviewer, at) for column in {**old, **new} if old.get(column) != new.get(column)}
    return _Since(_row(edits[0].before) if edits else {}, others)


def _row(stored: str | None) -> dict[str, object]:
    row: dict[str, object] = json.loads(stored) if stored else {}
    return row


def _told(session: Session, column: str, value: object) -> object:
    """A value as plain data that a person can be shown: names instead of ids."""
    if column == "claimant_id" and value:
        pending = (row for row in session.new if isinstance(row, tables.Claimant) and row.id == value)
        claimant = next(pending, None) or session.get(tables.Claimant, str(value))
        return claimant.name if claimant else None
    if column == "verdict_id" and isinstance(value, str):
        given = session.get(tables.Verdict, value)
        if given is None:
            return None
        return {"rating": given.rating, "reason": given.reason, "reviewer": given.reviewer, "scale": given.scale_id}
    return value


def written(before: Mapping[str, object], row: Tracked) -> dict[str, object]:
    """What an action is about to write into a row, without the columns that rules of their own guard."""
    after = row.snapshot()
    guarded = GUARDED.get(row.__tablename__, frozenset())
    changed = {column for column in columns_of(type(row)) if before[column] != after[column]} - guarded
    return {column: value for column, value in after.items() if column in changed}
