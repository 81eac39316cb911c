"""What a time expression means: its words' values resolved against the article's date."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from factcheck.domain.dates import Partial, Point, parse
from factcheck.text.languages import Pack

Groups = Mapping[str, str]
_MONTHS = 12


class _Written:
    """One expression's values and what they are resolved against; dates that name a year, a month or a day."""

    def __init__(
        self,
        pack: Pack,
        anchor: Point | None,
        values: Groups,
        *,
        future: bool,
        past: bool = False,
        told: Partial | None = None,
    ) -> None:
        self.tables = pack.table("dates")
        self.anchor = anchor
        self.values = values
        self.future, self.past = future, past
        self.told = told.point if told is not None and told.start is not None and not told.is_interval else None

    def has(self, name: str) -> bool:
        return any(key == name or key.startswith(name + "_") for key in self.values)

    def get(self, *names: str) -> str | None:
        return next((self.values[name].strip() for name in names if name in self.values), None)

    def _month(self, *names: str) -> int | None:
        name = self.get(*names)
        months = {**self.tables["months"], **self.tables.get("abbreviated", {})}
        return int(months[name.rstrip(".")]) if name else None

    def _number(self, *names: str) -> int | None:
        value = self.get(*names)
        return int(value) if value else None

    def _n(self) -> int:
        written = self.get("n") or "0"
        if written in self.tables["numbers"]:
            return int(self.tables["numbers"][written])
        return int(float(written.replace(",", ".")))

    def _unit(self, *names: str) -> str:
        return str(self.tables["units"][self.get(*(names or ("unit", "unit_b")))])

    def _weekday(self, *names: str) -> int:
        return int(self.tables["weekdays"][self.get(*names)])

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
        near = 0 if self.past or self.has("since") else 2  # what has held since March began before now
        return point.shifted(years=-1) if not self.future and ahead > near else point

    def numeric(self) -> Partial | None:
        year, month, day = self._number("y", "y2"), self._number("m", "m2"), self._number("d", "d2")
        assert year is not None
        assert month is not None
        if month > _MONTHS:
            raise ValueError(month)  # "the 2022/23 season"
        written = f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")
        return parse(written)

    def date(self) -> Partial | None:
        month = self._month("month", "month__2")
        assert month is not None
        point = self._dated(self._number("year", "year__2"), month, self._number("day", "day__2"))
        return Partial(point) if point else None

    def month(self) -> Partial | None:
        month = self._month("month")
        assert month is not None
        if self.get("last_year") and self.anchor is not None:
            return Partial(Point(self.anchor.year - 1, month))
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

    def season_told(self) -> Partial | None:
        """A season without a year: the one last begun, or for what lies ahead the one not yet over."""
        season = int(self.tables["seasons"][self.get("season")])
        if self.anchor is None or not self.anchor.month or self.anchor.month > _MONTHS:
            return None
        begins = {21: 3, 22: 6, 23: 9, 24: 12}[season]
        away = int(self.anchor.month >= begins + 3) if self.future else -int(self.anchor.month < begins)
        return Partial(Point(self.anchor.year + away, season))

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

    def part_of_year(self) -> Partial | None:
        """A quarter or a half of a year; without a year the last one that was over, or the next one."""
        number = int(self.tables["parts"][self.get("part")])
        months = 6 if self.has("half") else 3
        if number * months > 12:
            return None
        year = self._number("year")
        if year is None and self.anchor is not None and (self.has("last") or self.has("next") or self.has("this")):
            year = self.anchor.year + (1 if self.has("next") else -1 if self.has("last") else 0)
        if year is None:
            if self.anchor is None or not self.anchor.month or self.anchor.month > 12:
                return None
            over = number * months < self.anchor.month
            year = self.anchor.year - (0 if over or self.future else 1)
        return Partial(Point(year, (number - 1) * months + 1), Point(year, number * months))

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


