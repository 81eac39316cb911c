"""What a step changed, in words: each field before and after, in the reader's language."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from factcheck.domain import ids
from factcheck.domain.history import Edit, Row, Step
from factcheck.i18n import current, has, text

FIELDS = (
    "standalone", "quote", "modality", "kind", "date", "check_worthiness", "state", "dismissed_because", "assignee",
    "priority", "title", "outlet", "author", "language", "url", "stance", "note", "text", "rating", "reason", "vote",
    "sort", "what_was_wrong", "because", "old_standalone", "new_standalone", "name", "publisher", "origin",
)  # fmt: skip
"""Columns that mean something to a reader, in the order in which they are told."""
NAMES = (
    "standalone",
    "title",
    "name",
    "rating",
    "what_was_wrong",
    "vote",
    "text",
    "stance",
    "url",
    "decision",
    "publisher",
)
"""Columns by which a reader knows a row that came or went, the best first."""
WORDS = {
    "vote": "said-of-verdict.",
    "state": "report.state.",
    "stance": "report.stance.",
    "modality": "report.modality.",
    "kind": "report.claim-kind.",
    "priority": "priority.is-",
}
"""Columns whose values have words of their own, and where these stand in the catalogue."""


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


def sentence(label: str, values: Mapping[str, str], language: str | None = None) -> str:
    """A step's label with its values as a sentence; of an undo or a redo, with what it takes back or brings back."""
    values = dict(values)
    if "rating" in values:
        values["rating"] = values.get(f"rating_{language or current()}", values["rating"])
    done = values.get("of", label)
    said = text(f"step.{done}", language, **values)
    return said if done == label else text(f"step.{label}", language, what=said)


def changes(step: Step, language: str | None = None) -> list[Change]:
    """What a step changed, in the order in which it changed it."""
    several = Counter(edit.entity for edit in step.edits)
    return [change for edit in step.edits for change in _changes(edit, step, several[edit.entity] > 1, language)]


def _changes(edit: Edit, step: Step, several: bool, language: str | None) -> Iterator[Change]:
    what = text(f"entity.{edit.entity}", language)
    if edit.before is None or edit.after is None:
        key = "came" if edit.before is None else "went"
        headline = _headline(edit.after or edit.before or {}, step, language)
        said = text(f"change.{key}", language, what=what, headline=headline)
        before, after = (None, headline) if key == "came" else (headline, None)
        yield Change(edit.entity, edit.id, "", before, after, said)
        return
    if several:  # which of them
        what = f"{what} {ids.short(edit.id)}"
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
    if "tag_id" in row and "tag" in step.values:
        return step.values["tag"]
    words = (_words(row, field, step, language) for field in NAMES if field in row)
    return next((word for word in words if word), ids.short(str(row.get("id", ""))))


def _words(row: Row, field: str, step: Step, language: str | None) -> str | None:
    value = row.get(field)
    if value is None or value == "":
        return None
    if field == "rating" and value == step.values.get("rating"):
        return step.values.get(f"rating_{language or current()}", str(value))
    if field == "check_worthiness":
        return text("report.percent", language, n=round(float(str(value)) * 100))
    key = f"{WORDS.get(field, '.')}{value}"
    return text(key, language) if has(key) else str(value)
