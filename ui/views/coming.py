"""The line under a text whose claims are being found: that they are, how far it is, and a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.jobs import Job
from ui.views.parts import Share, button, label, row
from ui.words import say


class ComingLine(QFrame):
    """``again`` asks to look for the claims once more, ``given_up`` to put the text away."""

    again = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "notice")
        inside = row(self, margins=(16, 6, 8, 6), gap=12)
        self.words = label("coming.words", wrap=True)
        inside.addWidget(self.words, 1)
        self.bar = Share()
        say(self.bar, accessibleName="coming.words")
        inside.addWidget(self.bar)
        self.retry = button("coming.again", self.again.emit, kind="link")
        inside.addWidget(self.retry)
        self.stop = button("job.cancel", self._stop, kind="link", name="coming.stop")
        inside.addWidget(self.stop)
        self._job: Job | None = None
        self.hide()

    def show_job(self, job: Job) -> None:
        """Tell of this job."""
        self._job = job
        say(self.words, text="coming.words")
        say(self.stop, text="job.cancel", accessibleName="coming.stop")
        self.retry.hide()
        self.bar.show()
        self.tell_share()
        self.show()

    def show_failure(self) -> None:
        """Tell that the claims were not found; the text is still there to be tried again."""
        self._job = None
        say(self.words, text="coming.failed")
        say(self.stop, text="coming.put-away", accessibleName="coming.put-away")
        self.bar.hide()
        self.retry.show()
        self.show()

    def tell_share(self) -> None:
        """Show how far the job is."""
        if self._job is not None:
            self.bar.show_share(self._job.share)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        else:
            self.given_up.emit()
