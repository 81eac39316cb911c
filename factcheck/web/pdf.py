"""The text of a PDF, page by page."""

import re
from collections import Counter

import pypdfium2

from factcheck.web.compose import Composer
from factcheck.web.page import BlockKind, Page

MAX_PAGES = 2_000
MAX_CHARACTERS = 8_000_000
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
        meta = document.get_metadata_dict()
    finally:
        document.close()
    text = composer.text()
    if not text.strip():
        flags.append("no-text")
    date = _PDF_DATE.match(meta.get("CreationDate", ""))
    return Page(
        text=text,
        title=" ".join(meta.get("Title", "").split()) or None,
        author=" ".join(meta.get("Author", "").split()) or None,
        date="-".join(date.groups()) if date else None,
        date_origin="pdf" if date else None,
        date_confidence="low" if date else None,
        media_type="application/pdf",
        blocks=tuple(composer.blocks),
        flags=tuple(dict.fromkeys(flags)),
        pages=tuple(min(start, len(text)) for start in starts),
    )


def _write_page(document: pypdfium2.PdfDocument, number: int, composer: Composer) -> None:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return
    try:
        text_page = page.get_textpage()
        try:
            text = text_page.get_text_bounded(errors="replace")
        finally:
            text_page.close()
    finally:
        page.close()
    for paragraph in paragraphs(text):
        composer.add(BlockKind.PARAGRAPH, [(paragraph, None)], page=number + 1)


def paragraphs(text: str) -> list[str]:
    """Lines of a PDF page joined into paragraphs; words broken at a line's end are mended."""
    lines = [" ".join(line.replace("\ufffe", "-").split()) for line in text.splitlines()]
    widths = Counter(len(line) for line in lines if line)
    if not widths:
        return []
    usual = sorted(widths.elements())[int(0.75 * (widths.total() - 1))]
    found, current = [], ""
    for line in lines:
        if not line:
            found.append(current)
            current = ""
            continue
        if current.endswith("-") and current[-2:-1].isalpha() and line[0].islower():
            current = current[:-1] + line
        else:
            current = f"{current} {line}".strip()
        if len(line) < 0.7 * usual and current[-1:] in '.!?:»”"…':
            found.append(current)
            current = ""
    found.append(current)
    return [paragraph for paragraph in found if paragraph]
