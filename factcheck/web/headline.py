"""The page's headline as a reader sees it: the heading that its metadata confirms, without the site's name."""

import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from lxml import html

from factcheck.web.links import host_of
from factcheck.web.markup import Markup, clean, folded_words, shown_text

_SEPARATOR = re.compile(r"\s*[|•·»›]+\s*|\s+(?:[–—:/-]|::)\s+|:\s+")
_SITE_SEPARATOR = re.compile(r"(\s*[|•·»›]+\s*|\s+(?:[–—/-]|::)\s+)")
_KICKER = re.compile(r"^.{1,60}?\s*[|/»›]\s*")
_CANDIDATES = 60
_LONGEST = 400

CONFIRMED = 0.5
"""Share of words in common from which a heading is the one that the metadata names; a second-rank one needs more."""
CONFIRMED_H2 = 0.8


def find(tree: html.HtmlElement, markup: Markup, publisher: str | None, url: str | None) -> str | None:
    """The title, or None when the page has none."""
    declared = _declared(tree, markup)
    sites = _site_names(publisher, url)
    headings = [h for h in _headings(tree, "h1") if not _is_site(h, sites)]
    heading = _confirmed(headings, declared, CONFIRMED) or _confirmed(_headings(tree, "h2"), declared, CONFIRMED_H2)
    if heading is None and len(headings) == 1 and len(folded_words(headings[0])) > 1:
        heading = headings[0]
    if heading is not None:
        return _without_kicker(heading, [without_site(text, sites, url) for text in declared])
    return without_site(declared[0], sites, url) if declared else headings[0] if headings else None


def _declared(tree: html.HtmlElement, markup: Markup) -> list[str]:
    """What the metadata calls the page, in order of trust."""
    said = [clean(item.get("headline")) for item in markup.articles()]
    said += [markup.first("og:title"), markup.first("citation_title", "dc.title"), markup.first("twitter:title")]
    element = tree.find(".//head/title")
    said.append(clean(element.text_content()) if element is not None else None)
    return list(dict.fromkeys(text for text in said if text and len(text) < _LONGEST))


def _headings(tree: html.HtmlElement, tag: str) -> list[str]:
    found = []
    for element in tree.iter(tag):
        text = clean(shown_text(element))
        if text and len(text) < _LONGEST:
            found.append(text)
        if len(found) >= _CANDIDATES:
            break
    return found


def _confirmed(headings: list[str], declared: list[str], least: float) -> str | None:
    """The heading that shares most words with what the page declares, as a whole or between its separators."""
    variants = [text for said in declared for text in (said, *_SEPARATOR.split(said)) if len(text) > 2]
    best, score = None, 0.0
    for heading in headings:
        near = max((_overlap(heading, text) for text in variants), default=0.0)
        if near > score:
            best, score = heading, near
    return best if score >= least else None


def _without_kicker(heading: str, declared: list[str]) -> str:
    """The heading without a section's name in front, or whole where the page cut it, if the metadata says so."""
    bare = _KICKER.sub("", heading)
    words = folded_words(heading)
    for said in declared:
        if bare != heading and folded_words(said) == folded_words(bare):
            return bare
        longer = folded_words(said)
        cut = 1 < len(words) < len(longer) <= len(words) + 2 and longer[-len(words) :] == words
        if cut and not _SEPARATOR.search(said):
            return said
    return heading


def _overlap(a: str, b: str) -> float:
    x, y = Counter(folded_words(a)), Counter(folded_words(b))
    shared = sum((x & y).values())
    return 2 * shared / (x.total() + y.total()) if shared else 0.0


def _site_names(publisher: str | None, url: str | None) -> list[str]:
    """The names by which the site may call itself: the publisher and the host without its ends."""
    host = host_of(url)
    return [name for name in (publisher, host, host.rsplit(".", 1)[0]) if name]


def _is_site(text: str, sites: list[str]) -> bool:
    """Whether a text is a name of the site, spaces and signs apart."""
    plain = "".join(folded_words(text))
    return any(plain == "".join(folded_words(site)) for site in sites)


def without_site(title: str, sites: list[str], url: str | None) -> str:
    """The title without a site's name at either end of a separator.

    Where no end is a known name, the end that shares words with the address stays if the other shares none.
    """
    parts = _SITE_SEPARATOR.split(title)
    if len(parts) < 3:
        return title
    first, last = parts[0], parts[-1]
    if _named(last, sites):
        return "".join(parts[:-2]).strip()
    if _named(first, sites):
        return "".join(parts[2:]).strip()
    slug = set(folded_words(re.sub(r"[-_/.]", " ", unquote(urlsplit(url or "").path))))
    if len(slug) > 2 and len(parts) == 3:
        in_first, in_last = (len(slug & set(folded_words(part))) for part in (first, last))
        if not in_last and in_first > 2:
            return first.strip()
        if not in_first and in_last > 2:
            return last.strip()
    return title


def _named(part: str, sites: list[str]) -> bool:
    """Whether a part of a title is a name of the site, or one that goes on where the other stops."""
    plain = "".join(folded_words(part))
    names = ["".join(folded_words(site)) for site in sites]
    return len(plain) > 2 and any(len(n) > 3 and (plain.startswith(n) or n.startswith(plain)) for n in names)
