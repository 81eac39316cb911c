"""What a reviewer does to claims: each action one step, each undone exactly, spans always the article's words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.domain.claim import ClaimState
from factcheck.domain.source import Stance
from factcheck.errors import InputError, NotFound, Refused
from factcheck.services import articles, claims, history, sources, verdicts
from factcheck.services.desk import Desk, Done
from tests.core.services.conftest import TEXT


def test_an_article_keeps_its_text_and_its_claims_their_words(desk: Desk, article: str) -> None:
    stored = articles.get(desk, article)
    assert stored.text == TEXT
    found = claims.of_article(desk, article)
    assert [claim.text for claim in found] == [stored.text[c.start : c.end] for c in found]
    assert found[0].claimant == "Mayor Ida Quill"
    assert found[0].reasons[0].rule == "reporting-verb"
    assert articles.rest(desk, article)[0].reason == "teaser"
    assert stored.title.startswith("the bridge cost")
    (summary,) = articles.list_all(desk, "tidewater 2026")
    assert (summary.claims, summary.decided, summary.proposed) == (2, 0, 2)


def test_each_action_is_undone_to_the_very_row(desk: Desk, article: str) -> None:
    first, second, third = (claim.id for claim in claims.of_article(desk, article))
    middle = TEXT.index(" 4 million")
    actions = [
        lambda: claims.accept(desk, [first, second]),
        lambda: claims.dismiss(desk, [second], "too vague"),
        lambda: claims.accept(desk, [second, third]),
        lambda: claims.edit(desk, first, standalone="The bridge cost 4 million", claimant="Ida Quill", date="2026"),
        lambda: claims.cut(desk, first, middle),
        lambda: claims.merge(desk, first, second),
        lambda: claims.create(desk, article, 0, 12),
        lambda: claims.respan(desk, first, 2, 40),
        lambda: sources.cite(desk, first, "https://example.org/a", fetch=False, stance=Stance.REFUTES),
        lambda: verdicts.give(desk, first, "false", "The council’s books say 3 million."),
    ]
    before = []
    for act in actions:
        before.append(claims.of_article(desk, article))
        act()
    after = claims.of_article(desk, article)
    for state in reversed(before):
        history.undo(desk)
        assert _plain(claims.of_article(desk, article)) == _plain(state)
    for _ in actions:
        history.redo(desk)
    assert _plain(claims.of_article(desk, article)) == _plain(after)
    assert history.verify(desk).ok


def _plain(found: list[claims.Claim]) -> list[tuple[object, ...]]:
    return [
        (c.id, c.start, c.end, c.text, c.standalone, c.claimant, c.date, c.state, c.sources, c.verdict, c.reasons)
        for c in found
    ]


def test_listeners_hear_of_what_was_touched(desk: Desk, article: str) -> None:
    heard: list[Done[object]] = []
    end = desk.subscribe(heard.append)
    claim = claims.of_article(desk, article)[0].id
    claims.accept(desk, [claim])
    claims.accept(desk, [claim])  # nothing changes, nobody is told
    end()
    claims.reopen(desk, [claim])
    assert [done.label for done in heard] == ["claims-accepted"]
    assert {(touched.entity, touched.id) for touched in heard[0].touched} == {("claim", claim)}


def test_a_bulk_action_that_one_claim_refuses_changes_none(desk: Desk, article: str) -> None:
    first, second, _ = (claim.id for claim in claims.of_article(desk, article))
    verdicts.give(desk, first, "true", "Two sources agree.")
    with pytest.raises(Refused, match="has a verdict"):
        claims.dismiss(desk, [second, first])
    assert claims.get(desk, second).state is ClaimState.PROPOSED


def test_merged_claims_bring_their_sources_along(desk: Desk, article: str) -> None:
    first, second, _ = (claim.id for claim in claims.of_article(desk, article))
    sources.cite(desk, second, "https://example.org/a", fetch=False)
    merged = claims.merge(desk, first, second).value
    assert merged.text == TEXT[merged.start : merged.end]
    assert merged.text.startswith("the bridge")
    assert merged.text.endswith("in May")
    assert [evidence.source.url for evidence in sources.of_claim(desk, first)] == ["https://example.org/a"]
    assert claims.get(desk, second).state is ClaimState.DISMISSED


def test_marking_the_words_of_a_proposal_takes_that_one_on(desk: Desk, article: str) -> None:
    before = claims.of_article(desk, article)
    proposed = before[0]
    done = claims.create(desk, article, proposed.start, proposed.end)
    assert (done.value.id, done.value.state) == (proposed.id, ClaimState.ACCEPTED)
    assert done.value.reasons == proposed.reasons
    again = claims.create(desk, article, proposed.start, proposed.end)
    assert (again.value.id, again.step) == (proposed.id, None)
    assert len(claims.of_article(desk, article)) == len(before)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(start=st.integers(-3, len(TEXT) + 3), end=st.integers(-3, len(TEXT) + 3))
def test_a_new_claim_is_trimmed_to_its_words_or_refused(desk: Desk, article: str, start: int, end: int) -> None:
    fits = 0 <= start < end <= len(TEXT) and TEXT[start:end].strip()
    if fits:
        claim = claims.create(desk, article, start, end).value
        assert claim.text == TEXT[claim.start : claim.end] == TEXT[start:end].strip()
    else:
        with pytest.raises(InputError):
            claims.create(desk, article, start, end)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"date": "yesterday"}, "no date that can be kept"),
        ({"modality": "sure"}, "asserted, hedged, reported"),
        ({"standalone": "  "}, "needs a wording"),
        ({"check_worthiness": 3}, "0 … 1"),
    ],
)
def test_a_value_that_does_not_fit_changes_nothing(
    desk: Desk, article: str, changes: dict[str, object], said: str
) -> None:
    claim = claims.of_article(desk, article)[0]
    with pytest.raises(InputError, match=said):
        claims.edit(desk, claim.id, **changes)  # type: ignore[misc]  # wrong on purpose
    assert claims.get(desk, claim.id) == claim


@pytest.mark.parametrize("date", ["last week", "2023-13", "2023-02-30"])
def test_an_articles_date_is_one_that_can_be_read(desk: Desk, article: str, date: str) -> None:
    with pytest.raises(InputError, match=date):
        articles.edit(desk, article, date=date, outlet="Weekly")
    assert articles.get(desk, article).outlet == "The Tidewater Post"
    assert articles.edit(desk, article, date=" 2023-02~ ").value.date == "2023-02~"
    assert articles.edit(desk, article, date="").value.date is None


def test_ids_are_found_by_a_unique_part(desk: Desk, article: str) -> None:
    claim = claims.of_article(desk, article)[0].id
    assert claims.find(desk, claim[-8:]) == claim
    assert claims.find(desk, claim[-8:-2].upper()) == claim
    with pytest.raises(NotFound, match="no claim"):
        claims.find(desk, "zzzz")
    assert claims.claimant_names(desk, "QUILL") == ["Mayor Ida Quill"]
