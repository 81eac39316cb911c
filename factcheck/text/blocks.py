"""The article's lines put together into blocks: paragraphs, headlines, list items, table rows, boilerplate lines.

Lines are hard boundaries unless the text was wrapped by a printer or a PDF, which shows in lines that end without a
stop and go on in lower case or run up to one common width.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from factcheck.text.languages import Pack
from factcheck.text.normalise import plain

_LINE = re.compile(r"[^\n\r\u2028\u2029\x85]+")
_STOPS = '.!?…:;»"”'
_BULLET = re.compile(r"\s*(?:[-–—•*·◦▪‣+]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_ROW = re.compile(r"\t|\s{3,}|\s?\|\s?")
_SPEAKER = re.compile(r"\s*(?P<name>[A-ZÀ-ÖØ-ÞŒ][\w.'’-]*(?:[ \u00a0][\w.'’-]+){0,4})\s?:\s+(?=\S)")
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*|\s*[\w.+-]+@[\w-]+\.\w+\s*")
_STAMP = re.compile(r"\s*(?:\[?\d{1,2}\s?(?:[:h.]\s?\d{2})(?:\s?[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?\]?)\s*[-–—:|]?\s*")
#: A paragraph longer than this is cut at a line end or a space, so that no single piece is without bound.
LONGEST = 20_000
#: Lines up to this length after a heading such as "Sources" are references.
_REFERENCE = 400


class BlockKind(StrEnum):
    """What a block is."""

    TEXT = "text"
    HEADLINE = "headline"
    ITEM = "item"
    ROW = "row"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """``start``/``end`` are offsets into the article; ``prefix`` ends a marker (bullet, stamp, label) at its start.

    ``speaker`` are the offsets of a speaker label ("Journalist:"). ``reason`` labels boilerplate.
    """

    start: int
    end: int
    kind: BlockKind
    prefix: int = 0
    speaker: tuple[int, int] | None = None
    reason: str = ""
    first_of_paragraph: bool = True


def blocks(article: str, pack: Pack) -> Iterator[Block]:
    """The blocks in order. They cover every character that is not white space."""
    before_text = True
    references = False
    for group in _groups(article):
        for n, (start, end) in enumerate(_joined(article, group)):
            for piece_start, piece_end in _bounded(article, start, end):
                block = _block(article, piece_start, piece_end, pack, before_text=before_text, alone=len(group) == 1)
                low = plain(article[piece_start : min(piece_end, piece_start + 80)]).lower().strip(" :")
                references = references or low in pack.words("boilerplate", "sections")
                if references and piece_end - piece_start <= _REFERENCE:
                    block = Block(piece_start, piece_end, BlockKind.BOILERPLATE, reason="reference")
                elif n:
                    block = replace(block, first_of_paragraph=False)
                yield block
                if block.kind not in (BlockKind.BOILERPLATE, BlockKind.HEADLINE):
                    before_text = False


def _groups(article: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines without an empty line between them, each line as its trimmed span."""
    group: list[tuple[int, int]] = []
    last_end = 0
    for match in _LINE.finditer(article):
        start, end = _trim(article, match.start(), match.end())
        between = article[last_end : match.start()]
        empty = between.count("\n") > 1 or between.count("\r") - between.count("\r\n") > 1 or "\u2029" in between
        if (empty or start == end) and group:
            yield group
            group = []
        if start < end:
            group.append((start, end))
        last_end = match.end()
    if group:
        yield group


def _joined(article: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines of a run, those that were broken by a printer put together again."""
    if len(lines) == 1:
        return lines
    lengths = [end - start for start, end in lines]
    widest = max(lengths)
    wrapped = len(lines) >= 3 and 40 <= widest <= 140 and sorted(lengths)[len(lengths) // 2] >= 0.75 * widest
    out = [lines[0]]
    for (start, end), length in zip(lines[1:], lengths, strict=False):
        begins = article[start]
        address = _ADDRESS.fullmatch(article[start:end])
        goes_on = (
            not address
            and begins.islower()
            and article[out[-1][1] - 1] not in _STOPS
            and not _BULLET.match(article[start : start + 12])
        )
        runs_up = wrapped and length >= 0.7 * widest and not _BULLET.match(article[start : start + 12])
        if goes_on or runs_up:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _bounded(article: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = max(article.rfind(mark, start, start + LONGEST) for mark in (". ", "! ", "? ", "\n"))
        if cut <= start:
            cut = article.rfind(" ", start, start + LONGEST)
        cut = cut + 1 if cut > start else start + LONGEST
        yield _trim(article, start, cut)
        start = cut
        while start < end and article[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _block(article: str, start: int, end: int, pack: Pack, *, before_text: bool, alone: bool) -> Block:  # noqa: PLR0911  one line each
    line = article[start:end]
    low = plain(line).lower().strip()
    stamp = _STAMP.match(line)
    prefix = stamp.end() if stamp and stamp.end() < len(line) else 0
    if stamp and stamp.end() == len(line):
        return Block(start, end, BlockKind.BOILERPLATE, reason="stamp")
    if _ADDRESS.fullmatch(line):
        return Block(start, end, BlockKind.BOILERPLATE, reason="address")
    if not any(c.isalnum() for c in line):
        return Block(start, end, BlockKind.BOILERPLATE, reason="ornament")
    if len(line) <= 300 and pack.regexes("boilerplate", "lines").fullmatch(low):
        return Block(start, end, BlockKind.BOILERPLATE, reason="teaser")
    bullet = _BULLET.match(line, prefix)
    if bullet:
        return Block(start, end, BlockKind.ITEM, prefix=bullet.end())
    if len(_ROW.findall(line.strip())) >= 1 and len(line) < 400 and _is_row(line):
        if not any(c.isdigit() for c in _YEARS.sub("", line)):
            return Block(start, end, BlockKind.BOILERPLATE, reason="heading")
        return Block(start, end, BlockKind.ROW)
    speaker = _SPEAKER.match(line, prefix)
    if (
        speaker
        and _is_name(speaker.group("name"))
        and len(line) - speaker.end() > 8
        and (not before_text or line[-1] in ".!?" or (line[-1] == "»" and line[speaker.end()] in '«"'))
    ):
        if pack.regexes("boilerplate", "labels").fullmatch(plain(speaker.group("name")).lower()):
            return Block(start, end, BlockKind.TEXT, prefix=speaker.end())
        label = start + speaker.start("name"), start + speaker.end("name")
        return Block(start, end, BlockKind.TEXT, prefix=speaker.end(), speaker=label)
    if len(line) <= 250 and line[-1] not in ".!?…:;," and len(line.split()) <= 30 and (before_text or alone):
        return Block(start, end, BlockKind.HEADLINE, prefix=prefix)
    return Block(start, end, BlockKind.TEXT, prefix=prefix)


def _is_name(label: str) -> bool:
    """Whether words before a colon may name a speaker: they end in a capital ("Anne Roche", "La Dépêche du Lac")."""
    words = label.split()
    return words[-1][0].isupper() or len(words) == 1


def _is_row(line: str) -> bool:
    """A row of a table: at least two cells, short ones, not a sentence."""
    cells = [cell for cell in _ROW.split(line.strip()) if cell.strip()]
    return len(cells) >= 2 and all(len(cell) <= 60 for cell in cells) and line.rstrip()[-1] not in ".!?"


def _trim(article: str, start: int, end: int) -> tuple[int, int]:
    while start < end and article[start].isspace():
        start += 1
    while end > start and article[end - 1].isspace():
        end -= 1
    return start, end
