"""The text of a PDF, page by page."""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2

from factcheck.web import pagedate
from factcheck.web.compose import Composer
from factcheck.web.page import BlockKind, Page
from factcheck.web.words import guess_language

MAX_PAGES = 2_000
MAX_CHARACTERS = 8_000_000
_BROKEN_WORD = "\ufffe"
"""What pdfium writes in place of a hyphen and line break inside a word."""
_SOFT_HYPHEN = "\u00ad"
_LINE = re.compile(r"([^\r\n\ufffe]*)(\r?\n|[\r\ufffe]|$)")
_FROM_PROGRAM = re.compile(r"^(?:Microsoft \w+|LibreOffice \w+|PowerPoint Presentation)(?: - )?", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|odt|rtf|indd|qxd|tex|pptx?|xlsx?|dvi|ps)$|^untitled", re.IGNORECASE)
_PDF_DATE = re.compile(r"D:((?:19|20)\d\d)(\d\d)(\d\d)")


class Encrypted(Exception):
    """The PDF asks for a password."""


class Damaged(Exception):
    """No page of the PDF can be read."""


def read(raw: bytes) -> Page:
    """The page view of a PDF: paragraphs with page numbers, and where each page begins in the text."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise Encrypted from problem
        raise Damaged(str(problem)) from problem
    composer, starts, flags = Composer(), [], []
    try:
        for number in range(min(len(document), MAX_PAGES)):
            starts.append(composer.length + (2 if composer.blocks else 0))
            _write_page(document, number, composer)
            if composer.length > MAX_CHARACTERS:
                flags.append("truncated")
                break
        if len(document) > MAX_PAGES:
            flags.append("truncated")
        title, author, made = (_said(document, key) for key in ("Title", "Author", "CreationDate"))
    finally:
        document.close()
    text = composer.text()
    if not text.strip():
        flags.append("no-text")
    written = _PDF_DATE.match(made)
    date = pagedate.parse("-".join(written.groups())) if written else None
    return Page(
        text=text,
        title=_title(title, composer, text),
        author=" ".join(author.split()) or None,
        language=guess_language(text) if len(text) > 200 else None,
        date=date,
        date_origin="pdf" if date else None,
        date_confidence="low" if date else None,
        media_type="application/pdf",
        blocks=tuple(composer.blocks),
        flags=tuple(dict.fromkeys(flags)),
        pages=tuple(min(start, len(text)) for start in starts),
    )


def _said(document: pypdfium2.PdfDocument, key: str) -> str:
    """What the file says of itself under that key; empty where that is no UTF-16, as the library wants it."""
    try:
        return str(document.get_metadata_value(key))
    except UnicodeDecodeError:
        return ""


def _title(said: str, composer: Composer, text: str) -> str | None:
    """The title that the file names, unless a program made it from a file's name; else the first short line."""
    title = _FROM_PROGRAM.sub("", " ".join(said.split()))
    if title and not _FILE_NAME.search(title):
        return title
    first = text[composer.blocks[0].start : composer.blocks[0].end] if composer.blocks else ""
    return first if 0 < len(first) <= 150 and not first.endswith((".", ",", ";")) else None


def _write_page(document: pypdfium2.PdfDocument, number: int, composer: Composer) -> None:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return
    try:
        text_page = page.get_textpage()
        try:
            lines = _lines(text_page)
        finally:
            text_page.close()
    finally:
        page.close()
    for kind, text in paragraphs(lines):
        composer.add(kind, [(text, None)], level=2 if kind is BlockKind.HEADING else 0, page=number + 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, its edges in points from the lower left corner, and the size of its type.

    A line that ends in a broken word has a soft hyphen at its end.
    """

    text: str
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0


def _lines(text_page: pypdfium2.PdfTextPage) -> list[Line]:
    """The lines of a page in the file's order, each with the boxes of its first and last characters."""
    text = text_page.get_text_range(errors="replace")
    count = text_page.count_chars()
    found, at = [], 0
    for raw, mark in _LINE.findall(text):
        shown = raw.strip()
        if shown:
            said = shown + _SOFT_HYPHEN if mark == _BROKEN_WORD else shown
            first, last = at + raw.index(shown), at + raw.index(shown) + len(shown) - 1
            if last < count and len(text) == count:
                left, bottom, _, top = text_page.get_charbox(first, loose=True)
                right = text_page.get_charbox(last, loose=True)[2]
                size = float(pypdfium2.raw.FPDFText_GetFontSize(text_page.raw, first))
                found.append(Line(said, left, right, top, bottom, size))
            else:
                found.append(Line(said))
        at += len(raw) + len(mark)
    return found


def paragraphs(lines: Sequence[Line]) -> list[tuple[BlockKind, str]]:
    """Lines joined into paragraphs; words broken at a line's end are mended. Lines of larger type are headings."""
    if not lines:
        return []
    usual = statistics.median(line.size for line in lines for _ in line.text)
    gap = statistics.median([a.bottom - b.top for a, b in pairwise(lines) if a.top > b.top] or [0.0])
    edge = max(line.right for line in lines)
    groups: list[list[Line]] = [[lines[0]]]
    for above, below in pairwise(lines):
        if _starts_paragraph(above, below, gap, edge):
            groups.append([])
        groups[-1].append(below)
    return [(_kind(group, usual), _joined([line.text for line in group])) for group in groups]


def _starts_paragraph(above: Line, below: Line, gap: float, edge: float) -> bool:
    if above.text.endswith(_SOFT_HYPHEN):
        return False
    size = max(above.size, below.size)
    height = above.top - above.bottom
    ends = above.text.endswith((".", "!", "?", ":", "»", "”", '"', "…"))
    if abs(above.size - below.size) > 0.12 * size:
        return True
    if below.top > above.top + height:  # the next column
        return ends
    if above.bottom - below.top > gap + 0.3 * height:
        return True
    indented = below.left > above.left + 0.7 * height
    return ends and (indented or above.right < edge - 0.2 * (edge - above.left))


def _kind(group: list[Line], usual: float) -> BlockKind:
    larger = group[0].size > 1.12 * usual and sum(len(line.text) for line in group) < 200
    return BlockKind.HEADING if larger else BlockKind.PARAGRAPH


def _joined(lines: list[str]) -> str:
    text = ""
    for line in lines:
        shown = " ".join(line.split())
        if text.endswith(_SOFT_HYPHEN) or (re.search(r"[^\W\d_]-$", text) and shown[:1].islower()):
            text = text[:-1] + shown
        else:
            text = f"{text} {shown}".strip()
    return text.replace(_SOFT_HYPHEN, "")
