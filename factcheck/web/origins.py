"""Whom a text says it has its facts from: sources to suggest for an article, and sources that relay one origin.

Two outlets that relay the same agency, or print the same words, are one source and not two. A machine only points at
it: the names and places are shown, and the reviewer decides.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from urllib.parse import urlsplit

from factcheck.domain.claim import ProposedClaim
from factcheck.web import outlets, words
from factcheck.web.changes import address_key
from factcheck.web.links import host_of
from factcheck.web.outlets import key_of

_GAP = r"[ \u00a0]+"
# No word of a name has more than some forty letters, or eight dots: what goes on without end is no name, and is
# not looked through from each of its letters.
_CAPITAL = rf"(?:[A-ZÀ-ÖØ-Þ]\.(?={_GAP}[A-ZÀ-ÖØ-Þ])|[A-ZÀ-ÖØ-Þ][\w’'&-]{{0,40}}(?:\.\w{{1,40}}){{0,8}})"
_LINK_WORD = r"(?:of|for|and|the|de|du|des|d[’']|la|le|les|l[’']|et|&|à|in|on)"
_NAME = (
    rf"(?:(?:the|a|an|le|la|les|un|une|des|du|l[’']|d[’'])\s*)?(?:[\w’'-]{{1,40}}{_GAP}){{0,5}}?"
    rf"{_CAPITAL}(?:{_GAP}(?:{_LINK_WORD}[ \u00a0]*){{0,3}}{_CAPITAL}){{0,6}}"
)
_CUES = (
    *("according to", "as reported by", "(?:first )?reported by", "citing", "quoting", "in an interview with"),
    *("selon", "d[’']après", "à en croire", "citée?s? par", "révélée?s? par", "rapportée?s? par"),
    *(
        "(?:rapport|révèl|relat|relai|indiqu)e(?:nt)?",
        r"(?:nos|leurs) confrères (?:de|du|d[’'])",
        "our colleagues (?:at|from)",
    ),
    *("dans un entretien (?:à|au|avec)", r"source\s*:", "avec", "via", "a appris", "told"),
)
_WORK = (
    r"(?:(?:une?|the|an?|la|le|l[’'])\s*)?(?:(?:recent|new|récente?|nouvelle?)\s+)?"
    r"(?:data|figures|report|study|survey|research|chiffres|données|étude|rapport|enquête|sondage|dépêche|article)s?"
    r"(?:\s+\w+){0,2}?\s+(?:from|by|of|in|de|du|d[’']|par|dans)\s*"
)
_ATTRIBUTED = re.compile(rf"\b(?P<cue>(?i:{'|'.join(_CUES)}))\s*(?P<work>(?i:{_WORK}))?(?P<name>{_NAME})")
_TO_THE_COMMA = re.compile(r"(?:[ \u00a0]+[a-zà-ÿ’'][\w’'-]*){1,6}(?=,)")
"""How an institution's name goes on in small letters until the comma after "selon …"."""
_REPORTS = re.compile(
    rf"(?P<name>(?:[Tt]he |[Ll]e |[Ll]a |[Ll]’|[Ll]es )?{_CAPITAL}(?:{_GAP}{_CAPITAL}){{0,4}}){_GAP}"
    r"(?P<cue>(?:first )?reported|reports|revealed|has learned|broke the story|rapporte|rapportait|a rapporté|révèle|"
    r"a révélé|indique|écrit|affirme)\b"
)
_DATELINE = re.compile(rf"^.{{0,60}}?\((?P<name>{_CAPITAL}(?:[ /-]{_CAPITAL}){{0,3}})\)\s*[–—-]", re.MULTILINE)
_SIGNED = re.compile(r"[/,;&+|()–—]|\b(?:and|et|with|avec)\b")
_TRIMMED = re.compile(r"[.’'&-]+$|\s+(?:et|and|de|the)$")

SAME_TEXT = 0.5
"""Share of the shorter text's runs of eight words from which two texts are one, printed twice."""
_RUN = 8
_REMEMBERED = 32
"""Pages whose reading is remembered: a claim's sources are compared again whenever it is shown."""
_SOCIAL = (
    "facebook.com",
    "twitter.com",
    "x.com",
    "instagram.com",
    "linkedin.com",
    "pinterest.com",
    "whatsapp.com",
    "t.me",
)
_SHARED_TO = re.compile(r"/(?:sharer|share|intent|submit)\b|[?&](?:url|u)=http", re.IGNORECASE)


