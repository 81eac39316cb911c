"""CSV and XLSX: one row a claim, and no cell that a spreadsheet would run."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sample import report

from factcheck.reports.sheets import safe, write_csv, write_xlsx

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://a.example","x")', "＝1", "|cmd"]


def test_csv_has_a_row_a_claim_and_a_byte_order_mark() -> None:
    made = report("fr")
    written = write_csv(made)
    assert written.encode("utf-8").startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(made.claims)
    for row, claim in zip(rows, made.claims, strict=True):
        assert (row["id"], row["quote"], row["standalone"]) == (claim.id, claim.quote, claim.standalone)
        assert made.articles[0].text[int(row["start"]) : int(row["end"])] == row["quote"]
        assert row["rating"] == (claim.verdict.rating if claim.verdict else "")
        assert row["hedge"] == (claim.hedge or "")
        assert row["head"] == made.chain.head
    assert rows[0]["sources_against"] == made.claims[0].sources[1].url
    assert rows[0]["reason"] == made.claims[0].verdict.reason


@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas_are_defused(formula: str) -> None:
    made = report()
    claim = replace(made.claims[0], quote=formula, standalone=formula, tags=(formula,))
    made = replace(made, claims=(claim,))
    rows = list(csv.DictReader(io.StringIO(write_csv(made).removeprefix("\ufeff"), newline="")))
    for column in ("quote", "standalone", "tags"):
        assert rows[0][column].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(made))).worksheets[0]
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)


@given(st.text(max_size=30))
def test_a_safe_cell_never_begins_like_a_formula(text: str) -> None:
    assert not safe(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_workbook_in_the_reports_language(language: str) -> None:
    made = report(language)
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(made)))
    claims, sources, about = book.worksheets
    assert claims.title == {"en": "Claims", "fr": "Affirmations"}[language]
    assert claims.max_row == len(made.claims) + 1
    assert [claims.cell(row, 2).value for row in range(2, 6)] == [claim.standalone for claim in made.claims]
    assert [claims.cell(row, 3).value for row in range(2, 6)] == [claim.quote for claim in made.claims]
    assert sources.max_row == 1 + sum(len(claim.sources) for claim in made.claims)
    assert {sources.cell(row, 9).value for row in range(2, 6)} == {
        source.sha256 for claim in made.claims for source in claim.sources
    }
    assert made.chain.head in str([cell.value for row in about.iter_rows() for cell in row])
    assert claims.freeze_panes == "A2"


def test_hostile_text_makes_a_readable_workbook() -> None:
    made = report()
    claim = replace(made.claims[0], quote="\x00\x0b\ud800" + "x" * 40_000, standalone="<&>")
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(replace(made, claims=(claim,))))).worksheets[0]
    assert len(sheet.cell(2, 3).value) == 32_767


@pytest.mark.parametrize(("length", "linked"), [(2_079, True), (2_080, False)])
def test_an_address_is_linked_whole_or_not_at_all(length: int, linked: bool) -> None:
    made = report()
    address = "https://courier.example/".ljust(length, "a")
    source = replace(made.claims[0].sources[0], number=1, url=address, fragment_url=None)
    made = replace(made, claims=(replace(made.claims[0], sources=(source,)),))
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(made))).worksheets[1]
    link = sheet.cell(2, 4).hyperlink
    assert (link.target if link else None) == (address if linked else None)
