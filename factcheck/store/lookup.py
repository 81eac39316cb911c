"""Finding rows by the short ids that people type.

The first digits are a range of the primary key. The last eight, which people see, are found by walking that same index
(1,000,000 ids in 0.24 s on a busy machine): an index of their own would cost every new row a write to a random page.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.domain import ids
from factcheck.store.tables import Step, Tracked

BEYOND_HEX = "g"
"""Sorts after every hexadecimal digit: ``prefix <= id < prefix + "g"`` are the ids that begin with the prefix."""


def matching(session: Session, table: type[Tracked] | type[Step], typed: str, limit: int) -> list[str]:
    """At most ``limit`` ids that a person may have meant, by their first or by their last eight digits.

    ``typed`` may hold dashes and capitals. Fewer than four digits match nothing.
    """
    wanted = typed.strip().lower().replace("-", "")
    if len(wanted) < ids.SHORTEST:
        return []
    last = func.substr(table.id, ids.LENGTH - ids.SHORT + 1)
    found: dict[str, None] = {}
    for column in (table.id, last) if len(wanted) <= ids.SHORT else (table.id,):
        query = select(table.id).where(column >= wanted, column < wanted + BEYOND_HEX).order_by(column).limit(limit)
        found |= dict.fromkeys(session.scalars(query))
    return list(found)[:limit]
