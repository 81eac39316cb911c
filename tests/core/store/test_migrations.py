"""Libraries of every earlier schema are brought up to date whole: rows, child rows, triggers, history, undo.

An older library is made by running the older migrations and moving today's rows into its tables, without the columns
and tables that came later; its trail is chained anew over what is left.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

import factcheck.store.migrations as migrations
from factcheck.domain.history import GENESIS, canonical_json, step_digest
from factcheck.errors import LibraryError
from factcheck.services import claims, history, sources
from factcheck.services.desk import Desk
from factcheck.store import tables
from factcheck.store.library import Library
from factcheck.store.migrate import SCHEMA
from factcheck.store.trailwords import words_of
from tests.core.store.worked import work

OLDER = range(1, SCHEMA)


def older_library(today: Path, folder: Path, schema: int) -> None:
    """The rows of the library in ``today`` as a library of an earlier schema."""
    folder.mkdir()
    shutil.copytree(today / "evidence", folder / "evidence")
    path = folder / "library.sqlite"
    upgrade(path, f"{schema:04}")
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.execute("ATTACH ? AS today", (str(today / "library.sqlite"),))
        old.execute("BEGIN")
        for name in own_tables(old):
            if name not in {"step", "edit"}:
                listed = ", ".join(f'"{column}"' for column in columns(old, name))
                old.execute(f"INSERT INTO main.{name} ({listed}) SELECT {listed} FROM today.{name}")
        move_trail(old)
        old.execute("COMMIT")
        old.execute(f"PRAGMA user_version={schema}")


def upgrade(path: Path, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])))
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"isolation_level": None})
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.exec_driver_sql("COMMIT")
    engine.dispose()


def move_trail(old: sqlite3.Connection) -> None:
    """Chain today's steps anew with snapshots that hold the old columns only."""
    previous = GENESIS
    known_tables = {name for (name,) in old.execute("SELECT name FROM main.sqlite_master")}
    steps = old.execute(
        'SELECT id, number, at, reviewer, label, "values", reason, undoes, undoable FROM today.step ORDER BY number'
    ).fetchall()
    number = 0
    for step in steps:
        edits = []
        found = old.execute(
            "SELECT entity, row_id, claim_id, article_id, before, after FROM today.edit WHERE step_number = ?"
            " ORDER BY position",
            (step[1],),
        ).fetchall()
        kept = [edit for edit in found if edit[0] in known_tables]
        if not kept:
            continue  # nobody could do that then
        number += 1
        for position, (entity, row, claim, article, *sides) in enumerate(kept):
            known = set(columns(old, entity))
            before, after = (
                None if side is None else canonical_json({k: v for k, v in json.loads(side).items() if k in known})
                for side in sides
            )
            edits.append((entity, row, claim, article, before, after))
            old.execute(
                "INSERT INTO edit (step_number, position, entity, row_id, claim_id, article_id, before, after)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (number, position, *edits[-1]),
            )
        if "trail_fts" in known_tables:
            words = words_of(step[5], step[6], step[3], edits)
            old.execute("INSERT INTO trail_fts (rowid, words) VALUES (?, ?)", (number, words))
        step = (step[0], number, *step[2:])  # noqa: PLW2901 - its number among those that are left
        digest = step_digest((previous, *step), edits)
        old.execute(
            'INSERT INTO step (previous, id, number, at, reviewer, label, "values", reason, undoes, undoable, digest)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (previous, *step, digest),
        )
        previous = digest


def own_tables(connection: sqlite3.Connection) -> list[str]:
    names = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [name for (name,) in names if "_fts" not in name and name not in {"alembic_version", "sqlite_sequence"}]


