"""What every table of a library is made of: names of constraints, tracked rows, their snapshots."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, TypeVar

from sqlalchemy import JSON, ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {dict[str, Any]: JSON, list[Any]: JSON}


def reference(column: str) -> ForeignKey:
    """A foreign key that is checked at the end of the transaction: a step writes its rows in any order."""
    return ForeignKey(column, deferrable=True, initially="DEFERRED")


class Tracked(Base):
    """A row whose every change is an edit of a step.

    ``version`` counts the changes of the row; it is no part of the snapshot, so that an undo may restore a row and
    still be seen as a change by whoever holds an older version.
    """

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)

    def snapshot(self) -> dict[str, object]:
        """The row as plain data, without its version."""
        return {column: getattr(self, column) for column in columns_of(type(self))}


Row = TypeVar("Row", bound=Tracked)
"""Some tracked table, in functions that serve them all."""


Item = TypeVar("Item")
CHUNK = 500
"""Values in one IN list, well under SQLite's limit of variables."""


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The values in pieces that fit one IN list."""
    return (items[at : at + CHUNK] for at in range(0, len(items), CHUNK))


def columns_of(table: type[Tracked]) -> tuple[str, ...]:
    """The names of the columns that a snapshot holds."""
    return tuple(column.key for column in table.__table__.columns if column.key != "version")
