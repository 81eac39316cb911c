"""What the captures of a source say of its page: the newest one against those that are cited.

Compared with the capture just before it, a page that changed once would be called kept after the next recheck.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.store import tables
from factcheck.web.changes import address_key

GONE = (404, 410)


class Standing(StrEnum):
    """What the captures of a source say of its page (words: ``standing.<standing>``)."""

    NEVER = "never"
    KEPT = "kept"
    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"
    FAILED = "failed"
    DOUBTFUL = "doubtful"


def standing_of(captures: Sequence[tables.Capture], cited: Collection[str] = ()) -> Standing:
    """What captures, newest first, say of the page: gone only after two answers running that it is not there.

    The newest is compared with those whose ids are ``cited``, else with the first that came.
    """
    if not captures:
        return Standing.NEVER
    newest = captures[0]
    if newest.status in GONE and len(captures) > 1 and captures[1].status in GONE:
        return Standing.GONE
    if newest.problem:
        return Standing.FAILED
    if any(str(flag).startswith("not-the-article") for flag in newest.flags):
        return Standing.DOUBTFUL
    came = [capture for capture in captures if not capture.problem]
    then = [capture for capture in came if capture.id in cited] or came[-1:]
    if any(address_key(capture.final_url) != address_key(newest.final_url) for capture in then):
        return Standing.MOVED
    same = all(capture.page_sha256 == newest.page_sha256 or capture.sha256 == newest.sha256 for capture in then)
    return Standing.KEPT if same else Standing.CHANGED


def of_source(session: Session, source_id: str, cited: Collection[str]) -> Standing:
    """The standing of one source against captures of it."""
    query = select(tables.Capture).where(tables.Capture.source_id == source_id)
    return standing_of(list(session.scalars(query.order_by(tables.Capture.at.desc(), tables.Capture.id.desc()))), cited)


def cited_captures(session: Session, source_ids: Collection[str]) -> set[str]:
    """The captures of these sources that claims cite."""
    query = select(tables.Evidence.capture_id).where(tables.Evidence.source_id.in_(source_ids))
    return {identifier for identifier in session.scalars(query.distinct()) if identifier is not None}
