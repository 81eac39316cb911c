"""The text of an article that is being split: to read at once, without claims, until they come.

It is no article of the library yet: nothing can be done to it but read, copy and stop it. The first text that comes is
shown; others that are brought in meanwhile go to the list. Who opens another article while it is split stays there.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject

from factcheck.domain.article import Article, Draft
from factcheck.errors import Cancelled
from ui import place
from ui.jobs import Job
from ui.later import verbs, views
from ui.library import Library
from ui.models.reading import Reading
from ui.state import State
from ui.views.desk import ArticlesRoom

TITLE = 160
"""A first line of at most so many characters that is no whole sentence is taken for the title."""


class Coming(QObject):
    """Shows a draft in the desk's middle while it is split."""

    def __init__(self, library: Library, reading: Reading, room: ArticlesRoom, state: State, parent: QObject) -> None:
        super().__init__(parent)
        self._reading, self._room, self._state = reading, room, state
        self._draft: Draft | None = None
        self._before: str | None = None
        self._job: Job | None = None
        self._retry: Callable[[], object] | None = None
        self.line = views.coming.ComingLine()
        room.put_under_text(self.line)
        self.line.again.connect(lambda: self._retry() if self._retry is not None else None)
        self.line.given_up.connect(self._back)
        library.jobs.changed.connect(self.line.tell_share)
        library.left.connect(self._abandon)
        reading.article_changed.connect(self._see_whether_left)

    def show(self, draft: Draft, job: Job) -> None:
        """Show a draft that is being split by this job, unless another one is being shown."""
        if self._draft is not None and self._draft is not draft:
            return
        self._job = job
        if self._draft is None:
            place.keep(self._reading, self._room.article, self._state)
            before = self._reading.article.id if self._reading.article is not None else None
            self._reading.open(None)
            self._draft, self._before = draft, before
            self._room.show_welcome(welcome=False)
            self._room.article.show_article(provisional(draft))
            self._room.notice.tell(verbs.intake.noted(draft.notes))
            self._room.wait(waiting=True)
        self.line.show_job(job)

    def arrived(self, draft: Draft) -> bool:
        """Whether the article of this draft, which is in the library now, is to be opened."""
        if self._draft is draft:
            self._forget()
            return True
        return self._draft is None and self._reading.article is None

    def failed(self, draft: Draft, problem: object, again: Callable[[], object]) -> None:
        """It was not split: stopped by the person, or something went wrong and can be tried again."""
        if self._draft is not draft:
            return
        if isinstance(problem, Cancelled):
            self._back()
        else:
            self._retry = again
            self.line.show_failure()

    def _back(self) -> None:
        before = self._before
        self._forget()
        self._reading.open(before, lambda: place.find(self._reading, self._room.article, self._state))

    def _see_whether_left(self) -> None:
        if self._draft is not None:  # another article was opened: the splitting goes on
            self._forget()

    def _abandon(self) -> None:
        if self._job is not None:
            self._job.cancel()  # it was meant for the library that is left

    def _forget(self) -> None:
        self._draft = self._before = self._job = self._retry = None
        self.line.hide()
        self._room.wait(waiting=False)


def provisional(draft: Draft) -> Article:
    """The draft as the text's view takes it: an article without an id."""
    return Article(
        id="", text=draft.text, sha256="", title=draft.title or _first_line(draft.text), outlet=draft.outlet,
        author=draft.author, date=draft.date, language=draft.language or "", url=draft.url, file_name=draft.file_name,
        revises=None, created_at=datetime.now(UTC), notes=draft.notes,
    )  # fmt: skip


def _first_line(text: str) -> str:
    """What the splitter will most likely take for the title, so that little moves when it has."""
    first, _break, rest = text.lstrip().partition("\n")
    line = first.strip()
    return line if rest.strip() and len(line) <= TITLE and not line.endswith((".", "!", "…", ":")) else ""
