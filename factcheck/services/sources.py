"""Sources cited for claims: evidence with a stance, a quote that can be found again, and a note."""

from pathlib import Path
from typing import TypedDict, Unpack

from factcheck.domain import ids
from factcheck.domain.source import Capture, Evidence, Source, Stance
from factcheck.errors import InputError
from factcheck.services import articles, captures, claims, fetching, pages
from factcheck.services.desk import Desk, Done
from factcheck.services.fetching import Cancelled, FetchedSource, Progress
from factcheck.services.find import one_of
from factcheck.settings import Settings
from factcheck.store import read, tables
from factcheck.store.unit import Work
from factcheck.web import quotes
from factcheck.web.links import is_address
from factcheck.web.page import Page
from factcheck.web.passages import Found
from factcheck.web.quotes import Status

page = captures.page
list_all = captures.sources


class EvidenceChanges(TypedDict, total=False):
    """The fields of evidence that a reviewer edits; a missing one stays as it is.

    ``quote_start`` and ``quote_end`` (code points into the capture's text) say which of several equal places is meant.
    """

    stance: Stance
    quote: str | None
    quote_start: int | None
    quote_end: int | None
    note: str | None


def fetch_source(
    where: str,
    settings: Settings,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    accept_tls: bool = False,
    evidence: Path | None = None,
) -> FetchedSource:
    """The first phase of citing: the network or the file, no library. See ``fetching.fetch``."""
    return fetching.fetch(
        where, settings, progress=progress, cancelled=cancelled, accept_tls=accept_tls, evidence=evidence
    )


def attach(
    desk: Desk,
    claim_id: str,
    got: FetchedSource,
    *,
    stance: Stance = Stance.CONTEXT,
    quote: str | None = None,
    note: str | None = None,
) -> Done[Evidence]:
    """The second phase of citing: source, capture and evidence as one step.

    A failed fetch leaves the source attached with its reason. A quote that is not in the page is kept without a place.
    """
    files = captures.write_files(desk, got)
    with desk.acting("source-cited", source=fetching.shown(got)) as work:
        claim = work.require(tables.Claim, claim_id)
        source = captures.source_of(work, got)
        capture = captures.keep(work, source, got, files)
        row = work.add(
            tables.Evidence(
                id=ids.new_id(),
                claim_id=claim_id,
                source_id=source.id,
                capture_id=capture.id if capture else None,
                stance=stance.value,
                quote_before="",
                quote_after="",
                note=_cleaned(note),
                reviewer=work.reviewer,
                at=work.at,
            )
        )
        _quote(row, got.page, quote, None, None)
        work.values["claim"] = claims.shown(claim)
    return desk.done(work, get(desk, row.id))


def cite(
    desk: Desk,
    claim_id: str,
    where: str,
    *,
    stance: Stance = Stance.CONTEXT,
    quote: str | None = None,
    note: str | None = None,
    fetch: bool = True,
    accept_tls: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Done[Evidence]:
    """Cite an address or a file for a claim, fetching it unless ``fetch`` is False."""
    claims.get(desk, claim_id)
    if fetch or not is_address(where):
        got = fetch_source(
            where, desk.settings, progress, cancelled, accept_tls=accept_tls, evidence=desk.library.evidence
        )
    else:
        got = fetching.not_fetched(where)
    return attach(desk, claim_id, got, stance=stance, quote=quote, note=note)


def of_claim(desk: Desk, claim_id: str) -> list[Evidence]:
    """The sources cited for a claim, in the order they were cited."""
    with desk.reading() as session:
        return read.evidence_of(session, claim_id)


def get(desk: Desk, evidence_id: str) -> Evidence:
    """One piece of evidence; ``NotFound``."""
    with desk.reading() as session:
        return read.evidence(session, evidence_id)


def find(desk: Desk, typed: str) -> str:
    """The id of the evidence that a person meant by a (short) id."""
    with desk.reading() as session:
        return one_of(session, tables.Evidence, typed)


def edit_evidence(desk: Desk, evidence_id: str, **changes: Unpack[EvidenceChanges]) -> Done[Evidence]:
    """Change stance, quote or note. A quote must stand in the captured page when there is one: ``InputError``."""
    before = get(desk, evidence_id)
    held = captures.page(desk, before.capture.id) if before.capture else None
    with desk.acting("evidence-edited") as work:
        row = work.require(tables.Evidence, evidence_id)
        if "stance" in changes:
            row.stance = Stance(changes["stance"]).value
        if "note" in changes:
            row.note = _cleaned(changes["note"])
        if "quote" in changes:
            _quote(row, held, changes["quote"], changes.get("quote_start"), changes.get("quote_end"))
            if row.quote and row.quote_start is None and held is not None and held.text:
                raise InputError("quote-not-found")
        _name(work, row, before.source)
    return desk.done(work, get(desk, evidence_id))


def remove_evidence(desk: Desk, evidence_id: str) -> Done[None]:
    """Take a source off a claim; source and captures stay in the library."""
    before = get(desk, evidence_id)
    with desk.acting("evidence-removed") as work:
        row = work.require(tables.Evidence, evidence_id)
        _name(work, row, before.source)
        work.remove(row)
    return desk.done(work, None)


def passages(desk: Desk, capture_id: str, claim_id: str, limit: int = 10, *, meaning: bool = False) -> Found:
    """The sentences of a captured page ranked for a claim; see ``pages.passages``."""
    claim = claims.get(desk, claim_id)
    language = articles.get(desk, claim.article).language
    held = captures.page(desk, capture_id)
    return pages.passages(claim.standalone, held, limit, claim_language=language, meaning=meaning)


def fragment(desk: Desk, evidence_id: str) -> str | None:
    """The address that lands a reader on the quote, or the plain address; None for a file."""
    evidence = get(desk, evidence_id)
    capture: Capture | None = evidence.capture
    url = capture.final_url if capture and evidence.source.url else evidence.source.url
    if url and evidence.quote and evidence.quote_start is not None:
        return quotes.fragment_url(url, evidence.quote, evidence.quote_before, evidence.quote_after)
    return url


def _quote(row: tables.Evidence, held: Page | None, quote: str | None, start: int | None, end: int | None) -> None:
    """Set the quote with its place and surroundings in the captured text."""
    words = (quote or "").strip() or None
    row.quote, row.quote_start, row.quote_end = words, None, None
    row.quote_before = row.quote_after = ""
    if words is None or held is None:
        return
    if start is None or end is None or held.text[start:end].strip() != words:
        found = quotes.locate(held.text, words)
        if found.status is not Status.INTACT and found.status is not Status.MOVED:
            return
        start, end = found.start, found.end
    if start is not None and end is not None:
        row.quote, row.quote_start, row.quote_end = held.text[start:end], start, end
        row.quote_before, row.quote_after = quotes.anchor(held.text, start, end)


def _name(work: Work, row: tables.Evidence, source: Source) -> None:
    work.values["source"] = source.title or source.file_name or source.url or ""
    work.values["claim"] = claims.shown(work.require(tables.Claim, row.claim_id))


def _cleaned(note: str | None) -> str | None:
    return (note or "").strip() or None
