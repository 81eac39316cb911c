"""Who signed the page: what the markup says, unless that is only the site's name, then the line under the headline."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import html

from factcheck.web.links import host_of
from factcheck.web.markup import JsonObject, Markup, clean, folded_words, shown_text, types

_META = (
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dc.creator.personalname",
    "dcterms.creator",
    "citation_author",
    "cxenseparse:author",
    "article:author_name",
)


def _any(*rules: str) -> str:
    return f"(?:{'|'.join(rules)})"


def _token(*names: str) -> re.Pattern[str]:
    """A pattern for class names and ids that hold one of ``names`` as a word of their own, plural or not."""
    return re.compile(rf"(?:^|[-_\s]){_any(*names)}s?(?:$|[-_\s])", re.IGNORECASE)


_WRITTEN_BY = re.compile(
    _any("written by", "(?:é|e)crit par", "verfasst von", "geschrieben von", "escrito por", "scritto da"), re.IGNORECASE
)
_MARKED = re.compile(
    _token(
        *("author", "byline", "byname", "autor", "auteur", "autore", "writer", "wrote", "signature", "reporter"),
        *("publisher", "credit", "verfasser", "redakteur", "journalist", "contributor"),
    ).pattern
    + r"|(?:author|autor|auteur|byline)(?:name|_name|s)|article.?author",
    re.IGNORECASE,
)
_NOT_A_NAME = _token(
    *("bio", "avatar", "image", "img", "photo", "picture", "description", "desc", "social", "follow", "share"),
    *("twitter", "count", "date", "time", "job", "title", "role", "link-list", "box", "info", "meta-date", "comment"),
    *("related", "more", "teaser"),
)
_ELSEWHERE = _token(
    *("comment", "respond", "related", r"recommend\w*", "sidebar", "footer", "teaser", "more-?from", "trending"),
    *("most-?(?:read|popular)", "widget", "newsletter", "snippet", "carousel", "disqus", "popular", "latest", "promo"),
)
_AUTHOR_PAGE = re.compile(
    "/"
    + _any(
        *("authors?", "auteurs?", "autore?s?", "autorinnen", "reporters?", "contributors?", "journalistes?", "by"),
        *("profiles?", "staff", "people", "redacteurs?", "writers?", "signataires?"),
    )
    + "/[^/?#]{3,}",
    re.IGNORECASE,
)
_LEAD = re.compile(
    "^(?:"
    + _any(
        *("geschrieben", "written", "posted", "published", "reported", "edited", "story", "text", "words", "article"),
        *("review", "publi[ée]", "[ée]crit", "propos recueillis", "escrito", "por", "photos?(?: and text)?"),
    )
    + r"\s+)?(?:by|par|von|por|di|da|door|av|af|de)\b[\s:]+|^"
    + _any(
        *("auteurs?", "authors?", "autor(?:en|in)?", "autore", "texte?", "journaliste", "view all posts by"),
        *("all posts by", "posts by", "follow"),
    )
    + r"\b(?:\s*\(s\))?[\s:]+",
    re.IGNORECASE,
)
_ROLE = (
    r"(?:(?:senior|staff|chief|guest|science|political|special|deputy|associate|contributing|news|health)\s+)?"
    r"(?:writer|reporter|editor|correspondent|contributor|journaliste?|correspondante?|redakteur(?:in)?|professor|author)"
)
_TAIL = re.compile(
    r"\s*"
    + _any(
        *(r"[|•·]\s", r"\b\w+\s?:\s", r"\s[–—-]\s", r"\(", r"\[", "@", ";", r"\bhttps?:", rf",\s*{_ROLE}", r",?\s*\d"),
        r"\b(?:on|in|for|le|am|à|at|updated|published|publi[ée])\b",
    )
    + ".*$",
    re.IGNORECASE | re.DOTALL,
)
_INSIDE_BY = re.compile(r"(?<=\w[.!?\s] )\b(?:By|Par|Von|Por)\s+(?=[A-ZÀ-Þ])|(?<=\d )(?:by|par|von|por)\s+(?=[A-ZÀ-Þ])")
_DESK = re.compile(r"\b(?:staff|desk|reports?|news ?room|agenc(?:y|ies)|wires?|service)\b", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|févr|avr|mai|juin|juil|août|déc|märz|enero|abril|mayo)\w*\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:[aà] propos|about|über|follow|contact|copyright|published|written|posted|read|more|all posts?)\b",
    re.IGNORECASE,
)
_PLACEHOLDERS = """admin administrator anonymous anonyme anónimo anonimo unknown redaktion redacción redaction rédaction
    larédaction editor editorial webmaster guest user author autor auteur publisher noauthor none null undefined
    contributor home about contact twitter facebook linkedin instagram email share comment comments profile bio readmore
    superuser"""
_NOBODY = frozenset(_PLACEHOLDERS.split())
_SMALL = "and et und y e de da di du del della der den des van von la le el al bin ben ter the of for s"
_PARTICLES = frozenset(_SMALL.split())
_UNREAD = frozenset(("script", "style", "nav", "footer", "form", "svg", "template"))
_LONG, _SHORT = 160, 90
"""Characters of a line that names its authors, where markup says so and where only "by" does."""
_LINES = frozenset(("p", "span", "div", "address", "em", "strong", "li", "small", "h4", "h5"))


def find(tree: html.HtmlElement, markup: Markup, publisher: str | None, url: str | None) -> str | None:
    """The author's name as the page gives it, several joined with commas; None when nobody signed."""
    sites = _sites(publisher, url)
    for names in _said(tree, markup):
        kept = list(dict.fromkeys(n for name in names if (n := tidy(name)) and not _is_nobody(n, name, sites)))
        if kept:
            return ", ".join(kept[:8])
    return None