class Resolver(_Written):
    """One expression and the article's date; ``resolve`` tells the date meant."""

    def resolve(self, gives: str) -> Partial | None:
        rules: dict[str, Callable[[], Partial | None]] = {
            "numeric": self.numeric, "date": self.date, "day-of-month": self.day_of_month, "month": self.month,
            "month-ago": self.month_ago, "season": self.season, "season-told": self.season_told,
            "year": self.year, "decade": self.decade,
            "century": self.century, "ago": self.ago, "in": self.ahead, "for": self.lasting, "unit": self.unit,
            "until-now": self.until_now,
            "end-of": self.unit,
            "weekday": self.weekday, "relative-day": self.relative_day, "night": self.night, "span": self.span,
            "weekend": self.weekend, "part-of-year": self.part_of_year, "after-told": self.after_told,
            "at-told": self.at_told, "part-of-day": self.part_of_day, "beside-told": self.beside_told,
            "since-start": self.since_start,
        }  # fmt: skip
        resolved = rules[gives]()
        if resolved is None or resolved.start is None:
            return resolved
        vague = self.has("approx") or (self.has("about") and gives != "month-ago")
        vague = vague or "aine" in self.values.get("n", "")  # « une dizaine d'années »
        if vague and not resolved.is_interval:
            resolved = replace(resolved, start=replace(resolved.start, about=True))
        if self.has("since") and not resolved.is_interval:
            return Partial(resolved.start, open_end=True)
        if self.has("until") and not resolved.is_interval:
            return Partial(None, resolved.start, open_start=True)
        return resolved

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

    def until_now(self) -> Partial | None:
        """ "In the past year": the twelve months before the article, and no calendar year."""
        months = {"month": 1, "year": 12, "decade": 120}.get(self._unit())
        if self.anchor is None or not self.anchor.month or self.anchor.month > _MONTHS:
            return None
        if months is None:
            week = self._unit() == "week" and self.anchor.day
            return Partial(self.anchor.shifted(days=-7), self.anchor) if week else None
        month = self.anchor.only("month")
        return Partial(month.shifted(months=-months), month)

    def unit(self) -> Partial | None:  # noqa: PLR0911  one unit each
        unit = self._unit()
        if self.anchor is None:
            return None
        step = -1 if self.has("last") or self.has("before") else 1 if self.has("next") else 0
        if not step and not self.has("this"):
            return None
        if unit == "year":
            counted = self.has("before") or self.get("last") == "previous"
            known = self.told if counted and self.told is not None and self.told.span == 1 else None
            known = known if known is not None and known.year <= self.anchor.year else self.anchor
            return Partial(known.only("year").shifted(years=step))
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
            return Partial(self.anchor.shifted(days=(-back) % 7 or (7 if self.has("next") else 0)))
        return Partial(self.anchor.shifted(days=-(back or (7 if self.has("last") else 0))))

    def relative_day(self) -> Partial | None:
        if self.anchor is None:
            return None
        return Partial(self.anchor.shifted(days=int(self.tables["days"][self.get("relative")])))

    def after_told(self) -> Partial | None:
        """ "Two years later": counted from the date that the text told last, as precise as both are."""
        n, unit, told = self._n() if self.has("n") else 1, self._unit(), self.told
        if told is None or n == 0 or told.span > 1 or (told.month or 0) > 12:
            return None
        n = -n if self.has("back") else n
        if unit in ("day", "week"):
            return Partial(told.shifted(days=n * (7 if unit == "week" else 1))) if told.day else None
        if unit == "month":
            return Partial(told.only("month").shifted(months=n)) if told.month else None
        if unit not in ("year", "decade", "century"):
            return None
        years = n * {"year": 1, "decade": 10, "century": 100}[unit]
        return Partial(told.only("year").shifted(years=years))

    def at_told(self) -> Partial | None:
        """ "That year", « ce jour-là »: the date that the text told last, as far as the unit goes."""
        unit, told = self._unit(), self.told
        if told is None or told.span > 1 or (told.month or 0) > 12:
            return None
        if unit == "year":
            return Partial(told.only("year"))
        if unit == "month":
            return Partial(told.only("month")) if told.month else None
        return Partial(told) if unit == "day" and told.day else None

    def part_of_day(self) -> Partial | None:
        """ "In the evening": of the day that the text told last, else of the article's."""
        told = self.told if not self.future else None
        if told is not None and told.day and told.span == 1:
            return Partial(told)
        return Partial(self.anchor) if self.anchor is not None and self.anchor.day else None

    def beside_told(self) -> Partial | None:
        """« La veille », « le lendemain »: of the day that the text told last, else of the article's."""
        day = self.told if self.told is not None else self.anchor
        if day is None or not day.day:
            return None
        return Partial(day.shifted(days=1 if self.has("next") else -1))

    def since_start(self) -> Partial | None:
        """« Depuis le début de l'année »: the year, month or week that goes on."""
        unit = self._unit()
        if self.anchor is None or unit not in ("year", "month", "week"):
            return None
        if unit == "week":
            return (
                Partial(self.anchor.shifted(days=-self.anchor.first.weekday()), open_end=True)
                if self.anchor.day
                else None
            )
        return Partial(self.anchor.only(unit)) if unit == "year" or self.anchor.month else None

    def weekend(self) -> Partial | None:
        """Saturday and Sunday: those before the article's date, or after it for what lies ahead."""
        if self.anchor is None or self.anchor.day is None:
            return None
        day = self.anchor.first.weekday()
        to_saturday = 5 - day if self.future or self.has("next") or (self.has("this") and day >= 5) else -day - 2
        if self.has("next") and day >= 5:
            to_saturday += 7
        saturday = self.anchor.shifted(days=to_saturday)
        if self.has("since"):
            return Partial(saturday, open_end=True)
        return Partial(saturday, saturday.shifted(days=1))

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


def _checked(point: Point) -> Point:
    """The point itself when a calendar has it, else ``InputError``."""
    parse(str(point))
    return point


def _roman(written: str) -> int:
    values = {"i": 1, "v": 5, "x": 10}
    digits = [values[c] for c in written]
    return sum(-d if any(e > d for e in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits))
