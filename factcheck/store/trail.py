"""Reading the trail, undoing what it holds, and verifying it."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from factcheck.domain.history import GENESIS, Edit, Step, canonical_json, from_stamp, step_digest
from factcheck.errors import NotFound, Refused
from factcheck.store import tables
from factcheck.store.library import Library
from factcheck.store.tables import FACTS, TRACKED
from factcheck.store.unit import Work, snapshot_of

BATCH = 200
MANY = 50_000


@dataclass(frozen=True, slots=True)
class Filter:
    """Which steps are wanted; None means any. ``before`` is a step number: only earlier ones."""

    claim: str | None = None
    article: str | None = None
    reviewer: str | None = None
    words: str | None = None
    before: int | None = None


def steps(session: Session, wanted: Filter, limit: int, *, with_edits: bool = True) -> list[Step]:
    """Steps, newest first."""
    rows = session.scalars(_filtered(wanted).order_by(tables.Step.number.desc()).limit(limit)).all()
    edits: dict[int, list[Edit]] = {}
    if with_edits and rows:
        numbers = [row.number for row in rows]
        query = (
            select(tables.Edit)
            .where(tables.Edit.step_number.in_(numbers))
            .order_by(tables.Edit.step_number, tables.Edit.position)
        )
        for edit in session.scalars(query):
            edits.setdefault(edit.step_number, []).append(_edit(edit))
    return [_step(row, tuple(edits.get(row.number, ()))) for row in rows]


def step(session: Session, identifier: str) -> Step:
    """One step with its edits; ``NotFound``."""
    row = session.scalar(select(tables.Step).where(tables.Step.id == identifier))
    if row is None:
        raise NotFound("step-unknown", id=identifier)
    query = select(tables.Edit).where(tables.Edit.step_number == row.number).order_by(tables.Edit.position)
    return _step(row, tuple(_edit(edit) for edit in session.scalars(query)))


def head(session: Session) -> tuple[int, str]:
    """Number and digest of the newest step; (0, 64 zeros) in an empty trail."""
    row = session.execute(
        select(tables.Step.number, tables.Step.digest).order_by(tables.Step.number.desc()).limit(1)
    ).first()
    return (row.number, row.digest) if row else (0, GENESIS)


def next_undo(session: Session, reviewer: str | None) -> Step | None:
    """The newest action in force, of that reviewer or of anybody: what an undo without a name takes back."""
    for row, undoes in _in_force(session, reviewer):
        if undoes is None and row.undoable:
            return step(session, row.id)
    return None


def next_redo(session: Session, reviewer: str | None) -> Step | None:
    """The newest undo that nothing was done after; redoing it is undoing it. None when there is nothing to redo."""
    for row, undone in _in_force(session, reviewer):
        if undone is None:
            if row.undoable:
                return None
        elif undone.undoes is None:
            return step(session, row.id)
    return None


def is_undone(session: Session, identifier: str) -> bool:
    """Whether a later step in force has taken that step back."""
    later = session.scalars(select(tables.Step).where(tables.Step.undoes == identifier)).all()
    return any(not is_undone(session, row.id) for row in later)


def revert(work: Work, target: Step) -> None:
    """Write the ``before`` of every edit of ``target``; ``Refused`` when a row has changed since, with its name.

    Rows that record facts (a capture, a name) stay: other rows may use them by now.
    """
    if is_undone(work.session, target.id):
        raise Refused("undo-done-already")
    if not target.undoable:
        raise Refused("undo-nothing")
    for edit in reversed(target.edits):
        if edit.before is None and edit.entity in FACTS:
            continue
        table = TRACKED[edit.entity]
        row = work.get(table, edit.id)
        now = None if row is None else canonical_json(row.snapshot())
        if now != (None if edit.after is None else canonical_json(edit.after)):
            raise Refused("undo-changed-since", entity=edit.entity, id=edit.id[-8:])
        if edit.before is None:
            assert row is not None
            _refuse_if_used(work.session, edit.entity, edit.id)
            work.remove(row)
        elif row is None:
            work.add(table(**edit.before))
        else:
            for column, value in edit.before.items():
                setattr(row, column, value)
    work.undoes = target.id


def _refuse_if_used(session: Session, entity: str, identifier: str) -> None:
    """A row that newer rows hang on cannot be taken away: they would hang in the air."""
    for mapper in tables.Base.registry.mappers:
        for column in mapper.local_table.c:
            for key in column.foreign_keys:
                if key.column.table.name == entity and column.table.name != "edit":
                    used = session.execute(select(column.table.c.id).where(column == identifier)).scalars().all()
                    gone = {row.id for row in session.deleted if isinstance(row, tables.Tracked)}
                    if set(used) - gone:
                        raise Refused("undo-in-use", entity=entity, id=identifier[-8:], by=column.table.name)


def _in_force(session: Session, reviewer: str | None) -> Iterator[tuple[tables.Step, tables.Step | None]]:
    """Steps in force, newest first, each with the step that it undoes."""
    reverted: set[str] = set()
    before: int | None = None
    while True:
        wanted = Filter(reviewer=reviewer, before=before)
        rows = session.scalars(_filtered(wanted).order_by(tables.Step.number.desc()).limit(BATCH)).all()
        if not rows:
            return
        for row in rows:
            if row.id in reverted or (reviewer and is_undone(session, row.id)):
                continue
            undone = None
            if row.undoes:
                reverted.add(row.undoes)
                undone = session.scalar(select(tables.Step).where(tables.Step.id == row.undoes))
            yield row, undone
        before = rows[-1].number


def _filtered(wanted: Filter) -> Select[tables.Step]:
    query = select(tables.Step)
    if wanted.claim or wanted.article:
        column = tables.Edit.claim_id if wanted.claim else tables.Edit.article_id
        query = query.where(
            exists().where(
                and_(tables.Edit.step_number == tables.Step.number, column == (wanted.claim or wanted.article))
            )
        )
    if wanted.reviewer:
        query = query.where(tables.Step.reviewer == wanted.reviewer)
    if wanted.before is not None:
        query = query.where(tables.Step.number < wanted.before)
    for word in (wanted.words or "").split():
        hit = f"%{word}%"
        inside = exists().where(and_(tables.Edit.step_number == tables.Step.number, tables.Edit.after.ilike(hit)))
        query = query.where(
            or_(tables.Step.values.ilike(hit), tables.Step.reason.ilike(hit), tables.Step.reviewer.ilike(hit), inside)
        )
    return query


def _step(row: tables.Step, edits: tuple[Edit, ...]) -> Step:
    values = snapshot_of(row.values) or {}
    return Step(
        id=row.id,
        number=row.number,
        at=from_stamp(row.at),
        reviewer=row.reviewer,
        label=row.label,
        values={name: str(value) for name, value in values.items()},
        reason=row.reason,
        undoes=row.undoes,
        undoable=bool(row.undoable),
        previous=row.previous,
        digest=row.digest,
        edits=edits,
    )


def _edit(row: tables.Edit) -> Edit:
    return Edit(row.entity, row.row_id, snapshot_of(row.before), snapshot_of(row.after))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that verification found wrong: a message key under ``finding.`` and its values."""

    key: str
    values: dict[str, object]


