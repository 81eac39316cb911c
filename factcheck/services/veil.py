"""The blind policy's veil: a first verdict stays unseen by other reviewers until a second one stands beside it.

The program hides it from whoever works under another name; it is no secret from those who read the library's file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.claim import Claim, ClaimState
from factcheck.domain.history import Step
from factcheck.services.desk import Desk
from factcheck.store import read, tables


def claims(
    desk: Desk, session: Session, *, article_id: str | None = None, ids: Sequence[str] | None = None
) -> list[Claim]:
    """Claims as this reviewer may see them: one whose first verdict is not for them yet shows none."""
    found = read.claims(session, article_id=article_id, ids=ids)
    waiting = [
        claim.verdict.id
        for claim in found
        if claim.state is ClaimState.VERDICT_PROPOSED
        and claim.verdict
        and claim.verdict.blind
        and claim.verdict.reviewer != desk.reviewer
    ]
    hidden = set(waiting) - _answered(session, waiting) if waiting else set()
    return [replace(c, verdict=None) if c.verdict and c.verdict.id in hidden else c for c in found]


def hidden(desk: Desk, session: Session, claim_ids: Iterable[str]) -> set[str]:
    """The verdicts on those claims that this reviewer may not see yet."""
    query = (
        select(tables.Verdict.id)
        .join(tables.Claim, tables.Claim.verdict_id == tables.Verdict.id)
        .where(
            tables.Claim.id.in_(list(claim_ids)),
            tables.Claim.state == ClaimState.VERDICT_PROPOSED,
            tables.Verdict.blind,
            tables.Verdict.reviewer != desk.reviewer,
        )
    )
    waiting = list(session.scalars(query))
    return set(waiting) - _answered(session, waiting) if waiting else set()


def steps(desk: Desk, session: Session, found: Sequence[Step]) -> list[Step]:
    """Steps as this reviewer may read them: one that gave a hidden verdict tells that it was given, no more."""
    given = {edit.id: edit for step in found for edit in step.edits if edit.entity == "verdict"}
    claim_ids = {str((edit.after or edit.before or {})["claim_id"]) for edit in given.values()}
    unseen = hidden(desk, session, claim_ids) if claim_ids else set()
    if not unseen:
        return list(found)
    return [_veiled(step) if any(edit.id in unseen for edit in step.edits) else step for step in found]


def _veiled(step: Step) -> Step:
    return replace(step, label="verdict-hidden", values={"claim": step.values["claim"]}, reason=None, edits=())


def _answered(session: Session, verdict_ids: Sequence[str]) -> set[str]:
    """Those verdicts that a second one stands beside."""
    found: set[str] = set()
    for start in range(0, len(verdict_ids), read.CHUNK):
        query = select(tables.Verdict.second_to).where(
            tables.Verdict.second_to.in_(verdict_ids[start : start + read.CHUNK])
        )
        found |= {str(one) for one in session.scalars(query)}
    return found
