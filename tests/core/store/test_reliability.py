"""What must not happen to a library: two windows that write, half-made files, unnoticed damage, lost backups."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.errors import LibraryError
from factcheck.services import history
from factcheck.services.desk import Desk
from factcheck.store import backup, lock, places, tables
from factcheck.store.chain import verify_chain
from factcheck.store.library import Library
from factcheck.store.salvage import salvage
from factcheck.store.unit import unit
from factcheck.store.verify import verify_rows
from tests.core.store.worked import work


@pytest.fixture
def place(new_library: Path) -> Path:
    """A folder: what is told here is about its files, its locks and its backups."""
    return new_library


def tag(library: Library, name: str) -> str:
    with unit(library, reviewer="Ana", label="claims-tagged") as work:
        work.add(tables.Tag(name=name))
    assert work.step
    return work.step


def tags(library: Library) -> list[str]:
    with library.reading() as session:
        return sorted(row.name for row in session.query(tables.Tag))


HOLDER = """
import sys
from pathlib import Path
from factcheck.store.library import Library
library = Library.open(Path(sys.argv[1]), window=sys.argv[2] == "window")
with library.engine.connect() as connection:
    connection.exec_driver_sql("SELECT 1 FROM tag")
    print(library.why_read_only, flush=True)
    sys.stdin.read()
