"""Verbs about earlier checks: import, match, decide, precedents, lookup."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table

from factcheck.cli import IN_PART, out, shapes
from factcheck.cli.options import ACTS, PRINTS, READS, ClaimId, Job, verb
from factcheck.cli.said import said
from factcheck.cli.tables import head
from factcheck.domain import ids
from factcheck.errors import InputError, Unreadable
from factcheck.i18n import text
from factcheck.settings import Settings

if TYPE_CHECKING:
    from factcheck.domain.check import EarlierCheck
    from factcheck.domain.match import Match
    from factcheck.services.archive import ImportReport

verbs = typer.Typer()
SHOWN = 20
"""Refused rows that the terminal shows; JSON has more."""
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=100)]


@verb(verbs, "import", ACTS)
def import_verb(asked: Job, path: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    from factcheck.services import archive

    with asked.desk() as desk, out.working(text("cli.importing")) as progress:
        report = archive.import_file(desk, path, progress.count).value
    asked.show(shapes.plain(report), lambda: _imported(report))
    if report.refused:
        raise typer.Exit(IN_PART)


@verb(verbs, "match", READS)
def match(
    asked: Job,
    words: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]", show_default=False)] = None,
    claim: Annotated[str | None, typer.Option("--claim", metavar="CLAIM", show_default=False)] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="QUERIES.jsonl", show_default=False)] = None,
    limit: Limit = 10,
) -> None:
    from factcheck.services import claims, matching

    if sum(bool(given) for given in (words, claim, file)) != 1:
        raise InputError("match-what")
    with asked.desk() as desk, out.working(text("cli.matching")) as progress:
        if file:
            queries = _queries(file)
            texts = [query["text"] for query in queries]
            found = matching.suggest_many(desk, texts, limit=limit, progress=progress.count)
        else:
            queries = []
            wanted = claims.find(desk, claim) if claim else " ".join(words or ())
            matching.prepare(desk, progress=progress.count)
            found = [matching.suggest(desk, wanted, limit=limit)]
        method, level, about = matching.method(desk), matching.threshold(desk), matching.about(desk)
    if file:
        data: Any = [
            {"id": query["id"], "matches": shapes.plain(matches)} for query, matches in zip(queries, found, strict=True)
        ]
    else:
        data = {"matches": shapes.plain(found[0]), "method": method, "threshold": shapes.plain(level)}
    asked.show(data, lambda: Group(*(_matches(matches) for matches in found)))
    out.remark(about)
    out.remark(text("cli.learned" if level.learned else "cli.not-learned", value=level.value, n=level.decisions))


@verb(verbs, "decide", ACTS)
def decide(
    asked: Job,
    typed: ClaimId,
    other: Annotated[str, typer.Argument(metavar="MATCH")],
    decision: Annotated[str, typer.Argument(metavar="same|related|different|none")],
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", show_default=False)] = None,
) -> None:
    from factcheck.services import claims, matching

    with asked.desk() as desk:
        claim = claims.find(desk, typed)
        done = matching.decide(desk, claim, other, None if decision == "none" else decision, note)
    data = {"claim": claim, "match": other, "decision": done.value, "step": done.step}
    asked.show(shapes.plain(data), lambda: out.safe(said(done)))


@verb(verbs, "precedents", READS)
def precedents(asked: Job, typed: ClaimId, limit: Limit = 10) -> None:
    from factcheck.services import claims, matching

    with asked.desk() as desk:
        found = matching.precedents(desk, claims.find(desk, typed), limit=limit)

    def page() -> RenderableType:
        counts = ", ".join(f"{rating}: {n}" for rating, n in found.ratings)
        return Group(out.safe(counts or text("cli.no-precedents"), "bold"), _matches(found.matches))

    data = {"ratings": [{"rating": rating, "n": n} for rating, n in found.ratings]}
    asked.show({**data, "matches": shapes.plain(found.matches)}, page)


@verb(verbs, "lookup", PRINTS)
def lookup(
    asked: Job,
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", show_default=False)] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="CODE", show_default=False)] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", metavar="SITE", show_default=False)] = None,
    page: Annotated[str | None, typer.Option("--page", metavar="TOKEN", show_default=False)] = None,
    store_key: Annotated[bool, typer.Option("--store-key")] = False,
) -> None:
    from factcheck.services import factchecktools

    if store_key:
        factchecktools.store_key(
            typer.prompt(text("cli.key"), hide_input=True, default="", show_default=False, err=True)
        )
        out.remark(text("cli.key-kept"))
        return
    with out.working(text("cli.looking-up")):
        wanted = " ".join(words or ())
        answer = factchecktools.search(wanted, Settings(), language=language, publisher=publisher, page=page)
    data = {"checks": shapes.plain(answer.checks), "next_page": answer.next_page}
    asked.show(data, lambda: _looked_up(answer.checks))
    if answer.next_page:
        out.remark(text("cli.next-page", token=answer.next_page))


def _queries(path: Path) -> list[dict[str, str]]:
    """The queries of a JSON Lines file: objects with id and text."""
    queries = []
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise Unreadable("archive-file", path=path, problem=problem) from problem
    for number, line in enumerate(lines, 1):
        try:
            query = json.loads(line) if line.strip() else None
            if query is not None:
                queries.append({"id": str(query["id"]), "text": str(query["text"])})
        except (ValueError, TypeError, KeyError, RecursionError) as problem:
            raise InputError("match-query", path=path, line=number) from problem
    return queries


def _matches(matches: "list[Match] | tuple[Match, ...]") -> Table:
    rows = [
        (
            f"{match.score:.2f}" + (" ●" if match.likely else ""),
            match.text,
            _about(
                match.rating,
                match.date,
                match.publisher,
                text(f"match.said.{match.decision}") if match.decision else None,
                text("cli.words-met", words=", ".join(match.words)) if match.words else None,
                match.id if match.record == "check" else ids.short(match.id),
            ),
        )
        for match in matches
    ]
    return out.table(head("score", "claim", "about"), rows)


def _looked_up(checks: "tuple[EarlierCheck, ...]") -> Table:
    rows = [
        (check.date, check.text, _about(check.rating, check.claimant, check.publisher, check.url)) for check in checks
    ]
    return out.table(head("date", "claim", "about"), rows)


def _about(*facts: str | None) -> str:
    return "\n".join(fact for fact in facts if fact)


def _imported(report: "ImportReport") -> RenderableType:
    counts = {"taken": report.taken, "changed": report.changed, "same": report.same, "refused": report.refused}
    parts: list[RenderableType] = [
        out.safe(text("cli.import-known" if report.known else "cli.imported", **counts), "bold")
    ]
    parts += [out.safe(f"· {sentence}: {n}") for sentence, n in report.mended.items()]
    if report.complaints:
        parts += [out.safe(f"· {complaint.row}: {complaint.reason}") for complaint in report.complaints[:SHOWN]]
    return Group(*parts)
