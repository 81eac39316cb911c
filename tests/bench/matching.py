"""Candidates for a claim among a million earlier checks, and what the parts of matching cost.

With the extra ``semantic`` the vectors of the large library are random (embedding a million claims takes an hour): the
time of comparing does not depend on what they mean. Quality is not measured here, for its data are other people's
texts; docs/history.md tells the figures and how to take them. Times are this thread's processor time, as in ``search``.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import psutil
from _large import desk, made, ready, sentences
from rows import Row
from sqlalchemy import text

from factcheck.matching import meaning, words
from factcheck.matching.meaning import Vectors
from factcheck.services import matching

CLAIMS = 40
DIMENSIONS = 512


def measure() -> list[Row]:
    """Suggestions by words, the memory of it, and the nearest of a million vectors."""
    if not ready():
        return []
    desk().close()
    before = _private()
    opened = desk(matched=False)
    begun = time.perf_counter()
    matching.prepare(opened, meaning=False)
    loaded = time.perf_counter() - begun
    matcher = matching._matcher(opened)
    count = len(matcher.index)
    claims = [
        line for line in sentences("en", CLAIMS * 3, 12, np.random.default_rng(5)) if 11 <= len(line.split()) <= 13
    ]
    took = [_milliseconds(lambda claim=claim: matching.suggest(opened, claim)) for claim in claims]
    candidates = [
        _milliseconds(lambda claim=claim: matcher.index.best(words.variants(claim, ["en", "fr"]), 60))
        for claim in claims
    ]
    plain = statistics.median([_milliseconds(lambda claim=claim: _plainly(opened, claim)) for claim in claims[:5]])
    rows = [
        Row("checks in the index", count, "checks"),
        Row("index made, whole library", count / made()["index"], "checks/s", more_is_better=True),
        Row("index opened", loaded * 1000, "ms", target=3000),
        Row(
            "candidates of a 12-word claim, p95", _p95(candidates), "ms", f"FTS5, any word ({plain:.0f} ms)", target=50
        ),
        Row("suggestions of a 12-word claim, p95", _p95(took), "ms", f"FTS5, any word ({plain:.0f} ms)"),
        Row("memory of the matcher", (_private() - before) / 1e6, "MB", target=400),
    ]
    opened.close()
    return rows + _meaning(count)


def _meaning(count: int) -> list[Row]:
    random = np.random.default_rng(1)
    vectors = Vectors(None, "bench")
    for start in range(0, count, 50_000):
        some = random.normal(size=(min(50_000, count - start), DIMENSIONS)).astype(np.float32)
        some /= np.linalg.norm(some, axis=1, keepdims=True)
        vectors.add(list(range(start, start + len(some))), some)
    query = some[0]
    ours = statistics.median([_milliseconds(lambda: vectors.nearest(query, 60)) for _ in range(7)])
    rows = [Row("nearest vectors", ours, "ms", target=250)]
    if meaning.installed():
        embedder = meaning.embedder()
        assert embedder is not None
        claim = "The bridge over the harbour was closed for two years"
        one = statistics.median([_milliseconds(lambda: embedder.embed([claim])) for _ in range(7)])
        many = statistics.median([_milliseconds(lambda: embedder.embed([claim] * 256)) for _ in range(3)])
        rows += [Row("embedding one claim", one, "ms"), Row("embedding claims", 256_000 / many, "claims/s")]
    return rows


def _plainly(opened: object, claim: str) -> object:
    match = " OR ".join(f'"{word}"' for word in words.words(claim))
    with opened.reading() as session:  # type: ignore[attr-defined]
        statement = "SELECT rowid FROM entry_fts WHERE entry_fts MATCH :match ORDER BY bm25(entry_fts) LIMIT 60"
        return session.execute(text(statement), {"match": match}).fetchall()


def _private() -> int:
    """Bytes that this process alone holds: what it maps of files counts as the system's cache."""
    return int(psutil.Process().memory_full_info().uss)


def _milliseconds(action: Callable[[], object]) -> float:
    """Milliseconds of processor time of a second call, after one that warms the pages."""
    action()
    begun = time.thread_time()
    action()
    return (time.thread_time() - begun) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[max(0, round(0.95 * len(times)) - 1)]