"""


def holder(folder: Path, kind: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "None"
    return process


def end(process: "subprocess.Popen[str]", *, kill: bool = False) -> None:
    if kill:
        process.kill()
    process.communicate()


def test_a_second_window_only_reads_while_commands_write(library: Library) -> None:
    tag(library, "before")
    first = holder(library.folder, "window")
    second = Library.open(library.folder, window=True)
    assert second.why_read_only == "library-in-use"
    with pytest.raises(LibraryError, match="open in another window"):
        tag(second, "lost")
    tag(library, "a command’s")  # this fixture's library is open as a command opens it
    assert tags(second) == ["a command’s", "before"]
    second.close()
    end(first, kill=True)
    third = Library.open(library.folder, window=True)
    assert third.why_read_only is None
    third.close()


def test_damage_is_noticed_after_an_unclean_end(library: Library) -> None:
    for number in range(40):
        tag(library, f"{number}" * 300)
    library.close()
    killed = holder(library.folder, "command")
    with closing(sqlite3.connect(library.file)) as connection:
        connection.execute("INSERT INTO content VALUES ('x', 'y')")
        connection.commit()
    end(killed, kill=True)
    assert library.file.with_name("library.sqlite-wal").stat().st_size > 0
    raw = bytearray(library.file.read_bytes())
    page = 4096
    for start in range(10 * page, len(raw) - page, 3 * page):
        raw[start : start + 200] = bytes(200)
    library.file.write_bytes(raw)
    with pytest.raises(LibraryError, match="damaged"):
        Library.open(library.folder)
    assert bytes(raw) == library.file.read_bytes()


def test_a_whole_library_opens_after_an_unclean_end(library: Library) -> None:
    tag(library, "kept")
    library.close()
    killed = holder(library.folder, "command")
    writer = Library.open(library.folder)
    tag(writer, "kept too")
    end(killed, kill=True)
    again = Library.open(library.folder)
    assert tags(again) == ["kept", "kept too"]
    again.close()
    writer.close()


def test_a_backup_is_made_in_use_and_restored_whole(library: Library) -> None:
    tag(library, "one")
    made = backup.make(library.folder)
    assert (made.sort, made.steps) == ("manual", 1)
    tag(library, "two")
    with pytest.raises(LibraryError, match="is open"):
        backup.restore(library.folder, made.path)
    assert tags(library) == ["one", "two"]
    library.close()
    replaced = backup.restore(library.folder, made.path)
    back = Library.open(library.folder)
    assert tags(back) == ["one"]
    assert verify_chain(back)[0] == 1
    back.close()
    assert replaced is not None
    backup.restore(library.folder, replaced)
    forward = Library.open(library.folder)
    assert tags(forward) == ["one", "two"]
    forward.close()
    assert {one.sort for one in backup.list_all(library.folder)} == {"manual", "replaced"}


def test_two_backups_of_one_second_are_two(library: Library) -> None:
    at = datetime(2026, 3, 1, 9, 30, 15, 250, tzinfo=UTC)
    tag(library, "one")
    first = backup.make(library.folder, now=at)
    tag(library, "two")
    second = backup.make(library.folder, now=at + timedelta(milliseconds=300))
    assert [one.path for one in backup.list_all(library.folder)] == [second.path, first.path]
    assert [one.steps for one in backup.list_all(library.folder)] == [2, 1]


def test_restoring_keeps_what_a_killed_process_left_in_the_log(library: Library) -> None:
    tag(library, "one")
    made = backup.make(library.folder)
    library.close()
    killed = holder(library.folder, "command")
    other = Library.open(library.folder)
    tag(other, "in the log")
    end(killed, kill=True)
    other.close()
    replaced = backup.restore(library.folder, made.path)
    assert replaced is not None
    with closing(sqlite3.connect(replaced)) as connection:
        assert sorted(row[0] for row in connection.execute("SELECT name FROM tag")) == ["in the log", "one"]
    back = Library.open(library.folder)
    assert tags(back) == ["one"]
    back.close()


def test_a_place_on_a_drive_that_is_away_is_none_to_warn_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert places._existing(tmp_path / "library") == tmp_path / "library"
    assert places.synced(tmp_path / "library") is None


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_what_is_restored_into_a_new_folder_is_for_its_owner_alone(library: Library, tmp_path: Path) -> None:
    tag(library, "one")
    made = backup.make(library.folder)
    assert backup.restore(tmp_path / "new" / "library", made.path) is None
    assert (tmp_path / "new" / "library").stat().st_mode & 0o777 == 0o700
    back = Library.open(tmp_path / "new" / "library")
    assert tags(back) == ["one"]
    back.close()


@pytest.mark.parametrize("content", [b"", b"some words", b"SQLite format 3\0" + bytes(4000)])
def test_what_is_no_backup_is_refused_before_anything_changes(library: Library, tmp_path: Path, content: bytes) -> None:
    tag(library, "kept")
    library.close()
    wrong = tmp_path / "wrong.sqlite"
    wrong.write_bytes(content)
    before = library.file.read_bytes()
    with pytest.raises(LibraryError, match="cannot be used"):
        backup.restore(library.folder, wrong)
    with pytest.raises(LibraryError, match="no backup at"):
        backup.restore(library.folder, tmp_path / "none.sqlite")
    assert library.file.read_bytes() == before


def test_a_damaged_library_is_neither_backed_up_nor_are_backups_thinned(library: Library) -> None:
    for number in range(40):
        tag(library, f"{number}" * 300)
    library.close()
    raw = bytearray(library.file.read_bytes())
    raw[20 * 4096 : 40 * 4096] = bytes(20 * 4096)
    library.file.write_bytes(raw)
    with pytest.raises(LibraryError, match="damaged"):
        backup.make(library.folder)
    assert list((library.folder / "backups").iterdir()) == []


def test_daily_backups_are_made_once_a_day_and_only_after_work(library: Library) -> None:
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert not backup.due(library.folder, monday)
    tag(library, "one")
    assert backup.due(library.folder, monday)
    backup.make(library.folder, backup.DAILY, monday)
    tag(library, "two")
    assert not backup.due(library.folder, monday + timedelta(hours=5))
    assert backup.due(library.folder, monday + timedelta(days=1))
    backup.make(library.folder, backup.DAILY, monday + timedelta(days=1))
    assert not backup.due(library.folder, monday + timedelta(days=2))


def test_thinning_keeps_days_weeks_and_months_and_never_what_people_made(library: Library) -> None:
    tag(library, "one")
    made = backup.make(library.folder, backup.DAILY, datetime(2026, 1, 1, tzinfo=UTC))
    for day in range(1, 90):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
        shutil.copy(made.path, made.path.with_name(f"daily-{at.strftime(backup.STAMP)}.sqlite"))
    by_hand = backup.make(library.folder, now=datetime(2026, 1, 5, tzinfo=UTC))
    backup.thin(library.folder, 14)
    left = [one.at.date().isoformat() for one in backup.list_all(library.folder) if one.sort == "daily"]
    assert left[:7] == [f"2026-03-{day}" for day in range(31, 24, -1)]
    assert left[7:11] == ["2026-03-22", "2026-03-15", "2026-03-08", "2026-03-01"]
    assert left[11:] == ["2026-02-28", "2026-01-31"]
    assert by_hand.path.exists()


@given(st.lists(st.integers(0, 2000 * 24), max_size=60), st.integers(1, 40))
def test_thinning_keeps_the_newest_and_at_most_so_many(hours: list[int], kept: int) -> None:
    times = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in hours]
    chosen = backup.to_keep(times, kept)
    assert len(chosen) <= kept
    assert chosen <= set(times)
    assert not times or max(times) in chosen


@pytest.fixture
def worked(library: Library) -> Library:
    """A library with rows in many pages."""
    for number in range(60):
        tag(library, f"{number:02} " + "word " * 120)
    return library


def test_salvage_of_a_whole_library_loses_nothing(worked: Library, tmp_path: Path) -> None:
    (worked.evidence / "ab").mkdir()
    (worked.evidence / "ab" / "cdef").write_bytes(b"kept")
    worked.close()
    found = salvage(worked.folder, tmp_path / "saved")
    saved = Library.open(tmp_path / "saved")
    assert tags(saved) == tags(worked)
    assert (found.from_trail, found.texts_lost, found.hanging, found.evidence, found.unreadable) == (0, 0, 0, 1, {})
    assert verify_chain(saved) == verify_chain(worked)
    assert verify_rows(saved) == []
    assert (saved.evidence / "ab" / "cdef").read_bytes() == b"kept"
    saved.close()
    with pytest.raises(LibraryError, match="a library in"):
        salvage(worked.folder, tmp_path / "saved")


@pytest.mark.parametrize("table", ["capture", "article", "tag", "edit", "content"])
def test_verifying_tells_of_a_destroyed_page_whatever_it_held(tmp_path: Path, new_library: Path, table: str) -> None:
    work(new_library, tmp_path)
    overwrite(new_library / "library.sqlite", pages_of(new_library / "library.sqlite", table))
    desk = Desk.open(new_library)
    try:
        found = history.verify(desk, "0" * 64)
    finally:
        desk.close()
    assert not found.ok
    assert all(found.findings)


def test_rows_of_a_destroyed_table_come_back_from_the_trail(worked: Library, tmp_path: Path) -> None:
    names = tags(worked)
    worked.close()
    overwrite(worked.file, pages_of(worked.file, "tag"))
    found = salvage(worked.folder, tmp_path / "saved")
    assert found.from_trail > 0
    saved = Library.open(tmp_path / "saved")
    assert tags(saved) == names
    assert verify_rows(saved) == []
    saved.close()


def test_what_stands_beyond_a_destroyed_page_of_the_trail_is_read(worked: Library, tmp_path: Path) -> None:
    worked.close()
    pages = pages_of(worked.file, "edit")
    overwrite(worked.file, pages[len(pages) // 2 :][:1])
    found = salvage(worked.folder, tmp_path / "saved")
    assert found.unreadable["edit"] >= 1
    assert 30 < found.rows["edit"] < 60 + 1
    saved = Library.open(tmp_path / "saved")
    assert len(tags(saved)) == 60
    saved.close()


def test_nothing_is_made_of_a_file_without_a_head(library: Library, tmp_path: Path) -> None:
    library.close()
    library.file.write_bytes(b"\0" * 100_000)
    with pytest.raises(LibraryError, match=r"Nothing can be read|damaged"):
        salvage(library.folder, tmp_path / "saved")
    assert not (tmp_path / "saved" / "library.sqlite").exists()


def pages_of(path: Path, table: str) -> list[int]:
    """The leaf pages of a table that hold its rows (not its indexes)."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = path.read_bytes()
    start = (root - 1) * 4096
    if raw[start] != 5:  # not an interior page: the table is one leaf
        return [root]
    count = int.from_bytes(raw[start + 3 : start + 5], "big")
    cells = [int.from_bytes(raw[start + 12 + 2 * n : start + 14 + 2 * n], "big") for n in range(count)]
    return [int.from_bytes(raw[start + cell : start + cell + 4], "big") for cell in cells]


