"""Small dialogs that ask for words: a reason, an address, a pasted article, a worth of checking."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QSlider, QWidget

from ui.theme import look
from ui.views.parts import Growing, button, column, label, row
from ui.words import say, t


class Ask(QDialog):
    """A title, a sentence, a body, and two buttons: the one that does it, and “Cancel”."""

    def __init__(self, title: str, words: str, give: str, parent: QWidget | None, *, width: int = 460) -> None:
        super().__init__(parent)
        say(self, windowTitle=title)
        self.finished.connect(self.deleteLater)  # once its answer was read: a pasted article is large
        self.setMinimumWidth(look.px(width))
        whole = column(self, margins=(24, 20, 24, 20), gap=12)
        heading = label(title)
        heading.setFont(look.sans(17, strong=True))
        heading.setWordWrap(True)
        whole.addWidget(heading)
        if words:
            whole.addWidget(label(words, "muted", wrap=True))
        self.body = column(gap=8)
        whole.addLayout(self.body, 1)
        foot = row(gap=8)
        foot.addStretch(1)
        self.back = button("ask.cancel", self.reject, kind="quiet")
        foot.addWidget(self.back)
        self.go = button(give, self.accept, kind="primary")
        self.go.setDefault(True)
        foot.addWidget(self.go)
        whole.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.go.isEnabled():
            self.accept()
        else:
            super().keyPressEvent(event)


def ask_words(parent: QWidget, title: str, words: str, give: str) -> str | None:
    """A few words, or None when the person changed their mind."""
    dialog = Ask(title, words, give, parent)
    field = Growing("field", lines=3)
    say(field, accessibleName=title)
    field.given.connect(dialog.accept)
    field.left.connect(dialog.reject)
    dialog.body.addWidget(field)
    field.setFocus()
    return field.words() if dialog.exec() else None


def ask_line(parent: QWidget, title: str, words: str, give: str, start: str = "") -> str | None:
    """One line, or None when the person changed their mind."""
    dialog = Ask(title, words, give, parent)
    field = QLineEdit(start)
    say(field, accessibleName=title)
    field.selectAll()
    dialog.body.addWidget(field)
    field.setFocus()
    return field.text().strip() if dialog.exec() else None


def ask_secret(parent: QWidget, title: str, sentence: str, give: str) -> str | None:
    """One line that is not shown as it is typed, after a sentence that says why it is asked for."""
    dialog = Ask(title, "", give, parent)
    said = label(wrap=True)
    said.setText(sentence)
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    say(field, accessibleName=title)
    for part in (said, field):
        dialog.body.addWidget(part)
    field.setFocus()
    return field.text() if dialog.exec() else None


class PasteDialog(Ask):
    """The text of an article, pasted or typed."""

    def __init__(self, words: str, parent: QWidget | None) -> None:
        super().__init__("intake.paste-title", "intake.paste-words", "intake.paste-give", parent, width=640)
        self._field = QPlainTextEdit()
        self._field.setTabChangesFocus(True)
        self._field.setFont(look.serif(16))
        self._field.setMinimumHeight(look.px(280))
        say(self._field, accessibleName="intake.paste-title")
        self._field.setPlainText(words)
        self._field.textChanged.connect(self._enable)
        self.body.addWidget(self._field)
        self._field.setFocus()
        self._enable()

    def words(self) -> str:
        """The text."""
        return self._field.toPlainText()

    def _enable(self) -> None:
        self.go.setEnabled(bool(self._field.toPlainText().strip()))


class AcceptAboveDialog(Ask):
    """How worth checking a proposed claim must be to be accepted, and how many that is."""

    def __init__(self, worths: list[float], parent: QWidget | None) -> None:
        super().__init__("above.title", "above.words", "above.give", parent)
        self._worths = worths
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, 100)
        self._slider.setPageStep(10)
        say(self._slider, accessibleName="above.title")
        self._slider.valueChanged.connect(lambda _v: self._count())
        self._said = label()
        self.body.addWidget(self._slider)
        self.body.addWidget(self._said)
        self._slider.setValue(50)
        self._count()

    def worth(self) -> float:
        """The least worth, 0 to 1."""
        return self._slider.value() / 100

    def _count(self) -> None:
        n = sum(worth >= self.worth() for worth in self._worths)
        self._said.setText(t("above.count", n=n, worth=self._slider.value()))
        self.go.setEnabled(n > 0)
