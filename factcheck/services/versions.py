"""The versions of an article's report: the first until something published is corrected, one more with each correction.

Nothing is kept about them: the trail says when each correction was made and how the article stood before it. What a
person undid counts no more.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.errors import Refused
from factcheck.reports.changes import compare
from factcheck.reports.model import Report
from factcheck.services.desk import Desk
from factcheck.store import tables
from factcheck.store.past import past


def numbered(desk: Desk, article_id: str, made: Report, until: int, model: Callable[[Desk], Report]) -> Report:
    """The report with the number of its version and what changed since the one before, and why.

    ``until`` is the number of the step that it shows; ``model`` makes the same report of another desk. An article that
    came from another library with its corrections has their number, and no changes: how it stood there is not known.
    """
    with desk.reading() as session:
        steps = _corrections(session, article_id, until)
    if not steps:
        return made
    corrected = {correction.at for claim in made.claims for correction in claim.corrections}
    version = 1 + max(len(set(steps)), len(corrected))
    try:
        with closing(Desk(past(desk.library, article_id, max(steps) - 1), desk.settings, desk.reviewer)) as then:
            changes = compare(model(then), made)
    except Refused:
        changes = ()
    return replace(made, version=version, changes=changes)


def _corrections(session: Session, article_id: str, until: int) -> list[int]:
    """The steps that made the article's corrections (a redone one: the step that brought it back), in their order."""
    query = (
        select(tables.Edit.row_id, tables.Edit.step_number, tables.Edit.before, tables.Edit.after)
        .where(tables.Edit.article_id == article_id, tables.Edit.entity == "correction")
        .where(tables.Edit.step_number <= until)
        .order_by(tables.Edit.step_number)
    )
    made: dict[str, int] = {}
    for row_id, number, before, after in session.execute(query):
        if after is None:
            made.pop(row_id, None)
        elif before is None:
            made[row_id] = number
    return sorted(made.values())
