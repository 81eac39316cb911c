"""Walking through a search: pages, stepping stones to any place, and a chart of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.domain.query import Query
from factcheck.services import search
from factcheck.services.desk import Desk
from factcheck.store import search as store
from factcheck.store.ledger import CUBE, Entry, FacetCell
from factcheck.store.stopping import stoppable

NEWEST = 2_000
"""Lines that a chart is drawn of where no kept counts answer."""
CLAIMANTS = 8
Stop = Callable[[], bool]
page = search.find
"""One page of a query, as this reviewer may see it."""


@dataclass(frozen=True, slots=True)
class Stones:
    """Stepping stones: the cursors of every n-th line. ``lines`` counts those walked over; ``more`` says to go on."""

    cursors: tuple[str, ...]
    lines: int
    more: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: a year or a claimant (``value``, as ``shown``) with its verdicts, most first."""

    value: str
    shown: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many lines the bar stands for."""
        return sum(n for _, n in self.parts)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in the order in which they are drawn; ``exact`` is False when only the newest lines were counted."""

    bars: tuple[Bar, ...]
    exact: bool


def stones(desk: Desk, query: Query, every: int, many: int = 200, *, cancelled: Stop | None = None) -> Stones:
    """The cursors behind each ``every`` lines from the query's own cursor on, at most ``many``: a way to any place.

    Only for a query without words, whose order is kept. A million lines are walked in pieces of ``every * many``, so
    that nothing else waits long.
    """
    with desk.reading() as session, stoppable(session, cancelled):
        query = replace(query, limit=every * many)
        steps, lines, more = store.stones(session, query, every, search.ratings_for(desk, query))
    return Stones(tuple(steps), lines, more)


def over_time(desk: Desk, query: Query, *, cancelled: Stop | None = None) -> Chart:
    """How many lines of each year have each verdict, oldest year first; whole where kept counts answer."""
    free = replace(query, year=None, cursor=None)
    with desk.reading() as session, stoppable(session, cancelled):
        if store.is_plain(free, CUBE):
            return Chart(_by_value(_counted(session, free)), exact=True)
        rows, whole = _newest(session, free)
    years = [(str(row.year), str(row.year), row.verdict, 1) for row in rows if row.verdict and row.year]
    return Chart(_by_value(years), exact=whole)


def by_claimant(desk: Desk, query: Query, *, cancelled: Stop | None = None) -> Chart:
    """The verdicts on the claimants who have most, of the newest lines; most first."""
    with desk.reading() as session, stoppable(session, cancelled):
        rows, whole = _newest(session, replace(query, claimant=None, cursor=None))
    named = [(row.claimant_key, row.claimant, row.verdict, 1) for row in rows if row.verdict and row.claimant_key]
    bars = sorted(_bars(named), key=lambda bar: (-bar.total, bar.value))
    return Chart(tuple(bars[:CLAIMANTS]), exact=whole)


def _counted(session: Session, query: Query) -> list[tuple[str, str, str, int]]:
    """From the kept counts: (year, year, verdict, n) of what the query leaves."""
    counted = select(FacetCell.year, FacetCell.verdict, func.sum(FacetCell.n)).group_by(
        FacetCell.year, FacetCell.verdict
    )
    conditions = [getattr(FacetCell, name) == value for name, value in store.cube_values(query).items()]
    rows = session.execute(counted.where(*conditions, FacetCell.year > 0, FacetCell.verdict != ""))
    return [(str(year), str(year), verdict, int(n)) for year, verdict, n in rows]


def _by_value(counted: Sequence[tuple[str, str, str, int]]) -> tuple[Bar, ...]:
    return tuple(sorted(_bars(counted), key=lambda bar: bar.value))


def _newest(session: Session, query: Query) -> tuple[Sequence[Any], bool]:
    numbers = store.newest(session, query, NEWEST + 1)
    columns = (Entry.claimant_key, Entry.claimant, Entry.verdict, Entry.year)
    rows = session.execute(select(*columns).where(Entry.number.in_(numbers[:NEWEST]))).all()
    return rows, len(numbers) <= NEWEST


def _bars(counted: Sequence[tuple[str, str, str, int]]) -> list[Bar]:
    """Bars of (value, shown, verdict, n)."""
    parts: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    for value, shown, verdict, n in counted:
        parts.setdefault(value, Counter())[verdict] += n
        names.setdefault(value, shown)
    return [Bar(value, names[value], tuple(counts.most_common())) for value, counts in parts.items()]
