"""The Articles room: the list, the article, the reader beside it, and the claim; splitters that are remembered."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSplitter, QStackedWidget, QWidget

from ui.actions.bound import Actions
from ui.addresses import where_of
from ui.earlierchecks import EarlierChecks
from ui.later import views
from ui.library import Library
from ui.models.articles import Articles
from ui.models.reading import Reading
from ui.state import State
from ui.theme import look
from ui.views.article import ArticleView
from ui.views.articles import ArticleList
from ui.views.claim import ClaimPanel
from ui.views.find import FindBar
from ui.views.overview import Overview
from ui.views.parts import Elided, Flow, button, column, label, row
from ui.views.selection import SelectionBar
from ui.words import say

COMPACT = 1440
"""Below this width (logical pixels at 100 %) the list gives its room to the reader while that is open."""
NARROW = 1080
"""Below this width the list is folded away; Ctrl+B shows it."""
TIGHT = 940
"""Below this width the open reader takes the article's place; the claim's exact words stay in sight beside it."""


class ArticlesRoom(QFrame):
    """``dropped`` carries what was dropped: paths or addresses, or pasted text."""

    dropped = Signal(list)
    dropped_text = Signal(str)
    reader_shown = Signal()

    def __init__(
        self, reading: Reading, articles: Articles, actions: Actions, library: Library, state: State,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._actions, self._state, self._library = actions, state, library
        self.setAcceptDrops(True)
        self.list = ArticleList(articles, actions)
        self.article = ArticleView()
        self.find = FindBar(self.article)
        self.overview = Overview(self.article)
        self.selection = SelectionBar(self.article, actions)
        self.notice = Notice()
        self.reader: Any = QFrame()  # its place: the reader is made after the first paint, which never shows it
        self.claim = ClaimPanel(reading, actions, library, state)
        self._articles, self._reading = articles, reading
        self.earlier = EarlierChecks(library, reading, self)
        self.earlier.found.connect(self._show_earlier)
        reading.claims_changed.connect(self._show_earlier)
        self._wants_list = bool(state.get("list", True))
        self.reader_alone = False
        """Whether nothing but the reader is shown, as in a window of its own."""
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        for part in (self.list, self._middle(), self.reader, self.claim):
            self.split.addWidget(part)
        self._stretch()
        whole = row(self, gap=0)
        whole.addWidget(self.split)
        self.reader.hide()
        self.split.splitterMoved.connect(lambda *_: self._keep_sizes())

    def furnish(self) -> Iterator[None]:
        """Make what the first paint does not show, step by step: the parts of the claim and of the reader."""
        place, self.reader = self.reader, views.reader.Reader(self._library, self._actions)
        self.split.replaceWidget(self.split.indexOf(place), self.reader)
        place.deleteLater()
        self.reader.hide()
        self._stretch()
        yield
        yield from self.claim.furnish()

    def _stretch(self) -> None:
        for place, stretch in enumerate((0, 3, 2, 0)):
            self.split.setStretchFactor(place, stretch)

    def _middle(self) -> QWidget:
        self.pages = QStackedWidget()
        page = QFrame()
        page.setProperty("kind", "paper")
        self._page = whole = column(page, gap=0)
        head = row(margins=(16, 8, 12, 6), gap=4)
        self.standing = Elided("caption")
        head.addWidget(self.standing, 1)
        self.tools: list[QPushButton] = []
        for identifier in ("find", "view.everything", "article.details", "report.export"):
            action = self._actions[identifier]
            made = button(f"action.{identifier}-short", action.trigger, kind="quiet", hint=f"action.{identifier}")
            if action.isCheckable():
                made.setCheckable(True)
                action.toggled.connect(made.setChecked)
                made.clicked.connect(lambda _on=False, a=action, b=made: b.setChecked(a.isChecked()))
            head.addWidget(made)
            self.tools.append(made)
        whole.addLayout(head)
        whole.addWidget(self.notice)
        whole.addWidget(self.find)
        beside = row(gap=0)
        beside.addWidget(self.article, 1)
        beside.addWidget(self.overview)
        whole.addLayout(beside, 1)
        self.pages.addWidget(page)
        self.welcome = Welcome(self._actions)
        area = QScrollArea()  # large text in a small window
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.welcome)
        self.pages.addWidget(area)
        self.pages.setCurrentWidget(area)
        return self.pages

    def wait(self, *, waiting: bool) -> None:
        """Whether the claims of the text are to come: until then there is nothing for the tools to work on."""
        for tool in self.tools:
            tool.setEnabled(not waiting)
        self.claim.wait(waiting=waiting)

    def put_under_text(self, line: QWidget) -> None:
        """Put a line at the foot of the article, where it comes and goes without moving the text."""
        self._page.addWidget(line)

    def show_welcome(self, *, welcome: bool) -> None:
        """Show the way in instead of an article."""
        self.pages.setCurrentIndex(1 if welcome else 0)

    def _show_earlier(self, article_id: str | None = None) -> None:
        """Show quietly which claims were probably checked before: in the open article and in the list."""
        shown = self._reading.article.id if self._reading.article else None
        if article_id is not None:
            self._articles.tell_earlier(article_id, len(self.earlier.likely(article_id)))
        if article_id in {None, shown}:
            self.article.show_earlier(self.earlier.likely(shown))

    # -- columns

    def open_reader(self, *, visible: bool) -> None:
        """Show or put away the reader."""
        if visible != self.reader.isVisibleTo(self):
            self.reader.setVisible(visible)
            self.arrange()
            self.reader_shown.emit()

    def want_list(self, *, wanted: bool) -> None:
        """Show or fold the list of articles."""
        self._wants_list = wanted
        self._state.put(list=wanted)
        self.arrange(asked=wanted)

    def arrange(self, *, asked: bool = False) -> None:
        """Give each column its room for the window's width and text zoom."""
        if self.reader_alone:
            for part in (self.list, self.pages, self.claim):
                part.hide()
            return
        reader = self.reader.isVisibleTo(self)
        room = self.width() * 100 / look.zoom
        fits = room >= (COMPACT if reader else NARROW)
        self.pages.setVisible(not reader or room >= TIGHT)
        for part, least in ((self.list, 200), (self.pages, 280), (self.reader, 320), (self.claim, 320)):
            part.setMinimumWidth(look.px(least))
        self.list.setVisible(self._wants_list and (fits or asked))
        self._actions["view.articles"].setChecked(self.list.isVisibleTo(self))
        kept = self._state.get(f"sizes.{self._mode()}")
        if isinstance(kept, list) and len(kept) == 4 and sum(kept):
            self.split.setSizes([max(int(k), 1) for k in kept])
            return
        claim = min(look.px(400), int(self.width() * (0.3 if reader else 0.36)))
        first = look.px(248) if self.list.isVisibleTo(self) else 0
        rest = max(self.width() - first - claim, 2)
        article = 0 if self.pages.isHidden() else rest // 2 if reader else rest
        self.split.setSizes([first, article, rest - article, claim])

    def _mode(self) -> str:
        reader, shown = self.reader.isVisibleTo(self), self.list.isVisibleTo(self)
        return f"{'list-' if shown else ''}{'reader' if reader else 'article'}-{look.zoom}-{self.width() // 160}"

    def _keep_sizes(self) -> None:
        self._state.put(**{f"sizes.{self._mode()}": self.split.sizes()})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.arrange()

    # -- what is dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData())
        event.acceptProposedAction()

    def take(self, data: QMimeData) -> None:
        """Take files and links, else text."""
        if data.hasUrls():
            self.dropped.emit([where_of(url) for url in data.urls()])
        elif data.text().strip():
            self.dropped_text.emit(data.text())


