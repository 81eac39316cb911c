"""Small rules of the domain's values: what is kept of a query, where a capture's archive stands, what a scale finds."""

from datetime import UTC, datetime

import pytest

from factcheck.domain import review, scalecheck
from factcheck.domain.query import Page, Query
from factcheck.domain.review import State
from factcheck.domain.source import Capture
from factcheck.domain.verdict import Rating, Scale
from factcheck.errors import InputError


def test_a_saved_query_comes_back_without_its_place() -> None:
    asked = Query(words="ferry", state="approved", cursor="9")
    kept = asked.to_json()
    assert "cursor" not in kept
    assert Query.from_json(kept) == Query(words="ferry", state="approved")
    assert asked.without("state") == Query(words="ferry")


def test_a_page_of_imported_checks_alone_has_no_claims() -> None:
    assert Page((), 0, exact=True, more=False, cursor=None).claims == ()


def test_a_query_that_another_version_kept_is_refused_with_the_field() -> None:
    with pytest.raises(InputError) as caught:
        Query.from_json({"words": "ferry", "mood": "glad"})
    assert "mood" in caught.value.sentence("en")


@pytest.mark.parametrize(
    ("state", "decided", "blind", "answered", "closed"),
    [
        (State.PROPOSED, False, False, False, True),
        (State.DISMISSED, False, False, False, True),
        (State.APPROVED, False, False, False, False),
        (State.VERDICT_PROPOSED, True, True, False, True),
        (State.VERDICT_PROPOSED, True, True, True, False),
        (State.VERDICT_PROPOSED, True, False, False, False),
        (State.APPROVED, True, True, True, False),
    ],
)
def test_first_verdicts_are_closed_until_answered_or_settled(
    state: State, decided: bool, blind: bool, answered: bool, closed: bool
) -> None:
    assert review.sealed(state, decided=decided, blind=blind, answered=answered) is closed


def test_a_scale_knows_its_ratings_and_is_named_in_english_where_a_language_lacks() -> None:
    fails = Rating(
        key="fails", value=1, labels={"en": "Fails"}, meanings={"en": "It fails."}, colour="#8c2a47", glyph="○"
    )
    scale = Scale(key="house", version=1, names={"en": "House"}, ratings=(fails,))
    assert (scale.rating("fails"), scale.rating("holds")) == (fails, None)
    assert scale.name("fr") == "House"


def test_labels_and_meanings_are_told_what_they_lack() -> None:
    rating = {"labels": "Holds", "meanings": {"en": "It\nholds.", "fr": 7}}
    found = {(one.where, one.key) for one in scalecheck.findings({"ratings": [rating, {}]})}
    assert ("ratings[1].labels", "words") in found
    assert ("ratings[1].meanings.en", "one-line") in found
    assert ("ratings[1].meanings.fr", "language") in found


@pytest.mark.parametrize(("warc", "file"), [("ab" * 32, f"evidence/ab/{'ab' * 31}.warc.gz"), (None, None)])
def test_where_the_archive_of_a_capture_stands(warc: str | None, file: str | None) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    capture = Capture("c", "s", "u", "u", 200, None, 0, None, warc, at, None, None, None)
    assert capture.warc_file == file
