"""Writing a reader view's text: blocks and links with their offsets, kept right while the text grows."""

import re
from collections.abc import Iterable

from factcheck.web.page import Block, BlockKind, Link

_SPACE = re.compile(r"\s*\n\s*|[^\S\u00a0\u202f]+")
"""White space that is folded: to a line break when it holds one; no-break spaces stay, as French sets them."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")
_TIGHT = (BlockKind.LIST_ITEM, BlockKind.TABLE)

Piece = tuple[str, str | None]
"""A run of text and the address that it links to, if any."""


class Composer:
    """Collects blocks into one text. White space inside a block is folded; a line break of the source stays one."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.links: list[Link] = []

    @property
    def length(self) -> int:
        """Code points written so far."""
        return self._length

    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def add(self, kind: BlockKind, pieces: Iterable[Piece], *, level: int = 0, page: int | None = None) -> None:
        """Append one block; nothing is written when it has no text."""
        written, links = _fold(pieces)
        if not written:
            return
        if self.blocks:
            tight = kind in _TIGHT and self.blocks[-1].kind is kind
            self._write("\n" if tight else "\n\n")
        start = self._length
        self._write(written)
        self.blocks.append(Block(kind, start, self._length, level, page))
        self.links.extend(Link(start + a, start + b, url) for a, b, url in links)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _fold(pieces: Iterable[Piece]) -> tuple[str, list[tuple[int, int, str]]]:
    """One line-wrapped text of the pieces and the places of its links."""
    out = ""
    links: list[tuple[int, int, str]] = []
    for raw, url in pieces:
        text = _SPACE.sub(lambda m: "\n" if "\n" in m.group() else " ", _UNSEEN.sub("", raw))
        if not out or out[-1].isspace():
            text = text.lstrip()
        start = len(out)
        out += text
        if url and text.strip():
            links.append((start + len(text) - len(text.lstrip()), start + len(text.rstrip()), url))
    whole = out.rstrip()
    return whole, [(a, min(b, len(whole)), url) for a, b, url in links if a < len(whole)]
