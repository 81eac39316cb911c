"""Browsing and searching a million earlier checks, each figure beside what the plain way costs in the same run.

The library is made once (``_large``). Times are this thread's processor time on a warm file, on both sides: on an idle
machine that is what a person waits, on a shared one it is all that can be compared. Adding a line is given by the clock
as well, for it waits for the disk. p95 is of 40 different queries made of the library's own words by their frequency.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
from _large import desk, made, ready, vocabulary
from rows import Row
from sqlalchemy import text

from factcheck.domain.query import Query
from factcheck.services import search
from factcheck.services.desk import Desk

QUERIES = 40


def measure() -> list[Row]:
    """Pages, facets, ranked words, adding a line."""
    if not ready():
        return []
    opened = desk(matched=False)
    with opened.reading() as session:
        count = session.execute(text("SELECT count(*) FROM entry")).scalar_one()
    rows = [
        Row("lines in the library", count, "lines"),
        Row("import of an archive", count / made()["import"], "lines/s", more_is_better=True),
        *_pages(opened, count),
        *_words(opened),
        *_adding(opened),
    ]
    opened.close()
    return rows


def _pages(opened: Desk, count: int) -> list[Row]:
    first = search.find(opened, Query())
    filtered = Query(verdict="false", language="fr", year=2015)
    return [
        _beside("first page", lambda: search.find(opened, Query()), opened, "ORDER BY the day", _SORTED, 5),
        _beside(
            "next page",
            lambda: search.find(opened, Query(cursor=first.cursor)),
            opened,
            "OFFSET",
            _offset(count // 2),
            5,
        ),
        _beside(
            "first page under three filters", lambda: search.find(opened, filtered), opened, "ORDER BY", _FILTERED, 5
        ),
        _beside("facets", lambda: search.facets(opened), opened, "GROUP BY", _GROUPED, 5),
        _beside("facets under three filters", lambda: search.facets(opened, filtered), opened, "GROUP BY", _GROUPED),
        _beside(
            "facets under a very common word",
            lambda: search.facets(opened, Query(words=_common())),
            opened,
            "GROUP BY of all that meet it",
            f"SELECT verdict, year, count(*) FROM entry WHERE number IN (SELECT rowid FROM entry_fts WHERE entry_fts"
            f" MATCH '{_common()}') GROUP BY verdict, year",
        ),
    ]


_SORTED = "SELECT number, text FROM entry ORDER BY checked_day DESC LIMIT 50"
_FILTERED = (
    "SELECT number, text FROM entry WHERE verdict = 'false' AND language = 'fr' AND year = 2015"
    " ORDER BY checked_day DESC LIMIT 50"
)
_GROUPED = "SELECT verdict, year, count(*) FROM entry GROUP BY verdict, year"


def _offset(skip: int) -> str:
    return f"SELECT number, text FROM entry ORDER BY number DESC LIMIT 50 OFFSET {skip}"


def _words(opened: Desk) -> list[Row]:
    common, one, three = _common(), _drawn(1), _drawn(3)
    search.find(opened, Query(words=common))
    rows = []
    for name, asked in (("very common word", [common]), ("one word", one), ("three words", three)):
        times = [_seconds(lambda words=words: search.find(opened, Query(words=words))) for words in asked]
        plain = [_seconds(lambda words=words: _ranked_plainly(opened, words)) for words in asked[:10]]
        rows.append(Row(f"{name}, ranked, p95", _p95(times), "ms", f"rank all ({_p95(plain):.0f} ms)", target=50))
    return rows


def _adding(opened: Desk) -> list[Row]:
    """One more line with all indexes, as a transaction of its own: by processor time, and by the clock.

    The clock's plain way is a commit of one row that no index knows: what the disk and the other programs cost.
    """
    from factcheck.domain.check import EarlierCheck
    from factcheck.store import archive as store

    worked, waited, bare = [], [], []
    for number in range(15):
        check = EarlierCheck(
            1, f"bench-{time.time_ns()}", " ".join(_drawn(3)), date=f"20{10 + number}-03-04", publisher="Desk 3"
        )
        begun, began = time.perf_counter(), time.thread_time()
        with opened.library.writing() as session:
            store.store(session, "bench", [check], set())
            session.commit()
        waited.append((time.perf_counter() - begun) * 1000)
        worked.append((time.thread_time() - began) * 1000)
        begun = time.perf_counter()
        with opened.library.writing() as session:
            session.execute(text("UPDATE ledger_state SET value = value + 1 WHERE name = 'revision'"))
            session.commit()
        bare.append((time.perf_counter() - begun) * 1000)
    plain = f"commit of one bare row ({statistics.median(bare):.1f} ms)"
    return [
        Row("adding a line with all indexes, processor", statistics.median(worked), "ms", target=15),
        Row("adding a line with all indexes, by the clock", statistics.median(waited), "ms", plain),
    ]


def _beside(
    name: str, ours: Callable[[], object], opened: Desk, plain_name: str, plain: str, target: float | None = None
) -> Row:
    """Our median beside the plain way's; the target is absolute, so the plain figure stands in its name."""
    mine = statistics.median([_seconds(ours) for _ in range(9)])
    theirs = statistics.median([_seconds(lambda: _run(opened, plain)) for _ in range(3)])
    return Row(name, mine, "ms", f"{plain_name} ({theirs:.3g} ms)", target=target)


def _run(opened: Desk, statement: str) -> object:
    with opened.reading() as session:
        return session.execute(text(statement)).fetchall()


def _ranked_plainly(opened: Desk, words: str) -> object:
    match = " ".join(f'"{word}"' for word in words.split())
    return _run(
        opened, f"SELECT rowid FROM entry_fts WHERE entry_fts MATCH '{match}' ORDER BY bm25(entry_fts) LIMIT 50"
    )


def _common() -> str:
    return vocabulary("en")[0]


def _drawn(words: int) -> list[str]:
    """Queries of words drawn by their frequency among the 20,000 commonest, without the function words."""
    random = np.random.default_rng(words)
    known = vocabulary("en")[26:20_000]
    share = 1 / (np.arange(len(known)) + 29) ** 1.07
    return [" ".join(random.choice(known, words, p=share / share.sum())) for _ in range(QUERIES)]


def _seconds(action: Callable[[], object]) -> float:
    """Milliseconds of processor time of a second call, after one that warms the pages."""
    action()
    begun = time.thread_time()
    action()
    return (time.thread_time() - begun) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[max(0, round(0.95 * len(times)) - 1)]
