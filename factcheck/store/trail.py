"""Reading the trail: its steps, its head, which of them are in force."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from factcheck.domain.history import GENESIS, Edit, Step, from_stamp
from factcheck.errors import NotFound
from factcheck.store import tables, trailwords
from factcheck.store.unit import snapshot_of

BATCH = 20


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
    rows = session.scalars(_filtered(session, wanted).order_by(tables.Step.number.desc()).limit(limit)).all()
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
    actions = _filtered(session, Filter(reviewer=reviewer))
    actions = actions.where(tables.Step.undoes.is_(None), tables.Step.undoable == 1)
    newest = next(_in_force(session, actions), None)
    return step(session, newest.id) if newest else None


def next_redo(session: Session, reviewer: str | None) -> Step | None:
    """The newest undo that nothing was done after; redoing it is undoing it. None when there is nothing to redo."""
    for row in _in_force(session, _filtered(session, Filter(reviewer=reviewer)).where(tables.Step.undoable == 1)):
        if row.undoes is None:
            return None
        undone = session.scalar(select(tables.Step).where(tables.Step.id == row.undoes))
        if undone is not None and undone.undoes is None:
            return step(session, row.id)
    return None


def is_undone(session: Session, identifier: str) -> bool:
    """Whether a later step in force has taken that step back."""
    return identifier in _undone(session, [identifier])


def _in_force(session: Session, wanted: Select[tables.Step]) -> Iterator[tables.Step]:
    """The wanted steps that are in force, newest first."""
    before: int | None = None
    while True:
        page = wanted if before is None else wanted.where(tables.Step.number < before)
        rows = session.scalars(page.order_by(tables.Step.number.desc()).limit(BATCH)).all()
        undone = _undone(session, [row.id for row in rows])
        yield from (row for row in rows if row.id not in undone)
        if len(rows) < BATCH:
            return
        before = rows[-1].number


def _undone(session: Session, identifiers: Sequence[str]) -> set[str]:
    """Those of the steps that later steps in force have taken back: undone, and not redone since."""
    undone: set[str] = set()
    for row in session.execute(_TAKING_BACK, {"ids": list(identifiers)}):
        if row.id not in undone:
            undone.add(row.undoes)
    return undone


def _taking_back() -> Select[str, str | None]:
    """The steps that take some steps back, those that take these back, and so on; the newest first. Made once."""
    columns = tables.Step.id, tables.Step.undoes, tables.Step.number
    later = (
        select(*columns).where(tables.Step.undoes.in_(bindparam("ids", expanding=True))).cte("later", recursive=True)
    )
    upon = aliased(tables.Step)
    later = later.union(select(upon.id, upon.undoes, upon.number).where(upon.undoes == later.c.id))
    return select(later.c.id, later.c.undoes).order_by(later.c.number.desc())


_TAKING_BACK = _taking_back()


def _filtered(session: Session, wanted: Filter) -> Select[tables.Step]:
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
    found = trailwords.hits(session, wanted.words, tables.Step.number) if wanted.words else None
    return query if found is None else query.where(found)


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
