"""The report: one plain value that every format is written from, so that the formats cannot disagree.

Services fill it from the library (``reports.build`` helps); nothing here knows where it came from. It is complete
enough to be read back: ``from_json(to_json(report)) == report``. Times are UTC, dates of the world are EDTF, offsets
are code points with an exclusive end. ``resources/reports/report.schema.json`` is made from these classes.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from factcheck.domain.claim import ClaimState, Kind, Modality, Reason
from factcheck.domain.ids import short
from factcheck.domain.source import Stance
from factcheck.reports import plain

SCHEMA = 1
"""The version of this shape; a file that names a later one is refused."""


class ReportKind(StrEnum):
    """What the report was made from."""

    ARTICLE = "article"
    CLAIMS = "claims"
    SEARCH = "search"
    PERIOD = "period"
    RECORD = "record"
    """A review record: how the checked claims of one claimant or one period were rated."""


@dataclass(frozen=True, slots=True)
class ReportArticle:
    """The article that claims point into. ``text`` is None when the report leaves the full text out."""

    id: str
    title: str
    language: str
    sha256: str
    outlet: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None
    file_name: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ReportClaimant:
    """Who said it. ``same_as`` are addresses that identify them (an encyclopedia's, their own site's)."""

    name: str
    id: str | None = None
    organization: bool = False
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportVerdict:
    """A verdict with the rating as its scale had it when it was given.

    ``value`` is None for a rating outside the order (unproven); ``best`` and ``worst`` are the ends of the scale.
    ``labels``, ``meanings`` and ``scale_names`` are by language code.
    """

    id: str
    rating: str
    labels: dict[str, str]
    meanings: dict[str, str]
    colour: str
    glyph: str
    value: int | None
    best: int
    worst: int
    scale: str
    scale_version: int
    scale_names: dict[str, str]
    reason: str
    reviewer: str
    at: datetime
    supersedes: str | None = None
    approved_by: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """The rating's word in ``language``, in English where that is missing."""
        return self.labels.get(language) or self.labels.get("en") or self.rating

    def meaning(self, language: str) -> str:
        """What the rating means, in ``language`` or English."""
        return self.meanings.get(language) or self.meanings.get("en") or ""

    def scale_name(self, language: str) -> str:
        """The scale's name in ``language``, in English where that is missing."""
        return self.scale_names.get(language) or self.scale_names.get("en") or self.scale


@dataclass(frozen=True, slots=True)
class ReportSource:
    """A source cited for one claim, with the capture that the reviewer saw.

    ``number`` runs through the whole report. ``fragment_url`` lands a reader on the quote. ``sha256`` is the digest of
    the page's bytes, ``warc`` of the file that holds the exchange. ``problem`` is why nothing usable was captured.
    """

    number: int
    id: str
    evidence: str
    stance: Stance
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    origin: str | None = None
    url: str | None = None
    file_name: str | None = None
    fragment_url: str | None = None
    quote: str | None = None
    quote_start: int | None = None
    quote_end: int | None = None
    quote_before: str = ""
    quote_after: str = ""
    note: str | None = None
    at: datetime | None = None
    reviewer: str | None = None
    capture: str | None = None
    captured_at: datetime | None = None
    final_url: str | None = None
    media_type: str | None = None
    status: int | None = None
    sha256: str | None = None
    warc: str | None = None
    problem: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportCorrection:
    """A correction to a published check: which error was mended, why, and what stands now.

    ``sort`` is ``correction``, ``clarification`` (the wording became clearer, no fact changed) or ``withdrawal``.
    ``old_verdict`` and ``new_verdict`` are ids of the claim's verdicts; a pair that is equal did not change.
    """

    at: datetime
    what: str
    why: str
    sort: str = "correction"
    reviewer: str | None = None
    old_verdict: str | None = None
    new_verdict: str | None = None
    old_standalone: str | None = None
    new_standalone: str | None = None


@dataclass(frozen=True, slots=True)
class ReportMedia:
    """A picture, video or recording that the claim is about.

    ``url`` is "" when only the article shows it. ``authenticity`` is one of schema.org's media categories
    (``OriginalMediaContent``, ``DecontextualizedContent``, …).
    """

    kind: str
    url: str
    authenticity: str
    caption: str | None = None
    original_url: str | None = None
    original_context: str | None = None


