"""The tables of a library. Columns hold text, whole numbers, floats and JSON only, so that a row's snapshot in the
trail is the row itself. Times are UTC text (``domain.history.stamp``), ids UUIDv7 text.

Foreign keys are deferred to the end of the transaction: a step writes its rows in any order.
The same declarations compile for PostgreSQL. The tables of search and of earlier checks are in ``ledger``.
"""

from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from factcheck.store.base import Base, Row, Tracked, columns_of
from factcheck.store.base import reference as _reference
from factcheck.store.ledger import Archive, ClaimantLink, ClaimantName, MatchDecision, SavedSearch

__all__ = [
    "ELSEWHERE",
    "EVIDENCE",
    "FACTS",
    "TRACKED",
    "Archive",
    "ArchiveCopy",
    "Article",
    "Base",
    "Capture",
    "Claim",
    "ClaimTag",
    "Claimant",
    "ClaimantLink",
    "ClaimantName",
    "Content",
    "Correction",
    "Edit",
    "Evidence",
    "MatchDecision",
    "Note",
    "Reviewer",
    "Row",
    "SavedSearch",
    "Scale",
    "Source",
    "Step",
    "Tag",
    "Tracked",
    "Verdict",
    "Vote",
    "columns_of",
]


class Content(Base):
    """Immutable text by its SHA-256: article texts, reader views, capture records. Verified by re-hashing."""

    __tablename__ = "content"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str]


class Reviewer(Tracked):
    """Somebody who takes steps."""

    __tablename__ = "reviewer"

    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[str]


class Article(Tracked):
    """An article; its text is ``content[sha256]``, the labelled rest of its split ``content[rest_sha256]``."""

    __tablename__ = "article"

    sha256: Mapped[str] = mapped_column(_reference("content.sha256"))
    rest_sha256: Mapped[str] = mapped_column(_reference("content.sha256"))
    title: Mapped[str]
    outlet: Mapped[str | None]
    author: Mapped[str | None]
    date: Mapped[str | None]
    language: Mapped[str]
    url: Mapped[str | None]
    file_name: Mapped[str | None]
    file_sha256: Mapped[str | None]
    revises: Mapped[str | None] = mapped_column(_reference("article.id"))
    notes: Mapped[list[Any]]
    links: Mapped[list[Any]]
    created_at: Mapped[str]


class Claimant(Tracked):
    """Whoever said it. ``folded`` is the name without case and accents, for completion."""

    __tablename__ = "claimant"

    name: Mapped[str] = mapped_column(unique=True)
    folded: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[str]


class Claim(Tracked):
    """A claim: span and exact words beside the editable wording."""

    __tablename__ = "claim"
    __table_args__ = (
        Index("ix_claim_article_start", "article_id", "start"),
        Index("ix_claim_state", "state"),
        Index("ix_claim_claimant_id", "claimant_id"),
    )

    article_id: Mapped[str] = mapped_column(_reference("article.id"))
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str]
    standalone: Mapped[str]
    claimant_id: Mapped[str | None] = mapped_column(_reference("claimant.id"))
    cue_start: Mapped[int | None]
    cue_end: Mapped[int | None]
    modality: Mapped[str]
    kind: Mapped[str]
    date: Mapped[str | None]
    check_worthiness: Mapped[float]
    reasons: Mapped[list[Any]]
    state: Mapped[str]
    dismissed_because: Mapped[str | None]
    verdict_id: Mapped[
        str | None
    ]  # no foreign key: verdict names the claim already, and a cycle cannot be created in order
    assignee: Mapped[str | None]
    priority: Mapped[int]
    created_at: Mapped[str]


class Source(Tracked):
    """A page, document or file, once in a library: ``key`` is its address made comparable, or its SHA-256."""

    __tablename__ = "source"

    key: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str | None]
    title: Mapped[str | None]
    publisher: Mapped[str | None]
    author: Mapped[str | None]
    date: Mapped[str | None]
    language: Mapped[str | None]
    origin: Mapped[str | None]
    file_name: Mapped[str | None]
    created_at: Mapped[str]


