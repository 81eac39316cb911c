"""Verification reports: the report model filled from the library, and written in the format of the file's ending."""

import base64
import mimetypes
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.claim import Claim, ClaimState, Modality
from factcheck.domain.history import from_stamp
from factcheck.domain.source import Evidence
from factcheck.domain.verdict import Verdict
from factcheck.errors import InputError
from factcheck.i18n import LANGUAGES, current
from factcheck.reports import model as report
from factcheck.reports import write as writers
from factcheck.services import claims, scales
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from factcheck.store import read, tables, trail
from factcheck.web import quotes

LOGO_BYTES = 1_000_000


def model(desk: Desk, article_id: str, language: str | None = None) -> report.Report:
    """The report of one article as of now: its claims in reading order, without those that were dismissed."""
    with desk.reading() as session:
        article = read.article(session, article_id)
    chosen = [c for c in claims.of_article(desk, article_id) if c.state is not ClaimState.DISMISSED]
    return _report(desk, report.ReportKind.ARTICLE, article.title, chosen, language)


def model_of_claims(desk: Desk, claim_ids: Sequence[str], title: str, language: str | None = None) -> report.Report:
    """The report of chosen claims, in the order given."""
    with desk.reading() as session:
        chosen = read.claims(session, ids=list(claim_ids))
    return _report(desk, report.ReportKind.CLAIMS, title, chosen, language)


def write(desk: Desk, article_id: str, path: Path, *, language: str | None = None, replace: bool = False) -> Path:
    """Write an article's report; the ending says the format. An existing file is kept unless ``replace``."""
    writers.write(model(desk, article_id, language), path, replace=replace)
    return path


def _report(
    desk: Desk, kind: report.ReportKind, title: str, chosen: Sequence[Claim], language: str | None
) -> report.Report:
    language = language or (current() if current() in LANGUAGES else "en")
    with desk.reading() as session:
        number, head = trail.head(session)
        articles = {claim.article: _article(session, claim.article) for claim in chosen}
        numbers: dict[str, int] = {}
        made = tuple(_claim(desk, session, claim, numbers) for claim in chosen)
    return report.Report(
        kind=kind,
        language=language,
        made_at=datetime.now(UTC),
        title=title,
        chain=report.Chain(head=head, steps=number),
        claims=made,
        articles=tuple(articles.values()),
        house=house(desk.settings),
    )


def house(settings: Settings) -> report.House:
    """Who publishes, from the settings."""
    logo = settings.text("report.logo")
    return report.House(
        name=settings.text("report.house"),
        site=settings.text("report.site") or None,
        corrections_address=settings.text("report.corrections_address") or None,
        logo=_logo(Path(logo).expanduser()) if logo else None,
    )


def _logo(path: Path) -> str:
    media_type = mimetypes.guess_type(path.name)[0] or ""
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise InputError("report-logo", path=path, problem=problem.strerror or problem) from problem
    if not media_type.startswith("image/") or len(raw) > LOGO_BYTES:
        raise InputError("report-logo", path=path, problem=f"{media_type or '?'}, {len(raw)} B")
    return f"data:{media_type};base64,{base64.b64encode(raw).decode('ascii')}"


def _article(session: Session, article_id: str) -> report.ReportArticle:
    article = read.article(session, article_id)
    return report.ReportArticle(
        id=article.id,
        title=article.title,
        language=article.language,
        sha256=article.sha256,
        outlet=article.outlet,
        author=article.author,
        date=article.date,
        url=article.url,
        file_name=article.file_name,
        text=article.text,
    )


def _claim(desk: Desk, session: Session, claim: Claim, numbers: dict[str, int]) -> report.ReportClaim:
    given = read.verdicts_of(session, claim.id)
    verdicts = {verdict.id: _verdict(desk, verdict) for verdict in given}
    in_force = verdicts.get(claim.verdict.id) if claim.verdict else None
    return report.ReportClaim(
        id=claim.id,
        article=claim.article,
        quote=claim.text,
        start=claim.start,
        end=claim.end,
        standalone=claim.standalone,
        modality=claim.modality,
        kind=claim.kind,
        state=claim.state,
        check_worthiness=claim.check_worthiness,
        claimants=(report.ReportClaimant(claim.claimant, claim.claimant_id),) if claim.claimant else (),
        hedge=_hedge(claim),
        date=claim.date,
        cue_start=claim.cue_start,
        cue_end=claim.cue_end,
        reasons=claim.reasons,
        verdict=in_force,
        superseded=tuple(v for v in reversed(list(verdicts.values())) if v is not in_force),
        sources=tuple(_source(evidence, numbers) for evidence in read.evidence_of(session, claim.id)),
        corrections=_corrections(session, claim.id),
        tags=claim.tags,
    )


def _hedge(claim: Claim) -> str | None:
    """The words that make it less than a plain assertion."""
    if claim.modality is not Modality.HEDGED:
        return None
    return next((r.phrase for r in claim.reasons if r.field == "modality" and r.phrase), None)


def _verdict(desk: Desk, verdict: Verdict) -> report.ReportVerdict:
    scale = scales.given_under(desk, verdict.scale, verdict.scale_version)
    rating = scales.rating_of(scale, verdict.rating)
    values = [r.value for r in scale.ratings if r.value is not None]
    return report.ReportVerdict(
        id=verdict.id,
        rating=rating.key,
        labels=rating.labels,
        meanings=rating.meanings,
        colour=rating.colour,
        glyph=rating.glyph,
        value=rating.value,
        best=max(values, default=1),
        worst=min(values, default=1),
        scale=scale.key,
        scale_version=scale.version,
        scale_names=scale.names,
        reason=verdict.reason,
        reviewer=verdict.reviewer,
        at=verdict.at,
        supersedes=verdict.supersedes,
        approved_by=verdict.approved_by,
    )


def _source(evidence: Evidence, numbers: dict[str, int]) -> report.ReportSource:
    source, capture = evidence.source, evidence.capture
    number = numbers.setdefault(source.id, len(numbers) + 1)
    url = capture.final_url if capture and source.url else source.url
    fragment = None
    if url and evidence.quote and evidence.quote_start is not None:
        fragment = quotes.fragment_url(url, evidence.quote, evidence.quote_before, evidence.quote_after)
    return report.ReportSource(
        number=number,
        id=source.id,
        evidence=evidence.id,
        stance=evidence.stance,
        title=source.title,
        publisher=source.publisher,
        author=source.author,
        date=source.date,
        language=source.language,
        origin=source.origin,
        url=source.url,
        file_name=source.file_name,
        fragment_url=fragment,
        quote=evidence.quote,
        quote_start=evidence.quote_start,
        quote_end=evidence.quote_end,
        quote_before=evidence.quote_before,
        quote_after=evidence.quote_after,
        note=evidence.note,
        at=evidence.at,
        reviewer=evidence.reviewer,
        capture=capture.id if capture else None,
        captured_at=capture.at if capture else None,
        final_url=capture.final_url if capture and source.url else None,
        media_type=capture.media_type if capture else None,
        status=capture.status if capture else None,
        sha256=capture.sha256 if capture else None,
        warc=capture.warc if capture else None,
        problem=capture.problem if capture else None,
        flags=capture.flags if capture else (),
    )


def _corrections(session: Session, claim_id: str) -> tuple[report.ReportCorrection, ...]:
    query = select(tables.Correction).where(tables.Correction.claim_id == claim_id).order_by(tables.Correction.at)
    return tuple(
        report.ReportCorrection(
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
