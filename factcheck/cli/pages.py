"""One claim and one article in full, for the terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from factcheck.cli import out
from factcheck.cli.tables import claims as claims_table
from factcheck.cli.tables import facts, rated, rating_label, reasons
from factcheck.domain import ids
from factcheck.domain.article import Article
from factcheck.domain.claim import Claim, ClaimState
from factcheck.domain.source import Evidence
from factcheck.domain.verdict import Scale, Verdict
from factcheck.i18n import text


def claim_page(
    claim: Claim,
    article: Article,
    evidence: Sequence[Evidence],
    given: Sequence[Verdict],
    one_source: Sequence[str],
    lacks: Sequence[str],
    scales: Sequence[Scale],
) -> RenderableType:
    """A claim: its words, its fields and what they were read from, sources, verdicts, and what is missing."""
    parts: list[RenderableType] = [
        out.safe(claim.standalone, "bold"),
        out.safe(text("report.quoted", quote=" ".join(claim.text.split()))),
        Text(),
        facts(
            [
                ("id", ids.short(claim.id)),
                ("article", f"{article.title} ({ids.short(article.id)}, {claim.start}:{claim.end})"),
                ("claimant", claim.claimant),
                ("modality", text(f"report.modality.{claim.modality}")),
                ("kind", text(f"report.claim-kind.{claim.kind}")),
                ("date", claim.date),
                ("worth", f"{claim.check_worthiness:.2f}"),
                ("state", text(f"report.state.{claim.state}")),
                ("dismissed", claim.dismissed_because),
                ("tags", ", ".join(claim.tags)),
                ("verdict", rated(claim, scales)),
            ]
        ),
    ]
    for verdict in given:
        parts += [Text(), _verdict(verdict, scales)]
    for cited in evidence:
        parts += [Text(), evidence_page(cited)]
    parts += [out.safe(f"\n{sentence}", "italic") for sentence in one_source]
    if claim.reasons:
        parts += [Rule(text("cli.reasons"), align="left", style="dim"), reasons(claim.reasons)]
    if lacks:
        parts += [Rule(text("cli.missing"), align="left", style="dim"), *(out.safe(f"· {lack}") for lack in lacks)]
    return Group(*parts)


def article_page(article: Article, claims: Sequence[Claim], scales: Sequence[Scale]) -> RenderableType:
    """An article: what it says of itself, its text with the claims underlined, the list of them."""
    return Group(
        out.safe(article.title, "bold"),
        facts(
            [
                ("id", ids.short(article.id)),
                ("outlet", article.outlet),
                ("author", article.author),
                ("date", article.date),
                ("language", article.language),
                ("url", article.url),
                ("file", article.file_name),
                ("sha256", article.sha256),
            ]
        ),
        Padding(_marked(article.text, claims), (1, 2)),
        claims_table(claims, scales),
    )


def _marked(words: str, claims: Sequence[Claim]) -> Text:
    """The article's text, its claims underlined; dismissed ones are not."""
    shown, done = Text(), 0
    for claim in sorted(claims, key=lambda c: (c.start, -c.end)):
        if claim.state is ClaimState.DISMISSED or claim.end <= done:
            continue
        shown.append_text(out.safe(words[done : max(done, claim.start)]))
        shown.append_text(out.safe(words[max(done, claim.start) : claim.end], "underline"))
        done = claim.end
    return shown.append_text(out.safe(words[done:]))


def _verdict(verdict: Verdict, scales: Sequence[Scale]) -> RenderableType:
    return Group(
        out.safe(rating_label(verdict, scales), "bold"),
        out.safe(verdict.reason),
        out.safe(text("report.by", reviewer=verdict.reviewer, at=f"{verdict.at:%Y-%m-%d %H:%M} UTC"), "dim"),
    )


def evidence_page(cited: Evidence) -> RenderableType:
    """A source cited for a claim: stance, title, where from, quote, capture."""
    source, capture = cited.source, cited.capture
    stance = text(f"report.stance.{cited.stance}")
    title = source.title or source.file_name or source.url or ids.short(source.id)
    return Group(
        out.safe(f"{stance}: {title}", "bold"),
        facts(
            [
                ("id", ids.short(cited.id)),
                ("url", source.url),
                ("publisher", source.publisher),
                ("date", source.date),
                ("quote", cited.quote),
                ("note", cited.note),
                ("captured", f"{capture.at:%Y-%m-%d %H:%M:%S} UTC" if capture else None),
                ("sha256", capture.sha256 if capture else None),
                ("problem", capture.problem if capture else None),
            ]
        ),
    )
