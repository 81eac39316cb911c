"""The unit of work: one action of a person, one transaction, one step in the trail.

::

    with unit(library, reviewer="Ana", label="claim-accepted") as work:
        claim = work.require(tables.Claim, claim_id)
        claim.state = "accepted"
    work.step, work.touched

Everything that the block changed through the session is written with its step and edits, or nothing is. Autoflush is
off: a query inside the block sees the state from before it, plus what ``work.add`` and ``work.require`` hand out.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import insert, inspect, select
from sqlalchemy.orm import Session

from factcheck.domain.history import GENESIS, StoredEdit, StoredStep, canonical_json, stamp, step_digest
from factcheck.domain.ids import new_id
from factcheck.errors import NotFound
from factcheck.store import entries, fulltext, tables, trailwords
from factcheck.store.library import Library
from factcheck.store.locking import Seen, refuse_changed, written
from factcheck.store.tables import FACTS, Row, Tracked, columns_of


@dataclass
class Work:
    """What a unit of work has in hand; ``step`` and ``touched`` are filled when it is committed."""

    session: Session
    reviewer: str
    label: str
    values: dict[str, str] = field(default_factory=dict)
    reason: str | None = None
    undoes: str | None = None
    at: str = field(default_factory=lambda: stamp(datetime.now(UTC)))
    seen: Seen = field(default_factory=Seen)
    step: str | None = None
    touched: frozenset[tuple[str, str]] = frozenset()

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        session = self.session
        return bool(session.new or session.deleted or any(session.is_modified(row) for row in session.dirty))

    def add(self, row: Row) -> Row:
        """A new row, stored with the step; it gets an id when it has none."""
        row.id = row.id or new_id()
        self.session.add(row)
        return row

    def get(self, table: type[Row], identifier: str) -> Row | None:
        """A row to read or change, or None."""
        return self.session.get(table, identifier)

    def require(self, table: type[Row], identifier: str) -> Row:
        """A row to read or change; ``NotFound`` names the id."""
        row = self.session.get(table, identifier)
        if row is None:
            raise NotFound(f"{table.__tablename__}-unknown", id=identifier)
        return row

    def rests_on(self, row: Tracked, *columns: str, **mine: object) -> None:
        """``Conflict`` when somebody else changed a column that the action rests on, whether it writes that or not.

        ``mine`` is what the action has to say of a column, for the person who is shown both versions.
        """
        now = _before(row)
        wanted = {column: mine.get(column, now[column]) for column in columns}
        refuse_changed(self.session, self.seen, row, now, wanted, rests=True)

    def remove(self, row: Tracked) -> None:
        """Take a row away; the trail keeps it."""
        self.session.delete(row)

    def keep(self, text: str) -> str:
        """Store immutable text once; returns its SHA-256."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if self.session.get(tables.Content, digest) is None:
            self.session.add(tables.Content(sha256=digest, text=text))
        return digest


@contextmanager
def unit(
    library: Library, *, reviewer: str, label: str, reason: str | None = None, seen: Seen | None = None
) -> Iterator[Work]:
    """One action: commits what the block changed with its step. Without a change no step is written.

    ``seen`` says at which versions the person who acts saw the rows: what somebody else changed since is a
    ``Conflict`` where this action writes the same fields.
    """
    with library.writing() as session:
        work = Work(session, reviewer, label, reason=reason, seen=seen or Seen())
        yield work
        _commit(work, library)


def _commit(work: Work, library: Library) -> None:
    _refuse_changed(work)
    edits = _edits(work.session)
    if edits:
        library.keep_evidence(work.session, _files(work.session))
        _append(work, edits)
        for row in work.session.dirty:
            if isinstance(row, Tracked) and work.session.is_modified(row):
                row.version += 1
        work.session.flush()
        entries.follow(work.session, edits)
    work.session.commit()
    work.touched = frozenset((entity, row) for entity, row, *_ in edits)


def _refuse_changed(work: Work) -> None:
    if work.seen.versions:
        for row in work.session.dirty:
            if isinstance(row, Tracked):
                before = _before(row)
                refuse_changed(work.session, work.seen, row, before, written(before, row))


