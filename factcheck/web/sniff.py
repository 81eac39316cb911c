"""What a body is, read from its first bytes: servers lie about media types, by mistake and on purpose.

After the WHATWG MIME Sniffing Standard, with the document formats that fact-checkers meet. The declared type decides
only between kinds that look alike (plain text, CSV, JSON, XML dialects).
"""

import re

HEAD = 4096

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\0\0\1\0", "image/x-icon"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"ID3", "audio/mpeg"),
    (b"OggS\0", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"wOF2", "font/woff2"),
    (b"wOFF", "font/woff"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS-Adobe-", "application/postscript"),
)
# Comments are matched once and for all (atomic): tried in every grouping, thirty of them before no tag take hours.
_COMMENTS = rb"(?:(?><!--.*?-->)\s*+)*+"
_HTML = re.compile(
    _COMMENTS + rb"(?:<\?xml[^>]*>\s*)?" + _COMMENTS + rb"<(?:!doctype\s+html|html|head|script|iframe|h1|div|font|"
    rb"table|a|style|title|b|body|br|p|meta|link|base|article|main|section|nav|header|span|ul|center)(?=[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_TEXTUAL = re.compile(r"text/|.*\+(?:xml|json)$|application/(?:json|xml|javascript|x-ndjson|csv|ld\+json)")
_ZIPPED = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_MAIL = re.compile(rb"(?:[!-9;-~]+:[ \t][^\n]*\n(?:[ \t][^\n]*\n)*){3,}\r?\n?")
_OF_MAIL = re.compile(rb"^(?:from|date|subject|message-id|received|mime-version):", re.IGNORECASE | re.MULTILINE)
_MARKUP = ("text/html", "application/xhtml+xml")


def media_type(head: bytes, declared: str | None) -> str:
    """The media type of a body that starts with ``head`` (``HEAD`` bytes are enough) and is declared ``declared``."""
    said = essence(declared)
    if not head:
        return said or "text/plain"
    found = _signature(head)
    if found == "application/zip":
        return _zip(head, said)
    if found:
        return found
    start = _without_mark(head)
    if start is None:
        return said if said and not is_text(said) else "application/octet-stream"
    if _HTML.match(start.lstrip(b"\t\n\x0c\r ")):
        return "application/xhtml+xml" if said == "application/xhtml+xml" else "text/html"
    return _text(start.lstrip(), said)


def essence(declared: str | None) -> str:
    """``text/html`` of ``Text/HTML; charset=utf-8``; empty when it is no media type."""
    name = (declared or "").partition(";")[0].strip().lower()
    return name if re.fullmatch(r"[\w.+-]+/[\w.+-]+", name) else ""


def is_text(kind: str) -> bool:
    """Whether a body of that type is characters, and so has an encoding."""
    return bool(_TEXTUAL.match(kind))


def is_markup(kind: str) -> bool:
    """Whether a body of that type may declare its encoding inside."""
    return kind in _MARKUP or kind.endswith(("+xml", "/xml"))


def _signature(head: bytes) -> str | None:
    for mark, kind in _SIGNATURES:
        # A text may begin with "BMW" or "MZ"; the formats of those marks hold control bytes right after.
        if head.startswith(mark) and (len(mark) > 4 or not mark.isalnum() or _BINARY.search(head)):
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return "image/avif" if head[8:12] == b"avif" else "video/mp4"
    # Readers of PDF accept rubbish before the mark.
    return "application/pdf" if b"%PDF-" in head[:1024] and _BINARY.search(head) else None


def _zip(head: bytes, said: str) -> str:
    if head[30:38] == b"mimetype":
        match = re.match(rb"application/[\w.+-]+", head[38:138])
        if match:
            return match.group().decode("ascii").removesuffix("PK")
    if b"[Content_Types].xml" in head or said.startswith("application/vnd.openxmlformats"):
        for part, kind in _ZIPPED:
            if part in head:
                return kind
        if said.startswith("application/vnd.openxmlformats"):
            return said
    return "application/zip"


def _without_mark(head: bytes) -> bytes | None:
    """The characters as ASCII-like bytes, or None when these are no characters."""
    if head.startswith(b"\xef\xbb\xbf"):
        return head[3:]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) & ~1].decode("utf-16", "ignore").encode("utf-8")
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        # Western text in UTF-16 without a mark: every second byte is zero.
        if len(head) >= 8 and head[first::2].count(0) > 0.4 * len(head):
            return head[: len(head) & ~1].decode(name, "ignore").encode("utf-8")
    return None if _BINARY.search(head) else head


def _text(start: bytes, said: str) -> str:
    if start.startswith(b"<?xml"):
        if b"<svg" in start:
            return "image/svg+xml"
        return said if said.endswith(("xml", "rss", "atom")) else "application/xml"
    if start.startswith(b"<svg"):
        return "image/svg+xml"
    opening = _MAIL.match(start)
    if opening and len({mark.lower() for mark in _OF_MAIL.findall(opening.group())}) >= 3:
        return "message/rfc822"
    if is_text(said):
        # Declared HTML without a single tag is still read as HTML when it holds one later.
        return said
    return "text/plain"
