"""The trail: steps, the edits they made, and the chain that shows a change to either.

One action of a person is one step; each row that it changed is one edit with the row before and after. Every step
carries the SHA-256 of the step before it and of its own content, so that changing, removing or reordering a step
breaks the chain from there on. A chain cannot see its own tail cut off: reports print the head, and
``factcheck verify --head`` compares.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64
"""What the first step names as the step before it."""

Row = Mapping[str, object]


def canonical_json(value: object) -> str:
    """JSON with one spelling for one value: sorted keys, no spaces, UTF-8 characters as they are.

    After RFC 8785 for the values that we store (strings, integers, finite floats, booleans, null, lists, objects).
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def stamp(at: datetime) -> str:
    """A time as the trail writes it: UTC, microseconds, ``2026-01-31T12:00:00.000000Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Edit:
    """One row that a step changed. ``before`` is None when the row was made, ``after`` when it was removed."""

    entity: str
    id: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a person. ``label`` is a message key under ``step.``; ``undoes`` the step that it reverts."""

    id: str
    number: int
    at: datetime
    reviewer: str
    label: str
    values: dict[str, str]
    reason: str | None
    undoes: str | None
    previous: str
    digest: str
    edits: tuple[Edit, ...]


def step_digest(
    *,
    previous: str,
    identifier: str,
    number: int,
    at: str,
    reviewer: str,
    label: str,
    values: str,
    reason: str | None,
    undoes: str | None,
    edits: Sequence[tuple[str, str, str | None, str | None]],
) -> str:
    """The SHA-256 of a step and of the step before it, as hexadecimal digits.

    ``edits`` are (entity, id, before, after) with before and after as the canonical JSON text that is stored, so that
    a single changed character in any stored row shows.
    """
    content = [previous, identifier, number, at, reviewer, label, values, reason, undoes, [list(e) for e in edits]]
    return hashlib.sha256(canonical_json(content).encode("utf-8", "surrogatepass")).hexdigest()
