"""Articles in Markdown: the text as a reader sees it, with its links; front matter gives title, author and date."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from factcheck.domain import dates
from factcheck.domain.article import Draft
from factcheck.errors import Unreadable
from factcheck.intake.kind import Kind
from factcheck.web.compose import Composer, Piece
from factcheck.web.links import absolute
from factcheck.web.page import BlockKind

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*\r?\n", re.S)
_DAY = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")


def read(text: str, raw: bytes, name: str | None, notes: tuple[str, ...]) -> Draft:
    """The article that the Markdown renders to, without its marks."""
    front = _front_matter(text)
    composer = Composer()
    _write(MarkdownIt("commonmark").enable("table").parse(_FRONT.sub("", text, count=1)), composer)
    written = composer.text()
    if not written:
        raise Unreadable("intake-empty", name=name or "-")
    first = composer.blocks[0]
    heading = written[first.start : first.end] if first.kind is BlockKind.HEADING else None
    day = _DAY.match(front.get("date", ""))
    return Draft(
        text=written,
        title=front.get("title") or heading,
        author=front.get("author"),
        date=day.group() if day and dates.valid(day.group()) else None,
        language=(front.get("lang") or front.get("language") or "")[:2].lower() or None,
        url=absolute(front.get("url"), None),
        file_name=name,
        raw=raw,
        media_type=Kind.MARKDOWN.value,
        notes=notes,
        links=tuple((link.start, link.end, link.url) for link in composer.links),
    )


def _front_matter(text: str) -> dict[str, str]:
    """The plain ``key: value`` lines between the dashes at the top, keys in lower case."""
    match = _FRONT.match(text)
    if not match:
        return {}
    pairs = (line.partition(":") for line in match[1].splitlines() if not line.startswith((" ", "\t", "#", "-")))
    return {k.strip().lower(): v.strip().strip("\"'") for k, colon, v in pairs if colon and v.strip()}


def _write(tokens: list[Token], composer: Composer) -> None:
    kinds: list[tuple[BlockKind, int]] = []
    row: list[Piece] | None = None
    for token in tokens:
        if token.type == "heading_open":
            kinds.append((BlockKind.HEADING, int(token.tag[1])))
        elif token.type == "list_item_open":
            kinds.append((BlockKind.LIST_ITEM, sum(kind is BlockKind.LIST_ITEM for kind, _ in kinds) + 1))
        elif token.type == "blockquote_open":
            kinds.append((BlockKind.QUOTE, 0))
        elif token.type in ("heading_close", "list_item_close", "blockquote_close"):
            kinds.pop()
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            composer.add(BlockKind.TABLE, row or [])
            row = None
        elif token.type in ("fence", "code_block"):
            composer.add(BlockKind.CODE, [(token.content, None)])
        elif token.type == "inline" and row is not None:
            row.extend([*([(" | ", None)] if row else []), *_pieces(token)])
        elif token.type == "inline":
            kind, level = kinds[-1] if kinds else (BlockKind.PARAGRAPH, 0)
            composer.add(kind, _pieces(token), level=level)


def _pieces(inline: Token) -> list[Piece]:
    pieces: list[Piece] = []
    url: str | None = None
    for token in inline.children or ():
        if token.type == "link_open":
            url = absolute(str(token.attrs.get("href", "")), None)
        elif token.type == "link_close":
            url = None
        elif token.type in ("text", "code_inline"):
            pieces.append((token.content, url))
        elif token.type == "softbreak":
            pieces.append((" ", url))
        elif token.type == "hardbreak":
            pieces.append(("\n", url))
    return pieces
