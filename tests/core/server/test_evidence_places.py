"""Evidence in the database, in a shared folder, in an S3-compatible store: stored, read, moved along, swept."""

import hashlib
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import psycopg
import pytest

from factcheck.cli.app import run
from factcheck.domain.article import Draft
from factcheck.domain.source import Stance
from factcheck.errors import Cancelled, InputError, LibraryError, Refused
from factcheck.services import articles, claims, evidenceplace, history, moving, sources
from factcheck.services.desk import Desk
from factcheck.store.server import evidence, keepers
from factcheck.web import vault
from tests.core.server.conftest import Newsroom
from tests.core.services.conftest import TEXT, split
from tests.keyrings import Memory

SECRET = "wJalrXUtnFEMI-not-a-real-key"


def quiet(*_: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of a real S3 server (moto's), as a place."""
    pytest.importorskip("minio", reason="the extra s3 is not installed")
    program = shutil.which("moto_server")
    if program is None:
        pytest.skip("there is no S3 server for tests: pip install 'moto[server]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    served = subprocess.Popen(
        [program, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    place = f"s3://newsroom/evidence?endpoint=http://127.0.0.1:{port}"
    try:
        _wait(port)
        from factcheck.store.server import bucket

        bucket._client(bucket.Address.read(place)).make_bucket("newsroom")  # the shortest way
        yield place
    finally:
        bucket.forget()
        served.terminate()
        served.wait()


def _wait(port: int) -> None:
    for _ in range(600):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the S3 server did not start")


@pytest.fixture
def share(tmp_path: Path) -> str:
    """A folder that all machines share."""
    folder = tmp_path / "share"
    folder.mkdir()
    return str(folder)


@pytest.fixture(params=["share", "store"])
def elsewhere(request: pytest.FixtureRequest) -> str:
    """Each of the places beside the database."""
    return str(request.getfixturevalue(request.param))


def cite(desk: Desk, path: Path, words: bytes) -> str:
    """Cite a file that says so; its SHA-256."""
    article = articles.add(desk, Draft(text=TEXT, raw=b"article " + words, file_name="a.txt"), split()).value
    path.write_bytes(words)
    sources.cite(desk, claims.of_article(desk, article)[0].id, str(path), stance=Stance.REFUTES)
    return hashlib.sha256(words).hexdigest()


def count(newsroom: Newsroom, table: str) -> int:
    """Rows of a table."""
    with psycopg.connect(newsroom.address) as connection:
        row = connection.execute(f"SELECT count(*) FROM public.{table}".encode()).fetchone()
    return int(row[0]) if row else 0


def forget_copies(desk: Desk) -> None:
    """As another machine has it: no copy of anything."""
    shutil.rmtree(desk.library.evidence)
    desk.library.evidence.mkdir()


def test_files_are_kept_read_and_verified_elsewhere(newsroom: Newsroom, elsewhere: str, tmp_path: Path) -> None:
    evidenceplace.keep_at(newsroom.server("ada"), elsewhere, quiet)
    ana = newsroom.desk("ana")
    digest = cite(ana, tmp_path / "page.bin", b"page" * 1_000_000)
    assert count(newsroom, "evidence_file") == 2
    assert count(newsroom, "evidence_piece") == 0
    forget_copies(ana)
    assert newsroom.desk("bo").library.evidence_file(digest).read_bytes() == b"page" * 1_000_000
    assert history.verify(ana).ok
    with psycopg.connect(newsroom.address) as connection:
        keeper = evidence.kept_at(elsewhere, connection)
        keeper.remove(digest, "")
    assert any("missing" in finding.lower() for finding in history.verify(ana).findings)


def test_what_is_kept_comes_along_to_each_place(newsroom: Newsroom, elsewhere: str, share: str, tmp_path: Path) -> None:
    ana, ada = newsroom.desk("ana"), newsroom.server("ada")
    digest = cite(ana, tmp_path / "page.bin", b"x" * 3_000_000)
    assert count(newsroom, "evidence_piece") == 6
    there = f"{share}/other" if elsewhere == share else share
    Path(there).mkdir(exist_ok=True)
    for place, pieces in ((elsewhere, 0), (there, 0), ("database", 6), (elsewhere, 0)):
        told: list[tuple[int, int]] = []
        moved = evidenceplace.keep_at(ada, place, lambda done, total: told.append((done, total)))  # noqa: B023
        assert not moved.lost
        assert told[-1] == (3_000_000 + 3_000_008, 3_000_000 + 3_000_008)
        assert count(newsroom, "evidence_piece") == pieces
        forget_copies(ana)
        assert len(ana.library.evidence_file(digest).read_bytes()) == 3_000_000
        standing = evidenceplace.standing(ada)
        assert (standing.place or "database", standing.before, standing.files) == (place, None, 2)


def test_a_change_that_was_broken_off_goes_on(newsroom: Newsroom, elsewhere: str, tmp_path: Path) -> None:
    """Meanwhile both places are read, and new files go to the new one."""
    ana, ada = newsroom.desk("ana"), newsroom.server("ada")
    first = cite(ana, tmp_path / "one.bin", b"one")
    second = cite(ana, tmp_path / "two.bin", b"two")
    asked = iter([False, False])
    with pytest.raises(Cancelled):
        evidenceplace.keep_at(ada, elsewhere, quiet, lambda: next(asked, True))
    assert evidenceplace.standing(ada).before == ""
    third = cite(ana, tmp_path / "three.bin", b"three")
    forget_copies(ana)
    read = {ana.library.evidence_file(digest).read_bytes() for digest in (first, second, third)}
    assert read == {b"one", b"two", b"three"}
    assert history.verify(ana).ok
    with pytest.raises(LibraryError, match="still on its way"):
        evidenceplace.keep_at(ada, "database", quiet)
    assert not evidenceplace.keep_at(ada, elsewhere, quiet).lost
    assert count(newsroom, "evidence_piece") == 0
    forget_copies(ana)
    assert history.verify(ana).ok


def test_damaged_bytes_are_told_and_stay(newsroom: Newsroom, share: str, tmp_path: Path) -> None:
    digest = cite(newsroom.desk("ana"), tmp_path / "page.bin", b"page")
    with psycopg.connect(newsroom.address) as connection:
        connection.execute("DELETE FROM evidence_piece WHERE sha256 = %s", (digest,))
        connection.execute("INSERT INTO evidence_piece VALUES (%s, '', 0, 'other')", (digest,))
    moved = evidenceplace.keep_at(newsroom.server("ada"), share, quiet)
    assert moved.lost == (digest,)
    assert count(newsroom, "evidence_piece") == 1
    assert not (Path(share) / vault.address(digest)).exists()


def test_only_an_administrator_changes_the_place(newsroom: Newsroom, share: str) -> None:
    for who in ("dora", "ana", "ed"):
        with pytest.raises((LibraryError, Refused), match=r"not do this|administrator"):
            evidenceplace.keep_at(newsroom.server(who), share, quiet)
    assert evidenceplace.standing(newsroom.server("dora")).place == ""


@pytest.mark.parametrize(
    "place",
    [
        "relative/folder",
        "s3://",
        "s3://bucket?endpoint=http://store.example.org",
        f"s3://key:{SECRET}@bucket",
        f"s3://bucket?endpoint=https://key:{SECRET}@store.example.org",
        f"s3://bucket?secret={SECRET}",
        f"s3://[bucket?secret={SECRET}",
    ],
)
def test_no_place_and_no_key_gets_in(newsroom: Newsroom, place: str) -> None:
    with pytest.raises(InputError) as told:
        evidenceplace.keep_at(newsroom.server("ada"), place, quiet)
    assert "@" not in str(told.value)
    assert SECRET not in str(told.value)
    assert evidenceplace.standing(newsroom.server("ada")).place == ""


def test_a_share_that_is_not_mounted_is_not_filled(newsroom: Newsroom, share: str, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be reached"):
        evidenceplace.keep_at(newsroom.server("ada"), f"{share}/nothing", quiet)
    evidenceplace.keep_at(newsroom.server("ada"), share, quiet)
    Path(share).rename(f"{share}-away")
    ana = newsroom.desk("ana")
    with pytest.raises(LibraryError, match="cannot be reached"):
        cite(ana, tmp_path / "page.bin", b"page")
    assert not claims.list_all(ana)


def test_keys_of_the_store_show_nowhere(newsroom: Newsroom, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from factcheck.store.server import bucket

    evidenceplace.keep_at(newsroom.server("ada"), store, quiet)
    with psycopg.connect(newsroom.address) as connection:
        assert SECRET not in str(connection.execute("SELECT * FROM library_state").fetchall())
    bucket.forget()
    place = store.replace("newsroom", "nobucket")
    with pytest.raises(LibraryError, match="NoSuchBucket") as told:
        evidenceplace.keep_at(newsroom.server("ada"), place, quiet)
    assert SECRET not in str(told.value)
    assert evidenceplace.standing(newsroom.server("ada")).place == store


def test_what_nothing_names_is_swept(newsroom: Newsroom, elsewhere: str, tmp_path: Path) -> None:
    """Files of steps that came to nothing go after a day; what an undone step named stays for its redo."""
    ana, ada = newsroom.desk("ana"), newsroom.server("ada")
    cite(ana, tmp_path / "page.bin", b"page")
    history.undo(ana)
    history.undo(ana)  # the article
    stray = vault.keep(ana.library.evidence, [b"stray"])[1]
    ana.library.bring_evidence([(stray, "")])
    for place in ("database", elsewhere):
        evidenceplace.keep_at(ada, place, quiet)
        assert evidenceplace.sweep(ada) == (0, 0)
        with psycopg.connect(newsroom.address) as connection:
            connection.execute("ALTER TABLE evidence_file DISABLE TRIGGER USER")
            connection.execute("UPDATE evidence_file SET stored_at = stored_at - interval '2 days'")
            connection.execute("ALTER TABLE evidence_file ENABLE TRIGGER USER")
        assert evidenceplace.sweep(ada) == (1, 5)
        assert ana.library.evidence_damage(stray) is vault.Damage.MISSING
        ana.library.bring_evidence([(stray, "")])
    history.redo(ana)
    assert history.verify(ana).ok


def test_bytes_are_stored_before_anybody_waits(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the bytes of a page are on their way to the server, others take their steps."""
    ana, bo = newsroom.desk("ana"), newsroom.desk("bo")
    halfway, go_on = threading.Event(), threading.Event()
    put = keepers.DatabaseKeeper.put

    def slowly(self: keepers.DatabaseKeeper, *arguments: object) -> None:
        halfway.set()
        assert go_on.wait(30)
        put(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(keepers.DatabaseKeeper, "put", slowly)
    worker = threading.Thread(target=cite, args=(ana, tmp_path / "page.bin", b"page"))
    worker.start()
    assert halfway.wait(30)
    articles.add(bo, Draft(text=TEXT), split())  # nothing holds it up
    go_on.set()
    worker.join()
    assert len(articles.list_all(bo)) == 2


def test_two_who_store_the_same_file_store_it_once(newsroom: Newsroom) -> None:
    desks = [newsroom.desk(who) for who in ("ana", "bo", "carla")]
    (digest,) = {vault.keep(desk.library.evidence, [b"same" * 1_000_000])[1] for desk in desks}
    workers = [threading.Thread(target=desk.library.bring_evidence, args=([(digest, "")],)) for desk in desks]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (count(newsroom, "evidence_file"), count(newsroom, "evidence_piece")) == (1, 4)


def test_the_command(newsroom: Newsroom, share: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cite(newsroom.desk("ana"), tmp_path / "page.bin", b"page")
    library = ["--library", newsroom.server("ada").address]
    assert run(["evidence", *library]) == 0
    assert "database" in capsys.readouterr().out
    assert run(["evidence", share, *library]) == 0
    assert share in "".join(capsys.readouterr().out.split())  # a long path runs over two lines of the table
    assert (Path(share) / vault.address(hashlib.sha256(b"page").hexdigest())).exists()
    assert run(["evidence", "--sweep", *library, "--format", "json"]) == 0
    assert '"files": 0' in capsys.readouterr().out
    assert run(["evidence", "--library", str(tmp_path / "folder")]) == 2


def test_a_library_is_moved_with_its_evidence_wherever_that_is(
    newsroom: Newsroom, elsewhere: str, tmp_path: Path
) -> None:
    ana, ada = newsroom.desk("ana"), newsroom.server("ada")
    digest = cite(ana, tmp_path / "page.bin", b"page" * 500_000)
    evidenceplace.keep_at(ada, elsewhere, quiet)
    moved = moving.run(ada, tmp_path / "copy")
    assert moved.ok
    assert moved.files == 2
    assert (tmp_path / "copy" / "evidence" / vault.address(digest)).read_bytes() == b"page" * 500_000


def test_keys_come_from_the_keyring_where_the_environment_has_none(
    newsroom: Newsroom, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from factcheck.store.server import bucket

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    before, ring = keyring.get_keyring(), Memory()
    keyring.set_keyring(ring)
    try:
        bucket.forget()
        with pytest.raises(LibraryError, match="No key for the store"):
            evidenceplace.keep_at(newsroom.server("ada"), store, quiet)
        host = evidenceplace.keep_keys(store, " AKIATEST ", SECRET)
        assert sorted(name for _, name in ring.entries) == [f"s3-access-key@{host}", f"s3-secret-key@{host}"]
        assert not evidenceplace.keep_at(newsroom.server("ada"), store, quiet).lost
        assert evidenceplace.standing(newsroom.server("ada")).place == store
    finally:
        keyring.set_keyring(before)
