"""Time expressions in a text, resolved against the article's date and no more precise than the words allow.

The patterns are data (``[[dates.pattern]]`` of a language pack); what each ``gives`` is told here. Places such as
``{month}`` stand for the words of the pack's tables; a suffix (``{month_a}``) names the first of two.
"""

import re
from dataclasses import dataclass
from functools import cache

from factcheck.domain.dates import Partial
from factcheck.errors import InputError
from factcheck.text.languages import Pack
from factcheck.text.resolver import Groups, Resolver

_PLACE = re.compile(r"\{(\w+)\}")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<y>(?:1[5-9]|20)\d\d)[-/.](?P<m>\d\d?)(?:[-/.](?P<d>\d\d?))?|(?P<d2>\d\d?)[/.](?P<m2>\d\d?)[/.](?P<y2>(?:19|20)\d\d))(?![\d/-])"
)
#: What sets a date ("postponed to") stands so many characters before it at most.
_NEAR = 45

#: « Le plan, présenté mardi, prévoit … »: an aside tells what is over, whatever the verb after it foresees.
_ASIDE = re.compile(r",\s[^\W\d_]+(?:ée?s?|ed|ie?s?|ue?s?|ise?s?|ite?s?)\s(?:(?:le|on|ce|last)\s)?$")

#: What these give counts from the date that the text told last.
TOLD_BEFORE = frozenset(["after-told", "at-told", "beside-told", "part-of-day"])


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression: offsets into the text it was looked for in, the date it means, and the rule that read it.

    ``resolved`` is None where the article's date would be needed and is not known.
    """

    start: int
    end: int
    resolved: Partial | None
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    gives: str
    regex: re.Pattern[str]


def find(
    text: str,
    pack: Pack,
    anchor: Partial | None,
    *,
    future: bool = False,
    past: bool = False,
    told: Partial | None = None,
) -> list[Found]:
    """The time expressions of ``text`` (plain apostrophes), left to right, the longest where two overlap.

    ``anchor`` is the article's date; ``future`` says that what is told lies ahead of it, ``past`` that it is over;
    ``told`` is the date that the text told last, from which "two years later" counts.
    """
    low = text.lower()
    if len(low) != len(text) or not _trigger(pack).search(low):
        return []
    capitals = bool(pack.table("dates").get("capital_months"))
    hits: list[tuple[int, int, str, Groups]] = []
    for pattern in _patterns(pack):
        for match in pattern.regex.finditer(low):
            if capitals and "month" in match.groupdict() and not _capital_month(text, match):
                continue
            hits.append((*_span(match), pattern.gives, _values(match)))
    hits.extend((m.start(), m.end(), "numeric", _values(m)) for m in _NUMERIC.finditer(low))
    out: list[Found] = []
    position = 0
    for start, end, gives, values in sorted(hits, key=lambda h: (h[0], -h[1])):
        if start < position or start == end:
            continue
        appointed = pack.regexes("dates", "appointed").search(low, max(start - _NEAR, 0), end) is not None
        appointed = appointed and not (past and pack.regexes("dates", "reached").search(low, 0, end))
        ahead = appointed or (future and not _ASIDE.search(low, max(start - _NEAR, 0), start))
        last = out[-1].resolved if out and out[-1].resolved is not None else told
        resolver = Resolver(pack, anchor.point if anchor else None, values, future=ahead, past=past, told=last)
        try:
            resolved = resolver.resolve(gives)
        except (InputError, ValueError):
            position = end  # a day that no calendar has is not read as its month
            continue
        out.append(Found(start, end, resolved, gives, text[start:end]))
        position = end
    return out


def told_last(found: list[Found], known: Partial | None) -> Partial | None:
    """The date that a later one may count from: the last one found that is no stretch of time ("since 2008"), else what
    was ``known`` where none was found.
    """
    dates = [f.resolved for f in found if f.resolved is not None]
    return next((date for date in reversed(dates) if not date.is_interval), None) if dates else known


def _capital_month(text: str, match: re.Match[str]) -> bool:
    """Whether the month is written with a capital: "may" and "march" are other words."""
    return match.start("month") < 0 or text[match.start("month")].isupper()


def _span(match: re.Match[str]) -> tuple[int, int]:
    start, end = match.span()
    while end > start and match.string[end - 1] == " ":
        end -= 1
    while start < end and match.string[start] == " ":
        start += 1
    return start, end


def _values(match: re.Match[str]) -> Groups:
    """The groups that took part, by the name before any suffix that tells alternatives apart."""
    return {name.split("__")[0]: value for name, value in match.groupdict().items() if value is not None}


@cache
def _patterns(pack: Pack) -> tuple[_Pattern, ...]:
    tables = pack.table("dates")

    def words(name: str) -> str:
        return "|".join(re.escape(str(w)) for w in sorted(tables.get(name, {}), key=len, reverse=True)) or "(?!)"

    places = {
        "month": words("months"), "weekday": words("weekdays"), "season": words("seasons"), "unit": words("units"),
        "n": words("numbers") + r"|\d{1,4}(?:[.,]\d+)?", "relative": words("days"), "part": words("parts"),
        "year": r"(?:1[0-9]|20)\d\d",
        "day": r"(?:0?[1-9]|[12]\d|3[01])", "decade": r"(?:1[89]|20)?\d0", "century": r"\d\d?|x[ivx]+",
    }  # fmt: skip

    def expand(template: str) -> str:
        seen: dict[str, int] = {}

        def unique(name: str) -> str:
            seen[name] = seen.get(name, 0) + 1
            return name if seen[name] == 1 else f"{name}__{seen[name]}"

        def place(match: re.Match[str]) -> str:
            name = match.group(1)
            base = name.split("_")[0]
            ending = {"day": r"(?:er|st|nd|rd|th)?(?![\d:%])(?!,\d)", "month": r"\b\.?"}.get(base, "")
            return f"(?P<{unique(name)}>{places[base]}){ending}"

        named = _GROUP.sub(lambda m: f"(?P<{unique(m.group(1))}>", template)
        return _PLACE.sub(place, named)

    return tuple(
        _Pattern(str(row["gives"]), re.compile(rf"(?<![\w-])(?<!aujourd')(?:{expand(str(row['match']))})(?!\w)"))
        for row in tables.get("pattern", ())
    )


@cache
def _trigger(pack: Pack) -> re.Pattern[str]:
    tables = pack.table("dates")
    words = {
        str(w)
        for name in ("months", "weekdays", "seasons", "units", "days", "parts", "others", "abbreviated")
        for w in tables.get(name, {})
    }
    body = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"week-?end|(?:1\d|20)\d\d|\d+e siècle|\b\d0'?s|\b(?:{body})\b")
