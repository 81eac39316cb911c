"""The article's own date: datelines, metadata lines, and dates that open the first paragraph."""

import re
from dataclasses import dataclass

from factcheck.domain.dates import Partial
from factcheck.text.dates import find
from factcheck.text.languages import Pack
from factcheck.text.normalise import plain

_PLACE = r"(?:[A-ZÀ-Þ][\w.'’/-]+(?:[ ,]+[A-ZÀ-Þ(][\w.'’()/-]*){0,4}\s?[,–—-]\s?(?:le )?)?"
_AFTER = re.compile(
    r"(?:,?\s*(?:à|at)?\s*\d{1,2}\s?[h:.]\s?\d{2}(?:\s?[ap]\.?m\.?)?)?"
    r"\s*(?:\((?:AFP|AP|Reuters|[A-Z][\w ./]{1,20})\))?[\s.,:–—|-]*"
)
#: A dateline stands at the very beginning: among this many blocks, within this many characters.
_LOOKED_AT = 15
_WINDOW = 90


#: "CORRIDGE -", "PARIS, France (Wire) —", "Leith, Scotland — The …": where a report was written, before a dash at its
#: very beginning.
_PLACE_ALONE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ'’. -]{2,30}(?:,\s?[A-Z][\w. ]{1,25})?(?:\s\([A-Z][\w .]{1,25}\))?"
    r"|[A-ZÀ-Þ][\w'’-]+(?:[ ,]+[A-ZÀ-Þ][\w.'’-]+){0,3}\s\([A-Z][\w .]{1,25}\)"
    r"|[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,2}, [A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?(?= [–—-] [A-ZÀ-Þ«\"“]))"
    r"\s?[–—-](?=\s\S)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: offsets in the article and the date it gives."""

    start: int
    end: int
    date: Partial


def dateline(text: str, start: int, end: int, pack: Pack, anchor: Partial | None = None) -> Dateline | None:
    """The dateline that opens ``text[start:end]``, or None; ``anchor`` gives the year where it names none."""
    window = plain(text[start : min(end, start + _WINDOW)])
    lines = "|".join(pack.list("dates.article", "lines")) or "(?!)"
    article = pack.table("dates").get("article", {})
    lines = "|".join(str(line) for line in article.get("lines", ())) or "(?:date ?:? ?)"
    opening = re.match(rf"\s*(?:(?i:{lines})|{_PLACE})(?:[Ll]e )?", window)
    offset = opening.end() if opening else 0
    for skip in dict.fromkeys((offset, 0)):
        for found in find(window[skip:], pack, anchor)[:1]:
            first, last = skip + found.start, skip + found.end
            weekday = window[skip:first].strip(" ,")
            if found.resolved is None or found.resolved.is_interval or len(weekday.split()) > 1:
                continue
            if found.rule not in ("date", "numeric", "month") or not _bare(found.text, pack):
                continue
            after = _AFTER.match(window, last)
            edge = after.end() if after else last
            following = window[edge : edge + 1]
            if start + edge >= end or (following and (following.isupper() or following in '«"')):
                stop = len(window[:edge].rstrip())
                return Dateline(start, start + max(stop, last), found.resolved)
    return None


def place_line(text: str, start: int, end: int) -> int:
    """Where the place that opens ``text[start:end]`` ends, its dash with it; ``start`` where none does."""
    found = _PLACE_ALONE.match(text, start, min(end, start + _WINDOW))
    return found.end() if found else start


def _bare(text: str, pack: Pack) -> bool:
    """Whether the expression begins with the date itself and no preposition ("In May 2015")."""
    first = text.lower().split()[0].rstrip(",.")
    names = {*pack.table("dates").get("months", {}), *pack.table("dates").get("weekdays", {})}
    return text[0].isdigit() or first in names


def article_date(text: str, pack: Pack) -> Dateline | None:
    """The first dateline among the first lines of the article."""
    position = 0
    for _ in range(_LOOKED_AT):
        while position < len(text) and text[position].isspace():
            position += 1
        if position >= len(text):
            return None
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if found := dateline(text, position, end, pack):
            return found
        position = end
    return None
