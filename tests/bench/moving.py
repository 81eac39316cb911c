"""A library of 100,000 claims moved to PostgreSQL and back: rows and bytes a second, memory, and that it is the same.

The cluster is a real one of the run's own, with ``fsync`` on. ``FACTCHECK_BENCH_CLAIMS`` makes a library of another
size. It is the trail's (``_trail``), with files of evidence that the services cite, made once and kept in the cache.
"""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from _large import SEED
from _trail import claims as library_of_claims
from rows import Row

CLAIMS = int(os.environ.get("FACTCHECK_BENCH_CLAIMS", "100000"))
FILES = 200
LARGEST = 4_000_000
ROOT = Path(__file__).resolve().parents[2]
_MOVE = """
import json, resource, sys
from factcheck.domain import place
from factcheck.services import moving
done = moving.run(place.read(sys.argv[1]), place.read(sys.argv[2]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "ok": done.ok, "rows": done.rows, "bytes": done.bytes, "files": done.files,
    "moved": done.moved_s, "compared": done.compared_s, "steps": done.steps, "head": done.head,
    "findings": done.findings, "lost": done.lost,
    "memory": used.ru_maxrss / 1024, "processor": used.ru_utime + used.ru_stime,
    "digests": {table.name: table.moved_digest for table in done.tables},
}))
"""


def library() -> Path:
    """The library that is moved."""
    bare = library_of_claims(CLAIMS)
    folder = bare.with_name(f"{bare.name}-evidence")
    if not (folder / "made").exists():
        print(f"adding {FILES} files of evidence in {folder} (once) …", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(bare, folder, ignore=shutil.ignore_patterns("made", "backups", "bare.sqlite*"))
        _cite(folder)
        (folder / "made").touch()
    return folder


def _cite(folder: Path) -> None:
    from factcheck.services import sources
    from factcheck.services.desk import Desk

    drawn = random.Random(SEED)
    desk = Desk.open(folder, reviewer="Ana")
    with desk.reading() as session:
        found = session.connection().exec_driver_sql(f"SELECT id FROM claim ORDER BY id LIMIT {FILES}").fetchall()
    with tempfile.TemporaryDirectory() as place:
        for number, (claim,) in enumerate(found):
            path = Path(place) / f"{number}.bin"
            path.write_bytes(drawn.randbytes(drawn.randrange(1000, LARGEST)))
            sources.cite(desk, claim, str(path), note=f"File {number}.")
            path.unlink()
    desk.close()


def measure() -> list[Row]:
    """Rows of this module."""
    sys.path.insert(0, str(ROOT))
    from tests.cluster import Cluster

    folder = library()
    cluster = Cluster()
    try:
        os.environ["PGPASSFILE"] = str(cluster.pgpass)
        address = cluster.address("newsroom")
        _say(cluster, "CREATE DATABASE newsroom")
        with tempfile.TemporaryDirectory() as place:
            there = _move(str(folder), address)
            size = _say(cluster, "SELECT pg_database_size('newsroom')")
            back = _move(address, f"{place}/back")
            same = _tables(folder) == _tables(Path(place) / "back") and there["digests"] == back["digests"]
            small = (Path(place) / "back" / "library.sqlite").stat().st_size
    finally:
        cluster.remove()
    assert there["ok"], there
    assert back["ok"], back
    assert same
    return [
        *_figures("to PostgreSQL", there),
        *_figures("back to a folder", back),
        Row("its database on PostgreSQL", size / 1e6, "MB", "library.sqlite", small / 1e6),
    ]


def _figures(where: str, done: dict[str, float]) -> list[Row]:
    seconds, what = done["moved"], f"{CLAIMS:,} claims, {done['rows']:,} rows and {done['files']} files"
    return [
        Row(f"move {what} {where}", seconds, "s", target=300),
        Row(f"rows and evidence {where}", done["rows"] / seconds, "rows/s", more_is_better=True),
        Row(f"evidence among them {where}", done["bytes"] / 1e6, "MB"),
        Row(f"compare both ends after moving {where}", done["compared"], "s"),
        Row(f"processor time of moving {where}, the comparison with it", done["processor"], "s"),
        Row(f"memory of moving {where}", done["memory"], "MB", target=400),
    ]


def _move(here: str, there: str) -> dict[str, float]:
    """Move in a fresh process, so that its memory can be told."""
    done = subprocess.run(
        [sys.executable, "-c", _MOVE, here, there], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _say(cluster: object, statement: str) -> int:
    import psycopg

    with psycopg.connect(cluster.address(), autocommit=True) as connection:  # type: ignore[attr-defined]
        found = connection.execute(statement.encode())
        return int(found.fetchone()[0]) if found.description else 0  # type: ignore[index]


def _tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Steps and evidence as they stand, read without the program's help."""
    with closing(sqlite3.connect(f"file:{folder / 'library.sqlite'}?mode=ro&immutable=1", uri=True)) as connection:
        found = {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in ("step", "capture")
        }
    evidence = (path for path in (folder / "evidence").rglob("*") if path.is_file())
    found["files"] = sorted((str(path.relative_to(folder)), path.stat().st_size) for path in evidence)
    return found
