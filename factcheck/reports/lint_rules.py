"""The rules for one ClaimReview: each function yields the problems it finds, with their JSON paths."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from factcheck.reports import lint_words as words
from factcheck.reports.lint_rating import rating
from factcheck.resources import read

Node = dict[str, Any]
DEEPEST = 60
BEST_CLAIM = 75
"""Characters that Google asks to aim for; a claim with its claimant and hedge is often longer, so this is a note."""
LONGEST_CLAIM = 250
"""Characters beyond which a claim is surely cut off, and is likely to be more than one claim."""
NOTES = frozenset({"claim-wordy", "appearance-missing", "page-several"})
_LISTS = tomllib.loads(read("reports", "lint.toml"))
ERRORS = frozenset(_LISTS["errors"])
_SHORTENERS = frozenset(_LISTS["shorteners"])
_MEDIA = frozenset(_LISTS["media"])
_REVIEW, _RATING, _CLAIM, _PEOPLE = (_LISTS["properties"][one] for one in ("review", "rating", "claim", "people"))
_DATES = ("datePublished", "dateModified", "dateCreated", "uploadDate")
_COARSE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
"""A year or a month: ISO 8601 too, and all that is known of some claims."""
_MISPLACED = {
    "itemReviewed": ("claimReviewed", "reviewRating", "ratingValue", "itemReviewed"),
    "reviewRating": ("claimReviewed", "itemReviewed", "url", "datePublished"),
    "$": ("appearance", "firstAppearance", "ratingValue", "bestRating", "worstRating"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that is broken at a place; ``values`` fill the messages ``lint.<rule>.message`` and ``.mend``."""

    path: str
    rule: str
    values: dict[str, object] = field(default_factory=dict)


def types(node: Any) -> list[str]:
    """The types of a node, without the vocabulary's address before them."""
    found = node.get("@type") if isinstance(node, dict) else None
    named = found if isinstance(found, list) else [found]
    return [one.rsplit("/", 1)[-1].removeprefix("schema:") for one in named if isinstance(one, str)]


def is_review(node: Node) -> bool:
    """Whether the node is a ClaimReview, perhaps with its type misspelled or under a misspelled key."""
    return any(one.lower() == "claimreview" for one in types(node)) or _misspelled_type(node) is not None


def _misspelled_type(node: Node) -> str | None:
    """The key that holds the type where ``@type`` should."""
    return next((key for key in ("type", "@Type", "Type", "@TYPE") if node.get(key) == "ClaimReview"), None)


def context(root: Any, path: str) -> Iterator[Problem]:
    """The vocabulary of each top-level value, and the shape of a feed."""
    for n, node in enumerate(root if isinstance(root, list) else [root]):
        place = f"{path}[{n}]" if isinstance(root, list) else path
        if not isinstance(node, dict):
            continue
        given = node.get("@context")
        if given is None:
            yield Problem(place, "context-missing")
        elif not any(_schema_org(one) for one in (given if isinstance(given, list) else [given])):
            yield Problem(f"{place}.@context", "context-unknown", {"given": _shown(given)})
        if "DataFeed" in types(node):
            yield from _feed(node, place)


def _schema_org(given: Any) -> bool:
    plain = given.get("@vocab") if isinstance(given, dict) else given
    return isinstance(plain, str) and re.fullmatch(r"https?://(?:www\.)?schema\.org/?", plain) is not None


def _feed(feed: Node, path: str) -> Iterator[Problem]:
    elements = feed.get("dataFeedElement")
    if not isinstance(elements, list):
        yield Problem(f"{path}.dataFeedElement", "feed-shape")
        return
    for n, element in enumerate(elements):
        if "DataFeedItem" not in types(element) or "item" not in element:
            yield Problem(f"{path}.dataFeedElement[{n}]", "feed-shape")


def review(node: Node, path: str) -> Iterator[Problem]:
    """Every problem of one review."""
    key = _misspelled_type(node)
    if key is not None:
        yield Problem(f"{path}.{key}", "property-name", {"given": key, "wanted": "@type"})
    elif "ClaimReview" not in types(node):
        yield Problem(f"{path}.@type", "type-case", {"given": types(node)[0]})
    yield from _names(node, path, _REVIEW)
    yield from _empties(node, path)
    yield from _nesting(node, path)
    yield from _claim_text(node, path)
    yield from rating_problems(node, path)
    yield from _address(node, path)
    yield from _publisher(node, path)
    yield from _item(node, path)
    yield from _dates(node, path)
    for n, media in enumerate(_list(node.get("associatedMediaReview"))):
        if isinstance(media, dict) and media.get("mediaAuthenticityCategory") not in _MEDIA:
            yield Problem(f"{path}.associatedMediaReview[{n}]", "media-category", {"known": ", ".join(sorted(_MEDIA))})


