"""Libraries with long trails, written by plain statements: making them action by action would take hours.

``claims`` holds articles of fifty claims each, every article one step, with the ledger's line and its words for each
claim, as an action would have left them. ``steps`` holds one claim and that many edits of it.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import platformdirs
from _large import SEED, sentences

from factcheck.domain.article import text_sha256
from factcheck.domain.history import GENESIS, StoredEdit, canonical_json, stamp, step_digest
from factcheck.store.entries import SHIFT
from factcheck.store.library import Library
from factcheck.store.trailwords import words_of

PER_ARTICLE = 50
CHUNK = 400
"""Articles whose sentences are drawn at once."""
START = datetime(2020, 1, 1, tzinfo=UTC)
REST = "[]"


def claims(count: int) -> Path:
    """The folder of a library of ``count`` claims, made once and kept in the cache."""
    folder = Path(platformdirs.user_cache_dir("factcheck-workbench-bench", appauthor=False)) / f"claims-{count}-{SEED}"
    if not (folder / "made").exists():
        print(f"making a library of {count:,} claims in {folder} (once) …", file=sys.stderr, flush=True)
        Library.open(folder).close()
        with closing(sqlite3.connect(folder / "library.sqlite", isolation_level=None)) as connection:
            _write(connection, _articles(connection, count))
        (folder / "made").touch()
    return folder


def steps(folder: Path, count: int) -> Path:
    """A library in ``folder`` with that many steps."""
    Library.open(folder).close()
    with closing(sqlite3.connect(folder / "library.sqlite", isolation_level=None)) as connection:
        _write(connection, _edits(connection, count))
    return folder


Action = tuple[str, dict[str, str], list[StoredEdit]]


def _write(connection: sqlite3.Connection, actions: Iterator[Action]) -> None:
    """Chain the actions as steps. The file is thrown away when this fails, so nothing waits for the disk."""
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN")
    previous = GENESIS
    for number, (label, values, edits) in enumerate(actions, 1):
        written = canonical_json(values)
        step = (
            previous, f"{number:032x}", number, stamp(START + timedelta(seconds=number)), "Ana", label, written,
            None, None, 1,
        )  # fmt: skip
        previous = step_digest(step, edits)
        connection.execute("INSERT INTO step VALUES (" + ", ".join("?" * 11) + ")", _step(connection, step, previous))
        connection.executemany(
            "INSERT INTO edit (step_number, position, entity, row_id, claim_id, article_id, before, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(number, position, *edit) for position, edit in enumerate(edits)],
        )
        connection.execute(
            "INSERT INTO trail_fts (rowid, words) VALUES (?, ?)", (number, words_of(written, None, "Ana", edits))
        )
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode=WAL")


def _step(connection: sqlite3.Connection, step: tuple[object, ...], digest: str) -> list[object]:
    names = ("previous", "id", "number", "at", "reviewer", "label", "values", "reason", "undoes", "undoable", "digest")
    row = dict(zip(names, (*step, digest), strict=True))
    return [row[column[1]] for column in connection.execute("PRAGMA table_info(step)")]


def _insert(connection: sqlite3.Connection, table: str, rows: list[dict[str, object]]) -> None:
    listed = ", ".join(f'"{name}"' for name in rows[0])
    places = ", ".join(f":{name}" for name in rows[0])
    connection.executemany(f"INSERT INTO {table} ({listed}) VALUES ({places})", rows)


def _articles(connection: sqlite3.Connection, count: int) -> Iterator[Action]:
    random = np.random.default_rng(SEED)
    for name in (REST, *(f"Article {number}." for number in range(count // PER_ARTICLE))):
        connection.execute("INSERT INTO content (sha256, text) VALUES (?, ?)", (text_sha256(name), name))
    said: list[str] = []
    for number in range(count // PER_ARTICLE):
        if not said:
            said = sentences("fr" if number // CHUNK % 2 else "en", CHUNK * PER_ARTICLE, 16, random)
        article = _article(number)
        rows = [_claim(number * PER_ARTICLE + at, article["id"], at, said.pop()) for at in range(PER_ARTICLE)]
        _insert(connection, "article", [article | {"notes": "[]", "links": "[]", "version": 1}])
        _insert(connection, "claim", [row | {"reasons": "[]", "version": 1} for row in rows])
        _insert(connection, "entry", [_line(number * PER_ARTICLE + at, row) for at, row in enumerate(rows)])
        edits: list[StoredEdit] = [
            ("article", str(article["id"]), None, str(article["id"]), None, canonical_json(article))
        ]
        edits += [("claim", str(r["id"]), str(r["id"]), str(article["id"]), None, canonical_json(r)) for r in rows]
        yield "article-added", {"title": str(article["title"]), "claims": str(PER_ARTICLE)}, edits


def _edits(connection: sqlite3.Connection, count: int) -> Iterator[Action]:
    article = _article(0)
    row = _claim(0, article["id"], 0, "The bridge cost 4 million crowns.")
    for name in (REST, "Article 0."):
        connection.execute("INSERT INTO content (sha256, text) VALUES (?, ?)", (text_sha256(name), name))
    _insert(connection, "article", [article | {"notes": "[]", "links": "[]", "version": 1}])
    yield (
        "article-added",
        {"title": "x", "claims": "1"},
        [
            ("article", str(article["id"]), None, str(article["id"]), None, canonical_json(article)),
            ("claim", str(row["id"]), str(row["id"]), str(article["id"]), None, canonical_json(row)),
        ],
    )
    for number in range(1, count):
        changed = row | {"standalone": f"The bridge of place {number} cost {number % 977} million crowns in all."}
        place = str(row["id"]), str(row["id"]), str(article["id"])
        yield (
            "claim-edited",
            {"claim": str(changed["standalone"])},
            [("claim", *place, canonical_json(row), canonical_json(changed))],
        )
        row = changed
    _insert(connection, "claim", [row | {"reasons": "[]", "version": count}])


def _article(number: int) -> dict[str, object]:
    digest = text_sha256(f"Article {number}.")
    return {
        "id": f"a{number:031x}", "sha256": digest, "rest_sha256": text_sha256(REST), "title": f"Article {number}",
        "outlet": "The Tidewater Post", "author": None, "date": "2024-05", "language": "en", "url": None,
        "file_name": None, "file_sha256": None, "revises": None, "notes": [], "links": [], "created_at": stamp(START),
    }  # fmt: skip


def _claim(number: int, article: object, at: int, said: str) -> dict[str, object]:
    return {
        "id": f"{number * 2654435761 % 2**48:012x}{number:020x}", "article_id": article, "start": at * 200,
        "end": at * 200 + len(said), "quote": said, "standalone": said, "claimant_id": None, "cue_start": None,
        "cue_end": None, "modality": "asserted", "kind": "factual", "date": "2024-05", "check_worthiness": 0.5,
        "reasons": [], "state": "proposed", "dismissed_because": None, "verdict_id": None, "assignee": None,
        "priority": 0, "created_at": stamp(START),
    }  # fmt: skip


def _line(number: int, row: dict[str, object]) -> dict[str, object]:
    day = START.toordinal() + number // 3000
    empty = dict.fromkeys(("title", "summary", "reason", "sources", "claimant", "claimant_key"), "")
    return empty | {
        "number": (day << SHIFT) + number % 3000, "id": row["id"], "record": "claim", "own_id": None,
        "text": row["standalone"], "quote": row["quote"], "outlet": "The Tidewater Post",
        "outlet_key": "the tidewater post", "article_id": row["article_id"], "state": "proposed", "rating": None,
        "verdict": None, "scale": None, "kind": "factual", "modality": "asserted", "language": "en", "reviewer": None,
        "date": "2024-05", "first_day": None, "last_day": None, "checked_day": None, "year": 2024, "url": None,
        "archive_id": None, "digest": "", "revision": 1,
    }  # fmt: skip