def _append(work: Work, edits: list[StoredEdit]) -> None:
    """Write the step and its edits, by plain statements: they are rows of a log, which nobody changes as objects."""
    last = work.session.execute(_LAST).first()
    number, previous = (last.number + 1, last.digest) if last else (1, GENESIS)
    undoable = int(any(before is not None or entity not in FACTS for entity, _, _, _, before, _ in edits))
    identifier = new_id()
    values = canonical_json(work.values)
    stored: StoredStep = (
        previous, identifier, number, work.at, work.reviewer, work.label, values, work.reason, work.undoes, undoable,
    )  # fmt: skip
    step = dict(zip(_STEP_COLUMNS, stored, strict=True)) | {"digest": step_digest(stored, edits)}
    connection = work.session.connection()
    connection.execute(_ADD_STEP, step)
    connection.execute(
        _ADD_EDIT,
        [
            dict(zip(_EDIT_COLUMNS, edit, strict=True), step_number=number, position=position)
            for position, edit in enumerate(edits)
        ],
    )
    fulltext.add_step(work.session, number, trailwords.words_of(values, work.reason, work.reviewer, edits))
    work.step = identifier


_STEP_COLUMNS = ("previous", "id", "number", "at", "reviewer", "label", "values", "reason", "undoes", "undoable")
_EDIT_COLUMNS = ("entity", "row_id", "claim_id", "article_id", "before", "after")
_ADD_STEP = insert(tables.Step.__table__)  # type: ignore[arg-type]  # a mapped class's table is a table
_ADD_EDIT = insert(tables.Edit.__table__)  # type: ignore[arg-type]
_LAST = select(tables.Step.number, tables.Step.digest).order_by(tables.Step.number.desc()).limit(1)


def _edits(session: Session) -> list[StoredEdit]:
    """What the session is about to write, one entry a row: added, changed, removed."""
    found: list[tuple[Tracked, dict[str, object] | None, dict[str, object] | None]] = []
    found += [(row, None, row.snapshot()) for row in session.new if isinstance(row, Tracked)]
    changed = [(row, _before(row), row.snapshot()) for row in session.dirty if isinstance(row, Tracked)]
    found += [(row, before, after) for row, before, after in changed if before != after]
    found += [(row, _before(row), None) for row in session.deleted if isinstance(row, Tracked)]
    articles = _articles_of_claims(session, found)
    edits: list[StoredEdit] = []
    for row, before, after in found:
        claim, article = _belongs_to(row, after or before or {}, articles)
        edits.append(
            (
                row.__tablename__,
                row.id,
                claim,
                article,
                None if before is None else canonical_json(before),
                None if after is None else canonical_json(after),
            )
        )
    return edits


def _files(session: Session) -> set[tuple[str, str]]:
    """The evidence files that new and changed rows name and have the bytes of: SHA-256 and suffix."""
    return {
        (str(sha256), suffix)
        for row in (*session.new, *session.dirty)
        if isinstance(row, tables.Capture | tables.Article) and tables.ELSEWHERE not in getattr(row, "flags", ())
        for column, suffix in tables.EVIDENCE[type(row)].items()
        if (sha256 := getattr(row, column))
    }


def _before(row: Tracked) -> dict[str, object]:
    """The row as it was loaded."""
    state = inspect(row)
    before: dict[str, object] = {}
    for column in columns_of(type(row)):
        history = state.attrs[column].history
        before[column] = history.deleted[0] if history.deleted else getattr(row, column)
    return before


def _belongs_to(row: Tracked, values: dict[str, object], articles: dict[str, str]) -> tuple[str | None, str | None]:
    """The claim and the article whose history a row belongs to."""
    if isinstance(row, tables.Article):
        return None, row.id
    if isinstance(row, tables.Claim):
        return row.id, str(values["article_id"])
    claim = values.get("claim_id")
    return (str(claim), articles.get(str(claim))) if claim else (None, None)


def _articles_of_claims(
    session: Session, found: list[tuple[Tracked, dict[str, object] | None, dict[str, object] | None]]
) -> dict[str, str]:
    """The article of each claim that a changed row hangs on."""
    wanted = {str(claim) for _, before, after in found if (claim := (after or before or {}).get("claim_id"))}
    known = {row.id: row.article_id for row in session.identity_map.values() if isinstance(row, tables.Claim)}
    known |= {row.id: row.article_id for row in session.new if isinstance(row, tables.Claim)}
    missing = wanted - known.keys()
    if missing:
        rows = session.execute(select(tables.Claim.id, tables.Claim.article_id).where(tables.Claim.id.in_(missing)))
        known |= {row.id: row.article_id for row in rows}
    return known


def snapshot_of(stored: str | None) -> dict[str, object] | None:
    """The row that an edit stored, as plain data."""
    if stored is None:
        return None
    row: dict[str, object] = json.loads(stored)
    return row
