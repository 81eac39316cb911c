"""Finding what a person meant by a short id."""

from sqlalchemy.orm import Session

from factcheck.domain import ids
from factcheck.errors import InputError, NotFound
from factcheck.store.lookup import matching
from factcheck.store.tables import Step, Tracked

SHOWN = 5


def one_of(session: Session, table: type[Tracked] | type[Step], typed: str) -> str:
    """The one id of ``table`` that was typed, whole or by a unique part."""
    found = matching(session, table, typed, SHOWN + 1)
    if not found:
        raise NotFound(f"{table.__tablename__}-unknown", id=typed)
    if len(found) > 1:
        more = "…" if len(found) > SHOWN else ""
        some = ", ".join(ids.short(one) for one in found[:SHOWN]) + more
        raise InputError("id-ambiguous", id=typed, count=len(found), some=some)
    return found[0]
