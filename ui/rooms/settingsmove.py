"""Moving the library that is open to another place: a server that a newsroom shares, or a new folder."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFileDialog, QWidget

from factcheck.domain.place import Place
from factcheck.errors import Cancelled, FactcheckError
from ui.jobs import Job
from ui.later import services
from ui.library import Library
from ui.rooms.settingsserver import ServerPart
from ui.views.parts import button, row
from ui.words import number, t


class MoveLibrary(ServerPart):
    """Where to, a run that the job bar shows and stops, and what the comparison of both ends found."""

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("settings.move", "settings.move-address", library, parent)
        self._job: Job | None = None
        self.to_server = button("settings.move-server", self.move_to_server)
        self.to_folder = button("settings.move-folder", self._ask_folder, kind="quiet")
        buttons = row(gap=8)
        buttons.addWidget(self.to_server)
        buttons.addWidget(self.to_folder)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.address.textChanged.connect(lambda _words: self._enable())
        self._enable()

    def move_to_server(self) -> Job | None:
        """Move to the server that was typed."""
        try:
            there = services.reaching.server_of(self.address.text().strip(), self.password.text())
        except FactcheckError as refused:
            self._refused(refused)
            return None
        return self.move_to(there)

    def move_to(self, there: Place) -> Job | None:
        """Move the library there. One works on meanwhile in the one that is open, which stays as it is."""
        desk = self.library.desk
        if desk is None:
            return None
        here = desk.place

        def run(job: Job) -> Any:
            return services.moving.run(here, there, job.tell, job.cancelled)

        self.tell(t("settings.move-runs", here=here, there=there), "muted")
        done = lambda moved: self._moved(moved, there)  # noqa: E731 - bound to this place
        start = self.library.jobs.start
        self._job = start("net", run, done, failed=self._refused, owner=self, title="settings.move-title")
        self._enable()
        return self._job

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, t("settings.move-folder"))
        if chosen:
            self.move_to(Path(chosen))

    def _moved(self, moved: Any, there: Place) -> None:
        self._enable()
        rows, steps, files = (number(n) for n in (moved.rows, moved.steps, moved.files))
        size = QLocale().toString(moved.bytes / 1e6, "f", 1)
        found = t("settings.move-done", there=there, rows=rows, steps=steps, files=files, megabytes=size)
        if not moved.ok:
            different = [table.name for table in moved.tables if not table.same]
            found = "\n".join([t("settings.move-differs", there=there), *different, *moved.lost, *moved.findings])
        self.tell(found, "good" if moved.ok else "warn-caption")

    def _refused(self, problem: object) -> None:
        self._enable()
        if isinstance(problem, Cancelled):
            self.tell(t("settings.move-stopped"), "muted")
            return
        self.tell_problem(problem)

    def _enable(self) -> None:
        free = self._job is None or self._job.over
        self.to_server.setEnabled(free and bool(self.address.text().strip()))
        self.to_folder.setEnabled(free)
