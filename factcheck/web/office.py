"""Office files as pages: .docx by python-docx, .odt and .ods by odfdo, .xlsx by openpyxl.

To be run in the child process (``factcheck.web.child``), which caps time and memory. Pictures are dropped before a
library opens the file: they would fill the memory and are not read.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import docx
import odfdo
import openpyxl
from lxml import etree

from factcheck.web.childlimits import MAX_INFLATED
from factcheck.web.compose import Composer, Piece
from factcheck.web.links import absolute
from factcheck.web.page import BlockKind, Page
from factcheck.web.words import guess_language

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
KINDS = (DOCX, XLSX, ODT, ODS)

MAX_CHARACTERS = 8_000_000
MAX_ROWS = 50_000
"""Rows of a spreadsheet that are read, of all its sheets."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURES = ("word/media/", "word/embeddings/", "xl/media/", "xl/embeddings/", "Pictures/", "Object", "Thumbnails/")
_UNREADABLE = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OSError),
    *(etree.LxmlError, zipfile.BadZipFile, zlib.error),
)


class Closed(Exception):
    """The file is not read; ``flag`` says why: encrypted, damaged, bomb."""

    def __init__(self, flag: str) -> None:
        super().__init__(flag)
        self.flag = flag


def kind_of(raw: bytes) -> str | None:
    """The media type of an office file that is read here, by what the archive holds; None for any other."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return DOCX
            if "xl/workbook.xml" in names:
                return XLSX
            if "content.xml" in names:
                said = _first_of(archive, "mimetype") if "mimetype" in names else b""
                return ODS if said == ODS.encode() else ODT if said in (b"", ODT.encode()) else None
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError):
        return None
    return None


def _first_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first 100 bytes of a part; the rest, which may be without end, stays packed."""
    with archive.open(name) as part:
        return part.read(100).strip()


def read(raw: bytes, kind: str) -> Page:
    """The page of an office file: its text with headings, lists, tables and links, and what it says of itself.

    Tracked changes are taken as accepted; comments and notes are left out. ``Closed`` where it cannot be read.
    """
    plain = _without_pictures(raw)
    composer = Composer()
    try:
        title, author, made, language, whole = _READERS[kind](plain, composer)
    except _UNREADABLE as problem:
        raise Closed("damaged") from problem
    text = composer.text()
    first = next((b for b in composer.blocks if b.kind is BlockKind.HEADING), None)
    heading = text[first.start : first.end] if first and first.start == 0 and kind in (DOCX, ODT) else None
    dated = made is not None and made.year > 2013  # python-docx's own template, which many scripts use, is of 2013
    return Page(
        text=text,
        title=(title or "").strip() or heading,
        author=_person(author),
        date=made.date().isoformat() if made and dated else None,
        date_origin="document" if dated else None,
        date_confidence="medium" if dated else None,
        language=(guess_language(text) if len(text) > 200 else None) or (language or "")[:2].lower() or None,
        media_type=kind,
        blocks=tuple(composer.blocks),
        links=tuple(composer.links),
        flags=tuple(flag for flag, holds in (("truncated", not whole), ("no-text", not text.strip())) if holds),
    )


_Read = tuple[str | None, str | None, datetime | None, str | None, bool]
"""Title, author, day it was made, language, and whether all of it was read."""


def _read_docx(raw: bytes, composer: Composer) -> _Read:
    document = docx.Document(io.BytesIO(raw))
    _docx_blocks(document.element.body, _Word.of(document), composer)
    core = document.core_properties
    return core.title, core.author, core.created, core.language, True


def _read_odf(raw: bytes, composer: Composer) -> _Read:
    document = odfdo.Document(io.BytesIO(raw))
    _odt_blocks(document.body, composer, 0)
    meta = document.meta
    return meta.title, meta.initial_creator or meta.creator, meta.creation_date, meta.language, True


