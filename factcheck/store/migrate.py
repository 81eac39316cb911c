"""Making and migrating the schema, by Alembic.

A library is copied before it is migrated (SQLite's backup call, never a file copy, which can tear). Foreign keys are
off while tables change, since Alembic's batch mode drops and renames tables and would cascade; they are checked before
the commit, and the number of the newest migration is written to ``user_version``.
"""

import os
import secrets
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from factcheck.errors import LibraryError
from factcheck.store.engine import address
from factcheck.store.lock import sync_folder

SCHEMA = 6
"""The number of the newest migration; raised by one with each."""
LEDGER_SINCE = 2
"""The schema that brought the ledger: an older library's is made from its rows. Raised when its rules change."""
VEILED_SINCE = 5
"""The schema from which on the ledger holds nothing of a blind verdict that waits for a second one."""
UNFINISHED = ".new-"
"""What stands in the name of a file that is being written; what a killed process left is removed at a later start."""


def create(path: Path) -> None:
    """A new, empty library file at ``path``: whole or not at all, and never over one that another process made."""
    partial = path.with_name(f"{path.name}{UNFINISHED}{secrets.token_hex(4)}")
    try:
        _run(partial, SCHEMA)
        try:
            os.link(partial, path)
        except FileExistsError:
            return
        except OSError:  # a file system without hard links
            if not path.exists():
                partial.replace(path)
        sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def migrate(path: Path, found: int) -> Path:
    """Bring an older library up to date; returns the copy that was made first."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    copy = path.parent / "backups" / f"before-schema-{SCHEMA}-from-{found}-{now}.sqlite"
    copy_library(path, copy)
    _run(path, found)
    return copy


def copy_library(path: Path, copy: Path) -> None:
    """Copy a library's database while it may be in use, and check the copy."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    partial = copy.with_name(f"{copy.name}{UNFINISHED}{secrets.token_hex(4)}")
    source = sqlite3.connect(address(path, read_only=True), uri=True)
    target = sqlite3.connect(partial)
    try:
        source.backup(target)
        found = target.execute("PRAGMA quick_check").fetchone()[0]
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        target.close()
        if found != "ok":
            raise LibraryError("library-damaged", folder=path.parent)
        partial.replace(copy)
        sync_folder(copy.parent)
    finally:
        target.close()
        source.close()
        for left in copy.parent.glob(partial.name + "*"):
            left.unlink()


def _run(path: Path, found: int) -> None:
    """Run every migration that the file lacks, in one transaction; ``found`` is the schema that it comes from."""
    where = URL.create("sqlite", database=str(path))  # a text would be cut at a question mark in a folder's name
    engine = create_engine(where, poolclass=NullPool, connect_args={"isolation_level": None})
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            upgrade(connection)
            if found < VEILED_SINCE:
                _renew_ledger(connection, whole=found < LEDGER_SINCE)
            _check_references(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def upgrade(connection: Connection) -> None:
    """Run every migration that a database lacks, in the caller's transaction."""
    from alembic import command  # noqa: PLC0415  # Alembic is loaded only when a schema changes
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _renew_ledger(connection: Connection, *, whole: bool) -> None:
    """Make derived lines of the ledger anew by the rules of today, in the transaction of the migration: all, or those
    of blind verdicts.
    """
    from factcheck.store import entries  # noqa: PLC0415  # the tables are loaded only when a schema changes

    with Session(connection, autoflush=False) as session:
        if whole:
            entries.rebuild(session)
        else:
            entries.refresh_blind(session)
        session.flush()


def _check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise LibraryError("library-references", table=broken[0][0], count=len(broken))
