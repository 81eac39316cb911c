"""Rechecking sources: captured again, compared with what was kept, the page and the quotes reported apart.

The old bytes are read again with today's reader before they are compared, so that its progress does not look like a
change of the page. "Gone" takes two 404 or 410 answers running; silence and refusals say nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from factcheck.domain.history import stamp
from factcheck.domain.source import Capture, Evidence
from factcheck.errors import Cancelled, FactcheckError, InputError, NotFound
from factcheck.i18n import text
from factcheck.services import captures, fetching
from factcheck.services.desk import Desk, Done
from factcheck.services.fetching import FetchedSource
from factcheck.services.standing import Standing, cited_captures, of_source
from factcheck.store import read, tables
from factcheck.web import capture as warcs
from factcheck.web import child, quotes
from factcheck.web.changes import Changes, PageStatus, compare, page_status
from factcheck.web.fetched import Limits
from factcheck.web.page import Page
from factcheck.web.quotes import QuoteStatus
from factcheck.web.together import together

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class QuoteNow:
    """A kept quote and what became of it in the newest readable capture."""

    evidence: Evidence
    status: QuoteStatus


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What a recheck says: of the page, of what changed in it (None when nothing could be compared), of each quote."""

    source: str
    capture: Capture
    page: PageStatus
    changes: Changes | None
    quotes: tuple[QuoteNow, ...]
    since_cited: Standing | None = None
    """The page against the captures that claims cite, which may be older than the one it was compared with; None where
    no claim cites one.
    """

    def sentence(self, language: str | None = None) -> str:
        """The outcome in one sentence."""
        earlier = self.page is PageStatus.SAME and self.since_cited in {Standing.CHANGED, Standing.MOVED}
        key = f"recheck.{self.page}{f'-since-{self.since_cited}' if earlier else ''}"
        return text(key, language, url=self.capture.url, final_url=self.capture.final_url)


def one(
    desk: Desk, source_id: str, *, progress: fetching.Progress | None = None, cancelled: Stop | None = None
) -> Done[Rechecked]:
    """Capture a source again and compare. ``InputError`` for a source without an address."""
    url = _url(desk, source_id)
    return keep(
        desk,
        source_id,
        fetching.fetch(url, desk.settings, progress=progress, cancelled=cancelled, evidence=desk.library.evidence),
    )


def many(
    desk: Desk,
    source_ids: Sequence[str],
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Stop | None = None,
) -> Iterator[Done[Rechecked]]:
    """Recheck sources, hosts side by side; each outcome is stored before it is handed out, so a stop loses nothing.

    To go on later, ask ``due`` again: what was done is not due any more.
    """
    stop = cancelled or (lambda: False)
    addresses = [_url(desk, source_id) for source_id in source_ids]

    def fetched(url: str) -> FetchedSource:
        return fetching.fetch(url, desk.settings, cancelled=stop, evidence=desk.library.evidence)

    pause_s, done = Limits.from_settings(desk.settings).pause_s, 0
    for index, got in together(addresses, fetched, pause_s=pause_s, cancelled=stop):
        yield keep(desk, source_ids[index], got)
        done += 1
        if progress:
            progress(done, len(addresses))
    if done < len(addresses):
        raise Cancelled


def due(desk: Desk, before: datetime) -> list[str]:
    """Sources with an address that were last captured before that time, or never."""
    with desk.reading() as session:
        newest = select(func.max(tables.Capture.at)).where(tables.Capture.source_id == tables.Source.id)
        query = select(tables.Source.id).where(tables.Source.url.is_not(None))
        return list(session.scalars(query.where(func.coalesce(newest.scalar_subquery(), "") < stamp(before))))


def keep(desk: Desk, source_id: str, got: FetchedSource) -> Done[Rechecked]:
    """Store what came as a new capture of the source and compare it with the one before."""
    earlier = captures.of_source(desk, source_id)
    files = captures.write_files(desk, got)
    with desk.acting("source-rechecked", source=fetching.shown(got)) as work:
        source = work.require(tables.Source, source_id)
        row = captures.keep(work, source, got, files)
        if row is None:
            raise InputError("source-nowhere", where=got.where)
        identifier = row.id
    done = desk.done(work, identifier)
    outcome = _outcome(desk, source_id, captures.get(desk, identifier), earlier, got)
    return Done(outcome, done.step, done.label, done.values, done.touched)


def changes(desk: Desk, old_capture: str, new_capture: str) -> Changes:
    """What changed between two captures of a source, both read with today's reader."""
    return compare(_read_again(desk, old_capture), _read_again(desk, new_capture))


def quote_now(evidence: Evidence, page: Page) -> QuoteNow:
    """What became of a kept quote in a page."""
    status = quotes.locate(
        page.text,
        evidence.quote or "",
        evidence.quote_before,
        evidence.quote_after,
        evidence.quote_start,
        evidence.quote_end,
    )
    return QuoteNow(evidence, status)


def _outcome(desk: Desk, source_id: str, new: Capture, earlier: Sequence[Capture], got: FetchedSource) -> Rechecked:
    page = got.page
    readable = page is not None and not any(flag.startswith("not-the-article") for flag in page.flags)
    came = new.status is not None and 200 <= new.status < 300
    before = next((c for c in earlier if c.sha256 and c.status and 200 <= c.status < 300), None)
    found = compare(_read_again(desk, before.id), page) if before and page and readable and came else None
    same_file = bool(before and came and before.sha256 == new.sha256)
    status = page_status(
        status=new.status,
        earlier=earlier[0].status if earlier else None,
        old_url=before.final_url if before else new.url,
        new_url=new.final_url,
        changed=bool(found and found.any) or bool(before and page and not page.text and not same_file),
        readable=readable or same_file,
    )
    now: tuple[QuoteNow, ...] = ()
    if page is not None and readable and came:
        now = tuple(quote_now(evidence, page) for evidence in _quoted(desk, source_id))
    with desk.reading() as session:
        cited = cited_captures(session, [source_id])
        since = of_source(session, source_id, cited) if cited else None
    return Rechecked(source_id, new, status, found, now, since)


def _quoted(desk: Desk, source_id: str) -> list[Evidence]:
    with desk.reading() as session:
        query = select(tables.Evidence.id).where(
            tables.Evidence.source_id == source_id, tables.Evidence.quote.is_not(None)
        )
        return [read.evidence(session, identifier) for identifier in session.scalars(query)]


def _read_again(desk: Desk, capture_id: str) -> Page:
    """The reader view of kept bytes with today's reader; the view of that day when the bytes are not to be had."""
    held = captures.get(desk, capture_id)
    if held.sha256 is None:
        return captures.page(desk, capture_id)
    try:
        raw = warcs.read_payload(desk.library.evidence_file(held.sha256))
    except FactcheckError:
        return captures.page(desk, capture_id)
    label = warcs.declared_charset(held.record)
    return child.read_page(raw, url=held.final_url, media_type=held.media_type, http_charset=label)


def _url(desk: Desk, source_id: str) -> str:
    with desk.reading() as session:
        row = session.get(tables.Source, source_id)
    if row is None:
        raise NotFound("source-unknown", id=source_id)
    if row.url is None:
        raise InputError("recheck-file", name=row.file_name or source_id)
    return row.url
