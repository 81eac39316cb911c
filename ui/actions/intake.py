"""Articles in and reports out: read, split in the worker, stored as one step; written where the person says."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from factcheck.domain.article import Draft
from factcheck.domain.claim import ClaimState
from factcheck.errors import Cancelled
from factcheck.i18n import current
from ui.actions.bound import Actions
from ui.addresses import clipboard_address
from ui.coming import Coming
from ui.jobs import Job
from ui.later import dialogs, services
from ui.library import Library
from ui.models.reading import Reading
from ui.state import State
from ui.views.desk import ArticlesRoom
from ui.views.parts import typing
from ui.views.toast import Toast
from ui.words import has, message, t

FILES = "*.txt *.md *.html *.htm *.docx *.xlsx *.odt *.ods *.pdf *.eml"
REPORTS = {"html": "HTML", "md": "Markdown"}
SPLIT_DEADLINE = 1800.0
"""Seconds that splitting may take: 10 MB of text need minutes on a slow machine."""


class IntakeVerbs(QObject):
    """The verbs that bring articles in, correct what was read of them, and write reports."""

    def __init__(
        self, library: Library, reading: Reading, room: ArticlesRoom, toast: Toast, actions: Actions, state: State,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._library, self._reading, self._room, self._toast = library, reading, room, toast
        self._coming = Coming(library, reading, room, state, self)
        actions.bind("article.open", self._ask_file)
        actions.bind("article.paste", self.paste)
        actions.bind("article.from-link", self._ask_link)
        actions.bind("article.details", self._details)
        actions.bind("claim.accept-above", self._accept_above)
        actions.bind("report.export", self._export)
        room.dropped.connect(lambda places: [self.take(where) for where in places])
        room.dropped_text.connect(self.take_text)

    # -- in

    def _ask_file(self) -> None:
        paths, _kind = QFileDialog.getOpenFileNames(
            self._room, t("action.article.open"), "", f"{t('intake.files')} ({FILES});;{t('intake.all-files')} (*)"
        )
        for path in paths:
            self.take(path)

    def _ask_link(self) -> None:
        ask = dialogs.ask.ask_line
        where = ask(self._room, "intake.link-title", "intake.link-words", "intake.link-give", clipboard_address())
        if where:
            self.take(where)

    def paste(self) -> None:
        """Take the clipboard's text after the person has seen it; its link when it is one."""
        dialog = dialogs.ask.PasteDialog(QGuiApplication.clipboard().text(), self._room)
        if dialog.exec() and dialog.words().strip():
            self.take_text(dialog.words())

    def take_text(self, words: str) -> None:
        """Take text as an article."""
        self._library.jobs.start(
            "work",
            self._library.jobs.in_worker("factcheck.services.intake:from_text", words),
            self._split,
            owner=self,
            title="job.read-text",
        )

    def take(self, where: str) -> None:
        """Take a file or an address as an article."""
        jobs, settings = self._library.jobs, self._library.settings
        title = ("job.read", {"where": Path(where).name if "://" not in where else where})
        if "://" in where or where.lower().startswith("www."):
            jobs.start(
                "net",
                lambda job: services.intake.read(where, settings, progress=job.tell, cancelled=job.cancelled),
                lambda intake: self._split(intake.draft),
                owner=self,
                title=title,
            )
        else:
            jobs.start(
                "work",
                jobs.in_worker("ui.worker:read_file", where),
                self._split,
                owner=self,
                title=title,
            )

    def _split(self, draft: Draft) -> None:
        jobs = self._library.jobs
        job = jobs.start(
            "work",
            lambda job: jobs.worker.run(
                "factcheck.services.splitting:split", draft.text, language=draft.language, date=draft.date,
                progress=job.tell, cancelled=job.cancelled, deadline=SPLIT_DEADLINE,
            ),
            lambda split: self._add(draft, split),
            failed=lambda problem: self._not_split(draft, job, problem),
            owner=self,
            title=("job.split", {"title": draft.title or draft.file_name or t("job.text")}),
        )  # fmt: skip
        self._coming.show(draft, job)

    def _not_split(self, draft: Draft, job: Job, problem: object) -> None:
        self._coming.failed(draft, problem, lambda: self._split(draft))
        if not isinstance(problem, Cancelled):
            self._library.jobs.failure.emit(job)

    def _add(self, draft: Draft, split: object) -> None:
        job = self._library.change(
            lambda desk: services.articles.add(desk, draft, split),
            lambda done: self._added(done.value, draft),
            failed=lambda problem: self._not_split(draft, job, problem),
            title="job.store",
        )

    def _added(self, article_id: str, draft: Draft) -> None:
        if self._coming.arrived(draft):
            self._reading.open(article_id, self._first_claim)

    def _first_claim(self) -> None:
        """Begin with the first claim; where the person has read on meanwhile, with the first that is in sight."""
        reading, text = self._reading, self._room.article
        if reading.claim_id is None and text.verticalScrollBar().value() == 0:
            reading.step(1)
        elif reading.claim_id is None:
            top = text.offsets.from_qt(text.top_position())
            after = (c for c in reading.claims if c.start >= top and c.state is not ClaimState.DISMISSED)
            first = next(after, None)
            if first is not None and text.in_sight(text.offsets.to_qt(first.start)):
                reading.select(first.id)
        if not typing():
            text.setFocus()

    # -- what was read of it

    def _details(self) -> None:
        article = self._reading.article
        if article is None:
            return
        dialog = dialogs.details.DetailsDialog(article, self._room)
        if dialog.exec() and (changes := dialog.changes()):
            self._library.change(lambda desk: services.articles.edit(desk, article.id, **changes), based_on=(article,))

    def _accept_above(self) -> None:
        article = self._reading.article
        if article is None:
            return
        dialog = dialogs.ask.AcceptAboveDialog(
            [c.check_worthiness for c in self._reading.claims if c.state == "proposed"], self._room
        )
        if dialog.exec():
            worth = dialog.worth()
            self._library.change(lambda desk: services.claims.accept_above(desk, article.id, worth))

    # -- out

    def _export(self) -> None:
        article = self._reading.article
        if article is None:
            return
        kinds = ";;".join(f"{name} (*.{ending})" for ending, name in REPORTS.items())
        name = "".join(c for c in article.title if c.isalnum() or c in " -_")[:60].strip() or "report"
        path, _kind = QFileDialog.getSaveFileName(self._room, t("report.title"), f"{name}.html", kinds)
        if path:
            self.export(Path(path))

    def export(self, path: Path) -> None:
        """Write the open article's report; the dialog has asked about an existing file."""
        article = self._reading.article
        if article is None or self._library.desk is None:
            return
        folder = self._library.desk.folder
        write = self._library.jobs.in_worker("ui.worker:write_report", folder, article.id, path, current())
        self._library.jobs.start("work", write, self._exported, owner=self, title="job.report")

    def _exported(self, path: Path) -> None:
        self._toast.tell(
            t("report.done", name=path.name),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
            button=t("report.open"),
        )


def noted(notes: tuple[str, ...]) -> str:
    """The notes of an article (message keys) as sentences, each once."""
    return " ".join(t(note) if has(note) else message("note", note) for note in dict.fromkeys(notes))
