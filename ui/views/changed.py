"""A quiet line under a field that is being typed in: somebody else changed the same meanwhile, and a way to see it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from factcheck.domain.history import Step
from ui.models.reading import Dossier
from ui.views.parts import button, label, row
from ui.views.toast import announce
from ui.words import say, t


class Changed(QWidget):
    """``wanted`` when the person wants to see both versions. Hidden while there is nothing to tell."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = row(self, gap=8)
        self.words = label(kind="warn-caption", wrap=True)
        inside.addWidget(self.words, 1)
        self.show_both = button("conflict.show", self.wanted.emit, kind="link", name="conflict.show-name")
        inside.addWidget(self.show_both)
        self._told: str | None = None
        self.hide()

    def tell(self, reviewer: str | None) -> None:
        """Say who it was; None takes the line away."""
        if reviewer is not None:
            named = ("conflict.changed", {"reviewer": reviewer})
            say(self.words, text=named if reviewer else "conflict.changed-nobody")
            if reviewer != self._told and reviewer:
                announce(self, t("conflict.changed", reviewer=reviewer))
        self._told = reviewer
        self.setVisible(reviewer is not None)


def last_change(dossier: Dossier | None, column: str) -> Step | None:
    """The newest step that changed a column of the dossier's claim."""
    if dossier is None:
        return None
    for step, _words in dossier.steps:
        for edit in step.edits:
            if edit.entity == "claim" and (edit.before or {}).get(column) != (edit.after or {}).get(column):
                return step
    return None
