"""The Reports room: the pages as they will be, what to mend before they are published, and the ways out."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QWidget,
)

from factcheck.i18n import LANGUAGES, current
from ui.jobs import Job
from ui.later import services
from ui.library import Change, Library
from ui.rooms.rows import Link
from ui.theme import look
from ui.views.parts import Section, button, clear, column, label, row
from ui.words import dated, say, spoken, t

PAGE_WIDTH = 760
SETTLE_MS = 400
"""How long the library must be quiet before the pages are set again."""
SUFFIXES = ("pdf", "html", "docx", "md", "xlsx", "csv", "json", "jsonld", "dossier.zip")


class ReportsRoom(QFrame):
    """``claim_wanted`` carries (article, claim) of a finding to mend; ``told`` a sentence and what opens the file."""

    claim_wanted = Signal(str, str)
    told = Signal(str, object)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._report: Any = None
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
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        library.changed.connect(self._changed)
        spoken.changed.connect(self._reworded)

    def _choices(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumWidth(look.px(300))
        page = QWidget()
        inside = column(page, margins=(20, 16, 20, 20), gap=16)
        inside.addWidget(label("reports.title", "section"))
        self.article = QComboBox()
        self.article.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        say(self.article, accessibleName="reports.article")
        self.article.activated.connect(lambda _i: self.refresh())
        self.language = QComboBox()
        say(self.language, accessibleName="reports.language")
        self.language.activated.connect(lambda _i: self.refresh())
        for words, control in (("reports.article", self.article), ("reports.language", self.language)):
            field = column(gap=4)
            field.addWidget(label(words, "caption"))
            field.addWidget(control)
            inside.addLayout(field)
        self.decided = QCheckBox()
        say(self.decided, text="reports.decided-only")
        self.decided.toggled.connect(lambda _on: self.refresh())
        inside.addWidget(self.decided)
        self.url = QLineEdit()
        say(self.url, placeholderText="reports.url-hint", accessibleName="reports.url")
        self.url.editingFinished.connect(self._readdressed)
        field = column(gap=4)
        field.addWidget(label("reports.url", "caption"))
        field.addWidget(self.url)
        inside.addLayout(field)
        line = row(gap=8)
        self.out = button("reports.export", self._export, kind="primary", icon="export")
        line.addWidget(self.out)
        line.addStretch(1)
        inside.addLayout(line)
        self.formats = label("reports.formats", "caption", wrap=True)
        inside.addWidget(self.formats)
        self.findings = Section("reports.findings")
        self.corrections = Section("reports.corrections")
        inside.addWidget(self.findings)
        inside.addWidget(self.corrections)
        inside.addStretch(1)
        area.setWidget(page)
        self._name_languages()
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
        """Come to the front with the articles that there are now."""
        list_all = lambda desk: services.articles.list_all(desk)  # noqa: E731, PLW0108 - imported in the store's lane
        self._library.read(list_all, self._offer, owner=self)
        self.article.setFocus()

    def choose(self, article_id: str) -> None:
        """Show the report of an article."""
        at = self.article.findData(article_id)
        if at >= 0 and at != self.article.currentIndex():
            self.article.setCurrentIndex(at)
            self.refresh()

    def refresh(self) -> None:
        """Set the pages of the chosen report again."""
        article, language = self.article.currentData(), self.language.currentData()
        decided, url = self.decided.isChecked(), self.url.text()
        self.out.setEnabled(article is not None)
        if article is None:
            self._show_nothing()
            return

        def read(desk: Any) -> Any:
            corrections = services.corrections
            ledger = corrections.ledger(desk, article=article)
            told = [(one, corrections.describe(desk, one)) for one in ledger]
            return services.reports.model(desk, article, language, decided_only=decided, url=url), told

        self._library.read(read, self._set, owner=self)

    def _set(self, found: tuple[Any, list[Any]]) -> None:
        self._report, ledger = found
        self._show_corrections(ledger)
        jobs = self._library.jobs
        if self._job is not None and not self._job.over:
            self._job.cancel()
        width = int(look.px(PAGE_WIDTH) * self.devicePixelRatioF())
        call = jobs.in_worker("factcheck.services.reports:preview", self._report, width, current())
        self._job = jobs.start("work", call, self._show, owner=self, title="reports.setting")

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
        for claim_id, finding in findings:
            claim = claims[claim_id]
            made = column(gap=2)
            go = lambda c=claim: self.claim_wanted.emit(c.article, c.id)  # noqa: E731 - bound to this claim
            made.addWidget(Link(claim.standalone, go))
            said = label(kind="warn-caption" if finding.severity == "error" else "caption", wrap=True)
            said.setText(f"{t(f'reports.{finding.severity}')} · {finding.message} {finding.mend}")
            made.addWidget(said)
            self.findings.body.addLayout(made)
        if not findings:
            decided = any(claim.verdict for claim in self._report.claims)
            words = "reports.findings-none" if decided else "reports.findings-undecided"
            self.findings.body.addWidget(label(words, "caption", wrap=True))
        self.findings.count.setText(str(len(findings)) if findings else "")

    def _show_corrections(self, ledger: list[Any]) -> None:
        clear(self.corrections.body)
        for correction, lines in ledger:
            made = column(gap=2)
            when = label(kind="caption")
            when.setText(f"{dated(correction.at)} · {correction.reviewer}")
            made.addWidget(when)
            for line in lines:
                said = label(wrap=True)
                said.setText(line)
                made.addWidget(said)
            self.corrections.body.addLayout(made)
        self.corrections.setVisible(bool(ledger))

    def _show_nothing(self) -> None:
        clear(self._pages)
        self._pages.addWidget(label("reports.empty", "muted", wrap=True))
        clear(self.findings.body)
        self.corrections.hide()

    def _export(self) -> None:
        if self._report is None:
            return
        name = "".join(c for c in self._report.title if c.isalnum() or c in " -_")[:60].strip() or "report"
        kinds = ";;".join(f"{t(f'reports.as-{suffix}')} (*.{suffix})" for suffix in SUFFIXES)
        chosen, _kind = QFileDialog.getSaveFileName(self, t("reports.export"), f"{name}.pdf", kinds)
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write the report that is shown; the dialog has asked about an existing file."""
        report = self._report

        def write(_job: Job) -> Any:
            services.reports.write_model(self._library.desk, report, path, replace=True)
            return path

        def written(where: Path) -> None:
            self.told.emit(
                t("report.done", name=where.name), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(where))
            )

        self._library.jobs.start("store", write, written, owner=self, title="job.report")

    def _offer(self, articles: list[Any]) -> None:
        chosen = self.article.currentData()
        self.article.clear()
        for article in articles:
            self.article.addItem(article.title, article.id)
        self.article.setCurrentIndex(max(self.article.findData(chosen), 0) if articles else -1)
        self.refresh()

    def _name_languages(self) -> None:
        chosen = self.language.currentData() or current()
        self.language.clear()
        for language in LANGUAGES:
            self.language.addItem(t(f"reports.in-{language}"), language)
        self.language.setCurrentIndex(max(self.language.findData(chosen), 0))

    def _readdressed(self) -> None:
        if self._report is None or self.url.text().strip() != (self._report.url or ""):
            self.refresh()

    def _reworded(self) -> None:
        self._name_languages()
        if self.isVisible():
            self._settle.start()

    def _changed(self, _change: Change) -> None:
        if self.isVisible():
            self._settle.start()
