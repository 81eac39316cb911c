"""ClaimReview markup (schema.org) of a report: one review a claim, a data feed of many, MediaReview for pictures.

Fields and limits follow Google's page on ClaimReview as of September 2026. The claim's date of publication is the
article's, never the date of the event that the claim is about (that is ``temporalCoverage``), and the review's date
is the verdict's or its publication's. What is not known is left out: an empty field is a mistake that linters name.
"""

import json
import re
from typing import Any

from factcheck.domain.claim import ClaimState
from factcheck.domain.source import Stance
from factcheck.reports.model import Report, ReportArticle, ReportClaim, ReportMedia, ReportVerdict
from factcheck.reports.plain import stamp
from factcheck.reports.words import clean, name

CONTEXT = "https://schema.org"
Node = dict[str, Any]
_DECIDED = (ClaimState.APPROVED, ClaimState.PUBLISHED, ClaimState.CORRECTED)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_MEDIA = {"image": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}


def claim_review(report: Report, claim: ReportClaim) -> Node | None:
    """The ClaimReview of one claim, or None: a verdict that is only proposed, or was withdrawn, is not the desk's."""
    verdict = claim.in_force
    if verdict is None or claim.state not in _DECIDED:
        return None
    address = address_of(report, claim)
    corrected = max((one.at for one in claim.corrections), default=None)
    return _known(
        {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "@id": address,
            "url": address,
            "claimReviewed": name(claim.standalone) or name(claim.quote),
            "inLanguage": report.language,
            "datePublished": stamp((claim.published_at or verdict.at).replace(microsecond=0)),
            "dateModified": stamp(corrected.replace(microsecond=0)) if corrected else None,
            "author": _publisher(report, verdict),
            "itemReviewed": _claim(report.article_of(claim), claim, address),
            "reviewRating": _rating(verdict, report.language),
            "citation": _citations(claim),
            "associatedMediaReview": [media_review(report, claim, media) for media in claim.media],
        }
    )


def data_feed(report: Report) -> Node:
    """The reviews of a report as a DataFeed, in the report's order."""
    return _known(
        {
            "@context": CONTEXT,
            "@type": "DataFeed",
            "name": name(report.title),
            "dateModified": stamp(report.made_at.replace(microsecond=0)),
            "dataFeedElement": [
                {
                    "@type": "DataFeedItem",
                    "dateModified": review.get("dateModified", review["datePublished"]),
                    "item": {key: value for key, value in review.items() if key != "@context"},
                }
                for review in reviews(report)
            ],
        }
    )


def reviews(report: Report) -> list[Node]:
    """The reviews of all claims with a verdict, in order."""
    return [review for claim in report.claims if (review := claim_review(report, claim))]


def media_review(report: Report, claim: ReportClaim, media: ReportMedia) -> Node:
    """The MediaReview of one picture or recording that the claim is about."""
    verdict = claim.verdict
    article = report.article_of(claim)
    page = {"@type": "WebPage", "url": name(article.url)} if article and article.url else None
    item = _known({"@type": _MEDIA.get(media.kind, "MediaObject"), "contentUrl": name(media.url), "isPartOf": page})
    return _known(
        {
            "@type": "MediaReview",
            "url": address_of(report, claim),
            "author": _publisher(report, verdict) if verdict else None,
            "datePublished": stamp((claim.published_at or verdict.at).replace(microsecond=0)) if verdict else None,
            "mediaAuthenticityCategory": media.authenticity,
            "originalMediaLink": name(media.original_url),
            "originalMediaContextDescription": name(media.original_context),
            "itemReviewed": _known(
                {"@type": "MediaReviewItem", "embeddedTextCaption": name(media.caption), "mediaItemAppearance": [item]}
            ),
        }
    )


def address_of(report: Report, claim: ReportClaim) -> str | None:
    """Where this check is published: its own page, or its place in the published report, or None."""
    if claim.url:
        return name(claim.url)
    return f"{name(report.url)}#{claim.anchor}" if report.url else None


def script_safe(value: object) -> str:
    """JSON for inside ``<script>``: no character in it can end the element or open a comment."""
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def _publisher(report: Report, verdict: ReportVerdict) -> Node:
    if report.house.name:
        return _known({"@type": "Organization", "name": name(report.house.name), "url": name(report.house.site)})
    return {"@type": "Person", "name": name(verdict.reviewer)}


def _claim(article: ReportArticle | None, claim: ReportClaim, address: str | None) -> Node:
    authors = [
        _known(
            {
                "@type": "Organization" if one.organization else "Person",
                "name": name(one.name),
                "sameAs": [name(same) for same in one.same_as],
            }
        )
        for one in claim.claimants
    ]
    return _known(
        {
            "@type": "Claim",
            "@id": f"{address.split('#')[0]}#{claim.anchor}-claim" if address else None,
            "text": " ".join(clean(claim.quote).split()),
            "inLanguage": article.language if article else None,
            "author": authors[0] if len(authors) == 1 else authors,
            "datePublished": _date(article.date) if article else None,
            "temporalCoverage": name(claim.date),
            "appearance": _appearance(article) if article else None,
        }
    )


def _appearance(article: ReportArticle) -> Node | None:
    if not article.url:
        return None
    outlet = {"@type": "Organization", "name": name(article.outlet)} if article.outlet else None
    author = {"@type": "Person", "name": name(article.author)} if article.author else None
    return _known(
        {
            "@type": "CreativeWork",
            "url": name(article.url),
            "name": name(article.title),
            "author": author,
            "publisher": outlet,
            "datePublished": _date(article.date),
        }
    )


def _rating(verdict: ReportVerdict, language: str) -> Node:
    """The rating by its word, and by numbers where it has a place in the order.

    Google wants the worst value to be at least 1: a scale that begins lower is moved up as a whole.
    """
    rating: Node = {"@type": "Rating", "alternateName": name(verdict.label(language))}
    if verdict.value is not None:
        shift = max(0, 1 - verdict.worst)
        rating["ratingValue"] = verdict.value + shift
        rating["bestRating"] = verdict.best + shift
        rating["worstRating"] = verdict.worst + shift
    rating["ratingExplanation"] = name(verdict.reason)
    return _known(rating)


def _citations(claim: ReportClaim) -> list[Node]:
    sources = [one for one in claim.sources if one.url and one.stance is not Stance.CONTEXT]
    return [_known({"@type": "CreativeWork", "name": name(one.title), "url": name(one.url)}) for one in sources]


def _date(written: str | None) -> str | None:
    """A date that schema.org knows: ISO 8601, perhaps only a year or month; an unsure EDTF date is left out."""
    return written if written and _DATE.fullmatch(written) else None


def _known(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}
