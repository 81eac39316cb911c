"""Making and migrating the schema, by Alembic.

A library is copied before it is migrated (SQLite's backup call, never a file copy, which can tear). Foreign keys are
off while tables change, since Alembic's batch mode drops and renames tables and would cascade; they are checked before
the commit. Each migration ends by writing its number to ``user_version``.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from factcheck.errors import LibraryError

SCHEMA = 3
"""The number of the newest migration; raised by one with each."""


def create(path: Path) -> None:
    """A new, empty library file at ``path``: whole or not at all."""
    partial = path.with_name(path.name + ".new")
    partial.unlink(missing_ok=True)
    try:
        _run(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def migrate(path: Path, found: int) -> Path:
    """Bring an older library up to date; returns the copy that was made first."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    copy = path.parent / "backups" / f"before-schema-{SCHEMA}-from-{found}-{now}.sqlite"
    copy_library(path, copy)
    _run(path)
    return copy


def copy_library(path: Path, copy: Path) -> None:
    """Copy a library's database while it may be in use, and check the copy."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    partial = copy.with_name(copy.name + ".part")
    partial.unlink(missing_ok=True)
    source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    target = sqlite3.connect(partial)
    try:
        source.backup(target)
        found = target.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        target.close()
        source.close()
    if found != "ok":
        partial.unlink()
        raise LibraryError("library-damaged", folder=path.parent)
    partial.replace(copy)


def _run(path: Path) -> None:
    """Run every migration that the file lacks, in one transaction."""
    from alembic import command  # noqa: PLC0415  # Alembic is loaded only when a schema changes
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"isolation_level": None})
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _rebuild_ledger(connection)
            _check_references(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _rebuild_ledger(connection: Connection) -> None:
    """Make the derived lines of the ledger anew by the rules of today, in the transaction of the migration."""
    from factcheck.store import entries  # noqa: PLC0415  # the tables are loaded only when a schema changes

    with Session(connection, autoflush=False) as session:
        entries.rebuild(session)
        session.flush()


def _check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise LibraryError("library-references", table=broken[0][0], count=len(broken))
