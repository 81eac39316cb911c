"""The full-text index, and the only place that speaks SQLite's FTS5.

``entry_fts`` holds the words of the ledger's lines (kept by triggers, see migration 0002), ``page_fts`` those of
captured pages. Both fold case and accents (``unicode61 remove_diacritics 2``) and, by the view and by ``plain``, the
letters that Unicode does not decompose.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import TableClause, column, func, literal_column, table, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from factcheck.errors import Cancelled

COLUMN_WEIGHTS = (3.0, 2.0, 2.0, 1.0, 1.0, 0.5, 1.0)
"""text, quote, title, summary, reason, sources, claimant: how much a word counts where it stands."""
OPERATIONS = 10_000
"""Steps of SQLite's machine between two looks at whether somebody wants it to stop: under a millisecond."""
ENTRIES: TableClause = table("entry_fts", column("rowid"))
PAGES: TableClause = table("page_fts", column("rowid"))

_PLAIN = str.maketrans(
    {
        "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ø": "o", "Ø": "o", "œ": "oe", "Œ": "oe",
        "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h",
    }
)  # fmt: skip


def plain(words: str) -> str:
    """The words with plain letters for those that Unicode does not decompose, as the index holds them."""
    return words.translate(_PLAIN)


def add_page(session: Session, number: int, words: str) -> None:
    """Index the text of a captured page under its number."""
    session.execute(
        text("INSERT INTO page_fts (rowid, text) VALUES (:number, :words)"), {"number": number, "words": plain(words)}
    )


def meets(index: TableClause, expression: str) -> ColumnElement[bool]:
    """The condition that a row of the index meets a compiled expression (``querywords.compiled``)."""
    return literal_column(index.name).op("MATCH")(expression)


def score() -> ColumnElement[float]:
    """BM25 of a row of ``ENTRIES`` among all lines; less is better, as FTS5 has it."""
    weights = ", ".join(str(weight) for weight in COLUMN_WEIGHTS)
    return func.bm25(literal_column("entry_fts"), literal_column(weights))


@contextmanager
def stoppable(session: Session, stop: Callable[[], bool] | None) -> Iterator[None]:
    """Let what runs inside be stopped between two steps of the database; it then raises ``Cancelled``."""
    connection = session.connection().connection.driver_connection
    if stop is None or not isinstance(connection, sqlite3.Connection):
        yield
        return
    connection.set_progress_handler(lambda: int(stop()), OPERATIONS)
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as problem:
        if "interrupted" in str(problem):
            raise Cancelled from problem
        raise
    finally:
        connection.set_progress_handler(None, 0)