def columns(connection: sqlite3.Connection, name: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA main.table_info("{name}")')]


def counts(path: Path, names: list[str]) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def schema_of(path: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


@pytest.fixture
def older(new_library: Path, tmp_path: Path) -> Callable[[int], tuple[Path, str]]:
    """Makes an older library with work in it; returns its folder and the article's id."""
    article = work(new_library, tmp_path)

    def make(schema: int) -> tuple[Path, str]:
        folder = tmp_path / f"schema-{schema}"
        older_library(new_library, folder, schema)
        return folder, article

    return make


@pytest.mark.parametrize("schema", OLDER)
def test_an_older_library_comes_up_to_date_whole(
    older: Callable[[int], tuple[Path, str]], empty_library: Path, schema: int
) -> None:
    folder, article = older(schema)
    path = folder / "library.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        names = own_tables(connection)
    before = counts(path, names)
    assert [name for name in names if not before[name]] == (["archive_job"] if "archive_job" in names else [])
    desk = Desk.open(folder, reviewer="Ben")
    assert counts(path, names) == before
    assert schema_of(path) == schema_of(empty_library / "library.sqlite")
    assert history.verify(desk).ok
    with desk.reading() as session:
        lines = session.connection().exec_driver_sql("SELECT count(*) FROM entry WHERE record = 'claim'").scalar_one()
    assert lines == before["claim"]
    assert [step.label for step in history.steps(desk, words="agreed")] == ["verdict-approved"]
    first = claims.of_article(desk, article)[0]
    assert len(sources.of_claim(desk, first.id)) == 1
    for _ in range(4):
        history.undo(desk)
    assert claims.get(desk, first.id).state == "verdict-proposed"
    assert history.verify(desk).ok
    desk.close()


@pytest.mark.parametrize("schema", OLDER)
def test_the_library_is_copied_first_and_the_copy_opens(
    older: Callable[[int], tuple[Path, str]], tmp_path: Path, schema: int
) -> None:
    folder, article = older(schema)
    Library.open(folder).close()
    (copy,) = (folder / "backups").glob("before-schema-*.sqlite")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema,)
    again = tmp_path / "again"
    again.mkdir()
    copy.rename(again / "library.sqlite")
    desk = Desk.open(again)
    assert len(claims.of_article(desk, article)) == 3
    desk.close()


def test_a_migration_that_breaks_references_is_undone(older: Callable[[int], tuple[Path, str]]) -> None:
    folder, _ = older(1)
    path = folder / "library.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM source")
        connection.commit()
    with pytest.raises(LibraryError, match="would break"):
        Library.open(folder)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert "second_to" not in columns(connection, "verdict")


HERD = """
import os, shutil, signal, sys, time
from pathlib import Path
from alembic import command  # loaded before, so that the kill falls into the migration
from factcheck.store import entries, migrate
from factcheck.store.library import Library

for number in range(int(sys.argv[2])):
    folder = Path(shutil.copytree(sys.argv[1], f"{sys.argv[1]}-{number}"))
    child = os.fork()
    if child == 0:
        Library.open(folder).close()
        os._exit(0)
    time.sleep(0.012 * number)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""
KILLS = 16


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_migrations_leave_the_old_library_or_the_new_one(older: Callable[[int], tuple[Path, str]]) -> None:
    folder, article = older(1)
    subprocess.run([sys.executable, "-c", HERD, str(folder), str(KILLS)], check=True)
    seen = set()
    for number in range(KILLS):
        killed = folder.with_name(f"{folder.name}-{number}")
        with closing(sqlite3.connect(killed / "library.sqlite")) as connection:
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            later = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'entry'").fetchone()[0]
            if later:
                later = min(1, connection.execute("SELECT count(*) FROM entry").fetchone()[0])
        assert (found, later) in {(1, 0), (SCHEMA, 1)}
        seen.add(found)
        desk = Desk.open(killed)
        assert len(claims.of_article(desk, article)) == 3
        assert history.verify(desk).ok
        desk.close()
    assert 1 in seen


def test_every_tracked_column_that_came_later_may_be_empty(older: Callable[[int], tuple[Path, str]]) -> None:
    """Older snapshots lack it, so an undo across the migration writes nothing there."""
    folder, _ = older(1)
    with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
        first = {name: set(columns(connection, name)) for name in own_tables(connection)}
    for name, table in tables.TRACKED.items():
        later = [c for c in table.__table__.columns if name in first and c.name not in first[name]]
        assert all(column.nullable for column in later)
