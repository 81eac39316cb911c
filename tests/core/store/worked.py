"""A library with rows in every table, made through the services."""

import json
from pathlib import Path

from factcheck.domain.article import Draft
from factcheck.domain.query import Query
from factcheck.domain.source import Stance
from factcheck.services import (
    archive,
    archives,
    articles,
    claimants,
    claims,
    marks,
    matching,
    search,
    sources,
    verdicts,
)
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from tests.core.services.conftest import TEXT, split


def work(folder: Path, away: Path) -> str:
    """Fill the library in ``folder``; ``away`` takes the files that are cited. Returns the article's id."""
    desk = Desk.open(folder, settings=Settings(away / "settings.toml", {"review.policy": "second"}), reviewer="Ana")
    article = articles.add(desk, Draft(text=TEXT, raw=TEXT.encode(), file_name="bridge.txt"), split()).value
    first, second, third = (claim.id for claim in claims.of_article(desk, article))
    claims.accept(desk, [first])
    claims.dismiss(desk, [second], "too vague — Łódź")
    page = away / "books.html"
    page.write_text("<html><body><p>The bridge cost three million crowns, the books say.</p></body></html>")
    sources.cite(desk, first, str(page), stance=Stance.REFUTES, quote="three million crowns", note="p. 4")
    question = marks.note(desk, first, "Which books?").value
    marks.tag(desk, [first, second], "bridges")
    _around(desk, third, away)
    marks.assign(desk, [first], "Cleo")
    verdicts.give(desk, first, "false", "The books say three million.")
    desk.as_reviewer("Ben")
    marks.note(desk, first, "Those of 2025.", reply_to=question.id)
    verdicts.approve(desk, first, "Agreed.")
    verdicts.publish(desk, [first])
    verdicts.correct(desk, first, what_was_wrong="The year.", because="In 2025 it was four.", rating="true")
    desk.close()
    return article


def _around(desk: Desk, claim: str, away: Path) -> None:
    """What stands beside the checks themselves: other names, archives, earlier checks, kept searches."""
    name = claimants.list_all(desk)[0].name
    claimants.also_called(desk, name, "I. Quill")
    claimants.link(desk, name, "Q42")
    search.save(desk, "bridges", Query(words="bridge"))
    row = {
        "id": "old-1",
        "text": "The bridge is closed.",
        "rating": "False",
        "date": "2024-05-01",
        "url": "https://example.org/1",
    }
    (away / "old.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    archive.import_file(desk, away / "old.jsonl")
    matching.decide(desk, claim, "old-1", "related", "Another bridge.")
    cited = sources.cite(desk, claim, "https://books.example/2024", fetch=False).value
    archives.paste(desk, cited.source.id, "https://web.archive.org/web/20240102030405/https://books.example/2024")
