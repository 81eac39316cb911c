"""Several reviewers at once, one of them killed, the server started anew: nothing is lost, nothing half-written."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from factcheck.domain import place
from factcheck.domain.article import Draft
from factcheck.services import articles, server
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from tests.cluster import Cluster
from tests.core.services.conftest import TEXT, split
from tests.many_hands import work


def test_nothing_is_lost_between_many_hands(
    own_cluster: Callable[..., Cluster], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = own_cluster()
    monkeypatch.setenv("PGPASSFILE", str(cluster.pgpass))
    with psycopg.connect(cluster.address(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE news")
    owner = place.server(cluster.address("news"))
    server.make(owner)
    for number in range(4):
        server.add(owner, f"hand_{number}", f"Hand {number}", "reviewer", "correct horse battery staple")
    server.add(owner, "keeper", "Ada Min", "administrator", "correct horse battery staple")
    with cluster.pgpass.open("a") as file:
        file.write("*:*:*:*:correct horse battery staple\n")
    desk = Desk.open(place.server(cluster.address("news", "keeper")), settings=Settings(overrides={}))
    article = articles.add(desk, Draft(text=TEXT), split()).value
    desk.close()

    def restart() -> None:
        cluster.stop()
        cluster.start()

    hands = [cluster.address("news", f"hand_{number}") for number in range(4)]
    ways = (owner.address, cluster.address("news", "keeper"), hands)
    seen = work(*ways, article, tmp_path / "logs", seconds=12, kills=2, restart=restart)
    assert (seen.faults, seen.lost, seen.sound) == ([], [], True)
    assert seen.outcomes["done"] > 10
