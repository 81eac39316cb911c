"""Undo and redo as steps of the library, and the toast after each change."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from factcheck.domain.history import Edit, Step
from factcheck.i18n import current
from ui.actions.bound import Actions
from ui.later import services
from ui.library import Change, Library
from ui.models.reading import Reading
from ui.views.desk import ArticlesRoom
from ui.views.toast import Toast
from ui.words import has, t

if TYPE_CHECKING:
    from factcheck.services.desk import Done

BACK = {"undone", "redone"}
"""Steps that took another one back: they name it, and what can be done about them is the other of the two."""


class HistoryVerbs(QObject):
    """Ctrl+Z and Ctrl+Shift+Z anywhere, and from the timeline."""

    def __init__(
        self, library: Library, reading: Reading, room: ArticlesRoom, toast: Toast, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._reading, self._toast = library, reading, toast
        actions.bind("undo", self.undo)
        actions.bind("redo", self.redo)
        room.claim.history.undo.connect(self.undo)
        library.changed.connect(self._tell)

    def undo(self, step_id: str | None = None) -> None:
        """Take back a step: the named one, or this reviewer's newest."""
        self._library.change(lambda desk: services.history.undo(desk, step_id), self._follow)

    def redo(self) -> None:
        """Take back the newest undo."""
        self._library.change(services.history.redo, self._follow)

    def _follow(self, done: "Done[Step]") -> None:
        """Go to the claim that came back, so that the person sees what happened."""
        ids = {claim for edit in done.value.edits if (claim := _claim_of(edit))}
        if len(ids) == 1 and self._reading.get(claim := ids.pop()) is not None:
            self._reading.select(claim)

    def _tell(self, change: Change) -> None:
        done = change.done
        if done is None or not done.step:
            return
        words = said(done.label, done.values)
        if done.label == "undone":
            self._toast.tell(words, self.redo, button=t("toast.redo"))
        elif done.label == "redone":
            self._toast.tell(words, self.undo)
        else:
            self._toast.tell(words, lambda step=done.step: self.undo(step))


def _claim_of(edit: Edit) -> str:
    """The claim that an edit is about: itself, or the one that the tag or note is on."""
    if edit.entity == "claim":
        return edit.id
    row = edit.after or edit.before or {}
    return str(row.get("claim_id", "")) if edit.entity in {"claim_tag", "note"} else ""


def said(label: str, values: dict[str, str]) -> str:
    """A step in words, from its label and values."""
    places = dict(values)
    if label in BACK and "of" in places:
        places["what"] = said(places["of"], values)
    if "rating" in places:
        places["rating"] = places.get(f"rating_{current()}", places["rating"])
    key = f"step.{label}"
    return t(key, **places) if has(key) else label
