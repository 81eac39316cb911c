"""Tables and pages that more than one verb prints."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from factcheck.cli import out
from factcheck.domain import ids
from factcheck.domain.article import ArticleSummary
from factcheck.domain.claim import Claim, Kind, ProposedClaim, Reason, Split
from factcheck.domain.verdict import Scale, Verdict
from factcheck.i18n import current, has, text


def head(*names: str) -> list[str]:
    """Column headings in the reader's language."""
    return [text(f"cli.column.{name}") for name in names]


def proposals(result: Split) -> RenderableType:
    """What the splitter made of an article."""
    about = " · ".join(part for part in (result.title, result.language, result.date) if part)
    rows = [(number, _words(claim), _about(claim)) for number, claim in enumerate(result.claims, 1)]
    return Group(out.safe(about, "bold"), Text(), out.table(head("number", "claim", "about"), rows, leading=1))


def claims(stored: Sequence[Claim], scales: Sequence[Scale] = ()) -> RenderableType:
    """Claims of the library with where each stands."""
    rows = []
    for claim in stored:
        standing = out.safe(rated(claim, scales) or text(f"report.state.{claim.state}"), "bold")
        rows.append((ids.short(claim.id), _words(claim), Text("\n").join([standing, _about(claim)])))
    return out.table(head("id", "claim", "about"), rows, leading=1)


def summaries(articles: Sequence[ArticleSummary]) -> Table:
    """Articles with how far each is."""
    rows = []
    for article in articles:
        title = out.safe(article.title)
        if article.outlet:
            title.append_text(out.safe(f"\n{article.outlet}", "dim"))
        about = " · ".join(part for part in (article.date, article.language) if part)
        decided = text("cli.decided", done=article.decided, all=article.claims)
        rows.append((ids.short(article.id), title, f"{about}\n{decided}"))
    return out.table(head("id", "title", "about"), rows)


def rating_label(given: Verdict, scales: Sequence[Scale]) -> str:
    """The rating's glyph and label; its key where the scale is no longer here."""
    scale = next((s for s in scales if (s.key, s.version) == (given.scale, given.scale_version)), None)
    rating = scale.rating(given.rating) if scale else None
    return f"{rating.glyph} {rating.label(current())}" if rating else given.rating


def rated(claim: Claim, scales: Sequence[Scale]) -> str:
    """The label of the verdict in force, or nothing."""
    return rating_label(claim.verdict, scales) if claim.verdict else ""


def _rule(reason: Reason) -> str:
    """The rule in words; without its quotation where it rests on no words."""
    if not has(f"rule.{reason.rule}"):
        return reason.rule
    said = text(f"rule.{reason.rule}", phrase=reason.phrase)
    return said if reason.phrase else said.partition(":")[0].rstrip()


def reasons(read_from: Sequence[Reason]) -> Table:
    """What each field was read from: the rule in words and the words it found."""
    rows = [
        (
            text(f"cli.column.{reason.field}"),
            _rule(reason),
            reason.phrase,
        )
        for reason in read_from
    ]
    return out.table(head("field", "rule", "phrase"), rows)


def facts(rows: Sequence[tuple[str, object]]) -> Table:
    """Names and values of one thing, without those that are empty."""
    shown = Table(box=None, show_header=False, pad_edge=False)
    shown.add_column(style="dim", no_wrap=True)
    shown.add_column(overflow="fold")
    for name, value in rows:
        if value is not None and str(value):
            shown.add_row(text(f"cli.column.{name}"), value if isinstance(value, Text) else out.safe(value))
    return shown


def _words(claim: Claim | ProposedClaim) -> Text:
    """The exact words, and under them the stand-alone wording where that says more."""
    words = out.safe(" ".join(claim.text.split()))
    if _bare(claim.standalone) != _bare(claim.text):
        words.append_text(out.safe(f"\n→ {claim.standalone}", "dim"))
    return words


def _bare(wording: str) -> str:
    """A wording without what only dresses it: case of the first letter, kind of apostrophe, full stop, spaces."""
    return " ".join(wording.casefold().replace("’", "'").split()).strip(" .")


def _about(claim: Claim | ProposedClaim) -> Text:
    """The fields of a claim, one under the other, without those that are empty."""
    kind = text(f"report.claim-kind.{claim.kind}")
    if claim.kind not in {Kind.QUESTION, Kind.BOILERPLATE, Kind.OPINION}:
        kind = f"{kind}, {text(f'report.modality.{claim.modality}')}"
    date_and_worth = " · ".join(
        part for part in (claim.date, text("cli.worth", worth=f"{claim.check_worthiness:.2f}")) if part
    )
    return out.safe("\n".join(line for line in (claim.claimant, kind, date_and_worth) if line))
