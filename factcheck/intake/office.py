"""Articles in word-processor files: .docx through python-docx, .odt through odfdo."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime

import docx
import odfdo
from lxml import etree

from factcheck.domain.article import Draft
from factcheck.errors import Unreadable
from factcheck.intake.kind import Kind
from factcheck.web.compose import Composer, Piece
from factcheck.web.page import BlockKind

MAX_INFLATED = 200_000_000
"""Bytes that all parts of a file may take together when inflated; a bomb takes gigabytes."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(raw: bytes, shown: str, name: str | None) -> Draft:
    """The text of a Word file as it stands with its tracked changes accepted; comments and notes are left out."""
    _refuse_bomb(raw, shown, ("word/document.xml", "word/styles.xml", "docProps/core.xml", "[Content_Types].xml"))
    try:
        document = docx.Document(io.BytesIO(raw))
        composer = Composer()
        _docx_blocks(document.element.body, document, composer)
        core = document.core_properties
        title, author, made, language = core.title, core.author, core.created, core.language
    except (KeyError, ValueError, AttributeError, etree.LxmlError, zipfile.BadZipFile, zlib.error, OSError) as problem:
        raise Unreadable("intake-damaged", name=shown) from problem
    return _draft(composer, raw, name, shown, Kind.DOCX, title, author, made, language)


def read_odt(raw: bytes, shown: str, name: str | None) -> Draft:
    """The text of an OpenDocument text; comments, notes and deleted passages are left out."""
    _refuse_bomb(raw, shown, ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"))
    try:
        document = odfdo.Document(io.BytesIO(raw))
        composer = Composer()
        _odt_blocks(document.body, composer, 0)
        meta = document.meta
        title, author, made, language = (
            meta.title,
            meta.initial_creator or meta.creator,
            meta.creation_date,
            meta.language,
        )
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        etree.LxmlError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
    ) as problem:
        raise Unreadable("intake-damaged", name=shown) from problem
    return _draft(composer, raw, name, shown, Kind.ODT, title, author, made, language)


def _draft(
    composer: Composer,
    raw: bytes,
    name: str | None,
    shown: str,
    kind: Kind,
    title: str | None,
    author: str | None,
    made: datetime | None,
    language: str | None,
) -> Draft:
    text = composer.text()
    if not text.strip():
        raise Unreadable("intake-empty", name=shown)
    heading = next((b for b in composer.blocks if b.kind is BlockKind.HEADING), None)
    shown_title = text[heading.start : heading.end] if heading and heading.start == 0 else None
    return Draft(
        text=text,
        title=(title or "").strip() or shown_title,
        author=_person(author),
        date=made.date().isoformat() if made and made.year > 2013 else None,
        language=(language or "")[:2].lower() or None,
        file_name=name,
        raw=raw,
        media_type=kind.value,
        links=tuple((link.start, link.end, link.url) for link in composer.links),
    )


def _person(author: str | None) -> str | None:
    """The author, unless a program or a template signed."""
    said = " ".join((author or "").split())
    return None if said.lower() in ("", "python-docx", "microsoft office user", "user", "windows user") else said


def _refuse_bomb(raw: bytes, shown: str, parts: tuple[str, ...]) -> None:
    """Refuse what inflates too far, is encrypted, or declares entities. zipfile never reads past a declared size."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_INFLATED or len(entries) > 10_000:
                raise Unreadable("intake-bomb", name=shown, most=MAX_INFLATED // 1_000_000)
            if any(entry.flag_bits & 1 for entry in entries) or _odf_encrypted(archive):
                raise Unreadable("intake-encrypted", name=shown)
            for part in parts:
                if part in archive.namelist() and b"<!DOCTYPE" in archive.read(part)[:4096].replace(b"\x00", b""):
                    raise Unreadable("intake-damaged", name=shown)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError) as problem:
        raise Unreadable("intake-damaged", name=shown) from problem


def _odf_encrypted(archive: zipfile.ZipFile) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in archive.namelist() and b"encryption-data" in archive.read(manifest)


def _docx_blocks(parent: etree._Element, document: docx.document.Document, composer: Composer) -> None:
    for child in parent:
        if child.tag == f"{_W}p":
            kind, level = _docx_kind(child, document)
            composer.add(kind, _docx_pieces(child, document), level=level)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                composer.add(BlockKind.TABLE, _docx_row(row, document))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"):
            _docx_blocks(child, document, composer)


def _docx_kind(paragraph: etree._Element, document: docx.document.Document) -> tuple[BlockKind, int]:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return BlockKind.PARAGRAPH, 0
    outline = properties.find(f"{_W}outlineLvl")
    style = properties.find(f"{_W}pStyle")
    name = _style_name(document, style.get(f"{_W}val") if style is not None else None)
    if name == "title":
        return BlockKind.HEADING, 1
    if name.startswith("heading ") and name[8:9].isdigit():
        return BlockKind.HEADING, int(name[8])
    if outline is not None and str(outline.get(f"{_W}val")).isdigit() and int(outline.get(f"{_W}val")) < 9:
        return BlockKind.HEADING, int(outline.get(f"{_W}val")) + 1
    if properties.find(f"{_W}numPr") is not None or name.startswith("list"):
        return BlockKind.LIST_ITEM, 1
    return (BlockKind.QUOTE if "quote" in name else BlockKind.PARAGRAPH), 0


def _style_name(document: docx.document.Document, identifier: str | None) -> str:
    """A style's English name, lower case, which Word keeps whatever its own language."""
    if identifier is None:
        return ""
    return next((str(s.name or "").lower() for s in document.styles if s.style_id == identifier), identifier.lower())


def _docx_row(row: etree._Element, document: docx.document.Document) -> list[Piece]:
    pieces: list[Piece] = []
    for cell in row.iter(f"{_W}tc"):
        inside = [p for paragraph in cell.iter(f"{_W}p") for p in (*_docx_pieces(paragraph, document), (" ", None))]
        if pieces and any(text.strip() for text, _ in inside):
            pieces.append((" | ", None))
        pieces.extend(inside)
    return pieces


def _docx_pieces(element: etree._Element, document: docx.document.Document, url: str | None = None) -> Iterator[Piece]:
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
            relation = document.part.rels.get(child.get(f"{_R}id") or "")
            target = relation.target_ref if relation is not None and relation.is_external else None
            yield from _docx_pieces(child, document, target if target and target.startswith("http") else None)
        elif child.tag not in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK):
            yield from _docx_pieces(child, document, url)


def _odt_blocks(parent: odfdo.Element, composer: Composer, depth: int) -> None:
    for child in parent.children:
        tag = child.tag
        if tag == "text:h":
            level = child.get_attribute_string("text:outline-level") or "1"
            composer.add(BlockKind.HEADING, _odt_pieces(child), level=int(level) if level.isdigit() else 1)
        elif tag == "text:p":
            kind = BlockKind.LIST_ITEM if depth else BlockKind.PARAGRAPH
            composer.add(kind, _odt_pieces(child), level=depth)
        elif tag == "text:list":
            for item in child.children:
                _odt_blocks(item, composer, depth + 1)
        elif tag == "table:table":
            for row in child.get_elements("descendant::table:table-row"):
                composer.add(BlockKind.TABLE, _odt_row(row))
        elif tag in ("text:section", "text:index-body", "office:text", "text:list-item"):
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
            target = child.get_attribute_string("xlink:href") or ""
            yield from _odt_pieces(child, target if target.startswith(("http://", "https://")) else None)
        elif tag not in _ODT_SKIPPED:
            yield from _odt_pieces(child, url)
        yield child.tail or "", url
