"""Lines in the order of a column: pages by keyset, a walk along an index.

An order is a row of parts. Lines of one part come either newest first (all with the verdict "false") or by a key (the
claimant's name); lines without a value come last whichever way the order runs. Few lines are sorted whole, many walked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, literal, null, select
from sqlalchemy.orm import Session

from factcheck.domain.claim import ClaimState
from factcheck.domain.query import SORTS
from factcheck.errors import InputError
from factcheck.store.ledger import CHECK, CLAIM, Entry, FacetCell

COLUMNS = SORTS[2:]
"""What lines can be sorted by, beside newest and best; a minus before it turns the order round."""
_KEYS: dict[str, tuple[Any, object]] = {
    "claimant": (Entry.claimant_key, ""),
    "outlet": (Entry.outlet_key, ""),
    "date": (Entry.first_day, 0),
    "checked": (Entry.checked_day, 0),
}
_VALUES: dict[str, Any] = {
    "verdict": Entry.verdict,
    "state": Entry.state,
    "language": Entry.language,
    "record": Entry.record,
}
Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Part:
    """The lines that meet ``where``, by ``key``, or newest first where there is none.

    ``where`` is written for the index that it walks; ``also`` is asked of each line and chooses no index.
    """

    where: ColumnElement[bool]
    key: Any = None
    also: tuple[ColumnElement[bool], ...] = ()


class Place(NamedTuple):
    """Where a line stands in an order: its part, its key there (None in a part without), its number."""

    part: int
    key: str | int | None
    number: int


def cursor(place: Place) -> str:
    """A place as the cursor of the page behind it."""
    part, key, number = place
    return f"{part}:{number}:{'' if key is None else key}"


def read(written: str, parts: Sequence[Part]) -> Place:
    """The place that a cursor names; ``InputError`` for one that no page gave."""
    part, _, rest = written.partition(":")
    number, _, key = rest.partition(":")
    if not (part.isdecimal() and number.isdecimal() and int(part) < len(parts)):
        raise InputError("search-cursor")
    column = parts[int(part)].key
    if column is None:
        return Place(int(part), None, int(number))
    if column.type.python_type is int:
        if not key.isdecimal():
            raise InputError("search-cursor")
        return Place(int(part), int(key), int(number))
    return Place(int(part), key, int(number))


def parts_of(session: Session, sort: str, ratings: Sequence[str]) -> list[Part]:
    """The parts of an order. ``ratings`` are the verdicts of the desk's scale in its order; others follow by key."""
    name = sort.removeprefix("-")
    if name in _KEYS:
        column, nothing = _KEYS[name]
        return [Part(column > nothing, column), Part(column == "" if nothing == "" else column.is_(None))]
    column = _VALUES[name]
    values = _values(session, name, ratings)
    if sort.startswith("-"):
        values.reverse()
    groups = [Part(column == value) for value in values]
    if name == "verdict":
        others = Part(column > "", column, (func.coalesce(column, "").not_in(values),))
        groups.insert(0 if sort.startswith("-") else len(groups), others)
    return [*groups, Part(column.is_(None))]


def walked(
    session: Session, sort: str, parts: Sequence[Part], filters: Conditions, after: Place | None, limit: int
) -> list[Place]:
    """The places (part, key, number) of the next lines: a short walk along the index of each part."""
    back = sort.startswith("-")
    found: list[Place] = []
    for at in range(after.part if after else 0, len(parts)):
        part, here = parts[at], after if after and after.part == at else None
        if part.key is None:
            beyond = [Entry.number < here.number] if here else []
            found += _walk(session, at, part, (*filters, *beyond), limit - len(found), back=True)
        else:
            if here:
                same = Part(part.key == here.key, part.key, part.also)
                beyond = [Entry.number < here.number if back else Entry.number > here.number]
                found += _walk(session, at, same, (*filters, *beyond), limit - len(found), back=back)
            bound = part.where if here is None else part.key < here.key if back else part.key > here.key
            further = Part(and_(part.where, bound) if back and here else bound, part.key, part.also)
            if len(found) < limit:
                found += _walk(session, at, further, filters, limit - len(found), back=back)
        if len(found) >= limit:
            break
    return found


def few(session: Session, sort: str, parts: Sequence[Part], numbers: Any, skip: int, limit: int) -> list[int]:
    """The numbers of some lines sorted whole. ``numbers`` selects them; there are few, so ``skip`` costs nothing."""
    place = case(*((and_(part.where, *part.also), at) for at, part in enumerate(parts)), else_=len(parts))
    order: list[Any] = [place]
    back = sort.startswith("-")
    keyed = [part for part in parts if part.key is not None]
    for part in keyed:
        at = parts.index(part)
        key = case((place == at, part.key), else_=None)
        tie = case((place == at, Entry.number), else_=None)
        order += [key.desc(), tie.desc()] if back else [key, tie]
    held = numbers.subquery()
    lines = select(Entry.number).where(Entry.number.in_(select(held.c[0])))
    return list(session.scalars(lines.order_by(*order, Entry.number.desc()).offset(skip).limit(limit)))


def _values(session: Session, name: str, ratings: Sequence[str]) -> list[str]:
    if name == "verdict":
        return list(ratings)
    if name == "state":
        return [state.value for state in ClaimState]
    if name == "record":
        return [CLAIM, CHECK]
    return list(session.scalars(select(FacetCell.language).distinct().order_by(FacetCell.language)))


def _walk(session: Session, at: int, part: Part, filters: Conditions, limit: int, *, back: bool) -> Sequence[Any]:
    order = [Entry.number] if part.key is None else [part.key, Entry.number]
    lines = select(literal(at), null() if part.key is None else part.key, Entry.number)
    lines = lines.where(part.where, *part.also, *filters)
    return session.execute(lines.order_by(*(column.desc() for column in order) if back else order).limit(limit)).all()
