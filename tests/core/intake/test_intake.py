"""Articles from files: each format's text, links and metadata; and one clear sentence for what is no article."""

import io
import zipfile
from pathlib import Path

import docx
import odfdo
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from factcheck import intake
from factcheck.domain.article import Draft
from factcheck.errors import InputError, Unreadable
from factcheck.intake import read as reading
from factcheck.web.page import Page

FRENCH = "La mairie a menti sur l’eau.\r\n\r\n  « C’est faux », dit-elle.\r\n"


def refused(raw: bytes, name: str | None) -> str:
    with pytest.raises(Unreadable) as problem:
        intake.read_bytes(raw, name)
    assert problem.value.sentence("fr") != problem.value.sentence("en")
    return problem.value.key


# --- plain text -----------------------------------------------------------------------------------------------------


def test_a_text_file_is_kept_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "article été.txt"
    path.write_bytes(FRENCH.encode())
    draft = intake.read_file(path)
    assert (draft.text, draft.raw, draft.file_name) == (FRENCH, FRENCH.encode(), "article été.txt")
    assert draft.notes == ()


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200))
def test_any_text_in_utf8_comes_back_as_it_was(text: str) -> None:
    if not text.strip() or text.startswith("\ufeff"):
        return
    raw = text.encode()
    if raw.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf", b"<")):
        return
    assert intake.read_bytes(raw, "a.txt").text == text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_other_encodings_are_found(codec: str) -> None:
    body = FRENCH * 4
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(codec, b"")
    draft = intake.read_bytes(mark + body.encode(codec), "a.txt")
    assert draft.text == body
    assert draft.notes == (("flag.guessed-charset",) if codec == "cp1252" else ())


def test_standard_input_has_no_name() -> None:
    draft = intake.read_bytes("Une phrase. 🏗️".encode(), None)
    assert (draft.text, draft.file_name) == ("Une phrase. 🏗️", None)


def test_pasted_text() -> None:
    assert intake.from_text(FRENCH).text == FRENCH
    with pytest.raises(Unreadable):
        intake.from_text(" \n ")


