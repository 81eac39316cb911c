"""The linter: nothing to say about our own published checks, and the right finding for each mistake."""

import copy
import json
import math
import tomllib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from report_sample import many, report

from factcheck.i18n import has
from factcheck.reports.claimreview import data_feed, reviews
from factcheck.reports.html import write_html
from factcheck.reports.lint import Severity, lint
from factcheck.resources import read

Node = dict[str, Any]


def good() -> Node:
    """A review without a mistake, as another desk may write it."""
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://desk.example/checks/baths",
        "datePublished": "2026-11-22",
        "claimReviewed": "Visitor numbers at the baths fell by half",
        "author": {"@type": "Organization", "name": "Desk of Proof", "url": "https://desk.example/"},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Jane Holt", "sameAs": "https://city.example/holt"},
            "datePublished": "2026-11-20",
            "appearance": {"@type": "CreativeWork", "url": "https://post.example/baths"},
        },
        "reviewRating": {
            "@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "False",
        },
    }  # fmt: skip


def put(path: str, value: object) -> Callable[[Node], None]:
    def change(node: Node) -> None:
        *outer, last = path.split(".")
        for key in outer:
            node = node[key]
        if value is None:
            del node[last]
        else:
            node[last] = value

    return change


def moved(old: str, new: str) -> Callable[[Node], None]:
    def change(node: Node) -> None:
        inner = node
        *outer, last = old.split(".")
        for key in outer:
            inner = inner[key]
        put(new, inner.pop(last))(node)

    return change


BROKEN: list[tuple[str, str, Callable[[Node], None]]] = [
    ("context-missing", "$", put("@context", None)),
    ("context-unknown", "$.@context", put("@context", "https://schema.example/")),
    ("type-case", "$.@type", put("@type", "claimReview")),
    ("property-name", "$.Url", moved("url", "Url")),
    ("property-name", "$.claimReviewd", moved("claimReviewed", "claimReviewd")),
    ("property-name", "$.itemReviewed.author.Name", moved("itemReviewed.author.name", "itemReviewed.author.Name")),
    ("property-name", "$.reviewRating.RatingValue", moved("reviewRating.ratingValue", "reviewRating.RatingValue")),
    ("property-name", "$.type", moved("@type", "type")),
    ("property-name", "$.reviewRating.alternatName", moved("reviewRating.alternateName", "reviewRating.alternatName")),
    ("nesting", "$.appearance", moved("itemReviewed.appearance", "appearance")),
    ("nesting", "$.itemReviewed.reviewRating", moved("reviewRating", "itemReviewed.reviewRating")),
    ("empty", "$.author.url", put("author.url", "")),
    ("empty", "$.image", put("image", [])),
    ("claim-missing", "$.claimReviewed", put("claimReviewed", None)),
    ("claim-type", "$.claimReviewed", put("claimReviewed", ["One claim", "Another claim"])),
    ("claim-verdict", "$.claimReviewed", put("claimReviewed", "FALSE: the baths lost half their visitors")),
    ("claim-verdict", "$.claimReviewed", put("claimReviewed", "Les bains ont moins de visiteurs (faux)")),
    ("claim-verdict", "$.claimReviewed", put("claimReviewed", "No, the baths did not lose half their visitors")),
    ("claim-headline", "$.claimReviewed", put("claimReviewed", "Fact check: the mayor on the baths")),
    ("claim-headline", "$.claimReviewed", put("claimReviewed", "Les bains ont-ils moins de visiteurs ?")),
    ("claim-long", "$.claimReviewed", put("claimReviewed", "The baths " * 26)),
    ("claim-markup", "$.claimReviewed", put("claimReviewed", "The <b>baths</b> lost visitors")),
    ("hedge-dropped", "$.claimReviewed", put("itemReviewed.text", "Visitor numbers may have fallen by half")),
    ("rating-missing", "$.reviewRating", put("reviewRating", None)),
    ("rating-type", "$.reviewRating", put("reviewRating", "False")),
    ("rating-word-missing", "$.reviewRating.alternateName", put("reviewRating.alternateName", None)),
    ("rating-word-number", "$.reviewRating.alternateName", put("reviewRating.alternateName", "1/5")),
    ("rating-number-text", "$.reviewRating.ratingValue", put("reviewRating.ratingValue", "1")),
    ("rating-ends-missing", "$.reviewRating.worstRating", put("reviewRating.worstRating", None)),
    ("rating-ends-missing", "$.reviewRating.bestRating", put("reviewRating.bestRating", None)),
    ("rating-worst-low", "$.reviewRating.worstRating", put("reviewRating.worstRating", 0)),
    ("rating-best-low", "$.reviewRating.bestRating", put("reviewRating.bestRating", 1)),
    ("rating-outside", "$.reviewRating.ratingValue", put("reviewRating.ratingValue", 6)),
    ("rating-contradiction", "$.reviewRating.ratingValue", put("reviewRating.ratingValue", 5)),
    ("rating-contradiction", "$.reviewRating.ratingValue", put("reviewRating.alternateName", "Vrai")),
    ("rating-number-missing", "$.reviewRating", put("reviewRating", {"@type": "Rating", "alternateName": "Faux"})),
    ("url-missing", "$.url", put("url", None)),
    ("url-invalid", "$.url", put("url", "/checks/baths")),
    ("url-root", "$.url", put("url", "https://desk.example/")),
    ("url-short", "$.url", put("url", "https://bit.ly/3xYz")),
    ("url-other-site", "$.url", put("url", "https://other.example/checks/baths")),
    ("author-missing", "$.author", put("author", None)),
    ("author-name", "$.author", put("author", {"@type": "Organization"})),
    ("author-type", "$.author", put("author.@type", "Thing")),
    ("item-missing", "$.itemReviewed", put("itemReviewed", None)),
    ("item-type", "$.itemReviewed", put("itemReviewed.@type", "CreativeWork")),
    ("claimant-name", "$.itemReviewed.author", put("itemReviewed.author", {"@type": "Person"})),
    ("claimant-nobody", "$.itemReviewed.author", put("itemReviewed.author.name", "Unknown")),
    ("claimant-is-publisher", "$.itemReviewed.author", put("itemReviewed.author.name", "Desk of Proof")),
    ("appearance-address", "$.itemReviewed.appearance", put("itemReviewed.appearance", {"@type": "CreativeWork"})),
    ("appearance-is-review", "$.itemReviewed.appearance",
     put("itemReviewed.appearance", "https://desk.example/checks/baths")),
    ("review-date-missing", "$.datePublished", put("datePublished", None)),
    ("review-date-is-claims", "$.datePublished", put("datePublished", "2026-11-20")),
    ("review-date-before-claim", "$.datePublished", put("datePublished", "2026-11-19T23:00:00Z")),
    ("date-invalid", "$.datePublished", put("datePublished", "22/11/2026")),
    ("date-invalid", "$.itemReviewed.datePublished", put("itemReviewed.datePublished", "2026-02-30")),
    ("date-zone", "$.datePublished", put("datePublished", "2026-11-22T10:00:00")),
    ("media-category", "$.associatedMediaReview[0]", put("associatedMediaReview", [{"@type": "MediaReview"}])),
]  # fmt: skip