def rating_problems(node: Node, path: str) -> Iterator[Problem]:
    """The problems of the rating, as ``lint_rating`` finds them."""
    given = node.get("reviewRating")
    if isinstance(given, dict):
        yield from _names(given, f"{path}.reviewRating", _RATING)
    for place, rule, values in rating(node, path):
        yield Problem(place, rule, values)


def once(node: Node, path: str, seen: dict[str, str]) -> Iterator[Problem]:
    """A review that the file holds twice; ``seen`` remembers the addresses."""
    url = node.get("url")
    if isinstance(url, str) and url:
        if url in seen:
            yield Problem(f"{path}.url", "review-repeated", {"first": seen[url]})
        seen.setdefault(url, path)


def _names(node: Node, path: str, known: list[str]) -> Iterator[Problem]:
    """Properties that are known ones misspelled: ``Name``, ``claimReviewd``."""
    for key in node:
        if key.startswith("@") or key in known:
            continue
        near = [one for one in known if one.lower() == key.lower()]
        near = near or difflib.get_close_matches(key, known, 1, 0.9)
        if near:
            yield Problem(f"{path}.{key}", "property-name", {"given": key, "wanted": near[0]})


def _empties(value: Any, path: str, depth: int = 0) -> Iterator[Problem]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _empties(item, f"{path}.{key}", depth + 1)
    elif isinstance(value, list) and value:
        for n, item in enumerate(value):
            yield from _empties(item, f"{path}[{n}]", depth + 1)
    elif value in (None, [], {}) or (isinstance(value, str) and not value.strip()):
        yield Problem(path, "empty")


def _nesting(node: Node, path: str) -> Iterator[Problem]:
    for parent, wrong in _MISPLACED.items():
        inner = node if parent == "$" else node.get(parent)
        place = path if parent == "$" else f"{path}.{parent}"
        if isinstance(inner, dict):
            yield from (Problem(f"{place}.{key}", "nesting", {"given": key}) for key in wrong if key in inner)


def _claim_text(node: Node, path: str) -> Iterator[Problem]:
    place = f"{path}.claimReviewed"
    claim = node.get("claimReviewed")
    if claim is None or claim == "":
        yield Problem(place, "claim-missing")
        return
    if not isinstance(claim, str):
        yield Problem(place, "claim-type")
        return
    headlines = [node.get("headline"), node.get("name")]
    if words.HOLDS_VERDICT.search(claim):
        yield Problem(place, "claim-verdict")
    elif words.HEADLINE.search(claim) or claim in headlines:
        yield Problem(place, "claim-headline")
    if len(claim) > LONGEST_CLAIM:
        yield Problem(place, "claim-long", {"n": len(claim), "limit": LONGEST_CLAIM})
    elif len(claim) > BEST_CLAIM:
        yield Problem(place, "claim-wordy", {"n": len(claim), "limit": BEST_CLAIM})
    if re.search(r"</?[a-z][^>]*>|&[a-z]+;|&#\d+;", claim, re.IGNORECASE):
        yield Problem(place, "claim-markup")
    yield from _dropped(node, claim, path)


def _dropped(node: Node, claim: str, path: str) -> Iterator[Problem]:
    """A hedge or a claimant that stands in the exact words and is gone from the claim as reviewed."""
    item = node.get("itemReviewed")
    exact = item.get("text") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(exact, str):
        return
    hedge = words.HEDGE.search(exact)
    if hedge and not words.HEDGE.search(claim) and not words.ATTRIBUTED.search(claim):
        yield Problem(f"{path}.claimReviewed", "hedge-dropped", {"phrase": hedge[0]})
    said = words.ATTRIBUTED.search(exact)
    if said and not item.get("author") and not words.ATTRIBUTED.search(claim):
        yield Problem(f"{path}.itemReviewed", "claimant-dropped", {"phrase": said[0]})


def _address(node: Node, path: str) -> Iterator[Problem]:
    url, place = node.get("url"), f"{path}.url"
    if not url:
        yield Problem(place, "url-missing")
        return
    host = host_of(url)
    if host is None:
        yield Problem(place, "url-invalid", {"given": _shown(url)})
        return
    parts = urlsplit(url)
    if host in _SHORTENERS:
        yield Problem(place, "url-short", {"host": host})
    elif parts.path in ("", "/") and not parts.query:
        yield Problem(place, "url-root")
    publisher = node.get("author")
    home = host_of(publisher.get("url")) if isinstance(publisher, dict) else None
    if home and host not in _SHORTENERS and not _same_site(host, home):
        yield Problem(place, "url-other-site", {"host": host, "home": home})


