"""What a person sees of the others on a shared library, and of its server: who looks at what, and that it is away."""

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from factcheck.domain.place import Server
from factcheck.errors import FactcheckError
from factcheck.paths import default_library
from ui.later import dialogs, services
from ui.library import Library, Unwritten
from ui.models.reading import Reading
from ui.views.desk import ArticlesRoom
from ui.views.foot import Foot
from ui.windows import answers_for
from ui.words import spoken, t


class SharedVerbs(QObject):
    """Tells the others where this window is, and this window where they are."""

    def __init__(self, library: Library, reading: Reading, room: ArticlesRoom, foot: Foot, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._reading, self._room, self._foot, self._window = library, reading, room, foot, window
        shared = library.shared
        shared.away_changed.connect(self._show_away)
        shared.present_changed.connect(self._show_present)
        spoken.changed.connect(self._show_away)
        reading.selected.connect(self._move)
        reading.article_changed.connect(self._move)
        library.opened.connect(self._move)
        library.reviewer_changed.connect(self._move)
        self._waiting: dict[tuple[str, str], QWidget] = {}
        library.unwritten.connect(self._unwritten)
        library.given.connect(self._given)
        foot.retry.connect(shared.retry)

    def _move(self) -> None:
        desk, article = self._library.desk, self._reading.article
        if desk is not None:
            self._library.shared.move(desk.reviewer, article.id if article else None, self._reading.claim_id)
        self._show_present()

    def _show_present(self) -> None:
        shared, claim = self._library.shared, self._reading.claim_id
        self._room.list.model.show_present(
            {p.article: shared.at(article=p.article) for p in shared.present if p.article}
        )
        self._room.claim.head.show_present(shared.at(claim=claim) if claim else [])

    def _show_away(self) -> None:
        self._foot.show_away(None if self._library.shared.away is None else t("away.line"))

    def _unwritten(self, unwritten: Unwritten) -> None:
        if answers_for(self._window, unwritten.origin):
            line = self._foot.fail(t("away.unwritten"), ("away.again", unwritten.again))
            if unwritten.typed is not None:
                self._given(key := (unwritten.typed.claim, unwritten.typed.field))
                self._waiting[key] = line

    def not_opened(self, problem: object) -> None:
        """A server that wants a password is given one; one that is away is tried again when the person says so."""
        if not answers_for(self._window, None):
            return
        if not isinstance(problem, FactcheckError):
            self._foot.fail(t("foot.bug"))
            return
        where = self._library.tried or default_library(self._library.settings.text("library.folder"))
        if problem.key == "server-password" and isinstance(where, Server):
            password = dialogs.ask.ask_secret(self._window, "password.title", problem.sentence(), "password.give")
            if password:
                self._library.open(replace(where, password=password))
                self._keep_when_open(replace(where, password=password))
                return
        again = ("away.retry", lambda: self._library.open(self._library.tried))
        self._foot.fail(problem.sentence(), again if isinstance(where, Server) else None)

    def _keep_when_open(self, server: Server) -> None:
        """Keep the password in the keyring once it has opened the library."""

        def keep() -> None:
            library.opened.disconnect(keep)
            if library.desk is not None and library.desk.library.server == server:
                library.jobs.start("net", lambda _job: services.reaching.keep_password(server), owner=self)

        library = self._library
        library.opened.connect(keep)

    def _given(self, key: tuple[str, str]) -> None:
        """What was typed there is written, or waits anew: an older attempt need not be offered any more."""
        line = self._waiting.pop(key, None)
        if line is not None:
            self._foot.put_away(line)
