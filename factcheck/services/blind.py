"""Blind second verdicts: two reviewers judge apart, a third decides where they differ, agreement is reported."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from factcheck.domain.agreement import Agreement, agreement
from factcheck.domain.claim import ClaimState
from factcheck.domain.review import Policy, Rules
from factcheck.domain.verdict import Scale
from factcheck.errors import Refused
from factcheck.services import claims, ruling
from factcheck.services.desk import Desk
from factcheck.store import read, tables
from factcheck.store.unit import Work


class Part(StrEnum):
    """What a verdict is in the pair of blind ones; the value is its step's label."""

    FIRST = "verdict-given"
    SECOND = "verdict-second"
    DECIDING = "verdict-decided"


def part(session: Session, rules: Rules, claim: tables.Claim, reviewer: str) -> Part:
    """What the reviewer's verdict on the claim would be; ``Refused`` when the pair is full and it is theirs."""
    if rules.policy is not Policy.BLIND or claim.state != ClaimState.VERDICT_PROPOSED or not claim.verdict_id:
        return Part.FIRST
    first = session.get(tables.Verdict, claim.verdict_id)
    if first is None or not first.blind:
        return Part.FIRST
    second = beside(session, first.id)
    if second is None:
        return Part.FIRST if reviewer == first.reviewer else Part.SECOND
    if reviewer in {first.reviewer, second.reviewer}:
        raise Refused("refused-blind-third", claim=claims.shown(claim), first=first.reviewer, second=second.reviewer)
    return Part.DECIDING


def beside(session: Session, verdict_id: str) -> tables.Verdict | None:
    """The second verdict that was given beside a first one, or None."""
    return session.scalar(select(tables.Verdict).where(tables.Verdict.second_to == verdict_id))


def second(work: Work, claim: tables.Claim, scale: Scale, rating: str, because: str) -> tables.Verdict:
    """Give the second verdict: with the same rating it approves the first, with another one a third must decide."""
    first = work.require(tables.Verdict, claim.verdict_id or "")
    row = ruling.add_verdict(work, claim, scale, rating, because, blind=True, second_to=first.id)
    agrees = rating == first.rating
    ruling.add_vote(work, first, read.APPROVE if agrees else read.DIFFER, None)
    claim.state = (ClaimState.APPROVED if agrees else ClaimState.VERDICT_PROPOSED).value
    return row


def agreed(desk: Desk, *, scale: str | None = None, reviewers: tuple[str, str] | None = None) -> Agreement:
    """How far first and second verdicts agree, over the library, one scale, or two reviewers (first's name first)."""
    first, other = aliased(tables.Verdict), aliased(tables.Verdict)
    query = select(first, other).join(other, other.second_to == first.id).order_by(other.at, other.id)
    with desk.reading() as session:
        rows = session.execute(query).all()
    pairs = []
    for one, two in rows:
        if scale and one.scale_id.rpartition("@")[0] != scale:
            continue
        if reviewers is None or (one.reviewer, two.reviewer) == reviewers:
            pairs.append((one.rating, two.rating))
        elif (two.reviewer, one.reviewer) == reviewers:
            pairs.append((two.rating, one.rating))
    return agreement(pairs)
