"""What this program is, and the licences of everything that it is made of, read from the installed packages."""

import re
import sys
from importlib import metadata

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from factcheck import __version__
from ui.theme import look
from ui.views.parts import button, column, label, row
from ui.words import say, t

OURSELVES = "factcheck-workbench"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def packages() -> list[tuple[str, str, str]]:
    """(name, version, licence) of every package that the program needs to run, and that those need, by name."""
    found: dict[str, tuple[str, str, str]] = {}
    waiting = [OURSELVES]
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # needed on another system only
        found[key] = package.name, package.version, licence(package)
        wanted = [line for line in package.requires or () if "extra ==" not in line]
        waiting += [match[0] for line in wanted if (match := _NAME.match(line))]
    found.pop(OURSELVES, None)
    return sorted(found.values(), key=lambda one: one[0].lower())


def licence(package: metadata.Distribution) -> str:
    """A package's licence in few words: its expression, else its classifiers, else the first line that it states."""
    said = package.metadata.get("License-Expression")
    if not said:
        classes = [c for c in package.metadata.get_all("Classifier") or () if c.startswith("License :: ")]
        said = ", ".join(c.rpartition(" :: ")[2] for c in classes)
    return said or (package.metadata.get("License") or "?").strip().partition("\n")[0][:80]


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
