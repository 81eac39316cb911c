"""What a step changed, in words: each field before and after, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from factcheck.domain.history import Edit, Row, Step
from factcheck.i18n import current, has, text

FIELDS = (
    "standalone", "quote", "modality", "kind", "date", "check_worthiness", "state", "dismissed_because", "assignee",
    "priority", "title", "outlet", "author", "language", "url", "stance", "note", "text", "rating", "reason", "vote",
    "sort", "what_was_wrong", "because", "old_standalone", "new_standalone", "name", "publisher", "origin",
)  # fmt: skip
"""Columns that mean something to a reader, in the order in which they are told."""
WORDS = {
    "state": "report.state",
    "stance": "report.stance",
    "modality": "report.modality",
    "kind": "report.claim-kind",
}
"""Columns whose values have words of their own."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row that a step changed. ``field`` is empty when the whole row came or went.

    ``before`` and ``after`` are in words, None where there was or is nothing; ``said`` is the sentence.
    """

    entity: str
    id: str
    field: str
    before: str | None
    after: str | None
    said: str


def changes(step: Step, language: str | None = None) -> list[Change]:
    """What a step changed, in the order in which it changed it."""
    return [change for edit in step.edits for change in _changes(edit, step, language)]


def _changes(edit: Edit, step: Step, language: str | None) -> Iterator[Change]:
    what = text(f"entity.{edit.entity}", language)
    if edit.before is None or edit.after is None:
        key = "came" if edit.before is None else "went"
        headline = _headline(edit.after or edit.before or {}, step, language)
        said = text(f"change.{key}", language, what=what, headline=headline)
        before, after = (None, headline) if key == "came" else (headline, None)
        yield Change(edit.entity, edit.id, "", before, after, said)
        return
    for field in FIELDS:
        before, after = (_words(side, field, step, language) for side in (edit.before, edit.after))
        if before == after:
            continue
        key = "set" if before is None else "emptied" if after is None else "became"
        label = text(f"changed.{field}", language)
        said = text(f"change.{key}", language, what=what, field=label, before=before, after=after)
        yield Change(edit.entity, edit.id, field, before, after, said)


def _headline(row: Row, step: Step, language: str | None) -> str:
    """The first words that a row has for a reader."""
    words = (_words(row, field, step, language) for field in FIELDS if field in row)
    return next((word for word in words if word), str(row.get("id", ""))[-8:])


def _words(row: Row, field: str, step: Step, language: str | None) -> str | None:
    value = row.get(field)
    if value is None or value == "":
        return None
    if field == "rating" and value == step.values.get("rating"):
        return step.values.get(f"rating_{language or current()}", str(value))
    key = f"{WORDS.get(field, '')}.{value}"
    return text(key, language) if has(key) else str(value)
