"""When the page was published, with what it was read from and how sure that is.

What the markup declares comes first, checked against the address and the day that readers see: a publisher's clock may
stand in another zone, and then the shown day is right. Without a declaration htmldate looks at the markup and the text;
it answers on nearly every page, dated or not, so its word alone is never sure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import htmldate
from lxml import html

from factcheck.web.markup import Markup, clean, shown_text

_PUBLISHED = """article:published_time og:published_time article:published og:article:published_time datepublished
    publishdate publish-date publish_date publication_date pubdate parsely-pub-date sailthru.date
    cxenseparse:recs:publishtime dc.date.issued dcterms.issued dcterms.created dc.date citation_publication_date
    citation_online_date citation_date article.published published_time date bt:pubdate originalpublicationdate
    displaydate"""
_PUBLISHED_META = tuple(_PUBLISHED.split())
_MODIFIED = (
    """article:modified_time og:updated_time datemodified last-modified dcterms.modified dc.date.modified lastmod"""
)
_MODIFIED_META = tuple(_MODIFIED.split())
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|[1-9](?=/))[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_URL_WORD_DAY = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_ISO = re.compile(r"((?:19|20)\d\d)(?:[-/.](\d\d?)[-/.](\d\d?)(?!\d)|(\d\d)(\d\d)(?!\d))")
_SHOWN_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)\b")
_DAY_MONTH = re.compile(
    r"\b(\d{1,2})(?:er|st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?([^\W\d_]{3,10})\.?,?\s+(?:del?\s+)?((?:19|20)\d\d)\b"
)
_MONTH_DAY = re.compile(r"\b([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b")
_MONTH_NAMES = (
    *("jan ene gen", "feb fév fev", "mar mär maa", "apr avr abr", "may mai mag mei", "jun juin giu", "jul juil lug"),
    *("aug aoû ago", "sep set", "oct okt out ott", "nov", "dec déc dez dic"),
)
_MONTHS = {prefix: n for n, names in enumerate(_MONTH_NAMES, start=1) for prefix in names.split()}
_DATED = re.compile(
    r"(?:^|[-_\s])(?:date|time|publish|publi|posted|created|datum|fecha|pubdate|meta|byline)", re.IGNORECASE
)
_UPDATED = re.compile(
    r"\b(?:updated|modified|mis? à jour|modifi|aktualisiert|actualiz|edited|revised|aggiornat)", re.IGNORECASE
)
_UNREAD = frozenset(("script", "style", "meta", "link", "head", "html", "body", "title"))
_NEAR = 400
"""Elements after the headline in which the day that readers see is looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A day as YYYY-MM-DD, where it was read and how sure that is (high, medium, low)."""

    day: str
    origin: str
    confidence: str


def find(tree: html.HtmlElement, markup: Markup, url: str | None) -> Found | None:
    """The day of publication, or None."""
    declared = list(_declared(tree, markup))
    in_url = _in_url(url)
    shown = list(_shown(tree))
    if declared:
        day, origin = declared[0]
        return _checked(day, origin, in_url, shown)
    if in_url:
        return Found(in_url, "url", "high" if in_url in shown else "medium")
    return _guessed(tree, markup, url, shown)


def _checked(day: str, origin: str, in_url: str | None, shown: list[str]) -> Found:
    """The declared day, or the one beside it that the address or the page shows."""
    if day == in_url or day in shown:
        return Found(day, origin, "high")
    for other, where in [(in_url, "url"), *((s, "text") for s in shown)]:
        if other and abs(date.fromisoformat(other) - date.fromisoformat(day)) <= timedelta(days=1):
            return Found(other, where, "high")
    return Found(day, origin, "medium" if in_url else "high")


def _guessed(tree: html.HtmlElement, markup: Markup, url: str | None, shown: list[str]) -> Found | None:
    strict = _htmldate(tree, url, extensive=False)
    if shown and (strict is None or strict in shown):
        return Found(shown[0] if strict is None else strict, "text", "medium")
    if strict:
        return Found(strict, "text", "medium")
    changed = parse(markup.first(*_MODIFIED_META))
    if changed:
        return Found(changed, "meta", "low")
    loose = _htmldate(tree, url, extensive=True)
    return Found(loose, "text", "low") if loose else None


def _htmldate(tree: html.HtmlElement, url: str | None, *, extensive: bool) -> str | None:
    """What htmldate finds. It makes the first of January of a bare year: then a fuller later date is better."""
    first = parse(htmldate.find_date(tree, original_date=True, url=url, extensive_search=extensive))
    if first is None or not first.endswith("-01-01"):
        return first
    later = parse(htmldate.find_date(tree, original_date=False, url=url, extensive_search=extensive))
    return later or first


def _declared(tree: html.HtmlElement, markup: Markup) -> Iterator[tuple[str, str]]:
    """Days that the markup says are those of publication, in order of trust."""
    for item in markup.articles():
        for key in ("datePublished", "dateCreated", "uploadDate"):
            if day := parse(item.get(key)):
                yield day, "json-ld"
                break
    for name in _PUBLISHED_META:
        for value in markup.meta.get(name, ()):
            if day := parse(value):
                yield day, "meta"
    for element in tree.iter("time", "span", "meta", "abbr", "div"):
        marks = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower()
        day = parse(element.get("datetime") or element.get("content") or element.get("title"))
        if day and ("datepublished" in marks or element.get("pubdate") is not None):
            yield day, "time"


def _in_url(url: str | None) -> str | None:
    if match := _URL_DAY.search(url or ""):
        return _day(*match.groups())
    if match := _URL_WORD_DAY.search((url or "").lower()):
        return _day(match[1], str(_MONTHS.get(match[2], 0)), match[3])
    return None


def _shown(tree: html.HtmlElement) -> Iterator[str]:
    """Days that stand under the headline, those of an update left out."""
    named = tree.find(".//head/title")
    yield from days_in(clean(named.text_content()) or "" if named is not None else "")
    near = _NEAR
    started = tree.find(".//h1") is None
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in _UNREAD:
            continue
        started = started or element.tag == "h1"
        if not started:
            continue
        near -= 1
        if near < 0:
            return
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        if element.tag == "time" or (_DATED.search(marks) and len(element) < 12):
            text = clean(shown_text(element)) or ""
            if len(text) < 200 and not _UPDATED.search(f"{text} {marks}"):
                stamp = parse(element.get("datetime"))
                yield from dict.fromkeys([*days_in(text), *([stamp] if stamp else [])])


def days_in(text: str) -> list[str]:
    """Full days that a short text writes, in digits (day first, unless that cannot be) or with the month's name."""
    found = [_day(*m.groups()) for m in _SHOWN_ISO.finditer(text)]
    found += [_day(m[3], m[2], m[1]) or _day(m[3], m[1], m[2]) for m in _DAY_FIRST.finditer(text)]
    found += [_day(m[3], _month(m[2]), m[1]) for m in _DAY_MONTH.finditer(text)]
    found += [_day(m[3], _month(m[1]), m[2]) for m in _MONTH_DAY.finditer(text)]
    return [day for day in found if day]


def _month(name: str) -> str:
    low = name.casefold()
    return str(_MONTHS.get(low[:4]) or _MONTHS.get(low[:3], 0))


def _day(year: str, month: str, day: str) -> str | None:
    """The day in ISO form, when it exists and is not in the future."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if found <= (datetime.now(UTC) + timedelta(days=1)).date() else None


def parse(value: object) -> str | None:
    """The day of an ISO time stamp, or of a written date."""
    if not isinstance(value, str):
        return None
    match = _ISO.match(value.strip())
    if match:
        return _day(match[1], match[2] or match[4], match[3] or match[5])
    days = days_in(value)
    return days[0] if len(value) < 60 and days else None