class Capture(Tracked):
    """One fetch of a source. ``page_sha256`` is the reader view, ``record_sha256`` the exchange, both in content.

    Evidence files are ``sha256`` (the page's bytes), ``warc_sha256`` and ``timestamp_sha256``; ``warc`` is where the
    web archive stands under ``evidence/``. ``problem`` is the failure as JSON: its key, reason and values.
    """

    __tablename__ = "capture"
    __table_args__ = (Index("ix_capture_source_at", "source_id", "at"),)

    source_id: Mapped[str] = mapped_column(_reference("source.id"))
    url: Mapped[str]
    final_url: Mapped[str]
    status: Mapped[int | None]
    media_type: Mapped[str | None]
    size: Mapped[int]
    sha256: Mapped[str | None]
    warc: Mapped[str | None]
    warc_sha256: Mapped[str | None]
    timestamp_sha256: Mapped[str | None]
    problem: Mapped[str | None]
    title: Mapped[str | None]
    page_sha256: Mapped[str | None] = mapped_column(_reference("content.sha256"))
    record_sha256: Mapped[str | None] = mapped_column(_reference("content.sha256"))
    flags: Mapped[list[Any]]
    at: Mapped[str]


class ArchiveCopy(Tracked):
    """A page as an independent archive holds it: looked up, saved on request, or pasted. ``same``: our very bytes."""

    __tablename__ = "archive_copy"
    __table_args__ = (Index("ix_archive_copy_source_id", "source_id"),)

    source_id: Mapped[str] = mapped_column(_reference("source.id"))
    archive: Mapped[str]
    url: Mapped[str]
    original: Mapped[str]
    taken_at: Mapped[str | None]
    digest: Mapped[str | None]
    same: Mapped[bool | None]
    how: Mapped[str]
    reviewer: Mapped[str]
    at: Mapped[str]


class Evidence(Tracked):
    """What ties a source to a claim."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_claim_id", "claim_id"), Index("ix_evidence_source_id", "source_id"))

    claim_id: Mapped[str] = mapped_column(_reference("claim.id"))
    source_id: Mapped[str] = mapped_column(_reference("source.id"))
    capture_id: Mapped[str | None] = mapped_column(_reference("capture.id"))
    stance: Mapped[str]
    quote: Mapped[str | None]
    quote_start: Mapped[int | None]
    quote_end: Mapped[int | None]
    quote_before: Mapped[str]
    quote_after: Mapped[str]
    note: Mapped[str | None]
    reviewer: Mapped[str]
    at: Mapped[str]


class Scale(Tracked):
    """A rating scale in the version that verdicts were given under; its id is ``key@version``."""

    __tablename__ = "scale"

    definition: Mapped[dict[str, Any]]


class Verdict(Tracked):
    """A verdict as given. Never overwritten: a later one names it in ``supersedes``.

    A blind one that a second reviewer gave names in ``second_to`` the one that it stands beside.
    """

    __tablename__ = "verdict"
    __table_args__ = (Index("ix_verdict_claim_id", "claim_id"), Index("ix_verdict_second_to", "second_to"))

    claim_id: Mapped[str] = mapped_column(_reference("claim.id"))
    scale_id: Mapped[str] = mapped_column(_reference("scale.id"))
    rating: Mapped[str]
    reason: Mapped[str]
    reviewer: Mapped[str]
    blind: Mapped[bool]
    supersedes: Mapped[str | None] = mapped_column(_reference("verdict.id"))
    second_to: Mapped[str | None] = mapped_column(_reference("verdict.id"))
    at: Mapped[str]


class Vote(Tracked):
    """What another reviewer said of a verdict: ``approve``, ``return`` or ``differ`` (``store.read``)."""

    __tablename__ = "vote"
    __table_args__ = (Index("ix_vote_verdict_id", "verdict_id"),)

    verdict_id: Mapped[str] = mapped_column(_reference("verdict.id"))
    claim_id: Mapped[str] = mapped_column(_reference("claim.id"))
    reviewer: Mapped[str]
    vote: Mapped[str]
    note: Mapped[str | None]
    at: Mapped[str]


class Correction(Tracked):
    """What was changed after publication: what was wrong, why, and the versions before and after."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_claim_id", "claim_id"),)

    claim_id: Mapped[str] = mapped_column(_reference("claim.id"))
    sort: Mapped[str]
    what_was_wrong: Mapped[str]
    because: Mapped[str]
    old_verdict_id: Mapped[str | None] = mapped_column(_reference("verdict.id"))
    new_verdict_id: Mapped[str | None] = mapped_column(_reference("verdict.id"))
    old_standalone: Mapped[str]
    new_standalone: Mapped[str]
    reviewer: Mapped[str]
    at: Mapped[str]


