"""Two pairs of eyes: policies, blind verdicts, what is missing, corrections and their ledger."""

from collections.abc import Callable

import pytest

from factcheck.domain.claim import ClaimState
from factcheck.domain.correction import Part, Sort
from factcheck.domain.source import Stance
from factcheck.errors import InputError, Refused
from factcheck.services import claims, corrections, history, sources, verdicts
from factcheck.services.desk import Desk
from factcheck.settings import Value


@pytest.fixture
def policy(desk: Desk) -> Callable[..., None]:
    """Sets the desk's policy."""

    def put(name: str, **numbers: Value) -> None:
        desk.settings.put("review.policy", name)
        for key, value in numbers.items():
            desk.settings.put(f"review.{key}", value)

    return put


@pytest.fixture
def claim(desk: Desk, article: str) -> str:
    return claims.of_article(desk, article)[0].id


def state(desk: Desk, claim: str) -> ClaimState:
    return claims.get(desk, claim).state


def as_(desk: Desk, name: str) -> Desk:
    desk.as_reviewer(name)
    return desk


def test_one_reviewer_is_enough_when_the_desk_says_so(desk: Desk, claim: str) -> None:
    verdicts.give(desk, claim, "false", "The books say 3 million.")
    assert state(desk, claim) is ClaimState.APPROVED


def test_a_second_reviewer_must_differ(desk: Desk, claim: str, policy: Callable[..., None]) -> None:
    policy("second")
    verdicts.give(desk, claim, "false", "The books say 3 million.")
    with pytest.raises(Refused, match="somebody else"):
        verdicts.approve(desk, claim)
    assert {a.key: a.allowed for a in verdicts.actions(desk, claim)} == {
        "judge": True, "approve": False, "return": True, "publish": False, "correct": False, "withdraw": False,
    }  # fmt: skip
    given = verdicts.approve(as_(desk, "Ben"), claim, "Agreed.").value
    assert (state(desk, claim), given.approved_by) == (ClaimState.APPROVED, ("Ben",))
    with pytest.raises(Refused, match="in these very words"):
        claims.edit(desk, claim, standalone="The bridge cost 5 million crowns")
    claims.edit(desk, claim, date="2026")
    verdicts.send_back(desk, claim, "The books are of another year.")
    assert claims.get(desk, claim).verdict is None
    claims.edit(desk, claim, standalone="The bridge cost 5 million crowns")
    again = verdicts.give(desk, claim, "true", "The books of the right year say so.").value
    assert again.supersedes == given.id
    assert [v.id for v in verdicts.of_claim(desk, claim)] == [again.id, given.id]


def test_two_of_three_votes(desk: Desk, claim: str, policy: Callable[..., None]) -> None:
    policy("votes", votes=3, voters=4)
    verdicts.give(desk, claim, "false", "The books say 3 million.")
    assert "2 more approving votes" in verdicts.missing(desk, claim)
    verdicts.approve(as_(desk, "Ben"), claim)
    with pytest.raises(Refused, match="voted on this verdict"):
        verdicts.approve(desk, claim)
    verdicts.send_back(as_(desk, "Cleo"), claim, "Which books?")
    assert state(desk, claim) is ClaimState.VERDICT_PROPOSED
    verdicts.send_back(as_(desk, "Ben"), claim, "I see what Cleo means.")
    assert state(desk, claim) is ClaimState.IN_REVIEW
    history.undo(desk)
    assert state(desk, claim) is ClaimState.VERDICT_PROPOSED
    assert claims.get(desk, claim).verdict is not None
    desk.settings.put("review.votes", 9)
    with pytest.raises(InputError, match="nothing could ever be approved"):
        verdicts.give(desk, claim, "false", "Because.")


def test_blind_verdicts_stay_unseen_and_agree(desk: Desk, claim: str, policy: Callable[..., None]) -> None:
    policy("blind")
    first = verdicts.give(desk, claim, "false", "Secret reason.").value
    assert "a second verdict" in verdicts.missing(desk, claim)[-1]
    as_(desk, "Ben")
    assert claims.get(desk, claim).verdict is None
    assert verdicts.of_claim(desk, claim) == []
    told = history.steps(desk, claim=claim)[0]
    assert "Secret" not in repr(told)
    assert "rating" not in told.values
    assert "not yet to be seen" in history.describe(told)
    with pytest.raises(Refused, match="give your own verdict"):
        verdicts.approve(desk, claim)
    second = verdicts.give(desk, claim, "false", "My own reason.").value
    assert second.second_to == first.id
    seen = claims.get(desk, claim)
    assert (seen.state, seen.verdict and seen.verdict.approved_by) == (ClaimState.APPROVED, ("Ben",))
    assert verdicts.agreement(desk).observed == 1
    history.undo(desk)
    assert claims.get(desk, claim).verdict is None
    assert verdicts.agreement(desk).pairs == 0
    history.redo(desk)
    assert state(desk, claim) is ClaimState.APPROVED


