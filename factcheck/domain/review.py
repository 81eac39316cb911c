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
    Move.APPROVE: frozenset({State.VERDICT_PROPOSED, State.CORRECTED}),
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

    @property
    def possible(self) -> bool:
        """Whether a verdict can be approved under these rules at all."""
        return self.policy is not Policy.VOTES or 1 <= self.votes <= self.voters

    def eyes(self, ballots: Sequence[Ballot]) -> int:
        """How many more approvals a verdict needs."""
        if self.policy is Policy.ONE:
            return 0
        needed = self.votes - 1 if self.policy is Policy.VOTES else 1
        return max(0, needed - sum(ballot.approves for ballot in ballots))


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


def refusal_to_vote(rules: Rules, author: str, ballots: Sequence[Ballot], reviewer: str, move: Move) -> str | None:
    """Why ``reviewer`` cannot approve or return the verdict of ``author``, or None.

    Anybody may return a verdict before it is published: who approved it may find the mistake, and so may its author.
    """
    if any(ballot.reviewer == reviewer and ballot.approves is (move is Move.APPROVE) for ballot in ballots):
        return "voted-already"
    if move is Move.RETURN:
        return None
    if rules.policy is Policy.ONE:
        return None
    if reviewer == author:
        return "second-must-differ"
    return "blind-own-verdict" if rules.policy is Policy.BLIND else None


def sealed(state: State, *, decided: bool, blind: bool, answered: bool) -> bool:
    """Whether a claim's blind first verdicts are still for their own authors alone.

    ``decided``: a verdict is in force; ``blind``: that one was given blind; ``answered``: a second stands beside it. A
    claim without one is sealed too until it is settled, so that a verdict that was taken back gives nothing away.
    """
    if not decided:
        return state in OPEN or state is State.DISMISSED
    return state is State.VERDICT_PROPOSED and blind and not answered


def refusal_to_reword(state: State, ballots: Sequence[Ballot]) -> str | None:
    """Why the wording that a verdict rates cannot change now, or None: somebody else has approved those very words."""
    return "approved-wording" if state in EDITABLE - OPEN and any(ballot.approves for ballot in ballots) else None


def standing(rules: Rules, ballots: Sequence[Ballot], state: State = State.VERDICT_PROPOSED) -> State:
    """What its votes make of a verdict in ``state``: approved, still proposed, or back in review.

    A verdict that was approved is back in review with the first return. A correction is out already: votes on it are
    kept, and the claim stays corrected. Under ``BLIND`` a second reviewer's own verdict is turned into a ballot.
    """
    if state is State.CORRECTED:
        return state
    returns = sum(not ballot.approves for ballot in ballots)
    if rules.policy is Policy.VOTES and state is State.VERDICT_PROPOSED:
        if returns > rules.voters - rules.votes:
            return State.IN_REVIEW
    elif returns:
        return State.IN_REVIEW
    return State.VERDICT_PROPOSED if rules.eyes(ballots) else State.APPROVED


@dataclass(frozen=True, slots=True)
class Backing:
    """What a verdict rests on, in counts: sources by stance, quotes, and how many sources are independent."""

    sources: int = 0
    supporting: int = 0
    refuting: int = 0
    quoted: int = 0
    independent: int = 0


def lacks(backing: Backing, *, has_verdict: bool, eyes: int, two_sources: bool) -> list[str]:
    """What a verdict still lacks, as message keys under ``missing.``; ``eyes`` counts approvals to come.

    After the IFCN's code of principles: evidence for and against, more than one named source for key elements, sources
    in enough detail to replicate.
    """
    wanted = [
        ("source", backing.sources > 0),
        ("for", backing.supporting > 0),
        ("against", backing.refuting > 0),
        ("quote", backing.quoted > 0),
        ("second-source", backing.independent > 1 or not two_sources),
    ]
    found = ["source"] if not backing.sources else [key for key, there in wanted if not there]
    if not has_verdict:
        found.append("verdict")
    elif eyes:
        found.append("reviewer")
    return found
