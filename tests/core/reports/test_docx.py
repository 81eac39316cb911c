"""DOCX: headings, styles and real footnotes; LibreOffice opens it where it is installed."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from lxml import etree
from report_sample import report

from factcheck.reports.docx import write_docx
from factcheck.reports.sheets import write_xlsx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(package: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        return etree.fromstring(files.read(name))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_is_there_under_headings(language: str) -> None:
    made = report(language)
    document = Document(io.BytesIO(write_docx(made)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert headings == [f"{n}. {claim.standalone}" for n, claim in enumerate(made.claims, 1)]
    assert [one.text for one in document.paragraphs if one.style.name == "Quote"] == [c.quote for c in made.claims]
    for claim in made.claims:
        assert claim.short_id in text
        for source in claim.sources:
            assert (source.quote or "") in text
    assert made.chain.head in text
    (table,) = document.tables
    assert len(table.rows) == len(made.claims) + 1
    assert document.core_properties.title == made.title
    styles = part(write_docx(made), "word/styles.xml")
    assert {"en": "en-GB", "fr": "fr-FR"}[language] in {lang.get(f"{W}val") for lang in styles.iter(f"{W}lang")}


def test_each_source_has_its_footnote() -> None:
    made = report()
    package = write_docx(made)
    references = [int(one.get(f"{W}id")) for one in part(package, "word/document.xml").iter(f"{W}footnoteReference")]
    notes = {int(one.get(f"{W}id")): one for one in part(package, "word/footnotes.xml").iter(f"{W}footnote")}
    sources = [source for claim in made.claims for source in claim.sources]
    assert references == list(range(1, len(sources) + 1))
    assert set(references) | {-1, 0} == set(notes)
    said = ["".join(notes[n].itertext()) for n in references]
    for source in sources:
        if source.sha256:
            assert any(source.sha256 in note and source.title in note for note in said)
    links = part(package, "word/_rels/footnotes.xml.rels")
    assert {one.get("Target") for one in links} == {source.fragment_url or source.url for source in sources}


def test_the_same_report_gives_the_same_bytes() -> None:
    made = report()
    assert write_docx(made) == write_docx(made)


def test_hostile_text_stays_text() -> None:
    made = report()
    text = "<w:br/> ]]> & \x00\ud800\ufffe {{x}}"
    claim = replace(made.claims[0], quote=text, standalone=text)
    document = Document(io.BytesIO(write_docx(replace(made, title=text, claims=(claim,)))))
    assert "<w:br/> ]]> &" in "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_libreoffice_opens_it(tmp_path: Path, suffix: str) -> None:
    made = report("fr")
    path = tmp_path / f"r.{suffix}"
    path.write_bytes(write_docx(made) if suffix == "docx" else write_xlsx(made))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    document = pypdfium2.PdfDocument(tmp_path / "r.pdf")
    try:
        pages = []
        for page in document:
            reading = page.get_textpage()
            pages.append(reading.get_text_range())
            reading.close()
            page.close()
    finally:
        document.close()
    text = "".join("".join(pages).split())
    assert made.chain.head in text
    assert "".join(made.claims[1].quote.split()) in text
