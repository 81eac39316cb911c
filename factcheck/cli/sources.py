"""Verbs about sources: cite."""

from typing import Annotated

import typer
from rich.console import RenderableType

from factcheck.cli import out, shapes
from factcheck.cli.claims import ClaimId
from factcheck.cli.options import Format, Library, Reviewer, job
from factcheck.cli.pages import evidence_page
from factcheck.cli.said import said
from factcheck.domain.source import Stance
from factcheck.i18n import text

verbs = typer.Typer()
IN_PART = 3


@verbs.command("cite")
def cite(
    context: typer.Context,
    typed: ClaimId,
    where: Annotated[str, typer.Argument(metavar="URL|FILE", show_default=False)],
    stance: Annotated[Stance, typer.Option("--stance", metavar="|".join(Stance))] = Stance.CONTEXT,
    quote: Annotated[str | None, typer.Option("--quote", metavar="TEXT", show_default=False)] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", show_default=False)] = None,
    fetch: Annotated[bool, typer.Option("--fetch/--no-fetch")] = True,
    accept_tls: Annotated[bool, typer.Option("--accept-tls")] = False,
    library: Library = None,
    reviewer: Reviewer = None,
    output: Format = None,
) -> None:
    from factcheck.services import claims, sources

    asked = job(context, library, reviewer, output)
    with asked.desk() as desk, out.working(text("cli.fetching")) as progress:
        done = sources.cite(
            desk,
            claims.find(desk, typed),
            where,
            stance=stance,
            quote=quote,
            note=note,
            fetch=fetch,
            accept_tls=accept_tls,
            progress=progress.stage,
        )
    cited = done.value
    problem = cited.capture.problem if cited.capture else None
    data = {
        "source": cited.source.id,
        "evidence": cited.id,
        "capture": shapes.capture(cited.capture),
        "problem": problem,
        "step": done.step,
    }

    def page() -> RenderableType:
        return evidence_page(cited)

    asked.show(data, page)
    out.remark(said(done))
    if problem:
        out.remark(text("cli.cited-without-page", problem=problem))
        raise typer.Exit(IN_PART)
