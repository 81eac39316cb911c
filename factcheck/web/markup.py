"""A page's markup as a tree, and what it says of itself, gathered once: meta tags and JSON-LD."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree, html

MAX_JSON_LD = 500_000
"""Characters of one JSON-LD block that are read; real ones stay under 100,000."""

MAX_OBJECTS = 2_000
"""JSON-LD objects of a page, of all its blocks, beyond which no further block is read."""

SENTENCE = 12
"""Words from which a paragraph is prose, and not a label, a caption or a button."""

_PARSER_OPTIONS = {
    "huge_tree": True,
    "remove_comments": True,
    "remove_pis": True,
    "encoding": "utf-8",
    "collect_ids": False,
}
_CONTROL = re.compile(r"[\x00-\x1f]+")
_ARTICLE = re.compile(
    r"(?:article|posting|report|review|recipe|petition|webpage|claimreview|videoobject|podcastepisode)$", re.I
)

JsonObject = dict[str, object]


@dataclass(slots=True)
class Markup:
    """Meta tags by lower-case name (first value first) and the flat list of JSON-LD objects."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    objects: list[JsonObject] = field(default_factory=list)

    def first(self, *names: str) -> str | None:
        """The first value that is there, names in order of trust."""
        for name in names:
            for value in self.meta.get(name, ()):
                return value
        return None

    def articles(self) -> list[JsonObject]:
        """JSON-LD objects that describe the page's own article, best first."""
        found = [o for o in self.objects if any(_ARTICLE.search(t) for t in types(o))]
        return sorted(found, key=lambda o: (not _is_article(o), "headline" not in o))


def parse(markup: str) -> html.HtmlElement | None:
    """The page's tree, or None when there is nothing to parse. Never follows an entity or address."""
    raw = markup.replace("\x00", "").encode("utf-8", "replace")
    if not raw.strip():
        return None
    try:
        return html.document_fromstring(raw, parser=html.HTMLParser(**_PARSER_OPTIONS))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def gather(tree: html.HtmlElement) -> Markup:
    """Read the meta tags and JSON-LD blocks of a page; broken ones are skipped."""
    found = Markup()
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        value = clean(element.get("content"))
        if name and value:
            found.meta.setdefault(name.strip().lower(), []).append(value)
    for block in json_ld(tree):
        found.objects.extend(_objects(block))
        if len(found.objects) > MAX_OBJECTS:
            break
    return found


def json_ld(tree: html.HtmlElement) -> Iterator[str]:
    """The texts of the JSON-LD that a page embeds, in order."""
    for element in tree.iter("script"):
        if _is_json_ld(element.get("type")):
            yield element.text or ""


def embedded(markup: str) -> list[str]:
    """The texts of the JSON-LD in a page's source, in order, without a tree of the rest of the page."""
    from bs4 import BeautifulSoup  # noqa: PLC0415  # the reader of pages has a tree and needs none
    from bs4.filter import SoupStrainer  # noqa: PLC0415

    scripts = BeautifulSoup(markup.replace("\x00", ""), "lxml", parse_only=SoupStrainer("script"))
    return [script.get_text() for script in scripts.find_all("script", type=_is_json_ld)]


def _is_json_ld(kind: str | None) -> bool:
    return "ld+json" in (kind or "").lower()


def clean(value: object) -> str | None:
    """One line of text, or None when the value is none or empty."""
    if not isinstance(value, str):
        return None
    return " ".join(value.replace("\u200b", "").split()) or None


_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "strong",
        "sub",
        "sup",
        "u",
        "var",
        "wbr",
    ]
)
_UNREAD = frozenset(("script", "style", "noscript", "template", "svg", "button", "select", "option"))


def shown_text(element: html.HtmlElement) -> str:
    """The text of an element with a space where a browser would begin a new box, so that words stay apart."""
    parts = [element.text or ""]
    for child in element:
        gap = "" if child.tag in _INLINE else " "
        if child.tag not in _UNREAD:
            parts += [gap, shown_text(child), gap]
        parts.append(child.tail or "")
    return "".join(parts)


def prose_words(element: html.HtmlElement) -> int:
    """Words of prose in the paragraphs of an element or page, article or not."""
    return words_of_prose(shown_text(p) for p in element.iter("p"))


def words_of_prose(texts: Iterable[str]) -> int:
    """Words in those of the paragraphs that are long enough to be sentences."""
    counts = (len(text.split()) for text in texts)
    return sum(count for count in counts if count >= SENTENCE)


def folded_words(text: str) -> list[str]:
    """The words of a text without regard to case, for comparing what a page says with what it shows."""
    return re.findall(r"\w+", text.casefold())


def types(item: JsonObject) -> list[str]:
    """The schema.org types of an object, without the address in front."""
    named = item.get("@type")
    names = named if isinstance(named, list) else [named]
    return [name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)]


def _is_article(item: JsonObject) -> bool:
    return any(t.lower().endswith(("article", "posting", "report", "review")) for t in types(item))


def _objects(text: str) -> list[JsonObject]:
    if len(text) > MAX_JSON_LD:
        return []
    text = (
        re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", text)
        .strip()
        .rstrip(";")
    )
    # As it stands, else with the commonest mistakes mended: control characters, commas before a closing bracket.
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", _CONTROL.sub(" ", text))):
        try:
            return list(_walk(json.loads(attempt, strict=False), 0))
        except ValueError:
            continue
        except RecursionError:
            break
    return []


def _walk(value: object, depth: int) -> Iterator[JsonObject]:
    """Objects at the top, in lists, in @graph and under mainEntity: not those inside comments or related lists."""
    if depth > 6:  # lists of graphs of pages are three deep
        return
    if isinstance(value, list):
        for part in value:
            yield from _walk(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), (dict, list)):
                yield from _walk(value[key], depth + 1)
