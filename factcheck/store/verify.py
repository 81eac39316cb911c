"""Checks of a library beside its chain: SQLite's own, references, kept texts, files that rows name."""

import hashlib
import heapq
import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, String, cast, select
from sqlalchemy.orm import InstrumentedAttribute

from factcheck.domain import ids
from factcheck.i18n import text as text_of
from factcheck.store import archive, tables
from factcheck.store.ledger import Entry
from factcheck.store.library import Library, Rows
from factcheck.store.walk import Finding, in_order

SHOWN = 12
Place = tuple[str, str]
"""The id of a row and the name of its table."""


def verify_texts(library: Library) -> list[Finding]:
    """Kept texts against their digests."""
    with library.bare() as connection:
        if isinstance(connection, sqlite3.Connection):
            connection.text_factory = bytes  # damaged text is no UTF-8 any more
        return [
            Finding("content-changed", {"sha256": _bytes(sha256)[:SHOWN].decode("ascii", "replace")})
            for sha256, kept in connection.execute("SELECT sha256, text FROM content")
            if hashlib.sha256(_bytes(kept)).hexdigest().encode() != _bytes(sha256)
        ]


def _bytes(value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def evidence_files(library: Library) -> list[tuple[str, str]]:
    """Every evidence file that a row names: its SHA-256 and its suffix, each once.

    Left out are captures that came in a bare report and say that their bytes are in another library.
    """
    elsewhere = cast(tables.Capture.flags, String).contains(tables.ELSEWHERE)
    with library.reading() as session:
        found = {
            (sha256, suffix)
            for table, columns in tables.EVIDENCE.items()
            for column, suffix in columns.items()
            for sha256 in session.scalars(_named(getattr(table, column), elsewhere))
            if sha256
        }
    return sorted(found)


def _named(column: InstrumentedAttribute[str | None], elsewhere: ColumnElement[bool]) -> Select[str | None]:
    query = select(column).where(column.is_not(None)).distinct()
    return query.where(~elsewhere) if column.class_ is tables.Capture else query


def verify_checks(library: Library) -> list[Finding]:
    """Imported checks against the digests that they came with: the ledger holds their only copy."""
    names = [c.key for c in Entry.__table__.columns if c.key not in {"number", "revision", "archive_id", "digest"}]
    listed = ", ".join(f'"{name}"' for name in names)
    with library.bare(tolerant=True) as connection:
        rows = connection.execute(f"SELECT digest, {listed} FROM entry WHERE (record = 'claim') IS NOT TRUE")  # noqa: S608 - our own names
        return [
            Finding("check-changed", {"id": ids.short(str(values[0]))})
            for digest, *values in rows
            if archive.digest_of(dict(zip(names, values, strict=True))) != digest
        ]


def verify_rows(library: Library) -> list[Finding]:
    """Every tracked row against the last edit of it in the trail: a row changed behind the trail's back shows.

    Rows and edits are walked side by side in the order of their ids, so that memory stays small however large the
    library is.
    """
    try:
        with library.bare() as connection:
            return list(_compared(connection))
    except sqlite3.OperationalError:  # a text that cannot be decoded
        with library.bare(tolerant=True) as connection:
            return list(_compared(connection))


def _compared(connection: Rows) -> Iterator[Finding]:
    rows = heapq.merge(*(_rows(connection, name) for name in sorted(tables.TRACKED)), key=itemgetter(0))
    said = last_edits(connection)
    edit, row = next(said, None), next(rows, None)
    while edit is not None or row is not None:
        if row is None or (edit is not None and edit[0] < row[0]):
            assert edit is not None
            if edit[1] is not None:
                yield _finding("row-missing", edit[0])
            edit = next(said, None)
            continue
        if edit is None or row[0] < edit[0]:
            yield _finding("row-unknown", row[0])
        else:
            if edit[1] is None or not _same(row[1], edit[1]):
                yield _finding("row-changed", row[0])
            edit = next(said, None)
        row = next(rows, None)


def _finding(key: str, place: Place) -> Finding:
    identifier, table = place
    what = text_of(f"entity.{table}") if table in tables.TRACKED else table
    return Finding(key, {"table": what, "id": ids.short(identifier)})


def last_edits(connection: Rows) -> Iterator[tuple[Place, str | None, int]]:
    """Where each row stands (id, table), what the trail last wrote of it, and the number of that step; by id."""
    edits = connection.execute(
        "SELECT row_id, entity, after, step_number, position FROM edit ORDER BY row_id, step_number, position"
    )
    for identifier, group in groupby(edits, key=itemgetter(0)):
        newest = {str(entity): (after, number) for _, entity, after, number, _ in group}
        yield from (((str(identifier), entity), *newest[entity]) for entity in sorted(newest))


def _rows(connection: Rows, name: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The rows of a table as the trail would write them, by id.

    The order is the index's and every value the table's own: SQLite reads an id from the index where it can, and damage
    to the one in the row would go unnoticed.
    """
    columns = [c for c in tables.TRACKED[name].__table__.columns if c.key != "version"]
    as_json = [column.key for column in columns if isinstance(column.type, JSON)]
    keys = [column.key for column in columns]
    place = keys.index("id")
    for values in connection.execute(in_order(connection, name, keys, ("id",))):
        row = dict(zip(keys, values, strict=True))
        for key in as_json:
            row[key] = _parsed(row[key])
        yield (str(values[place]), name), row


def _same(row: dict[str, Any], said: str) -> bool:
    """Whether a row is what the trail says; a column that a later schema added is empty in older edits."""
    kept = _parsed(said)
    if not isinstance(kept, dict):
        return False
    return all(value == kept.get(key) for key, value in row.items()) and kept.keys() <= row.keys()


def _parsed(written: Any) -> object:
    """The value of a JSON text, or the text itself when damage made it something else."""
    try:
        return json.loads(written)
    except (TypeError, ValueError):
        return written
