"""Claimants: whoever said it, each name once."""

import unicodedata

from sqlalchemy import select

from factcheck.services.desk import Desk
from factcheck.store import tables
from factcheck.store.unit import Work

SUGGESTIONS = 20


def folded(name: str) -> str:
    """The name without case, accents and doubled spaces: what completion compares."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def claimant_id(work: Work, name: str) -> str:
    """The id of the claimant called ``name``, made within the step when the library has none."""
    name = " ".join(name.split())
    pending = (row for row in work.session.new if isinstance(row, tables.Claimant) and row.name == name)
    row = next(pending, None) or work.session.scalar(select(tables.Claimant).where(tables.Claimant.name == name))
    if row is None:
        row = work.add(tables.Claimant(name=name, folded=folded(name), created_at=work.at))
    return row.id


def names(desk: Desk, typed: str = "", limit: int = SUGGESTIONS) -> list[str]:
    """Names of claimants that hold what was typed, those that begin with it first."""
    wanted = folded(typed)
    with desk.reading() as session:
        query = select(tables.Claimant.name, tables.Claimant.folded)
        if wanted:
            query = query.where(tables.Claimant.folded.contains(wanted, autoescape=True))
        rows = session.execute(query.order_by(tables.Claimant.folded).limit(limit * 10)).all()
    return [row.name for row in sorted(rows, key=lambda r: (not r.folded.startswith(wanted), r.folded))][:limit]
