"""The Reports room: the pages as they will be, what to mend before they are published, and the ways out."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLabel,
    QScrollArea,
    QSplitter,
    QWidget,
)

from factcheck.i18n import current
from ui.jobs import Job
from ui.later import services
from ui.library import Change, Library
from ui.rooms.reportchoices import Choices, Wish
from ui.rooms.room import Room
from ui.rooms.rows import Link
from ui.scaled import scaled
from ui.theme import look
from ui.turns import SETTLING, once_quiet
from ui.views.parts import Section, button, clear, column, label, row
from ui.words import dated, say, spoken, t

PAGE_WIDTH = 760
"""Logical pixels of a page at which its text is as large as the window's own."""


class ReportsRoom(Room):
    """``claim_wanted`` carries (article, claim) of a finding to mend; ``told`` a sentence and what opens the file."""

    claim_wanted = Signal(str, str)
    told = Signal(str, object)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._whole: Any = None
        self._report: Any = None
        self._width = 0
        self._last: str | None = None
        self.opened_article: Callable[[], str | None] = lambda: None
        """Which article is open at the desk: the room begins with its report."""
        self._stale = False
        self._job: Job | None = None
        say(self, accessibleName="reports.title")
        whole = row(self, gap=0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self._choices())
        split.addWidget(self._paper())
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([look.px(360), look.px(900)])
        whole.addWidget(split)
        self._settle = once_quiet(self, SETTLING, self._renew)
        library.changed.connect(self._changed)
        spoken.changed.connect(self._changed)
        look.changed.connect(self._narrow)

    def _choices(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scaled(area, "setMinimumWidth", 320)
        page = QWidget()
        inside = column(page, margins=(20, 16, 20, 20), gap=14)
        inside.addWidget(label("reports.title", "section"))
        self.choices = Choices()
        inside.addWidget(self.choices)
        line = row(gap=8)
        self.out = button("reports.export", self._export, kind="primary", icon="export")
        line.addWidget(self.out)
        line.addStretch(1)
        inside.addLayout(line)
        self.version = label(kind="caption", wrap=True)
        self.version.hide()
        inside.addWidget(self.version)
        self.findings = Section("reports.findings")
        self.corrections = Section("reports.corrections")
        inside.addWidget(self.findings)
        inside.addWidget(self.corrections)
        inside.addStretch(1)
        area.setWidget(page)
        self.choices.wished.connect(self.refresh)
        self.choices.narrowed.connect(self._narrow)
        self.choices.url.editingFinished.connect(self._readdressed)
        return area

    def _paper(self) -> QWidget:
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        say(self.area, accessibleName="reports.pages")
        sheet = QWidget()
        self._pages = column(sheet, margins=(24, 24, 24, 24), gap=20)
        self.area.setWidget(sheet)
        self.empty = label("reports.empty", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self.empty)
        return self.area

    def enter(self) -> None:
        """Come to the front with the articles, saved searches and templates that there are now."""
        self._read_choices()
        self.choices.kind.setFocus()

    def _read_choices(self) -> None:
        def read(desk: Any) -> Any:
            articles = [(article.id, article.title) for article in services.articles.list_all(desk)]
            return articles, [one.name for one in services.search.saved(desk)], services.reports.templates()

        self._library.read(read, self._offer, owner=self)

    def choose(self, article_id: str) -> None:
        """Show the report of an article."""
        if self.choices.choose(article_id):
            self.refresh()

    def refresh(self) -> None:
        """Read the wanted report again and set its pages."""
        wish = self.choices.wish()
        self.out.setEnabled(wish is not None)
        if wish is None:
            self._stop_setting()
            self._whole = self._report = None
            self._show_nothing()
            return
        self._library.read(lambda desk: read_report(desk, wish), self._take, owner=self)

    def _take(self, found: tuple[Any, list[Any]]) -> None:
        self._whole, ledger = found
        show_corrections(self.corrections, ledger)
        self.choices.claims.show([(claim.id, claim.standalone) for claim in self._whole.claims])
        self._set()

    def _narrow(self) -> None:
        """The same report with other ticks or in another look: its pages are set again."""
        if self.isVisible():
            self._settle.start()

    def _stop_setting(self) -> None:
        if self._job is not None and not self._job.over:
            self._job.cancel()

    def _set(self) -> None:
        """Set the pages of the claims that are ticked."""
        wish = self.choices.wish()
        if self._whole is None or wish is None:
            return
        self._report = services.reports.only(self._whole, self.choices.claims.chosen())
        self.version.setText(t("reports.version", version=self._report.version, n=len(self._report.changes)))
        self.version.setVisible(self._report.version > 1)
        jobs = self._library.jobs
        self._stop_setting()
        self._width = self._fitting()
        width = int(self._width * self.devicePixelRatioF())
        call = jobs.in_worker("factcheck.services.reports:preview", self._report, width, current(), wish.template)
        self._job = jobs.start("work", call, self._show, owner=self, title="reports.setting")

    def _fitting(self) -> int:
        """How wide a page may be: as wide as can be read well, or as there is room for."""
        return max(min(look.px(PAGE_WIDTH), self.area.viewport().width() - look.px(48)), look.px(140))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._report is not None and self.isVisible() and abs(self._fitting() - self._width) > look.px(8):
            self._settle.start()

    def _show(self, preview: Any) -> None:
        clear(self._pages)
        ratio = self.devicePixelRatioF()
        for number, picture in enumerate(preview.pages, 1):
            image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
            shown = QPixmap.fromImage(image.copy())
            shown.setDevicePixelRatio(ratio)
            page = QLabel()
            page.setPixmap(shown)
            page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            page.setAccessibleName(t("reports.page", n=number, of=len(preview.pages)))
            self._pages.addWidget(page)
        self._pages.addStretch(1)
        self._show_findings(preview.findings)

    def _show_findings(self, findings: tuple[tuple[str, Any], ...]) -> None:
        clear(self.findings.body)
        claims = {claim.id: claim for claim in self._report.claims}
        same: dict[tuple[str, str], list[Any]] = {}
        for claim_id, finding in findings:
            words = f"{t(f'reports.{finding.severity}')} · {finding.message} {finding.mend}"
            same.setdefault((finding.severity, words), []).append(claims[claim_id])
        for (severity, words), concerned in same.items():
            made = column(gap=2)
            said = label(kind="warn-caption" if severity == "error" else "caption", wrap=True)
            said.setText(words)
            made.addWidget(said)
            for claim in concerned:
                go = lambda c=claim: self.claim_wanted.emit(c.article, c.id)  # noqa: E731 - bound to this claim
                made.addWidget(Link(claim.standalone, go))
            self.findings.body.addLayout(made)
        if not findings:
            decided = any(claim.verdict for claim in self._report.claims)
            words = "reports.findings-none" if decided else "reports.findings-undecided"
            self.findings.body.addWidget(label(words, "caption", wrap=True))
        self.findings.count.setText(str(len(findings)) if findings else "")

    def _show_nothing(self) -> None:
        clear(self._pages)
        self._pages.addWidget(label("reports.empty", "muted", wrap=True))
        clear(self.findings.body)
        self.version.hide()
        self.corrections.hide()

    def _export(self) -> None:
        if self._report is None:
            return
        name = "".join(c for c in self._report.title if c.isalnum() or c in " -_")[:60].strip() or "report"
        suffix = self.choices.format.currentData()
        kind = f"{t(f'reports.as-{suffix}')} (*.{suffix})"
        chosen, _kind = QFileDialog.getSaveFileName(self, t("reports.export"), f"{name}.{suffix}", kind)
        if chosen:
            self.write(Path(chosen if chosen.lower().endswith(f".{suffix}") else f"{chosen}.{suffix}"))

    def write(self, path: Path) -> None:
        """Write the report that is shown; the dialog has asked about an existing file."""
        report, template = self._report, self.choices.template.currentData()

        def write(_job: Job) -> Any:
            services.reports.write_model(self._library.desk, report, path, template=template, replace=True)
            return path

        def written(where: Path) -> None:
            self.told.emit(
                t("report.done", name=where.name), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(where))
            )

        self._library.jobs.start("store", write, written, owner=self, title="job.report")

    def _offer(self, found: tuple[list[tuple[str, str]], list[str], list[str]]) -> None:
        articles, searches, templates = found
        self.choices.offer(articles, [(name, name) for name in searches], templates)
        at_the_desk = self.opened_article()
        if at_the_desk is not None and at_the_desk != self._last:
            self._last = at_the_desk
            self.choices.choose(at_the_desk)
        self.refresh()

    def _readdressed(self) -> None:
        if self._report is None or self.choices.url.text().strip() != (self._report.url or ""):
            self.refresh()

    def _changed(self, _change: Change | None = None) -> None:
        """Something in the library is another, or is said in another language."""
        if self.isVisible():
            self._stale = True
            self._settle.start()

    def _renew(self) -> None:
        """Read again what changed; for other ticks the pages alone are set again."""
        if self._stale:
            self._stale = False
            self._read_choices()
        else:
            self._set()


