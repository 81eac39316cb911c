"""An article as it stood after a step: the rows that the trail holds, put into a library in memory.

The same reads then serve the past as the present, and nothing can be written there.
"""

import json
from collections.abc import Iterable

from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from factcheck.errors import Refused
from factcheck.store import tables
from factcheck.store.base import chunks
from factcheck.store.library import Library, MemoryLibrary
from factcheck.store.tables import TRACKED

Rows = dict[tuple[str, str], dict[str, object]]
"""Rows by table and id."""


def past(library: Library, article_id: str, number: int) -> Library:
    """A library that holds that article alone, as it was after step ``number``; ``Refused`` when it came later."""
    with library.reading() as session:
        rows = _rows_of_article(session, article_id, number)
        if ("article", article_id) not in rows:
            raise Refused("as-of-before", step=number)
        _add_named(session, rows, number)
        texts = _texts(session, rows)
        step = session.get(tables.Step, number)
        steps = [] if step is None else [{c.key: getattr(step, c.key) for c in tables.Step.__table__.columns}]
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    tables.Base.metadata.create_all(engine)
    with Session(engine) as session:
        _fill(session, tables.Content, texts)
        _fill(session, tables.Step, steps)
        for name, table in TRACKED.items():
            columns = tables.columns_of(table)
            mine = [row for (entity, _), row in rows.items() if entity == name]
            _fill(session, table, [{c: row.get(c) for c in columns} | {"version": 1} for row in mine])
        session.commit()
    return MemoryLibrary(library, engine, "library-past")


def _rows_of_article(session: Session, article_id: str, number: int) -> Rows:
    query = select(tables.Edit).where(tables.Edit.article_id == article_id, tables.Edit.step_number <= number)
    return _after(session.scalars(query.order_by(tables.Edit.step_number, tables.Edit.position)))


def _add_named(session: Session, rows: Rows, number: int) -> None:
    """Add the rows that these rows name (sources, captures, claimants, tags, scales), until none is missing."""
    while wanted := _named(rows) - rows.keys():
        found: Rows = {}
        for some in chunks(sorted({identifier for _, identifier in wanted})):
            query = select(tables.Edit).where(tables.Edit.row_id.in_(some), tables.Edit.step_number <= number)
            found |= _after(session.scalars(query.order_by(tables.Edit.step_number, tables.Edit.position)))
        fresh = {place: row for place, row in found.items() if place in wanted}
        if not fresh:
            return
        rows |= fresh


def _after(edits: Iterable[tables.Edit]) -> Rows:
    """Each row as the last of the edits left it, without those that were removed."""
    rows: Rows = {}
    for edit in edits:
        if edit.after is None:
            rows.pop((edit.entity, edit.row_id), None)
        else:
            rows[edit.entity, edit.row_id] = json.loads(edit.after)
    return rows


def _named(rows: Rows) -> set[tuple[str, str]]:
    """The tracked rows that these rows refer to."""
    return {
        (key.column.table.name, str(row[column.key]))
        for (entity, _), row in rows.items()
        for column in TRACKED[entity].__table__.columns
        for key in column.foreign_keys
        if row.get(column.key) is not None and key.column.table.name in TRACKED
    }


def _texts(session: Session, rows: Rows) -> list[dict[str, object]]:
    """The immutable texts that the rows refer to."""
    digests = {
        str(row[column.key])
        for (entity, _), row in rows.items()
        for column in TRACKED[entity].__table__.columns
        for key in column.foreign_keys
        if row.get(column.key) is not None and key.column.table.name == tables.Content.__tablename__
    }
    found: list[dict[str, object]] = []
    for some in chunks(sorted(digests)):
        query = select(tables.Content).where(tables.Content.sha256.in_(some))
        found += [{"sha256": kept.sha256, "text": kept.text} for kept in session.scalars(query)]
    return found


def _fill(session: Session, table: type[tables.Base], rows: list[dict[str, object]]) -> None:
    if rows:
        session.execute(insert(table), rows)
