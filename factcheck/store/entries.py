"""Keeping the ledger: its lines, the facets and the page texts follow every change in the same transaction.

The unit of work calls ``follow`` with the edits that it is about to commit, so that a change of a claim, an undo and a
command of another process all keep the ledger in the same way; the import of earlier checks calls ``write``.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from factcheck.domain.history import StoredEdit
from factcheck.store import fulltext, tables
from factcheck.store import lines as lines_of
from factcheck.store.base import chunks
from factcheck.store.ledger import CUBE, Entry, EntryValue, FacetCell, FacetValue, LedgerState, PageText
from factcheck.store.lines import Line, Values

SHIFT = 24
"""Bits of an entry's number that count within its day: 16 million lines a day."""
_ENTRY: Any = Entry.__table__


class _Deltas:
    """What a transaction adds to and takes from the facets."""

    def __init__(self) -> None:
        self.cells: Counter[tuple[object, ...]] = Counter()
        self.values: Counter[tuple[str, str]] = Counter()
        self.shown: dict[tuple[str, str], str] = {}

    def count(self, row: Mapping[str, Any], several: Iterable[tuple[str, str]], by: int) -> None:
        """Count a line and its values ``by`` (1 or -1)."""
        self.cells[tuple(row[name] or (0 if name == "year" else "") for name in CUBE)] += by
        single = (
            ("claimant", row["claimant_key"], row["claimant"]),
            ("outlet", row["outlet_key"], row["outlet"]),
            ("reviewer", row["reviewer"] or "", row["reviewer"] or ""),
        )
        for field, value, shown in (*single, *((field, value, value) for field, value in several)):
            if value:
                self.values[field, value] += by
                self.shown[field, value] = shown

    def write(self, session: Session) -> None:
        """Bring the facet tables up to date."""
        for key, by in self.cells.items():
            if by:
                _CELLS.add(session, key, {}, by)
        for key_value, by in self.values.items():
            if by:
                _VALUES.add(session, key_value, {"shown": self.shown[key_value]}, by)


def follow(session: Session, edits: Sequence[StoredEdit]) -> None:
    """Bring the ledger up to date with edits that have been flushed and not yet committed."""
    claims, pages = _affected(session, edits)
    if claims:
        refresh(session, claims)
    for capture in pages:
        _index_page(session, capture)


def refresh(session: Session, claim_ids: Iterable[str]) -> None:
    """Write the lines of these claims anew; remove those of claims that are gone."""
    wanted = sorted(set(claim_ids))
    lines = [line for chunk in chunks(wanted) for line in lines_of.of_claims(session, chunk)]
    write(session, lines)
    remove(session, sorted(set(wanted) - {line.columns["id"] for line in lines}))


def refresh_blind(session: Session) -> None:
    """Make the lines of claims with a blind verdict anew: for a library whose ledger held what is under the veil."""
    blind = select(tables.Claim.id).join(tables.Verdict, tables.Verdict.id == tables.Claim.verdict_id)
    refresh(session, session.scalars(blind.where(tables.Verdict.blind)).all())


def rebuild(session: Session) -> None:
    """Make every claim's line and every page's text anew: for a library from before the ledger."""
    refresh(session, session.scalars(select(tables.Claim.id)).all())
    for capture in session.scalars(select(tables.Capture.id).where(tables.Capture.page_sha256.is_not(None))).all():
        _index_page(session, capture)


def write(session: Session, lines: Sequence[Line]) -> None:
    """Add or replace lines by id, with their facets and tags. The caller commits."""
    if not lines:
        return
    revision = next_revision(session)
    connection = session.connection()
    deltas = _Deltas()
    known = _known(session, [line.columns["id"] for line in lines])
    several = _values_of(session, [row["number"] for row in known.values()])
    fresh: list[Values] = []
    values: list[Values] = []
    worded: list[Values] = []
    counts: dict[int, int] = {}
    for line in sorted(lines, key=lambda line: line.day):
        old = known.get(line.columns["id"])
        row = {**line.columns, "revision": revision}
        if old is not None:
            deltas.count(old, several.get(old["number"], ()), -1)
        if old is not None and old["number"] >> SHIFT == line.day:
            row["number"] = old["number"]
            changed = {name: value for name, value in row.items() if value != old[name]}
            connection.execute(_CHANGE, {"at_number": old["number"], **changed})
            worded += [row] if changed.keys() & fulltext.COLUMN_WEIGHTS.keys() else []
        else:
            if old is not None:
                session.execute(delete(_ENTRY).where(Entry.number == old["number"]))
            row["number"] = _number(session, counts, line.day)
            fresh.append(row)
        if old is not None and several.get(old["number"]):
            session.execute(delete(EntryValue).where(EntryValue.number == old["number"]))
        deltas.count(row, line.values, 1)
        values += [{"field": field, "value": value, "number": row["number"]} for field, value in line.values]
    if fresh:
        session.execute(insert(_ENTRY), fresh)
    fulltext.put_lines(session, [*fresh, *worded])
    if values:
        session.execute(insert(EntryValue.__table__), values)  # type: ignore[arg-type]  # a mapped class's table
    deltas.write(session)


def remove(session: Session, ids: Sequence[str]) -> None:
    """Take lines away, with their facets and tags."""
    known = _known(session, ids)
    if not known:
        return
    next_revision(session)
    deltas = _Deltas()
    several = _values_of(session, [row["number"] for row in known.values()])
    for row in known.values():
        deltas.count(row, several.get(row["number"], ()), -1)
        session.execute(delete(_ENTRY).where(Entry.number == row["number"]))
        session.execute(delete(EntryValue).where(EntryValue.number == row["number"]))
    deltas.write(session)


