"""The full-text indexes, and the only place that speaks SQLite's FTS5 or PostgreSQL's text search.

``entry_fts`` holds the words of the ledger's lines, ``page_fts`` those of captured pages, ``trail_fts`` those of steps.
All fold case and accents, and by ``plain`` the letters that Unicode does not decompose. In SQLite they are FTS5 tables
(``unicode61 remove_diacritics 2``; triggers keep that of the lines, see migration 0002), on a server tables of a row's
number and its words as a tsvector.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Double, TableClause, cast, column, func, literal, literal_column, table, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from factcheck.store.querywords import Tongue, compiled
from factcheck.store.server.words import WORD, term, vector

COLUMN_WEIGHTS = {
    "text": 3.0,
    "quote": 2.0,
    "title": 2.0,
    "summary": 1.0,
    "reason": 1.0,
    "sources": 0.5,
    "claimant": 1.0,
}
"""How much a word of a line counts where it stands, in the order of SQLite's index."""
_CLASSES = {3.0: "A", 2.0: "B", 1.0: "C", 0.5: "D"}
SERVER_COLUMNS = tuple((name, _CLASSES[weight]) for name, weight in COLUMN_WEIGHTS.items())
"""The same for PostgreSQL, which has four classes of words."""
SERVER_WEIGHTS = "CAST('{0.17, 0.33, 0.67, 1.0}' AS real[])"
"""What the classes D to A count, in proportion to ``COLUMN_WEIGHTS``."""
ENTRIES: TableClause = table("entry_fts", column("rowid"))
PAGES: TableClause = table("page_fts", column("rowid"))
STEPS: TableClause = table("trail_fts", column("rowid"))

_PLAIN = str.maketrans(
    {
        "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ø": "o", "Ø": "o", "œ": "oe", "Œ": "oe",
        "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h",
    }
)  # fmt: skip


def plain(words: str) -> str:
    """The words with plain letters for those that Unicode does not decompose, as the index holds them."""
    return words.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an index is asked, in its own tongue; false when nothing is asked."""

    expression: str
    server: bool

    def __bool__(self) -> bool:
        return bool(self.expression)


def asked(session: Session, words: str) -> Asked:
    """The query of a person, for this library's indexes. Raises ``InputError`` with what is wrong where."""
    server = on_server(session)
    return Asked(compiled(words, SERVER if server else SQLITE), server)


def beginnings(session: Session, words: str) -> Asked:
    """Asks for a beginning of every one of the words."""
    server = on_server(session)
    tongue = SERVER if server else SQLITE
    found = [WORD.findall(word) for word in words.split()]
    return Asked(tongue.both.join(tongue.term(word, prefix=True) for word in found if word), server)


def meets(index: TableClause, words: Asked) -> ColumnElement[bool]:
    """The condition that a row of the index meets what is asked."""
    if words.server:
        return literal_column(f"{index.name}.words").op("@@")(_query(words))
    return literal_column(index.name).op("MATCH")(words.expression)


def score(words: Asked) -> ColumnElement[float]:
    """How well a row of ``ENTRIES`` meets what is asked; less is better.

    SQLite has BM25 among all lines. PostgreSQL keeps no such counts: there a word counts by where and how often it
    stands, against the length of the line.
    """
    if words.server:
        by_length = 1  # divides by 1 + the logarithm of the length
        rank = func.ts_rank(text(SERVER_WEIGHTS), literal_column("entry_fts.words"), _query(words), by_length)
        return -cast(rank, Double)
    weights = ", ".join(str(weight) for weight in COLUMN_WEIGHTS.values())
    return func.bm25(literal_column("entry_fts"), literal_column(weights))


def put_lines(session: Session, lines: Iterable[Mapping[str, Any]]) -> None:
    """Index lines of the ledger under their numbers, anew where they were indexed before. SQLite's triggers have."""
    if on_server(session):
        rows = [
            {"number": line["number"], "words": vector((plain(line[c]), w) for c, w in SERVER_COLUMNS)}
            for line in lines
        ]
        if rows:
            session.connection().execute(_PUT_LINE, rows)


def add_page(session: Session, number: int, words: str) -> None:
    """Index the text of a captured page under its number."""
    _add(session, PAGES, "text", number, words)


def add_step(connection: Session | Connection, number: int, words: str) -> None:
    """Index a step of the trail by its words."""
    _add(connection, STEPS, "words", number, words)


def _add(session: Session | Connection, index: TableClause, column_name: str, number: int, words: str) -> None:
    connection = session.connection() if isinstance(session, Session) else session
    if connection.dialect.name == "sqlite":
        said, statement = plain(words), _ADD[index.name, column_name]
    else:
        said, statement = vector([(plain(words), "A")]), _ADD_VECTOR[index.name]
    connection.execute(statement, {"number": number, "words": said})


def on_server(session: Session) -> bool:
    """Whether the session's library is on a server."""
    return session.get_bind().dialect.name != "sqlite"


def _query(words: Asked) -> ColumnElement[Any]:
    from sqlalchemy.dialects.postgresql import TSQUERY  # noqa: PLC0415  # 3 MB that a folder's library does without

    return cast(literal(words.expression), TSQUERY)


def _fts5(words: Sequence[str], *, prefix: bool) -> str:
    return f'"{" ".join(map(plain, words))}"{" *" if prefix else ""}'


SQLITE = Tongue(_fts5, " AND ", " OR ", " NOT ")
SERVER = Tongue(lambda words, *, prefix: term([plain(word) for word in words], prefix=prefix), " & ", " | ", " & !")
_ADD = {
    (index, name): text(f"INSERT INTO {index} (rowid, {name}) VALUES (:number, :words)")  # noqa: S608 - our own names
    for index, name in (("page_fts", "text"), ("trail_fts", "words"))
}
_ADD_VECTOR = {
    index: text(f"INSERT INTO {index} (rowid, words) VALUES (:number, CAST(:words AS tsvector))")  # noqa: S608
    for index in ("page_fts", "trail_fts")
}
_PUT_LINE = text(
    "INSERT INTO entry_fts (rowid, words) VALUES (:number, CAST(:words AS tsvector))"
    " ON CONFLICT (rowid) DO UPDATE SET words = excluded.words"
)
