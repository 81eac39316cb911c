"""Time expressions in a text, resolved against the article's date and no more precise than the words allow.

The patterns are data (``[[dates.pattern]]`` of a language pack); what each ``gives`` is told here. Places such as
``{month}`` stand for the words of the pack's tables; a suffix (``{month_a}``) names the first of two.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from factcheck.domain.dates import Partial, Point, parse
from factcheck.errors import InputError
from factcheck.text.languages import Pack

_PLACE = re.compile(r"\{(\w+)\}")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<y>(?:1[5-9]|20)\d\d)[-/.](?P<m>\d\d?)(?:[-/.](?P<d>\d\d?))?|(?P<d2>\d\d?)[/.](?P<m2>\d\d?)[/.](?P<y2>(?:19|20)\d\d))(?![\d/-])"
)
Groups = Mapping[str, str]


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


def find(text: str, pack: Pack, anchor: Partial | None, *, future: bool = False) -> list[Found]:
    """The time expressions of ``text`` (plain apostrophes), left to right, the longest where two overlap.

    ``anchor`` is the article's date; ``future`` says that what is told lies ahead of it.
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
        resolver = _Resolver(pack, anchor.point if anchor else None, values, future=future)
        try:
            resolved = resolver.resolve(gives)
        except (InputError, ValueError):
            position = end  # a day that no calendar has is not read as its month
            continue
        out.append(Found(start, end, resolved, gives, text[start:end]))
        position = end
    return out


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
        "n": words("numbers") + r"|\d{1,4}(?:[.,]\d+)?", "relative": words("days"), "year": r"(?:1[0-9]|20)\d\d",
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
    words = {str(w) for name in ("months", "weekdays", "seasons", "units", "days") for w in tables.get(name, {})}
    body = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?:1\d|20)\d\d|\d+e siècle|\b\d0'?s|\b(?:{body})\b")


