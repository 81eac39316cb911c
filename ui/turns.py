"""When work on the window's thread is done: in small steps with keys and paints between them, or once it is quiet.

A chain of zero timers would not do for the steps: Qt posts their calls, and what is posted while it delivers the posted
is delivered in the same turn.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Signal

PAUSE = 1
"""Milliseconds between two steps."""
TYPING = 120
"""Milliseconds without a key after which what was typed is looked for."""
SETTLING = 300
"""Milliseconds without a change of the library after which a room in front is read again."""


def once_quiet(owner: QObject, milliseconds: int, call: Callable[[], object]) -> QTimer:
    """A timer that calls when it was started and then left alone for so long; each start begins the wait anew."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(call)
    return timer


class Turns(QObject):
    """The steps of a generator; each runs until its next ``yield``. ``done`` comes once, after the last."""

    done = Signal()

    def __init__(self, steps: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self.begun = self.over = False
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin, with the next turn."""
        self._timer.start()

    def finish(self) -> None:
        """Do at once what is left."""
        while not self.over:
            self._step()

    def _step(self) -> None:
        if self.over:
            return
        self.begun = True
        try:
            next(self._steps)
        except StopIteration:
            self.over = True
            self._timer.stop()
            self.done.emit()