def test_a_review_without_a_mistake_has_no_finding() -> None:
    assert lint(good()) == []
    assert lint(json.dumps(good())) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_our_own_published_checks_have_no_finding(language: str) -> None:
    made = report(language)
    assert [lint(one) for one in reviews(made)] == [[], [], []]
    assert lint(json.dumps(data_feed(made))) == []
    assert lint(write_html(made)) == []


@pytest.mark.parametrize(("rule", "path", "change"), BROKEN, ids=[f"{n}-{row[0]}" for n, row in enumerate(BROKEN)])
def test_each_mistake_gets_its_finding(rule: str, path: str, change: Callable[[Node], None]) -> None:
    node = good()
    change(node)
    findings = lint(json.dumps(node))
    assert (rule, path) in [(one.rule, one.path) for one in findings]
    allowed = {rule, "claim-missing", "url-missing", "rating-missing", "rating-word-missing", "claimant-name",
               "rating-outside", "rating-ends-missing", "appearance-address", "claim-long"}  # fmt: skip
    assert {one.rule for one in findings} <= allowed, "one mistake, one finding (or what it hides)"


def test_a_claimant_who_was_dropped() -> None:
    node = good()
    node["itemReviewed"]["text"] = "Visitor numbers fell by half, according to the mayor"
    assert lint(node) == []
    del node["itemReviewed"]["author"]
    assert [one.rule for one in lint(node)] == ["claimant-dropped"]


def test_an_export_that_drops_hedge_or_claimant_is_warned_about() -> None:
    made = report()
    claim = replace(made.claims[0], standalone="The city spent 4.2 million euros on the baths", claimants=())
    (review,) = reviews(replace(made, claims=(claim,)))
    review["itemReviewed"]["text"] += ", according to the Citizens' Audit"
    assert {one.rule for one in lint(review)} == {"hedge-dropped", "claimant-dropped"}


