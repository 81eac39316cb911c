"""Connections to a library on PostgreSQL.

Readers see one state each (REPEATABLE READ, read only). Writers take one lock of the database before their first
statement, so that the trail has one order for all; each of their statements then sees what the writer before them left
(READ COMMITTED: a snapshot taken before the wait for the lock would be older than the lock).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from factcheck.domain.place import Server
from factcheck.errors import LibraryError
from factcheck.store.migrate import SCHEMA
from factcheck.store.server import security

WRITERS = 0x66616374
"""The key of the advisory lock that orders the writers ("fact" in ASCII)."""
OURS = {"search_path": "desk,public", "factcheck.schema": SCHEMA}
"""Where names are looked for: sealed tables are read through the views in ``desk`` (``resources/server/desk.sql``); and
the schema that this program writes: a server that was upgraded meanwhile takes no step of it.
"""
CONNECT_SECONDS = 5
LIMITS = {
    "statement_timeout": 60_000,
    "lock_timeout": 5_000,
    "idle_in_transaction_session_timeout": 120_000,
}
"""Milliseconds after which the server gives up: on a statement, on a lock, on a client silent in a transaction."""


def parameters(server: Server, *, unbounded: bool = False) -> dict[str, Any]:
    """What libpq is told beside the address: the password, time-outs, a sign of life for networks that cut silently.

    ``unbounded`` is for statements that walk the whole library.
    """
    limits = {**LIMITS, "statement_timeout": 0} if unbounded else LIMITS
    told: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "factcheck",
        "options": " ".join(f"-c {name}={value}" for name, value in (limits | OURS).items()),
        "keepalives_idle": 30,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
    }
    return told | security.parameters(server) | ({"password": server.password} if server.password else {})


def connect(server: Server, *, unbounded: bool = False) -> psycopg.Connection[Any]:
    """A bare connection, one transaction at a time, without the object layer."""
    return psycopg.connect(server.address, **parameters(server, unbounded=unbounded))


def open_engine(server: Server) -> Engine:
    """An engine for the server; a connection that died while nobody used it is replaced before it is handed out."""
    engine = create_engine(
        make_url(server.address).set(drivername="postgresql+psycopg"),
        creator=lambda: connect(server),
        pool_pre_ping=True,
        pool_size=2,
        max_overflow=4,
        hide_parameters=True,  # an error must not quote the row
    )
    event.listen(engine, "begin", _begin)
    return engine


def reader(engine: Engine) -> Engine:
    """The engine for transactions that read one state."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writer(engine: Engine) -> Engine:
    """The engine for transactions that write."""
    return engine.execution_options(isolation_level="READ COMMITTED", immediate=True)


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("immediate", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


@contextmanager
def translated(server: Server) -> Iterator[None]:
    """Turn what the server says of the world (away, full, not allowed) into a sentence for a person."""
    try:
        yield
    except psycopg.Error as problem:
        raise library_error(problem, server) from problem
    except DBAPIError as problem:
        if not isinstance(problem.orig, psycopg.Error):
            raise
        raise library_error(problem.orig, server, problem) from problem
    except OSError as problem:
        raise LibraryError("library-folder", folder=server, problem=problem.strerror or problem) from problem


def library_error(problem: psycopg.Error, server: Server, raised: DBAPIError | None = None) -> LibraryError:
    """The sentence for a problem of the server's; a mistake of ours (a wrong statement) is raised as it is."""
    state = problem.sqlstate or ""
    key = _STATES.get(state) or _CLASSES.get(state[:2])
    if key is None and isinstance(problem, psycopg.OperationalError):
        key = _unconnected(str(problem).lower()) if not state else "server-away"
    if key is None and "NUL" in str(problem):
        key = "server-character"
    if key is None:
        raise raised or problem
    return LibraryError(key, server=server, folder=server)


def _unconnected(said: str) -> str:
    """Why no connection came about: libpq gives words only."""
    return next((key for words, key in _REFUSALS if words in said), "server-away")


_REFUSALS = (
    ("password authentication failed", "server-password"),
    ("no password supplied", "server-password"),
    ("certificate", "server-certificate"),
    ("does not support ssl", "server-unencrypted"),
    ("no pg_hba.conf entry", "server-login"),
    ("role ", "server-login"),
    ("does not exist", "server-no-database"),
    ("too many", "server-full"),
)
_STATES = {
    "FC001": "server-upgraded",
    "28P01": "server-password",
    "28000": "server-login",
    "3D000": "server-no-database",
    "42501": "server-not-allowed",
    "53100": "library-full",
    "53300": "server-full",
    "55P03": "library-busy",
    "57014": "server-slow",
    "40001": "library-busy",
    "40P01": "library-busy",
    "25006": "server-replica",
    "25P03": "server-away",
}
"""Codes of PostgreSQL's appendix A that are about the world rather than about our statements."""
_CLASSES = {"08": "server-away", "57": "server-away", "58": "library-io", "XX": "library-damaged"}
