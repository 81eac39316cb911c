"""Verdicts: given, approved, sent back, published. A verdict is never overwritten.

What happens after publication is in ``corrections``, what two reviewers do apart in ``blind``.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from factcheck.domain.claim import Claim, ClaimState
from factcheck.domain.review import TO, Backing, Ballot, Move, Policy, Rules, lacks, refusal_to_vote, standing
from factcheck.domain.source import Evidence, Stance
from factcheck.domain.verdict import Scale, Verdict
from factcheck.errors import InputError, NotFound, Refused
from factcheck.i18n import text
from factcheck.services import blind, citations, claims, corrections, ruling, scales, veil
from factcheck.services.blind import Part
from factcheck.services.desk import Desk, Done
from factcheck.store import read, tables
from factcheck.store.unit import Work

correct = corrections.correct
withdraw = corrections.withdraw
agreement = blind.agreed


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the reviewer can or cannot do to a claim's verdict now; ``why_not`` is a sentence."""

    key: str
    allowed: bool
    why_not: str = ""


def scale(desk: Desk, key: str | None = None) -> Scale:
    """The scale in use, or the one called ``key``."""
    return scales.get(desk, key)


def give(desk: Desk, claim_id: str, rating: str, because: str, *, scale_key: str | None = None) -> Done[Verdict]:
    """Rate a claim. A proposed claim is taken on by it; an earlier verdict is superseded and kept.

    Under the blind policy a second reviewer's verdict stands beside the first, on the same scale; where the two differ
    a third reviewer's decides. Raises ``InputError`` for an unknown rating or a missing reason, ``Refused`` for a
    published claim or a pair of blind verdicts that is theirs.
    """
    because = because.strip()
    if not because:
        raise InputError("verdict-reason")
    rules = ruling.rules_of(desk.settings)
    if blind.settle(desk, claim_id):  # what a connection that broke after a second verdict left to be done
        raise Refused("blind-kept")
    with desk.acting("verdict-given", reason=because) as work:
        claim = work.require(tables.Claim, claim_id)
        ruling.refuse(Move.JUDGE, claim)
        part = blind.part(work.session, rules, claim, desk.reviewer)
        ruling.rest_on(work, claim, verdict=part is not Part.SECOND, rating=rating, reason=because)
        paired = part is not Part.FIRST
        used = ruling.scale_of(desk, work.require(tables.Verdict, claim.verdict_id or "")) if paired else None
        used = used or scales.get(desk, scale_key)
        work.label = part.value
        ruling.name_rating(work, used, rating)
        if part is Part.SECOND:
            row = blind.second(work, claim, used, rating, because)
        else:
            is_blind = rules.policy is Policy.BLIND and part is Part.FIRST
            if is_blind:
                work.values["salt"] = secrets.token_hex(16)  # sealed, too: no guess is proved by the digest
            row = ruling.add_verdict(work, claim, used, rating, because, blind=is_blind)
            claim.state = (ClaimState.APPROVED if part is Part.DECIDING else standing(rules, [])).value
        work.values["claim"] = claims.shown(claim)
    if part is Part.SECOND:
        blind.settle(desk, claim_id)
    return desk.done(work, _verdict(desk, claim_id, row.id))


def approve(desk: Desk, claim_id: str, note: str = "") -> Done[Verdict]:
    """Approve the verdict that waits, or one that a correction brought; the policy says whether that is enough."""
    return _vote(desk, claim_id, Move.APPROVE, note.strip())


def send_back(desk: Desk, claim_id: str, because: str) -> Done[Verdict]:
    """Send a verdict back to review, with the reason."""
    if not because.strip():
        raise InputError("return-reason")
    return _vote(desk, claim_id, Move.RETURN, because.strip())


def publish(desk: Desk, claim_ids: Sequence[str]) -> Done[list[Claim]]:
    """Mark approved claims as published, in one step: from now on a change is a correction."""
    wanted = list(dict.fromkeys(claim_ids))
    with desk.acting("claims-published", n=len(wanted)) as work:
        for claim_id in wanted:
            row = work.require(tables.Claim, claim_id)
            ruling.rest_on(work, row)
            ruling.refuse(Move.PUBLISH, row)
            row.state = TO[Move.PUBLISH].value
            work.values["claim"] = claims.shown(row)
    with desk.reading() as session:
        return desk.done(work, veil.claims(desk, session, ids=list(claim_ids)))


def of_claim(desk: Desk, claim_id: str) -> list[Verdict]:
    """Every verdict of a claim that this reviewer may see, newest first."""
    with desk.reading() as session:
        return veil.verdicts(desk, session, claim_id)


