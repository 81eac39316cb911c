"""Bad input and a bad world: one clear sentence, the right exit code, nothing lost, no traceback."""

import os
import socket
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.core.cli.conftest import SAMPLES, Factcheck

Sentence = Callable[..., str]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("binary.txt", bytes(range(256)) * 40),
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n"),
        ("undecodable.txt", b"L'\xe9t\xe9 \xff\xfe\x81\x8d\x9d\x90 " * 3 + b"\x81\x8d\x8f\x90\x9d" * 30),
    ],
)
@pytest.mark.parametrize("verb", ["split", "add"])
def test_files_that_are_no_article(sentence: Sentence, tmp_path: Path, verb: str, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert name in sentence(verb, path, code=1)


def test_a_file_that_is_not_there(sentence: Sentence, tmp_path: Path) -> None:
    assert "missing.txt" in sentence("split", tmp_path / "missing.txt", code=2)


@pytest.mark.parametrize("verb", ["articles", "restore"])
def test_an_address_without_a_library(sentence: Sentence, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    monkeypatch.setenv("FACTCHECK_LIBRARY", "postgresql://ana:secret@db.example")
    said = sentence(verb, code=2)
    assert "db.example" in said
    assert "secret" not in said


def test_a_date_that_is_none(sentence: Sentence) -> None:
    assert "yesterday" in sentence("split", SAMPLES / "article-en.txt", "--date", "yesterday", code=2)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "ffffffff"),
        ("accept", "ffffffff"),
        ("claims", "ffffffff"),
        ("cite", "ffffffff", "https://example.org", "--no-fetch"),
        ("verdict", "ffffffff", "false", "--because", "No."),
        ("undo", "ffffffff"),
        ("report", "ffffffff", "-o", "report.html"),
        ("show", "x"),
    ],
)
def test_ids_that_the_library_does_not_hold(sentence: Sentence, arguments: tuple[str, ...]) -> None:
    assert arguments[1] in sentence(*arguments, code=2)


def test_a_rating_that_the_scale_does_not_hold(sentence: Sentence, claim: dict[str, Any]) -> None:
    assert "mostly-true" in sentence("verdict", claim["id"], "perhaps", "--because", "No.", code=2)


def test_a_verdict_without_a_reason(factcheck: Factcheck, sentence: Sentence, claim: dict[str, Any]) -> None:
    assert sentence("verdict", claim["id"], "false", "--because", "  ", code=2)
    assert factcheck("verdict", claim["id"], "false").code == 2


def test_nothing_to_undo_or_redo(sentence: Sentence) -> None:
    assert sentence("undo", code=2)
    assert sentence("redo", code=2)


@pytest.mark.parametrize(
    "arguments",
    [("edit",), ("cut",), ("cut", "--at", "1", "--before", "x"), ("cut", "--at", "1"), ("cut", "--before", "nowhere")],
)
def test_changes_that_make_no_sense(sentence: Sentence, claim: dict[str, Any], arguments: tuple[str, ...]) -> None:
    assert sentence(arguments[0], claim["id"], *arguments[1:], code=2)


@pytest.mark.parametrize("span", ["1", "a:b", "5:5", "9:3", "0:9999999"])
def test_spans_outside_the_article(sentence: Sentence, article: str, span: str) -> None:
    assert sentence("claim", article, "--span", span, code=2)


def test_words_that_stand_more_than_once(sentence: Sentence, article: str) -> None:
    assert sentence("claim", article, "--words", "the", code=2)


def test_a_report_is_not_written_over_a_file(sentence: Sentence, article: str, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("mine")
    assert "report.html" in sentence("report", article, "-o", tmp_path / "report.html", code=2)
    assert (tmp_path / "report.html").read_text() == "mine"
    assert ".html" in sentence("report", article, "-o", tmp_path / "report.xyz", code=2)
    assert sentence("report", article, "-o", tmp_path / "no" / "folder" / "report.html", code=1)


def test_a_library_made_by_a_newer_version(factcheck: Factcheck, sentence: Sentence, library: Path) -> None:
    factcheck("articles")
    with sqlite3.connect(library / "library.sqlite") as database:
        database.execute("PRAGMA user_version = 9999")
    database.close()
    assert "9999" in sentence("articles", code=1)


def test_a_library_that_is_none(sentence: Sentence, library: Path) -> None:
    library.mkdir()
    (library / "library.sqlite").write_bytes(b"This is no database. " * 100)
    assert str(library) in sentence("articles", code=1)


def test_a_folder_where_nothing_can_be_made(sentence: Sentence, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "file" in sentence("articles", "--library", tmp_path / "file", code=1)


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes the call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        held: list[socket.socket] = []

        def listen() -> None:
            try:
                while True:
                    held.append(server.accept()[0])
            except OSError:
                return

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connection in held:
            connection.close()


def test_a_page_that_does_not_answer(
    factcheck: Factcheck,
    sentence: Sentence,
    claim: dict[str, Any],
    silent: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host = f"127.0.0.1:{silent}"
    monkeypatch.setenv("FACTCHECK_FETCH_ALLOWED_HOSTS", host)
    monkeypatch.setenv("FACTCHECK_FETCH_DEADLINE", "1")
    monkeypatch.setenv("FACTCHECK_FETCH_PAUSE_MILLISECONDS", "0")
    ran = factcheck("cite", claim["id"], f"http://{host}/", data=True)
    assert ran.code == 3
    assert ran.json["problem"]
    assert factcheck("show", claim["id"], data=True).json["evidence"][0]["problem"] == ran.json["problem"]
    assert sentence("add", f"http://{host}/", code=1)
    assert len(factcheck("articles", data=True).json["articles"]) == 1


def test_addresses_that_are_not_public(factcheck: Factcheck, claim: dict[str, Any]) -> None:
    ran = factcheck("cite", claim["id"], "http://127.0.0.1:9/", data=True)
    assert ran.code == 3
    assert ran.json["problem"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting is not possible here")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_full_disk(factcheck: Factcheck, small_disk: Path) -> None:
    library = small_disk / "library"
    assert factcheck("add", SAMPLES / "article-en.txt", "--library", library).code == 0
    with pytest.raises(OSError, match="No space left"), (small_disk / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))
    ran = factcheck("add", SAMPLES / "article-fr.txt", "--library", library)
    assert ran.code == 1, ran
    assert len(ran.err.strip().splitlines()) == 1
    (small_disk / "filler").unlink()
    verified = factcheck("verify", "--library", library, data=True).json
    assert verified["ok"], verified
    assert verified["steps"] == 1
    assert len(factcheck("articles", "--library", library, data=True).json["articles"]) == 1
    assert factcheck("add", SAMPLES / "article-fr.txt", "--library", library).code == 0
