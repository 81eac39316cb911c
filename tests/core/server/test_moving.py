"""Moving a library between a folder and a server: every row and byte arrives, and a broken move goes on."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from operator import itemgetter
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from factcheck.cli.app import run
from factcheck.domain import place
from factcheck.domain.article import Draft
from factcheck.domain.place import Server
from factcheck.domain.query import Query
from factcheck.errors import Cancelled, InputError, LibraryError, Refused
from factcheck.services import articles, claims, history, marks, moving, search, sources, verdicts
from factcheck.services.desk import Desk
from factcheck.store.moving import move as way
from factcheck.store.moving import parts
from factcheck.store.moving import server as servers
from factcheck.store.moving.parts import BY_NAME, PARTS, differences
from factcheck.store.moving.server import ServerSide, ServerTarget
from tests.core.server.conftest import Newsroom, staff
from tests.core.services.conftest import TEXT, split
from tests.core.store.worked import work
from tests.postgres import a_database, at

ODD = "Ł’été 🇫🇷👩‍👩‍👧 e\u0301\u0323 \u202eright\u202c \U0010ffff \t\\N \\. end"


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with rows in every table and two files of evidence; for reading."""
    away = tmp_path_factory.mktemp("worked")
    work(away / "library", away)
    return away / "library"


@pytest.fixture
def library(worked: Path, tmp_path: Path) -> Path:
    """The same, of the test's own."""
    return Path(shutil.copytree(worked, tmp_path / "worked"))


@contextmanager
def other_newsroom(newsroom: Newsroom) -> Iterator[Newsroom]:
    """Another newsroom on the same server."""
    with a_database(at(newsroom.address, "postgres")) as address:
        other = staff(address)
        yield other
        other.close()


def bytes_of(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file of a folder: its digest and its time."""
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, read without the program's help."""
    with closing(sqlite3.connect(f"file:{folder / 'library.sqlite'}?mode=ro&immutable=1", uri=True)) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
            if "_fts" not in name
        ]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in names}


def test_there_and_back_every_row_and_byte_is_the_same(library: Path, empty_database: str, tmp_path: Path) -> None:
    before = bytes_of(library)
    there = moving.run(library, place.server(empty_database))
    assert there.ok, there
    assert {table.name for table in there.tables if table.moved} == set(BY_NAME) - {"archive_job"}
    back = moving.run(place.server(empty_database), tmp_path / "back")
    assert back.ok, back
    assert rows(tmp_path / "back") == rows(library)
    assert bytes_of(library) == before
    evidence = {name: digest for name, (digest, _) in bytes_of(library / "evidence").items()}
    assert {name: digest for name, (digest, _) in bytes_of(tmp_path / "back" / "evidence").items()} == evidence
    assert len(evidence) == there.files > 1
    assert there.head == back.head
    assert there.steps == back.steps > 10


def test_words_are_found_at_both_ends(library: Path, empty_database: str, tmp_path: Path) -> None:
    """The lines of the ledger, captured pages and steps are found by their words at the new place, too."""
    moving.run(library, place.server(empty_database))
    moving.run(place.server(empty_database), tmp_path / "back")
    found = []
    for where in (library, place.server(empty_database), tmp_path / "back"):
        desk = Desk.open(where, read_only="library-read-only")
        try:
            lines = [
                sorted(hit.id for hit in search.find(desk, Query(words=words)).found) for words in ("closed", "three")
            ]
            found.append((lines, [step.id for step in history.steps(desk, words="too vague")]))
        finally:
            desk.close()
    assert found[0] == found[1] == found[2]
    assert all(found[0][0])
    assert len(found[0][1]) == 1


def test_a_moved_library_is_worked_in_like_any_other(library: Path, newsroom: Newsroom, tmp_path: Path) -> None:
    """A database that init-server made, with its people: each of them goes on, and it can be moved back."""
    assert moving.run(library, newsroom.owner).ok
    desk = newsroom.desk("ana")
    marks.note(desk, claims.list_all(desk)[0].id, "Moved.")
    history.undo(desk)
    assert history.verify(desk).ok
    assert moving.run(newsroom.server("ada"), tmp_path / "back").ok


