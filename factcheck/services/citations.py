"""What an article names as its sources, and which cited sources have one origin. A machine points; a person decides."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from factcheck.domain import ids
from factcheck.domain.claim import Claim, ProposedClaim
from factcheck.domain.source import Source
from factcheck.i18n import text
from factcheck.services import articles, captures, claims, sources
from factcheck.services.desk import Desk, Done
from factcheck.store import tables
from factcheck.web import origins
from factcheck.web.origins import How, Relay, SharedOrigin, Suggestion
from factcheck.web.outlets import key_of


def suggestions(desk: Desk, article_id: str) -> list[Suggestion]:
    """Sources that the article links to or attributes something to and that no claim of it cites yet."""
    article = articles.get(desk, article_id)
    found = claims.of_article(desk, article_id)
    named = origins.suggest(
        article.text, articles.links(desk, article_id), [_proposed(claim) for claim in found], own_url=article.url
    )
    cited = {
        captures.address(evidence.source.url)
        for claim in found
        if claim.sources
        for evidence in sources.of_claim(desk, claim.id)
        if evidence.source.url
    }
    return [one for one in named if one.url is None or captures.address(one.url) not in cited]


def about(desk: Desk, article_id: str, found: Sequence[Suggestion], language: str | None = None) -> list[str]:
    """Where suggestions are one source, among themselves or with one that is cited already: a sentence each."""
    named: dict[str, list[str]] = {}
    for one in found:
        if one.outlet:
            named.setdefault(one.outlet, []).append(one.name)
    said = [
        text("origin.one", language, origin=outlet, names=" · ".join(names))
        for outlet, names in named.items()
        if len(names) > 1
    ]
    relayed = {
        key_of(origin.name)
        for claim in claims.of_article(desk, article_id)
        if claim.sources
        for relay in _relays(desk, claim.id)
        for origin in origins.relayed(relay)
    }
    known = {one.outlet or one.name: one for one in found if one.how is How.NAMED or one.outlet}
    return said + [text("origin.attached", language, name=name) for name in known if key_of(name) in relayed]


def shared_origins(desk: Desk, claim_id: str) -> list[SharedOrigin]:
    """The claim's sources that count as one: they relay or are one outlet or agency, or print the same words.

    The ids are those of sources.
    """
    relays = _relays(desk, claim_id)
    return list(origins.shared(relays)) if len(relays) > 1 else []


def told(desk: Desk, claim_id: str, language: str | None = None) -> list[str]:
    """What counts as one among a claim's sources and why, a sentence each."""
    shared = shared_origins(desk, claim_id)
    if not shared:
        return []
    names = {evidence.source.id: _name(evidence.source) for evidence in sources.of_claim(desk, claim_id)}
    return [
        text(
            f"origin.{one.how}",
            language,
            origin=one.origin or "",
            sources=" · ".join(names[source] for source in one.ids),
        )
        for one in shared
    ]


def independent(desk: Desk, claim_id: str) -> int:
    """How many independent sources a claim has: those with one origin count once."""
    group = {evidence.source.id: evidence.source.id for evidence in sources.of_claim(desk, claim_id)}
    for origin in shared_origins(desk, claim_id):
        joined = {group[source] for source in origin.ids}
        group = {source: min(joined) if own in joined else own for source, own in group.items()}
    return len(set(group.values()))


def name_origin(desk: Desk, source_id: str, origin: str | None) -> Done[None]:
    """Note which agency or outlet a source relays, as a reviewer found it; None leaves it to the machine again."""
    with desk.acting("origin-named", origin=(origin or "").strip() or "–") as work:
        row = work.require(tables.Source, source_id)
        row.origin = (origin or "").strip() or None
        work.values["source"] = row.title or row.url or row.file_name or ""
    return desk.done(work, None)


def _relays(desk: Desk, claim_id: str) -> list[Relay]:
    """The claim's sources, each once, with what its page says where there is one."""
    relays: dict[str, Relay] = {}
    for evidence in sources.of_claim(desk, claim_id):
        source, capture = evidence.source, evidence.capture
        said = captures.page(desk, capture.id).text if capture else ""
        if source.id not in relays or said:
            relays[source.id] = Relay(source.id, said, source.url, source.publisher, source.author, source.origin)
    return list(relays.values())


def _proposed(claim: Claim) -> ProposedClaim:
    return ProposedClaim(
        id=claim.id,
        start=claim.start,
        end=claim.end,
        text=claim.text,
        standalone=claim.standalone,
        claimant=claim.claimant,
        cue_start=claim.cue_start,
        cue_end=claim.cue_end,
        modality=claim.modality,
        kind=claim.kind,
        date=claim.date,
        check_worthiness=claim.check_worthiness,
        reasons=claim.reasons,
    )


def _name(source: Source) -> str:
    """A source's title with who publishes it, for a list in which titles may be the same."""
    title = source.title or source.file_name or source.url or ids.short(source.id)
    host = (urlsplit(source.url).hostname or "").removeprefix("www.") if source.url else ""
    about = source.publisher or host
    return f"{title} ({about})" if about and about != title else title
