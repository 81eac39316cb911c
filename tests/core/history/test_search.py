"""Searching the ledger: words, filters, pages, facets, and that the ledger follows every change."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from factcheck.domain.query import Query
from factcheck.errors import Cancelled, InputError, NotFound
from factcheck.services import archive, articles, claimants, claims, history, marks, search, verdicts
from factcheck.store import entries
from factcheck.store.fulltext import ENTRIES, asked, meets
from factcheck.store.ledger import Entry, EntryValue, FacetCell, FacetValue


def ledger(desk) -> list[list[tuple[object, ...]]]:
    """All that is derived, without the revision."""
    columns = [column for column in Entry.__table__.c if column.name not in {"revision", "number"}]
    with desk.reading() as session:
        return [
            sorted(map(repr, session.execute(select(*columns).where(Entry.record == "claim")))),
            sorted(map(tuple, session.execute(select(*FacetCell.__table__.c)))),
            sorted(map(tuple, session.execute(select(FacetValue.field, FacetValue.value, FacetValue.n)))),
            sorted(map(tuple, session.execute(select(EntryValue.field, EntryValue.value)))),
        ]  # type: ignore[return-value]


def rebuilt(desk) -> list[list[tuple[object, ...]]]:
    """The same after everything derived was thrown away and made anew."""
    with desk.library.writing() as session:
        for name in ("entry_value", "facet_cell", "facet_value", "entry"):
            session.execute(text(f"DELETE FROM {name}"))
        entries.rebuild(session)
        if desk.library.server is None:
            session.execute(text("INSERT INTO entry_fts (entry_fts) VALUES ('integrity-check')"))
        session.commit()
    return ledger(desk)


def texts(page) -> list[str]:
    return [line.text for line in page.found]


def test_the_ledger_follows_every_change_undo_and_redo(bench) -> None:
    desk = bench.desk
    first, second = bench.article(["Taxes fell by 5 percent.", "The lake is deep."], claimant="Jo Reed", outlet="Daily")
    marks.tag(desk, [first.id], "money")
    claims.edit(desk, second.id, claimant="Ana Ruiz", standalone="Lake Ohrid is deep.")
    articles.edit(desk, first.article, title="Budget", outlet="Weekly", language="fr")
    claimants.merge(desk, "Jo Reed", "Ana Ruiz")
    assert ledger(desk) == rebuilt(desk)
    assert texts(search.find(desk, Query(claimant="ana ruiz", outlet="WEEKLY", sort="newest"))) == [
        "Lake Ohrid is deep.", "Taxes fell by 5 percent.",
    ]  # fmt: skip
    while history.can_undo(desk):
        history.undo(desk)
        assert ledger(desk) == rebuilt(desk)
    assert search.find(desk, Query()).count == 0
    assert search.facets(desk) == [f for f in search.facets(desk) if not f.values]
    while history.can_redo(desk):
        history.redo(desk)
    assert ledger(desk) == rebuilt(desk)
    assert search.find(desk, Query(tag="money")).count == 1


@given(st.lists(st.tuples(st.sampled_from(["accept", "dismiss", "reopen", "word", "who", "undo"]), st.integers(0, 3))))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_steps_the_ledger_is_what_making_it_anew_gives(bench, steps: list[tuple[str, int]]) -> None:
    desk = bench.desk
    ids = [claim.id for claim in bench.article(["One is.", "Two are.", "Three are.", "Four are."])]
    for number, (what, at) in enumerate(steps[:15]):
        if what == "undo":
            if history.can_undo(desk):
                history.undo(desk)
        elif _exists(desk, ids[at]):
            _take(desk, what, ids[at], number)
    assert ledger(desk) == rebuilt(desk)


def _exists(desk, claim: str) -> bool:
    with desk.reading() as session:
        return session.scalar(select(Entry.id).where(Entry.id == claim)) is not None


def _take(desk, what: str, claim: str, number: int) -> None:
    state = claims.get(desk, claim).state
    if what == "accept":
        claims.accept(desk, [claim])
    elif what == "dismiss":
        claims.dismiss(desk, [claim])
    elif what == "reopen" and state != "proposed":
        claims.reopen(desk, [claim])
    elif state != "dismissed":
        changes = {"standalone": f"Wording {number}."} if what == "word" else {"claimant": f"Who {number % 2}"}
        claims.edit(desk, claim, **changes)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lodz", "A"), ("ŁÓDŹ", "A"), ("oeuvre", "B"), ("œuvre", "B"), ("strasse", "C"), ("STRASSE", "C"),
        ("ete", "B"), ("été", "B"), ("dong", "A"), ('"deep lake"', "C"), ('"lake deep"', ""), ("lak*", "AC"),
        ("lake OR oeuvre", "ABC"), ("lake NOT deep", "A"), ("lake -deep", "A"), ("(lodz OR deep) AND lake", "AC"),
        ("lake SAUF deep", "A"), ("lodz OU oeuvre", "AB"), ("jo", "ABC"), ("lake missing", ""), ("daily", "ABC"),
        ("it's", "C"), ("👍", "ABC"), ("l’été", "B"), ("", "ABC"), ("   ", "ABC"), ("*", "ABC"), ("; -- '", "ABC"),
    ],
)  # fmt: skip
def test_the_query_language(bench, words: str, expected: str) -> None:
    sentences = {
        "A": "Łódź has a lake and Đông a hill.",
        "B": "Son œuvre parle de l’été.",
        "C": "It's a deep lake near the Straße.",
    }
    bench.article(list(sentences.values()), claimant="Jo Reed", title="The Daily")
    found = set(texts(search.find(bench.desk, Query(words=words))))
    assert "".join(name for name, sentence in sentences.items() if sentence in found) == expected


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('"open', "place 1"), ("a AND", "AND"), ("OR b", "OR"), ("NOT b", "only what must not"), ("(a", "place 1"),
        ("a)", "closes nothing"), ("a AND OR b", "OR"), ("()", "place 2"), ("x" * 3000, "2000"),
        ("(" * 50 + "a" + ")" * 50, "place"), ("a NOT", "NOT"),
    ],
)  # fmt: skip
def test_mistakes_in_a_query_are_told_plainly(bench, words: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        search.find(bench.desk, Query(words=words))
    assert said in str(caught.value)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_an_error_of_the_index(bench, words: str) -> None:
    """Whatever is typed is understood or told to be wrong; it never reaches the index as its own language."""
    with bench.desk.reading() as session:
        try:
            wanted = asked(session, words)
        except InputError:
            return
        if wanted:
            session.execute(select(ENTRIES.c.rowid).where(meets(ENTRIES, wanted)))


@pytest.mark.parametrize(
    "query", [Query(), Query(words="claim"), Query(words="claim", sort="newest"), Query(language="fr")]
)
def test_pages_hold_every_line_once(bench, query: Query) -> None:
    for at in range(3):
        bench.article([f"Claim {at}-{n} is here." for n in range(9)], language="fr" if at else "en")
    expected = search.find(bench.desk, Query(words=query.words, language=query.language, sort=query.sort, limit=500))
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = search.find(
            bench.desk, Query(words=query.words, language=query.language, sort=query.sort, limit=4, cursor=cursor)
        )
        assert page.count == expected.count
        seen += [line.id for line in page.found]
        cursor = page.cursor
        if not page.more:
            break
    assert seen == [line.id for line in expected.found]
    assert len(set(seen)) == expected.count == (18 if query.language else 27)


def test_filters_meet_one_by_one_and_together(bench) -> None:
    desk = bench.desk
    old, new = bench.article(["Prices rose in Rome.", "Rents fell in Rome."], said="2019-05", claimant="Jo Reed")
    verdicts.give(desk, old.id, "false", "The index says so.")
    marks.tag(desk, [new.id], "rent")
    assert texts(search.find(desk, Query(verdict="false"))) == [old.standalone]
    assert search.find(desk, Query(verdict="false", scale="truth", reviewer="Ada", kind="factual")).count == 1
    assert texts(search.find(desk, Query(tag="rent", said="2019", words="rome"))) == [new.standalone]
    assert search.find(desk, Query(said="2020")).count == 0
    assert search.find(desk, Query(words="index")).count == 1  # the reason of a verdict
    assert search.find(desk, Query(state="accepted", claimant="JO REED", article=old.article)).count == 1
    assert search.find(desk, Query(checked="2001")).count == 0
    page = search.find(desk, Query(verdict="false"), whole=True)
    assert page.claims[0].verdict is not None
    with pytest.raises(InputError):
        search.find(desk, Query(said="soon"))
    with pytest.raises(InputError):
        search.find(desk, Query(cursor="elsewhere"))


def test_facets_count_under_the_query_but_not_under_their_own_filter(bench) -> None:
    first, *_ = bench.article(["One in Rome.", "Two in Rome."], claimant="Jo")
    bench.article(["Trois à Rome.", "Four."], language="fr")
    claims.dismiss(bench.desk, [first.id])
    counted = {
        f.field: {value: n for value, _, n in f.values} for f in search.facets(bench.desk, Query(state="accepted"))
    }
    assert counted["language"] == {"en": 1, "fr": 2}
    assert counted["state"] == {"accepted": 3, "dismissed": 1}
    assert counted["claimant"] == {"jo": 1}
    under = {
        f.field: {value: n for value, _, n in f.values}
        for f in search.facets(bench.desk, Query(words="rome", language="en"))
    }
    assert under["language"] == {"en": 2, "fr": 1}
    assert under["state"] == {"accepted": 1, "dismissed": 1}
    assert {f.field: f.exact for f in search.facets(bench.desk)}["claimant"]


def test_a_search_is_kept_found_and_forgotten(bench) -> None:
    desk = bench.desk
    query = Query(words="rome", state="accepted", year=2026)
    search.save(desk, " My  search ", query)
    assert search.recall(desk, "MY SEARCH") == query
    search.save(desk, "My search", Query(words="paris"))
    assert [one.query.words for one in search.saved(desk)] == ["paris"]
    history.undo(desk)
    assert search.recall(desk, "my search") == query
    search.forget(desk, "my search")
    with pytest.raises(NotFound, match="my search"):
        search.recall(desk, "my search")


def test_a_search_that_is_no_longer_wanted_stops(bench, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("".join(f'{{"id": "{n}", "text": "the same words again {n}"}}\n' for n in range(4000)), "utf-8")
    archive.import_file(bench.desk, path)
    with pytest.raises(Cancelled):
        search.find(bench.desk, Query(words="same words"), cancelled=lambda: True)
    assert search.find(bench.desk, Query(words="same words")).count == 4000


def test_counting_stops_and_says_so(bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from factcheck.store import search as store

    monkeypatch.setattr(store, "COUNTED", 5)
    monkeypatch.setattr(store, "WINDOW", 5)
    bench.article([f"Claim {n} of Rome." for n in range(9)])
    for query in (Query(words="rome"), Query(words="rome", sort="newest"), Query(said="../2030", words="rome")):
        page = search.find(bench.desk, query)
        assert (page.count, page.exact) == ((5, False) if not query.said else (0, True))
    assert search.find(bench.desk, Query(state="accepted")).count == 9


def test_the_texts_of_cited_pages_are_searched_too(bench, tmp_path: Path) -> None:
    from factcheck.services import sources

    first, second = bench.article(["The river rose by three metres.", "A dam of Łódź was built."])
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><article><p>The gauge at Łódź showed three metres on Monday.</p></article></body></html>", "utf-8"
    )
    sources.cite(bench.desk, first.id, str(page))
    assert texts(search.find(bench.desk, Query(words="gauge monday"))) == [first.standalone]
    both = search.find(bench.desk, Query(words="lodz", limit=1))
    assert (texts(both), both.count, both.more) == ([second.standalone], 2, True)  # its own words come first
    rest = search.find(bench.desk, Query(words="lodz", limit=1, cursor=both.cursor))
    assert (texts(rest), rest.more) == ([first.standalone], False)
    assert search.find(bench.desk, Query(words="lodz", sort="newest")).count == 2
    assert search.find(bench.desk, Query(words="metres")).count == 1
