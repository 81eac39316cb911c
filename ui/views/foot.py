"""The foot of the window: what lies under the caret, the work that is running, and what went wrong."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.jobs import Job, Jobs
from ui.scaled import scaled
from ui.theme import look
from ui.views.parts import Elided, Share, button, column, label, row
from ui.views.toast import announce
from ui.words import Said, say, spoken, t

KEPT = 3
"""Failures that stay visible; an older one goes when a newer comes."""
TITLE = 280
"""Logical pixels that the title of a job may take; of a longer one the middle is left out."""


class Foot(QFrame):
    """Jobs with progress and cancel, failures as sentences until they are put away; that the server is away.

    ``retry`` when a person wants it to be tried at once.
    """

    retry = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        say(self, accessibleName="foot.name")
        whole = column(self, gap=0)
        self._failures = column(gap=0)
        whole.addLayout(self._failures)
        self._shown: list[QWidget] = []
        line = row(margins=(16, 3, 16, 4), gap=16)
        self.reading = Elided("caption")
        scaled(self.reading, "setMinimumHeight", 25)  # as high as a job, which must not move the text when it comes
        kept = self.reading.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.reading.setSizePolicy(kept)
        line.addWidget(self.reading, 1)
        self.away = QWidget()
        beside = row(self.away, gap=8)
        self.away_words = label(kind="warn-caption")
        beside.addWidget(self.away_words)
        beside.addWidget(button("away.retry", self.retry.emit, kind="link"))
        self.away.hide()
        line.addWidget(self.away)
        self._running = row(gap=12)
        line.addLayout(self._running)
        whole.addLayout(line)
        self._rows: dict[Job, JobRow] = {}
        jobs.changed.connect(self._update)

    def show_away(self, sentence: str | None) -> None:
        """Say quietly that the server is away; None takes it back."""
        if sentence is not None and self.away.isHidden():
            announce(self, sentence)
        self.away_words.setText(sentence or "")
        self.away.setVisible(sentence is not None)

    def fail(self, sentence: str, answer: tuple[Said, Callable[[], object]] | None = None) -> QWidget:
        """Show what went wrong until the person puts it away, with a button for what can be done about it."""
        line = QFrame()
        line.setProperty("kind", "notice")
        inside = row(line, margins=(16, 6, 8, 6), gap=8)
        words = label(wrap=True)
        words.setText(sentence)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(words, 1)
        if answer is not None:
            inside.addWidget(button(answer[0], lambda: (self.put_away(line), answer[1]())))
        inside.addWidget(button("", lambda: self.put_away(line), kind="quiet", icon="close", name="foot.put-away"))
        self._failures.addWidget(line)
        self._shown.append(line)
        while len(self._shown) > KEPT:
            self.put_away(self._shown[0])
        announce(self, sentence)
        return line

    def failures(self) -> list[QWidget]:
        """The failures that are visible."""
        return list(self._shown)

    def put_away(self, line: QWidget) -> None:
        """Take a failure away, if it is still shown."""
        if line in self._shown:
            self._shown.remove(line)
            line.hide()
            line.deleteLater()

    def _update(self) -> None:
        shown = self._jobs.shown()
        for job in [job for job in self._rows if job not in shown]:
            gone = self._rows.pop(job)
            gone.hide()
            gone.deleteLater()
        for job in shown:
            if job not in self._rows:
                self._rows[job] = JobRow(job)
                self._running.addWidget(self._rows[job])
            self._rows[job].bar.show_share(job.share)


class JobRow(QWidget):
    """A job that runs: its title, how far it is, and the way to stop it."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = job.title or ""
        inside = row(self, gap=8)
        self.words = label(kind="caption")
        inside.addWidget(self.words)
        self.bar = Share()
        inside.addWidget(self.bar)
        inside.addWidget(button("job.cancel", job.cancel, kind="link"))
        spoken.changed.connect(self._reword)
        look.changed.connect(self._reword)
        self._reword()

    def _reword(self) -> None:
        """Say the title in the language in force, as much of it as has room."""
        said = self._title
        words = t(said) if isinstance(said, str) else t(said[0], **said[1])
        metrics = self.words.fontMetrics()
        self.words.setText(metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, look.px(TITLE)))
        self.bar.setAccessibleName(words)
