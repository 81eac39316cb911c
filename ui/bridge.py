"""Events of the core to the window's thread: a callback on the writer's thread becomes a queued signal here."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from factcheck.services.desk import Desk


class Bridge(QObject):
    """``told`` carries (Done, origin) after each commit; made on the window's thread, so it is queued to there."""

    told = Signal(object)

    def listen(self, desk: "Desk", origin: Callable[[], object]) -> None:
        """Pass on what ``desk`` does; ``origin`` is asked on the writer's thread, while the change is being made."""

        def pass_on(done: Any) -> None:
            if isValid(self):
                self.told.emit((done, origin()))

        desk.subscribe(pass_on)
