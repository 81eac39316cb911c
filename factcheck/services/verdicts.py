"""Verdicts: given, approved, sent back, published, corrected, withdrawn. A verdict is never overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.domain import ids
from factcheck.domain.claim import Claim, ClaimState
from factcheck.domain.review import TO, Ballot, Move, Policy, Rules, refusal, refusal_to_vote, standing
from factcheck.domain.source import Stance
from factcheck.domain.verdict import Scale, Verdict
from factcheck.errors import InputError, Refused
from factcheck.i18n import text
from factcheck.services import claims, scales
from factcheck.services.desk import Desk, Done
from factcheck.store import read, tables
from factcheck.store.unit import Work

SORTS = ("correction", "clarification")


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the reviewer can or cannot do to a claim's verdict now; ``why_not`` is a sentence."""

    key: str
    allowed: bool
    why_not: str = ""


def scale(desk: Desk, key: str | None = None) -> Scale:
    """The scale in use, or the one called ``key``."""
    return scales.get(desk, key)


def rules(desk: Desk) -> Rules:
    """The desk's policy from the settings."""
    settings = desk.settings
    return Rules(
        Policy(settings.text("review.policy")), settings.number("review.votes"), settings.number("review.voters")
    )


def give(desk: Desk, claim_id: str, rating: str, because: str, *, scale_key: str | None = None) -> Done[Verdict]:
    """Rate a claim. A proposed claim is taken on by it; an earlier verdict is superseded and kept.

    Raises ``InputError`` for an unknown rating or a missing reason, ``Refused`` for a published claim.
    """
    used = scales.get(desk, scale_key)
    given = scales.rating_of(used, rating)
    if not because.strip():
        raise InputError("verdict-reason")
    words = {f"rating_{language}": label for language, label in given.labels.items()}
    with desk.acting("verdict-given", reason=because.strip(), rating=rating, **words) as work:
        claim = work.require(tables.Claim, claim_id)
        _refuse(Move.JUDGE, claim)
        row = _add_verdict(work, claim, used, rating, because.strip())
        claim.state = standing(rules(desk), []).value
        work.values["claim"] = claims.shown(claim)
    return desk.done(work, _verdict(desk, claim_id, row.id))


def approve(desk: Desk, claim_id: str, note: str = "") -> Done[Verdict]:
    """Approve the verdict that waits; the policy says whether that is enough."""
    return _vote(desk, claim_id, "approve", note)


def send_back(desk: Desk, claim_id: str, because: str) -> Done[Verdict]:
    """Send a verdict back to review, with the reason."""
    if not because.strip():
        raise InputError("return-reason")
    return _vote(desk, claim_id, "return", because)


def publish(desk: Desk, claim_ids: Sequence[str]) -> Done[list[Claim]]:
    """Mark approved claims as published: from now on a change is a correction."""
    return _to(desk, "claims-published", Move.PUBLISH, claim_ids)


def withdraw(desk: Desk, claim_id: str, because: str) -> Done[Claim]:
    """Take a published verdict back altogether; verdict and reason stay on record."""
    if not because.strip():
        raise InputError("withdraw-reason")
    with desk.acting("claim-withdrawn", reason=because.strip()) as work:
        row = work.require(tables.Claim, claim_id)
        _refuse(Move.WITHDRAW, row)
        row.state = TO[Move.WITHDRAW].value
        work.add(_correction(work, row, "withdrawal", because.strip(), because.strip(), row.verdict_id, row.standalone))
        work.values["claim"] = claims.shown(row)
    return desk.done(work, claims.get(desk, claim_id))


def correct(
    desk: Desk,
    claim_id: str,
    *,
    what_was_wrong: str,
    because: str,
    rating: str | None = None,
    standalone: str | None = None,
    sort: str = "correction",
) -> Done[Claim]:
    """Change a published verdict or wording: what was wrong, why, dated, the old version linked.

    ``sort`` is ``correction`` or ``clarification``. A correction without a difference is refused.
    """
    if sort not in SORTS:
        raise InputError("claim-field", field="sort", value=sort, wanted=", ".join(SORTS))
    if not what_was_wrong.strip() or not because.strip():
        raise InputError("correction-reason")
    used = scales.get(desk)
    with desk.acting("claim-corrected", reason=because.strip(), what=what_was_wrong.strip(), sort=sort) as work:
        row = work.require(tables.Claim, claim_id)
        _refuse(Move.CORRECT, row)
        old_verdict, old_wording = row.verdict_id, row.standalone
        wording = " ".join((standalone or row.standalone).split())
        current = work.require(tables.Verdict, old_verdict or "")
        if wording == old_wording and rating in {None, current.rating} and because.strip() == current.reason:
            raise Refused("correction-nothing")
        row.standalone = wording
        if rating is not None:
            scales.rating_of(used, rating)
            _add_verdict(work, row, used, rating, because.strip())
        row.state = TO[Move.CORRECT].value
        work.add(_correction(work, row, sort, what_was_wrong.strip(), because.strip(), old_verdict, old_wording))
        work.values["claim"] = claims.shown(row)
    return desk.done(work, claims.get(desk, claim_id))


def of_claim(desk: Desk, claim_id: str) -> list[Verdict]:
    """Every verdict of a claim, newest first."""
    with desk.reading() as session:
        return read.verdicts_of(session, claim_id)


