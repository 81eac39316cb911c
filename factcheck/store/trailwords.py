"""The words of the trail, so that its steps are found again: an index without a copy of the text.

A step is found by what its name says, by its reason and its reviewer, and by the words that people wrote in the rows it
changed. With 200,000 steps a search reads some pages of the index, where LIKE would read the whole trail.
"""

import json
from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, SQLColumnExpression, select, text
from sqlalchemy.orm import Session

from factcheck.domain.history import StoredEdit
from factcheck.store import fulltext

WRITTEN = frozenset(
    {
        "assignee", "author", "because", "dismissed_because", "name", "new_standalone", "note", "outlet", "publisher",
        "quote", "rating", "reason", "standalone", "text", "title", "url", "what_was_wrong",
    }
)  # fmt: skip
"""Columns that hold words of people."""
MOST = 50_000
"""Characters of one step that are indexed: the words of a hundred claims, so that no import makes a commit wait."""


def words_of(values: str, reason: str | None, reviewer: str, edits: Iterable[StoredEdit]) -> str:
    """What a step is found by."""
    found = dict.fromkeys([*map(str, json.loads(values).values()), reason or "", reviewer])
    for _, _, _, _, before, after in edits:
        old, new = (json.loads(side) if side else {} for side in (before, after))
        found |= dict.fromkeys(
            value
            for side, other in ((new, old), (old, new))
            for name, value in side.items()
            if name in WRITTEN and isinstance(value, str) and other.get(name) != value
        )
    return "\n".join(word for word in found if word)[:MOST]


def fill(connection: Connection) -> None:
    """Index every step of a library that has no index yet."""
    steps = connection.execute(text('SELECT number, "values", reason, reviewer FROM step ORDER BY number'))
    changed = "SELECT step_number, entity, row_id, claim_id, article_id, before, after FROM edit ORDER BY 1, position"
    edits = groupby(connection.execute(text(changed)), key=lambda edit: edit[0])
    group = next(edits, None)
    for number, values, reason, reviewer in steps:
        while group is not None and group[0] < number:
            group = next(edits, None)
        mine = [tuple(edit[1:]) for edit in group[1]] if group is not None and group[0] == number else []
        fulltext.add_step(connection, number, words_of(values, reason, reviewer, mine))


def hits(session: Session, words: str, number: SQLColumnExpression[int]) -> ColumnElement[bool] | None:
    """The condition that a step holds a beginning of every word; None when there is no word in ``words``."""
    wanted = fulltext.beginnings(session, words)
    if not wanted:
        return None
    return number.in_(select(fulltext.STEPS.c.rowid).where(fulltext.meets(fulltext.STEPS, wanted)))
