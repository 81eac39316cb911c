"""Searching everything that was ever checked here or brought in: pages, facets, saved searches."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain import ids
from factcheck.domain.claim import ClaimState
from factcheck.domain.fold import fold, rating_key
from factcheck.domain.history import stamp
from factcheck.domain.query import SORTS, Facet, Found, Page, Query, Saved
from factcheck.errors import InputError, NotFound
from factcheck.services import scales, veil
from factcheck.services.desk import Desk, Done
from factcheck.store import search, tables
from factcheck.store.ledger import CUBE, Entry
from factcheck.store.stopping import stoppable

MOST = 500
"""Lines that one page may have."""
SAMPLE = 1_000
"""Newest matches whose values are counted where no kept count answers."""
VALUES = 20
MANY = ("claimant", "outlet", "reviewer", "tag", "host")
"""Fields with many values."""
Stop = Callable[[], bool]


def find(desk: Desk, query: Query, *, whole: bool = False, cancelled: Stop | None = None) -> Page:
    """One page of a query; with ``whole`` each claim of this desk comes with all its fields.

    Raises ``InputError`` when the words cannot be understood, saying what is wrong where, and ``Cancelled`` when the
    person has typed on (``cancelled`` is asked about every millisecond).
    """
    if query.sort and query.sort not in SORTS and query.sort.removeprefix("-") not in SORTS[2:]:
        raise InputError("search-sort", sort=query.sort, wanted=", ".join(SORTS))
    query = replace(query, limit=max(1, min(query.limit, MOST)))
    with desk.reading() as session, stoppable(session, cancelled):
        place = search.page(session, query, ratings_for(desk, query))
        found = _found(session, place.numbers)
        if whole:
            ours = [line.id for line in found if line.article]
            claims = {claim.id: claim for claim in veil.claims(desk, session, ids=ours)}
            found = [replace(line, claim=claims.get(line.id)) for line in found]
        found = _with_own(desk, session, found)
    return Page(tuple(found), place.count, place.exact, place.more, place.cursor)


def ratings_for(desk: Desk, query: Query) -> tuple[str, ...]:
    """The ratings of the scale in use in its order, where the query is sorted by verdict."""
    return tuple(rating.key for rating in scales.get(desk).ratings) if query.sort.endswith("verdict") else ()


def facets(desk: Desk, query: Query | None = None, *, cancelled: Stop | None = None) -> list[Facet]:
    """How many lines have each value of each field, under the query; a field's own filter does not count for it.

    Whole counts come from kept tables. Where there are words or filters of many values, the newest 1,000 lines are
    counted, and ``exact`` says whether those are all.
    """
    query = query or Query()
    with desk.reading() as session, stoppable(session, cancelled):
        if not search.is_plain(query, CUBE):
            return _sampled(session, query, (*CUBE, *MANY))
        found = [
            Facet(field, tuple((value, value, n) for value, n in counts), exact=True)
            for field, counts in search.cube(session, query).items()
        ]
        if not search.is_plain(query, ()):
            return found + _sampled(session, query, MANY)
        top = search.top_values(session, MANY, VALUES)
        return found + [Facet(field, tuple(top[field]), exact=True) for field in MANY]


def save(desk: Desk, name: str, query: Query) -> Done[Saved]:
    """Keep a query under a name; the same name again replaces it. One undoable step."""
    name = " ".join(name.split())
    if not name:
        raise InputError("search-name")
    with desk.acting("search-saved", name=name) as work:
        row = work.session.scalars(select(tables.SavedSearch).where(tables.SavedSearch.name == name)).first()
        if row is None:
            row = work.add(tables.SavedSearch(id=ids.new_id(), name=name))
        if row.query != query.to_json():
            row.query, row.reviewer, row.at = query.to_json(), work.reviewer, work.at
        saved = Saved(row.id, row.name, query)
    return desk.done(work, saved)


def saved(desk: Desk) -> list[Saved]:
    """The kept queries, by name."""
    with desk.reading() as session:
        rows = session.scalars(select(tables.SavedSearch).order_by(tables.SavedSearch.name)).all()
        return [Saved(row.id, row.name, Query.from_json(row.query)) for row in rows]


def recall(desk: Desk, name: str) -> Query:
    """The query kept under a name, whatever its case; ``NotFound`` lists the names."""
    kept = saved(desk)
    for one in kept:
        if fold(one.name) == fold(name):
            return one.query
    raise NotFound("search-unknown", name=name, some=", ".join(one.name for one in kept) or "—")


def forget(desk: Desk, name: str) -> Done[None]:
    """Take a kept query away. One undoable step; ``NotFound``."""
    recall(desk, name)
    with desk.acting("search-forgotten", name=name) as work:
        for row in work.session.scalars(select(tables.SavedSearch)):
            if fold(row.name) == fold(name):
                work.remove(row)
    return desk.done(work, None)


def _found(session: Session, numbers: Sequence[int]) -> list[Found]:
    columns = [getattr(Entry, name) for name in ("number", *_SHOWN)]
    rows = {row.number: row for row in session.execute(select(*columns).where(Entry.number.in_(numbers)))}
    return [_line(rows[number]) for number in numbers if number in rows]


def _with_own(desk: Desk, session: Session, found: Sequence[Found]) -> list[Found]:
    """The lines with the reviewer's own blind verdicts: the ledger does not hold them while they are theirs alone."""
    waiting = [line.id for line in found if line.state == ClaimState.VERDICT_PROPOSED and line.verdict is None]
    own = {claim.id: claim.verdict for claim in veil.claims(desk, session, ids=waiting)} if waiting else {}
    return [
        replace(line, rating=given.rating, verdict=rating_key(given.rating), checked=stamp(given.at)[:10])
        if (given := own.get(line.id))
        else line
        for line in found
    ]


_SHOWN = (
    "id", "record", "text", "title", "claimant", "rating", "verdict", "state", "date", "checked", "outlet", "language",
    "url", "own_id", "article_id",
)  # fmt: skip


def _line(row: Any) -> Found:
    return Found(
        id=row.id,
        record=row.record,
        text=row.text,
        title=row.title,
        claimant=row.claimant or None,
        rating=row.rating,
        verdict=row.verdict,
        state=row.state,
        date=row.date,
        checked=row.checked,
        outlet=row.outlet or None,
        language=row.language,
        url=row.url,
        own_id=row.own_id,
        article=row.article_id,
    )


def _sampled(session: Session, query: Query, fields: Sequence[str]) -> list[Facet]:
    """Facets counted over the newest matches; a field that is filtered by is counted without its filter."""
    counted: dict[str, tuple[dict[str, list[tuple[str, str, int]]], bool]] = {}
    found = []
    for field in fields:
        filtered = field if getattr(query, field) not in (None, "") else ""
        if filtered not in counted:
            numbers = search.newest(session, query.without(field) if filtered else query, SAMPLE + 1)
            counted[filtered] = search.values_of(session, numbers[:SAMPLE], fields), len(numbers) <= SAMPLE
        values, exact = counted[filtered]
        found.append(Facet(field, tuple(values[field][:VALUES]), exact))
    return found
