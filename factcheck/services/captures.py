"""Captures: pages fetched and files read, kept so that they can be re-verified.

Two phases, so that a window never waits for the network with the library in its hands: ``fetching`` uses the network
and touches no library; ``keep`` stores what came, within a step.
"""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from factcheck.domain import ids
from factcheck.domain.history import canonical_json
from factcheck.domain.source import Capture, Source
from factcheck.errors import InputError, NotFound
from factcheck.services.desk import Desk, Done
from factcheck.services.fetching import FetchedSource, Files, shown, with_files
from factcheck.services.find import one_of
from factcheck.store import read, tables
from factcheck.store.unit import Work
from factcheck.web import capture as warcs
from factcheck.web import page as pages
from factcheck.web.changes import address_key
from factcheck.web.links import is_address
from factcheck.web.names import safe_title
from factcheck.web.page import Page

if TYPE_CHECKING:
    from factcheck.web.timestamp import Checked


def capture(desk: Desk, got: FetchedSource) -> Done[Capture]:
    """Store what came as a capture of its source, on its own; facts, so no undo takes it back."""
    files = write_files(desk, got)
    with desk.acting("page-tried" if got.problem else "page-captured", source=shown(got)) as work:
        source = source_of(work, got)
        row = keep(work, source, got, files)
        if row is None:
            raise InputError("source-nowhere", where=got.where)
        identifier = row.id
    return desk.done(work, get(desk, identifier))


def get(desk: Desk, capture_id: str) -> Capture:
    """One capture with its text and record; ``NotFound``."""
    with desk.reading() as session:
        row = session.get(tables.Capture, capture_id)
        if row is None:
            raise NotFound("capture-unknown", id=capture_id)
        return read.capture(session, row, whole=True)


def of_source(desk: Desk, source_id: str) -> list[Capture]:
    """The captures of a source, newest first."""
    with desk.reading() as session:
        query = select(tables.Capture).where(tables.Capture.source_id == source_id)
        rows = session.scalars(query.order_by(tables.Capture.at.desc(), tables.Capture.id.desc())).all()
        return [read.capture(session, row) for row in rows]


def sources(desk: Desk) -> list[Source]:
    """Every source of the library, newest first."""
    with desk.reading() as session:
        query = select(tables.Source).order_by(tables.Source.created_at.desc(), tables.Source.id.desc())
        return [read.source(row) for row in session.scalars(query)]


def find_source(desk: Desk, typed: str) -> str:
    """The id of the source that a person meant by a (short) id or its address."""
    with desk.reading() as session:
        if is_address(typed):
            found = session.scalar(select(tables.Source.id).where(tables.Source.key == address(typed)))
            if found:
                return found
        return one_of(session, tables.Source, typed)


def find(desk: Desk, typed: str) -> str:
    """The id of the capture that a person meant by a (short) id."""
    with desk.reading() as session:
        return one_of(session, tables.Capture, typed)


def page(desk: Desk, capture_id: str) -> Page:
    """The reader view of a capture; an empty page when nothing could be read."""
    with desk.reading() as session:
        row = session.get(tables.Capture, capture_id)
        if row is None:
            raise NotFound("capture-unknown", id=capture_id)
        if row.page_sha256 is None:
            return Page()
        return pages.from_json(json.loads(read.content(session, row.page_sha256)))


def saved_copy(desk: Desk, capture_id: str) -> Path | None:
    """The file of the capture's own bytes, or None when nothing came."""
    held = get(desk, capture_id)
    return desk.library.evidence_file(held.sha256) if held.sha256 else None


def time_stamp(desk: Desk, capture_id: str) -> "Checked | None":
    """What the time stamp of a capture says of its archive file; None when there is none."""
    from factcheck.web import timestamp  # noqa: PLC0415  # its libraries take 20 MB, and few captures are stamped

    with desk.reading() as session:
        row = session.get(tables.Capture, capture_id)
    if row is None:
        raise NotFound("capture-unknown", id=capture_id)
    if row.timestamp_sha256 is None or row.warc_sha256 is None:
        return None
    raw = warcs.read_payload(desk.library.evidence_file(row.timestamp_sha256, timestamp.SUFFIX))
    return timestamp.check(raw, row.warc_sha256, timestamp.roots(desk.settings))


def write_files(desk: Desk, got: FetchedSource) -> Files:
    """The bytes in the library, before the step that names them; the fetch may have written the files already."""
    files = with_files(got, desk.library.evidence, desk.settings).files or Files()
    named = (files.sha256, files.warc_sha256, files.stamp_sha256)
    suffixes = tables.EVIDENCE[tables.Capture].values()
    desk.library.bring_evidence((sha256, suffix) for sha256, suffix in zip(named, suffixes, strict=True) if sha256)
    return files


def keep(work: Work, source: tables.Source, got: FetchedSource, files: Files) -> tables.Capture | None:
    """A capture's row within a step; None when nothing was fetched at all (cited without fetching)."""
    if got.fetched is None and got.raw is None and got.problem is None:
        return None
    fetched, page = got.fetched, got.page
    address_of_file = f"file:{got.file_name}" if got.file_name else ""
    record = warcs.record(fetched) if fetched else None
    flags = dict.fromkeys([*(fetched.flags if fetched else ()), *(page.flags if page else ()), *files.flags])
    return work.add(
        tables.Capture(
            id=ids.new_id(),
            source_id=source.id,
            url=got.url or address_of_file,
            final_url=(fetched.final_url if fetched else got.url) or address_of_file,
            status=fetched.status if fetched else None,
            media_type=(fetched.media_type if fetched else None) or (page.media_type if page else None),
            size=files.size,
            sha256=files.sha256,
            warc=files.warc,
            warc_sha256=files.warc_sha256,
            timestamp_sha256=files.stamp_sha256,
            problem=got.problem,
            title=safe_title(page.title) if page and page.title else None,
            page_sha256=work.keep(canonical_json(pages.as_json(page))) if page else None,
            record_sha256=work.keep(canonical_json(record)) if record else None,
            flags=list(flags),
            at=work.at,
        )
    )


def source_of(work: Work, got: FetchedSource) -> tables.Source:
    """The source at that address or of that file, made within the step when the library has none.

    What a page says of itself fills what the source does not know yet; it never overwrites.
    """
    key = address(got.url or got.where) if got.raw is None else f"sha256:{digest(got.raw)}"
    row = work.session.scalar(select(tables.Source).where(tables.Source.key == key))
    if row is None:
        row = work.add(tables.Source(key=key, url=got.url, file_name=got.file_name, created_at=work.at))
    if got.page and not any(flag.startswith("not-the-article") for flag in got.page.flags) and not got.problem:
        for name in ("title", "publisher", "author", "date", "language"):
            said = getattr(got.page, name)
            if getattr(row, name) is None and said:
                setattr(row, name, safe_title(said))
    return row


def address(url: str) -> str:
    """An address made comparable: a campaign tag or a last slash does not make another source."""
    host, path, query = address_key(url if "://" in url else f"https://{url}")
    return "url:" + canonical_json([host, path, [list(pair) for pair in query]])


def digest(raw: bytes) -> str:
    """The SHA-256 that the evidence folder names these bytes by."""
    return hashlib.sha256(raw).hexdigest()
