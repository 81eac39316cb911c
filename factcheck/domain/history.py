"""The trail: steps, the edits they made, and the chain that shows a change to either.

One action of a person is one step; each row that it changed is one edit with the row before and after. Every step
carries the SHA-256 of the step before it and of its own content, so that changing, removing or reordering a step
breaks the chain from there on. A chain cannot see its own tail cut off: reports print the head, and
``factcheck verify --head`` compares.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64
"""What the first step names as the step before it."""

Row = Mapping[str, object]
StoredStep = tuple[str, str, int, str, str, str, str, str | None, str | None, int]
"""previous, id, number, at, reviewer, label, values, reason, undoes, undoable: as the store keeps them."""
StoredEdit = tuple[str, str, str | None, str | None, str | None, str | None]
"""entity, id, claim, article, before, after: as the store keeps them."""


def canonical_json(value: object) -> str:
    """JSON with one spelling for one value: sorted keys, no spaces, UTF-8 characters as they are.

    After RFC 8785 for the values that we store (strings, integers, finite floats, booleans, null, lists, objects).
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def stamp(at: datetime) -> str:
    """A time as the library writes it: UTC with microseconds, ``2026-01-31T12:00:00.000000Z``; sorts as text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_stamp(written: str) -> datetime:
    """The time that ``stamp`` wrote."""
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def minute(written: str) -> str:
    """What people are told of a time that ``stamp`` wrote: ``2026-01-31 12:00``, UTC."""
    return written[:16].replace("T", " ")


@dataclass(frozen=True, slots=True)
class Edit:
    """One row that a step changed. ``before`` is None when the row was made, ``after`` when it was removed."""

    entity: str
    id: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a person.

    ``label`` is a message key under ``step.`` that ``values`` fill; ``undoes`` names the step that it reverts.
    ``undoable`` is False for steps that only record facts (a page that was captured stays captured).
    """

    id: str
    number: int
    at: datetime
    reviewer: str
    label: str
    values: dict[str, str]
    reason: str | None
    undoes: str | None
    undoable: bool
    previous: str
    digest: str
    edits: tuple[Edit, ...] = ()


def step_digest(step: StoredStep, edits: Iterable[StoredEdit]) -> str:
    """The SHA-256 of a step's content and of the step before it, as hexadecimal digits.

    The text that is hashed has one field a line; fields that people or pages can fill are written with their length
    before them, so that no text can imitate a boundary. A few microseconds each: a year’s trail takes seconds.
    """
    previous, identifier, number, at, reviewer, label, values, reason, undoes, undoable = step
    told = "-" if reason is None else f"{len(reason)}:{reason}"
    text = (
        f"{previous}\n{identifier}\n{number}\n{at}\n{len(reviewer)}:{reviewer}\n{label}\n{len(values)}:{values}\n"
        f"{told}\n{undoes or '-'}\n{undoable}"
    )
    for entity, row, claim, article, before, after in edits:
        old = "-" if before is None else f"{len(before)}:{before}"
        new = "-" if after is None else f"{len(after)}:{after}"
        text += f"\n{entity}\n{row}\n{claim or '-'}\n{article or '-'}\n{old}\n{new}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
