"""What stands among an article's paragraphs and is not the article: repeated headlines, links, calls to subscribe.

The extractors find the article's box; these rules clear it. A block is only dropped when it is short and begins as
furniture does, so that prose about newsletters stays.
"""

import re
from dataclasses import dataclass

from factcheck.web.compose import Piece
from factcheck.web.cues import pattern
from factcheck.web.markup import folded_words
from factcheck.web.page import BlockKind
from factcheck.web.pagedate import days_in

_BY = re.compile(
    r"^(?:by|par|von|por|di|publi(?:shed|é|cado)|posted|written|updated|mis à jour|le \d)\b|\bby [A-Z]", re.I
)
_END_OF_PROSE = (".", "!", "?", "…", "”", "»", '"', ":", ")", "’")

SHORT = 40
"""Words above which a block is prose, whatever it begins with."""
_OPENING = 6
"""Blocks at the top among which lines of date and author are looked for."""


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block before it is written: its kind, its runs of text and links, a heading's level or an item's depth."""

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """The block's text on one line."""
        return " ".join("".join(text for text, _ in self.pieces).split())

    @property
    def linked(self) -> bool:
        """Whether next to all of the text is links."""
        inside = sum(len(text.strip()) for text, url in self.pieces if url)
        return inside >= 0.9 * max(1, len(self.text))


def cleared(blocks: list[RawBlock], title: str | None) -> list[RawBlock]:
    """The blocks of the article itself, in order."""
    kept = _without_repeats(_after_headline(blocks, title))
    kept = [b for b in _without_opening(kept) if not _is_furniture(b)]
    return _without_ending(_without_link_runs(kept))


def _count(text: str) -> int:
    return len(text.split())


def _after_headline(blocks: list[RawBlock], title: str | None) -> list[RawBlock]:
    """From below the headline, when it is repeated near the top of the text."""
    wanted = folded_words(title or "")
    if not wanted:
        return blocks
    total, before = sum(_count(b.text) for b in blocks), 0
    for i, block in enumerate(blocks):
        text = block.text
        if len(text) < 400 and (block.kind is BlockKind.HEADING or i < 3) and _same_words(folded_words(text), wanted):
            return blocks[i + 1 :]
        before += _count(text)
        if before > 0.4 * total:
            break
    return blocks


def _same_words(said: list[str], wanted: list[str]) -> bool:
    return said == wanted or (len(wanted) > 3 and len(said) <= len(wanted) + 8 and said[: len(wanted)] == wanted)


def _without_opening(blocks: list[RawBlock]) -> list[RawBlock]:
    """Without the lines of date, author and reading time that stand between headline and text."""
    kept: list[RawBlock] = []
    for i, block in enumerate(blocks):
        text = block.text
        if i >= _OPENING or block.kind is BlockKind.QUOTE or _count(text) >= 16 or text.endswith((".", "!", "?")):
            return [*kept, *blocks[i:]]
        if not (days_in(text) or pattern("furniture", "reading-time").search(text) or _BY.search(text)):
            kept.append(block)
    return kept


def _without_repeats(blocks: list[RawBlock]) -> list[RawBlock]:
    """Without long blocks that were there before: boxes for phones and desks hold the same text twice."""
    seen: set[str] = set()
    kept: list[RawBlock] = []
    for block in blocks:
        text = block.text
        if _count(text) >= 8:
            if text in seen:
                continue
            seen.add(text)
        kept.append(block)
    return kept


def _is_furniture(block: RawBlock) -> bool:
    text = block.text
    count = _count(text)
    return bool(
        (count <= SHORT and pattern("furniture", "elsewhere", "calls").match(text))
        or (count <= 2 * SHORT and pattern("furniture", "anywhere").search(text))
    )


def _without_link_runs(blocks: list[RawBlock]) -> list[RawBlock]:
    """Without runs of two or more blocks that are nothing but a link: headlines of other articles."""
    bare = [b.linked and not b.text.endswith(_END_OF_PROSE) and b.kind is not BlockKind.TABLE for b in blocks]
    kept: list[RawBlock] = []
    for i, block in enumerate(blocks):
        beside = (i > 0 and bare[i - 1]) or (i + 1 < len(bare) and bare[i + 1])
        if not (bare[i] and beside and block.kind is not BlockKind.HEADING):
            kept.append(block)
    return kept


def _without_ending(blocks: list[RawBlock]) -> list[RawBlock]:
    """Without headings and lone links after the last paragraph."""
    end = len(blocks)
    while end and (
        blocks[end - 1].kind is BlockKind.HEADING or (blocks[end - 1].linked and _count(blocks[end - 1].text) < 20)
    ):
        end -= 1
    return blocks[:end] if end else blocks
