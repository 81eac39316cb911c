"""A changed byte anywhere in what the library says is found: column by column, and bit by bit in the file itself."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from factcheck.domain.history import step_digest
from factcheck.errors import LibraryError
from factcheck.services import history
from factcheck.services.desk import Desk
from factcheck.store import tables
from tests.core.store.worked import work

LOGGED = ("step", "edit", "content")
TOLD = tuple(sorted(tables.TRACKED))
"""The tables whose rows the trail tells of."""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, empty_library: Path) -> Path:
    folder = Path(shutil.copytree(empty_library, tmp_path_factory.mktemp("story") / "library"))
    work(folder, folder.parent)
    return folder


def test_an_empty_head_is_no_head_that_was_printed(story: Path) -> None:
    """A script whose variable is empty must not be told that all is well."""
    assert findings(story) == ()
    assert len(findings(story, "")) == len(findings(story, " ")) == 1


def findings(folder: Path, head: str | None = None) -> tuple[str, ...]:
    """What verification says; a library that does not open is found, too."""
    try:
        desk = Desk.open(folder)
    except LibraryError as problem:
        return (str(problem),)
    try:
        return history.verify(desk, head).findings
    finally:
        desk.close()


def unlock(connection: sqlite3.Connection) -> None:
    """Take the triggers away that keep the log from being changed, as an intruder would."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def test_the_story_fills_every_table(story: Path) -> None:
    with closing(sqlite3.connect(story / "library.sqlite")) as connection:
        empty = {
            name for name in (*LOGGED, *TOLD) if connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] == 0
        }
    assert empty == set()
    assert findings(story) == ()


@pytest.mark.parametrize("table", [*LOGGED, *TOLD])
def test_a_changed_value_in_any_column_shows(story: Path, tmp_path: Path, table: str) -> None:
    folder = Path(shutil.copytree(story, tmp_path / "tampered"))
    unnoticed = []
    with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
        names = [name for name in columns(connection, table) if name != "version"]
        (row,) = connection.execute(f"SELECT rowid FROM {table} ORDER BY random() LIMIT 1").fetchone()
    for name in names:
        shutil.copyfile(story / "library.sqlite", folder / "library.sqlite")
        with closing(sqlite3.connect(folder / "library.sqlite", isolation_level=None)) as connection:
            unlock(connection)
            (value,) = connection.execute(f'SELECT "{name}" FROM {table} WHERE rowid = ?', (row,)).fetchone()
            connection.execute(f'UPDATE {table} SET "{name}" = ? WHERE rowid = ?', (other(value), row))
        if not findings(folder):
            unnoticed.append(name)
    assert unnoticed == []


def test_a_changed_value_of_an_imported_check_shows(story: Path, tmp_path: Path) -> None:
    """The ledger holds its only copy; its number and revision are the index's own."""
    folder = Path(shutil.copytree(story, tmp_path / "tampered"))
    unnoticed = []
    with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
        names = set(columns(connection, "entry")) - {"number", "revision", "archive_id"}
    for name in sorted(names):
        shutil.copyfile(story / "library.sqlite", folder / "library.sqlite")
        with closing(sqlite3.connect(folder / "library.sqlite", isolation_level=None)) as connection:
            (value,) = connection.execute(f"SELECT {name} FROM entry WHERE record = 'check'").fetchone()
            connection.execute(f"UPDATE entry SET {name} = ? WHERE record = 'check'", (other(value),))
        if not any("imported check" in said for said in findings(folder)):
            unnoticed.append(name)
    assert unnoticed == []


def other(value: object) -> object:
    """A value that differs in one bit, or by a thousand."""
    if isinstance(value, str) and value:
        return value[:-1] + chr(ord(value[-1]) ^ 1)
    if isinstance(value, int):
        return value + 1000
    return 1.5 if isinstance(value, float) else "x"


def test_removed_rows_show(story: Path, tmp_path: Path) -> None:
    for table in (*LOGGED, *TOLD):
        folder = Path(shutil.copytree(story, tmp_path / table))
        with closing(sqlite3.connect(folder / "library.sqlite", isolation_level=None)) as connection:
            unlock(connection)
            connection.execute(f"DELETE FROM {table} WHERE rowid = (SELECT min(rowid) FROM {table})")
        assert findings(folder), table