def overwrite(path: Path, pages: list[int]) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 4096)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight megabytes."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("this machine mounts no small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_read_only_disk_is_read_and_told(small_disk: Path) -> None:
    library = Library.open(small_disk / "library")
    tag(library, "kept")
    library.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    seen = Library.open(small_disk / "library", window=True)
    assert seen.why_read_only == "library-read-only"
    assert tags(seen) == ["kept"]
    assert verify_chain(seen)[0] == 1
    with pytest.raises(LibraryError, match="can only be read"):
        tag(seen, "lost")
    seen.close()


def test_a_full_disk_leaves_no_half_backup(small_disk: Path) -> None:
    library = Library.open(small_disk / "library")
    for number in range(40):
        tag(library, f"{number} " + "x" * 20_000)
    (small_disk / "ballast").write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - 100_000)))
    with pytest.raises(LibraryError, match="disk is full"):
        backup.make(library.folder)
    assert list((library.folder / "backups").iterdir()) == []
    assert len(tags(library)) == 40
    library.close()


def test_locks_end_with_their_holder(tmp_path: Path) -> None:
    held = lock.window(tmp_path)
    assert held is not None
    assert lock.window(tmp_path) is None
    held.release()
    again = lock.window(tmp_path)
    assert again is not None
    again.release()
    first, alone = lock.in_use(tmp_path)
    second, beside = lock.in_use(tmp_path)
    assert (alone, beside) == (True, False)
    assert lock.alone(tmp_path) is None
    for one in (first, second):
        assert one is not None
        one.release()
    last = lock.alone(tmp_path)
    assert last is not None
    last.release()


MOUNTS = (
    "22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n"
    "40 22 0:37 / /home/ana/team\\040drive rw - nfs4 server:/x rw\n"
    "41 22 0:38 / /home/ana/caf\\303\\251 rw - cifs //s/x rw\n"
    "a broken line\n"
)


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/ana/library", "ext4"),
        ("/home/ana/team drive/library", "nfs4"),
        ("/home/ana/café", "cifs"),
        ("/", "ext4"),
    ],
)
def test_the_file_system_of_a_place(place: str, kind: str) -> None:
    assert places._file_system(Path(place), MOUNTS) == kind
    assert (kind in places.NETWORK) == (kind != "ext4")


@pytest.mark.parametrize(
    ("name", "mark", "expected"),
    [
        ("Dropbox", None, "Dropbox"),
        ("OneDrive - Example Desk", None, "OneDrive - Example Desk"),
        ("Dropboxes", None, None),
        ("shared", ".stfolder", "shared"),
        ("plain", None, None),
    ],
)
def test_folders_that_a_service_copies(tmp_path: Path, name: str, mark: str | None, expected: str | None) -> None:
    top = tmp_path / name
    top.mkdir()
    if mark:
        (top / mark).mkdir()
    assert places.synced(top / "desk" / "library") == expected
