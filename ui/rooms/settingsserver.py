"""What the settings that ask for a server share: its address, a password, and a line that says what came of it."""

from PySide6.QtWidgets import QLineEdit, QWidget

from factcheck.errors import FactcheckError
from ui.library import Library
from ui.rooms.settingsmore import Part
from ui.scaled import scaled
from ui.views.parts import dress_as, label, row
from ui.words import say, t


class ServerPart(Part):
    """A section with the address and the password of a server, and the line ``told`` below them."""

    def __init__(self, title: str, address: str, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(title, library, parent)
        self.address = _field(address, 420)
        say(self.address, placeholderText="settings.server-address-hint")
        self.password = _field("settings.shared-password", 220)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        say(self.password, placeholderText="settings.shared-password")
        fields = row(gap=8)
        fields.addWidget(self.address, 2)
        fields.addWidget(self.password, 1)
        fields.addStretch(1)
        self.body.addLayout(fields)
        self.told = label(wrap=True)
        self.told.hide()
        self.body.addWidget(self.told)

    def tell(self, words: str, kind: str) -> None:
        """Say something in the line, dressed as ``kind``."""
        dress_as(self.told, kind)
        self.told.setText(words)
        self.told.show()

    def tell_problem(self, problem: object) -> None:
        """Say why something did not come about."""
        self.tell(problem.sentence() if isinstance(problem, FactcheckError) else t("foot.bug"), "warn-caption")


def _field(name: str, width: int) -> QLineEdit:
    made = QLineEdit()
    scaled(made, "setMaximumWidth", width)
    say(made, accessibleName=name, toolTip=name)
    return made
