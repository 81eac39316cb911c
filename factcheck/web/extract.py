"""The reader view of a captured file: a pure function of its bytes.

It is made to run in a child process (``factcheck.web.child``): markup from strangers can make any parser slow.
"""

from factcheck.web import body, metadata, pdf
from factcheck.web.compose import Composer
from factcheck.web.decoded import Decoded, decode
from factcheck.web.page import BlockKind, Page

MAX_MARKUP = 12_000_000
"""Characters of markup that are read; what comes after is cut and flagged."""


def read_page(raw: bytes, *, url: str | None, media_type: str | None, http_charset: str | None = None) -> Page:
    """What a reader sees of ``raw``.

    ``media_type`` is what the bytes are (sniffed), None to find out here; ``url`` makes links absolute.
    Bytes that hold no readable text give a page with the flag ``not-text``.
    """
    kind = sniff(raw, media_type)
    if kind == "application/pdf":
        return _read_pdf(raw)
    if kind in ("text/html", "application/xhtml+xml"):
        return _read_html(decode(raw, http_charset, html=True), url)
    if kind.startswith("text/"):
        return _read_plain(decode(raw, http_charset, html=False), kind)
    return Page(media_type=kind, flags=("not-text",))


def sniff(raw: bytes, media_type: str | None) -> str:
    """The media type of the bytes: what they begin with wins over what was said."""
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    low = head.lower()
    if low.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in low:
        return "text/html"
    said = (media_type or "").split(";")[0].strip().lower()
    return said or ("text/html" if low.startswith(b"<") else "text/plain")


def _read_pdf(raw: bytes) -> Page:
    try:
        return pdf.read(raw)
    except pdf.Encrypted:
        return Page(media_type="application/pdf", flags=("encrypted",))
    except pdf.Damaged:
        return Page(media_type="application/pdf", flags=("damaged",))


def _read_plain(decoded: Decoded, media_type: str) -> Page:
    composer = Composer()
    for paragraph in decoded.text.replace("\r\n", "\n").split("\n\n"):
        composer.add(BlockKind.PARAGRAPH, [(paragraph, None)])
    flags = ("replacements",) if decoded.replaced else ()
    return Page(
        text=composer.text(),
        media_type=media_type,
        blocks=tuple(composer.blocks),
        flags=flags,
        charset=decoded.charset,
        charset_rule=decoded.rule,
    )


def _read_html(decoded: Decoded, url: str | None) -> Page:
    flags = ["replacements"] if decoded.replaced else []
    markup = decoded.text
    if len(markup) > MAX_MARKUP:
        markup = markup[:MAX_MARKUP]
        flags.append("truncated")
    composer = Composer()
    tree = body.parse(markup)
    if tree is None:
        return Page(media_type="text/html", flags=(*flags, "no-text"))
    found = metadata.read(tree, url)
    body.write_main_text(tree, url, composer)
    text = composer.text()
    if not text:
        flags.append("no-text")
    return Page(
        text=text,
        title=found.title,
        author=found.author,
        date=found.date.day if found.date else None,
        date_origin=found.date.origin if found.date else None,
        date_confidence=found.date.confidence if found.date else None,
        publisher=found.publisher,
        language=found.language,
        media_type="text/html",
        blocks=tuple(composer.blocks),
        links=tuple(composer.links),
        flags=tuple(flags),
        canonical_url=found.canonical_url,
        charset=decoded.charset,
        charset_rule=decoded.rule,
    )