def test_only_an_administrator_moves_a_servers_library(library: Path, newsroom: Newsroom, tmp_path: Path) -> None:
    for who in ("dora", "ana", "ed"):
        with pytest.raises(Refused, match="administrator"):
            moving.run(newsroom.server(who), tmp_path / "stolen")
        with pytest.raises(Refused, match="administrator"):
            moving.run(library, newsroom.server(who))
    assert not (tmp_path / "stolen" / "library.sqlite").exists()
    assert moving.run(library, newsroom.server("ada")).ok


def test_blind_verdicts_are_moved_whole_and_stay_sealed(
    newsroom: Newsroom, tmp_path: Path, empty_database: str
) -> None:
    """What waits for a second verdict is in the administrator's copy, and sealed again where it is put on a server."""
    ana = newsroom.desk("ana", review_policy="blind")
    article = articles.add(ana, Draft(text=TEXT), split()).value
    claim = claims.of_article(ana, article)[0].id
    claims.accept(ana, [claim])
    verdicts.give(ana, claim, "false", "A secret reason.")
    assert moving.run(newsroom.server("ada"), tmp_path / "copy").ok
    with closing(sqlite3.connect(tmp_path / "copy" / "library.sqlite")) as connection:
        assert connection.execute("SELECT reason FROM verdict").fetchall() == [("A secret reason.",)]
    with other_newsroom(newsroom) as other:
        assert moving.run(tmp_path / "copy", other.owner).ok
        with other.sql("bo") as connection:
            assert connection.execute("SELECT reason FROM desk.verdict").fetchall() == [("",)]
            assert "secret" not in str(connection.execute("SELECT * FROM desk.edit").fetchall())
        assert not history.steps(other.desk("bo"), words="secret")
        assert history.steps(other.desk("ana"), words="secret")


class Stopped(Exception):
    """A machine that stops."""


def broken(here: Path | Server, there: Path | Server, after: int) -> None:
    """A move that is broken off: its connections end, as when the machine stops."""
    calls = iter(range(1_000_000))

    def tell(*_: object) -> None:
        if next(calls) == after:
            raise Stopped

    with pytest.raises(Stopped):
        moving.run(here, there, tell)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches so small that a little library is brought over in many."""
    monkeypatch.setattr(parts, "ROWS", 2)
    monkeypatch.setattr(parts, "FEW_ROWS", 2)
    monkeypatch.setattr(way, "_LINES", 2)


@pytest.mark.parametrize("after", [0, 7, 25, 60, 80])
@pytest.mark.usefixtures("small")
def test_a_broken_move_goes_on(library: Path, newsroom: Newsroom, tmp_path: Path, after: int) -> None:
    broken(library, newsroom.owner, after)
    with pytest.raises(LibraryError, match="not whole"):
        Desk.open(newsroom.owner)
    assert moving.run(library, newsroom.owner).ok
    broken(newsroom.owner, tmp_path / "back", after)
    with pytest.raises(LibraryError, match="not whole"):
        Desk.open(tmp_path / "back")
    assert moving.run(newsroom.owner, tmp_path / "back").ok
    assert rows(tmp_path / "back") == rows(library)


KILLED = """
import os, signal, sys
from factcheck.domain import place
from factcheck.services import moving
from factcheck.store.moving import move as way, parts
parts.ROWS = parts.FEW_ROWS = way._LINES = 2
calls = iter(range(1_000_000))
def tell(*_):
    if next(calls) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
moving.run(place.read(sys.argv[1]), place.read(sys.argv[2]), tell)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_move_that_is_killed_again_and_again_arrives(library: Path, newsroom: Newsroom, tmp_path: Path) -> None:
    for here, there in ((str(library), newsroom.address), (newsroom.address, str(tmp_path / "back"))):
        for after in (1, 12, 34):
            ran = subprocess.run([sys.executable, "-c", KILLED, here, there, str(after)], check=False, timeout=120)
            assert ran.returncode == -signal.SIGKILL
        assert moving.run(place.read(here), place.read(there)).ok
    assert rows(tmp_path / "back") == rows(library)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300), min_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@example([ODD, "", " ", "'\\' \r\n", "https://example.org/" + "a%20" * 2000, "\ufeff\ufffe", "NULL", "\\N"])
