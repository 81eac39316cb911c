"""The table of actions as QActions: shortcuts, menus, and who answers."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from ui.actions.keymap import keymap
from ui.actions.table import MENUS, SUBMENUS, TABLE, Action
from ui.words import say, t


class Actions(QObject):
    """One QAction for each row of the table, on the window, so that its keys work wherever the focus is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._able: dict[str, Callable[[], bool]] = {}
        for row in TABLE:
            action = QAction(window)
            action.setObjectName(row.id)
            action.setCheckable(row.checkable)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            say(action, text=f"action.{row.id}")
            window.addAction(action)
            self._actions[row.id] = action
        self._give_keys()
        keymap.changed.connect(self._give_keys)

    def _give_keys(self) -> None:
        for row in TABLE:
            self._actions[row.id].setShortcuts([QKeySequence(key) for key in keymap.of(row)])

    def __getitem__(self, identifier: str) -> QAction:
        return self._actions[identifier]

    def bind(self, identifier: str, answer: Callable[[], object]) -> None:
        """Call ``answer()`` when the action is triggered."""
        self._actions[identifier].triggered.connect(lambda *_: answer())

    def bind_instead(self, identifier: str, answer: Callable[[], object]) -> None:
        """Call ``answer()`` and nothing that was bound before."""
        self._actions[identifier].triggered.disconnect()
        self.bind(identifier, answer)

    def allow(self, have: set[str]) -> None:
        """Enable the actions whose needs are all in ``have``, disable the others."""
        for row in TABLE:
            self._actions[row.id].setEnabled(not row.needs or row.needs in have)

    def possible(self) -> list[tuple[Action, QAction]]:
        """What can be done now, in the order of the table."""
        return [(row, self._actions[row.id]) for row in TABLE if self._actions[row.id].isEnabled()]

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus."""
        for name in MENUS:
            menu = self._menu(name, bar)
            for inner in SUBMENUS.get(name, ()):
                menu.addMenu(self._menu(inner, menu))
            bar.addMenu(menu)

    def _menu(self, name: str, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        say(menu, title=f"menu.{name}")
        for row in TABLE:
            if row.menu == name:
                if row.gap:
                    menu.addSeparator()
                menu.addAction(self._actions[row.id])
        return menu


def key_words(row: Action) -> str:
    """The keys of an action as this system writes them."""
    return t("keys.or").join(
        QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keymap.of(row)
    )
