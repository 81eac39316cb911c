"""The blind policy's veil: a first verdict is for its author alone until a second one stands beside it.

Every verdict and every step of the trail that a service hands out comes through here, and the ledger of search holds
nothing of a verdict under the veil (``store/lines.py``). A test of the code's shape holds that no other service reads
them past this module. The program hides it from whoever works under another name; it is no secret from those who read
the library's file.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from factcheck.domain.claim import Claim
from factcheck.domain.history import Step
from factcheck.domain.verdict import Verdict
from factcheck.services.desk import Desk
from factcheck.store import read, tables, trail
from factcheck.store.base import chunks

HIDDEN = "verdict-hidden"
"""The label of a step that gave, changed or took back a verdict under the veil."""


def claims(
    desk: Desk, session: Session, *, article_id: str | None = None, ids: Sequence[str] | None = None
) -> list[Claim]:
    """Claims as this reviewer may see them: one whose first verdict is not for them yet shows none."""
    found = read.claims(session, article_id=article_id, ids=ids)
    hidden = _hidden(desk, session, [_row(claim.verdict) for claim in found if claim.verdict])
    return [replace(c, verdict=None) if c.verdict and c.verdict.id in hidden else c for c in found]


def verdicts(desk: Desk, session: Session, claim_id: str) -> list[Verdict]:
    """The verdicts of a claim that this reviewer may see, newest first."""
    found = read.verdicts_of(session, claim_id)
    hidden = _hidden(desk, session, map(_row, found))
    return [given for given in found if given.id not in hidden]


def covers(desk: Desk, session: Session, verdict: tables.Verdict) -> bool:
    """Whether that verdict is not for this reviewer yet."""
    return bool(_hidden(desk, session, [verdict.snapshot()]))


def steps(desk: Desk, session: Session, wanted: trail.Filter, limit: int) -> list[Step]:
    """Steps, newest first, as this reviewer may read them: one about a hidden verdict tells that it is, no more.

    A search for words leaves such steps out: that one is found would tell what is in it.
    """
    found: list[Step] = []
    while len(found) < limit:
        page = trail.steps(session, wanted, limit - len(found))
        seen = _veiled(desk, session, page)
        found += [step for step in seen if not wanted.words or HIDDEN not in {step.label, step.values.get("of")}]
        if not wanted.words or not page:
            break
        wanted = replace(wanted, before=page[-1].number)
    return found


def step(desk: Desk, session: Session, identifier: str) -> Step:
    """One step, as this reviewer may read it; ``NotFound``."""
    return _veiled(desk, session, [trail.step(session, identifier)])[0]


def hides(desk: Desk, session: Session, step: Step) -> bool:
    """Whether the step (as the trail has it) is about a verdict that is not for this reviewer yet."""
    return _veiled(desk, session, [step])[0] is not step


def open_steps(desk: Desk, session: Session, numbers: Iterable[int]) -> list[int]:
    """Those of the steps that tell nothing of a verdict under the veil, in order."""
    ordered = sorted(numbers)
    rows: dict[int, list[Mapping[str, object]]] = {}
    for some in chunks(ordered):
        query = select(tables.Edit).where(tables.Edit.step_number.in_(some), tables.Edit.entity == "verdict")
        for edit in session.scalars(query):
            rows.setdefault(edit.step_number, []).append(json.loads(edit.after or edit.before or "{}"))
    hidden = _hidden(desk, session, (row for several in rows.values() for row in several))
    return [number for number in ordered if not any(row["id"] in hidden for row in rows.get(number, ()))]


def _veiled(desk: Desk, session: Session, found: Sequence[Step]) -> list[Step]:
    edits = [edit for step in found for edit in step.edits if edit.entity == "verdict"]
    hidden = _hidden(desk, session, (edit.after or edit.before or {} for edit in edits))
    if not hidden:
        return list(found)
    return [_without(one) if any(edit.id in hidden for edit in one.edits) else one for one in found]


def _without(step: Step) -> Step:
    """The step without what it says of the verdict; an undo or a redo is still told as one."""
    kept = {"claim": step.values.get("claim", "")}
    if step.undoes:
        return replace(step, values=kept | {"of": HIDDEN}, reason=None, edits=())
    return replace(step, label=HIDDEN, values=kept, reason=None, edits=())


def _row(verdict: Verdict) -> dict[str, object]:
    return {
        "id": verdict.id,
        "claim_id": verdict.claim,
        "reviewer": verdict.reviewer,
        "blind": verdict.blind,
        "second_to": verdict.second_to,
    }


def _hidden(desk: Desk, session: Session, given: Iterable[Mapping[str, object]]) -> set[str]:
    """The ids of those verdicts (their rows, as they are or were) that this reviewer may not see yet."""
    waiting = {
        str(row["id"]): str(row["claim_id"])
        for row in given
        if row.get("blind") and not row.get("second_to") and row["reviewer"] != desk.reviewer
    }
    if not waiting:
        return set()
    seals = read.seals(session, sorted(set(waiting.values())))
    return {verdict for verdict, claim in waiting.items() if verdict not in seals.answered and claim not in seals.open}
