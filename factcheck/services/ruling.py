"""Rows that verdicts are made of, within a step; the policy that says how many eyes they need."""

from sqlalchemy.orm import Session

from factcheck.domain import ids
from factcheck.domain.claim import ClaimState
from factcheck.domain.review import Move, Policy, Rules, refusal
from factcheck.domain.verdict import Scale
from factcheck.errors import InputError, Refused
from factcheck.services import claims, scales
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from factcheck.store import read, tables
from factcheck.store.unit import Work


def rules_of(settings: Settings) -> Rules:
    """The desk's policy from the settings; ``InputError`` for one under which nothing could ever be approved."""
    votes, voters = settings.number("review.votes"), settings.number("review.voters")
    rules = Rules(Policy(settings.text("review.policy")), votes, voters)
    if not rules.possible:
        raise InputError("policy-impossible", votes=votes, voters=voters)
    return rules


def refuse(move: Move, claim: tables.Claim) -> None:
    """``Refused`` with the reason when the claim's state does not allow the move."""
    why = refusal(move, ClaimState(claim.state))
    if why:
        raise Refused(f"refused-{why}", claim=claims.shown(claim))


def rest_on(work: Work, claim: tables.Claim, *, verdict: bool = True, **said: str | None) -> None:
    """``Conflict`` when somebody else changed what a judgement is about: the claim's words, the verdict in force.

    ``said`` is what the reviewer has to say: ``rating`` and ``reason``.
    """
    columns = ("verdict_id", "standalone", "quote") if verdict else ("standalone", "quote")
    work.rests_on(claim, *columns, verdict_id=said | {"reviewer": work.reviewer})


def add_verdict(
    work: Work,
    claim: tables.Claim,
    scale: Scale,
    rating: str,
    because: str,
    *,
    blind: bool = False,
    second_to: str | None = None,
) -> tables.Verdict:
    """A verdict's row. It takes the claim over and supersedes the last one, unless it is ``second_to`` another."""
    row = work.add(
        tables.Verdict(
            id=ids.new_id(),
            claim_id=claim.id,
            scale_id=scales.keep(work, scale),
            rating=rating,
            reason=because,
            reviewer=work.reviewer,
            blind=blind,
            supersedes=None if second_to else claim.verdict_id or last(work.session, claim.id),
            second_to=second_to,
            at=work.at,
        )
    )
    if not second_to:
        claim.verdict_id = row.id
    return row


def add_vote(work: Work, verdict: tables.Verdict, vote: str, note: str | None) -> None:
    """A reviewer's word on a verdict."""
    work.add(
        tables.Vote(
            id=ids.new_id(),
            verdict_id=verdict.id,
            claim_id=verdict.claim_id,
            reviewer=work.reviewer,
            vote=vote,
            note=note,
            at=work.at,
        )
    )


def last(session: Session, claim_id: str) -> str | None:
    """The last verdict that a claim had, sent back or not."""
    return next((given.id for given in read.verdicts_of(session, claim_id) if not given.second_to), None)


def name_rating(work: Work, scale: Scale, key: str) -> None:
    """Put the rating into the step's name in every language that the scale speaks; ``InputError`` when unknown."""
    rating = scales.rating_of(scale, key)
    work.values["rating"] = key
    work.values.update({f"rating_{language}": label for language, label in rating.labels.items()})


def scale_of(desk: Desk, verdict: tables.Verdict) -> Scale:
    """The scale of a verdict as it is now; as it was when the verdict was given, when its file is gone."""
    key, _, version = verdict.scale_id.rpartition("@")
    now = {scale.key: scale for scale in scales.list_all()}
    return now.get(key) or scales.given_under(desk, key, int(version))