def test_the_findings_say_where(story: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(story, tmp_path / "tampered"))
    with closing(sqlite3.connect(folder / "library.sqlite", isolation_level=None)) as connection:
        unlock(connection)
        connection.execute("UPDATE step SET reason = 'another' WHERE number = 5")
        (claim,) = connection.execute("SELECT id FROM claim ORDER BY start").fetchone()
        connection.execute("UPDATE claim SET standalone = 'other words' WHERE id = ?", (claim,))
    said = " ".join(findings(folder))
    assert "Step 5" in said
    assert f"the claim {claim[-8:]}" in said


def test_a_rewritten_step_breaks_the_link_after_it(story: Path, tmp_path: Path) -> None:
    """An intruder who reckons the digest anew is found by the next step, and at the end by a printed head."""

    folder = Path(shutil.copytree(story, tmp_path / "tampered"))
    with closing(sqlite3.connect(folder / "library.sqlite", isolation_level=None)) as connection:
        unlock(connection)
        head = connection.execute("SELECT digest FROM step ORDER BY number DESC").fetchone()[0]
        number = connection.execute("SELECT max(number) FROM step").fetchone()[0]
        for place in (3, number):
            connection.execute("UPDATE step SET reason = 'forged' WHERE number = ?", (place,))
            row = connection.execute(
                'SELECT previous, id, number, at, reviewer, label, "values", reason, undoes, undoable FROM step'
                " WHERE number = ?",
                (place,),
            ).fetchone()
            edits = connection.execute(
                "SELECT entity, row_id, claim_id, article_id, before, after FROM edit WHERE step_number = ?"
                " ORDER BY position",
                (place,),
            ).fetchall()
            connection.execute("UPDATE step SET digest = ? WHERE number = ?", (step_digest(row, edits), place))
    found = findings(folder, head)
    assert any("Step 4 does not follow" in one for one in found)
    assert any("newest part was removed" in one for one in found)


def told(folder: Path) -> list[object] | None:
    """Everything that the library says, but what is derived from it; None when it cannot be read."""
    try:
        with closing(sqlite3.connect(f"file:{folder / 'library.sqlite'}?mode=ro", uri=True)) as connection:
            connection.text_factory = bytes
            names = {n: [c for c in columns(connection, n) if c != "version"] for n in (*LOGGED, *tables.TRACKED)}
            return [
                sorted(
                    map(
                        repr,
                        connection.execute(f"SELECT {', '.join(quoted(c) for c in listed)} FROM {name} NOT INDEXED"),
                    )
                )
                for name, listed in names.items()
            ]
    except sqlite3.DatabaseError:
        return None


def columns(connection: sqlite3.Connection, name: str) -> list[str]:
    return [
        str(row[1], "utf-8") if isinstance(row[1], bytes) else row[1]
        for row in connection.execute(f"PRAGMA table_info({name})")
    ]


def quoted(name: str) -> str:
    return f'"{name}"'


def test_flipped_bits_in_the_file_are_found_or_change_nothing_that_it_says(story: Path, tmp_path: Path) -> None:
    """A bit may fall into free space, an index or the search words; then every row still reads as it was."""
    whole = (story / "library.sqlite").read_bytes()
    before = told(story)
    chance = random.Random(20260301)
    folder = Path(shutil.copytree(story, tmp_path / "flipped"))
    harmless = found = 0
    for _ in range(120):
        raw = bytearray(whole)
        place = chance.randrange(len(raw))
        raw[place] ^= 1 << chance.randrange(8)
        (folder / "library.sqlite").write_bytes(raw)
        for ending in ("-wal", "-shm"):
            (folder / f"library.sqlite{ending}").unlink(missing_ok=True)
        if told(folder) == before:
            harmless += 1
        else:
            found += 1
            assert findings(folder), f"bit {place} went unnoticed"
    assert found > 10
    assert harmless > 10
