"""The trail as people read it: in words in both languages, before and after, searched, as of a step; told apart."""

import json

import pytest

from factcheck import i18n
from factcheck.domain.claim import ClaimState
from factcheck.domain.source import Stance
from factcheck.errors import LibraryError, NotFound, Refused
from factcheck.services import claims, corrections, history, marks, reports, sources, verdicts
from factcheck.services.desk import Desk


@pytest.fixture
def story(desk: Desk, article: str) -> str:
    """A claim that two reviewers took from a proposal to a corrected verdict, under the rule of two."""
    desk.settings.put("review.policy", "second")
    claim = claims.of_article(desk, article)[0].id
    claims.accept(desk, [claim])
    claims.edit(desk, claim, standalone="The Skelwick bridge cost 4 million crowns")
    sources.cite(desk, claim, "https://books.example/2024", fetch=False, stance=Stance.REFUTES, note="Page 12")
    verdicts.give(desk, claim, "false", "The books say 3 million.")
    desk.as_reviewer("Ben")
    verdicts.approve(desk, claim, "I counted too.")
    verdicts.publish(desk, [claim])
    verdicts.correct(desk, claim, what_was_wrong="The wrong year.", because="In 2025 it was 4 million.", rating="true")
    return claim


def test_the_trail_tells_the_story_in_both_languages(desk: Desk, story: str) -> None:
    steps = history.steps(desk, claim=story)[::-1]
    told = {lang: [history.describe(step, lang) for step in steps] for lang in i18n.LANGUAGES}
    assert told["en"] == [
        "Article “the bridge cost 4 million crowns” added; claims proposed: 2",
        "Claim accepted: the bridge cost 4 million crowns",
        "Claim edited: The Skelwick bridge cost 4 million crowns",
        "Source cited for “The Skelwick bridge cost 4 million crowns”: https://books.example/2024",
        "Verdict “False” given: The Skelwick bridge cost 4 million crowns",
        "Verdict approved: The Skelwick bridge cost 4 million crowns",
        "Published: The Skelwick bridge cost 4 million crowns",
        "Correction (The wrong year.): The Skelwick bridge cost 4 million crowns",
    ]
    assert told["fr"][4] == "Verdict «\u00a0Faux\u00a0» rendu\u00a0: The Skelwick bridge cost 4 million crowns"
    assert told["fr"][7].startswith("Correction (The wrong year.)")
    assert [step.reviewer for step in steps] == ["Ana"] * 5 + ["Ben"] * 3


def test_each_field_is_told_before_and_after(desk: Desk, story: str) -> None:
    steps = {step.label: step for step in history.steps(desk, claim=story)}
    edited = history.explain(steps["claim-edited"])
    assert [change.said for change in edited] == [
        (
            "the wording of the claim: “the bridge cost 4 million crowns” became"
            " “The Skelwick bridge cost 4 million crowns”"
        )
    ]
    said = [change.said for change in history.explain(steps["claim-corrected"], "en")]
    assert "the verdict: “True” added" in said
    assert "the correction: “The wrong year.” added" in said
    assert "the state of the claim: “published” became “corrected”" in said
    french = [change.said for change in history.explain(steps["claim-corrected"], "fr")]
    assert any("Vrai" in one for one in french)


def test_every_field_and_step_that_can_be_told_has_its_words(desk: Desk, story: str) -> None:
    from factcheck.services.telling import FIELDS
    from factcheck.store.tables import TRACKED

    for language in i18n.LANGUAGES:
        for field in FIELDS:
            assert i18n.text(f"changed.{field}", language)
        for entity in TRACKED:
            assert i18n.text(f"entity.{entity}", language)


def test_every_undo_on_the_way_works_and_is_told(desk: Desk, story: str, article: str) -> None:
    after = claims.of_article(desk, article)
    number = len(history.steps(desk, claim=story))
    for step in history.steps(desk, claim=story)[: number - 1]:
        desk.as_reviewer(step.reviewer)
        assert history.undo(desk, step.id).value.id == step.id
    assert claims.get(desk, story).state is ClaimState.PROPOSED
    assert history.describe(history.steps(desk, limit=1)[0]).startswith("Undone: Claim accepted")
    undos = history.steps(desk, claim=story)[: number - 1]
    for step in undos:
        history.undo(desk, step.id)
    assert [(c.state, c.standalone, c.verdict) for c in claims.of_article(desk, article)] == [
        (c.state, c.standalone, c.verdict) for c in after
    ]
    assert history.describe(history.steps(desk, limit=1)[0], "fr").startswith("Rétabli")
    assert history.verify(desk).ok


def test_steps_are_found_by_the_beginnings_of_their_words(desk: Desk, story: str) -> None:
    def labels(words: str, **others: str) -> list[str]:
        return [step.label for step in history.steps(desk, words=words, **others)]  # type: ignore[arg-type]

    assert labels("counted") == ["verdict-approved"]
    assert labels("COUNT too") == ["verdict-approved"]
    assert labels("page 12") == ["source-cited"]
    assert labels("skelw", reviewer="Ben") == ["claim-corrected", "claims-published", "verdict-approved"]
    assert labels("tidewater", claim=story) == ["article-added"]
    assert labels("nothing-like-this") == []
    assert labels("Faux", reviewer="Ana") == ["verdict-given"]
    assert len(labels("… 🙂 \" ' * ( ) AND")) == 0 or labels("…") == labels("")
    first = history.steps(desk, limit=3)
    assert [s.number for s in history.steps(desk, before=first[-1].number, limit=2)] == [5, 4]


