"""Partial dates: a day, a month, a season, a year or a stretch of time, as far as it is known and no further.

The notation is EDTF (ISO 8601-2:2019): ``2022-09-03``, ``2022-09``, ``2022-21`` (spring; 22 summer, 23 autumn,
24 winter), ``2022``, ``199X`` (the nineties), intervals ``2022-09/2023-01``, ``2014/..`` (since 2014) and ``../2014``.
``~`` after a date means about, ``?`` uncertain, ``%`` both. Years are those of the Gregorian calendar, 0 to 9999.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from factcheck.errors import InputError
from factcheck.i18n import text as message

SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
_FIRST_MONTH = {SPRING: 3, SUMMER: 6, AUTUMN: 9, WINTER: 12}
_POINT = re.compile(r"(\d{3}[\dX]|\d\dXX)(?:-(\d\d)(?:-(\d\d))?)?([~?%])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Point:
    """One partial date. ``month`` is 1 to 12, or 21 to 24 for a season; ``span`` is 1, 10 or 100 years."""

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False
    uncertain: bool = False
    span: int = 1

    def __str__(self) -> str:
        if self.span > 1:
            digits = len(str(self.span)) - 1
            written = f"{self.year:04d}"[:-digits] + "X" * digits
        else:
            written = f"{self.year:04d}"
            written += f"-{self.month:02d}" if self.month else ""
            written += f"-{self.day:02d}" if self.day else ""
        mark = "%" if self.about and self.uncertain else "~" if self.about else "?" if self.uncertain else ""
        return written + mark

    @property
    def first(self) -> date:
        """The earliest day it can mean (year 0 counts as year 1, the first that Python's calendar has)."""
        month = _FIRST_MONTH.get(self.month or 1, self.month or 1)
        return date(max(self.year, 1), month, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        if self.day:
            return self.first
        year, month = self.year + self.span - 1, self.month or 12
        if month in _FIRST_MONTH:
            month = _FIRST_MONTH[month] + 2
            year, month = (year + 1, month - 12) if month > 12 else (year, month)
        year = min(max(year, 1), 9999)
        return date(year, month, calendar.monthrange(year, month)[1])

    def shifted(self, *, days: int = 0, months: int = 0, years: int = 0) -> "Point":
        """The date so much later; a unit finer than what is known makes no change of what is unknown."""
        if self.month in _FIRST_MONTH:
            return replace(self, year=_year(self.year + years))
        if days and self.day:
            try:
                to = self.first + timedelta(days=days)
            except OverflowError:
                raise InputError("edtf-out-of-range", value=str(self)) from None
            return replace(self, year=to.year, month=to.month, day=to.day)
        if months and self.month:
            total = self.year * 12 + self.month - 1 + months
            year, month = _year(total // 12), total % 12 + 1
            day = min(self.day, calendar.monthrange(max(year, 1), month)[1]) if self.day else None
            return replace(self, year=year, month=month, day=day)
        if years:
            moved = replace(self, year=_year(self.year + years))
            if moved.month == 2 and moved.day == 29 and not calendar.isleap(moved.year):
                return replace(moved, day=28)
            return moved
        return self

    def only(self, unit: str) -> "Point":
        """The date cut to ``year`` or ``month``."""
        if unit == "year" or self.month is None:
            return replace(self, month=None, day=None)
        return replace(self, day=None)


@dataclass(frozen=True, slots=True)
class Partial:
    """A date or an interval. ``end`` is None for a single date; ``open_start``/``open_end`` mark ``..`` sides."""

    start: Point | None
    end: Point | None = None
    open_start: bool = False
    open_end: bool = False

    def __str__(self) -> str:
        if self.open_start:
            return f"../{self.end}"
        if self.open_end:
            return f"{self.start}/.."
        return f"{self.start}/{self.end}" if self.end else str(self.start)

    @property
    def is_interval(self) -> bool:
        """Whether it is a stretch with two sides, one of which may be open."""
        return self.end is not None or self.open_end or self.open_start

    @property
    def point(self) -> Point:
        """The one date, or the known side of an interval (the earlier one where both are known)."""
        known = self.start or self.end
        assert known is not None
        return known

    @property
    def first(self) -> date:
        """The earliest day it can mean."""
        return date.min if self.open_start else self.point.first

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        return date.max if self.open_end else (self.end or self.point).last

    @property
    def key(self) -> tuple[date, date]:
        """For sorting: by the earliest day, then the shorter stretch first."""
        return self.first, self.last


def parse(written: str) -> Partial:
    """The date that an EDTF text means; ``InputError`` when it is none or names a day that no calendar has."""
    sides = written.strip().split("/")
    if len(sides) == 1:
        return Partial(_point(sides[0], written))
    if len(sides) != 2 or sides in (["..", ".."], ["", ""]):
        raise InputError("edtf-unreadable", value=written)
    before, after = sides
    if before in ("..", ""):
        return Partial(None, _point(after, written), open_start=True)
    if after in ("..", ""):
        return Partial(_point(before, written), open_end=True)
    start, end = _point(before, written), _point(after, written)
    if end.last < start.first:
        raise InputError("edtf-backwards", value=written)
    return Partial(start, end)


def valid(written: str) -> bool:
    """Whether ``written`` is a date that ``parse`` reads."""
    try:
        parse(written)
    except InputError:
        return False
    return True


def sort_key(written: str | None) -> tuple[date, date]:
    """A key for sorting EDTF texts by time; what is no date comes last."""
    if written and valid(written):
        return parse(written).key
    return date.max, date.max


def echo(written: str, language: str | None = None) -> str:
    """The date in words: “around September 2022”, « vers septembre 2022 »."""
    partial = parse(written)
    day = "-day" if partial.point.day else ""
    if partial.open_start:
        return message(f"date.until{day}", language, end=_say(partial.end, language))
    if partial.open_end:
        return message(f"date.since{day}", language, start=_say(partial.start, language))
    if partial.end:
        key = "date.interval-days" if day and partial.end.day else "date.interval"
        return message(key, language, start=_say(partial.start, language), end=_say(partial.end, language))
    return _say(partial.start, language)


def _say(point: Point | None, language: str | None) -> str:
    assert point is not None
    if point.span == 100:
        said = message("date.century", language, first=point.year, last=point.year + 99)
    elif point.span == 10:
        said = message("date.decade", language, year=point.year)
    elif point.month is None:
        said = str(point.year)
    elif point.month in _FIRST_MONTH:
        said = message("date.season", language, season=message(f"date.season-{point.month}", language), year=point.year)
    else:
        month = message(f"date.month-{point.month}", language)
        if point.day is None:
            said = message("date.month", language, month=month, year=point.year)
        else:
            key = "date.first-day" if point.day == 1 else "date.day"
            said = message(key, language, day=point.day, month=month, year=point.year)
    if point.about:
        said = message("date.about-day" if point.day else "date.about", language, date=said)
    return message("date.uncertain", language, date=said) if point.uncertain else said


def _year(year: int) -> int:
    if not 0 <= year <= 9999:
        raise InputError("edtf-out-of-range", value=str(year))
    return year


def _point(written: str, whole: str) -> Point:
    match = _POINT.fullmatch(written.strip())
    if match is None:
        raise InputError("edtf-unreadable", value=whole)
    digits, month, day, mark = match.groups()
    unknown = digits.count("X")
    if unknown and month:
        raise InputError("edtf-unreadable", value=whole)
    point = Point(
        int(digits.replace("X", "0")),
        int(month) if month else None,
        int(day) if day else None,
        about=mark in ("~", "%"),
        uncertain=mark in ("?", "%"),
        span=10**unknown,
    )
    known_month = point.month is None or 1 <= point.month <= 12 or (point.month in _FIRST_MONTH and not day)
    known_day = point.day is None or (
        known_month and 1 <= point.day <= calendar.monthrange(max(point.year, 1), point.month or 1)[1]
    )
    if not (known_month and known_day):
        raise InputError("edtf-no-such-day", value=whole)
    return point
