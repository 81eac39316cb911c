"""The page's headline as a reader sees it: the heading that its metadata confirms, without the site's name."""

import re
from collections import Counter

from lxml import html

from factcheck.web.markup import Markup, clean

_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"\s+[|•·–—»:\-/]+\s+|\s*\|\s*|\s+::\s+")
_CANDIDATES = 60


def find(tree: html.HtmlElement, markup: Markup, publisher: str | None, url: str | None) -> str | None:
    """The title, or None when the page has none."""
    declared = _declared(tree, markup)
    headings = _headings(tree, "h1")
    best = _confirmed(headings, declared, publisher)
    if best is None:
        best = _confirmed(_headings(tree, "h2"), declared, publisher, least=0.8)
    if best is None and len(headings) == 1 and not _is_site(headings[0], publisher):
        best = headings[0]
    if best is None and declared:
        best = without_site(declared[0], publisher)
    return best


def _declared(tree: html.HtmlElement, markup: Markup) -> list[str]:
    said = [clean(item.get("headline")) for item in markup.articles()]
    said += [markup.first("og:title"), markup.first("twitter:title"), markup.first("citation_title", "dc.title")]
    element = tree.find(".//title")
    said.append(clean(element.text_content()) if element is not None else None)
    return [text for text in said if text]


def _headings(tree: html.HtmlElement, tag: str) -> list[str]:
    found = []
    for element in tree.iter(tag):
        text = clean(element.text_content())
        if text and len(text) < 400:
            found.append(text)
        if len(found) >= _CANDIDATES:
            break
    return found


def _confirmed(headings: list[str], declared: list[str], publisher: str | None, least: float = 0.5) -> str | None:
    """The heading that shares most words with what the page declares."""
    best, score = None, 0.0
    for heading in headings:
        if _is_site(heading, publisher):
            continue
        near = max((_overlap(heading, text) for text in declared), default=0.0)
        if near > score:
            best, score = heading, near
    return best if score >= least else None


def _overlap(a: str, b: str) -> float:
    x, y = (Counter(_WORD.findall(t.casefold())) for t in (a, b))
    shared = sum((x & y).values())
    return 2 * shared / (x.total() + y.total()) if shared else 0.0


def _is_site(text: str, publisher: str | None) -> bool:
    return publisher is not None and text.casefold() == publisher.casefold()


def without_site(title: str, publisher: str | None) -> str:
    """The title without a site's name before or after a separator."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if publisher and _overlap(parts[-1], publisher) > 0.6:
        return title[: title.rfind(parts[-1])].rstrip(" |•·–—»:-/")
    if publisher and _overlap(parts[0], publisher) > 0.6:
        return title[title.find(parts[0]) + len(parts[0]) :].lstrip(" |•·–—»:-/")
    return title
