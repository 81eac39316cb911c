"""Pages, counts and facets of the ledger.

Newest first is the primary key backwards, so a page is a short walk from its cursor, with or without filters. Ranking
looks at the newest 10,000 lines that meet the words: ranking all of a common word's lines takes 0.3 to 0.8 s among a
million. Counts stop at 10,000 where no kept count gives them whole.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session

from factcheck.domain import dates
from factcheck.domain.fold import fold, name_key, rating_key
from factcheck.domain.query import Query
from factcheck.errors import InputError
from factcheck.store import fulltext, sorting, tables
from factcheck.store.fulltext import Asked
from factcheck.store.ledger import CUBE, ClaimantName, Entry, EntryValue, FacetCell, FacetValue, PageText

_NOTHING = Asked("", server=False)
WINDOW = 10_000
"""The newest lines that are ranked, or sorted whole."""
SERVER_WINDOW = 2_000
"""The same of a server, which looks the words of each line up."""
COUNTED = 10_000
"""Where a count stops."""
SEVERAL = ("tag", "host")
"""Fields of which a line may have several values."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a page in their order, how many lines there are, and where the next page begins."""

    numbers: tuple[int, ...]
    count: int
    exact: bool
    more: bool
    cursor: str | None


def page(session: Session, query: Query, ratings: Sequence[str] = ()) -> Numbers:
    """One page of a query; ``ratings`` order what is sorted by verdict.

    Raises ``InputError`` for words, dates or a cursor that cannot be read.
    """
    expression = fulltext.asked(session, query.words)
    filters = _filters(session, query)
    if query.sort.removeprefix("-") in sorting.COLUMNS:
        return _sorted(session, query, expression, filters, ratings)
    if expression and query.sort != "newest":
        return _best(session, query, expression, filters)
    below = _cursor(query.cursor)
    numbers = _newest(session, expression, filters, below, query.limit + 1)
    more = len(numbers) > query.limit
    numbers = numbers[: query.limit]
    count, exact = _count(session, query, expression, filters)
    return Numbers(tuple(numbers), count, exact, more, str(numbers[-1]) if more else None)


def stones(session: Session, query: Query, every: int, ratings: Sequence[str] = ()) -> tuple[list[str], int, bool]:
    """The cursors behind each ``every`` of the next ``limit`` lines of a query without words, how many lines there are
    of these, and whether more follow.
    """
    if query.sort.removeprefix("-") in sorting.COLUMNS:
        return _sorted_stones(session, query, every, ratings)
    numbers = _newest(session, _NOTHING, _filters(session, query), _cursor(query.cursor), query.limit + 1)
    steps = [str(number) for number in numbers[every - 1 : query.limit : every]]
    return steps, min(len(numbers), query.limit), len(numbers) > query.limit


def _sorted_stones(session: Session, query: Query, every: int, ratings: Sequence[str]) -> tuple[list[str], int, bool]:
    count, exact = _count(session, query, _NOTHING, _filters(session, query))
    if exact and count <= WINDOW:
        skip = _cursor(query.cursor) or 0
        lines = min(count - skip, query.limit)
        return [str(skip + n) for n in range(every, lines + 1, every)], lines, count - skip > lines
    places = _places(session, query, ratings)
    steps = [sorting.cursor(place) for place in places[every - 1 : query.limit : every]]
    return steps, min(len(places), query.limit), len(places) > query.limit


def newest(session: Session, query: Query, limit: int) -> list[int]:
    """The numbers of the newest lines of a query, as many as are there up to ``limit``."""
    return _newest(session, fulltext.asked(session, query.words), _filters(session, query), None, limit)


def is_plain(query: Query, fields: Sequence[str]) -> bool:
    """Whether a query asks of these fields only, so that kept counts answer it."""
    asked = set(query.to_json()) - {"sort"}
    return asked <= set(fields)


def cube(session: Session, query: Query) -> dict[str, list[tuple[str, int]]]:
    """How many lines have each value of each field of the cube, most first.

    The query's filters count but for a field's own, so that a person sees what another choice would give.
    """
    wanted = {CUBE.index(name): value for name, value in cube_values(query).items()}
    counts: list[Counter[Any]] = [Counter() for _ in CUBE]
    for *values, n in session.execute(_CELLS):
        missed = [at for at, value in wanted.items() if values[at] != value]
        if not missed:
            for at, value in enumerate(values):
                counts[at][value] += n
        elif len(missed) == 1:
            counts[missed[0]][values[missed[0]]] += n
    return {
        name: [(str(value), n) for value, n in sorted(counts[at].items(), key=_most_first) if value not in ("", 0)]
        for at, name in enumerate(CUBE)
    }


