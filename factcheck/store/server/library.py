"""A library on a server: its rows and evidence are there, and this machine keeps copies of the evidence it has read."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.string import TextLoader
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from factcheck.domain.place import Server
from factcheck.errors import LibraryError
from factcheck.paths import make_private, state_folder
from factcheck.store.library import Library, Rows
from factcheck.store.migrate import SCHEMA
from factcheck.store.server import engine as engines
from factcheck.store.server import evidence, people
from factcheck.store.walk import Finding
from factcheck.web import vault

_MOVING = "SELECT value FROM library_state WHERE name = 'move'"


class ServerLibrary(Library):
    """An open library of a server."""

    def __init__(
        self, server: Server, folder: Path, engine: Engine, why_read_only: str | None, signed_by: str | None = None
    ) -> None:
        super().__init__(folder, engines.reader(engine), engines.writer(engine), why_read_only)
        self.server = server
        self.signed_by = signed_by

    def translated(self) -> AbstractContextManager[None]:
        """Turn what the server says of the world into a sentence for a person."""
        return engines.translated(self._server)

    @contextmanager
    def bare(self, *, tolerant: bool = False) -> Iterator["_Rows"]:  # noqa: ARG002  # the server lets in UTF-8 alone
        """One consistent state of the library through the bare driver, for reading."""
        with self.translated(), self._connected() as connection:
            connection.adapters.register_loader("json", TextLoader)  # as the library keeps it: it is parsed once
            with closing(_Rows(connection)) as rows:
                yield rows

    def check(self) -> list[Finding]:
        """The failures that the server's own checksums have seen. It keeps references itself."""
        asked = text("SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()")
        with self.reading() as session:
            failures = session.scalar(asked) or 0
        return [Finding("checksums", {"count": failures})] if failures else []

    def sealed_steps(self, connection: Rows) -> dict[int, bool]:
        """As the database tells, which computes their digests itself (``resources/server/desk.sql``)."""
        (made,) = connection.execute("SELECT to_regproc('desk.sealed_steps') IS NOT NULL").fetchone()
        return dict(connection.execute("SELECT number, fits FROM desk.sealed_steps()").fetchall()) if made else {}

    def keep_evidence(self, session: Session, files: Iterable[tuple[str, str]]) -> None:
        """Store files of this machine in the step that names them, unless ``bring_evidence`` has."""
        connection = session.connection().connection.driver_connection
        assert isinstance(connection, psycopg.Connection)
        for sha256, suffix in sorted(files):
            evidence.put(connection, self._copy(sha256, suffix), sha256, suffix)

    def bring_evidence(self, files: Iterable[tuple[str, str]]) -> None:
        """Store files of this machine before the step that will name them: nobody waits for their bytes."""
        if self.why_read_only:
            return  # the step says so
        with self.translated(), engines.connect(self._server, unbounded=True) as connection:
            for sha256, suffix in sorted(files):
                evidence.put(connection, self._copy(sha256, suffix), sha256, suffix)
                connection.commit()

    def evidence_file(self, sha256: str, suffix: str = "") -> Path:
        """This machine's copy, fetched from the server when there is none or it is damaged."""
        path = self._copy(sha256, suffix)
        if vault.damage(path, sha256) is not None:
            with self.translated(), self._connected() as connection:
                held = evidence.pieces(connection, sha256, suffix)
                first = next(held, None)
                if first is not None:
                    vault.keep(self.evidence, _chained(first, held), suffix)
        return path

    def evidence_damage(self, sha256: str, suffix: str = "") -> vault.Damage | None:
        """What is wrong with the server's copy."""
        with self.translated(), self._connected() as connection:
            return evidence.damage(connection, sha256, suffix)

    @property
    def _server(self) -> Server:
        assert self.server is not None
        return self.server

    def _copy(self, sha256: str, suffix: str) -> Path:
        return self.evidence / vault.address(sha256, suffix)

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        """A bare connection on one state of the library, that cannot write."""
        with engines.connect(self._server, unbounded=True) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            yield connection


def open_server(server: Server, *, read_only: str | None) -> ServerLibrary:
    """The library on a server; see ``Library.open``.

    It was made by ``factcheck init-server``: an address that was mistyped must not fill somebody else's database.
    """
    engine = engines.open_engine(server)
    try:
        with engines.translated(server):
            with engines.reader(engine).connect() as connection:
                found = schema_of(connection)
                replica = connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar()
                who, kept = people.at_work(connection) if found else (None, None)
                moving = found and connection.exec_driver_sql(_MOVING).scalar()
            _refuse_unknown(server, found, moving=bool(moving))
            folder = state_folder() / "servers" / server.key
            make_private(folder)
            (folder / "evidence").mkdir(exist_ok=True)
    except BaseException:
        engine.dispose()
        raise
    return ServerLibrary(server, folder, engine, read_only or ("server-replica" if replica else kept), who)


def _refuse_unknown(server: Server, found: int | None, *, moving: bool) -> None:
    """``LibraryError`` unless the database holds a library of this program's schema, and all of it."""
    if moving:
        raise LibraryError("library-moving", place=server)
    if found is None:
        raise LibraryError("server-empty", server=server)
    if found != SCHEMA:
        raise LibraryError(
            "server-newer" if found > SCHEMA else "server-older", server=server, found=found, known=SCHEMA
        )


def schema_of(connection: Any) -> int | None:
    """The number of the newest migration that a database has, or None when it holds no library."""
    if connection.exec_driver_sql("SELECT to_regclass('alembic_version')").scalar() is None:
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return int(found) if found else None


class _Rows:
    """Statements of ``store.walk`` and ``store.verify`` on the server: rows come as they are asked for."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._cursors: list[psycopg.ServerCursor[Any]] = []

    def execute(self, sql: str, parameters: Any = None, /) -> Any:
        """A cursor of the server's own, for a result of any length."""
        cursor = self._connection.cursor(name=f"rows{len(self._cursors)}")
        cursor.itersize = 2000
        self._cursors.append(cursor)
        return cursor.execute(sql, parameters)

    def close(self) -> None:
        """Let go of what was asked for and not read to its end."""
        for cursor in self._cursors:
            cursor.close()


def _chained(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
