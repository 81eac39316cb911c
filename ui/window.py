"""The window: rail, room, foot and menus put together, and the state that it finds again.

What is done is in ``ui.actions``, what is seen in ``ui.views``; this class only joins them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QWidget

from factcheck.domain.claim import Claim
from factcheck.domain.verdict import Scale
from factcheck.errors import FactcheckError
from factcheck.settings import Settings
from ui import icons, place
from ui.actions.bound import Actions
from ui.claimwords import OPEN
from ui.jobs import Job, Jobs
from ui.later import services, verbs
from ui.library import Library
from ui.models.articles import Articles
from ui.models.reading import Reading
from ui.rooms import offers
from ui.rooms.stack import Rooms
from ui.scaled import rescale
from ui.state import State
from ui.theme import look
from ui.turns import Turns
from ui.views.desk import ArticlesRoom
from ui.views.foot import Foot
from ui.views.parts import column, row
from ui.views.rail import Rail
from ui.views.toast import Toast, announce
from ui.windows import Windows, answers_for
from ui.words import say, spoken, t

if TYPE_CHECKING:
    from factcheck.services.desk import Desk


class Window(QMainWindow):
    """The main window over one library. ``painted`` comes once, after the first paint."""

    painted = Signal()

    def __init__(self, settings: Settings, state: State, library: Library | None = None) -> None:
        super().__init__()
        self.state = state
        self._was_painted = False
        self._furnishing = Turns(self._furnish(), self)
        self._furnishing.done.connect(self.painted)
        self._zoom = look.zoom
        self.jobs = library.jobs if library is not None else Jobs(self)
        self.library = library or Library(self.jobs, settings, self)
        self.articles = Articles(self.library, self)
        self.reading = Reading(self.library, self)
        self.actions_ = Actions(self)
        self.windows = Windows(self)
        self.first = self
        """The window that the library belongs to."""
        say(self, windowTitle="window.title")
        self.setWindowIcon(icons.application_icon())
        self._join()
        self._wire()
        place.restore_size(self, self.state)
        self.allow()

    def _join(self) -> None:
        self.room = ArticlesRoom(self.reading, self.articles, self.actions_, self.library, self.state)
        self.rooms = Rooms("articles", self.room)
        offers.offer(self, self.rooms)
        self.rail = Rail(self.actions_, self.rooms.names())
        self.foot = Foot(self.jobs)
        page = QWidget()
        whole = column(page, gap=0)
        middle = row(gap=0)
        middle.addWidget(self.rail)
        self.rail_line = _line("vrule")
        middle.addWidget(self.rail_line)
        middle.addWidget(self.rooms, 1)
        whole.addLayout(middle, 1)
        whole.addWidget(_line("rule"))
        whole.addWidget(self.foot)
        self.setCentralWidget(page)
        self.actions_.fill(self.menuBar())
        self.toast = Toast(page, self.room.pages)

    def furnish(self) -> None:
        """Make at once what is still missing of the window."""
        self._furnishing.finish()

    def _furnish(self) -> Iterator[None]:
        """Make what the first paint does not show: the parts of the claim and the reader, and the verbs on them."""
        library, reading, room, acts = self.library, self.reading, self.room, self.actions_
        yield from room.furnish()
        yield
        room.claim.claim_wanted.connect(self.find_claim)
        self.intake = verbs.intake.IntakeVerbs(library, reading, room, self.toast, acts, self.state, self)
        yield
        verbs.view.ViewVerbs(library, reading, self.articles, room, acts, self)
        verbs.claims.ClaimVerbs(library, reading, room, self.foot, acts, self)
        verbs.conflicts.ConflictVerbs(library, reading, room, self.foot, self)
        self.together = verbs.shared.SharedVerbs(library, reading, room, self.foot, self)
        verbs.team.TeamVerbs(library, reading, room.claim, acts, self)
        yield
        verbs.sources.SourceVerbs(library, reading, room, acts, self)
        verbs.verdicts.VerdictVerbs(library, reading, room, self.foot, acts, self)
        verbs.help.HelpVerbs(self)
        verbs.windows.WindowVerbs(self)
        verbs.history.HistoryVerbs(library, reading, room, self.toast, acts, self)

    def _wire(self) -> None:
        library, reading, room, acts = self.library, self.reading, self.room, self.actions_
        acts.bind("window.close", self.close)
        for key in self.rooms.names():
            acts.bind(f"room.{key}", lambda key=key: self.rooms.enter(key))
        self.rooms.entered.connect(self._entered)
        self.jobs.failure.connect(self._failed)
        library.opened.connect(self._opened)
        library.failed_to_open.connect(self._not_opened)  # a lambda would outlive a window beside the first one
        library.reviewer_changed.connect(self.rail.show_reviewer)
        library.reviewer_changed.connect(self.reading.read_dossier)
        library.left.connect(self._leave)
        reading.article_changed.connect(self._show_article)
        reading.claims_changed.connect(self.show_claims)
        reading.selected.connect(self._show_selected)
        room.list.chosen.connect(self.open_article)
        room.article.pointed.connect(reading.select)
        room.reader_shown.connect(self.allow)
        room.article.reading.connect(self.foot.reading.setText)
        room.article.selectionChanged.connect(self.allow)
        look.changed.connect(self._restyled)
        spoken.changed.connect(self._reworded)

    # -- what is open

    def open_article(self, article_id: str) -> None:
        """Open an article where it was left."""
        current = self.reading.article
        if current is not None and current.id == article_id:
            return
        self.keep_place()
        self.reading.open(article_id, lambda: place.find(self.reading, self.room.article, self.state))

    def keep_place(self) -> None:
        """Keep where the reader is in the open article."""
        place.keep(self.reading, self.room.article, self.state)

    def open_claim(self, article_id: str, claim_id: str) -> None:
        """Go to the desk and show a claim in its article."""
        self.rooms.enter("articles")
        if self.reading.article is not None and self.reading.article.id == article_id:
            self.reading.select(claim_id)
        else:
            self.keep_place()
            self.reading.open(article_id, lambda: self.reading.select(claim_id))

    def find_claim(self, claim_id: str) -> None:
        """Show a claim of any article."""
        found = self.library.read
        found(lambda desk: services.claims.get(desk, claim_id), lambda c: self.open_claim(c.article, c.id), owner=self)

    def _not_opened(self, problem: object) -> None:
        self.furnish()
        self.together.not_opened(problem)

    def _leave(self) -> None:
        """Another library is opened: nothing of this one stays."""
        self.reading.open(None)

    def _entered(self, key: str) -> None:
        self.rail.show_room(key)
        self.foot.reading.setVisible(key == "articles")  # it speaks of the text that is not in sight elsewhere
        self.allow()

    def take(self, where: str) -> None:
        """Take in a file or an address as an article."""
        self.intake.take(where)

    def _opened(self) -> None:
        self.furnish()
        desk = self.library.desk
        assert desk is not None
        self.rail.show_reviewer(desk.reviewer)
        last = self.state.get("article")
        if isinstance(last, str) and self.reading.article is None:
            self.library.read(
                lambda d: last in {a.id for a in services.articles.list_all(d)} and last, self._open_last, owner=self
            )
        self.library.read(_scale, self.room.claim.prepare, owner=self)
        self.library.look_after(self.foot.fail)
        self.windows.restore()
        self.allow()

    def _open_last(self, article_id: str | bool) -> None:
        if isinstance(article_id, str) and self.room.article.article is None:
            self.open_article(article_id)

    def _show_article(self) -> None:
        article = self.reading.article
        room = self.room
        room.show_welcome(welcome=article is None)
        room.list.point_to(article.id if article else None)
        shown = room.article.article
        if article is None or shown is None or shown.id != article.id:
            room.open_reader(visible=False)
            room.article.show_article(article)
            room.notice.tell(verbs.intake.noted(article.notes) if article else "")
        elif shown != article:
            room.article.article = article
            room.article.retype()
        if article is not None:
            self.state.put(article=article.id)
        self.entitle()
        self.allow()

    def entitle(self) -> None:
        """Name the window after what is open."""
        article = self.reading.article
        self.setWindowTitle(f"{article.title} — {t('window.title')}" if article is not None else t("window.title"))

    def show_claims(self) -> None:
        """Mark the claims as they stand."""
        reading, room = self.reading, self.room
        room.article.show_claims(reading.claims, reading.rest, reading.scale)
        room.article.choose_claim(reading.claim)
        room.overview.show_waiting({c.id for c in reading.claims if c.state in OPEN})
        decided, living = reading.standing()
        room.standing.setText(t("article.standing", decided=decided, n=living) if reading.article else "")
        self.allow()

    def _show_selected(self) -> None:
        claim = self.reading.claim
        self.room.article.choose_claim(claim)
        self.room.overview.update()
        if claim is not None:
            self.room.article.scroll_to(self.room.article.offsets.to_qt(claim.start), only_if_hidden=True)
            announce(self.room.article, _announced(self.reading, claim))
        self.allow()

    def allow(self) -> None:
        """Enable what can be done now."""
        self.actions_.allow(_there(self))

    # -- what went wrong

    def _failed(self, job: Job) -> None:
        if answers_for(self, job.owner):
            self._tell(job.problem)

    def _tell(self, problem: object) -> None:
        self.foot.fail(problem.sentence() if isinstance(problem, FactcheckError) else t("foot.bug"))

    def heard_of_bug(self, _report: str) -> None:
        """An exception that nobody caught: say so; the report is in the state folder."""
        QTimer.singleShot(0, self, lambda: self.foot.fail(t("foot.bug")))

    # -- looks

    def _restyled(self) -> None:
        if self._furnishing.begun:  # else what stands there was made for this look
            self.furnish()
            _restyle(self, rescaled=self._zoom != look.zoom)
            self._zoom = look.zoom

    def _reworded(self) -> None:
        if self._furnishing.begun:
            self.furnish()
            _reword(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_place()
        place.keep_size(self, self.state)
        self.hide()
        self.end()
        super().closeEvent(event)

    def end(self) -> None:
        """Close the library, and with it the windows beside this one."""
        self.windows.close()
        if self.jobs.close():
            self.library.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self._furnishing.start()


def _line(kind: str) -> QFrame:
    made = QFrame()
    made.setProperty("kind", kind)
    if kind == "rule":
        made.setFixedHeight(1)
    else:
        made.setFixedWidth(1)
    return made


def _restyle(window: Window, *, rescaled: bool) -> None:
    """Draw everything in the theme and zoom in force."""
    if rescaled:
        rescale(window)
    icons.restyle()
    room = window.room
    room.article.retype()
    room.reader.reword()
    room.claim.reword()
    room.welcome.retype()
    room.arrange()
    window.show_claims()


def _reword(window: Window) -> None:
    """Say again what is said of an article and a claim."""
    room = window.room
    room.claim.reword()
    room.reader.reword()
    room.article.retype()
    if window.library.desk is not None:
        window.articles.refresh()
    window.show_claims()
    window.entitle()


def _scale(desk: "Desk") -> Scale:
    scale: Scale = services.verdicts.scale(desk)  # which is imported here, in the lane
    return scale


def _announced(reading: Reading, claim: Claim) -> str:
    """What a screen reader says of the claim that was chosen."""
    place, state = reading.claims.index(claim) + 1, t(f"state.{claim.state.value}")
    return t("claim.announced", n=place, of=len(reading.claims), text=claim.text, state=state)


def _there(window: Window) -> set[str]:
    """What actions may need and is there now."""
    have: set[str] = set()
    desk = window.library.desk
    if desk is not None:
        have.add("library")
    at_the_desk = window.rooms.current == "articles"
    if at_the_desk and window.reading.article is not None:
        have.add("article")
    if at_the_desk and window.reading.claim is not None:
        have.add("claim")
    if at_the_desk and window.room.article.textCursor().hasSelection():
        have.add("selection")
    if at_the_desk and window.room.reader.isVisibleTo(window.room):
        have.add("reader")
    return have
