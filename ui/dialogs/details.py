"""What was read of an article, for correction: title, outlet, author, date, language, address."""

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from factcheck.domain import dates
from factcheck.domain.article import Article
from ui.dialogs.ask import Ask
from ui.theme import look
from ui.views.parts import dress_as, label
from ui.words import say, t

FIELDS = ("title", "outlet", "author", "date", "language", "url")


class DetailsDialog(Ask):
    """The fields of an article. ``changes`` are those that the person changed."""

    def __init__(self, article: Article, parent: QWidget | None) -> None:
        super().__init__("details.heading", "details.words", "details.give", parent, width=520)
        self._article = article
        form = QFormLayout()
        form.setVerticalSpacing(look.px(8))
        form.setHorizontalSpacing(look.px(16))
        self._fields: dict[str, QLineEdit] = {}
        for name in FIELDS:
            field = QLineEdit(str(getattr(article, name) or ""))
            field.setCursorPosition(0)
            say(field, accessibleName=f"details.{name}")
            said = label(f"details.{name}", "muted")
            form.addRow(said, field)
            self._fields[name] = field
        self._echo = label(kind="caption")
        form.insertRow(FIELDS.index("date") + 1, "", self._echo)
        self.body.addLayout(form)
        self._fields["date"].textChanged.connect(self._check)
        self._fields["title"].textChanged.connect(self._check)
        self._check()

    def changes(self) -> dict[str, str | None]:
        """Field and new value, for those that differ."""
        given = {name: field.text().strip() or None for name, field in self._fields.items()}
        return {name: value for name, value in given.items() if value != (getattr(self._article, name) or None)}

    def _check(self) -> None:
        written = self._fields["date"].text().strip()
        good = not written or dates.valid(written)
        self._echo.setText((dates.echo(written) if written else "") if good else t("claim.date-bad"))
        dress_as(self._echo, "caption" if good else "warn-caption")
        self.go.setEnabled(good and bool(self._fields["title"].text().strip()))