def _read_xlsx(raw: bytes, composer: Composer) -> _Read:
    """Each sheet under its name, each row that holds something as a line; formulas by the value last computed."""
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    rows, whole = 0, True
    for sheet in book.worksheets:
        composer.add(BlockKind.HEADING, [(sheet.title, None)], level=2)
        sheet.reset_dimensions()  # a file may declare a sheet of a billion cells
        for row in sheet.iter_rows(values_only=True):
            rows += 1
            if rows > MAX_ROWS or composer.length > MAX_CHARACTERS:
                whole = False
                break
            said = [_cell(value) for value in row]
            if any(said):
                composer.add(BlockKind.TABLE, [(" | ".join(said).rstrip(" |"), None)])
    core = book.properties
    book.close()
    return core.title, core.creator, core.created, core.language, whole


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return " ".join(f"{value:.15g}".split()) if isinstance(value, float) else " ".join(str(value).split())


_READERS = {DOCX: _read_docx, ODT: _read_odf, ODS: _read_odf, XLSX: _read_xlsx}


def _person(author: str | None) -> str | None:
    """The author, unless a program or a template signed."""
    said = " ".join((author or "").split())
    return (
        None
        if said.lower() in ("", "python-docx", "openpyxl", "microsoft office user", "user", "windows user")
        else said
    )


def _without_pictures(raw: bytes) -> bytes:
    """The archive with its pictures emptied. ``Closed`` for one that inflates too far, is encrypted, or declares
    entities; zipfile never reads past a declared size."""
    slim = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(slim, "w") as kept:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_INFLATED or len(entries) > 10_000:
                raise Closed("bomb")
            if any(entry.flag_bits & 1 for entry in entries) or _odf_encrypted(archive):
                raise Closed("encrypted")
            for entry in entries:
                part = b"" if entry.filename.startswith(_PICTURES) else archive.read(entry)
                if b"<!DOCTYPE" in part[:4096].replace(b"\x00", b""):
                    raise Closed("damaged")
                kept.writestr(zipfile.ZipInfo(entry.filename), part)
    except (*_UNREADABLE, NotImplementedError, RuntimeError) as problem:
        raise Closed("damaged") from problem
    return slim.getvalue()


def _odf_encrypted(archive: zipfile.ZipFile) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in archive.namelist() and b"encryption-data" in archive.read(manifest)


@dataclass(frozen=True, slots=True)
class _Word:
    """What a document's paragraphs refer to by ids: style names and addresses of links.

    ``styles`` are the English names, lower case, which Word keeps whatever its own language. Gathered once: looking
    through all styles for each paragraph took nine tenths of the time.
    """

    styles: dict[str, str]
    links: dict[str, str]

    @classmethod
    def of(cls, document: docx.document.Document) -> "_Word":
        relations = document.part.rels.items()
        return cls(
            {style.style_id: str(style.name or "").lower() for style in document.styles},
            {key: relation.target_ref for key, relation in relations if relation.is_external},
        )


def _docx_blocks(parent: etree._Element, word: _Word, composer: Composer) -> None:
    for child in parent:
        if child.tag == f"{_W}p":
            kind, level = _docx_kind(child, word)
            composer.add(kind, _docx_pieces(child, word), level=level)
        elif child.tag == f"{_W}tbl":
            for row in _own(child, "tr", "tbl"):
                composer.add(BlockKind.TABLE, _docx_row(row, word))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"):
            _docx_blocks(child, word, composer)


def _docx_kind(paragraph: etree._Element, word: _Word) -> tuple[BlockKind, int]:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return BlockKind.PARAGRAPH, 0
    outline = properties.find(f"{_W}outlineLvl")
    style = properties.find(f"{_W}pStyle")
    identifier = str(style.get(f"{_W}val")) if style is not None else ""
    name = word.styles.get(identifier, identifier.lower())
    if name == "title":
        return BlockKind.HEADING, 1
    if name.startswith("heading ") and name[8:9].isdecimal():
        return BlockKind.HEADING, int(name[8])
    if outline is not None and str(outline.get(f"{_W}val")).isdecimal() and int(outline.get(f"{_W}val")) < 9:
        return BlockKind.HEADING, int(outline.get(f"{_W}val")) + 1
    if properties.find(f"{_W}numPr") is not None or name.startswith("list"):
        return BlockKind.LIST_ITEM, 1
    return (BlockKind.QUOTE if "quote" in name else BlockKind.PARAGRAPH), 0