class _Resolver:
    """One expression and the article's date; ``resolve`` tells the date meant."""

    def __init__(self, pack: Pack, anchor: Point | None, values: Groups, *, future: bool) -> None:
        self.tables = pack.table("dates")
        self.anchor = anchor
        self.values = values
        self.future = future

    def resolve(self, gives: str) -> Partial | None:
        rules: dict[str, Callable[[], Partial | None]] = {
            "numeric": self.numeric, "date": self.date, "day-of-month": self.day_of_month, "month": self.month,
            "month-ago": self.month_ago, "season": self.season, "year": self.year, "decade": self.decade,
            "century": self.century, "ago": self.ago, "in": self.ahead, "for": self.lasting, "unit": self.unit,
            "weekday": self.weekday, "relative-day": self.relative_day, "night": self.night, "span": self.span,
        }  # fmt: skip
        resolved = rules[gives]()
        if resolved is None or resolved.start is None:
            return resolved
        vague = self.has("approx") or (self.has("about") and gives != "month-ago")
        if vague and not resolved.is_interval:
            resolved = replace(resolved, start=replace(resolved.start, about=True))
        if self.has("since") and not resolved.is_interval:
            return Partial(resolved.start, open_end=True)
        if self.has("until") and not resolved.is_interval:
            return Partial(None, resolved.start, open_start=True)
        return resolved

    def has(self, name: str) -> bool:
        return any(key == name or key.startswith(name + "_") for key in self.values)

    def get(self, *names: str) -> str | None:
        return next((self.values[name].strip() for name in names if name in self.values), None)

    def _month(self, *names: str) -> int | None:
        name = self.get(*names)
        return int(self.tables["months"][name.rstrip(".")]) if name else None

    def _number(self, *names: str) -> int | None:
        value = self.get(*names)
        return int(value) if value else None

    def numeric(self) -> Partial | None:
        year, month, day = self._number("y", "y2"), self._number("m", "m2"), self._number("d", "d2")
        assert year is not None
        assert month is not None
        written = f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")
        return parse(written)

    def _dated(self, year: int | None, month: int, day: int | None) -> Point | None:
        """A day or month with its year, chosen around the article's date when the text gives none."""
        if year is not None:
            return _checked(Point(year, month, day))
        if self.anchor is None:
            return None
        point = _checked(Point(self.anchor.year, month, day))
        known = self.anchor.month or (12 if not self.future else 1)
        if self.anchor.month and self.anchor.month > 12:
            known = 12
        ahead = month - known
        if self.has("next") or (self.future and ahead < 0):
            return point.shifted(years=1) if ahead < 0 or (ahead == 0 and not self.future) else point
        if self.has("last") and not self.has("weekday"):
            return point.shifted(years=-1) if ahead >= 0 else point
        return point.shifted(years=-1) if not self.future and ahead > 2 else point

    def date(self) -> Partial | None:
        month = self._month("month", "month__2")
        assert month is not None
        point = self._dated(self._number("year", "year__2"), month, self._number("day", "day__2"))
        return Partial(point) if point else None

    def month(self) -> Partial | None:
        month = self._month("month")
        assert month is not None
        point = self._dated(self._number("year"), month, None)
        return Partial(point) if point else None

    def day_of_month(self) -> Partial | None:
        if self.anchor is None or not self.anchor.month or self.anchor.month > 12:
            return None
        return Partial(_checked(replace(self.anchor, day=self._number("day"), about=False)))

    def month_ago(self) -> Partial | None:
        month, n = self._month("month"), self._n()
        if self.anchor is None or not n or self._unit() != "year":
            return None
        assert month is not None
        return Partial(Point(self.anchor.year - n, month))

    def season(self) -> Partial | None:
        name = self.get("season", "season_b")
        assert name is not None
        season, year = int(self.tables["seasons"][name]), self._number("year", "year__2")
        if year is None:
            if self.anchor is None:
                return None
            year = self.anchor.year + (1 if self.has("next") else -1 if self.has("last") else 0)
            if self.has("last") and self.anchor.month and self.anchor.month <= 12:
                first_after = {21: 6, 22: 9, 23: 12, 24: 13}[season]
                year += 1 if self.anchor.month >= first_after else 0
        return Partial(Point(year, season))

    def year(self) -> Partial | None:
        year = self._number("year", "year__2")
        assert year is not None
        return Partial(Point(year))

    def decade(self) -> Partial | None:
        digits = self.get("decade")
        assert digits is not None
        year = int(digits) if len(digits) == 4 else 1900 + int(digits)
        return Partial(Point(year, span=10))

    def century(self) -> Partial | None:
        written = self.get("century")
        assert written is not None
        number = int(written) if written.isdigit() else _roman(written)
        return Partial(Point((number - 1) * 100, span=100)) if 0 < number < 100 else None

    def _n(self) -> int:
        written = self.get("n") or "0"
        if written in self.tables["numbers"]:
            return int(self.tables["numbers"][written])
        return int(float(written.replace(",", ".")))

    def _unit(self, *names: str) -> str:
        return str(self.tables["units"][self.get(*(names or ("unit", "unit_b")))])

    def _moved(self, sign: int) -> Point | None:
        """The article's date moved by the number of units, cut to what such a phrase can tell."""
        n, unit = self._n() * sign, self._unit()
        if self.anchor is None or n == 0:
            return None
        if unit in ("hour", "day"):
            return self.anchor if unit == "hour" else self.anchor.shifted(days=n)
        if unit == "week":
            return self.anchor.shifted(days=7 * n)
        if unit == "month":
            return self.anchor.only("month").shifted(months=n)
        years = {"year": 1, "decade": 10, "century": 100}[unit] * n
        return self.anchor.only("year").shifted(years=years)

    def ago(self) -> Partial | None:
        point = self._moved(-1)
        return Partial(point) if point else None

    def ahead(self) -> Partial | None:
        point = self._moved(1)
        return Partial(point) if point else None

    def lasting(self) -> Partial | None:
        point = self._moved(-1)
        return Partial(point, open_end=True) if point else None

    def unit(self) -> Partial | None:  # noqa: PLR0911  one unit each
        unit = self._unit()
        if self.anchor is None:
            return None
        step = -1 if self.has("last") or self.has("before") else 1 if self.has("next") else 0
        if not step and not self.has("this"):
            return None
        if unit == "year":
            return Partial(self.anchor.only("year").shifted(years=step))
        if unit == "month":
            return Partial(self.anchor.only("month").shifted(months=step)) if self.anchor.month else None
        if unit == "week":
            if self.anchor.day is None:
                return Partial(self.anchor)
            monday = self.anchor.shifted(days=7 * step - self.anchor.first.weekday())
            return Partial(monday, monday.shifted(days=6))
        return None

    def weekday(self) -> Partial | None:
        if self.anchor is None:
            return None
        if self.anchor.day is None:
            return Partial(self.anchor)
        back = (self.anchor.first.weekday() - self._weekday("weekday")) % 7
        if self.has("next") or (self.future and not self.has("last")):
            return Partial(self.anchor.shifted(days=(-back) % 7 or 7))
        return Partial(self.anchor.shifted(days=-(back or (7 if self.has("last") else 0))))

    def _weekday(self, *names: str) -> int:
        return int(self.tables["weekdays"][self.get(*names)])

    def relative_day(self) -> Partial | None:
        if self.anchor is None:
            return None
        return Partial(self.anchor.shifted(days=int(self.tables["days"][self.get("relative")])))

    def night(self) -> Partial | None:
        if self.get("day_b", "day_b__2") and self.get("month_b", "month_a", "month_b__2"):
            month = self._month("month_b", "month_b__2", "month_a", "month_a__2")
            assert month is not None
            end = self._dated(self._number("year"), month, self._number("day_b", "day_b__2"))
            return Partial(end.shifted(days=-1), end) if end else None
        if self.anchor is None:
            return None
        if self.anchor.day is None:
            return Partial(self.anchor)
        back = (self.anchor.first.weekday() - self._weekday("weekday_b", "weekday_b__2")) % 7
        end = self.anchor.shifted(days=-back)
        return Partial(end.shifted(days=-1), end)

    def span(self) -> Partial | None:
        if "year_a" in self.values and not self.has("month"):
            return Partial(Point(int(self.values["year_a"])), Point(int(self.get("year", "year__2", "year__3") or 0)))
        later = {k: v for k, v in self.values.items() if k.startswith(("month_b", "day_b", "year"))}
        month_b = self._month("month_b", "month_b__2", "month_a", "month_a__2")
        assert month_b is not None
        year = self._number("year", "year__2", "year__3") if "year" in later else None
        end = self._dated(year, month_b, self._number("day_b", "day_b__2"))
        if end is None:
            return None
        month_a = self._month("month_a", "month_a__2") or month_b
        start_year = self._number("year_a") or (end.year if month_a <= month_b else end.year - 1)
        start = _checked(Point(start_year, month_a, self._number("day_a", "day_a__2")))
        return Partial(start, end)


def _checked(point: Point) -> Point:
    """The point itself when a calendar has it, else ``InputError``."""
    parse(str(point))
    return point


def _roman(written: str) -> int:
    values = {"i": 1, "v": 5, "x": 10}
    digits = [values[c] for c in written]
    return sum(-d if any(e > d for e in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits))