def host_of(url: Any) -> str | None:
    """The host of a web address, without ``www.``; None when it is no web address."""
    if not isinstance(url, str) or re.search(r"\s", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if parts.scheme in ("http", "https") and host and "." in host else None


def _same_site(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _publisher(node: Node, path: str) -> Iterator[Problem]:
    place, author = f"{path}.author", node.get("author")
    if author is None:
        yield Problem(place, "author-missing")
    for n, one in enumerate(_list(author)):
        inner = f"{place}[{n}]" if isinstance(author, list) else place
        if not isinstance(one, dict) or not (one.get("name") or one.get("url")):
            yield Problem(inner, "author-name")
        elif not {"Organization", "Person"} & {*types(one)} and not any(t.endswith("Organization") for t in types(one)):
            yield Problem(inner, "author-type")
        if isinstance(one, dict):
            yield from _names(one, inner, _PEOPLE)


def _item(node: Node, path: str) -> Iterator[Problem]:
    place, item = f"{path}.itemReviewed", node.get("itemReviewed")
    if item is None:
        yield Problem(place, "item-missing")
        return
    if not isinstance(item, dict) or "Claim" not in types(item):
        yield Problem(place, "item-type")
    if not isinstance(item, dict):
        return
    yield from _names(item, place, _CLAIM)
    yield from _claimants(node, item, place)
    if not item.get("appearance") and not item.get("firstAppearance"):
        yield Problem(f"{place}.appearance", "appearance-missing")
    for key in ("appearance", "firstAppearance"):
        for n, one in enumerate(_list(item.get(key))):
            inner = f"{place}.{key}[{n}]" if isinstance(item.get(key), list) else f"{place}.{key}"
            address = one.get("url") if isinstance(one, dict) else one
            if host_of(address) is None:
                yield Problem(inner, "appearance-address")
            elif address == node.get("url"):
                yield Problem(inner, "appearance-is-review")


def _claimants(node: Node, item: Node, path: str) -> Iterator[Problem]:
    publishers = {_name(one).casefold() for one in _list(node.get("author")) if _name(one)}
    given = item.get("author")
    for n, one in enumerate(_list(given)):
        place = f"{path}.author[{n}]" if isinstance(given, list) else f"{path}.author"
        said = _name(one)
        if isinstance(one, dict):
            yield from _names(one, place, _PEOPLE)
        if not said:
            yield Problem(place, "claimant-name")
        elif words.NOBODY.fullmatch(said.strip()):
            yield Problem(place, "claimant-nobody", {"given": said})
        elif said.casefold() in publishers:
            yield Problem(place, "claimant-is-publisher", {"name": said})


def _name(node: Any) -> str:
    found = node.get("name") if isinstance(node, dict) else None
    return found if isinstance(found, str) else ""


def _dates(node: Node, path: str) -> Iterator[Problem]:
    if not node.get("datePublished"):
        yield Problem(f"{path}.datePublished", "review-date-missing")
    item = node.get("itemReviewed")
    claim = item if isinstance(item, dict) else {}
    for owner, place in ((node, path), (claim, f"{path}.itemReviewed")):
        for key in _DATES:
            if owner.get(key):
                yield from _date(owner[key], f"{place}.{key}")
    ours, theirs = node.get("datePublished"), claim.get("datePublished")
    if isinstance(ours, str) and isinstance(theirs, str):
        values: dict[str, object] = {"review": ours, "claim": theirs}
        if ours == theirs:
            yield Problem(f"{path}.datePublished", "review-date-is-claims", values)
        elif _day(ours) and _day(theirs) and ours[:10] < theirs[:10]:
            yield Problem(f"{path}.datePublished", "review-date-before-claim", values)


def _date(written: Any, path: str) -> Iterator[Problem]:
    if not isinstance(written, str) or not (_day(written) or _COARSE.fullmatch(written)):
        yield Problem(path, "date-invalid", {"given": _shown(written)})
    elif len(written) > 10 and datetime.fromisoformat(written).tzinfo is None:
        yield Problem(path, "date-zone", {"given": written})


def _day(written: str) -> date | None:
    """The day of a whole ISO 8601 date or date-time; None when it is neither or no calendar has it."""
    if not re.match(r"\d{4}-\d\d-\d\d(?:$|[T ])", written):
        return None
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _shown(value: Any) -> str:
    return str(value)[:80]
