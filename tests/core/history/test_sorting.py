"""Lines in the order of a column: every line once, in that order, however it is reached."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.domain.check import EarlierCheck
from factcheck.domain.query import SORTS, Found, Query
from factcheck.errors import InputError
from factcheck.services import browse, search, verdicts
from factcheck.store import archive as store
from factcheck.store import search as pages

COLUMNS = SORTS[2:]
NAMES = st.sampled_from(["", "Ana Ruiz", "ana ruiz", "Élan", "Jo Reed"])
VERDICTS = st.sampled_from(["False", "True", "Pants on fire", ""])
CHECKS = st.lists(st.tuples(NAMES, NAMES, VERDICTS, st.sampled_from(["2019", "2020-03-04", ""])), max_size=25)


def brought_in(bench, rows) -> None:
    checks = []
    for n, (who, house, said, day) in enumerate(rows):
        published = f"20{10 + n % 10}-01-02" if n % 3 else None
        named = {"claimant": who, "publisher": house, "language": "fr" if n % 4 else "en", "rating": said or None}
        words = f"The ferry number {n} sank."
        checks.append(EarlierCheck(n, f"c{n}", words, claim_date=day or None, date=published, **named))
    with bench.desk.library.writing() as session:
        store.store(session, "a", checks, set())
        session.commit()
    first, *_ = bench.article(["Taxes fell.", "The lake is deep."], claimant="Jo Reed", outlet="Daily")
    verdicts.give(bench.desk, first.id, "false", "The budget says so.")


def all_pages(desk, query: Query) -> list[Found]:
    found: list[Found] = []
    while True:
        page = search.find(desk, query)
        found += page.found
        if not page.more:
            return found
        query = replace(query, cursor=page.cursor)


def ranks(desk, lines: list[Found], sort: str) -> list[object]:
    """The value of each line in the column, as the order knows it; None for none."""
    column = sort.removeprefix("-")
    if column in {"claimant", "outlet"}:
        return [(getattr(line, column) or "").casefold().replace("é", "e") or None for line in lines]
    if column == "verdict":
        scale = list(search.ratings_for(desk, Query(sort=sort)))
        return [(scale.index(v), "") if (v := line.verdict) in scale else v and (99, v) for line in lines]
    if column == "state":
        order = ["proposed", "accepted", "dismissed", "in-review", "verdict-proposed", "approved"]
        return [order.index(line.state) if line.state else None for line in lines]
    if column == "record":
        return [-1 if line.record == "claim" else 1 for line in lines]
    return [getattr(line, column) or None for line in lines]


@pytest.mark.parametrize("walked", [True, False])
@given(rows=CHECKS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_comes_once_in_the_order_of_its_column(bench, monkeypatch, walked: bool, rows) -> None:
    monkeypatch.setattr(pages, "WINDOW", -1 if walked else 10_000)
    brought_in(bench, rows)
    everything = {line.id for line in all_pages(bench.desk, Query(limit=7))}
    for sort in (*COLUMNS, *(f"-{name}" for name in COLUMNS)):
        lines = all_pages(bench.desk, Query(sort=sort, limit=7))
        assert len(lines) == len(everything)
        assert {line.id for line in lines} == everything
        values = ranks(bench.desk, lines, sort)
        known = [value for value in values if value is not None]
        assert values[len(known) :] == [None] * (len(values) - len(known)), f"{sort}: lines without a value come last"
        assert known == sorted(known, reverse=sort.startswith("-")), sort


@pytest.mark.parametrize("walked", [True, False])
def test_stones_lead_to_the_places_that_pages_lead_to(bench, monkeypatch, walked: bool) -> None:
    monkeypatch.setattr(pages, "WINDOW", -1 if walked else 10_000)
    brought_in(bench, [("Ana", "Coast", "False", "2019"), ("", "", "", ""), ("Jo", "Post", "True", "2020-03-04")] * 11)
    for sort in ("claimant", "-date", "verdict", "-verdict", "state"):
        query = Query(sort=sort, limit=10)
        whole = [line.id for line in all_pages(bench.desk, query)]
        stones = browse.stones(bench.desk, query, 10, 2)
        assert (stones.lines, stones.more) == (20, True)
        further = browse.stones(bench.desk, replace(query, cursor=stones.cursors[-1]), 10, 20)
        assert (further.lines, further.more) == (len(whole) - 20, False)
        for at, cursor in enumerate((*stones.cursors, *further.cursors), 1):
            page = search.find(bench.desk, replace(query, cursor=cursor))
            assert [line.id for line in page.found] == whole[at * 10 : at * 10 + 10]


def test_what_was_found_and_filtered_is_sorted_too(bench) -> None:
    brought_in(bench, [("Zoe", "Post", "False", ""), ("Ana", "Coast", "False", ""), ("Mia", "Coast", "True", "")])
    found = all_pages(bench.desk, Query(words="ferry", sort="claimant", limit=2))
    assert [line.claimant for line in found] == ["Ana", "Mia", "Zoe"]
    found = all_pages(bench.desk, Query(verdict="false", sort="-claimant", limit=2))
    assert [line.claimant for line in found] == ["Zoe", "Jo Reed", "Ana"]


@pytest.mark.parametrize("cursor", ["7:1:", "x", "0:", "-1:2:3", "0:1:noday"])
def test_a_cursor_that_no_page_gave_is_refused(bench, monkeypatch, cursor: str) -> None:
    monkeypatch.setattr(pages, "WINDOW", -1)
    brought_in(bench, [])
    with pytest.raises(InputError):
        search.find(bench.desk, Query(sort="date", cursor=cursor))


@pytest.mark.parametrize("sort", ["text", "-newest", "-best", "--date", "claimant; DROP TABLE entry"])
def test_an_order_that_there_is_not_is_refused(bench, sort: str) -> None:
    with pytest.raises(InputError, match="newest, best, verdict"):
        search.find(bench.desk, Query(sort=sort))
