"""Dates of a stand-alone wording: time expressions made absolute, with the words around them kept grammatical."""

import re

from factcheck.domain.dates import Partial, echo
from factcheck.i18n import LANGUAGES
from factcheck.text.dates import Found
from factcheck.text.languages import Pack
from factcheck.text.standalone import Swap, written

_LEFT_AS_WRITTEN = ("numeric", "year", "decade", "century", "for")
#: These keep their words and get their year, or their date in brackets.
_KEEP_WORDS = (
    *("span", "night", "part-of-year", "weekend", "end-of", "part-of-day", "since-start", "season-told", "until-now"),
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def dated(found: list[Found], text: str, offset: int, pack: Pack) -> list[Swap]:
    """Time expressions of ``text`` (which starts at ``offset``) in full, with the preposition that they had.

    None in a language that the catalogue of messages does not speak: its words for dates are used here.
    """
    if pack.code not in LANGUAGES:
        return []
    out = []
    for item in found:
        if item.resolved is None or item.rule in _LEFT_AS_WRITTEN:
            continue
        if item.rule == "part-of-day" and any(o.resolved == item.resolved for o in found if o is not item):
            continue  # « lundi en fin d'après-midi »
        if text[item.end : item.end + 3] == "'s " and item.rule not in _KEEP_WORDS:
            swap = _of_its_day(item, pack)
        else:
            swap = _with_year(item, offset, pack) if item.rule in _KEEP_WORDS else _swap(item, found, text, pack)
        if swap is not None:
            shift = 0 if item.rule in _KEEP_WORDS else offset
            out.append(Swap(swap.start + shift, swap.end + shift, swap.words))
    return out


def _with_year(item: Found, offset: int, pack: Pack) -> Swap | None:
    """A span or a night keeps its words; its year follows, or the whole date where it names no month."""
    assert item.resolved is not None
    place = offset + item.end
    if item.rule in ("part-of-year", "season-told") and not _YEAR.search(item.text):
        joint = " " if "-" in item.text else pack.table("standalone").get("of_year", " ")  # "a first-quarter 2025 loss"
        return Swap(place, place, f"{joint}{item.resolved.point.year}")
    if _YEAR.search(item.text):
        return None
    months = set(pack.table("dates").get("months", {}))
    named = any(word.strip(".,") in months for word in item.text.lower().split())
    years = {point.year for point in (item.resolved.start, item.resolved.end) if point is not None}
    if named and len(years) == 1:
        joint = str(pack.table("standalone").get("before_year", " "))
        return Swap(place, place, f"{joint}{years.pop()}")
    return Swap(place, place, f" ({echo(str(item.resolved), pack.code)})")


def _swap(item: Found, found: list[Found], text: str, pack: Pack) -> Swap | None:
    resolved = item.resolved
    assert resolved is not None
    said = written(resolved, pack, bare=True)
    told = item.rule in ("date", "month", "day-of-month") and said.split()[-1] in item.text
    if told or (item.rule == "unit" and any(_same_year(other, resolved) for other in found if other is not item)):
        return None
    day = resolved.point.day is not None and not resolved.is_interval
    if item.rule == "month" and _describes(item, text, pack):
        return None  # "the highest January reading"
    before = text[max(item.start - 8, 0) : item.start].lower().replace("'", "' ").split()[-1:]
    part = pack.regexes("standalone", "part_of_day").match(text[item.end : item.end + 20].lower())
    if part is not None and part.end():
        place = item.end + part.end()
        return Swap(place, place, f" ({said})")
    less = item.rule in ("weekday", "relative-day") and not resolved.is_interval and not day
    less = less or text[item.end : item.end + 2].strip()[:1].isdigit()  # « Ils sont aujourd'hui 95 »
    if less or (day and _one_of(before, pack, "melting")):  # what the words tell stays; the date stands behind it
        return Swap(item.end, item.end, f" ({said})")
    if _one_of(before, pack, "contracting"):
        return None
    return Swap(item.start, item.end, _with_preposition(item, resolved, before, pack, day=day))


def _of_its_day(item: Found, pack: Pack) -> Swap | None:
    """English "Monday's ruling" to "the March 2, 2009 ruling"; "this week's vote" stays."""
    if item.resolved is None or item.resolved.is_interval:
        return None
    article = "The" if item.start == 0 and item.text[:1].isupper() else "the"
    return Swap(item.start, item.end + 2, f"{article} {written(item.resolved, pack, bare=True)}")


def _describes(item: Found, text: str, pack: Pack) -> bool:
    """Whether a bare English month stands before a noun that it tells of, behind an article or an adjective."""
    after = text[item.end : item.end + 2]
    before = text[: item.start].split()[-1:]
    bare = pack.code == "en" and " " not in item.text and after[:1] == " " and after[1:].islower()
    return bare and bool(before) and before[0].lower() not in pack.words("standalone", "prepositions")


def _with_preposition(item: Found, resolved: Partial, before: list[str], pack: Pack, *, day: bool) -> str:
    """The date with the preposition or article that it needs behind the word before it, and its weekday if told."""
    weekday = _weekday(item, pack) if day else ""
    said = written(resolved, pack, bare=True, weekday=weekday)
    if resolved.is_interval:
        return _as_it_began(item, said, pack)
    if day and _one_of(before, pack, "with_article"):
        return written(resolved, pack, weekday=weekday)
    opening = item.text.lower().split()[0]
    kept = pack.table("standalone").get(f"opening_{'day' if resolved.point.day else 'month'}", {}).get(opening)
    if kept is not None:
        return f"{kept} {said}"
    beside = _one_of(before, pack, "prepositions") or (before and before[0][-1] in "-–—(")
    return said if beside else written(resolved, pack, weekday=weekday)


def _as_it_began(item: Found, said: str, pack: Pack) -> str:
    """What begins with a day that is ahead does so "from" and not "since" it, as the words have it."""
    for opening, (usual, own) in pack.table("standalone").get("from_when", {}).items():
        if item.text.lower().startswith(opening) and said.startswith(usual):
            return str(own) + said.removeprefix(usual)
    return said


def _weekday(item: Found, pack: Pack) -> str:
    """The weekday that the words tell, as the language writes it."""
    days = pack.table("dates").get("weekdays", {})
    capital = bool(pack.table("dates").get("capital_months"))
    found: str = next((word for word in re.findall(r"\w+", item.text) if word.lower() in days), "")
    return found if capital else found.lower()


def _one_of(before: list[str], pack: Pack, words: str) -> bool:
    return bool(before) and before[0] in pack.words("standalone", words)


def _same_year(other: Found, resolved: Partial) -> bool:
    mine, its = resolved.start, other.resolved.start if other.resolved else None
    return (
        mine is not None and its is not None and mine.month is None and its.month is not None and its.year == mine.year
    )
