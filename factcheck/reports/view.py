"""A report as a reader sees it: every word, date and number in the report's language, in reading order.

HTML, PDF, DOCX and Markdown all lay out this one value. A label and its text are a ``Fact``; a writer prints the
facts that are there and knows no rule of its own about them.
"""

import re
from collections import Counter
from dataclasses import dataclass

from factcheck.domain.claim import ClaimState, Modality
from factcheck.domain.source import Stance
from factcheck.reports.marked import Piece, paragraphs
from factcheck.reports.model import (
    Report,
    ReportArticle,
    ReportClaim,
    ReportCorrection,
    ReportKind,
    ReportSource,
    ReportVerdict,
)
from factcheck.reports.words import Words, clean, name

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_GREY = "#6b6b6b"
LOGO = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,([A-Za-z0-9+/=]+)")
"""A logo that can be set: its kind, and its bytes in base64."""
_WEB = ("http://", "https://")
SHORT_HASH = 12
"""Digits of a SHA-256 that are printed where the whole one stands elsewhere; 48 bits tell captures apart."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says; ``key`` is the message that the label came from."""

    label: str
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class RatingView:
    """A rating: ``colour`` is ``#rrggbb``, ``ink`` what is legible on it; the label always stands beside them."""

    label: str
    meaning: str
    colour: str
    ink: str
    glyph: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict: the rating, the reason in paragraphs, and one line on who, when and by which scale."""

    rating: RatingView
    reason: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A cited source. ``link`` is "" when there is no safe address; ``warnings`` are what to mistrust."""

    number: int
    title: str
    byline: str
    link: str
    address: str
    quote: str
    note: str
    capture: str
    sha256: str
    warc: str
    short_hash: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Sources of one stance, so that evidence for and against stand apart."""

    stance: str
    label: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim. ``quote`` are the exact words; ``standalone`` is "" when it only repeats them."""

    number: int
    id: str
    short_id: str
    anchor: str
    title: str
    quote: str
    quote_language: str
    standalone: str
    claimant: str
    facts: tuple[Fact, ...]
    rating: RatingView
    verdict: VerdictView | None
    superseded: tuple[VerdictView, ...]
    groups: tuple[SourceGroup, ...]
    corrections: tuple[Fact, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims have a rating; ``share`` is 0 to 1 of the claims shown."""

    rating: RatingView
    n: int
    n_text: str
    share: float
    share_text: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report, ready to be laid out."""

    language: str
    kind: str
    kind_label: str
    title: str
    subject: str
    made: str
    house: str
    house_url: str
    logo: str
    corrections_address: str
    corrections_link: str
    version: str
    lead: str
    article: tuple[Fact, ...]
    article_link: str
    article_text: tuple[tuple[Piece, ...], ...]
    article_language: str
    counts: tuple[Count, ...]
    claims: tuple[ClaimView, ...]
    changes: tuple[Fact, ...]
    method: tuple[str, ...]
    limits: tuple[str, ...]
    chain_head: str
    chain: str
    verify: str
    verify_command: str


def view(report: Report) -> ReportView:
    """The report in its own language."""
    words = Words(report.language)
    claims = tuple(_claim(report, claim, n, words) for n, claim in enumerate(report.claims, 1))
    article = report.article
    return ReportView(
        language=words.language,
        kind=report.kind,
        kind_label=words.known("kind", report.kind),
        title=name(report.title) or words("title-none"),
        subject=name(report.subject),
        made=words.moment(report.made_at),
        house=name(report.house.name),
        house_url=_safe(report.house.site),
        logo=_logo(report.house.logo or ""),
        corrections_address=name(report.house.corrections_address),
        corrections_link=_contact(report.house.corrections_address),
        version=words("version", n=report.version) if report.version > 1 else "",
        lead=_lead(report, words),
        article=_article_facts(report, article, words) if article else (),
        article_link=_safe(article.url) if article else "",
        article_text=_marked(article, report, claims) if article else (),
        article_language=article.language if article else "",
        counts=_counts(report, words),
        claims=claims,
        changes=_changes(report, words),
        method=_paragraphs(report.method or words("method")),
        limits=_paragraphs(words("record-limits")) if report.kind is ReportKind.RECORD else (),
        chain_head=name(report.chain.head),
        chain=_chain(report, words),
        verify=words("verify"),
        verify_command=f"factcheck verify --head {name(report.chain.head)}",
    )


def _lead(report: Report, words: Words) -> str:
    """One sentence: how many claims, how many of them with a verdict."""
    decided = sum(claim.in_force is not None for claim in report.claims)
    return words.counted("lead", len(report.claims)) + " " + words.counted("lead-decided", decided)


def _chain(report: Report, words: Words) -> str:
    line = words.counted("chain-steps", report.chain.steps)
    if report.chain.as_of is not None:
        line += " " + words("chain-as-of", step=words.number(report.chain.as_of))
    return line


def _article_facts(report: Report, article: ReportArticle, words: Words) -> tuple[Fact, ...]:
    rows = (
        ("article", name(article.title) if name(article.title) != name(report.title) else ""),
        ("outlet", name(article.outlet)),
        ("author", name(article.author)),
        ("date", words.edtf(article.date)),
        ("language", words.language_name(article.language)),
        ("address", name(article.url)),
        ("file", name(article.file_name)),
        ("sha256", name(article.sha256)),
    )
    return _facts(rows, words)


def _facts(rows: tuple[tuple[str, str], ...], words: Words) -> tuple[Fact, ...]:
    return tuple(Fact(words(f"fact.{key}"), written, key) for key, written in rows if written)


def _claim(report: Report, claim: ReportClaim, number: int, words: Words) -> ClaimView:
    quote, standalone = clean(claim.quote), clean(claim.standalone)
    article = report.article_of(claim)
    claimant = ", ".join(name(one.name) for one in claim.claimants)
    hedge = words("hedge", phrase=name(claim.hedge)) if claim.hedge else ""
    modality = words.known("modality", claim.modality)
    if hedge and claim.modality is not Modality.ASSERTED:
        modality = f"{modality} {hedge}"
    rows = (
        ("claimant", claimant or words("claimant-none")),
        ("modality", modality),
        ("event", words.edtf(claim.date)),
        ("kind", words.known("claim-kind", claim.kind)),
        ("state", words.known("state", claim.state) if claim.state is not ClaimState.PUBLISHED else ""),
        ("place", words("place", start=words.number(claim.start), end=words.number(claim.end))),
        ("from", name(article.title) if article and len(report.articles) > 1 else ""),
        ("tags", ", ".join(name(tag) for tag in claim.tags)),
        ("media", "; ".join(name(f"{one.caption or ''} {one.url}") for one in claim.media if one.caption or one.url)),
    )
    return ClaimView(
        number=number,
        id=claim.id,
        short_id=name(claim.short_id),
        anchor=claim.anchor,
        title=" ".join((standalone or quote).split()) or words("title-none"),
        quote=quote,
        quote_language=article.language if article else "",
        standalone=standalone if standalone.split() != quote.split() else "",
        claimant=claimant or words("claimant-none"),
        facts=_facts(rows, words),
        rating=_rating_of(claim, words),
        verdict=_verdict(claim.in_force, words) if claim.in_force else None,
        superseded=tuple(_verdict(one, words) for one in claim.taken_back),
        groups=_groups(claim, words),
        corrections=tuple(_correction(claim, one, words) for one in claim.corrections),
        url=_safe(claim.url),
    )


def _rating_of(claim: ReportClaim, words: Words) -> RatingView:
    """The rating in force, or that there is none: the check is unfinished, or was withdrawn."""
    if claim.in_force:
        return _rating(claim.in_force, words)
    key = "withdrawn" if claim.state is ClaimState.WITHDRAWN else "no-verdict"
    return RatingView(words(key), words(f"{key}-meaning"), _GREY, _ink(_GREY), "–")


def _rating(verdict: ReportVerdict, words: Words) -> RatingView:
    colour = verdict.colour if _COLOUR.fullmatch(verdict.colour) else _GREY
    label, meaning = name(verdict.label(words.language)), name(verdict.meaning(words.language))
    return RatingView(label, meaning, colour, _ink(colour), name(verdict.glyph))


def _verdict(verdict: ReportVerdict, words: Words) -> VerdictView:
    scale = name(verdict.scale_name(words.language))
    line = words("by", reviewer=name(verdict.reviewer), at=words.moment(verdict.at))
    if verdict.approved_by:
        line += " " + words("approved-by", names=", ".join(name(one) for one in verdict.approved_by))
    line += " " + words("scale", name=scale, version=verdict.scale_version)
    return VerdictView(_rating(verdict, words), _paragraphs(verdict.reason), line)


def _correction(claim: ReportClaim, correction: ReportCorrection, words: Words) -> Fact:
    """What was wrong, why, and what changed: an assessor must see which error was mended."""
    given = {one.id: one.label(words.language) for one in (*claim.superseded, claim.verdict) if one}
    old, new = given.get(correction.old_verdict or ""), given.get(correction.new_verdict or "")
    parts = [clean(correction.what), words("because", why=clean(correction.why)) if correction.why else ""]
    if old and new and correction.old_verdict != correction.new_verdict:
        parts.append(words("moved-verdict", old=name(old), new=name(new)))
    if correction.old_standalone and correction.old_standalone != correction.new_standalone:
        parts.append(words("moved-wording", old=name(correction.old_standalone)))
    sort = correction.sort if words.has(f"correction.{correction.sort}") else "correction"
    label = words(f"correction.{sort}", at=words.day(correction.at))
    return Fact(label, " ".join(part for part in parts if part), correction.sort)


def _groups(claim: ReportClaim, words: Words) -> tuple[SourceGroup, ...]:
    groups = []
    for stance in (Stance.REFUTES, Stance.SUPPORTS, Stance.CONTEXT):
        sources = tuple(_source(one, words) for one in claim.sources if one.stance is stance)
        if sources:
            groups.append(SourceGroup(stance, words.known("stance", stance), sources))
    return tuple(groups)


def _source(source: ReportSource, words: Words) -> SourceView:
    byline = [name(source.publisher), name(source.author), words.edtf(source.date)]
    if source.origin and source.origin != source.publisher:
        byline.append(words("origin", name=name(source.origin)))
    address = name(source.url or source.file_name)
    return SourceView(
        number=source.number,
        title=name(source.title) or address or words("untitled"),
        byline=" · ".join(part for part in byline if part),
        link=_safe(source.fragment_url) or _safe(source.url),
        address=address,
        quote=clean(source.quote or ""),
        note=clean(source.note or ""),
        capture=_capture(source, words),
        sha256=name(source.sha256),
        warc=name(source.warc),
        short_hash=name(source.sha256)[:SHORT_HASH],
        warnings=_warnings(source, words),
    )


def _capture(source: ReportSource, words: Words) -> str:
    if source.captured_at is None:
        return words("not-captured")
    line = words("captured", at=words.moment(source.captured_at))
    return f"{line} · HTTP {source.status}" if source.status else line


def _warnings(source: ReportSource, words: Words) -> tuple[str, ...]:
    found = [clean(source.problem)] if source.problem else []
    return (*found, *(words.known("flag", flag) for flag in source.flags))


def _changes(report: Report, words: Words) -> tuple[Fact, ...]:
    """Each change under the number of its claim, with what stood before, what stands now, and why."""
    numbers = {claim.id: words("label.claim-number", n=n) for n, claim in enumerate(report.claims, 1)}
    rows = []
    for change in report.changes:
        claim = numbers.get(change.claim, name(change.claim)[-8:])
        label = f"{claim}, {words.known('change', change.field)}"
        moved = [words("quoted", quote=clean(side)) if side else "–" for side in (change.before, change.after)]
        said = moved[0] if change.field == "removed" else moved[1] if change.field == "added" else " → ".join(moved)
        why = words("because", why=clean(change.why)) if change.why else ""
        rows.append(Fact(label, " ".join(part for part in (said, why) if part), change.field))
    return tuple(rows)


def _counts(report: Report, words: Words) -> tuple[Count, ...]:
    """Claims by rating, from truest to least true, ratings outside the order after them, undecided last."""
    found = Counter(_rating_of(claim, words) for claim in report.claims)
    verdicts = [claim.in_force for claim in report.claims if claim.in_force]
    order = {_rating(one, words): (one.value is None, -(one.value or 0)) for one in verdicts}
    last = (True, 1)
    total = len(report.claims)
    return tuple(
        Count(rating, n, words.number(n), n / total, words.share(n / total))
        for rating, n in sorted(found.items(), key=lambda item: (order.get(item[0], last), item[0].label))
    )


def _ink(colour: str) -> str:
    """Black or white, whichever has more contrast on the colour (WCAG 2.2 relative luminance)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"


def _marked(article: ReportArticle, report: Report, claims: tuple[ClaimView, ...]) -> tuple[tuple[Piece, ...], ...]:
    colours = {claim.id: claim.rating.colour for claim in claims}
    return paragraphs(article.text, report.claims, colours) if article.text else ()


def _paragraphs(written: str) -> tuple[str, ...]:
    """Paragraphs at blank lines; single line ends inside stay."""
    return tuple(part.strip("\n") for part in re.split(r"\n\s*\n", clean(written)) if part.strip())


def _safe(address: str | None) -> str:
    """The address when following it can only open a web page, else ""."""
    plain = name(address)
    return plain if plain.lower().startswith(_WEB) and " " not in plain else ""


def _logo(address: str) -> str:
    return address if LOGO.fullmatch(address) else ""


def _contact(address: str | None) -> str:
    """Where a reader reports an error: a page, or a plain e-mail address as a link, else ""."""
    plain = name(address)
    return f"mailto:{plain}" if _MAIL.fullmatch(plain) else _safe(plain)
