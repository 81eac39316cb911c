"""Verbs about the history of claims: search, searches, claimants, claimant."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType

from factcheck.cli import out, shapes
from factcheck.cli.options import ACTS, READS, Job, verb
from factcheck.cli.said import said
from factcheck.cli.tables import facts, head
from factcheck.domain import ids
from factcheck.domain.query import PAGE, Found, Query
from factcheck.i18n import has, text

if TYPE_CHECKING:
    from collections.abc import Sequence

verbs = typer.Typer()


def _option(flag: str, metavar: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(flag, metavar=metavar, show_default=False)
    return option


@verb(verbs, "search", ACTS)
def search_verb(
    asked: Job,
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", show_default=False)] = None,
    verdict: Annotated[str | None, _option("--verdict", "RATING")] = None,
    scale: Annotated[str | None, _option("--scale", "SCALE")] = None,
    state: Annotated[str | None, _option("--state", "STATE")] = None,
    claimant: Annotated[str | None, _option("--claimant", "NAME")] = None,
    outlet: Annotated[str | None, _option("--outlet", "NAME")] = None,
    article: Annotated[str | None, _option("--article", "ARTICLE")] = None,
    language: Annotated[str | None, _option("--language", "CODE")] = None,
    by: Annotated[str | None, _option("--by", "NAME")] = None,
    tag: Annotated[str | None, _option("--tag", "TAG")] = None,
    host: Annotated[str | None, _option("--host", "HOST")] = None,
    kind: Annotated[str | None, _option("--kind", "KIND")] = None,
    modality: Annotated[str | None, _option("--modality", "MODALITY")] = None,
    year: Annotated[int | None, _option("--year", "YEAR")] = None,
    said_in: Annotated[str | None, _option("--said", "DATE")] = None,
    checked: Annotated[str | None, _option("--checked", "DATE")] = None,
    record: Annotated[str | None, _option("--record", "claim|check")] = None,
    sort: Annotated[str, _option("--sort", "ORDER")] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=500)] = PAGE,
    cursor: Annotated[str | None, _option("--cursor", "PLACE")] = None,
    with_facets: Annotated[bool, typer.Option("--facets")] = False,
    saved: Annotated[str | None, _option("--saved", "NAME")] = None,
    save_as: Annotated[str | None, _option("--save", "NAME")] = None,
) -> None:
    from factcheck.services import articles, search

    with asked.desk() as desk:
        given = {
            "words": " ".join(words or ()), "verdict": verdict, "scale": scale, "state": state, "claimant": claimant,
            "outlet": outlet, "article": articles.find(desk, article) if article else None, "language": language,
            "reviewer": by, "tag": tag, "host": host, "kind": kind, "modality": modality, "year": year, "said": said_in,
            "checked": checked, "record": record, "sort": sort,
        }  # fmt: skip
        kept = search.recall(desk, saved).to_json() if saved else {}
        wanted = {name: value for name, value in given.items() if value not in (None, "")}
        query = Query.from_json({**kept, **wanted, "limit": limit, "cursor": cursor})
        page = search.find(desk, query, whole=True)
        counted = search.facets(desk, query) if with_facets else []
        if save_as:
            out.remark(said(search.save(desk, save_as, query)))

    def table() -> RenderableType:
        shown = [out.safe(f"{_facet_name(f.field)}: " + ", ".join(f"{s} {n}" for _, s, n in f.values)) for f in counted]
        return Group(*shown, _lines(page.found))

    claims = [{**shapes.plain(line), **(shapes.claim(line.claim) if line.claim else {})} for line in page.found]
    data = {"claims": claims, "count": page.count, "exact": page.exact, "more": page.more, "cursor": page.cursor}
    asked.show({**data, **({"facets": shapes.plain(counted)} if with_facets else {})}, table)
    out.remark(text("cli.found" if page.exact else "cli.found-more", n=page.count))
    if page.more:
        out.remark(text("cli.next-cursor", cursor=page.cursor))


@verb(verbs, "searches", ACTS)
def searches(asked: Job, forget: Annotated[str | None, _option("--forget", "NAME")] = None) -> None:
    from factcheck.services import search

    with asked.desk() as desk:
        if forget:
            out.remark(said(search.forget(desk, forget)))
        kept = search.saved(desk)
    shown = [f"{one.name}: " + " ".join(f"{key}={value}" for key, value in one.query.to_json().items()) for one in kept]
    data = {"searches": [{"id": one.id, "name": one.name, "query": one.query.to_json()} for one in kept]}
    asked.show(data, lambda: Group(*(out.safe(line) for line in shown)))


@verb(verbs, "claimants", READS)
def claimants_verb(
    asked: Job,
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", show_default=False)] = None,
) -> None:
    from factcheck.services import claimants

    with asked.desk() as desk:
        found = claimants.list_all(desk, " ".join(words or ()))
    rows = [
        (
            ids.short(one.id),
            "\n".join([one.name, *one.others]),
            "\n".join(filter(None, [str(one.claims), one.wikidata])),
        )
        for one in found
    ]
    data = {"claimants": shapes.plain(found)}
    asked.show(data, lambda: out.table(head("id", "name", "claims"), rows))


@verb(verbs, "claimant", ACTS)
def claimant_verb(
    asked: Job,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    also: Annotated[str | None, _option("--also", "NAME")] = None,
    wikidata: Annotated[str | None, _option("--wikidata", "ITEM")] = None,
    merge: Annotated[str | None, _option("--merge", "NAME")] = None,
) -> None:
    from factcheck.services import claimants

    with asked.desk() as desk:
        if also:
            out.remark(said(claimants.also_called(desk, name, also)))
        if wikidata is not None:
            out.remark(said(claimants.link(desk, name, wikidata or None)))
        if merge:
            out.remark(said(claimants.merge(desk, name, merge)))
        found = claimants.record(desk, name)

    def page() -> RenderableType:
        one = found.claimant
        about = [("other-names", ", ".join(one.others)), ("wikidata", one.wikidata)]
        counts = ", ".join(f"{rating}: {n}" for rating, n in found.ratings)
        return Group(out.safe(one.name, "bold"), facts(about), out.safe(counts), _lines(found.found))

    asked.show(shapes.plain(found), page)


def _lines(found: "Sequence[Found]") -> RenderableType:
    rows = []
    for line in found:
        state = text(f"report.state.{line.state}") if line.state else None
        about = (line.rating, state, line.claimant, line.checked or line.date, line.outlet)
        rows.append((ids.short(line.id), line.text, "\n".join(fact for fact in about if fact)))
    return out.table(head("id", "claim", "about"), rows)


def _facet_name(field: str) -> str:
    key = f"cli.column.{field}"
    return text(key) if has(key) else field