class How(StrEnum):
    """What a suggestion was read from, and what ties sources together."""

    LINK = "link"
    NAMED = "named"
    RELAYS = "relays"
    SAME_TEXT = "same-text"
    SAME_OUTLET = "same-outlet"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A source that the article names: ``text[start:end]``, with the address where it links to one.

    ``outlet`` is the agency or outlet that the name or the address belongs to, when it is a known one; ``claims`` are
    the ids of the claims in whose words or at whose cue it stands.
    """

    how: How
    name: str
    url: str | None
    start: int
    end: int
    claims: tuple[str, ...] = ()
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """An agency or outlet that a page says it relays: where it says so, and the words."""

    name: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Relay:
    """What is known of a source when origins are compared; ``id`` is the caller's.

    ``origin`` is whom it relays as a reviewer named it: it stands in place of what a machine reads.
    """

    id: str
    text: str
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class SharedOrigin:
    """Sources that count as one: all have their facts from ``origin``, all are published by it, or they print the same
    words (no origin)."""

    how: How
    origin: str | None
    ids: tuple[str, ...]


def suggest(
    text: str, links: Iterable[tuple[int, int, str]], claims: Sequence[ProposedClaim] = (), own_url: str | None = None
) -> tuple[Suggestion, ...]:
    """The sources that an article links to or attributes something to, in reading order, each once."""
    found: dict[object, Suggestion] = {}
    for start, end, url in links:
        if _leads_to_a_source(url, own_url):
            key = address_key(url)
            outlet = outlets.by_url(url)
            suggested = Suggestion(
                How.LINK, host_of(url), url, start, end, _near(start, end, claims), outlet.name if outlet else None
            )
            found.setdefault(key, suggested)
    linked = [(s.start, s.end) for s in found.values()]
    for start, end in _named_spans(text, claims):
        name = text[start:end]
        if not any(a < end and start < b for a, b in linked):
            outlet = outlets.by_name(name)
            suggested = Suggestion(
                How.NAMED, name, None, start, end, _near(start, end, claims), outlet.name if outlet else None
            )
            found.setdefault(key_of(name), suggested)
    return tuple(sorted(found.values(), key=lambda s: (s.start, s.end)))


def relayed(source: Relay, known: Iterable[str] = ()) -> tuple[Origin, ...]:
    """The agencies and outlets that a page says it relays; not its own publisher. ``known`` are more outlets."""
    if source.origin:
        listed = outlets.by_name(source.origin)
        return (Origin(listed.name if listed else source.origin, 0, 0, source.origin),)
    own = {key_of(source.publisher or "")}
    publisher = outlets.by_url(source.url) or outlets.by_name(source.publisher or "")
    if publisher:
        own.add(key_of(publisher.name))
    more = {key_of(name): name for name in known}
    found: dict[str, Origin] = {}
    for said, start, end, context, is_outlet in _mentions(source):
        listed = outlets.by_name(said)
        name = listed.name if listed else more.get(key_of(said)) or (said if is_outlet else None)
        if name and key_of(name) not in own:
            found.setdefault(key_of(name), Origin(name, start, end, context))
    return tuple(found.values())


def shared(sources: Sequence[Relay]) -> tuple[SharedOrigin, ...]:
    """Which sources have one origin: relays of one outlet with that outlet itself, one outlet's own, the same texts."""
    publishers = [s.publisher for s in sources if s.publisher]
    members: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for source in sources:
        for origin in relayed(source, publishers):
            members.setdefault(key_of(origin.name), []).append(source.id)
            names.setdefault(key_of(origin.name), origin.name)
    own: dict[str, tuple[str, list[str]]] = {}
    for source in sources:
        name = _publisher(source)
        if key_of(name) in members:
            members[key_of(name)].insert(0, source.id)
        elif name:
            own.setdefault(key_of(name), (name, []))[1].append(source.id)
    groups = [SharedOrigin(How.RELAYS, names[k], tuple(dict.fromkeys(ids))) for k, ids in members.items()]
    groups += [SharedOrigin(How.SAME_OUTLET, name, tuple(ids)) for name, ids in own.values()]
    return (*(g for g in groups if len(g.ids) > 1), *_same_texts(sources))