def show_corrections(part: Section, ledger: list[Any]) -> None:
    """Show the corrections of the report's claims, each with its sentences; the part hides where there are none."""
    clear(part.body)
    for correction, lines in ledger:
        made = column(gap=2)
        when = label(kind="caption")
        when.setText(f"{dated(correction.at)} · {correction.reviewer}")
        made.addWidget(when)
        for line in lines:
            said = label(wrap=True)
            said.setText(line)
            made.addWidget(said)
        part.body.addLayout(made)
    part.setVisible(bool(ledger))


def read_report(desk: Any, wish: Wish) -> tuple[Any, list[Any]]:
    """The report that is wanted, and the corrections of its claims with a sentence each."""
    reports = services.reports
    if wish.kind == "article":
        made = reports.model(desk, wish.subject, wish.language, decided_only=wish.decided_only, url=wish.url)
    elif wish.kind == "search":
        made = reports.model_of_search(desk, services.search.recall(desk, wish.subject), wish.language)
    else:
        made = reports.model_of_period(desk, wish.since(), datetime.now(UTC), wish.language)
    ids = {claim.id for claim in made.claims}
    article = wish.subject if wish.kind == "article" else None
    ledger = [one for one in services.corrections.ledger(desk, article=article) if article or one.claim in ids]
    return made, [(one, services.corrections.describe(desk, one)) for one in ledger]
