"""Settings about the world outside: what each language pack supports, the hosts that are allowed, keys of services."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from factcheck.errors import FactcheckError
from ui.later import services
from ui.library import Library
from ui.rooms.settingsmore import Part
from ui.scaled import scaled
from ui.theme import look
from ui.views.parts import button, clear, column, label, row
from ui.words import say, spoken, t

HOSTS = "fetch.allowed_hosts"


class Languages(Part):
    """What the program can do in each language's articles, as ``factcheck languages`` tells it."""

    needs_library = False

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("settings.languages", library, parent)
        self._found: list[Any] = []
        look.changed.connect(self._show)
        spoken.changed.connect(self._show)

    def refresh(self) -> None:
        call = lambda _job: services.splitting.languages()  # noqa: E731 - imported in the lane
        self.library.jobs.start("work", call, self._take, owner=self)

    def _take(self, found: list[Any]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        clear(self.made)
        for one in self._found:
            line = row(gap=12)
            name = label()
            name.setText(one.name.capitalize())
            name.setFont(look.sans(14, strong=True))
            name.setFixedWidth(look.px(120))
            line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            words = column(gap=2)
            features = label(wrap=True)
            features.setText(", ".join(t(f"feature.{feature}") for feature in one.features))
            words.addWidget(features)
            parsers = {one.best_parser: one.best_installed, one.parser: one.parser_installed}
            for parser, installed in reversed(parsers.items()):
                if parser:
                    said = label(kind="caption", wrap=True)
                    said.setText(t("settings.parser-there" if installed else "settings.parser-missing", name=parser))
                    words.addWidget(said)
            line.addLayout(words, 1)
            self.made.addLayout(line)
        if self._found:
            self.made.addWidget(label("cli.other-languages", "caption", wrap=True))


class Hosts(Part):
    """Hosts of the own network that pages may be fetched from, one a line; all others there stay closed."""

    needs_library = False

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("settings.hosts", library, parent)
        line = row(gap=8)
        self.field = QLineEdit()
        scaled(self.field, "setMaximumWidth", 320)
        say(self.field, placeholderText="settings.host-new", accessibleName="settings.host-new")
        self.field.returnPressed.connect(self.add)
        self.give = button("settings.host-add", self.add)
        line.addWidget(self.field, 1)
        line.addWidget(self.give)
        line.addStretch(1)
        self.body.addLayout(line)
        self.problem = label(kind="warn-caption", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)

    def refresh(self) -> None:
        clear(self.made)
        settings = self.library.settings
        outside = settings.origin(HOSTS) in {"environment", "option"}
        for host in settings.names(HOSTS):
            line = row(gap=8)
            said = label()
            said.setText(host)
            line.addWidget(said)
            if not outside:
                away = lambda host=host: self._keep([h for h in settings.names(HOSTS) if h != host])  # noqa: E731
                line.addWidget(
                    button("settings.host-remove", away, kind="link", name=("settings.host-away", {"host": host}))
                )
            line.addStretch(1)
            self.made.addLayout(line)
        if not settings.names(HOSTS):
            self.made.addWidget(label("settings.hosts-none", "caption", wrap=True))
        for part in (self.field, self.give):
            part.setEnabled(not outside)

    def add(self) -> None:
        """Allow the host that was typed."""
        host = self.field.text().strip()
        if host:
            self._keep([*self.library.settings.names(HOSTS), host])

    def _keep(self, hosts: list[str]) -> None:
        try:
            self.library.settings.put(HOSTS, tuple(dict.fromkeys(hosts)))
        except FactcheckError as refused:
            self.problem.setText(refused.sentence())
            self.problem.show()
            return
        self.problem.hide()
        self.field.clear()
        self.refresh()


class Secrets(Part):
    """Keys of outside services: whether they are kept in the system's keyring, and fields for others."""

    needs_library = False

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__("settings.secrets", library, parent)
        self.fields: dict[str, list[QLineEdit]] = {}
        self.told = label(kind="caption", wrap=True)
        self.body.addWidget(self.told)

    def refresh(self) -> None:
        def ask(_job: Any) -> Any:
            return [(name, parts, _kept(name)) for name, parts in services.keyrings.SERVICES.items()]

        self.library.jobs.start("net", ask, self._show, owner=self)

    def _show(self, found: list[tuple[str, tuple[str, ...], bool | FactcheckError]]) -> None:
        clear(self.made)
        self.fields = {}
        problems = [kept.sentence() for _name, _parts, kept in found if isinstance(kept, FactcheckError)]
        self.told.setText(problems[0] if problems else "")
        self.told.setVisible(bool(problems))
        for name, parts, kept in found:
            self.made.addLayout(self._service(name, parts, kept=kept is True, usable=not problems))

    def _service(self, name: str, parts: tuple[str, ...], *, kept: bool, usable: bool) -> QVBoxLayout:
        whole = column(gap=4)
        head = row(gap=8)
        head.addWidget(label(f"keyring.{name}"))
        head.addWidget(label("keyring.kept" if kept else "keyring.none", "good" if kept else "caption"), 1)
        whole.addLayout(head)
        line = row(gap=8)
        self.fields[name] = []
        for part in parts:
            field = QLineEdit()
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setEnabled(usable)
            say(field, placeholderText=f"keyring.{name}-{part}", accessibleName=f"keyring.{name}-{part}")
            field.returnPressed.connect(lambda: self.keep(name))
            self.fields[name].append(field)
            line.addWidget(field, 1)
        give = button("keyring.keep", lambda: self.keep(name))
        give.setEnabled(usable)
        line.addWidget(give)
        if kept:
            line.addWidget(button("keyring.forget", lambda: self.forget(name), kind="link"))
        whole.addLayout(line)
        return whole

    def keep(self, name: str) -> None:
        """Keep what is in the fields of a service."""
        parts = [field.text() for field in self.fields[name]]
        self._do(lambda: services.keyrings.keep(name, parts))

    def forget(self, name: str) -> None:
        """Remove a service's keys."""
        self._do(lambda: services.keyrings.forget(name))

    def _do(self, call: Any) -> None:
        start = self.library.jobs.start
        start("net", lambda _job: call(), lambda _none: self.refresh(), failed=self._refused, owner=self)

    def _refused(self, problem: object) -> None:
        self.told.setText(problem.sentence() if isinstance(problem, FactcheckError) else t("foot.bug"))
        self.told.show()


def _kept(name: str) -> bool | FactcheckError:
    """Whether it is kept, or what hinders to know it."""
    try:
        return bool(services.keyrings.kept(name))
    except FactcheckError as problem:
        return problem
