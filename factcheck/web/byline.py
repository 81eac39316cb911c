"""Who signed the page."""

from lxml import html

from factcheck.web.markup import Markup, clean


def find(tree: html.HtmlElement, markup: Markup, publisher: str | None) -> str | None:
    """The author's name as the page gives it, several joined with commas; None when nobody signed."""
    for item in markup.articles():
        names = _names(item.get("author"))
        if names:
            return ", ".join(names)
    return markup.first("author", "article:author_name", "dc.creator", "citation_author")


def _names(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    names = [clean(v.get("name") if isinstance(v, dict) else v) for v in values]
    return [name for name in names if name and not name.startswith("http")]
