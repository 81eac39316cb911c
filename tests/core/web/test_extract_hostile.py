"""Markup made to hang, exhaust or trick a reader. In-process here; the child's deadline is tested apart."""

import html
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.web import extract
from factcheck.web.extract import read_page
from factcheck.web.page import Page, as_json
from tests.core.web.samples import EN, page


def read(markup: str | bytes) -> Page:
    raw = markup if isinstance(markup, bytes) else markup.encode("utf-8", "surrogatepass")
    return read_page(raw, url="https://courier.example/a", media_type="text/html")


def test_what_nests_deeper_than_parsers_follow_is_read_in_one_pass() -> None:
    found = read("<div>" * 3000 + f"<p>{EN[0]}</p>")
    assert EN[0] in found.text
    assert "too-complex" in found.flags


def test_a_million_tags_are_read_in_one_pass() -> None:
    found = read("<b><i>word</i></b> " * 65_000)
    assert found.text.count("word") == 65_000
    assert "too-complex" in found.flags


@pytest.mark.parametrize("bracket", ["[", "{", '{"a":[', '[{"@graph":'])
def test_three_megabytes_of_brackets_in_json_ld(bracket: str) -> None:
    block = f'<script type="application/ld+json">{bracket * (3_000_000 // len(bracket))}</script>'
    found = read(page(head=block))
    assert found.title == "Harrowmere shuts its last coal boiler early"
    deep = f'<script type="application/ld+json">{bracket * 5_000}</script>'
    assert read(page(head=deep)).title == found.title


def test_brackets_inside_texts_do_not_hide_those_around_them() -> None:
    """Counting brackets took those of a text for the end of others; the depth is the parser's to tell."""
    block = f'["{"]" * 100_000}", {"[" * 100_000}'
    found = read(page(head=f'<script type="application/ld+json">{block}</script>'))
    assert found.title == "Harrowmere shuts its last coal boiler early"


def test_halves_of_characters_in_json_ld_are_dropped() -> None:
    block = '{"@type": "Person", "name": "\\ud83d Tom\\u0000as\\u202e Ferrant"}'
    found = read(f'<title>One</title><script type="application/ld+json">{block}</script><p>{EN[0]}</p>')
    assert found.author == "Tomas Ferrant"


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "headline": 5, "author": {"name": ["a", {"b": 1}]}, "datePublished": [1]}',
        '{"@type": ["NewsArticle", 3, null], "author": [null, 4, {"@id": 7}], "publisher": []}',
        '{"@graph": {"@graph": {"@graph": [[[{"@type": {"x": 1}}]]]}}, "@type": null}',
        "null", "[]", "0", '"text"', "{", "<!-- {} -->",
    ],
)  # fmt: skip
def test_json_ld_of_other_shapes(block: str) -> None:
    found = read(page(head=f'<script type="application/ld+json">{block}</script>'))
    assert found.title == "Harrowmere shuts its last coal boiler early"
    assert found.author == "Tomas Ferrant"


DAYS = ["2024-02-30", "0000-00-00", "99999999999999", "2024-02-13T09:00:00+99:99"]
NAMES = ["By ", "\ud800", "\u202eeca\u2067", "{{", "a" * 500, "\0", " \u200b ", "False"]
TYPES = ["NewsArticle", "https://schema.org/Person", "WebSite", "http://[", "//"]
SAID = st.sampled_from([*DAYS, *NAMES, *TYPES])
KEYS = st.sampled_from(
    [
        *("@type", "@id", "@graph", "mainEntity", "headline", "name", "author", "creator", "publisher", "url"),
        *("datePublished", "dateCreated", "isAccessibleForFree"),
    ]
)
JSON_LD = st.recursive(
    SAID | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)
METAS = st.sampled_from(["og:title", "author", "article:published_time", "og:locale", "og:url", "twitter:label1"])


@settings(max_examples=60)
@given(JSON_LD, st.lists(st.tuples(METAS, SAID), max_size=4), st.none() | SAID)
def test_whatever_a_page_says_of_itself_it_is_a_page_that_can_be_kept(
    said: object, metas: list[tuple[str, str]], url: str | None
) -> None:
    """And what is taken from it is a line of text, a day that exists, or nothing."""
    head = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    head += "".join(f'<meta property="{name}" content="{html.escape(value)}">' for name, value in metas)
    raw = f"<html><head>{head}</head><body><h1>One</h1><p>{EN[0]}</p></body></html>".encode("utf-8", "replace")
    found = read_page(raw, url=url, media_type="text/html")
    json.dumps(as_json(found), ensure_ascii=False).encode()
    for line in (found.title, found.author, found.publisher):
        assert line is None or (line.strip() == line and line.isprintable())
    assert found.date is None or date.fromisoformat(found.date)
    assert found.canonical_url is None or found.canonical_url.startswith("http")


def test_entities_do_not_expand() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    found = read(bomb + page(inside="<p>&b;&b; &x; and the rest of a sentence that is long enough to be kept.</p>"))
    assert "root:" not in found.text
    assert "haha" not in found.text


def test_nothing_that_a_script_would_run_reaches_the_text() -> None:
    image = "<img src=x onerror=alert(1)>"
    trick = f"<svg><style>{image}</style></svg><noscript><p title='</noscript>{image}'></noscript>"
    found = read(page(inside=trick))
    assert all(link.url.startswith("http") for link in found.links)
    assert EN[0] in found.text


def test_endless_markup_is_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "MAX_MARKUP", 20_000)
    found = read("<html><body>" + "<p>A line of text that goes on and on for as long as anybody reads it.</p>\n" * 1000)
    assert "truncated" in found.flags
    assert found.text.startswith("A line of text")
    assert len(found.text) < 20_000


@pytest.mark.parametrize("raw", [b"", b"   \n", b"<html></html>", b"\x00" * 50, b"<!--", b"<script>", b"<title>"])
def test_nothing_is_no_text(raw: bytes) -> None:
    found = read(raw)
    assert found.text == ""
    assert "no-text" in found.flags


@pytest.mark.parametrize("text", ["🏗️ é é \u202eright to left\u202c", "a\u0000b\u0008c", "\ud800 lone"])
def test_odd_characters_survive_or_go(text: str) -> None:
    found = read(page(inside=f"<p>{text} and a sentence that is long enough to be kept by any reader of it.</p>"))
    assert "\x00" not in found.text
    assert "\x08" not in found.text
    found.text.encode()