def test_a_third_decides_between_two_that_differ(desk: Desk, claim: str, policy: Callable[..., None]) -> None:
    policy("blind")
    first = verdicts.give(desk, claim, "false", "The books say 3 million.").value
    verdicts.give(as_(desk, "Ben"), claim, "half-true", "It depends on the tower.")
    assert state(desk, claim) is ClaimState.VERDICT_PROPOSED
    assert len(verdicts.of_claim(desk, claim)) == 2
    assert "a third reviewer’s decision between two verdicts that differ" in verdicts.missing(desk, claim)
    for name in ("Ana", "Ben"):
        with pytest.raises(Refused, match="A third reviewer decides"):
            verdicts.give(as_(desk, name), claim, "true", "Let me insist.")
    with pytest.raises(InputError, match="no rating"):
        verdicts.give(as_(desk, "Cleo"), claim, "nonsense", "Because.")
    decided = verdicts.give(desk, claim, "half-true", "The tower counts.").value
    assert (state(desk, claim), decided.supersedes) == (ClaimState.APPROVED, first.id)
    assert [v.rating for v in verdicts.of_claim(desk, claim)] == ["half-true", "half-true", "false"]
    found = verdicts.agreement(desk, reviewers=("Ben", "Ana"))
    assert (found.pairs, found.observed, found.counts) == (1, 0, ((("half-true", "false"), 1),))
    assert verdicts.agreement(desk, scale="another").pairs == 0


def test_what_is_missing_goes_as_it_comes(desk: Desk, claim: str, policy: Callable[..., None]) -> None:
    policy("second")
    assert verdicts.missing(desk, claim) == ["a source", "a verdict with its reason"]
    assert verdicts.missing(desk, claim, "fr") == ["une source", "un verdict motivé"]
    sources.cite(desk, claim, "https://www.books.example/a", fetch=False, stance=Stance.REFUTES, quote="3 million")
    sources.cite(desk, claim, "https://books.example/b", fetch=False)
    verdicts.give(desk, claim, "false", "The books say 3 million.")
    assert verdicts.missing(desk, claim) == [
        "evidence that supports it",
        "a second, independent source",
        "a second reviewer’s approval",
    ]
    sources.cite(desk, claim, "https://other.example/", fetch=False, stance=Stance.SUPPORTS)
    verdicts.approve(as_(desk, "Ben"), claim)
    assert verdicts.missing(desk, claim) == []


def published(desk: Desk, claim: str) -> str:
    first = verdicts.give(desk, claim, "false", "The books say 3 million.").value
    verdicts.publish(desk, [claim])
    return first.id


def test_a_correction_says_what_moved_and_keeps_the_old(desk: Desk, claim: str) -> None:
    first = published(desk, claim)
    wording = claims.get(desk, claim).standalone
    with pytest.raises(Refused, match="by a correction"):
        verdicts.give(desk, claim, "true", "Changed my mind.")
    with pytest.raises(Refused, match="changes neither"):
        verdicts.correct(desk, claim, what_was_wrong="nothing", because="for nothing")
    with pytest.raises(Refused, match="changes neither"):
        verdicts.correct(
            desk,
            claim,
            what_was_wrong="nothing",
            because="The books say 3 million.",
            rating="false",
            standalone=wording,
        )
    with pytest.raises(InputError, match="what was wrong and why"):
        verdicts.correct(desk, claim, what_was_wrong=" ", because="x", rating="true")
    done = verdicts.correct(
        desk,
        claim,
        what_was_wrong="We read the wrong year.",
        because="The books of 2025 say 4 million.",
        rating="true",
        standalone="The bridge cost 4 million crowns in 2025",
    )
    assert (done.value.state, done.value.verdict and done.value.verdict.supersedes) == (ClaimState.CORRECTED, first)
    (line,) = corrections.ledger(desk, claim=claim)
    assert (line.sort, line.changed) == (Sort.CORRECTION, (Part.RATING, Part.REASON, Part.WORDING))
    assert line.old_verdict is not None
    assert (line.old_verdict.id, line.old_standalone) == (first, wording)
    assert corrections.describe(desk, line) == [
        "Rating: “False” became “True”.",
        "Reason: “The books say 3 million.” became “The books of 2025 say 4 million.”.",
        f"Wording: “{wording}” became “The bridge cost 4 million crowns in 2025”.",
    ]
    assert corrections.describe(desk, line, "fr")[0] == "Note\u00a0: «\u00a0Faux\u00a0» est devenu «\u00a0Vrai\u00a0»."
    history.undo(desk)
    assert (state(desk, claim), corrections.ledger(desk)) == (ClaimState.PUBLISHED, [])
    history.redo(desk)
    assert corrections.ledger(desk) == [line]
    assert history.verify(desk).ok