class Note(Tracked):
    """A remark on a claim, or a reply to one."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_claim_id", "claim_id"),)

    claim_id: Mapped[str] = mapped_column(_reference("claim.id"))
    reply_to: Mapped[str | None] = mapped_column(_reference("note.id"))
    text: Mapped[str]
    reviewer: Mapped[str]
    at: Mapped[str]


class Tag(Tracked):
    """A word that reviewers sort claims by."""

    __tablename__ = "tag"

    name: Mapped[str] = mapped_column(unique=True)


class ClaimTag(Tracked):
    """A tag on a claim."""

    __tablename__ = "claim_tag"
    __table_args__ = (UniqueConstraint("claim_id", "tag_id"), Index("ix_claim_tag_tag_id", "tag_id"))

    claim_id: Mapped[str] = mapped_column(_reference("claim.id"))
    tag_id: Mapped[str] = mapped_column(_reference("tag.id"))


class Step(Base):
    """One action of a person. Rows are only ever added; see ``domain.history``."""

    __tablename__ = "step"
    __table_args__ = (Index("ix_step_reviewer", "reviewer", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[str]
    reviewer: Mapped[str]
    label: Mapped[str]
    values: Mapped[str]
    reason: Mapped[str | None]
    undoes: Mapped[str | None] = mapped_column(index=True)
    undoable: Mapped[int]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class Edit(Base):
    """One row that a step changed, before and after as canonical JSON. Rows are only ever added.

    ``claim_id`` and ``article_id`` say whose history it belongs to.
    """

    __tablename__ = "edit"
    __table_args__ = (
        Index("ix_edit_row", "row_id"),
        Index("ix_edit_claim_id", "claim_id"),
        Index("ix_edit_article_id", "article_id"),
    )

    step_number: Mapped[int] = mapped_column(_reference("step.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entity: Mapped[str]
    row_id: Mapped[str]
    claim_id: Mapped[str | None]
    article_id: Mapped[str | None]
    before: Mapped[str | None]
    after: Mapped[str | None]


TRACKED: dict[str, type[Tracked]] = {
    mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]  # a mapped class's table has a name
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Tracked)
}
"""Every tracked table by the name that edits call it."""

EVIDENCE: dict[type[Tracked], dict[str, str]] = {
    Article: {"file_sha256": ""},
    Capture: {"sha256": "", "warc_sha256": ".warc.gz", "timestamp_sha256": ".tsr"},
}
"""The columns that name evidence files by their SHA-256, with the suffixes of the files."""
ELSEWHERE = "bytes-elsewhere"
"""The flag of captures that came in a bare report: their bytes are in another library."""

FACTS = frozenset({"reviewer", "claimant", "source", "capture", "scale", "tag", "archive", "archive_copy"})
"""Rows that record a fact or a name: an undo does not remove them again, since other rows may have come to use them."""