def _said(tree: html.HtmlElement, markup: Markup) -> Iterator[list[str]]:
    """Groups of names, in order of trust."""
    people = {str(o["@id"]): o for o in markup.objects if isinstance(o.get("@id"), str)}
    for item in markup.articles():
        for key in ("author", "creator"):
            yield _named(item.get(key), people)
    for name in _META:
        yield [value for value in markup.meta.get(name, ()) if not value.startswith(("http", "/"))]
    if _WRITTEN_BY.match(markup.first("twitter:label1") or ""):
        yield [markup.first("twitter:data1") or ""]
    yield from _shown(tree)
    yield [clean(o.get("name")) or "" for o in markup.objects if types(o) == ["Person"]][:1]


def _named(value: object, people: dict[str, JsonObject]) -> list[str]:
    names: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        item = people.get(str(one.get("@id")), one) if isinstance(one, dict) and "name" not in one else one
        name = item.get("name") if isinstance(item, dict) else item
        names.extend(str(n) for n in (name if isinstance(name, list) else [name]) if isinstance(n, str))
    return [name for name in names if not name.startswith("http")]


def _shown(tree: html.HtmlElement) -> Iterator[list[str]]:
    """Names that stand on the page: marked as the author, then linked to an author's page, then after "by"."""
    marked: list[tuple[html.HtmlElement, str]] = []
    linked: list[tuple[html.HtmlElement, str]] = []
    after_by: list[tuple[html.HtmlElement, str]] = []
    for element in _reading_order(tree):
        into = marked if _is_marked(element) else None
        if into is None and element.tag == "a" and _AUTHOR_PAGE.search(element.get("href") or ""):
            into = linked
        if into is None and element.tag in _LINES and _LEAD.match(f"{(element.text or '').strip()} "):
            into = after_by
        text = clean(shown_text(element)) if into is not None and len(element) < 40 else None
        if into is not None and text and len(text) <= (_LONG if into is not after_by else _SHORT):
            into.append((element, text))
    for found in (marked, linked, after_by):
        if found:
            yield from _together(found)


def _is_marked(element: html.HtmlElement) -> bool:
    if "author" in (element.get("rel") or "").lower().split():
        return True
    if (element.get("itemprop") or "").lower() in ("author", "creator"):
        return True
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_MARKED.search(marks) and not _NOT_A_NAME.search(marks))


def _together(found: list[tuple[html.HtmlElement, str]]) -> Iterator[list[str]]:
    """The first usable name with those that stand beside it under the same parent."""
    for i, (element, text) in enumerate(found[:6]):
        beside = [t for e, t in found[i + 1 : i + 8] if e.getparent() is element.getparent() and e.tag == element.tag]
        inside = [clean(shown_text(a)) or "" for a in element.iter("a") if _AUTHOR_PAGE.search(a.get("href") or "")]
        yield inside if len(inside) > 1 else [text, *beside]


def _reading_order(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements of the page from top to bottom, without those of comments, side columns and other articles."""
    body = tree.find("body")
    found = (tree.find(path) for path in (".//h1", ".//article", ".//h2"))
    headline = next((element for element in found if element is not None), None)
    main = {body, *(headline.iterancestors() if headline is not None else ())}  # "has-sidebar" marks whole pages
    stack = [body if body is not None else tree]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag in _UNREAD:
            continue
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element not in main and _ELSEWHERE.search(marks):
            continue
        yield element
        stack.extend(reversed(element))


def tidy(name: str) -> str | None:
    """A name without "By", dates, roles and what else stands around it; None when no name is left."""
    text = clean(name) or ""
    inside = list(_INSIDE_BY.finditer(text))
    if inside:
        text = text[inside[-1].end() :]
    text = _LEAD.sub("", _LEAD.sub("", text)).strip()
    month = _MONTH.search(text)
    if month and month.start() > 3 and re.search(r"\d", text):
        text = text[: month.start()]
    cut = _TAIL.search(text)
    if cut and cut.start() > 2:
        text = text[: cut.start()]
    text = text.strip(" ,.;:|-–—•·/\u200b")
    if text.endswith(" and"):
        text = text[:-4]
    return text if _is_name(text) else None


def _is_name(text: str) -> bool:
    """Whether a text may be the name of a person, a desk or an agency: few words, mostly capitalised."""
    words = re.findall(r"[^\W\d_][\w'’.-]*", text)
    if not words or len(text) > 120 or len(words) > 16 or "http" in text:
        return False
    weighty = [w for w in words if w.lower() not in _PARTICLES]
    capital = sum(w[0].isupper() for w in weighty)
    if _DESK.search(text) and len(words) <= 6:
        return True
    return bool(weighty) and not _OTHER.match(text) and (capital >= 0.6 * len(weighty) or len(words) <= 2)


def _sites(publisher: str | None, url: str | None) -> set[str]:
    host = host_of(url)
    names = [publisher or "", host, host.rsplit(".", 1)[0]]
    return {"".join(folded_words(name)) for name in names if name}


def _is_nobody(name: str, said: str, sites: set[str]) -> bool:
    """Whether the name is a placeholder or the site's own; ``said`` is the name with what stood around it."""
    plain, whole = "".join(folded_words(unquote(name))), "".join(folded_words(said))
    return plain in _NOBODY or any(
        plain == s or (len(s) > 4 and whole.startswith(s)) or (s in whole and "." in said) for s in sites
    )
