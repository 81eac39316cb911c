"""What a file is: its first bytes tell, and only where they do not its name."""

import io
import zipfile
from enum import StrEnum
from pathlib import PurePath

_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27}) + b"\x7f"
"""Control characters that no text holds. Texts hold tabs and ends of lines and pages, old ones end with 26 (CP/M), and
27 shifts the alphabets of ISO-2022."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Kind(StrEnum):
    """The sorts of files that an article may come in, by media type."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    MAIL = "message/rfc822"
    OLD_OFFICE = "application/msword"
    DAMAGED = "application/zip"
    BINARY = "application/octet-stream"


def find_kind(raw: bytes, name: str | None) -> Kind:
    """What ``raw`` is. ``name`` decides only between kinds of text, which look alike.

    Sheets of OpenDocument count as ``ODT`` here: the reader of office files tells them apart.
    """
    head = raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(raw)
    for start, kind in ((b"%PDF-", Kind.PDF), (_OLE, Kind.OLD_OFFICE), (b"{\\rtf", Kind.OLD_OFFICE)):
        if head.startswith(start):
            return kind
    return Kind.BINARY if _is_binary(raw) else _text_kind(head, name)


def _text_kind(head: bytes, name: str | None) -> Kind:
    suffix = PurePath(name or "").suffix.lower()
    marked = head.lower().startswith((b"<!doctype html", b"<html"))
    if marked or suffix in (".html", ".htm", ".xhtml"):
        return Kind.HTML
    if suffix == ".eml":
        return Kind.MAIL
    if suffix in (".md", ".markdown"):
        return Kind.MARKDOWN
    return Kind.TEXT


def _zip_kind(raw: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return Kind.DAMAGED
    if "word/document.xml" in names:
        return Kind.DOCX
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    return Kind.ODT if "content.xml" in names else Kind.BINARY


def _is_binary(raw: bytes) -> bool:
    """Whether the bytes are no text in any usual encoding: NUL or many control characters, without a UTF-16 mark."""
    if raw.startswith(_BOMS[:2]):
        return False
    sample = raw[:200_000]
    if b"\x00" in sample:
        return not _looks_utf16(sample)
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(2, len(sample) // 200)


def _looks_utf16(sample: bytes) -> bool:
    """Whether nearly every second byte is NUL, as in UTF-16 of a western text without its mark."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    return max(even, odd) > 0.8 * half and min(even, odd) < 0.02 * half