def top_values(session: Session, fields: Sequence[str], limit: int) -> dict[str, list[tuple[str, str, int]]]:
    """The commonest values of fields that have many, in the whole ledger: (value, as shown, count)."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for field in fields:
        rows = session.connection().execute(_TOP, {"field": field, "limit": limit})
        found[field] = [(row.value, row.shown, row.n) for row in rows]
    return found


def values_of(session: Session, numbers: Sequence[int], fields: Sequence[str]) -> dict[str, list[tuple[str, str, int]]]:
    """How many of these lines have each value of these fields: (value, as shown, count), most first."""
    single = {name: _KEYS.get(name, (name, name)) for name in fields if name not in SEVERAL}
    columns = list(dict.fromkeys(name for pair in single.values() for name in pair))
    some = _listed(session, numbers)
    rows = session.execute(select(*(getattr(Entry, name) for name in columns)).where(Entry.number.in_(some))).all()
    values = dict(zip(columns, zip(*rows, strict=True), strict=True)) if rows else {}
    counts: dict[str, Counter[tuple[Any, Any]]] = {name: Counter() for name in fields}
    for name, (key, shown) in single.items():
        counts[name].update(zip(values.get(key, ()), values.get(shown, ()), strict=True))
    several = select(EntryValue.field, EntryValue.value).where(EntryValue.number.in_(some))
    for field, value in session.execute(several) if set(SEVERAL) & set(fields) else ():
        counts[field][value, value] += 1
    return {
        name: [(str(value), str(shown), n) for (value, shown), n in counter.most_common() if value]
        for name, counter in counts.items()
    }


def _listed(session: Session, numbers: Sequence[int]) -> Select[Any]:
    """The numbers as one parameter: a thousand of them cost more to write out than to look up."""
    if fulltext.on_server(session):
        return select(func.unnest(literal(list(numbers), ARRAY(BigInteger))))
    return select(func.json_each(json.dumps(list(numbers))).table_valued("value").c.value)


def _most_first(pair: tuple[Any, int]) -> tuple[int, str]:
    return -pair[1], str(pair[0])


_CELLS = select(*(getattr(FacetCell, name) for name in CUBE), FacetCell.n)
_TOP = (
    select(FacetValue.value, FacetValue.shown, FacetValue.n)
    .where(FacetValue.field == bindparam("field"))
    .order_by(FacetValue.n.desc())
    .limit(bindparam("limit"))
)
_KEYS = {"claimant": ("claimant_key", "claimant"), "outlet": ("outlet_key", "outlet")}


def _filters(session: Session, query: Query, *, led: bool = True) -> list[ColumnElement[bool]]:
    """The conditions of a query.

    For SQLite all but the most selective (``led``) are written so that they choose no index; a server knows how often
    values stand together well enough to choose by itself.
    """
    wanted: dict[str, Any] = {**cube_values(query), **_single_values(session, query)}
    plainly = fulltext.on_server(session)
    leader = (
        min(wanted, key=lambda name: _size(session, name, wanted[name]), default=None) if led and not plainly else None
    )
    conditions: list[ColumnElement[bool]] = []
    for name, value in wanted.items():
        if name in SEVERAL:
            tagged = select(EntryValue.number).where(EntryValue.field == name, EntryValue.value == value)
            conditions.append(Entry.number.in_(tagged))
            continue
        column: Any = getattr(Entry, _COLUMN.get(name, name))
        if name != leader and not plainly:
            column = func.coalesce(column, 0 if name == "year" else "")
        conditions.append(column.in_(value) if isinstance(value, tuple) else column == value)
    if query.said:
        low, high = _days(query.said)
        conditions.append(and_(Entry.first_day <= high, Entry.last_day >= low))
    if query.checked:
        low, high = _days(query.checked)
        conditions.append(Entry.checked_day.between(low, high))
    return conditions


_COLUMN = {"claimant": "claimant_key", "outlet": "outlet_key", "article": "article_id"}


def cube_values(query: Query) -> dict[str, Any]:
    """What a query asks of the fields of the cube, as the kept counts call it."""
    values = {name: getattr(query, name) for name in CUBE if getattr(query, name) not in (None, "")}
    if "verdict" in values:
        values["verdict"] = rating_key(values["verdict"]) or values["verdict"]
    return values


def _single_values(session: Session, query: Query) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: getattr(query, name) for name in ("article", "reviewer", *SEVERAL) if getattr(query, name)
    }
    if query.outlet:
        values["outlet"] = name_key(query.outlet)
    if query.claimant:
        values["claimant"] = _names_of(session, query.claimant)
    return values


def _names_of(session: Session, name: str) -> tuple[str, ...]:
    """The folded name and every other name of the same claimant: archives may use any of them."""
    folded = fold(name)
    owner = session.scalar(select(ClaimantName.claimant_id).where(ClaimantName.folded == folded))
    owner = owner or session.scalar(select(tables.Claimant.id).where(tables.Claimant.folded == folded).limit(1))
    if owner is None:
        return (name_key(name),)
    others = session.scalars(select(ClaimantName.folded).where(ClaimantName.claimant_id == owner)).all()
    main = session.scalar(select(tables.Claimant.folded).where(tables.Claimant.id == owner))
    return tuple(dict.fromkeys(name_key(one) for one in (folded, *others, *([main] if main else []))))


def _size(session: Session, name: str, value: Any) -> int:
    """How many lines a filter leaves, from the kept counts; an article's claims are few."""
    if name == "article":
        return 0
    if name in CUBE:
        column = getattr(FacetCell, name)
        return session.scalar(select(func.sum(FacetCell.n)).where(column == value)) or 0
    values = value if isinstance(value, tuple) else (value,)
    counted = select(func.sum(FacetValue.n)).where(FacetValue.field == name, FacetValue.value.in_(values))
    return session.scalar(counted) or 0


