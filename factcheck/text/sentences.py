"""Sentences by punctuation, and quotations cut free from the words that introduce them.

Punctuation rules win in running text (French GSD: .972 by rules, .911 by the parser); each unit found here is parsed
by itself, and a long one without stops is left to the parser.
"""

import re
from dataclasses import dataclass

from factcheck.text.languages import Pack
from factcheck.text.lexicon import lexicon

_STOP = re.compile(r"(?:\.{3}|…|[.!?]+)(?:\s?»|[\"')\]])*(?=\s+(?:[»\"]\s*)?|$|(?<=[\"»])(?=[A-ZÀ-ÖØ-Þ]))")
_NEXT = re.compile(r"\s*(?:[-–—]\s*)?(?:[«\"'(\[]\s?)?(\S)")
_LAST_WORD = re.compile(r"[\w.'°-]+$")
_QUOTE = re.compile(r"«[^«»]{0,4000}»|\"[^\"]{0,4000}\"")
_WORD = re.compile(r"\w+")
#: A quotation that runs on into the next paragraph has at least so many words.
_OPEN_QUOTE = 4
#: What stands before a colon is no mere label from so many words on.
_STATED = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece to parse by itself: offsets into the block's copy.

    ``quoted``: it lies inside quotation marks as a whole. ``frame``: it introduces or follows such a quotation
    ("X said,"). ``sentence`` numbers the sentences of the block, ``quote`` tells quotations apart.
    """

    start: int
    end: int
    sentence: int
    quoted: bool = False
    frame: bool = False
    quote: int = -1


def units(text: str, pack: Pack, start: int = 0) -> list[Unit]:
    """The units of a block's copy from ``start`` on, in order, without the white space around them."""
    quotes = [*_quotes(text), *_unclosed(text, pack)]
    out: list[Unit] = []
    for number, (first, last) in enumerate(sentences(text, pack, start)):
        out.extend(_free_quotes(text, first, last, number, quotes, pack))
    return out


def sentences(text: str, pack: Pack, start: int = 0) -> list[tuple[int, int]]:
    """The sentences of a block by punctuation, as spans without white space around them."""
    abbreviations = pack.words("sentences", "abbreviations")
    spans: list[tuple[int, int]] = []
    position = start
    quotes = [m.span() for m in _QUOTE.finditer(text)]
    q = 0
    for match in _STOP.finditer(text, start):
        follows = _NEXT.match(text, match.end())
        if follows is None:
            continue
        while q < len(quotes) and quotes[q][1] <= match.start():
            q += 1
        inside = q < len(quotes) and quotes[q][0] < match.start() and match.end() < quotes[q][1]
        if _ends(text, match, follows.group(1), position, abbreviations, pack, inside=inside):
            spans.append((position, match.end()))
            position = match.end()
    spans.append((position, len(text)))
    spans = [part for span in spans for part in _at_colon(text, *span, quotes, pack)]
    return [trimmed for span in spans if (trimmed := _trim(text, *span))[0] < trimmed[1]]


def _at_colon(text: str, start: int, end: int, quotes: list[tuple[int, int]], pack: Pack) -> list[tuple[int, int]]:
    """A sentence cut behind a colon that a source follows (« Une thèse contestée : selon le rapport, … »)."""
    match = pack.regexes("sentences", "behind_colon").search(text, start, end)
    if match is None or any(a < match.start() < b for a, b in quotes):
        return [(start, end)]
    stated = len(_WORD.findall(text[start : match.start()])) >= _STATED
    return [(start, text.rindex(":", start, match.start())), (match.start(), end)] if stated else [(start, end)]


def _ends(
    text: str,
    stop: re.Match[str],
    following: str,
    start: int,
    abbreviations: frozenset[str],
    pack: Pack,
    *,
    inside: bool,
) -> bool:
    """Whether the stop ends a sentence, by what stands around it."""
    mark = stop.group()
    if following.islower() and (mark[0] in ".…" or inside or mark[-1] in "»\"')"):
        return False
    if following in ",;:)]»":
        return False
    if mark == ".":
        before = _LAST_WORD.search(text, max(start, stop.start() - 30), stop.start())
        word = before.group() if before else ""
        numbered = word.lower() in pack.words("sentences", "before_number") and not following.isdigit()
        if (word.lower() in abbreviations and not numbered) or (len(word) == 1 and word.isalpha() and word.isupper()):
            return False
        ordinal = not abbreviations and word.isdigit()  # "am 3. Mai", in languages that we have no words of
        if ordinal or ("." in word and not following.isupper() and len(word) <= 6):
            return False
        if re.search(r"(?:^|\s)(?:[A-Z]\.)+[A-Z]$", text[max(start, stop.start() - 12) : stop.start()]):
            return following.isupper() and len(word) > 3
    return not (inside and len(_WORD.findall(text[start : stop.start()])) < 3)


