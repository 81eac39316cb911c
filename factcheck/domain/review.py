"""The desk's work on a claim as a machine: which moves exist, from where, to where, and why one is refused.

A refusal is a message key under ``refused.``; the interface tells it in the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from factcheck.domain.claim import ClaimState as State


class Move(StrEnum):
    """What a reviewer can do to a claim's state."""

    ACCEPT = "accept"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    START = "start"
    JUDGE = "judge"
    APPROVE = "approve"
    RETURN = "return"
    PUBLISH = "publish"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


class Policy(StrEnum):
    """How many pairs of eyes a verdict needs."""

    ONE = "one"
    SECOND = "second"
    VOTES = "votes"
    BLIND = "blind"


OPEN = frozenset({State.PROPOSED, State.ACCEPTED, State.IN_REVIEW})
"""States in which a claim has no verdict in force."""
PUBLIC = frozenset({State.PUBLISHED, State.CORRECTED})
"""States in which readers have seen the verdict: it changes only by a correction."""
EDITABLE = OPEN | {State.VERDICT_PROPOSED, State.APPROVED}
"""States in which wording and fields may change without a correction."""

FROM: dict[Move, frozenset[State]] = {
    Move.ACCEPT: frozenset({State.PROPOSED, State.DISMISSED}),
    Move.DISMISS: OPEN,
    Move.REOPEN: frozenset({State.DISMISSED, State.ACCEPTED, State.IN_REVIEW}),
    Move.START: frozenset({State.ACCEPTED, State.PROPOSED}),
    Move.JUDGE: EDITABLE,
    Move.APPROVE: frozenset({State.VERDICT_PROPOSED}),
    Move.RETURN: frozenset({State.VERDICT_PROPOSED, State.APPROVED}),
    Move.PUBLISH: frozenset({State.APPROVED}),
    Move.CORRECT: PUBLIC,
    Move.WITHDRAW: PUBLIC,
}
"""Where each move may start. It leads to ``TO``; verdicts and votes lead where ``standing`` says under the policy."""

TO: dict[Move, State] = {
    Move.ACCEPT: State.ACCEPTED,
    Move.DISMISS: State.DISMISSED,
    Move.REOPEN: State.PROPOSED,
    Move.START: State.IN_REVIEW,
    Move.RETURN: State.IN_REVIEW,
    Move.PUBLISH: State.PUBLISHED,
    Move.CORRECT: State.CORRECTED,
    Move.WITHDRAW: State.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Ballot:
    """One reviewer's word on a verdict."""

    reviewer: str
    approves: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The desk's policy: with ``VOTES``, ``votes`` approvals among ``voters`` people, the author's own included."""

    policy: Policy = Policy.ONE
    votes: int = 2
    voters: int = 3


def refusal(move: Move, state: State) -> str | None:
    """Why ``move`` cannot be made from ``state`` (a message key), or None when it can."""
    if state in FROM[move]:
        return None
    return next((key for moves, states, key in _WHY if move in moves and state in states), f"already-{state.value}")


_ALL = frozenset(State)
_WHY: tuple[tuple[frozenset[Move], frozenset[State], str], ...] = (
    (frozenset({Move.JUDGE, Move.DISMISS, Move.REOPEN, Move.RETURN}), PUBLIC, "published-needs-correction"),
    (frozenset(Move), frozenset({State.WITHDRAWN}), "withdrawn"),
    (frozenset({Move.APPROVE, Move.RETURN}), _ALL, "no-verdict-waits"),
    (frozenset({Move.PUBLISH}), _ALL, "not-approved"),
    (frozenset({Move.CORRECT, Move.WITHDRAW}), _ALL, "not-published"),
    (frozenset({Move.JUDGE}), _ALL, "dismissed-first-accept"),
    (frozenset({Move.DISMISS, Move.REOPEN}), EDITABLE - OPEN, "has-verdict"),
)
"""Why a move is refused, the first that fits; else the claim is already there."""


def refusal_to_vote(rules: Rules, author: str, ballots: Sequence[Ballot], reviewer: str) -> str | None:
    """Why ``reviewer`` cannot vote on the verdict of ``author``, or None."""
    if rules.policy is not Policy.ONE and reviewer == author:
        return "second-must-differ"
    if any(ballot.reviewer == reviewer for ballot in ballots):
        return "voted-already"
    return None


def standing(rules: Rules, ballots: Sequence[Ballot]) -> State:
    """What a verdict's votes make of it: approved, still proposed, or back in review.

    Under ``BLIND`` the second reviewer's own verdict decides, which ``services.blind`` turns into a ballot.
    """
    approvals = sum(ballot.approves for ballot in ballots)
    returns = len(ballots) - approvals
    if rules.policy is Policy.ONE:
        return State.IN_REVIEW if returns else State.APPROVED
    if rules.policy is Policy.VOTES:
        if approvals + 1 >= rules.votes:
            return State.APPROVED
        return State.IN_REVIEW if returns > rules.voters - rules.votes else State.VERDICT_PROPOSED
    if returns:
        return State.IN_REVIEW
    return State.APPROVED if approvals else State.VERDICT_PROPOSED
