"""When the page was published: structured data first, then htmldate, each with how sure it is."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import htmldate
from lxml import html

from factcheck.web.markup import Markup

_ISO = re.compile(r"((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """A day as YYYY-MM-DD, where it was read and how sure that is (high, medium, low)."""

    day: str
    origin: str
    confidence: str


def find(tree: html.HtmlElement, markup: Markup, url: str | None) -> Found | None:
    """The day of publication, or None."""
    for item in markup.articles():
        day = parse(item.get("datePublished"))
        if day:
            return Found(day, "json-ld", "high")
    day = parse(markup.first("article:published_time", "og:published_time", "datepublished", "date", "dc.date"))
    if day:
        return Found(day, "meta", "high")
    guess = parse(htmldate.find_date(tree, original_date=True, url=url))
    return Found(guess, "text", "low") if guess else None


def parse(value: object) -> str | None:
    """The day at the start of an ISO date, when it is a real one and not in the future."""
    match = _ISO.match(value.strip()) if isinstance(value, str) else None
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return day.isoformat() if day <= (datetime.now(UTC) + timedelta(days=1)).date() else None