def test_a_clarification_keeps_the_rating(desk: Desk, claim: str, article: str) -> None:
    published(desk, claim)
    with pytest.raises(Refused, match="clarification keeps the rating"):
        verdicts.correct(desk, claim, what_was_wrong="x", because="y", rating="true", sort="clarification")
    verdicts.correct(desk, claim, what_was_wrong="Unclear.", because="Clearer.", rating="false", sort="clarification")
    (line,) = corrections.ledger(desk, article=article)
    assert (line.sort, line.changed) == (Sort.CLARIFICATION, (Part.REASON,))
    assert history.describe(history.steps(desk, limit=1)[0]).startswith("Clarification (Unclear.)")


def test_a_correction_goes_out_and_a_second_reviewer_follows(
    desk: Desk, claim: str, policy: Callable[..., None]
) -> None:
    policy("blind")
    verdicts.give(desk, claim, "false", "The books say 3 million.")
    verdicts.give(as_(desk, "Ben"), claim, "false", "They do.")
    verdicts.publish(desk, [claim])
    verdicts.correct(desk, claim, what_was_wrong="Year.", because="4 million.", rating="true")
    assert claims.get(as_(desk, "Cleo"), claim).verdict is not None
    assert "a second verdict" in verdicts.missing(desk, claim)[-1] or "approval" in verdicts.missing(desk, claim)[-1]
    verdicts.approve(desk, claim)
    assert state(desk, claim) is ClaimState.CORRECTED
    with pytest.raises(Refused, match="published and corrected already"):
        verdicts.approve(as_(desk, "Dan"), claim)


def test_a_withdrawal_is_final_and_on_record(desk: Desk, claim: str) -> None:
    published(desk, claim)
    with pytest.raises(InputError, match="Say why"):
        verdicts.withdraw(desk, claim, " ")
    assert verdicts.withdraw(desk, claim, "The claim was a joke.").value.state is ClaimState.WITHDRAWN
    (line,) = corrections.ledger(desk)
    assert (line.sort, line.changed, line.because) == (Sort.WITHDRAWAL, (), "The claim was a joke.")
    assert not any(action.allowed for action in verdicts.actions(desk, claim))
    history.undo(desk)
    assert state(desk, claim) is ClaimState.PUBLISHED


def test_bulk_publication_is_one_step_or_none(desk: Desk, article: str) -> None:
    first, second, _ = (one.id for one in claims.of_article(desk, article))
    verdicts.give(desk, first, "false", "The books say 3 million.")
    with pytest.raises(Refused, match="no approved verdict"):
        verdicts.publish(desk, [first, second])
    assert state(desk, first) is ClaimState.APPROVED
    verdicts.give(desk, second, "unproven", "Nobody knows yet.")
    assert verdicts.publish(desk, [first, second]).values["n"] == "2"
    history.undo(desk)
    assert {state(desk, one) for one in (first, second)} == {ClaimState.APPROVED}


def test_marks_of_others_do_not_stand_in_the_way_of_an_undo(desk: Desk, claim: str) -> None:
    from factcheck.services import marks

    claims.edit(desk, claim, standalone="The bridge cost 4 million")
    marks.prioritise(as_(desk, "Ben"), [claim], 3)
    marks.assign(desk, [claim], "Cleo")
    history.undo(as_(desk, "Ana"))
    now = claims.get(desk, claim)
    assert (now.standalone, now.priority, now.assignee) == ("the bridge cost 4 million crowns", 3, "Cleo")
    claims.edit(as_(desk, "Ben"), claim, date="2026")
    with pytest.raises(Refused, match="changed since, by Ben"):
        history.redo(as_(desk, "Ana"))


def test_a_verdict_given_while_the_clock_was_behind_is_still_the_newest(
    desk: Desk, claim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime

    from factcheck.services import backups
    from factcheck.store import unit

    first = verdicts.give(desk, claim, "false", "The books say 3 million.").value

    class Earlier(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "datetime":
            return datetime(2001, 1, 1, tzinfo=UTC)

    assert backups.warnings(desk) == []
    assert "clock is behind" in backups.warnings(desk, datetime(2001, 1, 1, tzinfo=UTC))[0]
    monkeypatch.setattr(unit, "datetime", Earlier)
    second = verdicts.give(desk, claim, "true", "The tower was free.").value
    assert second.at.year == 2001
    assert [v.id for v in verdicts.of_claim(desk, claim)] == [second.id, first.id]
    found = claims.get(desk, claim)
    assert found.verdict is not None
    assert found.verdict.id == second.id
    history.undo(desk)
    history.redo(desk)
    assert history.verify(desk).ok
