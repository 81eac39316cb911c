"""Other keys for actions: choose one and press the key that it is to have; a taken key is refused with a sentence."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTreeView,
    QWidget,
)

from factcheck.domain.fold import fold
from ui.actions.keymap import keymap, native
from ui.actions.table import BY_ID, MENUS, SUBMENUS, TABLE
from ui.theme import look
from ui.views.parts import button, column, label, row
from ui.words import say, t

ID = Qt.ItemDataRole.UserRole + 1


class Remap(QDialog):
    """The actions with their keys by menu, searched as one types; below, the key of the one that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self, windowTitle="remap.title")
        whole = column(self, margins=(24, 20, 24, 16), gap=10)
        heading = label("remap.title")
        heading.setFont(look.sans(17, strong=True))
        whole.addWidget(heading)
        whole.addWidget(label("remap.words", "muted", wrap=True))
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        say(self.filter, placeholderText="remap.filter", accessibleName="remap.filter")
        whole.addWidget(self.filter)
        whole.addWidget(self._list(), 1)
        whole.addLayout(self._hands())
        self.problem = label(kind="warn-caption", wrap=True)
        self.problem.setMinimumHeight(look.px(20))
        whole.addWidget(self.problem)
        foot = row(gap=8)
        foot.addWidget(button("remap.all-back", self._all_back, kind="quiet"))
        foot.addStretch(1)
        foot.addWidget(button("ask.close", self.accept))
        whole.addLayout(foot)
        self.filter.textChanged.connect(self._fill)
        keymap.changed.connect(self._fill)
        room = parent.size() if parent else self.size()
        self.resize(min(look.px(620), room.width() - 48), min(look.px(680), room.height() - 48))
        self._fill()

    def _list(self) -> QWidget:
        self.model = QStandardItemModel(self)
        self.view = QTreeView()
        self.view.setModel(self.model)
        self.view.setRootIsDecorated(False)
        self.view.setIndentation(0)
        self.view.setHeaderHidden(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        say(self.view, accessibleName="remap.actions")
        self.view.selectionModel().currentChanged.connect(self._picked)
        self.view.activated.connect(lambda _index: self.field.setFocus())
        return self.view

    def _hands(self) -> QHBoxLayout:
        line = row(gap=8)
        self.name = label(wrap=True)
        line.addWidget(self.name, 1)
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.setClearButtonEnabled(True)
        self.field.setFixedWidth(look.px(160))
        say(self.field, accessibleName="remap.key", toolTip="remap.key-hint")
        self.give = button("remap.give", self._give, kind="primary")
        self.none = button("remap.none", lambda: self._choose(()), kind="quiet")
        self.back = button("remap.back", self._back, kind="quiet")
        for part in (self.field, self.give, self.none, self.back):
            line.addWidget(part)
        return line

    def current(self) -> str | None:
        """The action that is chosen."""
        return self.view.currentIndex().siblingAtColumn(0).data(ID)

    def choose(self, identifier: str) -> None:
        """Choose an action."""
        for place in range(self.model.rowCount()):
            index = self.model.index(place, 0)
            if index.data(ID) == identifier:
                self.view.setCurrentIndex(index)

    def _fill(self) -> None:
        chosen, words = self.current(), fold(self.filter.text()).split()
        self.model.clear()
        for menu in [name for top in MENUS for name in (top, *SUBMENUS.get(top, ()))]:
            lines = []
            for action in TABLE:
                said = t(f"action.{action.id}").replace("&", "")
                keys = t("keys.or").join(native(key) for key in keymap.of(action))
                if action.menu == menu and all(word in fold(f"{said} {keys}") for word in words):
                    lines.append(_line(action.id, said, keys))
            if lines:
                self.model.appendRow(_heading(t(f"menu.{menu}").replace("&", "")))
                for line in lines:
                    self.model.appendRow(line)
        if self.model.columnCount() > 1:
            self.view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            self.view.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.choose(chosen or "")
        if self.current() is None and self.model.rowCount() > 1:
            self.view.setCurrentIndex(self.model.index(1, 0))
        self._show()

    def _picked(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.problem.clear()
        self._show()

    def _show(self) -> None:
        identifier = self.current()
        for part in (self.field, self.give, self.none, self.back):
            part.setEnabled(identifier is not None)
        if identifier is None:
            return
        action = BY_ID[identifier]
        keys = keymap.of(action)
        self.name.setText(t(f"action.{identifier}").replace("&", ""))
        self.field.setKeySequence(QKeySequence(keys[0]) if keys else QKeySequence())
        self.none.setEnabled(bool(keys))
        self.back.setEnabled(keymap.is_chosen(identifier))

    def _give(self) -> None:
        key = self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        self._choose((key,) if key else ())

    def _choose(self, keys: tuple[str, ...]) -> None:
        identifier = self.current()
        if identifier is not None:
            self._tell(keymap.choose(identifier, keys))

    def _back(self) -> None:
        identifier = self.current()
        if identifier is not None:
            self._tell(keymap.give_back(identifier))

    def _all_back(self) -> None:
        keymap.give_all_back()
        self.problem.clear()

    def _tell(self, problem: str) -> None:
        self.problem.setText(problem)
        if not problem:
            self.view.setFocus()


def _line(identifier: str, said: str, keys: str) -> list[QStandardItem]:
    name, key = QStandardItem(said), QStandardItem(keys)
    name.setData(identifier, ID)
    name.setData(f"{said}, {keys}" if keys else said, Qt.ItemDataRole.AccessibleTextRole)
    key.setForeground(look.colour("muted"))
    return [name, key]


def _heading(said: str) -> list[QStandardItem]:
    items = [QStandardItem(said), QStandardItem()]
    for item in items:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(look.sans(12, strong=True))
        item.setForeground(look.colour("muted"))
    return items
