"""Changes after publication: corrections, clarifications, withdrawals, and the ledger that readers can ask for."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain import ids
from factcheck.domain.claim import Claim
from factcheck.domain.correction import Correction, Part, Sort
from factcheck.domain.history import from_stamp
from factcheck.domain.review import TO, Move
from factcheck.domain.verdict import Verdict
from factcheck.errors import InputError, Refused
from factcheck.i18n import current, text
from factcheck.services import claims, ruling, scales, veil
from factcheck.services.desk import Desk, Done
from factcheck.store import tables
from factcheck.store.unit import Work

SORTS = (Sort.CORRECTION, Sort.CLARIFICATION)


def correct(
    desk: Desk,
    claim_id: str,
    *,
    what_was_wrong: str,
    because: str,
    rating: str | None = None,
    standalone: str | None = None,
    sort: str = Sort.CORRECTION,
) -> Done[Claim]:
    """Change a published verdict or wording: what was wrong, why, dated, the old version linked.

    ``sort`` is ``correction`` or ``clarification``, which keeps the rating. With a ``rating`` (the old one or another)
    ``because`` becomes the reason of the verdict. A correction without a difference is refused.
    """
    if sort not in SORTS:
        raise InputError("claim-field", field="sort", value=sort, wanted=", ".join(SORTS))
    what, because = what_was_wrong.strip(), because.strip()
    if not what or not because:
        raise InputError("correction-reason")
    label = "claim-corrected" if sort == Sort.CORRECTION else "claim-clarified"
    with desk.acting(label, reason=because, what=what) as work:
        row = work.require(tables.Claim, claim_id)
        ruling.rest_on(work, row, rating=rating, reason=because)
        ruling.refuse(Move.CORRECT, row)
        old_verdict, old_wording = row.verdict_id, row.standalone
        wording = " ".join((standalone or row.standalone).split())
        given = work.require(tables.Verdict, old_verdict or "")
        if sort == Sort.CLARIFICATION and rating not in {None, given.rating}:
            raise Refused("clarification-rating")
        new_verdict = rating is not None and (rating, because) != (given.rating, given.reason)
        if wording == old_wording and not new_verdict:
            raise Refused("correction-nothing")
        row.standalone = wording
        if rating is not None and new_verdict:
            scale = ruling.scale_of(desk, given)
            ruling.name_rating(work, scale, rating)
            ruling.add_verdict(work, row, scale, rating, because)
        row.state = TO[Move.CORRECT].value
        _add(work, row, Sort(sort), what, because, old_verdict, old_wording)
        work.values["claim"] = claims.shown(row)
    return desk.done(work, claims.get(desk, claim_id))


def withdraw(desk: Desk, claim_id: str, because: str) -> Done[Claim]:
    """Take a published verdict back altogether; verdict and reason stay on record."""
    because = because.strip()
    if not because:
        raise InputError("withdraw-reason")
    with desk.acting("claim-withdrawn", reason=because) as work:
        row = work.require(tables.Claim, claim_id)
        ruling.rest_on(work, row, reason=because)
        ruling.refuse(Move.WITHDRAW, row)
        row.state = TO[Move.WITHDRAW].value
        _add(work, row, Sort.WITHDRAWAL, because, because, row.verdict_id, row.standalone)
        work.values["claim"] = claims.shown(row)
    return desk.done(work, claims.get(desk, claim_id))


def ledger(desk: Desk, *, claim: str | None = None, article: str | None = None) -> list[Correction]:
    """Every correction, clarification and withdrawal of a claim, an article or the library, oldest first."""
    query = select(tables.Correction).order_by(tables.Correction.at, tables.Correction.id)
    if claim:
        query = query.where(tables.Correction.claim_id == claim)
    if article:
        mine = select(tables.Claim.id).where(tables.Claim.article_id == article)
        query = query.where(tables.Correction.claim_id.in_(mine))
    with desk.reading() as session:
        return _corrections(desk, session, session.scalars(query).all())


def describe(desk: Desk, correction: Correction, language: str | None = None) -> list[str]:
    """What moved, in sentences: the ratings by their labels, the old wording and reason quoted."""
    said = []
    for part in correction.changed:
        if part is Part.WORDING:
            old, new = correction.old_standalone, correction.new_standalone
        else:
            assert correction.old_verdict
            assert correction.new_verdict
            verdicts = (correction.old_verdict, correction.new_verdict)
            old, new = (_rated(desk, v, language) if part is Part.RATING else v.reason for v in verdicts)
        said.append(text(f"moved.{part}", language, old=old, new=new))
    return said


def _rated(desk: Desk, verdict: Verdict, language: str | None) -> str:
    scale = scales.given_under(desk, verdict.scale, verdict.scale_version)
    return scales.rating_of(scale, verdict.rating).label(language or current())


def _corrections(desk: Desk, session: Session, rows: Sequence[tables.Correction]) -> list[Correction]:
    given = {v.id: v for claim in {row.claim_id for row in rows} for v in veil.verdicts(desk, session, claim)}
    return [
        Correction(
            id=row.id,
            claim=row.claim_id,
            sort=Sort(row.sort),
            what_was_wrong=row.what_was_wrong,
            because=row.because,
            reviewer=row.reviewer,
            at=from_stamp(row.at),
            old_verdict=given.get(row.old_verdict_id or ""),
            new_verdict=given.get(row.new_verdict_id or ""),
            old_standalone=row.old_standalone,
            new_standalone=row.new_standalone,
        )
        for row in rows
    ]


def _add(
    work: Work, row: tables.Claim, sort: Sort, what: str, because: str, old_verdict: str | None, old_wording: str
) -> None:
    work.add(
        tables.Correction(
            id=ids.new_id(),
            claim_id=row.id,
            sort=sort.value,
            what_was_wrong=what,
            because=because,
            old_verdict_id=old_verdict,
            new_verdict_id=row.verdict_id,
            old_standalone=old_wording,
            new_standalone=row.standalone,
            reviewer=work.reviewer,
            at=work.at,
        )
    )
