"""Lines of the ledger that may be earlier checks, and the decisions that people made about them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from factcheck.domain import ids as identifiers
from factcheck.domain.claim import ClaimState
from factcheck.domain.match import Line
from factcheck.errors import InputError, NotFound
from factcheck.store import entries
from factcheck.store.ledger import CHECK, Entry, MatchDecision

COUNTED = frozenset(ClaimState) - {ClaimState.PROPOSED, ClaimState.DISMISSED}
"""Claims that somebody took on are worth finding, with or without a verdict; proposals are not."""
SOME = 10
_COLUMNS = (
    Entry.number, Entry.revision, Entry.record, Entry.state, Entry.language, Entry.text, Entry.title, Entry.quote,
    Entry.summary, Entry.reason,
)  # fmt: skip
revision = entries.revision


def count_changed(session: Session, since: int) -> int:
    """How many lines changed after a revision."""
    return session.scalar(select(func.count()).select_from(Entry).where(Entry.revision > since)) or 0


def changed(session: Session, since: int) -> Iterator[Line]:
    """The lines that changed after a revision, by revision, as a stream."""
    query = select(*_COLUMNS).where(Entry.revision > since).order_by(Entry.revision, Entry.number)
    for row in session.execute(query, execution_options={"yield_per": 2000}):
        number, revised, record, state, language, text, title, quote, summary, reason = row
        counts = record == CHECK or state in COUNTED
        yield Line(number, revised, counts, record, language, text, title, quote, summary, reason)


def any_besides(session: Session, article_id: str) -> bool:
    """Whether any line may be found that is not of this article."""
    found = or_(Entry.record == CHECK, Entry.state.in_(COUNTED))
    elsewhere = or_(Entry.article_id.is_(None), Entry.article_id != article_id)
    return session.scalar(select(Entry.number).where(found, elsewhere).limit(1)) is not None


def line(row: Entry) -> Line:
    """A row as matching takes it."""
    counts = row.record == CHECK or row.state in COUNTED
    texts = (row.language, row.text, row.title, row.quote, row.summary, row.reason)
    return Line(row.number, row.revision, counts, row.record, *texts)


def by_numbers(session: Session, numbers: Sequence[int]) -> list[Entry]:
    """The rows with these numbers that may be found, in any order; ones that are gone are left out."""
    rows = session.scalars(select(Entry).where(Entry.number.in_(numbers))).all()
    return [row for row in rows if row.record == CHECK or row.state in COUNTED]


def by_ids(session: Session, wanted: Sequence[str]) -> dict[str, Entry]:
    """The rows with these ids that are there."""
    return {row.id: row for row in session.scalars(select(Entry).where(Entry.id.in_(wanted)))}


def find(session: Session, typed: str) -> str:
    """The id of the line that was meant by its id or by its archive's own id; ``NotFound``, ``InputError``."""
    exact = session.scalar(select(Entry.id).where(Entry.id == typed))
    if exact is not None:
        return exact
    found = session.scalars(select(Entry.id).where(Entry.own_id == typed).limit(SOME)).all()
    if len(found) > 1:
        some = ", ".join(identifiers.short(one) for one in found)
        raise InputError("id-ambiguous", id=typed, count=len(found), some=some)
    if not found:
        raise NotFound("match-unknown", id=typed)
    return found[0]


def decision(session: Session, claim_id: str, other_id: str) -> MatchDecision | None:
    """What was decided about a claim and a line, or None."""
    pair = (MatchDecision.claim_id == claim_id, MatchDecision.other_id == other_id)
    return session.scalars(select(MatchDecision).where(*pair)).first()


def decisions_of(session: Session, claim_id: str) -> list[MatchDecision]:
    """The decisions about a claim, newest first."""
    query = select(MatchDecision).where(MatchDecision.claim_id == claim_id)
    return list(session.scalars(query.order_by(MatchDecision.at.desc(), MatchDecision.id.desc())))


def decided(session: Session, claim_id: str) -> dict[str, str]:
    """The decision about a claim by the id of the other line."""
    query = select(MatchDecision.other_id, MatchDecision.decision).where(MatchDecision.claim_id == claim_id)
    return {row.other_id: row.decision for row in session.execute(query)}


def scored_decisions(session: Session, method: str) -> list[tuple[float, str]]:
    """The scores that decided matches had by a method, with the decisions; ones that were not found have none."""
    query = select(MatchDecision.score, MatchDecision.decision)
    rows = session.execute(query.where(MatchDecision.method == method, MatchDecision.score > 0))
    return [(row.score, row.decision) for row in rows]
