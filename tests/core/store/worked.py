"""A library with rows in every table that people's work fills, made through the services."""

from pathlib import Path

from factcheck.domain.article import Draft
from factcheck.domain.source import Stance
from factcheck.services import articles, claims, marks, sources, verdicts
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from tests.core.services.conftest import TEXT, split


def work(folder: Path, away: Path) -> str:
    """Fill the library in ``folder``; ``away`` takes the files that are cited. Returns the article's id."""
    desk = Desk.open(folder, settings=Settings(away / "settings.toml", {"review.policy": "second"}), reviewer="Ana")
    article = articles.add(desk, Draft(text=TEXT, raw=TEXT.encode(), file_name="bridge.txt"), split()).value
    first, second, _ = (claim.id for claim in claims.of_article(desk, article))
    claims.accept(desk, [first])
    claims.dismiss(desk, [second], "too vague — Łódź")
    page = away / "books.html"
    page.write_text("<html><body><p>The bridge cost three million crowns, the books say.</p></body></html>")
    sources.cite(desk, first, str(page), stance=Stance.REFUTES, quote="three million crowns", note="p. 4")
    question = marks.note(desk, first, "Which books?").value
    marks.tag(desk, [first, second], "bridges")
    marks.assign(desk, [first], "Cleo")
    verdicts.give(desk, first, "false", "The books say three million.")
    desk.as_reviewer("Ben")
    marks.note(desk, first, "Those of 2025.", reply_to=question.id)
    verdicts.approve(desk, first, "Agreed.")
    verdicts.publish(desk, [first])
    verdicts.correct(desk, first, what_was_wrong="The year.", because="In 2025 it was four.", rating="true")
    desk.close()
    return article
