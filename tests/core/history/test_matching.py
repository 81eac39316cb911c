"""Was this checked before? Suggestions, decisions that last and can be undone, thresholds, precedents."""

import json
from pathlib import Path

import pytest

from factcheck.domain.match import Decision
from factcheck.domain.query import Query
from factcheck.errors import Cancelled, InputError, NotFound
from factcheck.services import archive, claims, history, matching, search, verdicts
from factcheck.services.desk import Desk

CHECKS = [
    ("b1", "The harbour bridge was closed for two years.", "Was the harbour bridge closed?", "False"),
    ("b2", "The harbour bridge will open in spring.", "Is the bridge about to open?", "True"),
    ("l1", "Lake Ohrid is the deepest lake of Europe.", "How deep is Lake Ohrid?", "Mostly True"),
    ("d1", "Dogs may travel on trains without a ticket.", "Do dogs need a ticket?", "False"),
]


@pytest.fixture
def desk(bench, tmp_path: Path) -> Desk:
    path = tmp_path / "old.jsonl"
    rows = [
        {
            "id": i,
            "text": text,
            "title": title,
            "rating": rating,
            "publisher": "Harbour Check",
            "date": "2020-05-01",
            "language": "en",
        }
        for i, text, title, rating in CHECKS
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    archive.import_file(bench.desk, path)
    return bench.desk


def ids(matches) -> list[str]:
    return [match.id for match in matches]


def test_the_earlier_check_comes_first_with_what_speaks_for_it(bench, desk: Desk) -> None:
    claim = bench.article(["For two years the harbour bridge has been closed."])[0]
    best, *others = matching.suggest(desk, claim.id)
    assert (best.id, best.rating, best.date, best.publisher, best.record) == (
        "b1",
        "False",
        "2020-05-01",
        "Harbour Check",
        "check",
    )
    assert best.likely
    assert {"bridge", "harbour", "closed", "years"} <= set(best.words)
    assert "the" not in best.words
    assert all(best.score > other.score for other in others)
    assert not any(other.id == "d1" for other in others)
    assert ids(matching.suggest(desk, claim.standalone))[:2] == [claim.id, "b1"]  # a text is no claim of an article
    assert ids(matching.suggest_many(desk, [claim.standalone, "dogs on trains"])[1])[0] == "d1"


def test_nothing_is_merged_or_changed_by_a_suggestion(bench, desk: Desk) -> None:
    claim = bench.article(["The harbour bridge was closed for two years."])[0]
    before = history.head(desk)
    matching.suggest(desk, claim.id)
    assert matching.worth_asking(desk, claim.article) == [claim.id]
    assert list(matching.likely(desk, [claim.id])) == [claim.id]
    assert history.head(desk) == before
    assert claims.get(desk, claim.id) == claim


def test_claims_of_the_desk_count_once_somebody_took_them_on(bench, desk: Desk) -> None:
    old, other = bench.article(
        ["The tunnel under the river floods every winter.", "The tunnel under the river is new."]
    )
    verdicts.give(desk, old.id, "false", "The log shows two floods.")
    new = bench.article(["The tunnel under the river floods each winter."])[0]
    found = matching.suggest(desk, new.id)
    assert ids(found)[:2] == [old.id, other.id]
    assert (found[0].record, found[0].rating) == ("claim", "false")
    claims.dismiss(desk, [other.id])
    assert other.id not in ids(matching.suggest(desk, new.id))
    claims.edit(desk, old.id, standalone="Cats sleep.")
    assert matching.suggest(desk, new.id)[0].text == "Cats sleep." or old.id not in ids(matching.suggest(desk, new.id))
    history.undo(desk)
    assert ids(matching.suggest(desk, new.id))[0] == old.id
    assert old.id not in ids(
        matching.suggest(desk, other.id)
    )  # claims of one article are not earlier checks of one another


def test_decisions_are_steps_that_later_suggestions_respect(bench, desk: Desk) -> None:
    claim = bench.article(["The harbour bridge was closed for two years."])[0]
    assert ids(matching.suggest(desk, claim.id))[:2] == ["b1", "b2"]
    matching.decide(desk, claim.id, "b1", "different", "another bridge")
    matching.decide(desk, claim.id, "b2", Decision.SAME)
    found = matching.suggest(desk, claim.id)
    assert [(match.id, match.decision) for match in (found[0], found[-1])] == [("b2", "same"), ("b1", "different")]
    matching.decide(desk, claim.id, "d1", "related")  # found by hand, not suggested
    assert "d1" in ids(matching.suggest(desk, claim.id))
    assert {match.id: match.decision for match in matching.decisions(desk, claim.id)} == {
        "b1": "different", "b2": "same", "d1": "related",
    }  # fmt: skip
    step = history.steps(desk, claim=claim.id)[0]
    assert step.label == "match-related"
    for _ in range(3):
        history.undo(desk)
    assert ids(matching.suggest(desk, claim.id))[:2] == ["b1", "b2"]
    assert matching.decisions(desk, claim.id) == []
    history.redo(desk)
    assert matching.suggest(desk, claim.id)[-1].decision is Decision.DIFFERENT
    matching.decide(desk, claim.id, "b1", None)
    assert matching.decisions(desk, claim.id) == []
    assert history.verify(desk).ok
    with pytest.raises(NotFound, match="zz"):
        matching.decide(desk, claim.id, "zz", "same")
    with pytest.raises(InputError, match="perhaps"):
        matching.decide(desk, claim.id, "b1", "perhaps")
    with pytest.raises(InputError):
        matching.decide(desk, claim.id, claim.id, "same")


def test_the_threshold_is_learned_from_decisions_and_says_so(
    bench, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not matching.threshold(desk).learned
    monkeypatch.setattr(matching, "ENOUGH", 4)
    sentences = ["The harbour bridge was closed for two years.", "Lake Ohrid is the deepest lake of Europe.",
                 "Dogs travel in cars.", "The lake is a bridge."]  # fmt: skip
    for claim, other, decision in zip(
        bench.article(sentences), ["b1", "l1", "d1", "b2"], ["same", "same", "different", "different"], strict=True
    ):
        matching.decide(desk, claim.id, other, decision)
    learned = matching.threshold(desk)
    assert (learned.learned, learned.decisions, learned.method) == (True, 4, "words")
    scores = [
        match.score for text in sentences[:2] for match in matching.suggest(desk, text) if match.id in ("b1", "l1")
    ]
    assert max(scores) > learned.value
    likely = matching.suggest(desk, "The harbour bridge was closed for two years.")
    assert [match.likely for match in likely] == [match.score >= learned.value for match in likely]


def test_precedents_tell_how_like_was_rated(bench, desk: Desk) -> None:
    claim = bench.article(["The harbour bridge was closed for two years."])[0]
    found = matching.precedents(desk, claim.id)
    assert found.ratings[0] == ("False", 1)
    matching.decide(desk, claim.id, "b1", "different")
    assert "b1" not in ids(matching.precedents(desk, claim.id).matches)


def test_without_the_extra_the_product_says_that_it_compares_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from factcheck.matching import meaning

    monkeypatch.setattr(meaning, "installed", lambda: False)
    meaning.embedder.cache_clear()
    other = Desk.open(desk.place, reviewer="Ada", read_only="library-read-only")
    assert matching.method(other) == "words"
    assert "Words only" in matching.about(other)
    assert matching.suggest(other, "harbour bridge")  # a library that cannot be written to is matched in memory
    other.close()
    meaning.embedder.cache_clear()


def test_the_index_lasts_and_follows_a_removed_or_damaged_file(bench, desk: Desk) -> None:
    matching.suggest(desk, "bridge")
    manifest = desk.folder / "matching" / "words" / "manifest.json"
    assert manifest.exists()
    manifest.write_text("{", "utf-8")
    again = Desk.open(desk.place, reviewer="Ada")
    assert ids(matching.suggest(again, "harbour bridge closed"))[0] == "b1"
    again.close()


def test_many_texts_can_be_stopped(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    matching.suggest_many(desk, ["bridge", "lake"], progress=lambda *at: told.append(at))
    assert told[-1] == (2, 2)
    with pytest.raises(Cancelled):
        matching.suggest_many(desk, ["bridge"] * 5, cancelled=lambda: True)


@pytest.mark.parametrize("text", ["", "   ", "👍👍", "\ud800", "x" * 50_000, "((((", "the the the", "\x00"])
def test_any_text_can_be_compared(desk: Desk, text: str) -> None:
    assert all(0 <= match.score <= 1 for match in matching.suggest(desk, text))
    assert search.find(desk, Query()).count == 4
