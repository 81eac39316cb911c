"""A window beside the first one: an article, or the reader of one source, torn off to stand on its own.

It is the same desk over the same library and the same lanes, without the rail and the list of articles. The rooms stay
in the first window; their keys bring that window forward.
"""

from typing import Any

from PySide6.QtCore import Qt, Signal

from ui import place
from ui.state import State
from ui.views.sources import title_of
from ui.window import Window
from ui.words import t


class BesideState(State):
    """The first window's state, with the sizes of windows beside it kept apart from its own."""

    def __init__(self, first: State, kind: str) -> None:
        # State.__init__ is left out: the first one's folder and values are used, none are read anew.
        self._first, self._kind = first, kind
        self.folder = first.folder

    def get(self, key: str, otherwise: Any = None) -> Any:
        return self._first.get(f"{self._kind}.{key}", otherwise)

    def put(self, **values: Any) -> None:
        self._first.put(**{f"{self._kind}.{key}": value for key, value in values.items()})

    def place(self, article: str) -> dict[str, Any]:
        return self._first.place(article)

    def put_place(self, article: str, **values: Any) -> None:
        self._first.put_place(article, **values)


class Beside(Window):
    """``shows`` names the article, the claim and, for a reader, the evidence. ``closed`` carries the window itself."""

    closed = Signal(object)

    def __init__(self, first: Window, shows: dict[str, str | None]) -> None:
        self.shows = dict(shows)
        self._wants_evidence = shows["evidence"]
        kind = "reader-window" if shows["evidence"] else "article-window"
        super().__init__(first.library.settings, BesideState(first.state, kind), first.library)
        self.first = first
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.rail.hide()
        self.rail_line.hide()
        self.room.reader_alone = shows["evidence"] is not None
        for key in self.rooms.names():
            if key != "articles":
                self.actions_.bind_instead(f"room.{key}", lambda key=key: self._in_first(key))
        self.reading.dossier_changed.connect(self._show_evidence)
        self.reading.selected.connect(self._follow)

    def begin(self) -> None:
        """Show the article where it was left, or the source."""
        self.furnish()
        self.room.want_list(wanted=False)
        self.rail.show_reviewer(self.library.desk.reviewer if self.library.desk else "")
        self.articles.refresh()
        claim, article = self.shows["claim"], self.shows["article"]
        self.reading.open(article, lambda: self._arrive(claim))
        self.show()
        self.activateWindow()
        self.allow()

    def _arrive(self, claim: str | None) -> None:
        place.find(self.reading, self.room.article, self.state)
        if claim is not None:
            self.reading.select(claim)

    def _follow(self) -> None:
        if self.reading.article is not None and not self.shows["evidence"]:
            self.shows |= {"article": self.reading.article.id, "claim": self.reading.claim_id}

    def _show_evidence(self) -> None:
        """Open the source once its claim has been read; a reader whose source is taken off the claim ends."""
        dossier, wanted = self.reading.dossier, self.shows["evidence"]
        if wanted is None or dossier is None or dossier.claim.id != self.shows["claim"]:
            return
        evidence = next((one for one in dossier.evidence if one.id == wanted), None)
        if evidence is None:
            self.close()
        elif self._wants_evidence:
            self._wants_evidence = None
            self.room.open_reader(visible=True)
            self.room.arrange()
            self.room.reader.open(evidence)
            self.room.reader.text.setFocus()
            self.setWindowTitle(f"{title_of(evidence)} — {t('window.title')}")

    def _in_first(self, key: str) -> None:
        self.first.rooms.enter(key)
        self.first.raise_()
        self.first.activateWindow()

    def allow(self) -> None:
        super().allow()
        if self.room.reader_alone:
            self.actions_.allow({"library", "reader"})

    def entitle(self) -> None:
        if not self.shows["evidence"]:
            super().entitle()

    def _opened(self) -> None:
        """Another library is opened in the first window: what stands here is of the one before."""
        self.close()

    def _leave(self) -> None:
        self.close()

    def end(self) -> None:
        """Only this window ends; the library stays with the first one."""
        self.closed.emit(self)
