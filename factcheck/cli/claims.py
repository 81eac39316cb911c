"""Verbs about claims: claims, show, accept, dismiss, reopen, edit, merge, cut, claim."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group

from factcheck.cli import out, shapes
from factcheck.cli.options import ACTS, READS, AsOf, Because, ClaimId, ClaimIds, Job, verb
from factcheck.cli.pages import article_page, claim_page
from factcheck.cli.said import said
from factcheck.cli.tables import claims as claims_table
from factcheck.domain import ids
from factcheck.domain.claim import Claim, ClaimState, Kind, Modality
from factcheck.errors import InputError, NotFound
from factcheck.i18n import text

if TYPE_CHECKING:
    from factcheck.services.claims import Changes
    from factcheck.services.desk import Desk, Done

verbs = typer.Typer()


@verb(verbs, "claims", READS)
def claims_verb(
    asked: Job,
    article: Annotated[str | None, typer.Argument(metavar="[ARTICLE]", show_default=False)] = None,
    state: Annotated[list[ClaimState] | None, typer.Option("--state", metavar="STATE", show_default=False)] = None,
) -> None:
    from factcheck.services import articles, claims, scales

    with asked.desk() as desk:
        found = claims.of_article(desk, articles.find(desk, article)) if article else claims.list_all(desk)
    found = [claim for claim in found if not state or claim.state in state]
    known = scales.list_all()
    asked.show({"claims": [shapes.claim(claim) for claim in found]}, lambda: claims_table(found, known))
    if not found:
        out.remark(text("cli.no-claims"))


@verb(verbs, "show", READS)
def show(
    asked: Job,
    typed: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    as_of: AsOf = None,
) -> None:
    from factcheck.services import articles, citations, claims, scales, sources, verdicts

    with asked.desk() as now, ExitStack() as then:
        noun, found = which(now, typed)
        desk = then.enter_context(closing(_past(now, noun, found, as_of))) if as_of else now
        if noun == "claim":
            claim = claims.get(desk, found)
            article = articles.get(desk, claim.article)
            evidence, given = sources.of_claim(desk, found), verdicts.of_claim(desk, found)
            lacks, one_source = verdicts.missing(desk, found), citations.told(desk, found)
            data = {
                "claim": shapes.claim(claim),
                "verdicts": shapes.plain(given),
                "evidence": [shapes.evidence(cited) for cited in evidence],
                "one_source": one_source,
                "missing": lacks,
            }
            asked.show(data, lambda: claim_page(claim, article, evidence, given, one_source, lacks, scales.list_all()))
        else:
            article = articles.get(desk, found)
            own = claims.of_article(desk, found)
            data = {"article": shapes.article(article), "claims": [shapes.claim(claim) for claim in own]}
            asked.show(data, lambda: article_page(article, own, scales.list_all()))


@verb(verbs, "accept", ACTS)
def accept(asked: Job, typed: ClaimIds) -> None:
    from factcheck.services import claims

    with asked.desk() as desk:
        _tell_claims(asked, claims.accept(desk, _all(desk, typed)))


@verb(verbs, "dismiss", ACTS)
def dismiss(asked: Job, typed: ClaimIds, because: Because = "") -> None:
    from factcheck.services import claims

    with asked.desk() as desk:
        _tell_claims(asked, claims.dismiss(desk, _all(desk, typed), because))


@verb(verbs, "reopen", ACTS)
def reopen(asked: Job, typed: ClaimIds) -> None:
    from factcheck.services import claims

    with asked.desk() as desk:
        _tell_claims(asked, claims.reopen(desk, _all(desk, typed)))


@verb(verbs, "edit", ACTS)
def edit(
    asked: Job,
    typed: ClaimId,
    standalone: Annotated[str | None, typer.Option("--standalone", metavar="TEXT", show_default=False)] = None,
    claimant: Annotated[str | None, typer.Option("--claimant", metavar="NAME", show_default=False)] = None,
    modality: Annotated[
        Modality | None, typer.Option("--modality", metavar="|".join(Modality), show_default=False)
    ] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", metavar="KIND", show_default=False)] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", show_default=False)] = None,
    worth: Annotated[float | None, typer.Option("--worth", min=0.0, max=1.0, show_default=False)] = None,
    because: Because = "",
) -> None:
    from factcheck.services import claims

    changes: Changes = {}
    if standalone is not None:
        changes["standalone"] = standalone
    if claimant is not None:
        changes["claimant"] = claimant or None
    if modality is not None:
        changes["modality"] = modality.value
    if kind is not None:
        changes["kind"] = kind.value
    if date is not None:
        changes["date"] = date or None
    if worth is not None:
        changes["check_worthiness"] = worth
    if not changes:
        raise InputError("edit-nothing")
    changes["reason"] = because or None
    with asked.desk() as desk:
        done = claims.edit(desk, claims.find(desk, typed), **changes)
        _tell(asked, done, [done.value])


@verb(verbs, "merge", ACTS)
def merge(
    asked: Job,
    typed: ClaimId,
    second: Annotated[str, typer.Argument(metavar="SECOND", show_default=False)],
) -> None:
    from factcheck.services import claims

    with asked.desk() as desk:
        done = claims.merge(desk, claims.find(desk, typed), claims.find(desk, second))
        _tell(asked, done, [done.value])


@verb(verbs, "cut", ACTS)
def cut(
    asked: Job,
    typed: ClaimId,
    at: Annotated[int | None, typer.Option("--at", metavar="CHARACTER", show_default=False)] = None,
    before: Annotated[str | None, typer.Option("--before", metavar="WORDS", show_default=False)] = None,
) -> None:
    from factcheck.services import claims

    if (at is None) == (before is None):
        raise InputError("cut-where")
    with asked.desk() as desk:
        claim = claims.get(desk, claims.find(desk, typed))
        place = at if at is not None else claim.start + _place(claim.text, before or "")
        done = claims.cut(desk, claim.id, place)
        _tell(asked, done, done.value)


@verb(verbs, "claim", ACTS)
def claim_verb(
    asked: Job,
    typed: Annotated[str, typer.Argument(metavar="ARTICLE", show_default=False)],
    span: Annotated[str | None, typer.Option("--span", metavar="START:END", show_default=False)] = None,
    words: Annotated[str | None, typer.Option("--words", metavar="TEXT", show_default=False)] = None,
) -> None:
    from factcheck.services import articles, claims

    if (span is None) == (words is None):
        raise InputError("claim-where")
    with asked.desk() as desk:
        article = articles.get(desk, articles.find(desk, typed))
        if span is not None:
            start, end = _span(span)
        else:
            start = _place(article.text, words or "")
            end = start + len(words or "")
        done = claims.create(desk, article.id, start, end)
        _tell(asked, done, [done.value])


def _past(desk: "Desk", noun: str, found: str, as_of: str) -> "Desk":
    """A desk on which the claim or the article stands as it was after a step."""
    from factcheck.services import claims, history

    article = claims.get(desk, found).article if noun == "claim" else found
    return history.as_of(desk, article, history.find(desk, as_of))


def which(desk: "Desk", typed: str) -> tuple[str, str]:
    """What a typed id names, a claim or an article, and its whole id."""
    from factcheck.services import articles, claims

    for noun, find in (("claim", claims.find), ("article", articles.find)):
        try:
            return noun, find(desk, typed)
        except NotFound:
            continue
    raise NotFound("id-unknown", id=typed)


def _all(desk: "Desk", typed: Sequence[str]) -> list[str]:
    from factcheck.services import claims

    return [claims.find(desk, one) for one in typed]


def _place(haystack: str, words: str) -> int:
    """Where the words stand; they must stand there exactly once."""
    count = haystack.count(words) if words else 0
    if count != 1:
        raise InputError("words-not-once", words=words, n=count)
    return haystack.index(words)


def _span(written: str) -> tuple[int, int]:
    start, _, end = written.partition(":")
    try:
        return int(start), int(end)
    except ValueError:
        raise InputError("span-form", span=written) from None


def _tell_claims(asked: Job, done: "Done[list[Claim]]") -> None:
    _tell(asked, done, done.value)


def _tell(asked: Job, done: "Done[Any]", changed: Sequence[Claim]) -> None:
    """Print the changed claims: ids for a script on standard output, what was done for people beside it."""
    data = {"step": done.step, "claims": [shapes.claim(claim) for claim in changed]}
    asked.show(data, lambda: Group(*(out.safe(ids.short(claim.id)) for claim in changed)))
    out.remark(said(done))