def verify_chain(
    library: Library, progress: Callable[[int, int], None] | None = None
) -> tuple[int, str, list[Finding]]:
    """Walk the whole chain: (number of steps, head, findings).

    Reads through the bare driver: the object layer would be ten times slower and adds nothing here.
    """
    connection = sqlite3.connect(f"{library.file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return _walk(connection, progress)
    finally:
        connection.close()


def holds(library: Library, digest: str) -> bool:
    """Whether a step with that digest is in the trail."""
    with library.reading() as session:
        return session.scalar(select(tables.Step.number).where(tables.Step.digest == digest)) is not None


def _walk(
    connection: sqlite3.Connection, progress: Callable[[int, int], None] | None
) -> tuple[int, str, list[Finding]]:
    total = int(connection.execute("SELECT max(number) FROM step").fetchone()[0] or 0)
    rows = connection.execute(
        'SELECT previous, id, number, at, reviewer, label, "values", reason, undoes, undoable, digest'
        " FROM step ORDER BY number"
    )
    edits = connection.execute(
        "SELECT step_number, entity, row_id, claim_id, article_id, before, after"
        " FROM edit ORDER BY step_number, position"
    )
    groups = groupby(edits, key=lambda edit: edit[0])
    group = next(groups, None)
    findings: list[Finding] = []
    count, number, previous = 0, 0, GENESIS
    for row in rows:
        count += 1
        number += 1
        if row[2] != number:
            findings.append(Finding("step-missing", {"first": number, "last": row[2] - 1}))
            number = row[2]
        while group is not None and group[0] < number:
            findings.append(Finding("edit-without-step", {"number": group[0]}))
            group = next(groups, None)
        mine: list[tuple[object, ...]] = []
        if group is not None and group[0] == number:
            mine = [edit[1:] for edit in group[1]]
            group = next(groups, None)
        if row[0] != previous and not (findings and findings[-1].key == "step-missing"):
            findings.append(Finding("step-link", {"number": number}))
        if step_digest(row[:10], mine) != row[10]:  # type: ignore[arg-type]  # rows of the driver are untyped
            findings.append(Finding("step-changed", {"number": number, "id": str(row[1])[-8:]}))
        previous = row[10]
        if progress and count % MANY == 0:
            progress(count, total)
    if group is not None:
        findings.append(Finding("edit-without-step", {"number": group[0]}))
    return count, previous, findings
