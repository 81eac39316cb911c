"""Files as sources: word-processor texts, spreadsheets and mail have text to rank and quote; hostile ones end well."""

import io
import zipfile
from datetime import datetime
from email.message import EmailMessage

import docx
import odfdo
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.web import child, extract, mail, office, sniff
from factcheck.web.page import BlockKind, Page

CLAIM = "The harbour bridge cost four million crowns."


def read(raw: bytes) -> Page:
    """As a cited file is read: in the child process, by its bytes alone."""
    return child.read_page(raw, url=None, media_type=None)


def zipped(parts: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return into.getvalue()


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("Bridges", 1)
    document.add_paragraph(CLAIM)
    document.core_properties.title, document.core_properties.author = "Accounts", "Ada Martin"
    document.core_properties.created = datetime(2024, 3, 1)  # noqa: DTZ001  # as the file format holds it
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def open_document(kind: str) -> bytes:
    document = odfdo.Document(kind)
    document.body.clear()
    if kind == "text":
        document.body.append(odfdo.Paragraph(CLAIM))
    else:
        table = odfdo.Table("Costs")
        table.append(odfdo.Row())
        table.set_value("A1", "Bridge")
        table.set_value("B1", 4_000_000)
        document.body.append(table)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def spreadsheet() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Costs"
    sheet.append(["Bridge", 4_000_000, datetime(2024, 3, 1), 2.5, None])  # noqa: DTZ001  # as the file format holds it
    sheet.append([None, None])
    sheet["A9"] = "Lock"
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def message() -> EmailMessage:
    sent = EmailMessage()
    sent["From"], sent["To"] = "Ada Martin <ada@example.org>", "desk@example.org"
    sent["Subject"], sent["Date"] = "Le coût du pont", "Fri, 01 Mar 2024 09:00:00 +0100"
    sent.set_content(f"{CLAIM}\n\nÀ bientôt")
    sent.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="accounts.pdf")
    return sent


def test_a_word_file_has_text_title_author_and_day() -> None:
    page = read(word_file())
    assert page.text == f"Bridges\n\n{CLAIM}"
    assert page.blocks[0].kind is BlockKind.HEADING
    assert (page.title, page.author, page.date, page.date_origin) == (
        "Accounts",
        "Ada Martin",
        "2024-03-01",
        "document",
    )
    assert page.media_type == office.DOCX
    assert page.flags == ()


def test_open_documents_have_text() -> None:
    assert read(open_document("text")).text == CLAIM
    sheet = read(open_document("spreadsheet"))
    assert sheet.media_type == office.ODS
    assert sheet.text.startswith("Bridge | 4")


def test_a_spreadsheet_is_its_rows() -> None:
    page = read(spreadsheet())
    assert page.media_type == office.XLSX
    assert page.block_texts() == ["Costs", "Bridge | 4000000 | 2024-03-01 | 2.5", "Lock"]


def test_a_mail_is_its_headers_its_text_and_what_was_attached() -> None:
    page = read(message().as_bytes())
    assert page.media_type == mail.KIND
    assert (page.title, page.author, page.date) == ("Le coût du pont", "Ada Martin <ada@example.org>", "2024-03-01")
    assert CLAIM in page.text
    assert page.text.endswith("[accounts.pdf]")


def test_a_mail_in_html_is_its_visible_text() -> None:
    sent = EmailMessage()
    sent["From"], sent["Subject"], sent["Date"] = "a@example.org", "Hi", "Fri, 01 Mar 2024 09:00:00 +0100"
    sent.set_content(f"<p>{CLAIM}</p><script>alert(1)</script>", subtype="html")
    assert read(sent.as_bytes()).block_texts()[-1] == CLAIM


@pytest.mark.parametrize(
    "text",
    [
        "Title: a note\nPlace: here\nDay: Monday\n\nWords.",
        "From: where does it come?\nIt comes from there.\n",
        "<html><p>From: x\nDate: y\nSubject: z\n</p></html>",
    ],
)
def test_a_text_with_colons_is_no_mail(text: str) -> None:
    assert sniff.media_type(text.encode(), None) != mail.KIND


@pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.xml", "content.xml"])
def test_bombs_are_not_opened(part: str) -> None:
    raw = zipped({part: b"<a/>", **{f"big{n}": bytes(50_000_000) for n in range(5)}})
    assert len(raw) < 1_000_000
    assert read(raw).flags == ("bomb",)
    assert read(zipped({part: b"<" + b"a" * 150_000_000})).flags[0] in ("damaged", "reader-stopped", "bomb")
    entities = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert read(zipped({part: entities})).flags == ("damaged",)
    assert read(zipped({part: b"\x00\xff<broken"})).flags == ("damaged",)


def test_a_spreadsheet_that_declares_a_billion_cells_ends() -> None:
    raw = spreadsheet()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="9"', b'r="1048576"').replace(b'"A9"', b'"XFD1048576"')
    page = read(zipped(parts))
    assert "Bridge" in page.text or page.flags[0] in ("reader-stopped", "damaged")


def test_pictures_are_not_read() -> None:
    with zipfile.ZipFile(io.BytesIO(word_file())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/media/large.png"] = bytes(150_000_000)
    assert CLAIM in read(zipped(parts)).text


def test_other_archives_and_old_formats_are_kept_as_files() -> None:
    assert read(zipped({"a.txt": b"words"})).flags == ("not-text",)
    assert read(b"PK\x03\x04 broken").flags == ("not-text",)
    assert read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).flags == ("not-text",)


@given(st.binary(max_size=300), st.sampled_from([b"From: a\nDate: b\nSubject: ", b"PK\x03\x04", b""]))
def test_any_bytes_make_a_page(raw: bytes, opening: bytes) -> None:
    page = extract.read_page(opening + raw, url=None, media_type=None)
    assert all(page.text[b.start : b.end] for b in page.blocks)