@pytest.mark.parametrize(
    ("raw", "name", "key"),
    [
        (b"", "a.txt", "intake-empty"),
        (b" \r\n\t", "a.txt", "intake-empty"),
        (b"\xef\xbb\xbf", "a.txt", "intake-empty"),
        (b"\x7fELF\x02\x01\x01" + bytes(40), "a.txt", "intake-binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), None, "intake-binary"),
        (bytes(range(256)) * 4, "a.txt", "intake-binary"),
        (b"Une phrase \xc3( et une autre \x81\x8d.", "a.txt", "intake-undecodable"),
        ("Été déjà été. ".encode() * 9 + b"\xff", "a.txt", "intake-undecodable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.doc", "intake-old-office"),
        (b"{\\rtf1 text}", "a.rtf", "intake-old-office"),
        (b"PK\x03\x04 broken", "a.docx", "intake-damaged"),
        (b"%PDF-1.7 broken", "a.pdf", "intake-damaged"),
        (b"<html><body></body></html>", "a.html", "intake-page-without-text"),
        (b"\n---\n\n", "a.md", "intake-empty"),
    ],
)
def test_what_is_no_article_ends_in_one_sentence(raw: bytes, name: str | None, key: str) -> None:
    assert refused(raw, name) == key


def test_files_that_are_not_there_or_not_files(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        intake.read_file(tmp_path / "nowhere.txt")
    with pytest.raises(InputError):
        intake.read_file(tmp_path)


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(intake.MAX_BYTES + 1)
    with pytest.raises(Unreadable, match="50 MB"):
        intake.read_file(path)


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.docx", "a.odt", None]))
def test_any_bytes_are_an_article_or_refused(raw: bytes, name: str | None) -> None:
    if b"<" in raw or raw.lstrip().startswith(b"%PDF"):
        return  # pages go through the child process, tested apart
    try:
        draft = intake.read_bytes(raw, name)
    except Unreadable:
        return
    else:
        assert draft.text.strip()
        assert "\ufffd" not in draft.text or b"\xef\xbf\xbd" in raw or b"\xfd\xff" in raw or b"\xff\xfd" in raw


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device without end")
def test_a_device_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 1_000_000)
    with pytest.raises(Unreadable) as caught:
        intake.read_file(Path("/dev/zero"))
    assert caught.value.key == "intake-too-large"


# --- Markdown -------------------------------------------------------------------------------------------------------

MARKDOWN = """---
title: "Le barrage"
author: Ana Ruiz
date: 2023-09-14
lang: fr
---
# Le barrage a cédé

Le **barrage** a cédé, selon [le rapport](https://rapport.example/1) publié *mardi*
par la mairie.

- premier point
- second point

> Une citation.

| ville | morts |
|---|---|
| Derna | 4 000 |
"""


def test_markdown_is_read_as_readers_see_it() -> None:
    draft = intake.read_bytes(MARKDOWN.encode(), "a.md")
    assert draft.text == (
        "Le barrage a cédé\n\nLe barrage a cédé, selon le rapport publié mardi par la mairie.\n\n"
        "premier point\nsecond point\n\nUne citation.\n\nville | morts\nDerna | 4 000"
    )
    assert (draft.title, draft.author, draft.date, draft.language) == ("Le barrage", "Ana Ruiz", "2023-09-14", "fr")
    ((start, end, url),) = draft.links
    assert (draft.text[start:end], url) == ("le rapport", "https://rapport.example/1")
    assert draft.raw == MARKDOWN.encode()


def test_markdown_without_front_matter_and_with_unsafe_links() -> None:
    draft = intake.read_bytes(b"# A title\n\nA [trick](javascript:alert(1)) and <b>html</b>.\n", "a.md")
    assert draft.title == "A title"
    assert draft.links == ()
    assert "html." in draft.text
    assert "<b>" not in draft.text


def test_markdown_that_names_no_real_day_or_address() -> None:
    front = b"---\ndate: 2023-99-99\nurl: https://[courier.example/\n---\n"
    draft = intake.read_bytes(front + b"A [link](https://courier.example:99999/) and words.\n", "a.md")
    assert (draft.date, draft.url, draft.links) == (None, None, ())
    assert intake.read_bytes(b"---\ndate: 2023-09\nurl: https://a.example/b\n---\nWords.\n", "a.md").date == "2023-09"


# --- word processors ------------------------------------------------------------------------------------------------


def docx_bytes(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_file() -> None:
    document = docx.Document()
    document.core_properties.title = "Le barrage"
    document.core_properties.author = "Ana Ruiz"
    document.add_heading("Le barrage a cédé", 1)
    document.add_paragraph("Le barrage a cédé mardi.").add_run(" Il pleuvait. 🏗️")
    document.add_paragraph("premier point", style="List Bullet")
    document.add_paragraph("second point", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Derna", "4 000"
    draft = intake.read_bytes(docx_bytes(document), "a.docx")
    assert draft.text == (
        "Le barrage a cédé\n\nLe barrage a cédé mardi. Il pleuvait. 🏗️\n\npremier point\nsecond point\n\nDerna | 4 000"
    )
    assert (draft.title, draft.author) == ("Le barrage", "Ana Ruiz")


def test_tracked_changes_are_read_as_accepted_and_links_kept() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Il y a ")
    relation = document.part.relate_to(
        "https://rapport.example/1",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    body = paragraph._p
    body.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>cent</w:delText></w:r></w:del>"))
    body.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>deux cents</w:t></w:r></w:ins>"))
    run = '<w:r><w:t xml:space="preserve"> morts</w:t></w:r>'
    body.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{relation}">{run}</w:hyperlink>'))
    draft = intake.read_bytes(docx_bytes(document), "a.docx")
    assert draft.text == "Il y a deux cents morts"
    assert draft.links == ((18, 23, "https://rapport.example/1"),)


def odt_bytes(*elements: odfdo.Element) -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    for element in elements:
        document.body.append(element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_an_opendocument_text() -> None:
    listed = odfdo.List(["premier point", "second point"])
    paragraph = odfdo.Paragraph("Le barrage  a cédé,\tselon ")
    paragraph.append(odfdo.Link("https://rapport.example/1", text="le rapport"))
    draft = intake.read_bytes(odt_bytes(odfdo.Header(1, "Le barrage"), paragraph, listed), "a.odt")
    assert draft.text == "Le barrage\n\nLe barrage a cédé, selon le rapport\n\npremier point\nsecond point"
    assert draft.title == "Le barrage"
    ((start, end, url),) = draft.links
    assert (draft.text[start:end], url) == ("le rapport", "https://rapport.example/1")


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("part", ["word/document.xml", "content.xml"])
def test_a_bomb_is_not_opened(part: str) -> None:
    assert refused(zipped({part: bytes(201_000_000)}), "a.docx") == "intake-bomb"


@pytest.mark.parametrize("part", ["word/document.xml", "content.xml"])
def test_entities_are_refused(part: str) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert refused(zipped({part: laughs}), "a") == "intake-damaged"


def test_damaged_and_foreign_archives() -> None:
    assert refused(zipped({"word/document.xml": b"<broken"}), "a.docx") == "intake-damaged"
    assert refused(zipped({"content.xml": b"<broken"}), "a.odt") == "intake-damaged"
    assert refused(zipped({"xl/workbook.xml": b"<x/>"}), "a.xlsx") == "intake-damaged"
    assert refused(zipped({"ppt/presentation.xml": b"<x/>"}), "a.pptx") == "intake-binary"
    whole = docx_bytes(docx.Document())
    assert refused(whole[: len(whole) // 2], "a.docx") == "intake-damaged"
    assert refused(whole, "a.docx") == "intake-empty"


def test_an_encrypted_opendocument() -> None:
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert refused(zipped({"content.xml": b"xx", "META-INF/manifest.xml": manifest}), "a.odt") == "intake-encrypted"


def test_a_spreadsheet_is_read_row_by_row() -> None:
    book = openpyxl.Workbook()
    for row in (["line", "passengers"], ["north", 1200], ["été 🌊", 900]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    draft = intake.read_bytes(file.getvalue(), "numbers.xlsx")
    assert [words for words in ("north", "1200", "été 🌊", "900") if words not in draft.text] == []
    assert draft.text.index("north") < draft.text.index("900")


# --- mails ----------------------------------------------------------------------------------------------------------

MAIL = """From: Press Office <press@harbour.example>
To: newsroom@paper.example
Subject: =?utf-8?q?Le_port_a_doubl=C3=A9?=
Date: Tue, 03 Feb 2026 10:00:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

The harbour moved 12,000 containers in January. 🌊
"""


def test_a_saved_mail() -> None:
    draft = intake.read_bytes(MAIL.encode(), "statement.eml")
    assert "The harbour moved 12,000 containers in January. 🌊" in draft.text
    assert (draft.title, draft.date) == ("Le port a doublé", "2026-02-03")
    assert (draft.author or "").startswith("Press Office")
    assert intake.read_bytes(MAIL.encode(), "statement.txt").text == MAIL, "a text that quotes a mail stays a text"


def test_what_is_called_a_mail_and_is_none_is_read_as_the_text_that_it_is() -> None:
    assert "no header at all" in intake.read_bytes("no header at all: é 🌊\n".encode(), "a.eml").text
    assert refused(b"\x00\x01\x02" * 50, "a.eml") == "intake-binary"


# --- pages ----------------------------------------------------------------------------------------------------------


def test_a_saved_page() -> None:
    text = "The council said on Tuesday that the boiler will close in March, two years earlier than planned."
    body = f"<article><h1>Boiler shut</h1><p>{text}</p><p>{text[::-1]}</p></article>"
    head = '<title>Boiler shut</title><link rel="canonical" href="https://courier.example/2024/02/13/a">'
    head += '<meta property="article:published_time" content="2024-02-13">'
    markup = f"<html><head>{head}</head><body>{body}</body></html>"
    draft = intake.read_bytes(markup.encode(), "a.html")
    assert draft.text.startswith(text)
    assert (draft.title, draft.date, draft.media_type) == ("Boiler shut", "2024-02-13", "text/html")
    assert draft.url == "https://courier.example/2024/02/13/a"


def test_a_page_gives_its_flags_as_notes() -> None:
    draft = intake.from_page(Page(text="x", flags=("not-the-article:paywall", "truncated")), "https://a.example/", b"x")
    assert draft.notes == ("flag.not-the-article.paywall", "flag.truncated")
    assert isinstance(draft, Draft)
