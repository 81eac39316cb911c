"""What others did since a step: read from the trail, so that nothing is missed, however one comes to know of it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from factcheck.store import tables

MANY = 400
"""Rows that are told one by one; of more it is only told that much is new."""


@dataclass(frozen=True, slots=True)
class News:
    """Which rows others touched (table and id) and the claims that these belong to, in which articles, and who it was.

    ``rows`` is None when there were too many to name. ``articles`` holds None for rows of no one article (a source, a
    claimant).
    """

    rows: frozenset[tuple[str, str]] | None
    articles: frozenset[str | None]
    reviewers: frozenset[str]


def head(session: Session) -> int:
    """The number of the newest step; 0 in an empty trail."""
    return session.scalar(select(func.coalesce(func.max(tables.Step.number), 0))) or 0


def since(session: Session, number: int, own: Collection[str]) -> tuple[int, News | None]:
    """The number of the newest step, and what others than ``own`` steps did after step ``number``; None for nothing."""
    newest = head(session)
    if newest == number:
        return newest, None
    edit = tables.Edit
    query = (
        select(tables.Step.id, tables.Step.reviewer, edit.entity, edit.row_id, edit.claim_id, edit.article_id)
        .join(edit, edit.step_number == tables.Step.number)
        .where(tables.Step.number > number, tables.Step.number <= newest)
        .limit(MANY + 1)
    )
    found = session.execute(query).all()
    if newest < number or len(found) > MANY:  # a smaller number: a backup was put in the library's place
        return newest, News(None, frozenset(), frozenset())
    others = [row for row in found if row.id not in own]
    if not others:
        return newest, None
    claims = {("claim", row.claim_id) for row in others if row.claim_id}
    return newest, News(
        frozenset((row.entity, row.row_id) for row in others) | claims,
        frozenset(row.article_id for row in others),
        frozenset(row.reviewer for row in others),
    )
