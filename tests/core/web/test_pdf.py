"""PDFs: text by page, joined lines, what the file says of itself; and files that cannot be read."""

import io
import json

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck import intake
from factcheck.errors import Unreadable
from factcheck.web import child, pdf
from factcheck.web.extract import read_page
from factcheck.web.page import BlockKind, Page, as_json
from tests.core.web.samples import EN, FR

SOURCE = """#set document(title: "{title}", author: "Ana Ruiz", date: datetime(year: 2024, month: 2, day: 13))
#set page(width: 12cm, height: 16cm)
#set text(hyphenate: true, lang: "{language}")
#set par(justify: true)
{body}"""


def compiled(body: str, title: str = "Rapport annuel", language: str = "fr") -> bytes:
    return bytes(typst.compile(SOURCE.format(title=title, language=language, body=body).encode()))


def read(raw: bytes) -> Page:
    return read_page(raw, url=None, media_type="application/octet-stream")


def test_the_text_of_each_page_with_its_number() -> None:
    found = read(compiled("\n\n".join(FR[:3]) + "\n#pagebreak()\n" + "\n\n".join(FR[3:])))
    assert found.media_type == "application/pdf"
    assert [found.text[block.start : block.end] for block in found.blocks] == list(FR)
    assert [block.page for block in found.blocks] == [1, 1, 1, 2, 2]
    assert found.pages == (0, found.text.index(FR[3]))
    assert (found.title, found.author) == ("Rapport annuel", "Ana Ruiz")
    assert (found.date, found.date_origin, found.date_confidence) == ("2024-02-13", "pdf", "low")
    assert found.language == "fr"


def test_a_programs_title_is_none() -> None:
    assert read(compiled("= The boiler\n\n" + EN[0], "Microsoft Word - draft3.docx", "en")).title == "The boiler"


def test_what_a_file_says_of_itself_in_halves_of_characters_or_on_no_day_is_left_out() -> None:
    document = pikepdf.open(io.BytesIO(compiled(EN[0], language="en")))
    document.docinfo["/Title"] = pikepdf.String(b"\xfe\xff\xd8\x00\x00A")
    document.docinfo["/CreationDate"] = "D:20239999"
    raw = io.BytesIO()
    document.save(raw)
    found = read(raw.getvalue())
    assert (found.author, found.date, found.date_origin, found.date_confidence) == ("Ana Ruiz", None, None, None)
    assert EN[0] in found.text.replace("\n", " ")


def test_a_heading_is_told_by_its_size() -> None:
    found = read(compiled("= The boiler\n\n" + EN[0], language="en"))
    assert [(block.kind, block.level) for block in found.blocks] == [(BlockKind.HEADING, 2), (BlockKind.PARAGRAPH, 0)]


def test_words_broken_at_a_lines_end_are_mended() -> None:
    narrow = "#set page(width: 5cm)\n" + FR[1]
    assert read(compiled(narrow)).text.replace("\n\n", " ") == FR[1]


def test_columns_are_read_one_after_the_other() -> None:
    found = read(compiled("#columns(2)[" + "\n\n".join(FR) + "]"))
    assert " ".join(found.text.split()) == " ".join(" ".join(FR).split())


def test_a_scan_has_no_text() -> None:
    raw = compiled("#rect(width: 4cm, height: 3cm, fill: red)")
    assert "no-text" in read(raw).flags
    with pytest.raises(Unreadable, match="pictures of pages"):
        intake.read_bytes(raw, "scan.pdf")


def locked() -> bytes:
    """A one-page PDF that asks for a password: no key fits its /O and /U."""
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n",
        b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n",
    ]
    out, places = b"%PDF-1.4\n", []
    for part in parts:
        places.append(len(out))
        out += part
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<4142><4142>]>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + tail


def test_a_password_is_asked_for_in_one_sentence() -> None:
    assert read(locked()).flags == ("encrypted",)
    with pytest.raises(Unreadable, match="password"):
        intake.read_bytes(locked(), "locked.pdf")


@pytest.mark.parametrize("cut", [9, 200, -300])
def test_damaged_files_are_told(cut: int) -> None:
    raw = compiled(FR[0])[:cut]
    assert "damaged" in read(raw).flags or read(raw).text


def test_more_pages_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    found = read(compiled(FR[0] + "\n#pagebreak()\n" + FR[1]))
    assert found.text == FR[0]
    assert "truncated" in found.flags


def test_an_article_in_a_pdf() -> None:
    draft = intake.read_bytes(compiled("\n\n".join(FR)), "a.pdf")
    assert draft.text == "\n\n".join(FR)
    assert (draft.title, draft.author, draft.date) == ("Rapport annuel", "Ana Ruiz", "2024-02-13")


WHOLE = compiled(f"= One\n\n{FR[0]}\n#pagebreak()\n{FR[1]}")
MARKS = [
    b"obj",
    b"stream",
    b"/Type",
    b"/Page",
    b"/Length",
    b"/Kids",
    b"xref",
    b"<<",
    b">>",
    b"/Filter",
    b"R",
    b"0",
    b"9",
]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(MARKS), st.integers(0, 40), st.binary(max_size=4)), min_size=1, max_size=4))
def test_a_damaged_pdf_is_a_page_or_told(faults: list[tuple[bytes, int, bytes]]) -> None:
    """In the child process, as every file is read: what PDFium makes of it must not be ours to suffer."""
    raw = WHOLE
    for mark, which, put in faults:
        pieces = raw.split(mark)
        at = which % len(pieces)
        raw = mark.join(pieces[: at + 1]) + put + mark.join(pieces[at + 1 :])
    page = child.read_page(raw, url=None, media_type="application/pdf", deadline_s=5)
    json.dumps(as_json(page), ensure_ascii=False).encode()
    assert page.text.strip() or set(page.flags) & {"damaged", "encrypted", "no-text", "not-text", "reader-stopped"}
    assert all(0 <= start <= len(page.text) for start in page.pages)