def test_a_search_takes_whatever_is_typed(desk: Desk, story: str) -> None:
    for typed in ('"', 'a"b', "NEAR(x y)", "-", "*", "col:x", "e\u0301tat", "\x00", "🙂", "'; DROP TABLE step; --"):
        history.steps(desk, words=typed)
    assert history.verify(desk).ok


def test_the_steps_of_an_article_and_of_a_reviewer(desk: Desk, story: str, article: str) -> None:
    assert len(history.steps(desk, article=article)) == 8
    assert {step.reviewer for step in history.steps(desk, reviewer="Ben")} == {"Ben"}
    assert history.steps(desk, claim="0" * 32) == []


def test_an_article_as_of_each_step(desk: Desk, story: str, article: str) -> None:
    marks.tag(desk, [story], "bridges")
    marks.note(desk, story, "Look again in May.")
    for step in history.steps(desk, article=article):
        then = history.as_of(desk, article, step.id)
        (claim,) = [one for one in claims.of_article(then, article) if one.id == story]
        seen = history.steps(desk, claim=story)
        wording = [s for s in seen if s.number <= step.number and s.label == "claim-edited"]
        assert claim.standalone.startswith("The Skelwick" if wording else "the bridge")
        assert history.head(then) == (step.number, step.digest)
        assert then.read_only
        with pytest.raises(LibraryError, match="state after an earlier step"):
            claims.accept(then, [story])
        then.close()
    last = history.as_of(desk, article, history.steps(desk, limit=1)[0].id)
    assert claims.of_article(last, article) == _without_versions(claims.of_article(desk, article))
    assert sources.of_claim(last, story) == sources.of_claim(desk, story)
    assert verdicts.of_claim(last, story) == verdicts.of_claim(desk, story)
    assert corrections.ledger(last) == corrections.ledger(desk)
    assert marks.notes(last, story) == marks.notes(desk, story)
    last.close()


def _without_versions(found: list[claims.Claim]) -> list[claims.Claim]:
    """Versions count the changes of a row, which its past does not know."""
    from dataclasses import replace

    return [replace(one, version=1) for one in found]


def test_a_report_as_of_a_step(desk: Desk, story: str, article: str) -> None:
    published = next(step for step in history.steps(desk) if step.label == "claims-published")
    then = reports.model(desk, article, "en", at_step=published.id)
    now = reports.model(desk, article, "en")
    assert (then.chain.steps, then.chain.head) == (published.number, published.digest)
    assert [c.verdict.rating for c in then.claims if c.verdict] == ["false"]
    assert [c.verdict.rating for c in now.claims if c.verdict] == ["true"]


def test_an_article_is_not_shown_before_it_came(desk: Desk, article: str) -> None:
    from factcheck.domain.article import Draft
    from factcheck.services import articles
    from tests.core.services.conftest import TEXT, split

    first = history.steps(desk)[-1]
    later = articles.add(desk, Draft(text=TEXT + " Later."), split()).value
    with pytest.raises(Refused, match="not in the library yet"):
        history.as_of(desk, later, first.id)
    with pytest.raises(NotFound):
        history.as_of(desk, later, "0" * 32)


def test_steps_are_plain_data(desk: Desk, story: str) -> None:
    from factcheck.cli.shapes import step as shape

    for step in history.steps(desk):
        data = json.loads(json.dumps(shape(step, history.describe(step), history.explain(step))))
        assert {"id", "at", "reviewer", "label", "reason", "undoes", "edits"} <= data.keys()
        for edit in data["edits"]:
            assert edit["before"] != edit["after"]


def test_undo_names_who_changed_the_row_since(desk: Desk, story: str) -> None:
    edited = next(step for step in history.steps(desk) if step.label == "claim-edited")
    with pytest.raises(Refused, match=r"changed since, by Ben at \d{4}-") as caught:
        history.undo(desk, edited.id)
    assert "par Ben" in caught.value.sentence("fr")
    undone = history.undo(desk)
    with pytest.raises(Refused, match="undone already"):
        history.undo(desk, undone.value.id)


def test_undo_is_refused_when_what_comes_back_would_hang_on_what_is_gone(desk: Desk, article: str) -> None:
    (arrived,) = history.steps(desk, limit=1)
    first = claims.of_article(desk, article)[0].id
    marks.tag(desk, [first], "bridges")
    removed = marks.untag(desk, [first], "bridges").step
    assert removed
    history.undo(desk, arrived.id)
    with pytest.raises(Refused) as problem:
        history.undo(desk, removed)
    assert problem.value.key == "undo-hangs"


def test_undoing_and_redoing_one_step_a_hundred_times(desk: Desk, article: str) -> None:
    claim = claims.of_article(desk, article)[0].id
    step = claims.edit(desk, claim, standalone="Other words").step
    assert step
    for turn in range(100):
        newest = history.undo(desk, step)
        assert claims.get(desk, claim).standalone == ("Other words" if turn % 2 else "the bridge cost 4 million crowns")
        step = newest.step
        assert step
    assert history.verify(desk).ok
