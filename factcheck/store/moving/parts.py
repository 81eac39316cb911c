"""What a library consists of, for moving it: its tables in an order in which each finds the rows that it refers to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Table

from factcheck.store import tables

Row = tuple[Any, ...]
"""A row's values in the order of its table's columns: text, whole numbers, floats and None."""
Key = tuple[Any, ...]
LARGE = frozenset({"content", "edit", "step"})
"""Tables whose rows may hold a whole article's text."""
FIXED = frozenset({"content", "step", "edit"})
"""Tables to which rows are only ever added."""
ROWS, FEW_ROWS = 4000, 200
"""Rows that are written in one transaction, and read from a server at a time."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table. ``keys`` are the columns of its primary key; ``flags`` the places of its columns that are true or false.

    ``whole`` tables refer to themselves and are written in one transaction.
    """

    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    flags: tuple[int, ...]
    whole: bool

    @property
    def batch(self) -> int:
        """Rows at a time."""
        return FEW_ROWS if self.name in LARGE else ROWS

    def key(self, row: Row) -> Key:
        """The primary key of a row."""
        return tuple(row[self.columns.index(key)] for key in self.keys)

    def plain(self, row: Row) -> Row:
        """The row as both databases have it: truth as 0 and 1."""
        return self._with_flags(row, int)

    def typed(self, row: Row) -> Row:
        """The row as PostgreSQL takes it: truth as true and false."""
        return self._with_flags(row, bool)

    def _with_flags(self, row: Row, kind: type) -> Row:
        if not self.flags:
            return row
        changed = list(row)
        for place in self.flags:
            changed[place] = None if row[place] is None else kind(row[place])
        return tuple(changed)


def _part(table: Table) -> Part:
    return Part(
        table.name,
        tuple(column.name for column in table.columns),
        tuple(column.name for column in table.primary_key.columns),
        tuple(place for place, column in enumerate(table.columns) if isinstance(column.type, Boolean)),
        any(reference.column.table is table for reference in table.foreign_keys),
    )


PARTS = tuple(_part(table) for table in tables.Base.metadata.sorted_tables)
"""Every table of a library."""
BY_NAME = {part.name: part for part in PARTS}


def statement(part: Part, place: str, *, after: Key | None, upto: Key | None, prefix: str = "") -> tuple[str, Key]:
    """The statement that reads a table in the order of its key, and its values.

    ``place`` is how the database writes a place for a value; only rows behind ``after`` and up to ``upto`` are read.
    """
    keys = ", ".join(f'"{key}"' for key in part.keys)
    places = ", ".join([place] * len(part.keys))
    conditions: list[str] = []
    values: list[Any] = []
    for sign, bound in ((">", after), ("<=", upto)):
        if bound is not None:
            conditions.append(f"({keys}) {sign} ({places})")
            values += bound
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    columns = ", ".join(f'"{column}"' for column in part.columns)
    return f'SELECT {columns} FROM {prefix}"{part.name}"{where} ORDER BY {keys}', tuple(values)  # noqa: S608  # our own names


def differences(part: Part, ours: Iterator[Row], theirs: Iterator[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows of two tables side by side, both in the order of their keys: the pairs that differ.

    None stands for a row that is missing.
    """
    one, other = next(ours, None), next(theirs, None)
    while one is not None or other is not None:
        if one == other:
            one, other = next(ours, None), next(theirs, None)
            continue
        left = part.key(one) if one is not None else None
        right = part.key(other) if other is not None else None
        if right is None or (left is not None and left < right):
            yield one, None
            one = next(ours, None)
        elif left is None or right < left:
            yield None, other
            other = next(theirs, None)
        else:
            yield one, other
            one, other = next(ours, None), next(theirs, None)