@dataclass(frozen=True, slots=True)
class ReportClaim:
    """One claim: the exact words, the stand-alone wording, who said it and how surely, and what was found.

    ``hedge`` are the words that make it less than a plain assertion (``aurait``, ``reportedly``). ``verdict`` is the
    one in force, ``superseded`` the earlier ones, oldest first. ``url`` is where this check is published.
    """

    id: str
    article: str | None
    quote: str
    start: int
    end: int
    standalone: str
    modality: Modality
    kind: Kind
    state: ClaimState
    check_worthiness: float
    claimants: tuple[ReportClaimant, ...] = ()
    hedge: str | None = None
    date: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    reasons: tuple[Reason, ...] = ()
    verdict: ReportVerdict | None = None
    superseded: tuple[ReportVerdict, ...] = ()
    sources: tuple[ReportSource, ...] = ()
    corrections: tuple[ReportCorrection, ...] = ()
    media: tuple[ReportMedia, ...] = ()
    tags: tuple[str, ...] = ()
    url: str | None = None
    published_at: datetime | None = None

    @property
    def short_id(self) -> str:
        """The part of the id that people read and type."""
        return short(self.id)

    @property
    def in_force(self) -> ReportVerdict | None:
        """The verdict that readers may take for the desk's: none any more once it was withdrawn."""
        return None if self.state is ClaimState.WITHDRAWN else self.verdict

    @property
    def taken_back(self) -> tuple[ReportVerdict, ...]:
        """Verdicts that no longer hold, oldest first; a withdrawn one is the last."""
        if self.verdict and self.state is ClaimState.WITHDRAWN:
            return (*self.superseded, self.verdict)
        return self.superseded

    @property
    def anchor(self) -> str:
        """The claim's place in the HTML file, stable between versions of the report."""
        return "claim-" + re.sub(r"[^0-9A-Za-z]", "", self.short_id)


@dataclass(frozen=True, slots=True)
class ReportChange:
    """One thing that differs from the version of this report before, and why (``reports.changes`` finds them).

    ``field`` is what changed (``verdict``, ``standalone``, ``sources``, …, ``added``, ``removed``); ``claim`` an id.
    """

    claim: str
    field: str
    before: str
    after: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The trail's head when the report was made: what ``factcheck verify --head`` compares.

    ``steps`` is the number of steps up to the head; ``as_of`` the step that the report shows, None for now.
    """

    head: str
    steps: int
    as_of: int | None = None


@dataclass(frozen=True, slots=True)
class House:
    """Who publishes. ``logo`` is a ``data:image/…;base64,`` address; ``site`` the house's address."""

    name: str = ""
    site: str | None = None
    corrections_address: str | None = None
    logo: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A verification report in one language.

    ``subject`` says in words what was chosen (a search, a period, a claimant) when the kind is not ``article``;
    ``method`` replaces the usual note on method; ``url`` is where the report is published.
    """

    kind: ReportKind
    language: str
    made_at: datetime
    title: str
    chain: Chain
    claims: tuple[ReportClaim, ...]
    articles: tuple[ReportArticle, ...] = ()
    house: House = field(default_factory=House)
    subject: str | None = None
    method: str | None = None
    url: str | None = None
    version: int = 1
    changes: tuple[ReportChange, ...] = ()
    schema: int = SCHEMA

    @property
    def article(self) -> ReportArticle | None:
        """The article, when the report is about exactly one."""
        return self.articles[0] if len(self.articles) == 1 else None

    def article_of(self, claim: ReportClaim) -> ReportArticle | None:
        """The article that the claim points into."""
        return next((a for a in self.articles if a.id == claim.article), None)


def to_json(report: Report) -> str:
    """The report as JSON: keys in the order of the classes, two spaces of indent, a newline at the end."""
    return plain.dumps(report)


def from_json(written: str) -> Report:
    """The report that ``to_json`` wrote. ``Unreadable`` names the place that does not fit, or the later version."""
    return plain.loads(Report, written, SCHEMA)


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of a report."""
    return plain.schema(Report, "Factcheck Workbench report", SCHEMA)