class Notice(QFrame):
    """A line over the article: what was noticed when it was read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "notice")
        inside = row(self, margins=(16, 8, 8, 8), gap=8)
        self.words = label(wrap=True)
        inside.addWidget(self.words, 1)
        inside.addWidget(button("", self.hide, kind="quiet", icon="close", name="foot.put-away"))
        self.hide()

    def tell(self, words: str) -> None:
        """Say it; nothing hides the line."""
        self.words.setText(words)
        self.setVisible(bool(words))


class Welcome(QFrame):
    """An empty desk says what to do next."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "paper")
        whole = column(self, margins=(24, 24, 24, 24), gap=12)
        whole.addStretch(2)
        self.title = label("welcome.title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setWordWrap(True)
        whole.addWidget(self.title)
        words = label("welcome.words", "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole.addWidget(words)
        line = Flow(gap=8, centred=True)
        for identifier, kind in (("article.open", "primary"), ("article.paste", ""), ("article.from-link", "")):
            line.addWidget(button(f"action.{identifier}", actions[identifier].trigger, kind=kind))
        whole.addLayout(line)
        first = Flow(gap=8, centred=True)
        for identifier in ("article.sample", "help.tour"):
            first.addWidget(button(f"action.{identifier}", actions[identifier].trigger, kind="link"))
        whole.addLayout(first)
        whole.addStretch(3)
        self.retype()
        say(self, accessibleName="welcome.title")

    def retype(self) -> None:
        """Set the heading for the zoom in force."""
        self.title.setFont(look.serif(26, strong=True))