def _publisher(source: Relay) -> str:
    """Who publishes a source: a listed outlet, what the page says, or the site; empty for a file that does not say."""
    outlet = outlets.by_url(source.url) or outlets.by_name(source.publisher or "")
    return outlet.name if outlet else source.publisher or host_of(source.url)


def _same_texts(sources: Sequence[Relay]) -> Iterator[SharedOrigin]:
    runs = {s.id: _runs(s.text) for s in sources}
    joined: dict[str, set[str]] = {}
    for a, b in combinations(runs, 2):
        least = min(len(runs[a]), len(runs[b]))
        if least and len(runs[a] & runs[b]) >= SAME_TEXT * least:
            group = joined.get(a, {a}) | joined.get(b, {b})
            joined.update(dict.fromkeys(group, group))
    told: set[str] = set()
    for source in sources:
        if source.id in joined and source.id not in told:
            told |= joined[source.id]
            yield SharedOrigin(How.SAME_TEXT, None, tuple(s.id for s in sources if s.id in joined[source.id]))


@lru_cache(_REMEMBERED)
def _runs(text: str) -> frozenset[int]:
    said = re.findall(r"\w+", words.fold(text))
    return frozenset(hash(tuple(said[i : i + _RUN])) for i in range(len(said) - _RUN + 1))


@lru_cache(_REMEMBERED)
def _mentions(source: Relay) -> tuple[tuple[str, int, int, str, bool], ...]:
    """Names that stand where a relayed outlet does: in the signature, the dateline, after a cue, before "reported".

    Each with its place, the words around it, and whether these say that it is an outlet.
    """
    found = [
        (part.strip(), 0, 0, source.author or "", True)
        for part in _SIGNED.split(source.author or "")
        if outlets.by_name(part.strip())
    ]
    for pattern in (_DATELINE, _ATTRIBUTED, _REPORTS):
        for match in pattern.finditer(source.text):
            start, end = match.span("name")
            name = _TRIMMED.sub("", source.text[start:end])
            for said, is_outlet in _variants(name):
                found.append((said, start, start + len(name), source.text[match.start() : end], is_outlet))
    return tuple(found)


def _variants(name: str) -> Iterator[tuple[str, bool]]:
    """The name, and the capitalised end of it: "the daily Asahi Shimbun" is Asahi Shimbun, an outlet."""
    yield name, outlets.sounds_like_one(name) and name[:1].isupper()
    capital = re.search(rf"{_CAPITAL}(?:{_GAP}{_CAPITAL})*$", name)
    if capital and capital.group() != name:
        yield capital.group(), outlets.sounds_like_one(name)
    for part in re.split(r"[/\s]+", name):
        if part != name and outlets.by_name(part):
            yield part, True


def _named_spans(text: str, claims: Sequence[ProposedClaim]) -> Iterator[tuple[int, int]]:
    """Where the article names whom it has something from: the claims' own claimants first, then other attributions."""
    for claim in claims:
        if claim.claimant and claim.cue_start is not None and claim.cue_end is not None:
            low = max(0, claim.cue_start - 120)
            at = text.find(claim.claimant, low, claim.cue_end + 160)
            if at >= 0 and any(c.isupper() for c in claim.claimant):
                yield at, at + len(claim.claimant)
    for pattern in (_ATTRIBUTED, _REPORTS):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if match["cue"].lower() in ("avec", "via", "told"):
                continue  # "avec Marie" names no source; ``relayed`` looks for outlets there
            more = _TO_THE_COMMA.match(text, end) if pattern is _ATTRIBUTED else None
            end = more.end() if more else start + len(_TRIMMED.sub("", text[start:end]))
            yield start, end


def _near(start: int, end: int, claims: Sequence[ProposedClaim]) -> tuple[str, ...]:
    def touches(claim: ProposedClaim) -> bool:
        if start < claim.end and claim.start < end:
            return True
        cue = claim.cue_start
        return cue is not None and abs(cue - start) <= 40

    return tuple(claim.id for claim in claims if touches(claim))


def _leads_to_a_source(url: str, own_url: str | None) -> bool:
    """Whether a link may name a source: not the page itself, nor a button to share it."""
    host = host_of(url)
    if not host or (own_url and address_key(url) == address_key(own_url)):
        return False
    parts = urlsplit(url)
    if _SHARED_TO.search(url) or (host in _SOCIAL and parts.path.count("/") < 2):
        return False
    return parts.path not in ("", "/") or bool(parts.query) or not own_url or host != host_of(own_url)
