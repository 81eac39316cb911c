"""A server as either end of a move. It reads and writes the tables themselves, which only an administrator may: the
views that others have in their place hold back what is sealed in blind verdicts.
"""

import itertools
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors, sql
from psycopg.types.string import TextLoader
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from factcheck.domain.place import Server
from factcheck.errors import LibraryError, Refused
from factcheck.store import fulltext
from factcheck.store.migrate import SCHEMA
from factcheck.store.moving.parts import BY_NAME, LARGE, PARTS, Key, Part, Row, statement
from factcheck.store.moving.side import HEADER, File
from factcheck.store.server import engine as engines
from factcheck.store.server import evidence, roles, schema
from factcheck.store.server.words import vector

FILLER = 0x6D6F7665
"""The key of the lock that whoever fills a library holds ("move" in ASCII)."""
_SEALED = ("verdict", "step", "edit")
_FILES = "SELECT sha256, suffix, size FROM evidence_file ORDER BY sha256, suffix"
_NOTE = (
    "INSERT INTO library_state (name, value) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
Bare = psycopg.Connection[Any]


class ServerSide:
    """A server's library, read."""

    on_server = True

    def __init__(self, server: Server, connection: Bare) -> None:
        self.place = server
        self.rows = _Cursors(connection)
        self._connection = connection

    def read(self, part: Part, *, after: Key | None = None, upto: Key | None = None) -> Iterator[Row]:
        """Rows of a table in the order of their key."""
        said, values = statement(part, "%s", after=after, upto=upto, prefix="public.")
        for row in self.rows.execute(said, values, at_once=100 if part.name in LARGE else 2000):
            yield part.plain(row)

    def count(self, part: Part) -> int:
        """How many rows a table has."""
        return int(self.one(f'SELECT count(*) FROM public."{part.name}"'))  # noqa: S608  # our own name

    def one(self, sql: str) -> Any:
        """The first value of a statement's first row, or None."""
        row = self._connection.execute(sql.encode()).fetchone()
        return row[0] if row else None

    def files(self) -> Iterator[File]:
        """The evidence files in the order of their names."""
        return itertools.starmap(File, self.rows.execute(_FILES))

    def bytes_of(self, file: File) -> Iterator[bytes]:
        """The bytes of an evidence file in pieces, from wherever the library keeps them."""
        return evidence.pieces(self._connection, file.sha256, file.suffix)

    def close(self) -> None:
        """Let go of what is still being read."""
        self.rows.close()


class _Cursors:
    """Statements whose rows come as they are asked for, by cursors of the server's own."""

    def __init__(self, connection: Bare) -> None:
        self._connection = connection
        self._open: list[psycopg.ServerCursor[Any]] = []

    def execute(self, said: str, values: Any = None, /, *, at_once: int = 2000) -> Any:
        """A cursor for a result of any length; of ``at_once`` rows at a time."""
        cursor = self._connection.cursor(name=f"move{len(self._open)}")
        self._open.append(cursor)
        cursor.itersize = at_once
        return cursor.execute(said, values)

    def close(self) -> None:
        """Let go of them all."""
        for cursor in self._open:
            cursor.close()


@contextmanager
def source(server: Server) -> Iterator[ServerSide]:
    """One consistent state of a server's library. ``Refused`` for who may not read all of it."""
    with engines.translated(server), _reading(server) as connection:
        _refuse_schema(server, connection)
        _refuse_others(server, connection, _SEALED, "SELECT")
        with closing(ServerSide(server, connection)) as side:
            yield side


@contextmanager
def _reading(server: Server) -> Iterator[Bare]:
    with engines.connect(server, unbounded=True) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        _settle(connection)
        yield connection


def _settle(connection: Bare) -> None:
    """Name the tables themselves, and let the connection rest while the other end is busy."""
    connection.execute("SELECT set_config('search_path', 'public', false)")
    connection.execute("SELECT set_config('idle_in_transaction_session_timeout', '0', false)")
    connection.adapters.register_loader("json", TextLoader)  # to the letter


def _refuse_schema(server: Server, connection: Bare) -> None:
    found = _schema(connection)
    if found is None:
        raise LibraryError("server-empty", server=server)
    if found != SCHEMA:
        key = "server-newer" if found > SCHEMA else "server-older"
        raise LibraryError(key, server=server, found=found, known=SCHEMA)


def _schema(connection: Bare) -> int | None:
    known = connection.execute("SELECT to_regclass('public.alembic_version')").fetchone()
    row = (
        connection.execute("SELECT version_num FROM public.alembic_version").fetchone() if known and known[0] else None
    )
    return int(row[0]) if row else None


def _refuse_others(server: Server, connection: Bare, names: Iterable[str], right: str) -> None:
    """``Refused`` unless the login has a right on these tables, as an administrator of the library has."""
    for name in names:
        row = connection.execute("SELECT has_table_privilege(%s, %s)", (f"public.{name}", right)).fetchone()
        if not row or not row[0]:
            raise Refused("move-administrator", server=server)


class ServerTarget:
    """A server's library, being filled."""

    on_server = True

    def __init__(self, server: Server, connection: Bare) -> None:
        self.place = server
        self._connection = connection

    def state(self) -> dict[str, str]:
        """What ``note`` kept."""
        return _state(self._connection)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction."""
        with engines.translated(self.place), self._connection.transaction():
            yield

    def note(self, name: str, value: str) -> None:
        """Keep how far a part came."""
        self._connection.execute(_NOTE, (name, value))

    def put(self, part: Part, rows: Iterable[Row]) -> None:
        """Add rows; those of the ledger with their words."""
        if part.name == "entry":
            rows = list(rows)
        self._copy(part.name, part.columns, (part.typed(row) for row in rows))
        if part.name == "entry":
            places = [(part.columns.index(name), weight) for name, weight in fulltext.SERVER_COLUMNS]
            number = part.columns.index("number")
            lines = ((row[number], vector((fulltext.plain(row[at]), w) for at, w in places)) for row in rows)
            self._copy("entry_fts", ("rowid", "words"), lines)

    def remove(self, part: Part, keys: Iterable[Key]) -> None:
        """Take rows away."""
        condition = sql.SQL(" AND ").join(sql.SQL("{} = %s").format(sql.Identifier(key)) for key in part.keys)
        said = sql.SQL("DELETE FROM public.{} WHERE {}").format(sql.Identifier(part.name), condition)
        with self._connection.cursor() as cursor:
            cursor.executemany(said, list(keys))

    def put_words(self, index: str, lines: Iterable[tuple[int, str]]) -> None:
        """Index texts under their numbers."""
        vectors = ((number, vector([(fulltext.plain(words), "A")])) for number, words in lines)
        self._copy(index, ("rowid", "words"), vectors)

    def put_file(self, file: File, pieces: Iterable[bytes]) -> None:
        """Store an evidence file where the library keeps them."""
        with self.writing():
            evidence.store(self._connection, file.sha256, file.suffix, file.size, pieces)

    @contextmanager
    def reading(self) -> Iterator[ServerSide]:
        """What is there by now."""
        with (
            engines.translated(self.place),
            _reading(self.place) as connection,
            closing(ServerSide(self.place, connection)) as side,
        ):
            yield side

    def finish(self) -> None:
        """Seal what is blind, and take the mark away."""
        with self.writing():
            found = self._connection.execute("SELECT to_regprocedure('desk.reseal_all()')").fetchone()
            if found and found[0]:
                self._connection.execute("SELECT desk.reseal_all()")
            self._connection.execute(
                "DELETE FROM library_state WHERE name = %s OR name LIKE %s", (HEADER, f"{HEADER}:%")
            )
        self._connection.autocommit = True
        self._connection.execute("ANALYZE")  # of tables that are somebody else's the server does it by itself, later

    def _copy(self, name: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
        listed = sql.SQL(", ").join(map(sql.Identifier, columns))
        said = sql.SQL("COPY public.{} ({}) FROM STDIN").format(sql.Identifier(name), listed)
        with self._connection.cursor() as cursor, cursor.copy(said) as copy:
            for row in rows:
                copy.write_row(row)


def _state(connection: Bare) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM public.library_state").fetchall())


@contextmanager
def target(server: Server) -> Iterator[ServerTarget]:
    """A server's library to be filled: an empty one, or one that a move was broken off in.

    In a database without any table the library is made first, where the login may do that.
    """
    with engines.translated(server), engines.connect(server, unbounded=True) as connection:
        connection.autocommit = True
        _settle(connection)
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (FILLER,)).fetchone()
        if not row or not row[0]:
            raise LibraryError("move-running", to=server)
        if _schema(connection) is None:
            _make(server, connection)
        _refuse_schema(server, connection)
        _refuse_others(server, connection, [*BY_NAME, "library_state", "evidence_file"], "INSERT")
        if HEADER not in _state(connection):
            _refuse_used(server, connection)
        yield ServerTarget(server, connection)


def _make(server: Server, connection: Bare) -> None:
    """A new library: with its roles where the login may make roles, else the tables alone."""
    row = connection.execute(
        "SELECT rolsuper OR rolcreaterole, has_schema_privilege('public', 'CREATE') FROM pg_roles"
        " WHERE rolname = current_user"
    ).fetchone()
    if row and row[0]:
        roles.make(server)
    elif row and row[1]:
        engine = create_engine(
            "postgresql+psycopg://", creator=lambda: engines.connect(server, unbounded=True), poolclass=StaticPool
        )
        with suppress(errors.DuplicateTable), engine.begin() as made:
            schema.create(made)
        engine.dispose()
    else:
        raise LibraryError("server-empty", server=server)


def _refuse_used(server: Server, connection: Bare) -> None:
    """``LibraryError`` when the library has rows."""
    for part in PARTS:
        if connection.execute(f'SELECT 1 FROM public."{part.name}" LIMIT 1'.encode()).fetchone():  # noqa: S608  # our own name
            raise LibraryError("move-target-used", to=server)
