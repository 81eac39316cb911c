"""How the window looks: zoom, theme, language, panes, finding, the palette and the key table."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui import icons
from ui.actions.bound import Actions
from ui.later import dialogs, services
from ui.library import Library
from ui.models.articles import Articles
from ui.models.reading import Reading
from ui.theme import LEAST_ZOOM, MOST_ZOOM, look
from ui.views.desk import ArticlesRoom
from ui.words import spoken, switch

if TYPE_CHECKING:
    from ui.window import Window

STEP = 10
"""Per cent of text zoom that one press adds or takes away."""


class ViewVerbs(QObject):
    """The verbs that change what is seen and nothing in the library."""

    def __init__(
        self,
        library: Library,
        reading: Reading,
        articles: Articles,
        room: ArticlesRoom,
        actions: Actions,
        window: "Window",
    ) -> None:
        super().__init__(window)
        self._library, self._reading, self._articles = library, reading, articles
        self._room, self._actions, self._window = room, actions, window
        bind = actions.bind
        bind("find", room.find.open)
        bind("find.next", lambda: room.find.go(1))
        bind("find.previous", lambda: room.find.go(-1))
        bind("search", self._search)
        bind("view.everything", self._everything)
        bind("view.articles", lambda: room.want_list(wanted=actions["view.articles"].isChecked()))
        bind("view.next-pane", lambda: self._pane(1))
        bind("view.previous-pane", lambda: self._pane(-1))
        bind("view.larger", lambda: self._zoom(look.zoom + STEP))
        bind("view.smaller", lambda: self._zoom(look.zoom - STEP))
        bind("view.usual", lambda: self._zoom(100))
        for theme in ("system", "light", "dark", "contrast"):
            bind(f"theme.{theme}", lambda theme=theme: self._theme(theme))
        for language in ("system", "en", "fr"):
            bind(f"language.{language}", lambda language=language: self._language(language))
        bind("help.palette", self._palette)
        bind("help.keys", lambda: dialogs.keys.KeyTable(window).exec())
        bind("reviewer.change", self._reviewer)
        room.overview.asked.connect(self._go_to_share)
        look.changed.connect(self.check)  # wherever it was chosen
        spoken.changed.connect(self.check)
        self.check()

    def check(self) -> None:
        """Check the theme and language in force in the menus."""
        theme, language = (self._library.settings.text(f"interface.{n}") for n in ("theme", "language"))
        for name in ("system", "light", "dark", "contrast"):
            self._actions[f"theme.{name}"].setChecked(name == theme)
        for name in ("system", "en", "fr"):
            self._actions[f"language.{name}"].setChecked(name == language)

    def _zoom(self, per_cent: int) -> None:
        per_cent = max(LEAST_ZOOM, min(per_cent, MOST_ZOOM))
        self._library.settings.put("interface.zoom", per_cent)
        look.apply(self._library.settings.text("interface.theme"), per_cent)

    def _theme(self, name: str) -> None:
        self._library.settings.put("interface.theme", name)
        look.apply(name, look.zoom)

    def _language(self, name: str) -> None:
        self._library.settings.put("interface.language", name)
        switch(name)
        icons.restyle()

    def _search(self) -> None:
        """Go to the field in which one searches: that of the room in front, else that of the articles."""
        rooms = self._window.rooms
        if rooms.current != "articles":
            field = rooms.room(rooms.current).search_field()
            if field is not None:
                field.setFocus()
                field.selectAll()
                return
            rooms.enter("articles")
        if not self._room.list.isVisibleTo(self._room):
            self._room.want_list(wanted=True)
        self._room.list.filter.setFocus()
        self._room.list.filter.selectAll()

    def _everything(self) -> None:
        self._room.article.everything = self._actions["view.everything"].isChecked()
        self._reading.claims_changed.emit()

    def _pane(self, by: int) -> None:
        """Go to the next pane of the desk; in another room to its next part, as they stand from left to right."""
        rooms = self._window.rooms
        if rooms.current != "articles":
            rooms.room(rooms.current).go_to_pane(by)
            return
        room = self._room
        panes: list[QWidget] = [room.list.view, room.article, room.reader.text, room.claim.head.wording]
        shown = [pane for pane in panes if pane.isVisible()]
        if not shown:
            return
        focus = self._window.focusWidget()
        holders = [room.list, room.pages, room.reader, room.claim]
        at = next(
            (n for n, pane in enumerate(shown) if focus and holders[panes.index(pane)].isAncestorOf(focus)),
            -1 if by > 0 else 0,
        )
        shown[(at + by) % len(shown)].setFocus()

    def _palette(self) -> None:
        palette = dialogs.palette.Palette(self._actions, self._articles.rows, self._open, self._window)
        palette.open()
        if self._library.desk is not None:  # the list of articles may be filtered
            self._library.read(lambda desk: services.articles.list_all(desk), palette.offer, owner=palette)  # noqa: PLW0108 - imported in the lane

    def _open(self, article_id: str) -> None:
        self._window.rooms.enter("articles")
        self._window.open_article(article_id)

    def _reviewer(self) -> None:
        desk = self._library.desk
        if desk is None:
            return
        name = dialogs.ask.ask_line(self._window, "reviewer.title", "reviewer.words", "reviewer.give", desk.reviewer)
        if name and name != desk.reviewer:
            self._library.settings.put("review.reviewer", name)
            self._library.become(name)

    def _go_to_share(self, share: float) -> None:
        text = self._room.article
        text.scroll_to(int(share * text.offsets.qt_length), at=0.4)
