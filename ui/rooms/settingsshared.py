"""The library that a newsroom shares: its address, a try whether it can be reached, and the way there."""

from typing import Any

from PySide6.QtWidgets import QWidget

from factcheck.errors import FactcheckError
from ui.jobs import Job
from ui.later import services
from ui.library import Library
from ui.rooms.settingsserver import ServerPart
from ui.views.parts import button, row
from ui.words import t


class SharedLibrary(ServerPart):
    """Address and password of a server; what a try finds is told in sentences, and whoever likes it works there."""

    needs_library = False

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("settings.shared", "settings.shared-address", library, parent)
        self.address.returnPressed.connect(self.try_it)
        self.password.returnPressed.connect(self.try_it)
        self.buttons = row(gap=8)
        self.test = button("settings.shared-test", self.try_it)
        self.go = button("settings.shared-go", self.work_there, kind="quiet")
        for made in (self.test, self.go):
            self.buttons.addWidget(made)
        self.buttons.addStretch(1)
        self.body.addLayout(self.buttons)
        self.address.textChanged.connect(lambda _words: self._enable())
        self._enable()

    def refresh(self) -> None:
        desk = self.library.desk
        server = desk.library.server if desk is not None else None
        if server is not None and not self.address.text():
            self.address.setText(str(server))

    def try_it(self) -> Job | None:
        """Try the address, and say what came of it."""
        address, password = self.address.text().strip(), self.password.text()
        if not address:
            return None

        def reach(_job: Job) -> Any:
            return services.reaching.reach(services.reaching.server_of(address, password))

        self.tell(t("settings.shared-trying"), "muted")
        self.test.setEnabled(False)
        return self.library.jobs.start("net", reach, self._reached, failed=self._refused, owner=self)

    def work_there(self) -> None:
        """Open the library there, now and at the next start; the password goes to the keyring."""
        settings = self.library.settings
        try:
            server = services.reaching.server_of(self.address.text().strip(), self.password.text())
        except FactcheckError as refused:
            self._refused(refused)
            return

        def arrived(_desk: object) -> None:
            settings.put("library.folder", server.address)
            self.tell(t("settings.shared-arrived", server=server), "good")
            self._keep(server)

        self.library.move(server, arrived)

    def _keep(self, server: Any) -> None:
        if server.password:
            keep = lambda _job: services.reaching.keep_password(server)  # noqa: E731 - imported in the lane
            self.library.jobs.start("net", keep, lambda _n: self.password.clear(), failed=self._refused, owner=self)

    def _reached(self, found: Any) -> None:
        self._enable()
        self.tell("\n".join(found.sentences()), "good" if not found.why_read_only else "muted")

    def _refused(self, problem: object) -> None:
        self._enable()
        self.tell_problem(problem)

    def _enable(self) -> None:
        for made in (self.test, self.go):
            made.setEnabled(bool(self.address.text().strip()))
