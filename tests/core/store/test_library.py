"""Opening libraries: new, missing, newer, damaged, read-only, in a place where nothing can be written."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from factcheck.errors import LibraryError
from factcheck.store import tables
from factcheck.store.library import Library
from factcheck.store.migrate import SCHEMA, copy_library
from factcheck.store.unit import unit


@pytest.fixture
def place(new_library: Path) -> Path:
    """A folder: what is told here is about its files."""
    return new_library


def test_a_new_library_has_the_schema_of_the_tables(library: Library) -> None:
    with library.engine.connect() as connection:
        mine = {
            "include_name": lambda name, kind, _: kind != "table" or not ("_fts" in name or name == "alembic_version")
        }
        found = compare_metadata(MigrationContext.configure(connection, opts=mine), tables.Base.metadata)
        sql = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'verdict'").scalar_one()
    # SQLAlchemy does not read DEFERRABLE back from a reference that ALTER TABLE added.
    assert [one for one in found if "second_to" not in str(one)] == []
    assert "fk_verdict_second_to REFERENCES verdict (id) DEFERRABLE INITIALLY DEFERRED" in sql


def test_settings_that_keep_what_was_acknowledged(library: Library) -> None:
    with library.engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "user_version")
        }
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "user_version": SCHEMA,
    }


def test_a_missing_library_is_not_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="There is no library"):
        Library.open(tmp_path / "none", create_missing=False)
    assert not (tmp_path / "none").exists()


def test_a_newer_library_is_refused_and_left_alone(library: Library) -> None:
    library.close()
    connection = sqlite3.connect(library.file)
    connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    connection.close()
    before = library.file.read_bytes()
    with pytest.raises(LibraryError, match="newer version") as caught:
        Library.open(library.folder)
    assert caught.value.exit_code == 1
    assert library.file.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database at all, just some words", b"SQLite format 3\0" + bytes(200)])
def test_a_file_that_is_no_library_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "library.sqlite").write_bytes(content)
    if content:
        with pytest.raises(LibraryError):
            Library.open(folder)
        assert (folder / "library.sqlite").read_bytes() == content
    else:
        Library.open(folder).close()  # an empty file is what SQLite calls a new database


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("here stands a file")
    with pytest.raises(LibraryError, match="cannot be used"):
        Library.open(tmp_path / "library")


def test_a_read_only_library_reads_and_refuses_to_write(library: Library) -> None:
    with unit(library, reviewer="Ana", label="claims-tagged") as work:
        work.add(tables.Tag(name="kept"))
    second = Library.open(library.folder, read_only="library-in-use")
    with second.reading() as session:
        assert session.query(tables.Tag).one().name == "kept"
    with pytest.raises(LibraryError, match="another window"), unit(second, reviewer="B", label="x") as work:
        work.add(tables.Tag(name="lost"))
    second.close()


def test_a_copy_is_made_while_the_library_is_in_use(library: Library, tmp_path: Path) -> None:
    with unit(library, reviewer="Ana", label="claims-tagged") as work:
        work.add(tables.Tag(name="kept"))
    with library.reading() as session:
        session.query(tables.Tag).all()
        copy_library(library.file, tmp_path / "copy.sqlite")
    connection = sqlite3.connect(tmp_path / "copy.sqlite")
    assert connection.execute("SELECT name FROM tag").fetchall() == [("kept",)]
    connection.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_loses_only_the_step_that_did_not_fit(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine mounts no small disk")
    try:
        library = Library.open(disk / "library")
        kept = 0
        with pytest.raises(LibraryError, match="disk is full"):
            for number in range(10_000):
                with unit(library, reviewer="Ana", label="claims-tagged") as work:
                    work.add(tables.Tag(name=f"{number} " + "x" * 20_000))
                kept += 1
        with library.reading() as session:
            assert session.query(tables.Tag).count() == kept > 0
        library.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_steps_are_seen_by_others_though_this_process_opened_the_library_twice(library: Library) -> None:
    """The window has a second connection for matching; a command may come and go; no step may stay in a lost log."""
    with unit(library, reviewer="Ada", label="tagged") as work:  # its connection stays open, as the window's does
        work.add(tables.Tag(name="trains"))
    second = Library.open(library.folder)
    look = "from pathlib import Path; from factcheck.store.library import Library; import sys; "
    look += "found = Library.open(Path(sys.argv[1])); "
    look += "print(found.engine.connect().exec_driver_sql('SELECT count(*) FROM tag').scalar()); found.close()"

    def seen_by_another() -> int:
        command = [sys.executable, "-c", look, str(library.folder)]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    assert seen_by_another() == 1
    with unit(library, reviewer="Ada", label="tagged") as work:
        work.add(tables.Tag(name="ships"))
    assert seen_by_another() == 2
    second.close()


def test_a_step_that_the_database_refuses_leaves_the_way_free(library: Library) -> None:
    with pytest.raises(IntegrityError) as refused, unit(library, reviewer="Ada", label="tagged") as work:
        work.add(tables.ClaimTag(claim_id="no such claim", tag_id="no such tag"))
    assert "no such" not in str(refused.value), "an error does not quote the row"
    other = Library.open(library.folder)
    for each in (other, library):
        with unit(each, reviewer="Ada", label="tagged") as work:
            work.add(tables.Tag(name="trains" if each is other else "ships"))
    other.close()
    with library.reading() as session:
        assert session.query(tables.Tag).count() == 2
        assert session.query(tables.ClaimTag).count() == 0


@pytest.mark.skipif(os.name != "posix", reason="Windows has none of these signs in names")
def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    for name in ("why? not", "50% #1", "a&b=c;d", "é 🧾"):
        with_backup = Library.open(tmp_path / name / "library")
        copy_library(with_backup.folder / "library.sqlite", tmp_path / name / "copy?.sqlite")
        with_backup.close()
        assert {path.name for path in (tmp_path / name).iterdir()} == {"library", "copy?.sqlite"}
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_a_new_library_is_for_its_owner_alone(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o750)
    for folder in (tmp_path / "new" / "library", shared):
        Library.open(folder).close()
    assert (tmp_path / "new" / "library").stat().st_mode & 0o777 == 0o700
    assert shared.stat().st_mode & 0o777 == 0o750