@pytest.mark.parametrize("word", ["Half true", "Partly false", "À moitié vrai", "Mixture"])
def test_mixed_words_contradict_no_number(word: str) -> None:
    for value in range(1, 6):
        node = good()
        node["reviewRating"] |= {"alternateName": word, "ratingValue": value}
        assert lint(node) == []


@pytest.mark.parametrize("word", ["Unproven", "Satire", "Non prouvé", "Sans preuve"])
def test_words_outside_the_order_need_no_number(word: str) -> None:
    node = good()
    node["reviewRating"] = {"@type": "Rating", "alternateName": word}
    assert lint(node) == []


def test_feeds_lists_and_graphs_are_walked() -> None:
    bad = {**good(), "url": "https://desk.example"}
    del bad["@context"]
    feed = {"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": [
        {"@type": "DataFeedItem", "item": [bad, {**bad, "url": "https://desk.example/b"}]}]}  # fmt: skip
    assert [(one.rule, one.path) for one in lint(feed)] == [("url-root", "$.dataFeedElement[0].item[0].url")]
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, bad]}
    assert [one.path for one in lint(graph)] == ["$.@graph[1].url"]
    assert [one.path for one in lint([{**good()}, {**good()}])] == ["$[1].url"]
    loose = {"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": [good()]}
    assert [one.rule for one in lint(loose)] == ["feed-shape"]


def test_a_page_of_html_is_read() -> None:
    page = '<html><script type="application/ld+json">{"@type": "ClaimReview"</script></html>'
    assert [one.rule for one in lint(page)] == ["json"]
    assert [one.rule for one in lint("<p>nothing</p>")] == ["no-review"]
    other = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"WebPage"}</script>'
    for kind in ("application/ld+json", "Application/LD+JSON; charset=utf-8"):
        mine = f'<script type="{kind}">{json.dumps(good())}</script>'
        assert lint(other + mine) == []


@pytest.mark.parametrize("markup", ["", "{", "[]", "null", "3", "\x00", "[" * 100_000, '{"@type": "WebPage"}'])
def test_what_holds_no_review(markup: str) -> None:
    assert lint(markup)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*good(), "name"]), inner),
    max_leaves=12,
)


@given(st.sampled_from(list(good())), JSON)
@example("url", 10**400)
@example("url", math.inf)
@example("url", "9" * 5000)
def test_any_value_anywhere_is_survived(key: str, value: object) -> None:
    node = copy.deepcopy(good())
    node[key] = value
    lint([node])
    node = copy.deepcopy(good())
    node["itemReviewed"][key] = value
    node["reviewRating"]["ratingValue"] = value
    lint([node])


def test_every_rule_has_its_words_and_its_test() -> None:
    rules = set(tomllib.loads(read("i18n", "en", "lint.toml"))["lint"])
    assert all(has(f"lint.{rule}.{part}") for rule in rules for part in ("message", "mend"))
    tested = {row[0] for row in BROKEN} | {
        "json",
        "no-review",
        "feed-shape",
        "claimant-dropped",
        "review-repeated",
        "claim-wordy",
        "appearance-missing",
        "page-several",
    }
    assert tested == rules
    assert set(tomllib.loads(read("reports", "lint.toml"))["errors"]) <= rules


def test_a_note_comes_only_when_asked_for() -> None:
    node = good() | {"claimReviewed": "Visitor numbers at the baths of the old town fell by half between 2019 and 2025"}
    assert lint(node) == []
    (note,) = lint(node, notes=True)
    assert (note.rule, note.severity) == ("claim-wordy", Severity.NOTE)


def test_severity_and_language() -> None:
    (finding,) = lint({**good(), "url": "https://desk.example/"}, "fr")
    assert finding.severity is Severity.ERROR
    assert "page d’accueil" in finding.message
    assert finding.mend
    assert lint(many("en", 40).url)


def test_notes_are_given_when_asked_for() -> None:
    node = good()
    del node["itemReviewed"]["appearance"]
    assert lint(node) == []
    assert [(one.path, one.rule, one.severity) for one in lint(node, notes=True)] == [
        ("$.itemReviewed.appearance", "appearance-missing", Severity.NOTE)
    ]
    page = write_html(report())
    assert lint(page) == []
    assert "page-several" in {one.rule for one in lint(page, notes=True)}
