"""What can be done to all chosen lines at once: each is one step, so that one undo takes it back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ui.jobs import Job
from ui.later import dialogs, services
from ui.library import Library
from ui.models.claims import ClaimRows
from ui.rooms.reportchoices import SUFFIXES
from ui.scaled import scaled
from ui.views.parts import Elided, button, row
from ui.words import Count, spoken, t

MOST = 5000
"""Lines that one action takes: more would hold the library for seconds."""
PRIORITIES = (3, 2, 1, 0)


class Bulk(QWidget):
    """``told`` carries a sentence and what opens the file that was written."""

    told = Signal(str, object)

    def __init__(self, library: Library, rows: ClaimRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._rows = library, rows
        self._spans: list[range] = []
        inside = row(self, margins=(16, 0, 12, 0), gap=4)
        self.count = Elided("caption")
        inside.addWidget(self.count, 1)
        self.accept_ = button("claims.bulk-accept", self.accept, kind="quiet", icon="check")
        self.dismiss_ = button("claims.bulk-dismiss", self.dismiss, kind="quiet", icon="dismiss")
        self.tag_ = button("claims.bulk-tag", self._ask_tag, kind="quiet")
        self.assign_ = button("claims.bulk-assign", kind="quiet", icon="person")
        self.assign_menu = QMenu(self.assign_)
        self.assign_menu.aboutToShow.connect(self._list_reviewers)
        self.assign_.setMenu(self.assign_menu)
        self.urgent_ = button("claims.bulk-priority", kind="quiet")
        urgent = QMenu(self.urgent_)
        urgent.aboutToShow.connect(lambda: self._offer_priorities(urgent))
        self.urgent_.setMenu(urgent)
        for part in (self.accept_, self.dismiss_, self.tag_, self.assign_, self.urgent_):
            inside.addWidget(part)
        scaled(self, "setMinimumHeight", 30)
        self.hide()
        spoken.changed.connect(self._reworded)

    def _reworded(self) -> None:
        self.show_rows(self._spans)

    def show_rows(self, spans: list[range]) -> None:
        """Offer what can be done to these rows, from two on."""
        self._spans = spans
        many = sum(len(span) for span in spans)
        self.setVisible(many > 1)
        self.count.setText(t("claims.chosen", n=Count(many)))
        for part in (self.accept_, self.dismiss_, self.tag_, self.assign_, self.urgent_):
            part.setEnabled(many <= MOST)
        if many > MOST:
            self.count.setText(t("claims.chosen-many", n=Count(many), most=Count(MOST)))

    # -- the actions

    def accept(self) -> None:
        """Take the chosen proposals on."""
        self._do(lambda desk, ids: services.claims.accept(desk, ids))  # noqa: PLW0108 - imported in the lane

    def dismiss(self) -> None:
        """Set them aside."""
        self._do(lambda desk, ids: services.claims.dismiss(desk, ids))  # noqa: PLW0108

    def tag(self, name: str) -> None:
        """Put a tag on them."""
        self._do(lambda desk, ids: services.marks.tag(desk, ids, name))

    def assign(self, reviewer: str | None) -> None:
        """Give them to somebody, or to nobody."""
        self._do(lambda desk, ids: services.marks.assign(desk, ids, reviewer))

    def prioritise(self, priority: int) -> None:
        """Say how urgent they are."""
        self._do(lambda desk, ids: services.marks.prioritise(desk, ids, priority))

    def export(self, title: str) -> None:
        """Ask where to, and write the chosen claims as a report; all that were found where only one line is chosen."""
        name = "".join(c for c in title if c.isalnum() or c in " -_")[:60].strip() or "claims"
        kinds = ";;".join(f"{t(f'reports.as-{suffix}')} (*.{suffix})" for suffix in SUFFIXES if "dossier" not in suffix)
        chosen, _kind = QFileDialog.getSaveFileName(self, t("claims.export"), f"{name}.pdf", kinds)
        if chosen:
            self.write(title, Path(chosen))

    def write(self, title: str, path: Path) -> None:
        """Write the report of the chosen claims; the dialog has asked about an existing file."""
        many = sum(len(span) for span in self._spans)
        spans: Sequence[range] = self._spans if many > 1 else [range(min(self._rows.rowCount(), MOST))]
        find = self._rows.ids_job([place for span in spans for place in span][:MOST])

        def write(job: Job) -> Path:
            desk = self._library.desk
            report = services.reports.model_of_claims(desk, find(desk, job), title)
            services.reports.write_model(desk, report, path, replace=True)
            return path

        def written(where: Path) -> None:
            show = lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(where))  # noqa: E731
            self.told.emit(t("report.done", name=where.name), show)

        self._library.jobs.start("store", write, written, owner=self, title="job.report")

    def _do(self, act: Callable[[Any, list[str]], Any]) -> None:
        find = self._rows.ids_job([place for span in self._spans for place in span][:MOST])
        start = self._library.jobs.start
        start("store", lambda job: find(self._library.desk, job), lambda ids: self._apply(act, ids), owner=self)

    def _apply(self, act: Callable[[Any, list[str]], Any], ids: list[str]) -> None:
        if ids:
            self._library.change(lambda desk: act(desk, ids), origin=self)

    # -- menus

    def _ask_tag(self) -> None:
        name = dialogs.ask.ask_line(self, "claims.tag-title", "claims.tag-words", "claims.tag-give")
        if name:
            self.tag(name)

    def _list_reviewers(self) -> None:
        self._library.read(lambda desk: services.reviewers.list_all(desk), self._offer_reviewers, owner=self)  # noqa: PLW0108

    def _offer_reviewers(self, names: list[str]) -> None:
        self.assign_menu.clear()
        for name in names:
            self.assign_menu.addAction(name).triggered.connect(lambda *_, name=name: self.assign(name))
        self.assign_menu.addSeparator()
        self.assign_menu.addAction(t("claims.nobody")).triggered.connect(lambda *_: self.assign(None))

    def _offer_priorities(self, menu: QMenu) -> None:
        menu.clear()
        for priority in PRIORITIES:
            made = menu.addAction(t(f"priority.is-{priority}"))
            made.triggered.connect(lambda *_, priority=priority: self.prioritise(priority))
