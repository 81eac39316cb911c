"""The main text of an HTML page as blocks: trafilatura, then readability, then the page's own paragraphs."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml import etree, html

from factcheck.web.compose import Composer, Piece
from factcheck.web.page import BlockKind

MAX_TAGS = 60_000
"""Above this the page is read in one linear pass: tree-shaped extraction takes seconds per 100,000 tags."""

MAX_DEPTH = 400

_PARSER_OPTIONS = {"remove_comments": True, "remove_pis": True, "encoding": "utf-8", "collect_ids": False}


def parse(markup: str) -> html.HtmlElement | None:
    """The page's tree, or None when there is nothing to parse. Never follows an entity or address."""
    clean = markup.replace("\x00", "").encode("utf-8", "replace")
    if not clean.strip():
        return None
    try:
        return html.document_fromstring(clean, parser=html.HTMLParser(**_PARSER_OPTIONS))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def write_main_text(tree: html.HtmlElement, base: str | None, composer: Composer) -> None:
    """Write the main text of ``tree`` to ``composer``; ``base`` makes its links absolute."""
    document = trafilatura.bare_extraction(
        tree,
        favor_precision=True,
        include_comments=False,
        include_links=True,
        include_formatting=True,
        with_metadata=False,
        url=None,
    )
    body = getattr(document, "body", None)
    if body is not None:
        for child in body:
            _write(child, base, composer, 0)


def _write(element: etree._Element, base: str | None, composer: Composer, depth: int) -> None:
    tag = element.tag
    if tag == "head":
        level = int((element.get("rend") or "h2")[-1]) if (element.get("rend") or "h2")[-1].isdigit() else 2
        composer.add(BlockKind.HEADING, _pieces(element, base), level=level)
    elif tag == "list":
        for item in element:
            _write_item(item, base, composer, depth + 1)
    elif tag == "quote":
        _write_container(element, base, composer, depth, BlockKind.QUOTE)
    elif tag == "table":
        for row in element.iter("row"):
            composer.add(BlockKind.TABLE, _cells(row, base))
    elif tag == "code":
        composer.add(BlockKind.CODE, [("".join(element.itertext()), None)])
    elif tag in ("div", "p", "item", "ab", "hi", "ref", "del"):
        _write_container(element, base, composer, depth, BlockKind.PARAGRAPH)


_BLOCKS = {"p", "head", "list", "quote", "table", "div", "code", "item"}


def _write_container(
    element: etree._Element, base: str | None, composer: Composer, depth: int, kind: BlockKind
) -> None:
    """Runs of inline text become blocks of ``kind``; block children are written on their own."""
    run = [_plain(element.text)]
    for child in element:
        if child.tag in _BLOCKS:
            composer.add(kind, run)
            run = []
            if child.tag == "p":
                _write_container(child, base, composer, depth, kind)
            else:
                _write(child, base, composer, depth)
        else:
            run.extend(_inline(child, base))
        run.append(_plain(child.tail))
    composer.add(kind, run)


def _write_item(item: etree._Element, base: str | None, composer: Composer, depth: int) -> None:
    run = [_plain(item.text)]
    for child in item:
        if child.tag == "list":
            composer.add(BlockKind.LIST_ITEM, run, level=depth)
            run = []
            for nested in child:
                _write_item(nested, base, composer, depth + 1)
        else:
            run.extend(_inline(child, base))
            if child.tag == "p":
                run.append(("\n", None))
        run.append(_plain(child.tail))
    composer.add(BlockKind.LIST_ITEM, run, level=depth)


def _cells(row: etree._Element, base: str | None) -> list[Piece]:
    pieces: list[Piece] = []
    for cell in row:
        inside = [(re.sub(r"\s+", " ", text), url) for text, url in _pieces(cell, base)]
        if pieces and any(text.strip() for text, _ in inside):
            pieces.append((" | ", None))
        pieces.extend(inside)
    return pieces


def _pieces(element: etree._Element, base: str | None) -> list[Piece]:
    return [_plain(element.text), *(piece for child in element for piece in _with_tail(child, base))]


def _with_tail(element: etree._Element, base: str | None) -> Iterator[Piece]:
    yield from _inline(element, base)
    yield _plain(element.tail)


def _inline(element: etree._Element, base: str | None) -> list[Piece]:
    if element.tag == "lb":
        return [("\n", None)]
    if element.tag == "graphic":
        return []
    if element.tag == "ref":
        return [(" ".join("".join(element.itertext()).split("\n")), absolute(element.get("target"), base))]
    return _pieces(element, base)


def _plain(text: str | None) -> Piece:
    """Text of the source, whose line breaks mean nothing in HTML."""
    return (text or "").replace("\n", " "), None


def absolute(target: str | None, base: str | None) -> str | None:
    """The absolute http or https address that ``target`` names, or None for any other kind."""
    if not target:
        return None
    try:
        url = urljoin(base or "", target.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "\\" in url or re.search(r"[\x00-\x20]", url):
        return None
    return url
