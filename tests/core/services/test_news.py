"""What others did, told to a desk: by whatever connection, once, and never its own steps."""

from collections.abc import Iterator

import pytest

from factcheck.domain.place import Place
from factcheck.services import claims, sources
from factcheck.services.desk import Desk
from factcheck.store import news


@pytest.fixture
def ben(desk: Desk, place: Place) -> Iterator[Desk]:
    """Another desk on the library of ``desk``, whose reviewer is Ana."""
    made = Desk.open(place, reviewer="Ben")
    yield made
    made.close()


def test_others_steps_are_told_once_with_what_they_touched(desk: Desk, ben: Desk, article: str) -> None:
    ben.news()
    claim = claims.of_article(desk, article)[0]
    assert ben.news() is None
    claims.edit(desk, claim.id, standalone="One.")
    cited = sources.cite(desk, claim.id, "https://example.org/a", fetch=False).value
    told = ben.news()
    assert told is not None
    assert told.rows is not None
    assert {("claim", claim.id), ("evidence", cited.id), ("source", cited.source.id)} <= told.rows
    assert told.articles == {article, None}
    assert told.reviewers == {"Ana"}
    assert ben.news() is None


def test_ones_own_steps_are_no_news_and_hide_nobody_elses(desk: Desk, ben: Desk, article: str) -> None:
    ben.news()
    first, second, _third = claims.of_article(desk, article)
    claims.edit(desk, first.id, standalone="One.")
    claims.edit(ben, second.id, standalone="Two.")
    told = ben.news()
    assert told is not None
    assert told.rows == {("claim", first.id)}
    assert ben.news() is None


def test_evidence_is_news_of_its_claim(desk: Desk, ben: Desk, article: str) -> None:
    claim = claims.of_article(desk, article)[0]
    ben.news()
    cited = sources.cite(desk, claim.id, "https://example.org/a", fetch=False).value
    ben.news()
    sources.edit_evidence(desk, cited.id, note="Seen.")
    told = ben.news()
    assert told is not None
    assert told.rows == {("evidence", cited.id), ("claim", claim.id)}


def test_much_news_is_told_without_naming_it(
    desk: Desk, ben: Desk, article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "MANY", 2)
    ben.news()
    claims.accept(desk, [claim.id for claim in claims.of_article(desk, article)])
    told = ben.news()
    assert told is not None
    assert told.rows is None
