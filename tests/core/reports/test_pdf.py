"""PDF: what it says, how it is tagged, and that no text becomes markup. Pages are read back with pdfium."""

import re
from dataclasses import replace

import psutil
import pypdfium2
import pytest
from report_sample import many, report

from factcheck.errors import InputError
from factcheck.paths import config_folder
from factcheck.reports.model import Report
from factcheck.reports.pdf import write_pdf


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            reading = page.get_textpage()
            pages.append(reading.get_text_range())
            reading.close()
            page.close()
    finally:
        document.close()
    return " ".join("\n".join(pages).split())


def compact(text: str) -> str:
    """Letters and digits only: lines break where the page needs it."""
    return re.sub(r"\W+", "", text)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_is_on_the_pages_and_the_standards_are_met(language: str) -> None:
    made = report(language)
    pdf = write_pdf(made)
    text = compact(text_of(pdf))
    for claim in made.claims:
        assert compact(claim.standalone) in text
        assert compact(claim.quote.replace("🏊", "[swimmer]")) in text
        for source in claim.sources:
            assert source.sha256 is None or source.sha256 in text
            assert compact(source.quote or "") in text
        if claim.verdict:
            assert compact(claim.verdict.label(language)) in text
    assert made.chain.head in text
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf


def test_metadata_bookmarks_and_language() -> None:
    made = report("fr")
    document = pypdfium2.PdfDocument(write_pdf(made))
    try:
        meta = document.get_metadata_dict()
        marks = [mark.get_title() for mark in document.get_toc()]
    finally:
        document.close()
    assert meta["Title"] == made.title
    assert meta["Author"] == "Desk of Proof"
    assert {claim.standalone for claim in made.claims} <= set(marks)


def test_hostile_text_stays_text() -> None:
    hostile = '#panic("x") $a$ = h *b* #sys.inputs \\ " \u202e\x00\ud800 // <x> @y [z]'
    made = report()
    claim = replace(made.claims[0], standalone=hostile, quote=hostile, hedge=hostile)
    text = text_of(write_pdf(replace(made, title=hostile, claims=(claim,))))
    assert '#panic("x") $a$ = h *b* #sys.inputs' in text


def test_a_script_that_no_font_holds_still_gives_a_tagged_file() -> None:
    made = report()
    pdf = write_pdf(replace(made, claims=(replace(made.claims[0], quote="\U00010380\U00010381"),)))
    assert b"/MarkInfo" in pdf or b"StructTreeRoot" in pdf


def test_the_same_report_gives_the_same_bytes() -> None:
    made = many("en", 3)
    assert write_pdf(made) == write_pdf(made)


def test_an_empty_report(tmp_path: object) -> None:
    made: Report = replace(report(), claims=(), articles=())
    assert "No claim is listed." in text_of(write_pdf(made))


def test_a_broken_template_is_named_and_sees_only_its_folder() -> None:
    place = config_folder() / "reports"
    place.mkdir(parents=True)
    for broken in ("#panic()", '#read("../settings.toml")', '#read("/etc/passwd")', "#let"):
        (place / "broken.typ").write_text(broken, "utf-8")
        with pytest.raises(InputError, match=r"broken\.typ"):
            write_pdf(report(), "broken")


def test_memory_does_not_grow_with_every_report() -> None:
    """Typst would keep what it set until ten compilations later: about 0.8 MB a claim."""
    process, made = psutil.Process(), many("en", 100)
    write_pdf(made)
    before = process.memory_info().rss
    for n in range(3):
        write_pdf(replace(made, title=f"Report {n}", claims=many("en", 100).claims))
    assert process.memory_info().rss - before < 130 << 20
