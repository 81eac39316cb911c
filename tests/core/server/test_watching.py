"""Listening to a shared library: others' steps, who is there, and a server that goes and comes back."""

import json
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest

from factcheck.domain import place
from factcheck.domain.article import Draft
from factcheck.errors import Conflict
from factcheck.services import articles, claims, watching
from factcheck.services.desk import Desk
from factcheck.services.watching import Heard, Present, Watcher
from factcheck.store.server.listen import PLACES, STEPS
from tests.core.services.conftest import TEXT, split


class Ear:
    """What a listener was told."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []

    def __call__(self, heard: Heard) -> None:
        self.heard.append(heard)

    @property
    def present(self) -> tuple[Present, ...]:
        return next((one.present for one in reversed(self.heard) if one.present is not None), ())

    def until(self, met: Callable[["Ear"], object]) -> None:
        end = time.monotonic() + 60
        while not met(self):
            if time.monotonic() > end:
                pytest.fail(f"never heard; heard {self.heard}")
            time.sleep(0.01)


@pytest.fixture
def listen() -> Iterator[Callable[..., tuple[Watcher, Ear]]]:
    made: list[Watcher] = []

    def start(address: str, me: Present, *, shown: bool = True) -> tuple[Watcher, Ear]:
        ear = Ear()
        made.append(Watcher(place.server(address), me, ear, shown=shown))
        ear.until(lambda e: any(one.news for one in e.heard))
        return made[-1], ear

    yield start
    for watcher in made:
        watcher.stop(10)


def test_a_step_is_heard_once_at_its_commit_and_read_from_the_trail(database: str, listen) -> None:
    ana, ben = (Desk.open(place.server(database), reviewer=name) for name in ("Ana", "Ben"))
    _watcher, ear = listen(database, Present("Ben"))
    ear.heard.clear()
    article = articles.add(ana, Draft(text=TEXT), split()).value
    ear.until(lambda e: e.heard)
    told = ben.news()
    assert told is not None
    assert told.rows is not None
    assert ("article", article) in told.rows
    assert told.reviewers == {"Ana"}
    assert ear.heard == [Heard(news=True)]
    ana.close()
    ben.close()


def test_the_server_tells_once_for_a_transaction_of_many_steps(database: str) -> None:
    row = (
        "INSERT INTO step (number, id, at, reviewer, label, values, undoable, previous, digest)"
        " VALUES (%s, %s, '', 'Ana', 'x', '{}', 0, '', '')"
    )
    with psycopg.connect(database, autocommit=True) as hears, psycopg.connect(database) as writes:
        hears.execute(f"LISTEN {STEPS}")
        for number in (1, 2, 3):
            writes.execute(row, (number, f"s{number}"))
        assert not list(hears.notifies(timeout=0))
        writes.commit()
        assert [told.payload for told in hears.notifies(timeout=5, stop_after=1)] == [""]
        assert not list(hears.notifies(timeout=0.05))


def test_those_who_are_there_see_one_another_come_move_and_go(database: str, listen) -> None:
    _ana, hears_ana = listen(database, Present("Ana", "article-1"))
    ben, hears_ben = listen(database, Present("Ben"))
    hears_ben.until(lambda e: e.present == (Present("Ana", "article-1"),))
    hears_ana.until(lambda e: e.present == (Present("Ben"),))
    ben.move(Present("Ben", "article-1", "claim-1"))
    hears_ana.until(lambda e: e.present == (Present("Ben", "article-1", "claim-1"),))
    ben.stop(10)
    hears_ana.until(lambda e: e.present == ())


def test_who_falls_silent_is_gone_after_seconds(database: str, listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "HERE_EVERY", 0.1)
    monkeypatch.setattr(watching, "GONE_AFTER", 0.5)
    _ana, hears_ana = listen(database, Present("Ana"))
    with psycopg.connect(database, autocommit=True) as dies:
        dies.execute("SELECT pg_notify(%s, %s)", (PLACES, json.dumps({"id": "x", "reviewer": "Ben"})))
    hears_ana.until(lambda e: e.present == (Present("Ben"),))
    hears_ana.until(lambda e: e.present == ())


def test_who_does_not_show_where_they_are_is_not_told_where_others_are(database: str, listen) -> None:
    _ana, hears_ana = listen(database, Present("Ana"), shown=False)
    _ben, hears_ben = listen(database, Present("Ben"))
    _carl, hears_carl = listen(database, Present("Carl"))
    hears_ben.until(lambda e: e.present == (Present("Carl"),))
    hears_carl.until(lambda e: e.present == (Present("Ben"),))
    assert hears_ana.present == ()


@pytest.mark.parametrize(
    "words", ["", "[]", "7", "null", '{"id": 1}', '{"id": "a", "reviewer": {}, "article": []}', "{", "[" * 7900]
)
def test_whatever_anybody_says_is_data(database: str, listen, words: str) -> None:
    _ana, ear = listen(database, Present("Ana"))
    with psycopg.connect(database, autocommit=True) as strange:
        strange.execute("SELECT pg_notify(%s, %s)", (PLACES, words))
        long = json.dumps({"id": "b", "reviewer": "B" * 5000, "claim": "c" * 500})
        strange.execute("SELECT pg_notify(%s, %s)", (PLACES, long))
    ear.until(lambda e: any(one.reviewer.startswith("BB") for one in e.present))
    longest = max(ear.present, key=lambda one: len(one.reviewer))
    assert len(longest.reviewer) == watching.LONGEST_NAME
    assert all(one.away is None for one in ear.heard)


def test_the_people_of_a_newsroom_hear_one_another(newsroom, listen) -> None:
    ana, bo = newsroom.desk("ana"), newsroom.desk("bo")
    article = articles.add(ana, Draft(text=TEXT), split()).value
    claim = claims.of_article(ana, article)[0]
    _ana, hears_ana = listen(newsroom.server("ana").address, Present("Ana Ruiz"))
    _dora, hears_dora = listen(newsroom.server("dora").address, Present("Dora Lind", article))
    hears_ana.until(lambda e: e.present == (Present("Dora Lind", article),))
    hears_dora.heard.clear()
    bo.news()
    with bo.based_on(claim):
        claims.edit(bo, claim.id, standalone="The bridge cost four million.")
    hears_dora.until(lambda e: any(one.news for one in e.heard))
    with ana.based_on(claim), pytest.raises(Conflict) as refused:
        claims.edit(ana, claim.id, standalone="Mine.")
    assert refused.value.reviewer == "Bo Ek"


def test_presence_is_in_no_table_and_no_trail(database: str, listen) -> None:
    desk = Desk.open(place.server(database), reviewer="Ana")
    _ana, hears = listen(database, Present("Ana", "article-1"))
    _ben, _ = listen(database, Present("Ben"))
    hears.until(lambda e: e.present)
    assert desk.news() is None
    with desk.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM step").scalar() == 0
    desk.close()


def test_a_restart_of_the_server_is_survived_and_nothing_is_missed(own_cluster, listen, monkeypatch) -> None:
    from tests.postgres import _fill

    cluster = own_cluster(quick=True)
    monkeypatch.setenv("PGPASSFILE", str(cluster.pgpass))
    address = cluster.address()
    _fill(address)
    ana, ben = (Desk.open(place.server(address), reviewer=name) for name in ("Ana", "Ben"))
    _watcher, ear = listen(address, Present("Ben"))
    cluster.stop()
    ear.until(lambda e: any(one.away for one in e.heard))
    assert sum(one.away is not None for one in ear.heard) == 1
    cluster.start()
    article = articles.add(ana, Draft(text=TEXT), split()).value
    ear.until(lambda e: any(one.back for one in e.heard))
    told = ben.news()
    assert told is not None
    assert told.rows is not None
    assert ("article", article) in told.rows
    assert claims.of_article(ben, article)
    ana.close()
    ben.close()
