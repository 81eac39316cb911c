"""Report values from domain values: what services hand over once they have read the library."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from factcheck.domain.article import Article
from factcheck.domain.claim import Claim, Modality
from factcheck.domain.source import Evidence
from factcheck.domain.verdict import Rating, Scale, Verdict
from factcheck.reports.media import of_claim
from factcheck.reports.model import (
    ReportArticle,
    ReportClaim,
    ReportClaimant,
    ReportSource,
    ReportVerdict,
)
from factcheck.web.quotes import fragment_url

ScaleOf = Callable[[str, int], Scale]
"""The scale as it was: key and version -> scale."""


def article(stored: Article) -> ReportArticle:
    """The article with its full text."""
    return ReportArticle(
        id=stored.id,
        title=stored.title,
        language=stored.language,
        sha256=stored.sha256,
        outlet=stored.outlet,
        author=stored.author,
        date=stored.date,
        url=stored.url,
        file_name=stored.file_name,
        text=stored.text,
    )


def claim(stored: Claim, verdicts: Iterable[Verdict], scale_of: ScaleOf, evidence: Sequence[Evidence]) -> ReportClaim:
    """The claim with its verdicts and sources.

    ``verdicts`` are all of the claim's in any order; the one in force is ``stored.verdict``, the others are
    superseded. Sources are numbered from 1: ``numbered`` counts through a report. What the library keeps beside the
    claim (corrections, addresses) is added with ``dataclasses.replace``.
    """
    earlier = sorted((one for one in verdicts if not stored.verdict or one.id != stored.verdict.id), key=_when)
    hedges = [reason.phrase for reason in stored.reasons if reason.field == "modality" and reason.phrase]
    claimants = (ReportClaimant(stored.claimant, stored.claimant_id),) if stored.claimant else ()
    made = ReportClaim(
        id=stored.id,
        article=stored.article,
        quote=stored.text,
        start=stored.start,
        end=stored.end,
        standalone=stored.standalone,
        modality=stored.modality,
        kind=stored.kind,
        state=stored.state,
        check_worthiness=stored.check_worthiness,
        claimants=claimants,
        hedge=hedges[0] if hedges and stored.modality is not Modality.ASSERTED else None,
        date=stored.date,
        cue_start=stored.cue_start,
        cue_end=stored.cue_end,
        reasons=stored.reasons,
        verdict=verdict(stored.verdict, scale_of) if stored.verdict else None,
        superseded=tuple(verdict(one, scale_of) for one in earlier),
        sources=tuple(source(one, number) for number, one in enumerate(evidence, 1)),
        tags=stored.tags,
    )
    return replace(made, media=of_claim(made))


def numbered(claims: Iterable[ReportClaim]) -> tuple[ReportClaim, ...]:
    """The claims with their sources numbered from 1 on through the whole report."""
    made, number = [], 0
    for one in claims:
        sources = tuple(replace(cited, number=number + n) for n, cited in enumerate(one.sources, 1))
        number += len(sources)
        made.append(replace(one, sources=sources))
    return tuple(made)


def verdict(given: Verdict, scale_of: ScaleOf) -> ReportVerdict:
    """The verdict with its rating spelled out, so that it can be read without the scale's file."""
    scale = scale_of(given.scale, given.scale_version)
    rating = scale.rating(given.rating) or Rating(given.rating, {"en": given.rating}, {"en": ""}, "", "", None)
    values = [one.value for one in scale.ratings if one.value is not None] or [1]
    return ReportVerdict(
        id=given.id,
        rating=given.rating,
        labels=rating.labels,
        meanings=rating.meanings,
        colour=rating.colour,
        glyph=rating.glyph,
        value=rating.value,
        best=max(values),
        worst=min(values),
        scale=scale.key,
        scale_version=scale.version,
        scale_names=scale.names,
        reason=given.reason,
        reviewer=given.reviewer,
        at=given.at,
        supersedes=given.supersedes,
        approved_by=given.approved_by,
    )


def source(cited: Evidence, number: int) -> ReportSource:
    """One cited source with the capture that the reviewer saw and a link that lands on the quote."""
    page, capture = cited.source, cited.capture
    made = ReportSource(
        number=number,
        id=page.id,
        evidence=cited.id,
        stance=cited.stance,
        title=page.title or (capture.title if capture else None),
        publisher=page.publisher,
        author=page.author,
        date=page.date,
        language=page.language,
        origin=page.origin,
        url=page.url,
        file_name=page.file_name,
        quote=cited.quote,
        quote_start=cited.quote_start,
        quote_end=cited.quote_end,
        quote_before=cited.quote_before,
        quote_after=cited.quote_after,
        note=cited.note,
        at=cited.at,
        reviewer=cited.reviewer,
    )
    if page.url and cited.quote:
        made = replace(made, fragment_url=fragment_url(page.url, cited.quote, cited.quote_before, cited.quote_after))
    if capture is None:
        return made
    return replace(
        made,
        capture=capture.id,
        captured_at=capture.at,
        final_url=capture.final_url,
        media_type=capture.media_type,
        status=capture.status,
        sha256=capture.sha256,
        warc=capture.warc,
        problem=capture.problem,
        flags=capture.flags,
    )


def _when(given: Verdict) -> tuple[object, str]:
    return given.at, given.id
