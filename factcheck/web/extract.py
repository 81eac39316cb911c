"""The reader view of a captured file: a pure function of its bytes.

It is made to run in a child process (``factcheck.web.child``): markup from strangers can make any parser slow.
"""

from dataclasses import replace

from lxml import html

from factcheck.web import body, hidden, links, mail, metadata, pdf, plainreader, sniff
from factcheck.web.compose import Composer
from factcheck.web.decoded import Decoded, decode
from factcheck.web.markup import gather, parse, prose_words
from factcheck.web.names import safe_title
from factcheck.web.page import MAX_TAGS, BlockKind, Page
from factcheck.web.suspicion import why_not_the_article
from factcheck.web.words import guess_language

MAX_MARKUP = 12_000_000
"""Characters of markup that are read; what comes after is cut and flagged."""

LONGEST_LINE = 1_000
"""Characters of a title or of the authors' names that are kept; real ones are shorter."""


def read_page(
    raw: bytes, *, url: str | None, media_type: str | None, http_charset: str | None = None, simple: bool = False
) -> Page:
    """What a reader sees of ``raw``; ``simple`` reads markup in one linear pass, without judging what is the article.

    ``media_type`` is what was said of the bytes; what they are themselves counts more. ``url`` makes links absolute;
    one that is no web address counts as none. Bytes that hold no readable text give a page with the flag
    ``not-text``.
    """
    page = _read(raw, links.absolute(url, None), media_type, http_charset, simple)
    return replace(page, title=_line(page.title), author=_line(page.author), publisher=_line(page.publisher))


def _line(said: str | None) -> str | None:
    """What a file says of itself, as a line that can be kept: JSON and PDF can write halves of characters."""
    return safe_title(said or "", LONGEST_LINE) or None


def _read(raw: bytes, url: str | None, media_type: str | None, http_charset: str | None, simple: bool) -> Page:
    kind = sniff.media_type(raw[: sniff.HEAD], media_type)
    if kind == "application/pdf":
        return _read_pdf(raw)
    if kind in ("text/html", "application/xhtml+xml"):
        return _read_html(decode(raw, http_charset, html=True), url, simple)
    if kind.startswith("text/"):
        return _read_plain(decode(raw, http_charset, html=False), kind)
    if kind == mail.KIND:
        return mail.read(raw)
    if raw.startswith(b"PK"):
        return _read_office(raw, kind)
    return Page(media_type=kind, flags=("not-text",))


def _read_pdf(raw: bytes) -> Page:
    try:
        return pdf.read(raw)
    except pdf.Encrypted:
        return Page(media_type="application/pdf", flags=("encrypted",))
    except pdf.Damaged:
        return Page(media_type="application/pdf", flags=("damaged",))


def _read_office(raw: bytes, kind: str) -> Page:
    from factcheck.web import office  # noqa: PLC0415  # three libraries that few pages need

    found = office.kind_of(raw)
    if found is None:
        return Page(media_type=kind, flags=("damaged",) if kind in office.KINDS else ("not-text",))
    try:
        return office.read(raw, found)
    except office.Closed as closed:
        return Page(media_type=found, flags=(closed.flag,))


def _read_plain(decoded: Decoded, media_type: str) -> Page:
    composer = Composer()
    for paragraph in decoded.text[:MAX_MARKUP].replace("\r\n", "\n").split("\n\n"):
        composer.add(BlockKind.PARAGRAPH, [(paragraph, None)])
    said = (
        ("replacements", decoded.replaced),
        ("truncated", len(decoded.text) > MAX_MARKUP),
        ("no-text", not composer.blocks),
    )
    flags = tuple(flag for flag, holds in said if holds)
    return Page(
        text=composer.text(),
        language=language_of(composer.text(), None),
        media_type=media_type,
        blocks=tuple(composer.blocks),
        flags=flags,
        charset=decoded.charset,
        charset_rule=decoded.rule,
    )


def _read_html(decoded: Decoded, url: str | None, simple: bool) -> Page:
    flags = ["replacements"] if decoded.replaced else []
    source = decoded.text
    if len(source) > MAX_MARKUP:
        source = source[:MAX_MARKUP]
        flags.append("truncated")
    composer = Composer()
    tree = None if simple or source.count("<") > MAX_TAGS else parse(source)
    if tree is None or body.too_deep(tree):
        if source.strip():
            flags.append("too-complex")
            plainreader.write_all_text(source, url, composer)
        return _page(composer, flags, decoded)
    base = body.base_address(tree, url)
    markup = gather(tree)
    found = metadata.read(tree, markup, url)
    if hidden.remove(tree):
        flags.append("hidden-text")
    whole, prose = body.beginning(tree), prose_words(tree)
    body.write_main_text(tree, base, found.title, composer)
    if not composer.blocks:
        plainreader.write_all_text(html.tostring(tree, encoding="unicode"), base, composer)
        flags += ["unjudged"] if composer.blocks else []
    text = composer.text()
    doubt = why_not_the_article(url=url, title=found.title, text=text, prose=prose, whole=whole, markup=markup)
    if doubt:
        flags.append(f"not-the-article:{doubt}")
    return replace(
        _page(composer, flags, decoded),
        title=found.title,
        author=found.author,
        date=found.date.day if found.date else None,
        date_origin=found.date.origin if found.date else None,
        date_confidence=found.date.confidence if found.date else None,
        publisher=found.publisher,
        language=language_of(text, found.language),
        canonical_url=links.absolute(found.canonical_url, url),
    )


def _page(composer: Composer, flags: list[str], decoded: Decoded) -> Page:
    text = composer.text()
    return Page(
        text=text,
        media_type="text/html",
        language=language_of(text, None),
        blocks=tuple(composer.blocks),
        links=tuple(composer.links),
        flags=tuple(flags if text else [*flags, "no-text"]),
        charset=decoded.charset,
        charset_rule=decoded.rule,
    )


def language_of(text: str, declared: str | None) -> str | None:
    """The language that the text is in; what the page declares where the text is too short or of another family."""
    seen = guess_language(text) if len(text) > 200 else None
    return seen or declared
