"""The rooms behind the rail: one is in front; the others are built on first entry, so that the start waits for none."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget


class Rooms(QStackedWidget):
    """``entered`` tells which room is in front. A room may have ``enter()``, called each time it comes to the front."""

    entered = Signal(str)

    def __init__(self, first: str, room: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._built: dict[str, QWidget] = {first: room}
        self.current = first
        self.addWidget(room)

    def offer(self, key: str, maker: Callable[[], QWidget]) -> None:
        """A room that ``maker()`` builds when somebody wants to enter it."""
        self._makers[key] = maker

    def names(self) -> list[str]:
        """Every room that can be entered."""
        return [*self._built, *(key for key in self._makers if key not in self._built)]

    def room(self, key: str) -> QWidget:
        """The room, built when it is not yet."""
        if key not in self._built:
            self._built[key] = self._makers[key]()
            self.addWidget(self._built[key])
        return self._built[key]

    def enter(self, key: str) -> None:
        """Bring a room to the front."""
        room = self.room(key)
        self.current = key
        self.setCurrentWidget(room)
        prepare = getattr(room, "enter", None)
        if prepare is not None:
            prepare()
        self.entered.emit(key)
