"""Checks of a library beside its chain: SQLite's own, references, kept texts, files that rows name."""

import hashlib

from sqlalchemy import select, text

from factcheck.domain.history import canonical_json
from factcheck.store import tables
from factcheck.store.library import Library
from factcheck.store.trail import Finding

SHOWN = 12


def verify_database(library: Library) -> list[Finding]:
    """SQLite's integrity check and the references between rows."""
    with library.reading() as session:
        said = [str(row[0]) for row in session.execute(text("PRAGMA quick_check(5)"))]
        findings = [Finding("database", {"said": line}) for line in said if line != "ok"]
        broken = session.execute(text("PRAGMA foreign_key_check")).fetchall()
        findings += [Finding("reference", {"table": row[0], "row": row[1]}) for row in broken]
    return findings


def verify_contents(library: Library) -> list[Finding]:
    """Kept texts against their digests, and rows against the trail."""
    findings: list[Finding] = []
    with library.reading() as session:
        texts = session.execute(select(tables.Content.sha256, tables.Content.text)).yield_per(200)
        findings += [
            Finding("content-changed", {"sha256": sha256[:SHOWN]})
            for sha256, kept in texts
            if hashlib.sha256(kept.encode("utf-8", "surrogatepass")).hexdigest() != sha256
        ]
    return findings + verify_rows(library)


def evidence_files(library: Library) -> list[tuple[str, str]]:
    """Every evidence file that a row names: its SHA-256 and its suffix, each once."""
    columns = (
        (tables.Capture.sha256, ""),
        (tables.Capture.warc_sha256, ".warc.gz"),
        (tables.Capture.timestamp_sha256, ".tsr"),
        (tables.Article.file_sha256, ""),
    )
    with library.reading() as session:
        found = {
            (sha256, suffix)
            for column, suffix in columns
            for sha256 in session.scalars(select(column).where(column.is_not(None)).distinct())
            if sha256
        }
    return sorted(found)


def verify_rows(library: Library) -> list[Finding]:
    """Every tracked row against the last edit of it in the trail: a row changed behind the trail's back shows."""
    findings: list[Finding] = []
    with library.reading() as session:
        newest: dict[tuple[str, str], str | None] = {}
        edits = select(tables.Edit.entity, tables.Edit.row_id, tables.Edit.after)
        for edit in session.execute(edits.order_by(tables.Edit.step_number, tables.Edit.position)).yield_per(1000):
            newest[edit.entity, edit.row_id] = (
                None if edit.after is None else hashlib.sha256(edit.after.encode("utf-8", "surrogatepass")).hexdigest()
            )
        for name, table in tables.TRACKED.items():
            for row in session.scalars(select(table)).yield_per(500):
                said = newest.pop((name, row.id), None)
                now = hashlib.sha256(canonical_json(row.snapshot()).encode("utf-8", "surrogatepass")).hexdigest()
                if said != now:
                    findings.append(Finding("row-changed", {"table": name, "id": row.id[-8:]}))
                session.expunge(row)
    findings += [
        Finding("row-missing", {"table": entity, "id": row[-8:]}) for (entity, row), after in newest.items() if after
    ]
    return findings
