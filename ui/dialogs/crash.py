"""Told at the next start: the last run ended badly, what is safe, and the report to pass on."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.dialogs.ask import Ask
from ui.theme import look
from ui.views.parts import button
from ui.words import say


class CrashDialog(Ask):
    """The report stays on this machine; a person may copy it."""

    def __init__(self, report: str, parent: QWidget | None) -> None:
        super().__init__(
            "crash.title", "crash.words" if report.strip() else "crash.killed", "ask.close", parent, width=560
        )
        self.back.hide()
        if not report.strip():
            return
        field = QPlainTextEdit()
        field.setReadOnly(True)
        field.setPlainText(report)
        field.setMinimumHeight(look.px(180))
        say(field, accessibleName="crash.report")
        self.body.addWidget(field)
        self.body.addWidget(button("crash.copy", lambda: QGuiApplication.clipboard().setText(report), kind="link"))
