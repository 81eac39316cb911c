"""What the desk marks on claims beside the work on them: tags, notes, who has them, how urgent they are.

Each function is one step for however many claims it is given. Marks may be set in any state: they say nothing about
the claim itself, so readers of a published check need no correction for them.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from factcheck.domain import ids
from factcheck.domain.claim import Claim
from factcheck.domain.history import from_stamp
from factcheck.domain.note import Note
from factcheck.errors import InputError, NotFound
from factcheck.services import claims, veil
from factcheck.services.desk import Desk, Done, ensure_reviewer
from factcheck.services.find import one_of
from factcheck.store import tables
from factcheck.store.unit import Work

PRIORITIES = range(4)
"""From 0 (none) to 3 (at once)."""
TAG_LENGTH = 60


def tag(desk: Desk, claim_ids: Sequence[str], name: str) -> Done[list[Claim]]:
    """Put a tag on claims; those that have it already stay as they are."""
    name = _tag_name(name)

    def mark(work: Work, row: tables.Claim) -> bool:
        tag_id = _tag_id(work, name)
        identifier = f"{row.id}:{tag_id}"
        if work.get(tables.ClaimTag, identifier):
            return False
        work.add(tables.ClaimTag(id=identifier, claim_id=row.id, tag_id=tag_id))
        return True

    return _each(desk, "claims-tagged", claim_ids, mark, tag=name)


def untag(desk: Desk, claim_ids: Sequence[str], name: str) -> Done[list[Claim]]:
    """Take a tag off claims. ``NotFound`` for a tag that the library does not have."""
    name = _tag_name(name)

    def mark(work: Work, row: tables.Claim) -> bool:
        kept = _tag(work, name)
        if kept is None:
            raise NotFound("tag-unknown", id=name)
        held = work.get(tables.ClaimTag, f"{row.id}:{kept.id}")
        if held is not None:
            work.remove(held)
        return held is not None

    return _each(desk, "claims-untagged", claim_ids, mark, tag=name)


def tag_names(desk: Desk) -> list[str]:
    """Every tag that is on a claim, in alphabetical order."""
    with desk.reading() as session:
        used = select(tables.ClaimTag.tag_id)
        return list(session.scalars(select(tables.Tag.name).where(tables.Tag.id.in_(used)).order_by(tables.Tag.name)))


def assign(desk: Desk, claim_ids: Sequence[str], reviewer: str | None) -> Done[list[Claim]]:
    """Give claims to a reviewer, or to nobody. A name that is new to the library becomes one of its reviewers."""
    name = " ".join((reviewer or "").split()) or None

    def mark(work: Work, row: tables.Claim) -> bool:
        if name:
            ensure_reviewer(work, name)
        changed, row.assignee = row.assignee != name, name
        return changed

    if name is None:
        return _each(desk, "claims-unassigned", claim_ids, mark)
    return _each(desk, "claims-assigned", claim_ids, mark, reviewer=name)


def prioritise(desk: Desk, claim_ids: Sequence[str], priority: int) -> Done[list[Claim]]:
    """Say how urgent claims are: 0 (none) to 3 (at once)."""
    if priority not in PRIORITIES:
        raise InputError("priority-range", value=priority, low=PRIORITIES[0], high=PRIORITIES[-1])

    def mark(_work: Work, row: tables.Claim) -> bool:
        changed, row.priority = row.priority != priority, priority
        return changed

    return _each(desk, "claims-prioritised", claim_ids, mark, priority=priority)


def note(desk: Desk, claim_id: str, text: str, reply_to: str | None = None) -> Done[Note]:
    """Remark something on a claim, or reply to a note of it."""
    words = text.strip()
    if not words:
        raise InputError("note-empty")
    with desk.acting("note-added" if reply_to is None else "note-replied") as work:
        claim = work.require(tables.Claim, claim_id)
        if reply_to is not None and work.require(tables.Note, reply_to).claim_id != claim_id:
            raise InputError("note-of-another-claim")
        row = work.add(
            tables.Note(
                id=ids.new_id(),
                claim_id=claim_id,
                reply_to=reply_to,
                text=words,
                reviewer=work.reviewer,
                at=work.at,
            )
        )
        work.values["claim"] = claims.shown(claim)
    return desk.done(work, _note(row))


def notes(desk: Desk, claim_id: str) -> list[Note]:
    """The notes on a claim, each with its replies after it, oldest first."""
    with desk.reading() as session:
        query = select(tables.Note).where(tables.Note.claim_id == claim_id).order_by(tables.Note.at, tables.Note.id)
        found = [_note(row) for row in session.scalars(query)]
    replies: dict[str | None, list[Note]] = {}
    for one in found:
        replies.setdefault(one.reply_to, []).append(one)
    told: list[Note] = []
    waiting = replies.pop(None, [])[::-1]
    while waiting:
        told.append(waiting.pop())
        waiting += replies.pop(told[-1].id, [])[::-1]
    return told


def find_note(desk: Desk, typed: str) -> str:
    """The id of the note that a person meant by a (short) id."""
    with desk.reading() as session:
        return one_of(session, tables.Note, typed)


def _each(
    desk: Desk,
    label: str,
    claim_ids: Sequence[str],
    mark: Callable[[Work, tables.Claim], bool],
    **values: object,
) -> Done[list[Claim]]:
    """Mark every claim in one step; ``mark`` says whether it changed anything. The step counts those it changed."""
    with desk.acting(label, reason=None, **values) as work:
        marked = 0
        for claim_id in dict.fromkeys(claim_ids):
            row = work.require(tables.Claim, claim_id)
            if mark(work, row):
                marked += 1
                work.values["claim"] = claims.shown(row)
        work.values["n"] = str(marked)
    with desk.reading() as session:
        return desk.done(work, veil.claims(desk, session, ids=list(claim_ids)))


def _tag_name(name: str) -> str:
    cleaned = " ".join(name.split()).lstrip("#").strip()
    if not cleaned or len(cleaned) > TAG_LENGTH:
        raise InputError("tag-name", length=TAG_LENGTH)
    return cleaned


def _tag(work: Work, name: str) -> tables.Tag | None:
    pending = (row for row in work.session.new if isinstance(row, tables.Tag) and row.name == name)
    return next(pending, None) or work.session.scalar(select(tables.Tag).where(tables.Tag.name == name))


def _tag_id(work: Work, name: str) -> str:
    row = _tag(work, name) or work.add(tables.Tag(id=ids.new_id(), name=name))
    return row.id


def _note(row: tables.Note) -> Note:
    return Note(row.id, row.claim_id, row.reply_to, row.text, row.reviewer, from_stamp(row.at))
