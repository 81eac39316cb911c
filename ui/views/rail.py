"""The rail: the rooms, and at its foot the reviewer. It shows the rooms that are there."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from ui import icons
from ui.actions.bound import Actions
from ui.theme import look
from ui.views.parts import column
from ui.words import say, t


class Rail(QFrame):
    """One button a room."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        whole = column(self, margins=(4, 10, 4, 8), gap=4)
        self.articles = self._room("rail.articles", "articles")
        self.articles.setCheckable(True)
        self.articles.setChecked(True)
        self.articles.clicked.connect(lambda: (self.articles.setChecked(True), actions["view.articles"].trigger()))
        whole.addWidget(self.articles)
        whole.addStretch(1)
        self.reviewer = self._room("", "person")
        self.reviewer.clicked.connect(actions["reviewer.change"].trigger)
        whole.addWidget(self.reviewer)
        look.changed.connect(self._size)
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

    def show_reviewer(self, name: str) -> None:
        """Who is working."""
        short = name if len(name) <= 9 else name.split()[0][:9]
        self.reviewer.setText(short)
        self.reviewer.setToolTip(t("reviewer.now", name=name))
        self.reviewer.setAccessibleName(t("reviewer.now", name=name))

    def _size(self) -> None:
        for made in (self.articles, self.reviewer):
            made.setIconSize(QSize(look.px(20), look.px(20)))
            made.setFont(look.sans(11.5))
            made.setFixedWidth(look.px(64))
        self.setFixedWidth(look.px(72))
