"""Undo and redo: a step that writes back what another one changed, or a refusal that says what stands in the way."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from factcheck.domain import ids
from factcheck.domain.history import Edit, Row, Step, minute
from factcheck.errors import Refused
from factcheck.i18n import text
from factcheck.store import tables
from factcheck.store.base import chunks
from factcheck.store.tables import FACTS, TRACKED, Tracked
from factcheck.store.trail import is_undone
from factcheck.store.unit import Work

APART: dict[str, frozenset[str]] = {"claim": frozenset({"assignee", "priority"})}
"""Columns that say nothing about the rest of their row: who sets them does not stand in the way of an undo there."""


def revert(work: Work, target: Step) -> None:
    """Write the ``before`` of every edit of ``target``; ``Refused`` when a row has changed since, with who changed it.

    Rows that record facts (a capture, a name) stay: other rows may use them by now.
    """
    if is_undone(work.session, target.id):
        raise Refused("undo-done-already")
    if not target.undoable:
        raise Refused("undo-nothing")
    removed: dict[str, list[str]] = {}
    added: list[Tracked] = []
    for edit in reversed(target.edits):
        if edit.before is None and edit.entity in FACTS:
            continue
        table = TRACKED[edit.entity]
        row = work.get(table, edit.id)
        _refuse_if_changed(work.session, target, edit, row)
        if edit.before is None:
            assert row is not None
            removed.setdefault(edit.entity, []).append(edit.id)
            work.remove(row)
        elif row is None:
            added.append(work.add(table(**edit.before, version=_changes(work.session, edit) + 1)))
        else:
            for column in _changed(edit):
                setattr(row, column, edit.before.get(column))
    for entity, gone in removed.items():
        _refuse_if_used(work.session, entity, gone)
    _refuse_if_hanging(work.session, added)
    work.undoes = target.id


def _changes(session: Session, edit: Edit) -> int:
    """How often a row that comes back was changed: its version goes on from there, never back to one seen before."""
    query = select(func.count()).where(tables.Edit.row_id == edit.id, tables.Edit.entity == edit.entity)
    return session.scalar(query) or 0


def _changed(edit: Edit) -> list[str]:
    """The columns that an edit changed. A snapshot lacks the columns that a later schema added: they were empty."""
    before, after = edit.before or {}, edit.after or {}
    return [column for column in {**before, **after} if before.get(column) != after.get(column)]


def _refuse_if_changed(session: Session, target: Step, edit: Edit, row: Tracked | None) -> None:
    """Refuse when the row is not as the step left it. Columns that stand apart count only when the step set them."""
    if row is None and edit.after is None:
        return
    if row is not None and edit.after is not None:
        now: Row = row.snapshot()
        ignored = APART.get(edit.entity, frozenset()) - set(_changed(edit))
        if all(now[column] == edit.after.get(column) for column in now.keys() - ignored):
            return
    query = (
        select(tables.Step)
        .join(tables.Edit, tables.Edit.step_number == tables.Step.number)
        .where(tables.Edit.row_id == edit.id, tables.Step.number > target.number)
        .order_by(tables.Step.number.desc())
        .limit(1)
    )
    later = session.scalar(query)
    values = {"what": text(f"entity.{edit.entity}"), "id": ids.short(edit.id)}
    if later is None:
        raise Refused("undo-changed-outside", **values)
    raise Refused(
        "undo-changed-since", **values, reviewer=later.reviewer, at=minute(later.at), step=ids.short(later.id)
    )


def _refuse_if_used(session: Session, entity: str, gone: list[str]) -> None:
    """Rows that newer rows hang on cannot be taken away: those would hang in the air."""
    leaving = {row.id for row in session.deleted if isinstance(row, Tracked)}
    for column in _references(entity):
        for some in chunks(gone):
            for user, used in session.execute(select(column.table.c.id, column).where(column.in_(some))):
                if user not in leaving:
                    by = text(f"entity.{column.table.name}")
                    raise Refused("undo-in-use", what=text(f"entity.{entity}"), id=ids.short(used), by=by)


def _refuse_if_hanging(session: Session, added: Sequence[Tracked]) -> None:
    """A row that comes back needs the rows that it named, here or coming back with it."""
    coming = {(row.__tablename__, row.id) for row in added}
    for row in added:
        for column in row.__table__.columns:
            named = getattr(row, column.key)
            for key in column.foreign_keys if named is not None else ():
                if (key.column.table.name, named) in coming:
                    continue
                table = TRACKED.get(key.column.table.name)
                there = session.get(table, named) if table else row
                if there is None or there in session.deleted:
                    raise Refused("undo-hangs", what=text(f"entity.{key.column.table.name}"), id=ids.short(str(named)))


def _references(entity: str) -> list[ColumnElement[str]]:
    """The columns of tracked tables that name rows of ``entity``."""
    columns = (column for table in TRACKED.values() for column in table.__table__.columns)
    return [c for c in columns if any(key.column.table.name == entity for key in c.foreign_keys)]
