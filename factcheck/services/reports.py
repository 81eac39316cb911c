"""Verification reports: the report model filled from the library, and written in the format of the file's ending."""

import base64
import mimetypes
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.claim import Claim, ClaimState
from factcheck.domain.history import from_stamp, stamp
from factcheck.domain.query import Query
from factcheck.errors import InputError, Refused
from factcheck.i18n import LANGUAGES, current, text
from factcheck.reports import build, claimreview, lint
from factcheck.reports import record as records
from factcheck.reports import templates as layouts
from factcheck.reports import write as writers
from factcheck.reports.lint import Finding
from factcheck.reports.model import (
    Chain,
    House,
    Report,
    ReportArticle,
    ReportClaim,
    ReportCorrection,
    ReportKind,
)
from factcheck.reports.preview import PagePicture, page_pictures
from factcheck.services import claims, dossiers, fetching, history, scales, search, veil, versions
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from factcheck.store import read, tables, trail

LOGO_BYTES = 1_000_000
MOST = search.MOST
"""Claims that a report of a search may hold."""
SUFFIXES = (*writers.SUFFIXES, dossiers.SUFFIX)
"""Endings that ``write`` knows."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A report before it is handed out: its pages as pictures, and linter findings by claim id."""

    pages: tuple[PagePicture, ...]
    findings: tuple[tuple[str, Finding], ...]


def model(
    desk: Desk,
    article_id: str,
    language: str | None = None,
    at_step: str | None = None,
    *,
    decided_only: bool = False,
    url: str | None = None,
) -> Report:
    """The report of one article, as of now or of a step: its claims in reading order, without those dismissed.

    ``decided_only`` leaves out claims that have no verdict. ``url`` is where the report is published: ClaimReview
    markup names it, with the claim's anchor; ``InputError`` when it is no address of a page. After a correction it is a
    new version, which lists what changed.
    """
    published = _published(url)

    def made_of(then: Desk) -> Report:
        return replace(_of_article(then, article_id, language, decided_only=decided_only), url=published)

    if at_step is not None:
        with closing(history.as_of(desk, article_id, at_step)) as then:
            made = made_of(then)
        made = replace(made, chain=replace(made.chain, as_of=made.chain.steps))
    else:
        made = made_of(desk)
    return versions.numbered(desk, article_id, made, made.chain.steps, made_of)


def _of_article(desk: Desk, article_id: str, language: str | None, *, decided_only: bool) -> Report:
    with desk.reading() as session:
        article = build.article(read.article(session, article_id))
    chosen = [c for c in claims.of_article(desk, article_id) if c.state is not ClaimState.DISMISSED]
    chosen = [c for c in chosen if c.verdict is not None or not decided_only]
    return _report(desk, ReportKind.ARTICLE, article.title, chosen, language, articles={article_id: article})


def model_of_claims(
    desk: Desk, claim_ids: Sequence[str], title: str, language: str | None = None, at_step: str | None = None
) -> Report:
    """The report of chosen claims, in the order given, as of now or of a step."""
    with desk.reading() as session:
        chosen = veil.claims(desk, session, ids=list(claim_ids))
    if at_step is None:
        return _report(desk, ReportKind.CLAIMS, title, chosen, language)
    parts = []
    for article in dict.fromkeys(claim.article for claim in chosen):
        mine = [claim.id for claim in chosen if claim.article == article]
        with closing(history.as_of(desk, article, at_step)) as then:
            parts.append(model_of_claims(then, mine, title, language))
    if not parts:
        return _report(desk, ReportKind.CLAIMS, title, (), language)
    then_there = {claim.id: claim for part in parts for claim in part.claims}
    return replace(
        parts[0],
        claims=build.numbered(then_there[claim.id] for claim in chosen if claim.id in then_there),
        articles=tuple(article for part in parts for article in part.articles),
        chain=replace(parts[0].chain, as_of=parts[0].chain.steps),
    )


def model_of_search(desk: Desk, query: Query, language: str | None = None, at_step: str | None = None) -> Report:
    """The report of this desk's claims that a search finds, best or newest first; its subject says the search.

    ``Refused`` when it finds more than ``MOST``: such a report is nothing to read.
    """
    page = search.find(desk, replace(query, record="claim", limit=MOST, cursor=None))
    if page.more:
        raise Refused("report-too-many", most=MOST)
    asked = "; ".join(f"{key}: {value}" for key, value in query.to_json().items() if key not in {"words", "sort"})
    subject = " · ".join(part for part in (query.words, asked) if part)
    made = model_of_claims(desk, [line.id for line in page.found], subject, language, at_step)
    return replace(made, kind=ReportKind.SEARCH, subject=subject)


def model_of_period(
    desk: Desk,
    first: datetime,
    last: datetime,
    language: str | None = None,
    *,
    claimant: str | None = None,
    record: bool = False,
) -> Report:
    """The report of every claim whose verdict in force was given from ``first`` to ``last``, oldest verdict first.

    ``claimant`` keeps those of one claimant; ``record`` makes it a review record: counts, a chart, and its limits said.
    """
    language = _language(language)
    given = (
        select(tables.Claim.id)
        .join(tables.Verdict, tables.Verdict.id == tables.Claim.verdict_id)
        .where(tables.Verdict.at.between(stamp(first), stamp(last)))
        .order_by(tables.Verdict.at)
    )
    with desk.reading() as session:
        chosen = [claim for claim in veil.claims(desk, session, ids=list(session.scalars(given))) if claim.verdict]
    subject = text("report.decided-between", language, first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}")
    made = _report(desk, ReportKind.PERIOD, subject, chosen, language, subject=subject)
    if claimant:
        return records.of_claimant(made, claimant)
    return records.as_record(made, subject) if record else made


