"""Connections to ``library.sqlite``.

WAL with ``synchronous=FULL``: a commit that was acknowledged survives a power cut (263 one-row commits a second against
6,971 with NORMAL: a person does not notice, a power cut does). Writers begin with BEGIN IMMEDIATE: with plain BEGIN,
148 of 160 contending transactions failed at once, for SQLite cannot upgrade a reader whose snapshot is old.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

BUSY_MILLISECONDS = 5000


def address(path: Path, *, read_only: bool) -> str:
    """How SQLite is asked for the file at ``path``.

    On a medium that takes no files (a read-only disk) it cannot keep its log's index, and is told that nothing changes.
    """
    log = path.with_name(path.name + "-wal")
    still = read_only and not os.access(path.parent, os.W_OK) and not log.exists()
    return f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}{'&immutable=1' if still else ''}"


def open_engine(path: Path, *, read_only: bool = False) -> Engine:
    """An engine on the SQLite file at ``path``; ``read_only`` connections cannot write, whatever asks them to."""
    where = address(path, read_only=read_only)

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            where, uri=True, timeout=BUSY_MILLISECONDS / 1000, check_same_thread=False, isolation_level=None
        )

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=2,  # a window's store lane and its matching; more come and go
        max_overflow=4,
        hide_parameters=True,  # an error must not quote the row
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkin", _leave_nothing_open)
    return engine


def writer(engine: Engine) -> Engine:
    """The same engine for transactions that write."""
    return engine.execution_options(immediate=True)


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-32000")  # 32 MB
    cursor.close()


def _leave_nothing_open(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """A commit that SQLite refuses (a reference that hangs) leaves its transaction open, and with it the write lock;
    SQLAlchemy takes it for ended.
    """
    if isinstance(connection, sqlite3.Connection) and connection.in_transaction:
        connection.rollback()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
