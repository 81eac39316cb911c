"""The claim's history: who did what and when, with before and after."""

from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from factcheck.domain.history import Step
from ui.later import services
from ui.theme import look
from ui.views.parts import Section, button, clear, column, label, row
from ui.words import dated, message, t

LONG = 160
"""Characters of a value that are shown."""


class Entry(QWidget):
    """One step, with a dot on the line of time."""

    def __init__(self, step: Step, words: str, undo: Any, *, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = last
        self._mine = step.undoes is None
        whole = column(self, margins=(20, 0, 0, 10), gap=2)
        head = row(gap=8)
        said = label(wrap=True)
        said.setText(words)
        head.addWidget(said, 1)
        if undo is not None:
            head.addWidget(
                button("history.undo", undo, kind="link", hint="history.undo-hint"), 0, Qt.AlignmentFlag.AlignTop
            )
        whole.addLayout(head)
        under = label(kind="caption", wrap=True)
        under.setText(f"{step.reviewer} · {dated(step.at)}")
        whole.addWidget(under)
        for line in changes(step):
            shown = label(kind="caption", wrap=True)
            shown.setText(line)
            whole.addWidget(shown)
        self.setAccessibleName(f"{words}, {step.reviewer}, {dated(step.at)}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y, r = look.px(5) + 0.5, look.px(9), look.px(3.5)
        painter.setPen(QPen(look.colour("line"), 1))
        if not self._last:
            painter.drawLine(int(x), int(y), int(x), self.height())
        painter.setBrush(look.colour("accent" if self._mine else "window"))
        painter.setPen(QPen(look.colour("accent" if self._mine else "muted"), 1.2))
        painter.drawEllipse(QRectF(x - r, y - r, 2 * r, 2 * r))


class TimelinePart(Section):
    """The steps of a claim, newest first. ``undo`` carries the id of a step to take back."""

    undo = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("history.title", parent)
        self._entries = column(gap=0)
        self.body.addLayout(self._entries)
        self._shown: tuple[tuple[Step, str], ...] | None = None

    def show_steps(self, steps: tuple[tuple[Step, str], ...], *, again: bool = False) -> None:
        """Show these steps; each that is in force can be taken back from here, unless a later one hangs on it."""
        if steps == self._shown and not again:
            return
        self._shown = steps
        clear(self._entries)
        undone = {step.undoes for step, _words in steps if step.undoes}
        for place, (step, words) in enumerate(steps):
            can = step.id not in undone
            self._entries.addWidget(
                Entry(step, words, partial(self.undo.emit, step.id) if can else None, last=place == len(steps) - 1)
            )


def changes(step: Step) -> list[str]:
    """The fields that a step changed, each as “name: before → after”."""
    return [
        t("history.change", field=_name(change.field), before=_cut(change.before), after=_cut(change.after))
        for change in services.telling.changes(step)
        if change.field
    ]


def _name(field: str) -> str:
    said = message("field", field, "") or t(f"changed.{field}")
    return said[0].upper() + said[1:]


def _cut(words: str | None) -> str:
    if words is None:
        return t("history.nothing")
    return words if len(words) <= LONG else words[: LONG - 1].rstrip() + "…"
