"""The desk's machine: every move from every state, every policy, what is missing, agreement."""

import math
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import i18n
from factcheck.domain.agreement import agreement
from factcheck.domain.claim import ClaimState as State
from factcheck.domain.review import (
    FROM,
    TO,
    Backing,
    Ballot,
    Move,
    Policy,
    Rules,
    lacks,
    refusal,
    refusal_to_reword,
    refusal_to_vote,
    standing,
)

VOTES = Rules(Policy.VOTES, votes=2, voters=3)


def ballots(marks: str) -> list[Ballot]:
    return [Ballot(f"r{number}", mark == "+") for number, mark in enumerate(marks)]


@pytest.mark.parametrize(("move", "state"), list(product(Move, State)))
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_refused_move_has_its_reason_in_words(move: Move, state: State, language: str) -> None:
    why = refusal(move, state)
    assert (why is None) == (state in FROM[move])
    if why:
        assert "X is so" in i18n.text(f"error.refused-{why}", language, claim="X is so")


def test_the_machine_reaches_every_state_and_ends_only_withdrawn() -> None:
    leads = {move: {TO[move]} if move in TO else set() for move in Move}
    leads[Move.JUDGE] = {State.APPROVED, State.VERDICT_PROPOSED}
    leads[Move.APPROVE] = {State.APPROVED, State.VERDICT_PROPOSED}
    reached, waiting = {State.PROPOSED}, [State.PROPOSED]
    while waiting:
        state = waiting.pop()
        found = {target for move in Move if state in FROM[move] for target in leads[move]} - reached
        reached |= found
        waiting += found
    assert reached == set(State)
    ends = [state for state in State if not any(state in FROM[move] for move in Move)]
    assert ends == [State.WITHDRAWN]


def test_public_verdicts_leave_publicity_only_by_withdrawal() -> None:
    for state in (State.PUBLISHED, State.CORRECTED):
        allowed = {move for move in Move if state in FROM[move]}
        assert allowed <= {Move.CORRECT, Move.WITHDRAW, Move.APPROVE}


@pytest.mark.parametrize(
    ("rules", "marks", "state"),
    [
        (Rules(Policy.ONE), "", State.APPROVED),
        (Rules(Policy.ONE), "-", State.IN_REVIEW),
        (Rules(Policy.SECOND), "", State.VERDICT_PROPOSED),
        (Rules(Policy.SECOND), "+", State.APPROVED),
        (Rules(Policy.SECOND), "-", State.IN_REVIEW),
        (VOTES, "", State.VERDICT_PROPOSED),
        (VOTES, "+", State.APPROVED),
        (VOTES, "-", State.VERDICT_PROPOSED),
        (VOTES, "--", State.IN_REVIEW),
        (VOTES, "-+", State.APPROVED),
        (Rules(Policy.VOTES, 3, 4), "+-", State.VERDICT_PROPOSED),
        (Rules(Policy.VOTES, 3, 4), "+-+", State.APPROVED),
        (Rules(Policy.VOTES, 3, 4), "--", State.IN_REVIEW),
        (Rules(Policy.VOTES, 1, 1), "", State.APPROVED),
    ],
)
def test_where_votes_leave_a_verdict(rules: Rules, marks: str, state: State) -> None:
    assert standing(rules, ballots(marks)) is state


@given(st.integers(1, 9), st.data())
def test_n_of_m_votes_always_decide_and_never_both_ways(votes: int, data: st.DataObject) -> None:
    rules = Rules(Policy.VOTES, votes, data.draw(st.integers(votes, 12)))
    marks = data.draw(st.lists(st.sampled_from("+-"), min_size=rules.voters - 1, max_size=rules.voters - 1))
    end = standing(rules, ballots("".join(marks)))
    assert end is (State.APPROVED if marks.count("+") + 1 >= votes else State.IN_REVIEW)


@pytest.mark.parametrize("rules", [VOTES, Rules(Policy.SECOND), Rules(Policy.ONE), Rules(Policy.BLIND)])
def test_one_return_stops_what_was_approved_and_a_correction_stays_out(rules: Rules) -> None:
    assert standing(rules, ballots("+-"), State.APPROVED) is State.IN_REVIEW
    assert standing(rules, ballots("-"), State.CORRECTED) is State.CORRECTED


def test_votes_that_could_never_be_enough_are_no_rules() -> None:
    assert VOTES.possible
    assert not Rules(Policy.VOTES, votes=4, voters=3).possible


def test_who_may_vote() -> None:
    said = [Ballot("Ben", True), Ballot("Cleo", False)]
    assert refusal_to_vote(Rules(Policy.SECOND), "Ana", [], "Ana", Move.APPROVE) == "second-must-differ"
    assert refusal_to_vote(Rules(Policy.SECOND), "Ana", [], "Ana", Move.RETURN) is None
    assert refusal_to_vote(VOTES, "Ana", said, "Ben", Move.APPROVE) == "voted-already"
    assert refusal_to_vote(VOTES, "Ana", said, "Ben", Move.RETURN) is None
    assert refusal_to_vote(VOTES, "Ana", said, "Cleo", Move.RETURN) == "voted-already"
    assert refusal_to_vote(Rules(Policy.BLIND), "Ana", [], "Ben", Move.APPROVE) == "blind-own-verdict"
    assert refusal_to_vote(Rules(Policy.ONE), "Ana", [], "Ana", Move.APPROVE) is None


def test_words_that_somebody_approved_stay() -> None:
    assert refusal_to_reword(State.APPROVED, ballots("+")) == "approved-wording"
    assert refusal_to_reword(State.VERDICT_PROPOSED, ballots("-")) is None
    assert refusal_to_reword(State.APPROVED, []) is None


def test_what_is_missing() -> None:
    full = Backing(sources=2, supporting=1, refuting=1, quoted=1, independent=2)
    assert lacks(full, has_verdict=True, eyes=0, two_sources=True) == []
    assert lacks(Backing(), has_verdict=False, eyes=0, two_sources=True) == ["source", "verdict"]
    one = Backing(sources=1, supporting=1, independent=1)
    assert lacks(one, has_verdict=True, eyes=1, two_sources=True) == ["against", "quote", "second-source", "reviewer"]
    assert lacks(one, has_verdict=True, eyes=0, two_sources=False) == ["against", "quote"]


def test_kappa_of_the_textbook_table() -> None:
    """Fifty proposals, two readers: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no give 0.4 (observed .7, chance .5)."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    found = agreement(pairs)
    assert (found.pairs, found.observed, found.expected) == (50, 0.7, 0.5)
    assert found.kappa == pytest.approx(0.4)
    assert found.counts[0] == (("yes", "yes"), 20)


def test_kappa_says_nothing_where_there_is_nothing_to_say() -> None:
    assert agreement([]).kappa is None
    assert agreement([("a", "a")] * 7).kappa is None
    assert agreement([("a", "b"), ("b", "a")]).kappa == -1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_is_the_definition_and_symmetric(pairs: list[tuple[str, str]]) -> None:
    found = agreement(pairs)
    n = len(pairs)
    one, two = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(one[key] / n * two[key] / n for key in "abc")
    assert math.isclose(found.expected, chance, abs_tol=1e-12)
    assert found.kappa is None or found.kappa <= 1
    mirrored = agreement([(b, a) for a, b in pairs]).kappa
    assert found.kappa is None if mirrored is None else found.kappa == pytest.approx(mirrored)
