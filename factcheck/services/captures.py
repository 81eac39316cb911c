"""Captures: pages fetched and files read, kept so that they can be re-verified.

Two phases, so that a window never waits for the network with the library in its hands: ``fetch`` uses the network and
the reader's child process and touches no library; ``keep`` stores what came, within a step.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select

from factcheck.domain import ids
from factcheck.domain.history import canonical_json
from factcheck.domain.source import Capture, Source
from factcheck.errors import InputError, NotFound
from factcheck.services.desk import Desk, Done
from factcheck.services.find import one_of
from factcheck.settings import Settings
from factcheck.store import read, tables
from factcheck.store.unit import Work
from factcheck.web import capture as warcs
from factcheck.web import child, vault
from factcheck.web import fetch as fetching
from factcheck.web import page as pages
from factcheck.web.changes import address_key
from factcheck.web.failure import FetchFailed
from factcheck.web.fetched import Fetched, Limits
from factcheck.web.names import safe_name, safe_title
from factcheck.web.page import Page

Progress = Callable[[str, int, int | None], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class FetchedSource:
    """What came of an address or a file, not stored yet.

    ``problem`` is None or the failure as the library keeps it (key, reason, values). For a file ``raw`` holds its
    bytes and ``file_name`` its safe name; for an address ``fetched`` holds the exchanges, None when nothing was asked.
    """

    where: str
    url: str | None
    file_name: str | None
    raw: bytes | None
    fetched: Fetched | None
    page: Page | None
    problem: str | None

    @property
    def sentence(self) -> str | None:
        """The problem as a sentence in the interface's language."""
        return read.problem_sentence(self.problem)


def is_address(where: str) -> bool:
    """Whether ``where`` is meant as a web address rather than a file."""
    return "://" in where or where.lower().startswith("www.")


def fetch(
    where: str,
    settings: Settings,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    accept_tls: bool = False,
) -> FetchedSource:
    """What is at an address, or in a file. A failure of the network comes back as ``problem``; ``Cancelled`` is raised.

    ``InputError`` when ``where`` is neither an address nor a file that can be read.
    """
    where = where.strip()
    if not is_address(where):
        return _read_file(where)
    url = where if "://" in where else f"https://{where}"
    limits = Limits.from_settings(settings)
    try:
        fetched = fetching.fetch(url, limits, progress=progress, cancelled=cancelled, accept_tls=accept_tls)
    except FetchFailed as failure:
        return FetchedSource(where, url, None, None, failure.fetched, None, _kept(failure))
    if progress:
        progress("reading", fetched.body.size, None)
    page = child.read_page(
        fetched.payload,
        url=fetched.final_url,
        media_type=fetched.media_type,
        http_charset=fetched.charset.name if fetched.charset else None,
    )
    problem = None
    if fetched.status is not None and fetched.status >= 400:
        problem = _problem("page-status", url=fetched.final_url, status=fetched.status)
    return FetchedSource(where, url, None, None, fetched, page, problem)


def end_readers() -> None:
    """End the idle processes that read pages; the next page starts a new one. For a program that is about to end."""
    child.close()


def not_fetched(where: str) -> FetchedSource:
    """An address that is cited without being fetched."""
    url = where.strip() if "://" in where else f"https://{where.strip()}"
    if not urlsplit(url).hostname:
        raise InputError("source-nowhere", where=where)
    return FetchedSource(where, url, None, None, None, None, None)


def capture(desk: Desk, got: FetchedSource) -> Done[Capture]:
    """Store what came as a capture of its source, on its own; facts, so no undo takes it back."""
    files = write_files(desk, got)
    with desk.acting("page-captured", source=shown(got)) as work:
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
    return desk.library.evidence / vault.address(held.sha256) if held.sha256 else None


@dataclass(frozen=True, slots=True)
class Files:
    """What of a fetch stands in the evidence folder: digests and sizes."""

    sha256: str | None = None
    size: int = 0
    warc: str | None = None
    warc_sha256: str | None = None


def write_files(desk: Desk, got: FetchedSource) -> Files:
    """Put the bytes into the evidence folder, before the step that names them: a file without a row harms nobody."""
    if got.raw is not None:
        _, sha256, size = vault.keep(desk.library.evidence, [got.raw])
        return Files(sha256, size)
    if got.fetched is not None and (got.fetched.hops or got.fetched.body.size):
        written = warcs.write_warc(got.fetched, desk.library.evidence)
        return Files(written.payload_sha256, written.payload_size, written.path, written.sha256)
    return Files()


def keep(work: Work, source: tables.Source, got: FetchedSource, files: Files) -> tables.Capture | None:
    """A capture's row within a step; None when nothing was fetched at all (cited without fetching)."""
    if got.fetched is None and got.raw is None and got.problem is None:
        return None
    fetched, page = got.fetched, got.page
    address_of_file = f"file:{got.file_name}" if got.file_name else ""
    record = warcs.record(fetched) if fetched else None
    flags = dict.fromkeys([*(fetched.flags if fetched else ()), *(page.flags if page else ())])
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


def shown(got: FetchedSource) -> str:
    """How a step's name calls the source."""
    title = got.page.title if got.page else None
    return title or got.file_name or got.url or got.where


def digest(raw: bytes) -> str:
    """The SHA-256 that the evidence folder names these bytes by."""
    return hashlib.sha256(raw).hexdigest()


def _read_file(where: str) -> FetchedSource:
    path = Path(where).expanduser()
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as problem:
        raise InputError("source-nowhere", where=where) from problem
    page = child.read_page(raw, url=None, media_type=None)
    return FetchedSource(where, None, safe_name(path.name), raw, None, page, None)


def _kept(failure: FetchFailed) -> str:
    return _problem(failure.key, failure.reason, **failure.values)


def _problem(key: str, reason: str = "", **values: object) -> str:
    plain = {name: value if isinstance(value, int) else str(value) for name, value in values.items()}
    return canonical_json({"key": key, "reason": reason, "values": plain})