def test_any_text_comes_back_as_it_was(shelf: ServerTarget, texts: list[str]) -> None:
    """Written by COPY with its words, read by a cursor: inside one transaction that is taken back."""
    entry, claimant = BY_NAME["entry"], BY_NAME["claimant"]
    lines = [
        tuple(
            number if column == "number" else 2024 if column in {"year", "revision"} else f"e{number}" if column == "id"
            else None if column.endswith("_day") else words[:80]
            for column in entry.columns
        )
        for number, words in enumerate(texts, 1)
    ]  # fmt: skip
    named = sorted({words: f"c{number:03}" for number, words in enumerate(texts)}.items(), key=itemgetter(1))
    names = [
        tuple(number if column == "id" else 1 if column == "version" else words for column in claimant.columns)
        for words, number in named
    ]
    connection = shelf._connection
    with connection.transaction(force_rollback=True):
        shelf.put(entry, lines)
        shelf.put(claimant, names)
        with closing(ServerSide(shelf.place, connection)) as side:
            assert list(side.read(entry)) == lines
            assert list(side.read(claimant)) == names
            assert list(differences(entry, iter(lines), side.read(entry))) == []


@pytest.fixture(scope="module")
def shelf(server: str, template: str) -> Iterator[ServerTarget]:
    """A library on a server to be filled."""
    with a_database(server, f"TEMPLATE {template}") as address, servers.target(place.server(address)) as target:
        yield target


@pytest.mark.parametrize("after", [3, 25, 60, 80])
@pytest.mark.usefixtures("small")
def test_what_was_done_meanwhile_is_brought_too(library: Path, newsroom: Newsroom, tmp_path: Path, after: int) -> None:
    """Rows are added, changed and taken away in the source between two runs."""
    broken(library, newsroom.owner, after)
    broken(library, tmp_path / "copy", after)
    desk = Desk.open(library, reviewer="Zoë")
    history.undo(desk, history.steps(desk)[0].id)
    (first, *_, last) = claims.list_all(desk)
    marks.tag(desk, [last.id], "new")
    marks.note(desk, first.id, ODD)
    sources.cite(desk, last.id, str(library / "in-use.lock"))
    desk.close()
    assert moving.run(library, newsroom.owner).ok
    assert moving.run(library, tmp_path / "copy").ok
    assert rows(tmp_path / "copy") == rows(library)


@pytest.mark.usefixtures("small")
def test_another_library_does_not_go_on_with_a_broken_move(
    library: Path, newsroom: Newsroom, tmp_path: Path, new_library: Path
) -> None:
    work(new_library, tmp_path)
    broken(library, newsroom.owner, 30)
    with pytest.raises(LibraryError, match="another library"):
        moving.run(new_library, newsroom.owner)
    assert moving.run(library, newsroom.owner).ok


@pytest.mark.usefixtures("small")
def test_a_person_may_stop_a_move(library: Path, newsroom: Newsroom) -> None:
    asked = iter([False] * 20)
    with pytest.raises(Cancelled):
        moving.run(library, newsroom.owner, stop=lambda: next(asked, True))
    assert moving.run(library, newsroom.owner).ok


def test_a_target_must_be_new(library: Path, newsroom: Newsroom, tmp_path: Path) -> None:
    marks_before = bytes_of(library)
    with pytest.raises(LibraryError, match="already"):
        moving.run(newsroom.owner, library)
    with pytest.raises(InputError, match="already"):
        moving.run(library, library)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    with pytest.raises(LibraryError, match="already"):
        moving.run(library, tmp_path / "full")
    assert moving.run(library, newsroom.owner).ok
    with pytest.raises(LibraryError, match="already"):
        moving.run(library, newsroom.owner)
    assert bytes_of(library) == marks_before


def test_two_moves_to_one_place_do_not_meet(library: Path, newsroom: Newsroom, tmp_path: Path) -> None:
    for there in (newsroom.owner, tmp_path / "copy"):
        with moving.target(there), pytest.raises(LibraryError, match="Another move"):
            moving.run(library, there)


