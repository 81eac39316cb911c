"""The main text of an HTML page as blocks: trafilatura, then readability, then the page's own paragraphs."""

import logging
import re
from collections.abc import Iterator
from copy import deepcopy

import trafilatura
from lxml import etree, html
from readability import Document
from readability.readability import Unparseable

from factcheck.web.compose import Composer, Piece
from factcheck.web.furniture import RawBlock, cleared
from factcheck.web.links import absolute
from factcheck.web.markup import parse, prose_words, shown_text, words_of_prose
from factcheck.web.page import BlockKind

for _library in ("trafilatura", "readability", "htmldate", "justext"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)  # what a stranger's page is like is no fault to report

MAX_DEPTH = 240
"""libxml2 drops what is nested more than 255 deep."""

ENOUGH = 0.5
"""Share of the page's paragraphs from which the precise extractor is taken at its word."""
MUCH_MORE = 1.5
FEW = 0.25
"""Share of the page's paragraphs under which both are given up."""

_PLAIN = {
    "p": (BlockKind.PARAGRAPH, 0),
    "li": (BlockKind.LIST_ITEM, 1),
    "blockquote": (BlockKind.QUOTE, 0),
    "pre": (BlockKind.CODE, 0),
    **{f"h{n}": (BlockKind.HEADING, n) for n in range(2, 7)},
}
_SHOWN_TAGS = "body p h1 h2 h3 div span li button a td title noscript label strong center"
_SHOWN = tuple(_SHOWN_TAGS.split())
_ASIDE = frozenset(("nav", "footer", "aside", "form", "header", "dialog", "noscript", "script", "style"))


def base_address(tree: html.HtmlElement, url: str | None) -> str | None:
    """What relative links are relative to."""
    element = tree.find(".//base[@href]")
    return absolute(element.get("href"), url) or url if element is not None else url


def beginning(tree: html.HtmlElement, limit: int = 6_000) -> str:
    """The first characters of all that the page shows."""
    parts: list[str] = []
    size = 0
    for element in tree.iter(*_SHOWN):
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip():
                parts.append(" ".join(text.split()))
                size += len(parts[-1])
        if size > limit:
            break
    return " ".join(parts)[:limit]


def too_deep(tree: html.HtmlElement) -> bool:
    """Whether elements nest deeper than parsers follow."""
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def write_main_text(tree: html.HtmlElement, base: str | None, title: str | None, composer: Composer) -> None:
    """Write the main text of a page to ``composer``; ``base`` makes its links absolute. The tree is used up."""
    for block in cleared(_main_blocks(tree, base), title):
        composer.add(block.kind, block.pieces, level=block.level)


def _main_blocks(tree: html.HtmlElement, base: str | None) -> list[RawBlock]:
    """The blocks of the article: what the precise extractor finds, or the generous one where that missed most.

    The precise one is right more often, but on some pages it keeps one paragraph of twenty.
    """
    there = prose_words(tree)
    precise = _extracted(deepcopy(tree), base, precise=True)
    found = words_of_prose(block.text for block in precise)
    if found >= ENOUGH * there and precise:
        return precise
    generous = _extracted(tree, base, precise=False)
    more = words_of_prose(block.text for block in generous)
    best = generous if more > MUCH_MORE * found + 20 or not precise else precise
    if max(found, more) >= FEW * there:
        return best
    fallback = list(_paragraphs(_readable(tree), base))
    return fallback if words_of_prose(block.text for block in fallback) > max(found, more) else best


def _readable(tree: html.HtmlElement) -> html.HtmlElement:
    """The part of the page that readability takes for the article; the page itself where that is empty."""
    try:
        summary = parse(Document(html.tostring(tree, encoding="unicode")).summary(html_partial=True))
    except (Unparseable, ValueError, etree.LxmlError):
        return tree
    return summary if summary is not None and prose_words(summary) else tree


def _paragraphs(tree: html.HtmlElement, base: str | None) -> Iterator[RawBlock]:
    """The page's own paragraphs, headings and items, those of menus and side columns left out."""
    for element in tree.iter(*_PLAIN):
        if any(a.tag in _ASIDE or a.tag in _PLAIN for a in element.iterancestors()):
            continue
        kind, level = _PLAIN[element.tag]
        yield RawBlock(kind, tuple(_html_pieces(element, base)), level)


def _html_pieces(element: html.HtmlElement, base: str | None) -> Iterator[Piece]:
    yield _plain(element.text)
    for child in element:
        if child.tag == "br":
            yield "\n", None
        elif child.tag == "a":
            yield " ".join(shown_text(child).split("\n")), absolute(child.get("href"), base)
        elif child.tag not in ("script", "style", "noscript"):
            yield from _html_pieces(child, base)
        yield _plain(child.tail)


def _extracted(tree: html.HtmlElement, base: str | None, *, precise: bool) -> list[RawBlock]:
    document = trafilatura.bare_extraction(
        tree,
        favor_precision=precise,
        include_comments=False,
        include_links=True,
        include_formatting=True,
        with_metadata=False,
    )
    body = getattr(document, "body", None)
    return [block for child in body for block in _blocks(child, base, 0)] if body is not None else []


def _blocks(element: etree._Element, base: str | None, depth: int) -> Iterator[RawBlock]:
    tag = element.tag
    if tag == "head":
        rank = (element.get("rend") or "h2")[-1]
        yield RawBlock(BlockKind.HEADING, tuple(_pieces(element, base)), int(rank) if rank.isdecimal() else 2)
    elif tag == "list":
        for item in element:
            yield from _item_blocks(item, base, depth + 1)
    elif tag == "quote":
        yield from _container_blocks(element, base, depth, BlockKind.QUOTE)
    elif tag == "table":
        for row in element.iter("row"):
            yield RawBlock(BlockKind.TABLE, tuple(_cells(row, base)))
    elif tag == "code":
        yield RawBlock(BlockKind.CODE, (("".join(element.itertext()), None),))
    elif tag in ("div", "p", "item", "ab", "hi", "ref", "del"):
        yield from _container_blocks(element, base, depth, BlockKind.PARAGRAPH)


_BLOCKS = {"p", "head", "list", "quote", "table", "div", "code", "item"}


def _container_blocks(element: etree._Element, base: str | None, depth: int, kind: BlockKind) -> Iterator[RawBlock]:
    """Runs of inline text become blocks of ``kind``; block children are blocks of their own."""
    run = [_plain(element.text)] if element.tag != "ref" else _inline(element, base)
    for child in element if element.tag != "ref" else ():
        if child.tag in _BLOCKS:
            yield RawBlock(kind, tuple(run))
            run = []
            nested = child.tag == "p"
            yield from _container_blocks(child, base, depth, kind) if nested else _blocks(child, base, depth)
        else:
            run.extend(_inline(child, base))
        run.append(_plain(child.tail))
    yield RawBlock(kind, tuple(run))


def _item_blocks(item: etree._Element, base: str | None, depth: int) -> Iterator[RawBlock]:
    run = [_plain(item.text)]
    for child in item:
        if child.tag == "list":
            yield RawBlock(BlockKind.LIST_ITEM, tuple(run), depth)
            run = []
            for nested in child:
                yield from _item_blocks(nested, base, depth + 1)
        else:
            run.extend(_inline(child, base))
            if child.tag == "p":
                run.append(("\n", None))
        run.append(_plain(child.tail))
    yield RawBlock(BlockKind.LIST_ITEM, tuple(run), depth)


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
