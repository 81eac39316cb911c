"""Thirty reviewers on one PostgreSQL for three minutes, each a process of its own that works through the services.

Once undisturbed, once while the server is started anew and ten of them are ended without warning. What is judged is
what a person waits for an action, with the wait for the writers before; no ratio, for nothing comparable does the same.
All run on one machine, reviewers and server, and PostgreSQL keeps each step on the disk (``fsync``). A shorter run:
``FACTCHECK_BENCH_SECONDS``. Nothing is measured where there is no PostgreSQL.
"""

import os
import sys
import tempfile
from pathlib import Path

import psycopg
from rows import Row

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
REVIEWERS = 30
SECONDS = float(os.environ.get("FACTCHECK_BENCH_SECONDS", "180"))
PASSWORD = "correct horse battery staple"
CLAIMS = 300


def measure() -> list[Row]:
    """The rows of both runs."""
    from tests.cluster import Cluster, NoPostgres
    from tests.many_hands import work

    try:
        cluster = Cluster()
    except NoPostgres:
        return []
    os.environ["PGPASSFILE"] = str(cluster.pgpass)

    def restart() -> None:
        cluster.stop()
        cluster.start()

    try:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["FACTCHECK_CONFIG"] = folder
            article = _newsroom(cluster)
            hands = [cluster.address("news", f"hand_{number}") for number in range(REVIEWERS)]
            ways = (cluster.address("news"), cluster.address("news", "keeper"), hands, article)
            calm = work(*ways, Path(folder) / "calm", seconds=SECONDS)
            rough = work(*ways, Path(folder) / "rough", seconds=SECONDS, kills=10, restart=restart)
        deadlocks = cluster.log.count("deadlock detected")
    finally:
        cluster.remove()
    return [*_rows("", calm), *_rows("restart and 10 kills: ", rough), Row("deadlocks", deadlocks, "times", target=0)]


def _newsroom(cluster: object) -> str:
    """A library with its people and an article of many claims; the article's id."""
    from factcheck.domain import place
    from factcheck.domain.article import Draft, text_sha256
    from factcheck.domain.claim import Kind, Modality, ProposedClaim, Split
    from factcheck.services import articles, server
    from factcheck.services.desk import Desk
    from factcheck.settings import Settings

    with psycopg.connect(cluster.address(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE news")
    owner = place.server(cluster.address("news"))
    server.make(owner)
    server.add(owner, "keeper", "Ada Min", "administrator", PASSWORD)
    for number in range(REVIEWERS):
        server.add(owner, f"hand_{number}", f"Hand {number}", "reviewer", PASSWORD)
    with cluster.pgpass.open("a") as file:
        file.write(f"*:*:*:*:{PASSWORD}\n")
    sentences = [f"The bridge of district {number} cost {number} million crowns." for number in range(CLAIMS)]
    text, proposed, at = "\n".join(sentences), [], 0
    for sentence in sentences:
        proposed.append(
            ProposedClaim("", at, at + len(sentence), sentence, sentence, None, None, None, Modality.ASSERTED,
                          Kind.QUANTITY, None, 0.5)
        )  # fmt: skip
        at += len(sentence) + 1
    desk = Desk.open(place.server(cluster.address("news", "keeper")), settings=Settings(overrides={}))
    split = Split("Bridges", "en", None, text_sha256(text), tuple(proposed), ())
    article = articles.add(desk, Draft(text, title="Bridges"), split).value
    desk.close()
    return article


def _rows(what: str, seen: object) -> list[Row]:
    for fault in (*seen.lost, *seen.faults):
        print(fault, file=sys.stderr)
    told = sum(count for outcome, count in seen.outcomes.items() if outcome.startswith("world"))
    return [
        Row(f"{what}actions of {REVIEWERS} reviewers", len(seen.seconds), "actions"),
        Row(f"{what}an action, median", seen.percentile(0.5), "ms"),
        Row(f"{what}an action, p95", seen.percentile(0.95), "ms", target=100),
        Row(f"{what}the slowest action", seen.percentile(1), "ms"),
        Row(f"{what}conflicts told", seen.outcomes["conflict"], "times"),
        Row(f"{what}sentences about the server", told, "times", target=None if what else 0),
        Row(f"{what}updates lost, steps half-written, findings", len(seen.lost) + len(seen.faults), "", target=0),
        Row(f"{what}steps in a sound chain", seen.steps if seen.sound else 0, "steps"),
    ]
