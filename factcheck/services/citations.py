"""What an article names as its sources, and which cited sources have one origin. A machine points; a person decides."""

from factcheck.domain.claim import Claim, ProposedClaim
from factcheck.services import articles, captures, claims, sources
from factcheck.services.desk import Desk
from factcheck.store import tables
from factcheck.web import origins
from factcheck.web.origins import Relay, SharedOrigin, Suggestion


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


def shared_origins(desk: Desk, claim_id: str) -> list[SharedOrigin]:
    """The claim's sources that count as one: they relay one outlet or agency, or print the same words.

    The ids are those of sources.
    """
    relays = []
    for evidence in sources.of_claim(desk, claim_id):
        page = captures.page(desk, evidence.capture.id) if evidence.capture else None
        source = evidence.source
        relays.append(Relay(source.id, page.text if page else "", source.url, source.publisher, source.author))
    return list(origins.shared(list({relay.id: relay for relay in relays}.values())))


def independent(desk: Desk, claim_id: str) -> int:
    """How many independent sources a claim has: those with one origin count once."""
    group = {evidence.source.id: evidence.source.id for evidence in sources.of_claim(desk, claim_id)}
    for origin in shared_origins(desk, claim_id):
        joined = {group[source] for source in origin.ids}
        group = {source: min(joined) if own in joined else own for source, own in group.items()}
    return len(set(group.values()))


def name_origin(desk: Desk, source_id: str, origin: str | None) -> None:
    """Note which agency or outlet a source relays, as a reviewer found it; None when it relays nobody."""
    with desk.acting("origin-named", origin=origin or "–") as work:
        row = work.require(tables.Source, source_id)
        row.origin = (origin or "").strip() or None
        work.values["source"] = row.title or row.url or row.file_name or ""
    desk.done(work, None)


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
