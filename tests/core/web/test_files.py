"""Files as sources: word-processor texts, spreadsheets and mail have text to rank and quote; hostile ones end well."""

import io
import json
import zipfile
from datetime import datetime
from email.message import EmailMessage

import docx
import odfdo
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from factcheck.web import child, extract, mail, office, sniff
from factcheck.web.page import BlockKind, Page, as_json

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


def test_a_table_inside_a_table_is_read_once() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "outer"
    inner = outer.cell(0, 1).add_table(2, 1)
    inner.cell(0, 0).text, inner.cell(1, 0).text = "inner one", "inner two"
    into = io.BytesIO()
    document.save(into)
    assert read(into.getvalue()).text == "outer | inner one inner two"

    text = odfdo.Document("text")
    text.body.clear()
    table, inside = odfdo.Table("Outer", 2, 1), odfdo.Table("Inner", 1, 2)
    inside.set_value("A1", "inner one")
    inside.set_value("A2", "inner two")
    table.set_value("A1", "outer")
    holder = odfdo.Cell()
    holder.append(inside)
    table.set_cell("B1", holder)
    text.body.append(table)
    into = io.BytesIO()
    text.save(into)
    assert read(into.getvalue()).text == "outer | inner one inner two"


def test_open_documents_have_text() -> None:
    assert read(open_document("text")).text == CLAIM
    sheet = read(open_document("spreadsheet"))
    assert sheet.media_type == office.ODS
    assert sheet.text.startswith("Bridge | 4")


def test_a_spreadsheet_is_its_rows() -> None:
    page = read(spreadsheet())
    assert page.media_type == office.XLSX
    assert [page.text[block.start : block.end] for block in page.blocks] == [
        "Costs",
        "Bridge | 4000000 | 2024-03-01 | 2.5",
        "Lock",
    ]


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
    assert read(sent.as_bytes()).text.endswith(f"\n\n{CLAIM}")


HEADS = b"From: a@example.org\nDate: Fri, 01 Mar 2024 09:00:00 +0100\nSubject: c\n"


@pytest.mark.parametrize("charset", ["idna", "undefined", "hex", "utf-7", "x-none", "*0*=a'b'%ff"])
def test_a_mail_in_an_encoding_that_is_none_is_read(charset: str) -> None:
    raw = HEADS + f"Content-Type: text/plain; charset={charset}\n\n{CLAIM} À bientôt.".encode()
    assert read(raw).text.endswith(f"{CLAIM} À bientôt.")


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


PARTS = st.sampled_from(
    [
        *(b"Content-Type: ", b"text/plain", b"text/html", b"multipart/mixed", b"; boundary=x", b"; charset=", b"utf-8"),
        *(
            b"\n--x\n",
            b"\n--x--\n",
            b"\n\n",
            b"Content-Disposition: attachment; ",
            b"filename*=utf-8''",
            b"filename*0*=",
        ),
        *(
            b"=?utf-8?q?=ed=a0=80?=",
            b"Content-Transfer-Encoding: base64\n",
            b"message/rfc822",
            b"\0",
            b"\xed\xa0\x80",
            b"%ff",
        ),
        *(b"To: [@]<,;:\n", b"Date: \n", b"\n \t", b'"', b"<p>words</p>", b"From: \n", b"=", b";", b"words "),
    ]
)


@given(st.lists(PARTS, max_size=14).map(b"".join))
def test_any_mail_is_a_page_that_can_be_kept(raw: bytes) -> None:
    page = mail.read(HEADS + raw)
    json.dumps(as_json(page), ensure_ascii=False).encode()
    assert all(page.text[b.start : b.end] for b in page.blocks)


FILES = [word_file(), open_document("text"), open_document("spreadsheet"), spreadsheet()]


@settings(max_examples=60)
@given(st.sampled_from(FILES), st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_damaged_office_file_is_a_page_or_told(raw: bytes, faults: list[tuple[int, int]]) -> None:
    damaged = bytearray(raw)
    for at, value in faults:
        damaged[at % len(raw)] = value
    page = extract.read_page(bytes(damaged), url=None, media_type=None)
    json.dumps(as_json(page), ensure_ascii=False).encode()


XML = st.sampled_from(
    [
        *(
            "<w:p>",
            "</w:p>",
            "<w:r>",
            "</w:r>",
            "<w:t>",
            "</w:t>",
            "<w:tbl>",
            "</w:tbl>",
            "<w:tr>",
            "</w:tr>",
            "<w:tc>",
        ),
        *("</w:tc>", "<w:pPr>", "</w:pPr>", '<w:pStyle w:val="x"/>', '<w:outlineLvl w:val="²"/>', "<w:br/>", "<w:del>"),
        *(
            "</w:del>",
            '<w:hyperlink r:id="rId99">',
            "</w:hyperlink>",
            "<w:sdt>",
            "</w:sdt>",
            "words",
            "&#xFFFD;",
            "<w:numPr/>",
        ),
    ]
)


@settings(max_examples=60)
@given(st.lists(XML, max_size=25).map("".join))
def test_any_word_markup_is_a_page_or_told(inside: str) -> None:
    parser = etree.XMLParser(recover=True)
    spaces = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    body = f'<w:document xmlns:w="{spaces}" xmlns:r="{relations}"><w:body>{inside}</w:body></w:document>'
    with zipfile.ZipFile(io.BytesIO(FILES[0])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = etree.tostring(etree.fromstring(body.encode(), parser))
    page = extract.read_page(zipped(parts), url=None, media_type=None)
    assert page.media_type == office.DOCX
    assert all(page.text[b.start : b.end] for b in page.blocks)


@given(st.binary(max_size=300), st.sampled_from([b"From: a\nDate: b\nSubject: ", b"PK\x03\x04", b""]))
def test_any_bytes_make_a_page(raw: bytes, opening: bytes) -> None:
    page = extract.read_page(opening + raw, url=None, media_type=None)
    assert all(page.text[b.start : b.end] for b in page.blocks)