def test_a_library_of_an_older_format_is_left_alone(library: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        connection.execute("PRAGMA user_version=5")
    before = bytes_of(library)
    with pytest.raises(LibraryError, match="older format"):
        moving.run(library, tmp_path / "copy")
    assert bytes_of(library) == before


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE claim SET standalone = 'a' || char(0) || 'b'", "claim "),
        ("INSERT INTO content VALUES ('x', char(0))", "content "),
        ("UPDATE saved_search SET id = replace(hex(zeroblob(90)), '00', 'x')", "saved_search "),
        ("UPDATE capture SET size = 3000000000", "capture "),
        ("UPDATE edit SET after = replace(after, 'three', '\\u0000') WHERE entity = 'verdict'", "edit "),
    ],
)
def test_what_a_server_cannot_keep_is_told_before_anything_is_written(
    library: Path, empty_database: str, tmp_path: Path, statement: str, told: str
) -> None:
    with closing(sqlite3.connect(library / "library.sqlite", isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER edit_no_update")
        connection.execute(statement)
    with pytest.raises(LibraryError, match=f"NUL.*{told}"):
        moving.run(library, place.server(empty_database))
    with psycopg.connect(empty_database) as connection:
        found = connection.execute("SELECT to_regclass('claim')").fetchone()
        assert found
        assert not found[0] or connection.execute("SELECT count(*) FROM content").fetchone() == (0,)
    moved = moving.run(library, tmp_path / "copy")
    assert all(table.same for table in moved.tables)  # a folder takes it


def test_damaged_and_missing_evidence_is_told(library: Path, newsroom: Newsroom) -> None:
    first, second, *_ = sorted(path for path in (library / "evidence").rglob("*") if path.is_file())
    first.write_bytes(b"something else")
    second.unlink()
    moved = moving.run(library, newsroom.owner)
    assert not moved.ok
    assert moved.lost == (first.parent.name + first.name,)
    assert all(table.same for table in moved.tables)
    assert not history.verify(newsroom.desk("ana")).ok


def test_a_row_that_is_not_the_same_is_told(library: Path, newsroom: Newsroom) -> None:
    """The comparison reads both ends anew: what went wrong on the way shows."""

    def tamper(stage: str, *_: object) -> None:
        if stage == "move-evidence":
            with psycopg.connect(newsroom.address) as connection:
                connection.execute("UPDATE claim SET kind = kind || 'x' WHERE id = (SELECT min(id) FROM claim)")

    moved = moving.run(library, newsroom.owner, tamper)
    assert [table.name for table in moved.tables if not table.same] == ["claim"]
    assert not moved.same
    assert not moved.ok
    assert moved.findings


def test_every_table_is_moved(library: Path, database: str) -> None:
    """A table that a later schema adds and nobody moves fails here."""
    own = {"alembic_version"}
    assert rows(library).keys() - own == set(BY_NAME)
    words = {"entry_fts", "page_fts", "trail_fts"}
    servers = {"evidence_file", "evidence_piece", "library_state"}
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert {name for (name,) in found} - own - words - servers == set(BY_NAME)
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        for part in PARTS:
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({part.name})")}
            assert columns == set(part.columns)


def test_the_command_prints_both_ends(
    library: Path, newsroom: Newsroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["move", str(library), newsroom.address, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"]
    assert {table["name"]: table["moved"] for table in told["tables"]}["claim"] == 3
    assert run(["move", newsroom.address, str(tmp_path / "copy")]) == 0
    said = capsys.readouterr()
    assert "are the same" in said.out
    assert "left as it is" in said.err
    file = next(path for path in (tmp_path / "copy" / "evidence").rglob("*") if path.is_file())
    file.write_bytes(b"")
    assert run(["move", str(tmp_path / "copy"), str(tmp_path / "again")]) == 1
    assert file.parent.name + file.name in capsys.readouterr().out
    assert run(["move", str(tmp_path / "copy"), str(tmp_path / "copy")]) == 2