def _quotes(text: str) -> list[tuple[int, int]]:
    return [
        m.span()
        for m in _QUOTE.finditer(text)
        if len(_WORD.findall(m.group())) >= (2 if m.group()[1:].lstrip()[:1].isupper() else 3)
    ]


def _unclosed(text: str, pack: Pack) -> list[tuple[int, int]]:
    """The quotation that a block's last mark opens and none closes: it goes on in the next paragraph, which opens one
    again. No such thing where a verb of saying stands behind the mark: there a mark was forgotten.
    """
    at = max(text.rfind("«"), text.rfind('"'))
    opened = at >= 0 and (text.count('"') % 2 == 1 if text[at] == '"' else "»" not in text[at:])
    begins = text[at + 1 : at + 2].isalnum() or text[at] == "«"
    if not opened or not begins or (at and not text[at - 1].isspace()) or len(_WORD.findall(text, at)) < _OPEN_QUOTE:
        return []
    said = pack.words("reporting", "plainly_said")
    if any(word in said for word in _WORD.findall(text[at:].lower())) or text.rstrip()[-1:] not in ".!?…":
        return []
    return [(at, len(text) + 1)]


def _free_quotes(
    text: str, first: int, last: int, number: int, quotes: list[tuple[int, int]], pack: Pack
) -> list[Unit]:
    """The sentence cut at the edges of whole quotations in it."""
    here = [(a, b) for a, b in quotes if a < last and b > first]
    if not here:
        return [Unit(first, last, number)]
    out: list[Unit] = []
    position = first
    for a, b in here:
        inner = max(a, first)
        if not _is_whole(text, a, b, first, last, pack):
            continue
        if inner > position:
            _add(out, text, position, inner, number, frame=True)
        _add(out, text, max(a + 1, first), min(b - 1, last), number, quote=a)
        position = max(min(b, last), position)
    if not out:
        return [Unit(first, last, number)]
    if position < last:
        _add(out, text, position, last, number, frame=True)
    return out


def _is_whole(text: str, a: int, b: int, first: int, last: int, pack: Pack) -> bool:
    """Whether a quotation is a statement of its own and no words taken into the writer's sentence."""
    if a < first:
        return True
    before, inner, after = text[first:a].rstrip(), text[a + 1 : b - 1].strip(), text[b:last].strip()
    words = before.split()
    last_word = words[-1].lower().rstrip(":,").rpartition("'")[2] if words else ""
    if last_word in pack.words("reporting", "complementizers"):
        return False
    capital = inner[:1].isupper() or inner[:1].isdigit() or inner[:1] in "[(…"
    if not _WORD.search(before):
        finishes = inner[-1:] in ".!?,…" or after[:1] in (",", "") or not _WORD.search(after)
        return capital and finishes
    if before[-1:] == ":" or last_word in pack.words("reporting", "announcing"):
        return True
    first_word = inner.split()[0].lower() if inner else ""
    if last_word in lexicon(pack).reporting and len(_WORD.findall(inner)) >= 6:
        return capital or not pack.regexes("reporting", "not_clause").match(first_word)
    saying = lexicon(pack).reporting
    near = {word.lower().strip(",:") for word in words[-8:]}
    title = len(_WORD.findall(inner)) < 4 and inner[-1:] not in ".!?…"  # "publishes “Lost Hedges”"
    return capital and not title and (last_word in saying or (before[-1:] == "," and bool(near & saying)))


def _add(
    out: list[Unit], text: str, start: int, end: int, number: int, *, quote: int = -1, frame: bool = False
) -> None:
    start, end = _trim(text, start, end)
    if start < end:
        out.append(Unit(start, end, number, quote >= 0, frame and quote < 0, quote))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
