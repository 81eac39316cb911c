"""Two people on one library: the same field is a conflict with both versions, other fields merge."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.domain.place import Place
from factcheck.domain.source import Stance
from factcheck.errors import Conflict
from factcheck.services import articles, claims, corrections, history, marks, sources, verdicts
from factcheck.services.desk import Desk
from factcheck.settings import Settings


@pytest.fixture
def ben(desk: Desk, place: Place) -> Iterator[Desk]:
    """Another desk on the library of ``desk``, whose reviewer is Ana."""
    made = Desk.open(place, reviewer="Ben")
    yield made
    made.close()


@pytest.fixture
def claim(desk: Desk, article: str) -> claims.Claim:
    return claims.of_article(desk, article)[0]


def test_the_same_field_is_a_conflict_that_carries_both_versions(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    claims.edit(ben, claim.id, standalone="The bridge cost four million.")
    steps = len(history.steps(desk))
    with desk.based_on(claim), pytest.raises(Conflict) as refused:
        claims.edit(desk, claim.id, standalone="The bridge cost 4,000,000 crowns.", date="2026")
    (clash,) = refused.value.clashes
    assert (clash.entity, clash.id, clash.field) == ("claim", claim.id, "standalone")
    assert clash.base == claim.standalone
    assert clash.theirs == "The bridge cost four million."
    assert clash.mine == "The bridge cost 4,000,000 crowns."
    assert refused.value.reviewer == "Ben"
    assert "Ben" in refused.value.sentence()
    assert "Ben" in refused.value.sentence("fr")
    now = claims.get(desk, claim.id)
    assert (now.standalone, now.date) == ("The bridge cost four million.", claim.date)
    assert len(history.steps(desk)) == steps


def test_different_fields_merge_without_a_question(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    marks.assign(ben, [claim.id], "Carl")
    claims.edit(ben, claim.id, claimant="The mayor")
    with desk.based_on(claim):
        claims.edit(desk, claim.id, standalone="The bridge cost 4 million.")
    now = claims.get(desk, claim.id)
    assert (now.assignee, now.claimant, now.standalone) == ("Carl", "The mayor", "The bridge cost 4 million.")


def test_who_comes_to_the_same_words_is_in_no_conflict(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    claims.edit(ben, claim.id, date="2026-04")
    with desk.based_on(claim):
        assert claims.edit(desk, claim.id, date="2026-04").step is None


def test_what_was_changed_and_changed_back_is_in_no_conflict(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    claims.edit(ben, claim.id, date="2026-04")
    history.undo(ben)
    with desk.based_on(claim):
        assert claims.edit(desk, claim.id, date="2026-05").step


def test_ones_own_steps_are_no_news(desk: Desk, claim: claims.Claim) -> None:
    with desk.based_on(claim):
        claims.edit(desk, claim.id, standalone="One.")
        claims.edit(desk, claim.id, standalone="Two.")
    assert claims.get(desk, claim.id).standalone == "Two."


def test_whoever_insists_is_based_on_the_version_now(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    claims.edit(ben, claim.id, claimant="The mayor")
    with desk.based_on(claim), pytest.raises(Conflict) as refused:
        claims.edit(desk, claim.id, claimant="Ida Quill")
    assert refused.value.clashes[0].field == "claimant"
    assert (refused.value.clashes[0].theirs, refused.value.clashes[0].mine) == ("The mayor", "Ida Quill")
    with desk.insisting(refused.value):
        claims.edit(desk, claim.id, claimant="Ida Quill")
    assert claims.get(desk, claim.id).claimant == "Ida Quill"


def test_who_insists_hears_of_a_third_who_came_between(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    claims.edit(ben, claim.id, standalone="One.")
    with desk.based_on(claim), pytest.raises(Conflict) as refused:
        claims.edit(desk, claim.id, standalone="Mine.")
    claims.edit(ben, claim.id, standalone="Two.")
    with desk.insisting(refused.value), pytest.raises(Conflict) as again:
        claims.edit(desk, claim.id, standalone="Mine.")
    assert (again.value.clashes[0].base, again.value.clashes[0].theirs) == ("One.", "Two.")


def test_a_verdict_on_a_claim_whose_verdict_changed_is_a_conflict(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    verdicts.give(ben, claim.id, "false", "The council paid three.")
    with desk.based_on(claim), pytest.raises(Conflict) as refused:
        verdicts.give(desk, claim.id, "true", "The council says so.")
    (clash,) = refused.value.clashes
    assert clash.field == "verdict"
    assert clash.base is None
    assert isinstance(clash.theirs, dict)
    assert isinstance(clash.mine, dict)
    assert (clash.theirs["rating"], clash.theirs["reviewer"]) == ("false", "Ben")
    assert (clash.mine["rating"], clash.mine["reason"]) == ("true", "The council says so.")
    assert claims.get(desk, claim.id).verdict.reviewer == "Ben"  # type: ignore[union-attr]
    with desk.insisting(refused.value):
        verdicts.give(desk, claim.id, "true", "The council says so.")
    assert [given.rating for given in verdicts.of_claim(desk, claim.id)] == ["true", "false"]


def test_a_verdict_is_about_the_words_that_were_read(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    claims.edit(ben, claim.id, standalone="The bridge did not cost 4 million.")
    with desk.based_on(claim), pytest.raises(Conflict) as refused:
        verdicts.give(desk, claim.id, "true", "The council says so.")
    assert [clash.field for clash in refused.value.clashes] == ["standalone"]


def test_nobody_approves_a_verdict_that_they_have_not_read(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    desk.settings = ben.settings = Settings(overrides={"review.policy": "second"})
    verdicts.give(ben, claim.id, "false", "The council paid three.")
    read = claims.get(desk, claim.id)
    verdicts.give(ben, claim.id, "misleading", "It paid three and owes one.")
    with desk.based_on(read), pytest.raises(Conflict) as refused:
        verdicts.approve(desk, claim.id)
    theirs = refused.value.clashes[0].theirs
    assert isinstance(theirs, dict)
    assert theirs["rating"] == "misleading"
    assert claims.get(desk, claim.id).state == "verdict-proposed"


def test_a_second_blind_verdict_is_given_beside_a_first_that_nobody_saw(place: Place, article: str) -> None:
    blind = Settings(overrides={"review.policy": "blind"})
    one, two = (Desk.open(place, settings=blind, reviewer=name) for name in ("Ana", "Ben"))
    claim = claims.of_article(one, article)[0]
    verdicts.give(two, claim.id, "false", "The council paid three.")
    with one.based_on(claim):
        verdicts.give(one, claim.id, "true", "The council says so.")
    assert len(verdicts.of_claim(one, claim.id)) == 2
    one.close()
    two.close()


def test_one_accepts_what_another_dismissed(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    claims.dismiss(ben, [claim.id], "too vague")
    with desk.based_on(claim), pytest.raises(Conflict) as refused:
        claims.accept(desk, [claim.id])
    assert (refused.value.clashes[0].theirs, refused.value.clashes[0].mine) == ("dismissed", "accepted")


def test_a_verdict_takes_on_a_claim_that_another_accepted_meanwhile(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    claims.accept(ben, [claim.id])
    with desk.based_on(claim):
        verdicts.give(desk, claim.id, "true", "The council says so.")
    assert claims.get(desk, claim.id).verdict


def test_evidence_and_articles_are_told_apart_by_field(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    cited = sources.cite(desk, claim.id, "https://example.org/a", fetch=False).value
    sources.edit_evidence(ben, cited.id, note="Seen in the archive.")
    with desk.based_on(cited):
        sources.edit_evidence(desk, cited.id, stance=Stance.REFUTES)
    with desk.based_on(cited), pytest.raises(Conflict) as refused:
        sources.edit_evidence(desk, cited.id, note="Not in the archive.")
    assert refused.value.clashes[0].entity == "evidence"
    now = sources.get(desk, cited.id)
    assert (now.stance, now.note) == (Stance.REFUTES, "Seen in the archive.")
    read = articles.get(desk, claim.article)
    articles.edit(ben, claim.article, title="Ben’s title", outlet="The Ebb")
    with desk.based_on(read), pytest.raises(Conflict):
        articles.edit(desk, claim.article, title="Ana’s title")
    with desk.based_on(read):
        assert articles.edit(desk, claim.article, author="C. Reed").value.outlet == "The Ebb"


def test_a_correction_is_of_what_was_read(desk: Desk, ben: Desk, claim: claims.Claim) -> None:
    verdicts.give(ben, claim.id, "false", "The council paid three.")
    verdicts.publish(ben, [claim.id])
    read = claims.get(desk, claim.id)
    corrections.correct(ben, claim.id, what_was_wrong="The sum.", because="It paid four.", rating="true")
    with desk.based_on(read), pytest.raises(Conflict) as refused:
        corrections.correct(desk, claim.id, what_was_wrong="The sum.", because="It paid five.", rating="misleading")
    assert refused.value.clashes[0].field == "verdict"


def test_a_row_that_came_back_by_undo_is_not_taken_for_the_one_before(
    desk: Desk, ben: Desk, claim: claims.Claim
) -> None:
    cited = sources.cite(desk, claim.id, "https://example.org/a", fetch=False).value
    sources.remove_evidence(ben, cited.id)
    history.undo(ben)
    sources.edit_evidence(ben, cited.id, note="Seen.")
    with desk.based_on(cited), pytest.raises(Conflict):
        sources.edit_evidence(desk, cited.id, note="Not seen.")


FIELDS = st.dictionaries(
    st.sampled_from(["standalone", "claimant", "date", "kind", "modality"]),
    st.sampled_from(["a", "b"]),
    min_size=1,
)
VALUES = {
    "standalone": {"a": "One.", "b": "Two."},
    "claimant": {"a": "Ida Quill", "b": "The mayor"},
    "date": {"a": "2025", "b": "2026-01"},
    "kind": {"a": "factual", "b": "opinion"},
    "modality": {"a": "asserted", "b": "hedged"},
}


@given(theirs=FIELDS, mine=FIELDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobodys_change_is_ever_lost_unseen(
    desk: Desk, ben: Desk, article: str, theirs: dict[str, str], mine: dict[str, str]
) -> None:
    read = claims.create(desk, article, 2, 40).value
    claims.edit(ben, read.id, **{name: VALUES[name][which] for name, which in theirs.items()})  # type: ignore[arg-type]
    changed = claims.get(ben, read.id)
    given_by_me = {name: VALUES[name][which] for name, which in mine.items()}
    clashing = {
        name
        for name in theirs.keys() & mine.keys()
        if theirs[name] != mine[name] and getattr(read, name) != getattr(changed, name)
    }
    with desk.based_on(read), pytest.raises(Conflict) if clashing else nullcontext() as refused:
        claims.edit(desk, read.id, **given_by_me)  # type: ignore[arg-type]
    if refused is not None:
        assert {clash.field for clash in refused.value.clashes} == clashing
        assert claims.get(desk, read.id) == changed
        return
    now = claims.get(desk, read.id)
    for name in VALUES:
        assert getattr(now, name) == given_by_me.get(name, getattr(changed, name))
