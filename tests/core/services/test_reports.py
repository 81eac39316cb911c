"""The report of the library: what stands in it is what the desk holds, and the head that it prints verifies."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from factcheck.domain.source import Stance
from factcheck.errors import InputError
from factcheck.reports.model import from_json
from factcheck.services import claims, history, reports, sources, verdicts
from factcheck.services.desk import Desk


def decide(desk: Desk, article: str) -> str:
    """One claim with a source and a corrected verdict; its id."""
    claim = claims.of_article(desk, article)[0].id
    sources.cite(desk, claim, "https://example.org/books", fetch=False, stance=Stance.REFUTES, note="the books")
    verdicts.give(desk, claim, "half-true", "One of two sources.")
    verdicts.publish(desk, [claim])
    verdicts.correct(desk, claim, what_was_wrong="The rating", because="Both sources refute it.", rating="false")
    return claim


def test_an_article_is_reported_with_its_history(desk: Desk, article: str, tmp_path: Path) -> None:
    claim = decide(desk, article)
    made = reports.model(desk, article, "en")
    first = made.claims[0]
    assert first.id == claim
    assert first.verdict is not None
    assert (first.verdict.rating, first.superseded[0].rating) == ("false", "half-true")
    assert first.corrections[0].what == "The rating"
    assert first.sources[0].stance is Stance.REFUTES
    assert (made.chain.steps, made.chain.head) == history.head(desk)
    for suffix in (".html", ".md", ".json", ".jsonld", ".pdf"):
        path = reports.write(desk, article, tmp_path / f"report{suffix}")
        assert path.stat().st_size > 500
    assert from_json((tmp_path / "report.json").read_text("utf-8")).claims == made.claims
    assert "Both sources refute it." in (tmp_path / "report.md").read_text("utf-8")
    assert json.loads((tmp_path / "report.jsonld").read_text("utf-8"))["@context"] == "https://schema.org"
    assert history.verify(desk, made.chain.head).ok


def test_a_correction_makes_a_version_that_says_what_changed_and_why(desk: Desk, article: str) -> None:
    first = claims.of_article(desk, article)[0].id
    verdicts.give(desk, first, "half-true", "One of two sources.")
    assert (reports.model(desk, article).version, reports.model(desk, article).changes) == (1, ())
    verdicts.publish(desk, [first])
    published = history.steps(desk)[0].id
    verdicts.correct(desk, first, what_was_wrong="The rating", because="Both sources refute it.", rating="false")
    second = reports.model(desk, article, "en")
    assert second.version == 2
    changed = {(one.field, one.before, one.after, one.why) for one in second.changes}
    assert ("verdict", "Half true", "False", "Both sources refute it.") in changed
    assert {one.why for one in second.changes} == {"Both sources refute it."}
    verdicts.correct(desk, first, what_was_wrong="The year", because="It was last year.", standalone="Other words.")
    third = reports.model(desk, article, "en")
    assert third.version == 3
    assert [(one.field, one.after, one.why) for one in third.changes] == [
        ("standalone", "Other words.", "It was last year.")
    ]
    assert reports.model(desk, article, "en", published).version == 1
    history.undo(desk)
    again = reports.model(desk, article, "en")
    assert (again.version, again.changes) == (2, second.changes)
    history.redo(desk)
    assert reports.model(desk, article, "en").changes == third.changes


def test_an_existing_file_is_kept_unless_a_person_says_so(desk: Desk, article: str, tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text("mine")
    with pytest.raises(InputError):
        reports.write(desk, article, path)
    assert path.read_text() == "mine"
    reports.write(desk, article, path, replace=True)
    assert path.read_text("utf-8") != "mine"


def test_a_period_holds_the_claims_decided_in_it(desk: Desk, article: str) -> None:
    claim = decide(desk, article)
    now = datetime.now(UTC)
    made = reports.model_of_period(desk, now - timedelta(hours=1), now + timedelta(hours=1), "fr")
    assert [c.id for c in made.claims] == [claim]
    assert made.subject is not None
    assert reports.model_of_period(desk, now - timedelta(days=2), now - timedelta(days=1)).claims == ()
