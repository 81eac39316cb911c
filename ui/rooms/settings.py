"""The Settings room: the one table of settings as a form that can be searched, with where each value comes from."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QScrollArea, QWidget

from factcheck.domain.fold import fold
from factcheck.domain.verdict import Scale
from factcheck.errors import FactcheckError
from factcheck.i18n import current
from factcheck.settings import TABLE, Setting, Settings, Value
from ui.later import services
from ui.library import Library
from ui.rooms.room import SEARCH, Room
from ui.rooms.settingsparts import parts
from ui.scaled import scaled
from ui.theme import look
from ui.views.controls import Choice, Number
from ui.views.parts import Section, column, label, row
from ui.words import message, say, spoken, t

WIDE = 320
"""Logical pixels that a control may be wide; half of it at least."""
ELSEWHERE = {"interface.keys", "fetch.allowed_hosts", "library.folder"}
"""Settings that have a part of their own below."""
SCALE = "review.scale"
"""The one setting whose choices are files: the scales that there are."""


class SettingsRoom(Room):
    """``changed`` carries the key of a setting that was changed here."""

    changed = Signal(str)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "paper")
        say(self, accessibleName="settings.title")
        self._library, self._settings = library, library.settings
        self.fields: dict[str, SettingField] = {}
        self._sections: dict[str, Section] = {}
        self._scales: list[Scale] = []
        whole = column(self, gap=0)
        head = column(margins=(40, 24, 40, 12), gap=10)
        self.title = label("settings.title")
        head.addWidget(self.title)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.setObjectName(SEARCH)
        scaled(self.filter, "setMaximumWidth", 420)
        say(self.filter, placeholderText="settings.filter", accessibleName="settings.filter")
        self.filter.textChanged.connect(self._search)
        head.addWidget(self.filter)
        self.nothing = label("settings.none-found", "muted")
        self.nothing.hide()
        head.addWidget(self.nothing)
        whole.addLayout(head)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        scaled(page, "setMaximumWidth", 860)
        self._inside = column(page, margins=(40, 4, 40, 40), gap=28)
        for setting in TABLE:
            if setting.key in ELSEWHERE:
                continue
            self._section(setting.key.partition(".")[0]).body.addWidget(self._field(setting))
        self.more = parts(library)
        for part in self.more:
            self._inside.addWidget(part)
        self._inside.addStretch(1)
        area.setWidget(page)
        area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(area, 1)
        look.changed.connect(self._retype)
        spoken.changed.connect(self._reword)
        library.opened.connect(self._opened)
        library.reviewer_changed.connect(self.show_values)
        self._retype()

    def enter(self) -> None:
        """Come to the front with the values in force and the scales that there are."""
        self._read()
        self.filter.setFocus()

    def show_values(self) -> None:
        """Show every value as it is now."""
        for field in self.fields.values():
            field.show_value()

    def is_part(self, widget: QWidget) -> bool:
        return isinstance(widget, Section)

    def _read(self) -> None:
        self._library.read(lambda _desk: services.scales.list_all(), self._offer_scales, owner=self)
        self.show_values()
        for part in self.more:
            part.setEnabled(self._library.desk is not None or not part.needs_library)
            part.refresh()

    def _opened(self) -> None:
        if self.isVisible():
            self._read()

    def _offer_scales(self, scales: list[Scale]) -> None:
        self._scales = scales
        self.fields[SCALE].offer([(scale.key, scale.name(current())) for scale in scales])

    def _reword(self) -> None:
        if self._scales:
            self._offer_scales(self._scales)
        self.show_values()
        for part in self.more:
            part.reword()

    def _section(self, name: str) -> Section:
        if name not in self._sections:
            self._sections[name] = Section(f"settings-group.{name}")
            self._inside.addWidget(self._sections[name])
        return self._sections[name]

    def _field(self, setting: Setting) -> "SettingField":
        made = SettingField(setting, self._settings)
        made.changed.connect(self.changed)
        self.fields[setting.key] = made
        return made

    def _search(self, typed: str) -> None:
        """Show only settings whose name, key or help hold all the words."""
        words = fold(typed).split()
        shown: dict[str, bool] = dict.fromkeys(self._sections, False)
        for key, field in self.fields.items():
            found = all(word in field.searched() for word in words)
            field.setVisible(found)
            shown[key.partition(".")[0]] |= found
        for name, section in self._sections.items():
            section.setVisible(shown[name])
        for part in self.more:
            part.setVisible(all(word in part.searched() for word in words))
        self.nothing.setVisible(not any(shown.values()) and not any(p.isVisibleTo(self) for p in self.more))

    def _retype(self) -> None:
        self.title.setFont(look.serif(24, strong=True))
        self.show_values()  # the zoom may have been changed by its keys


class SettingField(QWidget):
    """One setting: its name, what it does, and a control that fits its type; a refused value is told beneath."""

    changed = Signal(str)

    def __init__(self, setting: Setting, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting, self._settings = setting, settings
        self._showing = False
        whole = row(self, gap=24)
        words = column(gap=2)
        self.name = label(f"setting-name.{setting.key}", wrap=True)
        self.help = label(f"setting.{setting.key}", "caption", wrap=True)
        self.origin = label(kind="caption", wrap=True)
        self.problem = label(kind="warn-caption", wrap=True)
        for part in (self.name, self.help, self.origin, self.problem):
            words.addWidget(part)
        whole.addLayout(words, 3)
        self.control, self._show, self._read = self._control()
        scaled(self.control, "setMinimumWidth", WIDE // 2)
        scaled(self.control, "setMaximumWidth", WIDE)
        say(self.control, accessibleName=f"setting-name.{setting.key}", accessibleDescription=f"setting.{setting.key}")
        whole.addWidget(self.control, 2, Qt.AlignmentFlag.AlignTop)
        self.problem.hide()
        self.show_value()

    def searched(self) -> str:
        """What the search looks in."""
        return fold(f"{self._setting.key} {self.name.text()} {self.help.text()}")

    def show_value(self) -> None:
        """Show the value in force and where it comes from; one from outside cannot be changed here."""
        origin = self._settings.origin(self._setting.key)
        outside = origin in {"environment", "option"}
        self.origin.setText(t(f"settings.from-{origin}", variable=self._setting.variable) if outside else "")
        self.origin.setVisible(outside)
        self.control.setEnabled(not outside)
        if isinstance(self.control, QLineEdit) and self.control.hasFocus() and self.control.isModified():
            return  # it is being typed in
        self._showing = True
        self._show(self._settings[self._setting.key])
        self._showing = False

    def keep(self) -> None:
        """Keep what the control holds; what does not fit is told and nothing is changed."""
        if self._showing:
            return
        try:
            value = self._read()
            if value == self._settings[self._setting.key]:
                self.problem.hide()
                return
            self._settings.put(self._setting.key, value)
        except FactcheckError as refused:
            self.problem.setText(refused.sentence())
            self.problem.show()
            return
        self.problem.hide()
        self.changed.emit(self._setting.key)

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Offer these (key, words) instead of what the table knows."""
        self._showing = True
        self.control.clear()
        for key, words in choices:
            self.control.addItem(words, key)
        self._showing = False
        self.show_value()

    def _control(self) -> tuple[Any, Callable[[Any], None], Callable[[], Value]]:
        default = self._setting.default
        if isinstance(default, bool):
            return self._tick()
        if self._setting.choices or self._setting.key == SCALE:
            return self._choice()
        if isinstance(default, int):
            spin = Number()
            spin.setRange(self._setting.minimum or 0, self._setting.maximum or 1_000_000)
            spin.setKeyboardTracking(False)
            scaled(spin.lineEdit(), "setTextMargins", 8, 0, 0, 0)  # a style sheet's padding does not reach it
            spin.valueChanged.connect(lambda _v: self.keep())
            return spin, spin.setValue, spin.value
        line = QLineEdit()
        line.editingFinished.connect(self.keep)

        def show(value: Value) -> None:
            line.setText(", ".join(value) if isinstance(value, tuple) else str(value))

        return line, show, lambda: self._setting.parse(line.text())

    def _tick(self) -> tuple[Any, Callable[[Any], None], Callable[[], Value]]:
        box = QCheckBox()

        def show(on: bool) -> None:
            box.setChecked(on)
            box.setText(t("settings.on" if on else "settings.off"))

        box.toggled.connect(lambda on: (show(on), self.keep()))
        return box, show, box.isChecked

    def _choice(self) -> tuple[Any, Callable[[Any], None], Callable[[], Value]]:
        combo = Choice()
        for choice in self._setting.choices or (str(self._settings[self._setting.key]),):
            combo.addItem(choice, choice)

        def show(value: Value) -> None:
            if self._setting.key == SCALE:
                combo.setCurrentIndex(combo.findData(value))
                return
            for place in range(combo.count()):
                key = str(combo.itemData(place))
                combo.setItemText(place, message(f"setting-choice.{self._setting.key}", f"is-{key}", key))
            combo.setCurrentIndex(combo.findData(value))

        combo.activated.connect(lambda _i: self.keep())
        return combo, show, lambda: str(combo.currentData())
