"""Whatever stands in a report's fields, each format is written and opens in a reader of its own.

No formula, script or markup in it came from outside.
"""

import csv
import io
import json
import zipfile

import html5lib
import pikepdf
import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from report_sample import poisoned

from factcheck.reports.claimreview import reviews
from factcheck.reports.model import Report
from factcheck.reports.write import SUFFIXES, render

SURROGATES_AND_ALL = st.characters()
PIECES = st.sampled_from(
    [
        "=1+1",
        "@SUM(A1)",
        "<script>",
        "]]>",
        "&amp;",
        "{{ 7*7 }}",
        "#panic()",
        "$x$",
        "\\",
        "`",
        "|",
        "\r\n",
        "\u202e",
        "🏊🏽",
        "e\u0301",
    ]
)
TEXTS = st.one_of(
    st.text(SURROGATES_AND_ALL, max_size=60), st.lists(PIECES | st.text(max_size=4), max_size=8).map("".join)
)


def opened_html(raw: bytes, _report: Report) -> None:
    html5lib.HTMLParser(strict=True).parse(raw.decode("utf-8"))


def opened_md(raw: bytes, _report: Report) -> None:
    tokens = MarkdownIt("commonmark").parse(raw.decode("utf-8"))
    inner = [child for token in tokens for child in token.children or ()]
    assert not [token for token in (*tokens, *inner) if token.type in {"html_block", "html_inline", "image"}]
    assert not [token for token in inner if str(token.attrGet("href") or "").startswith("javascript")]


def opened_pdf(raw: bytes, _report: Report) -> None:
    with pikepdf.open(io.BytesIO(raw)) as document:
        assert len(document.pages) > 0
        assert "/JavaScript" not in document.Root.get("/Names", pikepdf.Dictionary())


def opened_docx(raw: bytes, report: Report) -> None:
    assert len(Document(io.BytesIO(raw)).tables[0].rows) == len(report.claims) + 1
    with zipfile.ZipFile(io.BytesIO(raw)) as files:
        for name in files.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(files.read(name))


def opened_csv(raw: bytes, report: Report) -> None:
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(report.claims) + 1
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def opened_xlsx(raw: bytes, _report: Report) -> None:
    book = load_workbook(io.BytesIO(raw))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def opened_json(raw: bytes, report: Report) -> None:
    assert len(json.loads(raw)["claims"]) == len(report.claims)


def opened_jsonld(raw: bytes, report: Report) -> None:
    found = json.loads(raw)
    assert found.get("@type") == ("ClaimReview" if len(reviews(report)) == 1 else "DataFeed")


OPENED = {
    ".html": opened_html,
    ".md": opened_md,
    ".pdf": opened_pdf,
    ".docx": opened_docx,
    ".csv": opened_csv,
    ".xlsx": opened_xlsx,
    ".json": opened_json,
    ".jsonld": opened_jsonld,
}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_text_in_any_format(suffix: str) -> None:
    @settings(max_examples=8 if suffix == ".pdf" else 25)
    @given(TEXTS)
    @example("\ud800\x00\ufffe\u2028")
    @example("=cmd|' /C calc'!A0")
    @example("")
    def check(text: str) -> None:
        report = poisoned(text)
        OPENED[suffix](render(report, suffix), report)

    check()