def revision(session: Session) -> int:
    """The ledger's revision: what the newest changed line has."""
    return session.scalar(select(LedgerState.value).where(LedgerState.name == "revision")) or 0


def next_revision(session: Session) -> int:
    """Raise the revision by one: everything that one transaction writes shares it."""
    connection = session.connection()
    now = connection.execute(_RAISE).scalar()
    if now is None:
        connection.execute(insert(LedgerState).values(name="revision", value=1))
    return int(now or 1)


def _affected(session: Session, edits: Sequence[StoredEdit]) -> tuple[set[str], list[str]]:
    """The claims whose lines an edit may change, and the captures whose page it brought."""
    claims: set[str] = set()
    pages: list[str] = []
    for entity, row, claim, _article, before, _after in edits:
        if entity == "capture":
            pages.append(row)
        if entity in {"claim", "verdict", "evidence", "claim_tag"} and claim:
            claims.add(claim)
        elif entity == "evidence" and before:
            claims.add(str(json.loads(before)["claim_id"]))
        elif before is not None and entity in _OWNERS:
            claims.update(session.scalars(_OWNERS[entity](row)))
    return claims, pages


def _of_article(article: str) -> Select[str]:
    return select(tables.Claim.id).where(tables.Claim.article_id == article)


def _of_claimant(claimant: str) -> Select[str]:
    return select(tables.Claim.id).where(tables.Claim.claimant_id == claimant)


def _of_source(source: str) -> Select[str]:
    return select(tables.Evidence.claim_id).where(tables.Evidence.source_id == source)


_OWNERS = {"article": _of_article, "claimant": _of_claimant, "source": _of_source}


def _index_page(session: Session, capture_id: str) -> None:
    """Put a captured page's text into the full-text index, once: captures are never taken back."""
    capture = session.get(tables.Capture, capture_id)
    known = session.scalar(select(PageText.number).where(PageText.capture_id == capture_id))
    if capture is None or capture.page_sha256 is None or known is not None:
        return
    page = session.scalar(select(tables.Content.text).where(tables.Content.sha256 == capture.page_sha256))
    number = (session.scalar(select(func.max(PageText.number))) or 0) + 1
    session.execute(insert(PageText).values(number=number, capture_id=capture_id, source_id=capture.source_id))
    fulltext.add_page(session, number, str(json.loads(page or "{}").get("text") or ""))


def _number(session: Session, counts: dict[int, int], day: int) -> int:
    """The next free place of a day."""
    if day not in counts:
        last = session.connection().execute(_LAST, {"after": (day + 1) << SHIFT}).scalar()
        counts[day] = last + 1 if last is not None and last >> SHIFT == day else day << SHIFT
    number = counts[day]
    counts[day] += 1
    return number


def _known(session: Session, ids: Sequence[str]) -> dict[str, Values]:
    connection = session.connection()
    rows = (row for some in chunks(ids) for row in connection.execute(_BY_ID, {"ids": list(some)}).mappings())
    return {row["id"]: dict(row) for row in rows}


def _values_of(session: Session, numbers: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    connection = session.connection()
    found: dict[int, list[tuple[str, str]]] = {}
    for chunk in chunks(numbers):
        for number, field, value in connection.execute(_BY_NUMBER, {"numbers": list(chunk)}):
            found.setdefault(number, []).append((field, value))
    return found


class _Counts:
    """The statements that add to the counts of a table, made once: a batch of an import runs thousands of them."""

    def __init__(self, table: Any, names: Sequence[str]) -> None:
        key = [table.c[name] == bindparam(f"k_{name}") for name in names]
        self.names = names
        self.change = update(table).where(*key).values(n=table.c.n + bindparam("by"))
        self.begin = insert(table)
        self.end = delete(table).where(*key, table.c.n <= 0)

    def add(self, session: Session, values: Sequence[object], rest: Values, by: int) -> None:
        """Add to a count; its row is made when missing and removed at nothing."""
        connection = session.connection()
        key = {f"k_{name}": value for name, value in zip(self.names, values, strict=True)}
        if connection.execute(self.change, {**key, "by": by}).rowcount == 0:
            connection.execute(self.begin, {**dict(zip(self.names, values, strict=True)), **rest, "n": by})
        elif by < 0:
            connection.execute(self.end, key)


_CELLS = _Counts(FacetCell.__table__, CUBE)
_VALUES = _Counts(FacetValue.__table__, ("field", "value"))
_LAST = select(func.max(Entry.number)).where(Entry.number < bindparam("after"))
_BY_ID = select(_ENTRY).where(_ENTRY.c.id.in_(bindparam("ids", expanding=True)))
_VALUE: Any = EntryValue.__table__
_BY_NUMBER = select(_VALUE.c.number, _VALUE.c.field, _VALUE.c.value).where(
    _VALUE.c.number.in_(bindparam("numbers", expanding=True))
)
_CHANGE = update(_ENTRY).where(_ENTRY.c.number == bindparam("at_number"))
_STATE: Any = LedgerState.__table__
_RAISE = update(_STATE).where(_STATE.c.name == "revision").values(value=_STATE.c.value + 1).returning(_STATE.c.value)
