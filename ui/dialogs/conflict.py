"""Two people changed the same: both versions beside one another, and the choice between them.

Nothing is written before a person chooses; Escape decides nothing and loses nothing.
"""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QWidget

from factcheck.domain.history import from_stamp
from factcheck.domain.joining import join
from factcheck.domain.verdict import Scale
from factcheck.errors import Clash
from ui.differences import in_words, marked
from ui.library import Standoff
from ui.scaled import scaled
from ui.theme import look
from ui.valuewords import told
from ui.views.parts import Growing, button, column, label, row, scrolling
from ui.words import dated, say, t

TEXTS = {"standalone", "verdict", "note", "quote", "title", "claimant"}
"""Fields in which single words differ."""


class Choice(Enum):
    """What a person makes of it; ``LATER`` leaves everything as it is."""

    LATER = 0
    THEIRS = 1
    MINE = 2
    JOINED = 3


class ConflictDialog(QDialog):
    """``choice`` and, for a joined version, ``words`` when it ends."""

    def __init__(self, waits: Standoff, scale: Scale | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.waits, self._scale = waits, scale
        self.choice = Choice.LATER
        say(self, windowTitle="conflict.window")
        self.setMinimumWidth(look.px(680))
        whole = column(self, margins=(24, 20, 24, 20), gap=12)
        heading = label(("conflict.title", {"reviewer": waits.reviewer}), wrap=True)
        heading.setFont(look.sans(17, strong=True))
        whole.addWidget(heading)
        whole.addWidget(label("conflict.words", "muted", wrap=True))
        page = QWidget()
        fields = column(page, gap=16)
        self.shown = [self._field(clash) for clash in waits.clashes]
        for part in self.shown:
            fields.addWidget(part)
        area = scrolling(page)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.addWidget(area, 1)
        self._joining(whole)
        self._foot(whole)
        page.adjustSize()
        area.setMinimumHeight(min(page.sizeHint().height() + look.px(48), look.px(400)))
        self.resize(look.px(720), self.sizeHint().height())
        self.theirs.setFocus()

    # -- what is shown

    def _field(self, clash: Clash) -> QWidget:
        part = QWidget()
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        scaled(grid, "setHorizontalSpacing", 12)
        scaled(grid, "setVerticalSpacing", 4)
        name = t(f"field.{clash.field}")
        grid.addWidget(label(f"field.{clash.field}", "section"), 0, 0, 1, 2)
        when = dated(from_stamp(self.waits.at))
        theirs = label(("conflict.theirs", {"reviewer": self.waits.reviewer, "at": when}), "caption", wrap=True)
        mine = label("conflict.mine" if clash.mine != clash.theirs else "conflict.mine-none", "caption", wrap=True)
        for place, (head, value) in enumerate(((theirs, clash.theirs), (mine, clash.mine))):
            grid.addWidget(head, 1, place)
            words = self._version(clash, value)
            said = t("labelled", name=head.text(), words=self._told(clash, value))
            words.setAccessibleName(f"{name}. {said}. {words.accessibleName()}")
            grid.addWidget(_card(words), 2, place)
            grid.setColumnStretch(place, 1)
        before = label(("conflict.base", {"words": self._told(clash, clash.base)}), "caption", wrap=True)
        grid.addWidget(before, 3, 0, 1, 2)
        return part

    def _version(self, clash: Clash, value: object) -> QLabel:
        words = label(wrap=True)
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        base, said = self._told(clash, clash.base), self._told(clash, value)
        if clash.field in TEXTS and clash.base:
            words.setTextFormat(Qt.TextFormat.RichText)
            words.setText(marked(base, said))
            words.setAccessibleName(in_words(base, said))
        else:
            words.setText(said)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        return words

    def _told(self, clash: Clash, value: object) -> str:
        return told(clash.field, value, self._scale)

    # -- what can be chosen

    def _joining(self, whole: QWidget) -> None:
        """The field to join both versions in: for words that a person typed. It shows when it is asked for."""
        self.joined = Growing("field", lines=2)
        say(self.joined, accessibleName="conflict.joined")
        self.joined.given.connect(self._give_joined)
        self.joined.left.connect(self.reject)
        self.joined.hide()
        whole.addWidget(self.joined)
        typed = self.waits.typed
        clash = next((c for c in self.waits.clashes if typed and c.field == typed.field), None)
        self.can_join = clash is not None
        if clash is not None and typed is not None:
            base, theirs = plain(clash.base), plain(clash.theirs)
            self.joined.show_words(join(base, theirs, typed.words) or typed.words)

    def _foot(self, whole: QWidget) -> None:
        foot = row(gap=8)
        self.later = button("conflict.later", self.reject, kind="quiet", hint="conflict.later-hint")
        foot.addWidget(self.later)
        foot.addStretch(1)
        self.join = button("conflict.join", self._join, hint=("conflict.key", {"key": "3"}))
        self.join.setVisible(self.can_join)
        foot.addWidget(self.join)
        self.mine = button("conflict.use-mine", lambda: self._end(Choice.MINE), hint=("conflict.key", {"key": "2"}))
        foot.addWidget(self.mine)
        said = ("conflict.keep-theirs", {"reviewer": self.waits.reviewer})
        self.theirs = button(said, lambda: self._end(Choice.THEIRS), kind="primary", hint="conflict.keep-theirs-hint")
        foot.addWidget(self.theirs)
        whole.addLayout(foot)

    def words(self) -> str:
        """What both were joined to."""
        return self.joined.words()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answers = {Qt.Key.Key_1: self.theirs, Qt.Key.Key_2: self.mine, Qt.Key.Key_3: self.join}
        pressed = answers.get(Qt.Key(event.key()))
        if pressed is not None and not self.joined.hasFocus() and not pressed.isHidden():
            pressed.click()
        else:
            super().keyPressEvent(event)

    def _join(self) -> None:
        if self.joined.isVisible():
            self._give_joined()
            return
        self.joined.show()
        self.joined.setFocus()
        self.joined.selectAll()
        say(self.join, text="conflict.give-joined")

    def _give_joined(self) -> None:
        if self.words():
            self._end(Choice.JOINED)

    def _end(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()


def plain(value: object) -> str:
    """The words of a value that a person types: a verdict's are its reason."""
    if isinstance(value, dict):
        value = value.get("reason")
    return "" if value is None else str(value)


def _card(words: QLabel) -> QFrame:
    card = QFrame()
    card.setProperty("kind", "card")
    inside = column(card, margins=(12, 10, 12, 10))
    inside.addWidget(words)
    inside.addStretch(1)
    return card
