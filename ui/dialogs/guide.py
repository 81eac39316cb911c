"""The guide: what each part of the program does, kept beside it, so that it opens without a network.

The whole documentation opens from here in the browser, where it was built; its pages load nothing from elsewhere.
"""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QTextBrowser, QWidget

from factcheck import resources
from factcheck.domain.fold import fold
from factcheck.i18n import current
from ui.theme import look
from ui.views.parts import button, column, label, row
from ui.words import say


def topics(language: str) -> list[tuple[str, str]]:
    """The guide's topics as (heading, Markdown), in English where there is none in that language."""
    name = f"{language if language in {'en', 'fr'} else 'en'}.md"
    parts = ("\n" + resources.read("help", name)).split("\n## ")[1:]
    return [(part.partition("\n")[0].strip(), part.partition("\n")[2].strip()) for part in parts]


def documentation(language: str) -> QUrl | None:
    """The documentation's first page: the French tutorial in French; None where it was not built."""
    folder = resources.documentation()
    if folder is None:
        return None
    return QUrl.fromLocalFile(str(folder / ("tutoriel.html" if language == "fr" else "index.html")))


class Guide(QDialog):
    """Topics at the left, searched as one types; the chosen one at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self, windowTitle="guide.title")
        self._topics = topics(current())
        whole = column(self, margins=(24, 20, 24, 16), gap=12)
        heading = label("guide.title")
        heading.setFont(look.sans(17, strong=True))
        whole.addWidget(heading)
        middle = row(gap=20)
        side = column(gap=8)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        say(self.filter, placeholderText="guide.filter", accessibleName="guide.filter")
        self.list = QListWidget()
        say(self.list, accessibleName="guide.topics")
        for part in (self.filter, self.list):
            part.setFixedWidth(look.px(236))
            side.addWidget(part)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setProperty("kind", "article")
        self.text.setFont(look.serif(16))
        self.text.document().setDocumentMargin(look.px(16))
        say(self.text, accessibleName="guide.title")
        middle.addLayout(side)
        middle.addWidget(self.text, 1)
        whole.addLayout(middle, 1)
        foot = row()
        self.documentation = button("guide.documentation", self._open_documentation, icon="page", kind="quiet")
        self.documentation.setVisible(documentation(current()) is not None)
        foot.addWidget(self.documentation)
        foot.addStretch(1)
        foot.addWidget(button("ask.close", self.accept))
        whole.addLayout(foot)
        self.filter.textChanged.connect(self._search)
        self.list.currentTextChanged.connect(self._show)
        room = parent.size() if parent else self.size()
        self.resize(min(look.px(860), room.width() - 48), min(look.px(640), room.height() - 48))
        self._search("")

    def _open_documentation(self) -> None:
        page = documentation(current())
        if page is not None:
            QDesktopServices.openUrl(page)

    def _search(self, typed: str) -> None:
        """Keep the topics that hold all the words."""
        words = fold(typed).split()
        self.list.clear()
        for heading, body in self._topics:
            if all(word in fold(f"{heading} {body}") for word in words):
                self.list.addItem(heading)
        self.list.setCurrentRow(0)

    def _show(self, heading: str) -> None:
        body = next((body for name, body in self._topics if name == heading), "")
        self.text.setMarkdown(f"# {heading}\n\n{body}" if body else "")
        self.text.document().setDefaultFont(look.serif(16))
        self._space()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _space(self) -> None:
        """Give the paragraphs the line height and the distance of a page to read."""
        block = self.text.document().begin()
        while block.isValid():
            made = block.blockFormat()
            made.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            made.setBottomMargin(look.px(12))
            QTextCursor(block).setBlockFormat(made)
            block = block.next()
