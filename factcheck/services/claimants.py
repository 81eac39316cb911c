"""Claimants: whoever said it, each once, under all of its names; who that is elsewhere; what was said and how rated."""

import re
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from factcheck.domain import ids
from factcheck.domain.fold import fold
from factcheck.domain.query import Found, Query
from factcheck.errors import InputError, NotFound, Refused
from factcheck.services import search
from factcheck.services.desk import Desk, Done
from factcheck.store import tables
from factcheck.store.unit import Work

SUGGESTIONS = 20
OTHERS = 10
"""Other names that a claimant is thought to have at most, where names are suggested."""
RECORD = 100
_WIKIDATA = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d{0,14})")


@dataclass(frozen=True, slots=True)
class Claimant:
    """One person or outlet. ``others`` are its other names, ``wikidata`` the address of its item."""

    id: str
    name: str
    others: tuple[str, ...]
    wikidata: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Record:
    """What a claimant said and how it was rated, here and in imported archives: newest first.

    ``ratings`` counts the ratings' keys, most first; ``count`` is all that was found, ``exact`` whether it is whole.
    """

    claimant: Claimant
    ratings: tuple[tuple[str, int], ...]
    found: tuple[Found, ...]
    count: int
    exact: bool


def claimant_id(work: Work, name: str) -> str:
    """The id of the claimant called ``name`` (or known by it as another name), made within the step when missing."""
    name = " ".join(name.split())
    pending = (row for row in work.session.new if isinstance(row, tables.Claimant) and row.name == name)
    row = next(pending, None) or work.session.scalar(select(tables.Claimant).where(tables.Claimant.name == name))
    if row is None:
        other = select(tables.ClaimantName.claimant_id).where(tables.ClaimantName.folded == fold(name))
        known = work.session.scalar(other)
        if known is not None:
            return known
        row = work.add(tables.Claimant(name=name, folded=fold(name), created_at=work.at))
    return row.id


def names(desk: Desk, typed: str = "", limit: int = SUGGESTIONS) -> list[str]:
    """Names of claimants that hold what was typed, those that begin with it first; other names lead to the main one."""
    wanted = fold(typed)
    with desk.reading() as session:
        query = select(tables.Claimant.name, tables.Claimant.folded)
        others = select(tables.Claimant.name, tables.ClaimantName.folded).join(
            tables.ClaimantName, tables.ClaimantName.claimant_id == tables.Claimant.id
        )
        if wanted:
            query = query.where(tables.Claimant.folded.contains(wanted, autoescape=True))
            others = others.where(tables.ClaimantName.folded.contains(wanted, autoescape=True))
        rows = [*session.execute(query.order_by(*_as_typed(tables.Claimant.folded, wanted)).limit(limit))]
        if wanted:  # several of a claimant's other names may hold it, and it is listed once
            several = others.order_by(*_as_typed(tables.ClaimantName.folded, wanted)).limit(limit * OTHERS)
            rows += session.execute(several)
    ordered = sorted(rows, key=lambda row: (not row.folded.startswith(wanted), row.folded))
    return list(dict.fromkeys(row.name for row in ordered))[:limit]


def _as_typed(
    folded: InstrumentedAttribute[str], wanted: str
) -> tuple[ColumnElement[bool], InstrumentedAttribute[str]]:
    """The order of names for what was typed: those that begin with it first, then by the alphabet."""
    return ~folded.startswith(wanted, autoescape=True), folded


def get(desk: Desk, name_or_id: str) -> Claimant:
    """The claimant of that id, name or other name; ``NotFound``."""
    with desk.reading() as session:
        return _claimant(session, _row(session, name_or_id))


def list_all(desk: Desk, words: str = "") -> list[Claimant]:
    """Claimants whose names hold the words, by name."""
    wanted = fold(words)
    with desk.reading() as session:
        rows = session.scalars(select(tables.Claimant).order_by(tables.Claimant.folded)).all()
        counted = select(tables.Claim.claimant_id, func.count()).group_by(tables.Claim.claimant_id)
        counts = {row[0]: row[1] for row in session.execute(counted)}
        links = {row.claimant_id: row.url for row in session.scalars(select(tables.ClaimantLink))}
        others: dict[str, list[tables.ClaimantName]] = {}
        for name in session.scalars(select(tables.ClaimantName).order_by(tables.ClaimantName.folded)):
            others.setdefault(name.claimant_id, []).append(name)
        return [
            Claimant(row.id, row.name, tuple(n.name for n in own), links.get(row.id), counts.get(row.id, 0))
            for row in rows
            for own in [others.get(row.id, [])]
            if wanted in row.folded or any(wanted in name.folded for name in own)
        ]


def also_called(desk: Desk, name_or_id: str, other: str) -> Done[Claimant]:
    """Give a claimant another name. ``Refused`` when that name leads to somebody: merge the two instead."""
    other = " ".join(other.split())
    if not other:
        raise InputError("claimant-name-empty")
    with desk.acting("claimant-named", other=other) as work:
        row = _row(work.session, name_or_id)
        work.values["name"] = row.name
        taken = _by_name(work.session, other)
        if taken is not None and taken.id != row.id:
            raise Refused("claimant-name-taken", name=other, by=taken.name)
        if taken is None:
            work.add(tables.ClaimantName(id=ids.new_id(), claimant_id=row.id, name=other, folded=fold(other)))
        owner = row.id
    return desk.done(work, get(desk, owner))