def _newest(
    session: Session, expression: Asked, filters: Sequence[ColumnElement[bool]], below: int | None, limit: int
) -> list[int]:
    if not expression:
        query = select(Entry.number).where(*filters).order_by(Entry.number.desc()).limit(limit)
        return list(session.scalars(query if below is None else query.where(Entry.number < below)))
    rowid = fulltext.ENTRIES.c.rowid
    words = _words(expression, filters, rowid).order_by(rowid.desc()).limit(limit)
    found = list(session.scalars(words if below is None else words.where(rowid < below)))
    pages = _in_pages(expression, filters).order_by(Entry.number.desc()).limit(limit)
    found += session.scalars(pages if below is None else pages.where(Entry.number < below))
    return sorted(found, reverse=True)[:limit]


def _words(expression: Asked, filters: Sequence[ColumnElement[bool]], *columns: Any) -> Select[Any]:
    """Rows of the index that meet the words and, looked up one by one, the filters."""
    query = select(*columns).select_from(fulltext.ENTRIES).where(fulltext.meets(fulltext.ENTRIES, expression))
    if filters:
        query = query.where(
            select(literal_column("1"))
            .select_from(Entry)
            .where(Entry.number == fulltext.ENTRIES.c.rowid, *filters)
            .correlate(fulltext.ENTRIES)
            .exists()
        )
    return query


def _in_pages(expression: Asked, filters: Sequence[ColumnElement[bool]]) -> Select[int]:
    """Claims that cite a page which meets the words, and do not meet them themselves."""
    met = select(fulltext.PAGES.c.rowid).where(fulltext.meets(fulltext.PAGES, expression))
    citing = (
        select(tables.Evidence.claim_id)
        .join(PageText, PageText.source_id == tables.Evidence.source_id)
        .where(PageText.number.in_(met))
    )
    themselves = select(fulltext.ENTRIES.c.rowid).where(
        fulltext.meets(fulltext.ENTRIES, expression), fulltext.ENTRIES.c.rowid == Entry.number
    )
    return select(Entry.number).where(Entry.id.in_(citing), ~themselves.correlate(Entry).exists(), *filters)


