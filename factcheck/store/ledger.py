"""The ledger: one line for everything that was ever checked or is to be checked, ours and others', and what search,
facets and matching keep beside it.

``entry`` holds a line for each claim of this desk (derived from its rows, kept by ``entries`` in the same transaction)
and for each imported earlier check (there it is the only copy). ``number`` is the line's place in time: the day's
ordinal times 2**24 plus a count within the day, so that "newest first" is the primary key backwards and every index
gives its pages in that order. Day 0 is "date unknown" and comes last.

Untracked tables are derived or imported in bulk; the tracked ones are what people decide.
"""

from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.store.base import Base, Tracked, reference

NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite's INTEGER is 64 bits wide, and only a key of that name is the table's own order."""
NO_ROWID = {"sqlite_with_rowid": False}
CUBE = ("record", "state", "verdict", "scale", "kind", "modality", "language", "year")
"""The fields of ``FacetCell``, by which facets are counted together."""
CLAIM, CHECK = "claim", "check"
"""What a line is: a claim of this desk, or a check that somebody published and an archive brought in."""


class Entry(Base):
    """A line of the ledger. Days are ordinals (``datetime.date.toordinal``); texts are empty rather than null.

    ``rating`` is what was published, word for word; ``verdict`` is the rating's key, or the published words as a key
    where they are short enough to be one ("Mostly False" becomes ``mostly-false``).
    """

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_own_id", "own_id"),
        Index("ix_entry_record", "record"),
        Index("ix_entry_state", "state"),
        Index("ix_entry_verdict", "verdict"),
        Index("ix_entry_kind", "kind"),
        Index("ix_entry_language", "language"),
        Index("ix_entry_year", "year"),
        Index("ix_entry_claimant_key", "claimant_key"),
        Index("ix_entry_outlet_key", "outlet_key"),
        Index("ix_entry_first_day", "first_day"),
        Index("ix_entry_checked_day", "checked_day"),
        Index("ix_entry_article_id", "article_id"),
        Index("ix_entry_reviewer", "reviewer"),
        Index("ix_entry_revision", "revision"),
    )

    number: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(80), unique=True)
    record: Mapped[str]
    own_id: Mapped[str | None]
    text: Mapped[str]
    quote: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    reason: Mapped[str]
    sources: Mapped[str]
    claimant: Mapped[str]
    claimant_key: Mapped[str]
    outlet: Mapped[str]
    outlet_key: Mapped[str]
    article_id: Mapped[str | None]
    state: Mapped[str | None]
    rating: Mapped[str | None]
    verdict: Mapped[str | None]
    scale: Mapped[str | None]
    kind: Mapped[str | None]
    modality: Mapped[str | None]
    language: Mapped[str]
    reviewer: Mapped[str | None]
    date: Mapped[str | None]
    first_day: Mapped[int | None]
    last_day: Mapped[int | None]
    checked: Mapped[str | None]
    checked_day: Mapped[int | None]
    year: Mapped[int]
    url: Mapped[str | None]
    archive_id: Mapped[str | None]
    digest: Mapped[str]
    revision: Mapped[int] = mapped_column(NUMBER)


class EntryValue(Base):
    """A tag or the host of a cited source of a claim's line: what a line has several of."""

    __tablename__ = "entry_value"
    __table_args__ = (Index("ix_entry_value_number", "number"), NO_ROWID)

    field: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)


class FacetCell(Base):
    """How many lines share these values: the cube that facets are summed from. "" stands for none."""

    __tablename__ = "facet_cell"
    __table_args__ = NO_ROWID

    record: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str] = mapped_column(primary_key=True)
    scale: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    modality: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


class FacetValue(Base):
    """How many lines have a value of a field with many values: claimant, outlet, reviewer, tag, host."""

    __tablename__ = "facet_value"
    __table_args__ = (Index("ix_facet_value_n", "field", "n"), NO_ROWID)

    field: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    shown: Mapped[str]
    n: Mapped[int]


class PageText(Base):
    """The number that a captured page's text has in the full-text index."""

    __tablename__ = "page_text"
    __table_args__ = (Index("ix_page_text_source_id", "source_id"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    capture_id: Mapped[str] = mapped_column(String(80), unique=True)
    source_id: Mapped[str] = mapped_column(String(80))


class LedgerState(Base):
    """Counters of the ledger: ``revision`` grows with each transaction that changes a line."""

    __tablename__ = "ledger_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(NUMBER)


class ArchiveJob(Base):
    """How far the import of a file (by its SHA-256) came: what a later run goes on from."""

    __tablename__ = "archive_job"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    archive_id: Mapped[str] = mapped_column(String(80))
    done: Mapped[int]
    taken: Mapped[int]
    changed: Mapped[int]
    same: Mapped[int]
    refused: Mapped[int]
    complaints: Mapped[list[Any]]


class Archive(Tracked):
    """An import of earlier checks: the file by its SHA-256, and what was made of its rows."""

    __tablename__ = "archive"
    __table_args__ = (Index("ix_archive_sha256", "sha256"),)

    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    format: Mapped[str]
    complete: Mapped[bool]
    taken: Mapped[int]
    changed: Mapped[int]
    same: Mapped[int]
    refused: Mapped[int]
    at: Mapped[str]


class MatchDecision(Tracked):
    """What a person said of a claim and an earlier check: ``same``, ``related`` or ``different``.

    ``other_id`` is the id of the earlier line; ``score`` is what the suggestion had, by ``method``.
    """

    __tablename__ = "match_decision"
    __table_args__ = (UniqueConstraint("claim_id", "other_id"), Index("ix_match_decision_other_id", "other_id"))

    claim_id: Mapped[str] = mapped_column(reference("claim.id"))
    other_id: Mapped[str]
    decision: Mapped[str]
    score: Mapped[float]
    method: Mapped[str]
    note: Mapped[str | None]
    reviewer: Mapped[str]
    at: Mapped[str]


class SavedSearch(Tracked):
    """A query kept under a name, as its JSON."""

    __tablename__ = "saved_search"

    name: Mapped[str] = mapped_column(unique=True)
    query: Mapped[dict[str, Any]]
    reviewer: Mapped[str]
    at: Mapped[str]


class ClaimantName(Tracked):
    """Another name of a claimant. ``folded`` is unique: a name leads to one claimant."""

    __tablename__ = "claimant_name"
    __table_args__ = (Index("ix_claimant_name_claimant_id", "claimant_id"),)

    claimant_id: Mapped[str] = mapped_column(reference("claimant.id"))
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)


class ClaimantLink(Tracked):
    """Who a claimant is elsewhere: the address of its Wikidata item."""

    __tablename__ = "claimant_link"

    claimant_id: Mapped[str] = mapped_column(reference("claimant.id"), unique=True)
    url: Mapped[str]