def _own(parent: etree._Element, tag: str, holder: str) -> Iterator[etree._Element]:
    """The rows of a table, or the cells of a row, but not those of a table inside: its text belongs to the cell."""
    return (e for e in parent.iter(f"{_W}{tag}") if next(e.iterancestors(f"{_W}{holder}")) is parent)


def _docx_row(row: etree._Element, word: _Word) -> list[Piece]:
    pieces: list[Piece] = []
    for cell in _own(row, "tc", "tr"):
        inside = [p for paragraph in cell.iter(f"{_W}p") for p in (*_docx_pieces(paragraph, word), (" ", None))]
        if pieces and any(text.strip() for text, _ in inside):
            pieces.append((" | ", None))
        pieces.extend(inside)
    return pieces


def _docx_pieces(element: etree._Element, word: _Word, url: str | None = None) -> Iterator[Piece]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or "", url
        elif child.tag == f"{_W}tab":
            yield " ", url
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n", url
        elif child.tag == f"{_W}noBreakHyphen":
            yield "\u2011", url
        elif child.tag == f"{_W}hyperlink":
            yield from _docx_pieces(child, word, absolute(word.links.get(child.get(f"{_R}id")), None))
        elif child.tag not in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK):
            yield from _docx_pieces(child, word, url)


def _odt_blocks(parent: odfdo.Element, composer: Composer, depth: int) -> None:
    for child in parent.children:
        tag = child.tag
        if tag == "text:h":
            level = child.get_attribute_string("text:outline-level") or "1"
            composer.add(BlockKind.HEADING, _odt_pieces(child), level=int(level) if level.isdecimal() else 1)
        elif tag == "text:p":
            kind = BlockKind.LIST_ITEM if depth else BlockKind.PARAGRAPH
            composer.add(kind, _odt_pieces(child), level=depth)
        elif tag == "text:list":
            for item in child.children:
                _odt_blocks(item, composer, depth + 1)
        elif tag == "table:table":
            # Not the rows of a table inside: its text belongs to the cell.
            for row in child.get_elements("descendant::table:table-row[count(ancestor::table:table)=1]"):
                composer.add(BlockKind.TABLE, _odt_row(row))
        elif tag in ("text:section", "text:index-body", "office:text", "office:spreadsheet", "text:list-item"):
            _odt_blocks(child, composer, depth)


def _odt_row(row: odfdo.Element) -> list[Piece]:
    pieces: list[Piece] = []
    for cell in row.get_elements("table:table-cell"):
        inside = [
            p for paragraph in cell.get_elements("descendant::text:p") for p in (*_odt_pieces(paragraph), (" ", None))
        ]
        if pieces and any(text.strip() for text, _ in inside):
            pieces.append((" | ", None))
        pieces.extend(inside)
    return pieces


_ODT_SKIPPED = ("text:note", "office:annotation", "office:annotation-end", "text:tracked-changes", "draw:frame")


def _odt_pieces(element: odfdo.Element, url: str | None = None) -> Iterator[Piece]:
    yield element.text or "", url
    for child in element.children:
        tag = child.tag
        if tag == "text:line-break":
            yield "\n", url
        elif tag in ("text:s", "text:tab"):
            yield " ", url
        elif tag == "text:a":
            yield from _odt_pieces(child, absolute(child.get_attribute_string("xlink:href"), None))
        elif tag not in _ODT_SKIPPED:
            yield from _odt_pieces(child, url)
        yield child.tail or "", url