def write(desk: Desk, article_id: str, path: Path, *, language: str | None = None, replace: bool = False) -> Path:
    """Write an article's report; the ending says the format. An existing file is kept unless ``replace``."""
    write_model(desk, model(desk, article_id, language), path, replace=replace)
    return path


def write_model(desk: Desk, report: Report, path: Path, *, template: str | None = None, replace: bool = False) -> None:
    """Write a report in the format of the file's ending; ``.dossier.zip`` takes evidence and trail along."""
    if path.name.lower().endswith(dossiers.SUFFIX):
        dossiers.write(desk, report, path, replace=replace)
    else:
        writers.write(report, path, template=template, replace=replace)


def only(report: Report, claim_ids: Sequence[str]) -> Report:
    """The report with some of its claims, numbered anew."""
    wanted = set(claim_ids)
    chosen = build.numbered(claim for claim in report.claims if claim.id in wanted)
    return replace(report, claims=chosen, changes=tuple(one for one in report.changes if one.claim in wanted))


def templates() -> list[str]:
    """The names of the templates of pages and web pages, the bundled one first."""
    found = {*layouts.names(".typ"), *layouts.names(".html.j2")}
    return sorted(found, key=lambda name: (name != layouts.USUAL, name))


def preview(report: Report, width: int, language: str, template: str | None = None) -> Preview:
    """The pages of the report's PDF, ``width`` pixels wide, and what the linter says of each claim's published markup.

    ``language`` is that of the findings. A ``template`` that only web pages have is not seen here. It needs no library,
    so any process will do.
    """
    template = template if template in layouts.names(".typ") else None
    found = [
        (claim.id, finding)
        for claim in report.claims
        if (review := claimreview.claim_review(report, claim)) is not None
        for finding in lint.lint(review, language)
    ]
    return Preview(tuple(page_pictures(writers.render(report, ".pdf", template), width)), tuple(found))


def house(settings: Settings) -> House:
    """Who publishes, from the settings."""
    logo = settings.text("report.logo")
    return House(
        name=settings.text("report.house"),
        site=settings.text("report.site") or None,
        corrections_address=settings.text("report.corrections_address") or None,
        logo=_logo(Path(logo).expanduser()) if logo else None,
    )


def _report(
    desk: Desk,
    kind: ReportKind,
    title: str,
    chosen: Sequence[Claim],
    language: str | None,
    *,
    subject: str | None = None,
    articles: dict[str, ReportArticle] | None = None,
) -> Report:
    found = dict(articles or {})
    with desk.reading() as session:
        number, head = trail.head(session)
        for claim in chosen:
            if claim.article not in found:
                found[claim.article] = build.article(read.article(session, claim.article))
        made = [_claim(desk, session, claim) for claim in chosen]
    return Report(
        kind=kind,
        language=_language(language),
        made_at=datetime.now(UTC),
        title=title,
        chain=Chain(head=head, steps=number),
        claims=build.numbered(made),
        articles=tuple(found.values()),
        house=house(desk.settings),
        subject=subject,
    )


def _claim(desk: Desk, session: Session, claim: Claim) -> ReportClaim:
    made = build.claim(
        claim,
        veil.verdicts(desk, session, claim.id),
        lambda key, version: scales.given_under(desk, key, version),
        read.evidence_of(session, claim.id),
    )
    links = select(tables.ClaimantLink.url).where(tables.ClaimantLink.claimant_id == claim.claimant_id)
    known = tuple(session.scalars(links.order_by(tables.ClaimantLink.url)))
    claimants = tuple(replace(one, same_as=known) for one in made.claimants)
    return replace(made, claimants=claimants, corrections=_corrections(session, claim.id))


def _corrections(session: Session, claim_id: str) -> tuple[ReportCorrection, ...]:
    query = select(tables.Correction).where(tables.Correction.claim_id == claim_id).order_by(tables.Correction.at)
    return tuple(
        ReportCorrection(
            at=from_stamp(row.at),
            what=row.what_was_wrong,
            why=row.because,
            sort=row.sort,
            reviewer=row.reviewer,
            old_verdict=row.old_verdict_id,
            new_verdict=row.new_verdict_id,
            old_standalone=row.old_standalone,
            new_standalone=row.new_standalone,
        )
        for row in session.scalars(query)
    )


def _published(url: str | None) -> str | None:
    """The address under which a report is published, as a person typed it."""
    if url is None or not url.strip():
        return None
    typed = url.strip() if "://" in url else f"https://{url.strip()}"
    fetching.refuse_password(typed)
    parts = urlsplit(typed)
    if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or "") or parts.fragment:
        raise InputError("report-url", url=url)
    return typed


def _language(language: str | None) -> str:
    return language or (current() if current() in LANGUAGES else "en")


def _logo(path: Path) -> str:
    media_type = mimetypes.guess_type(path.name)[0] or ""
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise InputError("report-logo", path=path, problem=problem.strerror or problem) from problem
    if not media_type.startswith("image/") or len(raw) > LOGO_BYTES:
        raise InputError("report-logo", path=path, problem=f"{media_type or '?'}, {len(raw)} B")
    return f"data:{media_type};base64,{base64.b64encode(raw).decode('ascii')}"
