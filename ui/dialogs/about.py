"""What this program is, and the licences of everything that it is made of, read from the installed packages."""

import sys

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from factcheck import __version__
from ui.madeof import OURSELVES, distributions, licence
from ui.theme import look
from ui.views.parts import button, column, label, row
from ui.words import say, t


def packages() -> list[tuple[str, str, str]]:
    """(name, version, licence) of every package that the program needs to run, by name."""
    others = (package for package in distributions() if package.name != OURSELVES)
    return [(package.name, package.version, licence(package)) for package in others]


class About(QDialog):
    """Name, version, licence, and the list of packages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self, windowTitle="action.help.about")
        whole = column(self, margins=(24, 20, 24, 16), gap=10)
        heading = label("window.title")
        heading.setFont(look.serif(24, strong=True))
        whole.addWidget(heading)
        versions = label(kind="muted", wrap=True)
        versions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        python = ".".join(str(part) for part in sys.version_info[:3])
        versions.setText(t("about.versions", version=__version__, python=python, qt=qVersion()))
        whole.addWidget(versions)
        whole.addWidget(label("about.licence", wrap=True))
        whole.addWidget(label("about.packages", "section"))
        self.list = QPlainTextEdit()
        self.list.setReadOnly(True)
        self.list.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        say(self.list, accessibleName="about.packages")
        lines = [f"{name} {version} — {said}" for name, version, said in packages()]
        self.list.setPlainText("\n".join([*lines, t("about.fonts")]))
        whole.addWidget(self.list, 1)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button("ask.close", self.accept))
        whole.addLayout(foot)
        room = parent.size() if parent else self.size()
        self.resize(min(look.px(620), room.width() - 48), min(look.px(560), room.height() - 48))
