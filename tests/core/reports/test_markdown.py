"""Markdown: read back by a CommonMark parser, it says what the model says and holds no markup from outside."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from report_sample import report

from factcheck.reports.markdown import escape, write_markdown
from factcheck.reports.words import clean


def rendered(markdown: str) -> str:
    return MarkdownIt("commonmark").enable("table").render(markdown)


@given(st.text(max_size=80))
def test_escaped_text_is_only_text(text: str) -> None:
    inline = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escape(" ".join(clean(text).split())))
    kinds = {token.type for token in inline}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for token in inline for child in token.children or []} <= {"text", "text_special", "softbreak"}


@pytest.mark.parametrize(
    "line", ["1. one", "1) one", "- a", "+ a", "# a", "> a", "===", "---", "~~~", "    code", "|a|"]
)
def test_no_line_begins_a_block(line: str) -> None:
    assert rendered(escape(f"first\n{line}")).count("<p>") == 1
    assert rendered(escape(line)).startswith("<p>")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_in_order(language: str) -> None:
    made = report(language)
    html = rendered(write_markdown(made)).replace("&amp;", "&").replace("&quot;", '"')
    places = [html.rindex(claim.standalone.replace("'", "'")) for claim in made.claims]
    assert places == sorted(places)
    for claim in made.claims:
        assert claim.quote in html
        assert claim.short_id in html
        for source in claim.sources:
            assert source.sha256 is None or source.sha256 in html
    assert made.chain.head in html
    assert html.count("<table>") == 1


def test_hostile_text() -> None:
    made = report()
    claim = replace(made.claims[0], quote="# x\n\n```\n<script>\n- [a](javascript:b)", standalone="| a |\n---\n<b>")
    html = rendered(write_markdown(replace(made, title="# [x](y) <i>", claims=(claim,))))
    assert "<script" not in html
    assert "<pre>" not in html
    assert "javascript:b" in html
    assert 'href="javascript' not in html
    assert "<i>" not in html
