"""What waits for a reviewer: disagreements to settle, second verdicts, approvals, verdicts sent back, claims given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.claim import Claim, ClaimState
from factcheck.domain.history import from_stamp
from factcheck.domain.review import OPEN, Move, Policy, Rules, refusal_to_vote
from factcheck.errors import Refused
from factcheck.services import blind, ruling, veil
from factcheck.services.blind import Part
from factcheck.services.desk import Desk
from factcheck.store import read, tables
from factcheck.store.base import chunks

LONG = timedelta(days=7)
"""After so long a claim is overdue. It counts from the verdict that waits, else from when the claim was found."""
MOST = 500
"""Claims of one sort that are looked at, the oldest first."""


class Wait(StrEnum):
    """What is asked of the reviewer, in the order in which it is shown: what holds up others comes first."""

    SETTLE = "settle"
    SECOND = "second"
    APPROVE = "approve"
    RETURNED = "returned"
    ASSIGNED = "assigned"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim that waits: what for, in which article (``title``), since when, and who gave the verdict, if any."""

    sort: Wait
    claim: Claim
    title: str
    outlet: str | None
    language: str
    since: datetime
    overdue: bool
    by: str | None


def waiting(desk: Desk, now: datetime | None = None) -> list[Waiting]:
    """Everything that waits for this reviewer: by what is asked, the urgent and then the oldest first.

    A claim stands here once, under the first thing that is asked of it.
    """
    now = now or datetime.now(UTC)
    rules = ruling.rules_of(desk.settings)
    with desk.reading() as session:
        asked = dict(_votes(session, rules, desk.reviewer))
        for sort, rows in ((Wait.RETURNED, _returned(session, desk.reviewer)), (Wait.ASSIGNED, _given(session, desk))):
            for identifier in rows:
                asked.setdefault(identifier, (sort, None))
        claims = veil.claims(desk, session, ids=list(asked))
        articles = _articles(session, {claim.article for claim in claims})
        found = [_waiting(claim, articles[claim.article], *asked[claim.id], now) for claim in claims]
    order = list(Wait)
    return sorted(found, key=lambda one: (order.index(one.sort), -one.claim.priority, one.since, one.claim.id))


def _waiting(
    claim: Claim, article: tables.Article, sort: Wait, verdict: tables.Verdict | None, now: datetime
) -> Waiting:
    since = from_stamp(verdict.at) if verdict else claim.created_at
    by = verdict.reviewer if verdict and sort in {Wait.APPROVE, Wait.SECOND} else None
    return Waiting(sort, claim, article.title, article.outlet, article.language, since, now - since > LONG, by)


def _votes(session: Session, rules: Rules, reviewer: str) -> Iterable[tuple[str, tuple[Wait, tables.Verdict | None]]]:
    """Claims whose verdict waits for this reviewer's word."""
    query = (
        select(tables.Claim, tables.Verdict)
        .join(tables.Verdict, tables.Verdict.id == tables.Claim.verdict_id)
        .where(tables.Claim.state == ClaimState.VERDICT_PROPOSED)
        .order_by(tables.Verdict.at)
    )
    for claim, verdict in session.execute(query.limit(MOST)):
        sort = _vote(session, rules, claim, verdict, reviewer)
        if sort is not None:
            yield claim.id, (sort, verdict)


def _vote(session: Session, rules: Rules, claim: tables.Claim, verdict: tables.Verdict, reviewer: str) -> Wait | None:
    if rules.policy is Policy.BLIND and verdict.blind:
        try:
            part = blind.part(session, rules, claim, reviewer)
        except Refused:
            return None
        return {Part.SECOND: Wait.SECOND, Part.DECIDING: Wait.SETTLE}.get(part)
    ballots = read.ballots(session, verdict.id)
    why = refusal_to_vote(rules, verdict.reviewer, ballots, reviewer, Move.APPROVE)
    return Wait.APPROVE if why is None else None


def _returned(session: Session, reviewer: str) -> list[str]:
    """Claims back in review whose verdict was this reviewer's and was sent back."""
    sent_back = (
        select(tables.Verdict.claim_id)
        .join(tables.Vote, tables.Vote.verdict_id == tables.Verdict.id)
        .where(tables.Verdict.reviewer == reviewer, tables.Vote.vote == read.RETURN)
    )
    query = select(tables.Claim.id).where(tables.Claim.state == ClaimState.IN_REVIEW, tables.Claim.id.in_(sent_back))
    return list(session.scalars(query.order_by(tables.Claim.created_at).limit(MOST)))


def _given(session: Session, desk: Desk) -> list[str]:
    query = select(tables.Claim.id).where(tables.Claim.assignee == desk.reviewer, tables.Claim.state.in_(OPEN))
    return list(session.scalars(query.order_by(tables.Claim.created_at).limit(MOST)))


def _articles(session: Session, ids: Iterable[str]) -> dict[str, tables.Article]:
    return {
        row.id: row
        for some in chunks(list(ids))
        for row in session.scalars(select(tables.Article).where(tables.Article.id.in_(some)))
    }
