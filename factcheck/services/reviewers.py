"""Reviewers: whoever has taken a step in this library, or was named for one."""

from sqlalchemy import select

from factcheck.errors import InputError
from factcheck.services.desk import Desk, Done, ensure_reviewer
from factcheck.store import tables


def list_all(desk: Desk) -> list[str]:
    """The names, in alphabetical order."""
    with desk.reading() as session:
        return list(session.scalars(select(tables.Reviewer.name).order_by(tables.Reviewer.name)))


def add(desk: Desk, name: str) -> Done[str]:
    """Name somebody to whom claims can be given; a known name stays as it is."""
    name = " ".join(name.split())
    if not name:
        raise InputError("reviewer-empty")
    with desk.acting("reviewer-added", name=name) as work:
        ensure_reviewer(work, name)
    return desk.done(work, name)
