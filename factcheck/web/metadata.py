"""Title, author, date, publisher and language of an HTML page."""

from dataclasses import dataclass

from lxml import html

from factcheck.web import byline, headline, pagedate
from factcheck.web.markup import JsonObject, Markup, clean


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found; a date comes with its origin and confidence (see ``page.Page``)."""

    title: str | None
    author: str | None
    date: pagedate.Found | None
    publisher: str | None
    language: str | None
    canonical_url: str | None


def read(tree: html.HtmlElement, markup: Markup, url: str | None) -> Metadata:
    """The metadata of the page at ``url``. The tree is not changed."""
    publisher = _publisher(markup)
    return Metadata(
        title=headline.find(tree, markup, publisher, url),
        author=byline.find(tree, markup, publisher, url),
        date=pagedate.find(tree, markup, url),
        publisher=publisher,
        language=_language(tree, markup),
        canonical_url=_canonical(tree, markup),
    )


def _publisher(markup: Markup) -> str | None:
    for item in markup.articles():
        name = _name(item.get("publisher"))
        if name:
            return name
    site = markup.first("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_publisher")
    if site:
        return site
    return next((_name(o) for o in markup.objects if _is_site(o) and _name(o)), None)


def _is_site(item: JsonObject) -> bool:
    return str(item.get("@type")) in ("WebSite", "Organization", "NewsMediaOrganization")


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return clean(value)


def _language(tree: html.HtmlElement, markup: Markup) -> str | None:
    """What the page declares: two letters."""
    for said in (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        markup.first("content-language", "language", "dc.language"),
        markup.first("og:locale"),
    ):
        code = (said or "").strip().lower().replace("_", "-").split("-")[0].split(",")[0]
        if len(code) == 2 and code.isalpha():
            return code
    return None


def _canonical(tree: html.HtmlElement, markup: Markup) -> str | None:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return clean(element.get("href"))
    return markup.first("og:url")