def missing(desk: Desk, claim_id: str, language: str | None = None) -> list[str]:
    """What the verdict of a claim still lacks, in sentences: sources, evidence, a reason, a second reviewer."""
    claim = claims.get(desk, claim_id)
    rules = _rules(desk, claim.state)
    with desk.reading() as session:
        evidence = read.evidence_of(session, claim_id)
        row = session.get(tables.Claim, claim_id)
        given = row.verdict_id if row else None
        waits = claim.state in {ClaimState.VERDICT_PROPOSED, ClaimState.CORRECTED} and given
        eyes = rules.eyes(read.ballots(session, given)) if given and waits else 0
        differ = bool(given and eyes and blind.beside(session, given))
    two_sources = desk.settings.flag("review.key_points_need_two_sources")
    found = lacks(
        backing(evidence, citations.independent(desk, claim_id) if two_sources else 0),
        has_verdict=given is not None,
        eyes=eyes,
        two_sources=two_sources,
    )
    special = {"reviewer": _eyes_key(rules, differ)}
    return [text(f"missing.{special.get(key, key)}", language, n=eyes) for key in found]


def backing(evidence: Sequence[Evidence], independent: int) -> Backing:
    """What a claim's evidence amounts to; ``independent`` as ``citations.independent`` counts."""
    stances = [one.stance for one in evidence]
    return Backing(
        sources=len(evidence),
        supporting=stances.count(Stance.SUPPORTS),
        refuting=stances.count(Stance.REFUTES),
        quoted=sum(bool(one.quote) for one in evidence),
        independent=independent,
    )


def actions(desk: Desk, claim_id: str) -> list[Action]:
    """What this reviewer can do about the verdict now, and why not."""
    with desk.reading() as session:
        claim = session.get(tables.Claim, claim_id)
        if claim is None:
            raise NotFound("claim-unknown", id=claim_id)
        return [_action(desk, session, claim, move) for move in _MOVES]


_MOVES = (Move.JUDGE, Move.APPROVE, Move.RETURN, Move.PUBLISH, Move.CORRECT, Move.WITHDRAW)


def _action(desk: Desk, session: Session, claim: tables.Claim, move: Move) -> Action:
    try:
        ruling.refuse(move, claim)
        if move is Move.JUDGE:
            blind.part(session, _rules(desk, claim.state), claim, desk.reviewer)
        if move in {Move.APPROVE, Move.RETURN}:
            _refuse_vote(desk, session, claim, move)
    except Refused as why:
        return Action(move.value, False, str(why))
    return Action(move.value, True)


def _vote(desk: Desk, claim_id: str, move: Move, note: str) -> Done[Verdict]:
    label = "verdict-approved" if move is Move.APPROVE else "verdict-returned"
    with desk.acting(label, reason=note or None) as work:
        claim = work.require(tables.Claim, claim_id)
        ruling.rest_on(work, claim, reason=note or None)
        ruling.refuse(move, claim)
        verdict = _refuse_vote(desk, work.session, claim, move)
        ruling.add_vote(work, verdict, read.APPROVE if move is Move.APPROVE else read.RETURN, note or None)
        _settle(work, desk, claim, verdict, move)
        work.values["claim"] = claims.shown(claim)
    return desk.done(work, _verdict(desk, claim_id, verdict.id))


def _settle(work: Work, desk: Desk, claim: tables.Claim, verdict: tables.Verdict, move: Move) -> None:
    """Put the claim where the votes leave it. A verdict that is sent back is in force no more, and stays on record."""
    others = [one for one in read.ballots(work.session, verdict.id) if one.reviewer != work.reviewer]
    state = ClaimState(claim.state)
    claim.state = standing(_rules(desk, state), [*others, Ballot(work.reviewer, move is Move.APPROVE)], state).value
    if claim.state == ClaimState.IN_REVIEW:
        claim.verdict_id = None


def _refuse_vote(desk: Desk, session: Session, claim: tables.Claim, move: Move) -> tables.Verdict:
    """The verdict that the vote is about; ``Refused`` when it is not this reviewer's to cast."""
    verdict = session.get(tables.Verdict, claim.verdict_id or "")
    if verdict is None:
        raise Refused("refused-no-verdict-waits", claim=claims.shown(claim))
    rules, ballots = _rules(desk, claim.state), read.ballots(session, verdict.id)
    why = refusal_to_vote(rules, verdict.reviewer, ballots, desk.reviewer, move)
    if veil.covers(desk, session, verdict):
        why = "blind-own-verdict"
    if why is None and claim.state == ClaimState.CORRECTED and not rules.eyes(ballots):
        why = "already-corrected"
    if why:
        raise Refused(f"refused-{why}", claim=claims.shown(claim))
    return verdict


def _rules(desk: Desk, state: str) -> Rules:
    """The policy for a verdict of a claim in that state: what a correction brought is in the open, so not blind."""
    rules = ruling.rules_of(desk.settings)
    open_to_all = state == ClaimState.CORRECTED and rules.policy is Policy.BLIND
    return replace(rules, policy=Policy.SECOND) if open_to_all else rules


def _eyes_key(rules: Rules, differ: bool) -> str:
    if rules.policy is Policy.BLIND:
        return "decision" if differ else "second-verdict"
    return "votes" if rules.policy is Policy.VOTES else "reviewer"


def _verdict(desk: Desk, claim_id: str, verdict_id: str) -> Verdict:
    return next(verdict for verdict in of_claim(desk, claim_id) if verdict.id == verdict_id)
