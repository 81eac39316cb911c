"""From the library's values to the report's: nothing is lost on the way."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from report_sample import report

from factcheck.domain.claim import Claim, ClaimState, Kind, Modality, Reason
from factcheck.domain.source import Capture, Evidence, Source, Stance
from factcheck.domain.verdict import Rating, Scale, Verdict
from factcheck.reports import build
from factcheck.reports.claimreview import claim_review
from factcheck.reports.lint import lint
from factcheck.resources import read

AT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
TRUTH = tomllib.loads(read("scales", "truth.toml"))
SCALE = Scale(
    "truth",
    1,
    TRUTH["names"],
    tuple(
        Rating(r["key"], r["labels"], r["meanings"], r["colour"], r["glyph"], r.get("value")) for r in TRUTH["ratings"]
    ),
)
FIRST = Verdict("v1", "c1", "truth", 1, "true", "Seen.", "Ada", AT, None)
SECOND = Verdict("v2", "c1", "truth", 1, "unproven", "On reflection.", "Ada", AT + timedelta(days=1), "v1", ("Noé",))
CLAIM = Claim(
    id="c1",
    article="a1",
    start=3,
    end=9,
    text="aurait",
    standalone="Selon X, il aurait",
    claimant="X",
    claimant_id="x1",
    cue_start=0,
    cue_end=2,
    modality=Modality.HEDGED,
    kind=Kind.FACTUAL,
    date="2022-09",
    check_worthiness=0.5,
    reasons=(Reason("kind", "number", "9"), Reason("modality", "conditional", "aurait", 3, 9)),
    state=ClaimState.VERDICT_PROPOSED,
    dismissed_because=None,
    verdict=SECOND,
    tags=("t",),
    sources=1,
    created_at=AT,
    version=2,
    assignee=None,
    priority=0,
)
SOURCE = Source("s1", "https://a.example/p", None, "Pub", "Au", "2021", "fr", "Origin", None, AT)
CAPTURE = Capture(
    "k1",
    "s1",
    "https://a.example/p",
    "https://a.example/q",
    200,
    "text/html",
    9,
    "ab" * 32,
    "cd" * 32,
    AT,
    None,
    "Page",
    "text",
    ("truncated",),
)
EVIDENCE = Evidence(
    "e1", "c1", SOURCE, CAPTURE, Stance.REFUTES, "il n’a pas", 4, 14, "before", "after", "note", AT, "Ada"
)


def made() -> build.ReportClaim:
    return build.claim(CLAIM, [SECOND, FIRST], lambda _key, _version: SCALE, [EVIDENCE])


def test_a_claim_keeps_span_hedge_claimant_and_verdicts() -> None:
    claim = made()
    assert (claim.quote, claim.start, claim.end, claim.hedge) == ("aurait", 3, 9, "aurait")
    assert claim.claimants[0].name == "X"
    assert claim.reasons == CLAIM.reasons
    assert claim.verdict is not None
    assert (claim.verdict.id, claim.verdict.value, claim.verdict.best, claim.verdict.worst) == ("v2", None, 5, 1)
    assert claim.verdict.label("fr") == "Non prouvé"
    assert [one.id for one in claim.superseded] == ["v1"]


def test_a_plain_assertion_has_no_hedge() -> None:
    claim = build.claim(replace(CLAIM, modality=Modality.ASSERTED, verdict=None), [FIRST], lambda *_: SCALE, [])
    assert claim.hedge is None
    assert claim.verdict is None
    assert [one.id for one in claim.superseded] == ["v1"]


def test_a_source_keeps_its_capture_and_lands_on_the_quote() -> None:
    (source,) = made().sources
    assert source.title == "Page"
    assert (source.sha256, source.warc, source.captured_at, source.final_url) == (
        "ab" * 32,
        "cd" * 32,
        AT,
        "https://a.example/q",
    )
    assert source.fragment_url is not None
    assert source.fragment_url.startswith("https://a.example/p#:~:text=")
    assert source.flags == ("truncated",)
    assert build.source(replace(EVIDENCE, capture=None, quote=None), 1).captured_at is None


def test_sources_are_numbered_through_the_report() -> None:
    claims = build.numbered([made(), replace(made(), sources=()), made()])
    assert [[s.number for s in claim.sources] for claim in claims] == [[1], [], [2]]


def test_a_rating_that_the_scale_has_lost_is_still_named() -> None:
    verdict = build.verdict(replace(FIRST, rating="pants-on-fire"), lambda *_: SCALE)
    assert verdict.label("fr") == "pants-on-fire"
    assert verdict.value is None


def test_a_claim_about_a_picture_has_its_media_review() -> None:
    """The cited picture is the one in question, the source that refutes it the original; unproven says nothing."""
    table = tomllib.loads(read("scales", "pictures.toml"))
    ratings = [
        Rating(r["key"], r["labels"], r["meanings"], r["colour"], r["glyph"], r.get("value")) for r in table["ratings"]
    ]
    scale = Scale("pictures", 1, table["names"], tuple(ratings))
    verdict = replace(FIRST, scale="pictures", rating="out-of-context")
    shot = replace(
        EVIDENCE, id="e2", stance=Stance.CONTEXT, source=replace(SOURCE, url="https://a.example/shot.JPG?w=9")
    )
    refuting = replace(EVIDENCE, stance=Stance.REFUTES, note="Taken in 2012.")
    claim = replace(CLAIM, verdict=verdict, state=ClaimState.PUBLISHED)
    made = build.claim(claim, [verdict], lambda _key, _version: scale, [shot, refuting])
    only = made.media[0]
    assert (only.kind, only.url, only.authenticity) == (
        "image",
        "https://a.example/shot.JPG?w=9",
        "DecontextualizedContent",
    )
    assert (only.original_url, only.original_context) == ("https://a.example/p", "Taken in 2012.")
    review = claim_review(replace(report(), claims=(made,)), made)
    assert review["associatedMediaReview"][0]["mediaAuthenticityCategory"] == "DecontextualizedContent"
    assert "media-category" not in {one.rule for one in lint(review)}
    bare = build.claim(claim, [verdict], lambda _key, _version: scale, [])
    assert bare.media[0].url == ""
    unproven = replace(verdict, rating="unproven")
    assert build.claim(replace(claim, verdict=unproven), [unproven], lambda _k, _v: scale, [shot]).media == ()
    assert {row["key"] for row in table["ratings"]} - {"unproven"} == set(
        tomllib.loads(read("reports", "media.toml"))["pictures"]
    )
    assert set(tomllib.loads(read("reports", "media.toml"))["pictures"].values()) <= set(
        tomllib.loads(read("reports", "lint.toml"))["media"]
    )