def missing(desk: Desk, claim_id: str, language: str | None = None) -> list[str]:
    """What the verdict of a claim still lacks, in sentences: sources, evidence, a reason, a second reviewer."""
    claim = claims.get(desk, claim_id)
    with desk.reading() as session:
        evidence = read.evidence_of(session, claim_id)
    lacks = []
    if not evidence:
        lacks.append("source")
    elif not any(e.stance is not Stance.CONTEXT for e in evidence):
        lacks.append("stance")
    elif not any(e.quote for e in evidence):
        lacks.append("quote")
    origins = {e.source.origin or e.source.publisher or e.source.url or e.source.id for e in evidence}
    if evidence and len(origins) < 2 and desk.settings.flag("review.key_points_need_two_sources"):
        lacks.append("second-source")
    if claim.verdict is None:
        lacks.append("verdict")
    elif claim.state is ClaimState.VERDICT_PROPOSED:
        lacks.append("reviewer")
    return [text(f"missing.{key}", language) for key in lacks]


def actions(desk: Desk, claim_id: str) -> list[Action]:
    """What this reviewer can do about the verdict now, and why not."""
    claim = claims.get(desk, claim_id)
    found = []
    for move in (Move.JUDGE, Move.APPROVE, Move.RETURN, Move.PUBLISH, Move.CORRECT, Move.WITHDRAW):
        why = refusal(move, claim.state)
        if why is None and move in {Move.APPROVE, Move.RETURN} and claim.verdict:
            why = refusal_to_vote(rules(desk), claim.verdict.reviewer, _ballots(desk, claim.verdict.id), desk.reviewer)
        sentence = text(f"error.refused-{why}", claim=claim.standalone) if why else ""
        found.append(Action(move.value, why is None, sentence))
    return found


def _vote(desk: Desk, claim_id: str, vote: str, note: str) -> Done[Verdict]:
    move = Move.APPROVE if vote == "approve" else Move.RETURN
    label = "verdict-approved" if vote == "approve" else "verdict-returned"
    with desk.acting(label, reason=note.strip() or None) as work:
        claim = work.require(tables.Claim, claim_id)
        _refuse(move, claim)
        verdict = work.require(tables.Verdict, claim.verdict_id or "")
        ballots = [Ballot(row.reviewer, row.vote == "approve") for row in read.votes_of(work.session, verdict.id)]
        why = refusal_to_vote(rules(desk), verdict.reviewer, ballots, desk.reviewer)
        if why:
            raise Refused(f"refused-{why}", claim=claims.shown(claim))
        work.add(
            tables.Vote(
                id=ids.new_id(),
                verdict_id=verdict.id,
                claim_id=claim_id,
                reviewer=desk.reviewer,
                vote=vote,
                note=note.strip() or None,
                at=work.at,
            )
        )
        claim.state = standing(rules(desk), [*ballots, Ballot(desk.reviewer, vote == "approve")]).value
        work.values["claim"] = claims.shown(claim)
        verdict_id = verdict.id
    return desk.done(work, _verdict(desk, claim_id, verdict_id))


def _to(desk: Desk, label: str, move: Move, claim_ids: Sequence[str]) -> Done[list[Claim]]:
    with desk.acting(label, n=len(claim_ids)) as work:
        for claim_id in claim_ids:
            row = work.require(tables.Claim, claim_id)
            _refuse(move, row)
            row.state = TO[move].value
            work.values["claim"] = claims.shown(row)
    with desk.reading() as session:
        return desk.done(work, read.claims(session, ids=list(claim_ids)))


def _add_verdict(work: Work, claim: tables.Claim, used: Scale, rating: str, because: str) -> tables.Verdict:
    row = work.add(
        tables.Verdict(
            id=ids.new_id(),
            claim_id=claim.id,
            scale_id=scales.keep(work, used),
            rating=rating,
            reason=because,
            reviewer=work.reviewer,
            blind=False,
            supersedes=claim.verdict_id,
            at=work.at,
        )
    )
    claim.verdict_id = row.id
    return row


def _correction(
    work: Work,
    row: tables.Claim,
    sort: str,
    what: str,
    because: str,
    old_verdict: str | None,
    old_wording: str,
) -> tables.Correction:
    return tables.Correction(
        id=ids.new_id(),
        claim_id=row.id,
        sort=sort,
        what_was_wrong=what,
        because=because,
        old_verdict_id=old_verdict,
        new_verdict_id=row.verdict_id,
        old_standalone=old_wording,
        new_standalone=row.standalone,
        reviewer=work.reviewer,
        at=work.at,
    )


def _refuse(move: Move, claim: tables.Claim) -> None:
    why = refusal(move, ClaimState(claim.state))
    if why:
        raise Refused(f"refused-{why}", claim=claims.shown(claim))


def _ballots(desk: Desk, verdict_id: str) -> list[Ballot]:
    with desk.reading() as session:
        return [Ballot(row.reviewer, row.vote == "approve") for row in read.votes_of(session, verdict_id)]


def _verdict(desk: Desk, claim_id: str, verdict_id: str) -> Verdict:
    return next(verdict for verdict in of_claim(desk, claim_id) if verdict.id == verdict_id)