def _best(session: Session, query: Query, expression: Asked, filters: Sequence[ColumnElement[bool]]) -> Numbers:
    """The ranked page: the window is ranked anew for each page, and the cursor names the last line before it.

    Claims of which only a cited page meets the words come after all others, with the score 0.
    """
    rowid = fulltext.ENTRIES.c.rowid
    score = fulltext.score(expression).label("score")
    window = _words(expression, filters, rowid, score).order_by(rowid.desc()).limit(_window(expression)).subquery()
    best = select(window.c.score, window.c.rowid).order_by(window.c.score, window.c.rowid.desc()).limit(query.limit + 1)
    after = _ranked_cursor(query.cursor) if query.cursor else None
    if after:
        level, number = after
        best = best.where(or_(window.c.score > level, and_(window.c.score == level, window.c.rowid < number)))
    ranked = [(float(found_score), int(number)) for found_score, number in session.execute(best)]
    if len(ranked) <= query.limit:
        pages = _in_pages(expression, filters).order_by(Entry.number.desc()).limit(query.limit + 1 - len(ranked))
        if after and after[0] == 0:
            pages = pages.where(Entry.number < after[1])
        ranked += [(0.0, number) for number in session.scalars(pages)]
    more = len(ranked) > query.limit
    shown = ranked[: query.limit]
    count, exact = _count(session, query, expression, filters)
    cursor = f"{abs(shown[-1][0])!r}:{shown[-1][1]}" if more else None
    return Numbers(tuple(number for _, number in shown), count, exact, more, cursor)


def _window(words: Asked) -> int:
    """How many of the newest lines that meet the words are ranked. A server has the words of each line to look up."""
    return min(WINDOW, SERVER_WINDOW) if words.server else WINDOW


def _sorted(
    session: Session, query: Query, expression: Asked, filters: Sequence[ColumnElement[bool]], ratings: Sequence[str]
) -> Numbers:
    """A page in the order of a column. What words found and what is few is sorted whole; the rest is walked."""
    count, exact = _count(session, query, expression, filters)
    if not expression and not (exact and count <= WINDOW):
        places = _places(session, query, ratings)
        more = len(places) > query.limit
        places = places[: query.limit]
        numbers = tuple(place.number for place in places)
        return Numbers(numbers, count, exact, more, sorting.cursor(places[-1]) if more else None)
    skip = _cursor(query.cursor) or 0
    parts = sorting.parts_of(session, query.sort, ratings)
    held: Select[Any] | CompoundSelect[Any] = select(Entry.number.label("number")).where(*filters)
    if expression:
        rowid = fulltext.ENTRIES.c.rowid
        words = _words(expression, filters, rowid.label("number")).order_by(rowid.desc()).limit(WINDOW).subquery()
        held = union(select(words.c.number), _in_pages(expression, filters))
    found = sorting.few(session, query.sort, parts, held, skip, query.limit + 1)
    more = len(found) > query.limit
    return Numbers(tuple(found[: query.limit]), count, exact, more, str(skip + query.limit) if more else None)


def _places(session: Session, query: Query, ratings: Sequence[str]) -> list[sorting.Place]:
    """The places of the next lines, ``limit`` of them and one more where there are more."""
    parts = sorting.parts_of(session, query.sort, ratings)
    after = sorting.read(query.cursor, parts) if query.cursor else None
    filters = _filters(session, query, led=False)
    return sorting.walked(session, query.sort, parts, filters, after, query.limit + 1)


def _count(
    session: Session, query: Query, expression: Asked, filters: Sequence[ColumnElement[bool]]
) -> tuple[int, bool]:
    if is_plain(query, CUBE):
        conditions = [getattr(FacetCell, name) == value for name, value in cube_values(query).items()]
        return session.scalar(select(func.sum(FacetCell.n)).where(*conditions)) or 0, True
    if expression:
        some = [_words(expression, filters, literal_column("1")), _in_pages(expression, filters)]
    else:
        some = [select(literal_column("1")).select_from(Entry).where(*filters)]
    counts = [select(func.count()).select_from(part.limit(COUNTED + 1).subquery()) for part in some]
    count = sum(session.scalar(part) or 0 for part in counts)
    return min(count, COUNTED), count <= COUNTED


def _days(written: str) -> tuple[int, int]:
    partial = dates.parse(written)
    return partial.first.toordinal(), partial.last.toordinal()


def _cursor(written: str | None) -> int | None:
    if written is None:
        return None
    if not written.isdecimal():
        raise InputError("search-cursor")
    return int(written)


def _ranked_cursor(written: str) -> tuple[float, int]:
    score, _, number = written.partition(":")
    try:
        return -float(score), int(number)
    except ValueError:
        raise InputError("search-cursor") from None
