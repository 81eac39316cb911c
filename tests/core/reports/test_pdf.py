"""PDF: what it says, how it is tagged, and that no text becomes markup. Pages are read back with pdfium."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import psutil
import pypdfium2
import pytest
from report_sample import many, report

from factcheck.errors import InputError
from factcheck.paths import config_folder
from factcheck.reports.model import Report
from factcheck.reports.pdf import PART, WHOLE, write_pdf


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


def elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The element and all that are below it."""
    yield element
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


@pytest.fixture(scope="module")
def long_report() -> Report:
    return many("en", WHOLE + PART + 10)


@pytest.fixture(scope="module")
def long_pdf(long_report: Report) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(write_pdf(long_report))) as document:
        yield document


def test_a_long_report_is_one_tagged_document(long_pdf: pikepdf.Pdf, long_report: Report) -> None:
    """Each mark on each page leads to an element below the root, and that element leads back to the page."""
    tree = long_pdf.Root.StructTreeRoot
    known = {element.objgen for element in elements(tree.K[0])}
    parents = dict(pikepdf.NumberTree(tree.ParentTree).items())
    assert tree.ParentTreeNextKey == len(parents)
    used = set()
    for page in long_pdf.pages:
        used.add(int(page.obj.StructParents))
        owners = [owner for owner in parents[int(page.obj.StructParents)] if owner is not None]
        assert owners
        assert {owner.objgen for owner in owners} <= known
        for note in page.obj.get("/Annots", ()):
            used.add(int(note.StructParent))
            assert parents[int(note.StructParent)].objgen in known
    assert used == set(parents)
    headings = [str(e.T) for e in elements(tree.K[0]) if e.S == "/H2"]
    assert [one.standalone for one in long_report.claims] == headings


def test_tables_of_a_long_report_name_their_own_headers(long_pdf: pikepdf.Pdf) -> None:
    tree = long_pdf.Root.StructTreeRoot
    ids = dict(pikepdf.NameTree(tree.IDTree).items())
    assert [str(one.ID) for one in ids.values()] == list(ids)
    tables = [e for e in elements(tree.K[0]) if e.S == "/Table"]
    assert len(tables) == 2
    for table in tables:
        cells = list(elements(table))
        own = {str(cell.ID) for cell in cells if cell.S == "/TH"}
        named = {str(n) for cell in cells if cell.S == "/TD" for a in cell.A for n in a.get("/Headers", ())}
        assert named == own


def test_links_bookmarks_and_page_numbers_of_a_long_report(long_pdf: pikepdf.Pdf, long_report: Report) -> None:
    places = dict(pikepdf.NameTree(long_pdf.Root.Names.Dests).items())
    assert set(places) == {claim.anchor for claim in long_report.claims}
    pages = {page.obj.objgen for page in long_pdf.pages}
    assert {place[0].objgen for place in places.values()} <= pages
    notes = [note for page in long_pdf.pages for note in page.obj.get("/Annots", ())]
    assert not [note for note in notes if "/A" in note and str(note.A.URI).startswith("#")]
    inner = [str(note.Dest) for note in notes if "/Dest" in note]
    assert inner[: len(long_report.claims)] == [claim.anchor for claim in long_report.claims]
    with long_pdf.open_outline() as outline:
        marks = [mark.title for mark in outline.root]
        assert sum(len(mark.children) for mark in outline.root) == len(long_report.claims)
    assert "Claims 1 to 200" in marks
    assert "Claims 201 to 360" in marks
    assert f"<xmpTPg:NPages>{len(long_pdf.pages)}<".encode() in long_pdf.Root.Metadata.read_bytes()
    out = io.BytesIO()
    long_pdf.save(out)
    text = text_of(out.getvalue())
    assert [int(n) for n in re.findall(r"UTC Page (\d+)", text)] == list(range(1, len(long_pdf.pages) + 1))
