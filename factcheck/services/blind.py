"""Blind second verdicts: two reviewers judge apart, a third decides where they differ, agreement is reported."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from factcheck.domain import ids
from factcheck.domain.agreement import Agreement, agreement
from factcheck.domain.claim import ClaimState
from factcheck.domain.history import Step
from factcheck.domain.review import Policy, Rules
from factcheck.domain.verdict import Scale
from factcheck.errors import Refused
from factcheck.i18n import text
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
    """Give the second verdict, and say what the pair is where the first can be read already.

    A server shows the first one when the second is kept, and not before: else a reviewer could give one, look, and
    take it back without a trace. There ``settle`` compares them in a step of its own.
    """
    first = work.require(tables.Verdict, claim.verdict_id or "")
    row = ruling.add_verdict(work, claim, scale, rating, because, blind=True, second_to=first.id)
    if first.rating:
        _compare(work, claim, first, rating)
    return row


def settle(desk: Desk, claim_id: str) -> bool:
    """Compare the pair in which this reviewer's verdict is the second; False when there is none or it is done."""
    with desk.reading() as session:
        claim = session.get(tables.Claim, claim_id)
        if claim is None or _uncompared(session, claim, desk.reviewer) is None:
            return False
    with desk.acting("verdicts-compared") as work:
        claim = work.require(tables.Claim, claim_id)
        pair = _uncompared(work.session, claim, desk.reviewer)
        if pair is not None:
            _compare(work, claim, pair[0], pair[1].rating)
            work.values["claim"] = claims.shown(claim)
    desk.done(work, claim_id)
    return True


def catch_up(desk: Desk) -> int:
    """Compare every pair that a connection which broke after this reviewer's second verdict left; how many.

    In a folder both are one step, and nothing is ever left.
    """
    if desk.read_only or desk.library.server is None:
        return 0
    given = select(tables.Verdict.claim_id).where(
        tables.Verdict.second_to.is_not(None), tables.Verdict.reviewer == desk.reviewer
    )
    waiting = select(tables.Claim.id).where(
        tables.Claim.state == ClaimState.VERDICT_PROPOSED, tables.Claim.id.in_(given)
    )
    with desk.reading() as session:
        found = list(session.scalars(waiting))
    return sum(settle(desk, claim_id) for claim_id in found)


def refuse_undo(session: Session, target: Step) -> None:
    """``Refused`` for a step that gave a second verdict when a later one compared it with the first."""
    mine = {edit.id for edit in target.edits}
    for edit in target.edits:
        given = edit.after or {}
        if edit.entity == "verdict" and given.get("second_to"):
            votes = read.votes_of(session, str(given["second_to"]))
            if any(vote.reviewer == given["reviewer"] and vote.id not in mine for vote in votes):
                raise Refused("undo-in-use", what=text("entity.verdict"), id=ids.short(edit.id), by=text("entity.vote"))


def _uncompared(session: Session, claim: tables.Claim, reviewer: str) -> tuple[tables.Verdict, tables.Verdict] | None:
    """The claim's first and second verdict when the second is this reviewer's and nobody has compared them."""
    first = session.get(tables.Verdict, claim.verdict_id or "")
    other = beside(session, first.id) if first else None
    if first is None or other is None or claim.state != ClaimState.VERDICT_PROPOSED or other.reviewer != reviewer:
        return None
    return None if any(vote.reviewer == reviewer for vote in read.votes_of(session, first.id)) else (first, other)


def _compare(work: Work, claim: tables.Claim, first: tables.Verdict, rating: str) -> None:
    """With the same rating the second verdict approves the first, with another one a third must decide."""
    agrees = rating == first.rating
    ruling.add_vote(work, first, read.APPROVE if agrees else read.DIFFER, None)
    claim.state = (ClaimState.APPROVED if agrees else ClaimState.VERDICT_PROPOSED).value


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
