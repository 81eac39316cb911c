"""The rail: the rooms, and at its foot the reviewer. It shows the rooms that are there."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from ui import icons
from ui.actions.bound import Actions
from ui.theme import look
from ui.views.parts import column
from ui.words import say, spoken


class Rail(QFrame):
    """One button a room."""

    def __init__(self, actions: Actions, rooms: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        whole = column(self, margins=(4, 10, 4, 8), gap=4)
        self.rooms = {key: self._room(f"rail.{key}", key) for key in rooms}
        for key, made in self.rooms.items():
            made.setCheckable(True)
            made.clicked.connect(lambda _on=False, key=key: self._clicked(key, actions))
            if key != "settings":
                whole.addWidget(made)
        whole.addStretch(1)
        if "settings" in self.rooms:
            whole.addWidget(self.rooms["settings"])
        self.show_room(rooms[0])
        self.reviewer = self._room("", "person")
        self.reviewer.clicked.connect(actions["reviewer.change"].trigger)
        whole.addWidget(self.reviewer)
        look.changed.connect(self._size)
        spoken.changed.connect(self._size)
        self._size()

    def _room(self, words: str, icon: str) -> QToolButton:
        made = QToolButton()
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.put(made, icon)
        if words:
            say(made, text=words, accessibleName=words)
        return made

    def show_room(self, current: str) -> None:
        """Which room is in front."""
        for key, made in self.rooms.items():
            made.setChecked(key == current)

    def _clicked(self, key: str, actions: Actions) -> None:
        """Go to the room; a second click on Articles folds their list away."""
        if not actions[f"room.{key}"].isEnabled():  # while no library is open
            self.rooms[key].setChecked(False)
        elif self.rooms[key].isChecked():
            actions[f"room.{key}"].trigger()
        else:
            self.rooms[key].setChecked(True)
            if key == "articles":
                actions["view.articles"].trigger()

    def show_reviewer(self, name: str) -> None:
        """Who is working."""
        short = name if len(name) <= 8 else name.split(maxsplit=1)[0][:8]
        self.reviewer.setText(short)
        said = ("reviewer.now", {"name": name})
        say(self.reviewer, toolTip=said, accessibleName=said)

    def _size(self) -> None:
        for made in (*self.rooms.values(), self.reviewer):
            made.setIconSize(QSize(look.px(20), look.px(20)))
            made.setFont(look.sans(11.5))
        wide = max(look.px(64), *(made.sizeHint().width() for made in self.rooms.values()))
        for made in (*self.rooms.values(), self.reviewer):
            made.setFixedWidth(wide)
        self.setFixedWidth(wide + look.px(8))
