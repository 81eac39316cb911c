"""The reader view of pages, plain text and PDFs: text with its blocks and links, and what the page says of itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.web.extract import read_page
from factcheck.web.page import BlockKind, Page, as_json, from_json
from tests.core.web.samples import EN, FR, french, page

URL = "https://courier.example/2024/02/13/harrowmere-boiler"


def read(markup: str, url: str | None = URL) -> Page:
    return read_page(markup.encode(), url=url, media_type="text/html")


def holds(found: Page) -> None:
    """What is true of every page: blocks cover text in order, links lie in it, JSON gives the page back."""
    end = 0
    for block in found.blocks:
        assert end <= block.start < block.end <= len(found.text)
        assert found.text[block.start : block.end].strip()
        end = block.end
    for link in found.links:
        assert found.text[link.start : link.end].strip()
        assert link.url.startswith(("http://", "https://"))
    assert from_json(as_json(found)) == found


def test_the_article_alone_is_the_text() -> None:
    found = read(page())
    assert found.text == "\n\n".join(EN)
    assert found.flags == ()
    holds(found)


def test_a_french_page_reads_as_well() -> None:
    found = read(french())
    assert found.text == "\n\n".join(FR)
    assert found.language == "fr"
    assert found.author == "Élodie Marchandeau"
    holds(found)


def test_metadata_with_the_dates_origin() -> None:
    found = read(page(date="2024-02-12T23:30:00Z"))
    assert (found.title, found.author, found.publisher) == (
        "Harrowmere shuts its last coal boiler early",
        "Tomas Ferrant",
        "The Mere Courier",
    )
    # The publisher's clock says the 12th in UTC; the address says the 13th, which is the day where it was published.
    assert (found.date, found.date_origin, found.date_confidence) == ("2024-02-13", "url", "high")
    same = read(page(), "https://courier.example/boiler")
    assert (same.date, same.date_origin, same.date_confidence) == ("2024-02-13", "json-ld", "high")


def test_no_date_and_no_author_are_none_or_unsure() -> None:
    found = read(page(author=None, date=None), "https://courier.example/boiler")
    assert found.author is None
    assert found.date is None or found.date_confidence == "low"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ('<p class="byline">By <a href="/author/lea-monk">Lea Monk</a></p>', "Lea Monk"),
        ('<span class="author-name">Lea Monk, science writer</span>', "Lea Monk"),
        ('<p class="signature">Par Léa Monk et Paul Aubier, le 3 mars 2024</p>', "Léa Monk et Paul Aubier"),
        ('<a rel="author" href="/x">Lea Monk</a>', "Lea Monk"),
    ],
)
def test_the_line_under_the_headline_names_the_author(line: str, author: str) -> None:
    assert read(page(author=None, inside=line)).author == author


@pytest.mark.parametrize("name", ["The Mere Courier", "admin", "https://courier.example/staff"])
def test_the_sites_own_name_is_no_author(name: str) -> None:
    assert read(page(author=name)).author is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("13 février 2024", "2024-02-13"),
        ("1er mars 2024", "2024-03-01"),
        ("February 13, 2024", "2024-02-13"),
        ("13/02/2024", "2024-02-13"),
    ],
)
def test_the_day_that_readers_see(written: str, day: str) -> None:
    markup = page(date=None).replace("</h1>", f'</h1><p class="date">{written}</p>')
    found = read(markup, "https://courier.example/boiler")
    assert (found.date, found.date_confidence) == (day, "medium")
    assert written not in found.text


def test_a_date_in_the_future_is_no_date() -> None:
    assert read(page(date="2999-01-01T00:00:00Z"), None).date != "2999-01-01"


def test_the_title_is_the_headline_not_the_sites_name() -> None:
    markup = page().replace("<h1>Harrowmere shuts its last coal boiler early</h1>", "<h1>The Mere Courier</h1>")
    assert read(markup).title == "Harrowmere shuts its last coal boiler early"
    bare = "<title>Boiler shut early - The Mere Courier</title><h2>Elsewhere</h2><p>x</p>"
    head = '<meta property="og:site_name" content="The Mere Courier">'
    assert read(f"<html><head>{head}{bare}</head></html>").title == "Boiler shut early"


def test_blocks_have_kinds_and_links_are_absolute() -> None:
    inside = """<h2>What it costs</h2><ul>
      <li>Pump: twelve million pounds in all</li><li>Pipes: six million pounds</li></ul>
      <blockquote><p>It is the best thing that this town has done in twenty years, if not in forty.</p></blockquote>
      <p>The <a href="../report?id=3">full report of the works department</a> was published
      by the council last week.</p>"""
    found = read(page(inside=inside))
    kinds = {found.text[b.start : b.end]: b.kind for b in found.blocks}
    assert kinds["What it costs"] is BlockKind.HEADING
    assert kinds["Pump: twelve million pounds in all"] is BlockKind.LIST_ITEM
    assert any(kind is BlockKind.QUOTE for kind in kinds.values())
    link = next(link for link in found.links if "report" in link.url)
    assert found.text[link.start : link.end] == "full report of the works department"
    assert link.url == "https://courier.example/2024/02/report?id=3"
    holds(found)


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "//[bad", "//x:99999/", "http:\\\\10.0.0.1", "mailto:a@b.c"]
)
def test_links_that_lead_nowhere_safe_are_text(target: str) -> None:
    found = read(
        page(inside=f'<p>The <a href="{target}">report of the works department</a> came out last week, it says.</p>')
    )
    assert "report of the works department" in found.text
    assert not [link for link in found.links if "report" in found.text[link.start : link.end]]


def test_a_lying_charset_is_seen_through() -> None:
    raw = french().replace("utf-8", "iso-8859-1").encode()
    found = read_page(raw, url=URL, media_type="text/html", http_charset="iso-8859-1")
    assert found.text == "\n\n".join(FR)
    assert (found.charset, found.charset_rule) == ("utf-8", "utf-8")


def test_bytes_that_fit_no_encoding_are_flagged() -> None:
    raw = french().encode().replace("é".encode(), b"\xc3", 1)
    assert "replacements" in read_page(raw, url=URL, media_type="text/html").flags


def test_plain_text_keeps_its_paragraphs() -> None:
    found = read_page("Un.\n\nDeux, été.\r\n\r\nTrois 🏗️.".encode(), url=None, media_type="text/plain")
    assert [found.text[block.start : block.end] for block in found.blocks] == ["Un.", "Deux, été.", "Trois 🏗️."]
    holds(found)


@pytest.mark.parametrize(
    ("raw", "kind"), [(b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png"), (b"GIF89a" + bytes(9), "image/gif")]
)
def test_what_is_no_text_is_kept_as_a_file(raw: bytes, kind: str) -> None:
    found = read_page(raw, url=None, media_type=kind)
    assert (found.text, found.flags, found.media_type) == ("", ("not-text",), kind)


def test_what_the_bytes_are_counts_more_than_what_is_said() -> None:
    assert read_page(b"\x89PNG\r\n\x1a\n" + bytes(50), url=None, media_type=None).flags == ("not-text",)
    assert read_page(page().encode(), url=URL, media_type="text/plain").media_type == "text/html"
    about = "An article about markup begins with <html> and ends with </html>."
    assert read_page(about.encode(), url=None, media_type="text/plain").text == about


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/\"'=ab pdiv&;#x!-[]{}é🏗\u0301\u202e\x00\n"), max_size=300))
def test_no_markup_is_too_strange(text: str) -> None:
    holds(read_page(f"<html><body>{text}".encode(), url=URL, media_type="text/html"))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange(raw: bytes) -> None:
    for kind in ("text/html", "text/plain", "application/pdf"):
        holds(read_page(raw, url=None, media_type=kind))
