"""Verbs about where pages are kept elsewhere, what an article names, whom a source relays: archive, suggest, origin."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from factcheck.cli import IN_PART, out, shapes
from factcheck.cli.options import ACTS, READS, Job, verb
from factcheck.cli.said import said
from factcheck.cli.tables import head
from factcheck.domain import ids
from factcheck.i18n import text

verbs = typer.Typer()


class How(StrEnum):
    """What to ask an archive."""

    KNOWN = "known"
    LOOK_UP = "look-up"
    SAVE = "save"
    MEMENTO = "memento"


@verb(verbs, "archive", ACTS)
def archive(
    asked: Job,
    typed: Annotated[str, typer.Argument(metavar="SOURCE", show_default=False)],
    how: Annotated[How, typer.Option("--ask", show_default=False)] = How.KNOWN,
    link: Annotated[str | None, typer.Option("--link", metavar="URL", show_default=False)] = None,
) -> None:
    from factcheck.services import archives, captures

    done: Any = None
    state: Any = None
    with asked.desk() as desk, out.working(text("cli.asking-archive")):
        source = captures.find_source(desk, typed)
        if link is not None:
            done = archives.paste(desk, source, link)
        elif how is How.LOOK_UP:
            done = archives.look_up(desk, source)
        elif how is How.MEMENTO:
            done = archives.memento(desk, source)
        elif how is How.SAVE:
            state, done = archives.save(desk, source)
        copies = archives.of_source(desk, source)
    data: dict[str, object] = {"copies": [shapes.plain(copy) for copy in copies]}
    if state is not None:
        data["save"] = {"state": state.state, "job": state.job, "message": state.message}
    rows = [(c.archive, f"{c.taken_at:%Y-%m-%d %H:%M}" if c.taken_at else "–", c.url) for c in copies]
    asked.show(
        data, lambda: out.table(head("archive", "taken", "url"), rows) if rows else out.safe(text("cli.no-copy"))
    )
    if state is not None:
        out.remark(text(f"save-state.{state.state}", message=state.message))
    if done is not None and done.step:
        out.remark(said(done))
    if state is not None and state.state != "archived":
        raise typer.Exit(IN_PART)


@verb(verbs, "suggest", READS)
def suggest(asked: Job, typed: Annotated[str, typer.Argument(metavar="ARTICLE", show_default=False)]) -> None:
    from factcheck.services import articles, citations

    with asked.desk() as desk:
        article = articles.find(desk, typed)
        found = citations.suggestions(desk, article)
        about = citations.about(desk, article, found)
    data = {"suggestions": shapes.plain(found), "one_source": about}
    rows = [(s.name, s.url or "–", ", ".join(ids.short(claim) for claim in s.claims)) for s in found]
    asked.show(
        data, lambda: out.table(head("name", "url", "claims"), rows) if rows else out.safe(text("cli.no-suggestion"))
    )
    for sentence in about:
        out.remark(sentence)


@verb(verbs, "origin", ACTS)
def origin(
    asked: Job,
    typed: Annotated[str, typer.Argument(metavar="SOURCE", show_default=False)],
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", show_default=False)] = None,
) -> None:
    from factcheck.services import captures, citations

    with asked.desk() as desk:
        done = citations.name_origin(desk, captures.find_source(desk, typed), name)
    asked.show({"step": done.step}, lambda: out.safe(said(done)))