def link(desk: Desk, name_or_id: str, wikidata: str | None) -> Done[Claimant]:
    """Say which Wikidata item a claimant is (Q42 or its address), or with None that it is none."""
    match = _WIKIDATA.fullmatch(wikidata.strip()) if wikidata else None
    if wikidata and match is None:
        raise InputError("claimant-wikidata", value=wikidata)
    with desk.acting("claimant-linked" if match else "claimant-unlinked") as work:
        row = _row(work.session, name_or_id)
        known = work.session.scalar(select(tables.ClaimantLink).where(tables.ClaimantLink.claimant_id == row.id))
        work.values["name"], owner = row.name, row.id
        url = f"https://www.wikidata.org/wiki/{match[1]}" if match else None
        if url is None:
            if known is not None:
                work.remove(known)
        elif known is None:
            work.add(tables.ClaimantLink(id=ids.new_id(), claimant_id=row.id, url=url))
        else:
            known.url = url
        work.values["url"] = url or ""
    return desk.done(work, get(desk, owner))


def merge(desk: Desk, keep: str, other: str) -> Done[Claimant]:
    """Make one claimant of two: ``keep`` takes the claims, the names and the link of ``other``. One undoable step."""
    with desk.acting("claimants-merged") as work:
        session = work.session
        kept, gone = _row(session, keep), _row(session, other)
        if kept.id == gone.id:
            raise Refused("claimant-merge-itself", name=kept.name)
        work.values.update({"name": kept.name, "other": gone.name})
        for claim in session.scalars(select(tables.Claim).where(tables.Claim.claimant_id == gone.id)):
            claim.claimant_id = kept.id
        for name in session.scalars(select(tables.ClaimantName).where(tables.ClaimantName.claimant_id == gone.id)):
            name.claimant_id = kept.id
        mine = session.scalar(select(tables.ClaimantLink.id).where(tables.ClaimantLink.claimant_id == kept.id))
        for linked in session.scalars(select(tables.ClaimantLink).where(tables.ClaimantLink.claimant_id == gone.id)):
            if mine is None:
                linked.claimant_id = kept.id
            else:
                work.remove(linked)
        named = select(tables.ClaimantName.id).where(tables.ClaimantName.folded == gone.folded)
        if gone.folded != kept.folded and session.scalar(named) is None:
            row = tables.ClaimantName(id=ids.new_id(), claimant_id=kept.id, name=gone.name, folded=gone.folded)
            work.add(row)
        work.remove(gone)
        owner = kept.id
    return desk.done(work, get(desk, owner))


def record(desk: Desk, name: str, *, limit: int = RECORD) -> Record:
    """What a claimant said and how it was rated; a name that only archives know will do. ``NotFound``."""
    with desk.reading() as session:
        row = _by_name(session, name) or session.get(tables.Claimant, name)
        known = _claimant(session, row) if row else Claimant("", " ".join(name.split()), (), None, 0)
    page = search.find(desk, Query(claimant=known.name, sort="newest", limit=limit))
    if row is None and not page.found:
        raise NotFound("claimant-unknown", id=name)
    if page.more:
        verdicts = next(f for f in search.facets(desk, Query(claimant=known.name)) if f.field == "verdict")
        ratings = [(value, n) for value, _, n in verdicts.values]
    else:
        ratings = Counter(line.verdict for line in page.found if line.verdict).most_common()
    return Record(known, tuple(ratings), page.found, page.count, page.exact)


def _claimant(session: Session, row: tables.Claimant) -> Claimant:
    others = select(tables.ClaimantName.name).where(tables.ClaimantName.claimant_id == row.id)
    return Claimant(
        id=row.id,
        name=row.name,
        others=tuple(session.scalars(others.order_by(tables.ClaimantName.folded))),
        wikidata=session.scalar(select(tables.ClaimantLink.url).where(tables.ClaimantLink.claimant_id == row.id)),
        claims=session.scalar(select(func.count()).where(tables.Claim.claimant_id == row.id)) or 0,
    )


def _row(session: Session, name_or_id: str) -> tables.Claimant:
    found = session.get(tables.Claimant, name_or_id) or _by_name(session, name_or_id)
    if found is None:
        raise NotFound("claimant-unknown", id=name_or_id)
    return found


def _by_name(session: Session, name: str) -> tables.Claimant | None:
    """The claimant called so: exactly, else in another case or spelling, else by another name."""
    exact = session.scalar(select(tables.Claimant).where(tables.Claimant.name == " ".join(name.split())))
    if exact is not None:
        return exact
    by_fold = session.scalars(select(tables.Claimant).where(tables.Claimant.folded == fold(name)).limit(1)).first()
    if by_fold is not None:
        return by_fold
    owner = session.scalar(select(tables.ClaimantName.claimant_id).where(tables.ClaimantName.folded == fold(name)))
    return session.get(tables.Claimant, owner) if owner else None
