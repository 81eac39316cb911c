"""What a report is of and how it goes out: subject, claims, language, template, format, published address."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from factcheck.i18n import LANGUAGES, current
from ui.scaled import scaled
from ui.theme import look
from ui.views.controls import Choice
from ui.views.parts import button, column, label, row
from ui.words import say, spoken, t

Index = QModelIndex | QPersistentModelIndex
KINDS = ("article", "search", "period")
PERIODS = {"month": 31, "quarter": 92, "year": 366, "all": 36_500}
"""Days back that a period reaches."""
SUFFIXES = ("pdf", "html", "docx", "md", "xlsx", "csv", "json", "jsonld", "dossier.zip")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants a report of: ``subject`` is an article's id, a saved search's name or a period's name."""

    kind: str
    subject: str
    language: str
    template: str | None
    decided_only: bool
    url: str

    def since(self) -> datetime:
        """When a period begins."""
        return datetime.now(UTC) - timedelta(days=PERIODS[self.subject])


class ClaimChoice(QAbstractListModel):
    """The claims of the report with a tick each; ``changed`` comes when one was ticked or let go."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._claims: list[tuple[str, str]] = []
        self._out: set[str] = set()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._claims)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        identifier, words = self._claims[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return words
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if identifier in self._out else Qt.CheckState.Checked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        identifier = self._claims[index.row()][0]
        (self._out.discard if Qt.CheckState(value) is Qt.CheckState.Checked else self._out.add)(identifier)
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

    def flags(self, _index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def show(self, claims: list[tuple[str, str]]) -> None:
        """Offer these (id, wording); what was let go stays so."""
        if claims == self._claims:
            return
        self.beginResetModel()
        self._claims = claims
        self.endResetModel()

    def tick_all(self, *, on: bool) -> None:
        """Take all, or none."""
        self._out = set() if on else {identifier for identifier, _words in self._claims}
        if self._claims:
            self.dataChanged.emit(self.index(0), self.index(len(self._claims) - 1))
        self.changed.emit()

    def chosen(self) -> list[str]:
        """The ids that are ticked."""
        return [identifier for identifier, _words in self._claims if identifier not in self._out]


class OneLine(QStyledItemDelegate):
    """A line as wide as the list: longer words are cut there, and whole in the hint."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(look.px(120), super().sizeHint(option, index).height() + look.px(4))


class Choices(QWidget):
    """``wished`` comes when another report is wanted, ``narrowed`` when other claims of the same one are."""

    wished = Signal()
    narrowed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subjects: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
        self._templates: list[str] = []
        whole = column(self, gap=14)
        self.kind, self.article = Choice(), Choice()
        self.language, self.template, self.format = Choice(), Choice(), Choice()
        for name in ("kind", "article", "language", "template", "format"):
            combo: Choice = getattr(self, name)
            combo.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            say(combo, accessibleName=f"reports.{name}")
        whole.addLayout(_field("reports.kind", self.kind))
        whole.addLayout(_field("reports.article", self.article))
        whole.addLayout(self._claims())
        self.decided = QCheckBox()
        say(self.decided, text="reports.decided-only")
        whole.addWidget(self.decided)
        beside = row(gap=12)
        beside.addLayout(_field("reports.language", self.language), 1)
        beside.addLayout(_field("reports.template", self.template), 1)
        whole.addLayout(beside)
        self.url = QLineEdit()
        say(self.url, placeholderText="reports.url-hint", accessibleName="reports.url")
        whole.addLayout(_field("reports.url", self.url))
        whole.addLayout(_field("reports.format", self.format))
        self._name()
        self.kind.activated.connect(lambda _i: (self._list_subjects(), self.wished.emit()))
        for combo in (self.article, self.language, self.template):
            combo.activated.connect(lambda _i: self.wished.emit())
        self.decided.toggled.connect(lambda _on: self.wished.emit())
        self.claims.changed.connect(self.narrowed)
        spoken.changed.connect(self._name)

    def _claims(self) -> QVBoxLayout:
        whole = column(gap=4)
        head = row(gap=4)
        head.addWidget(label("reports.claims", "caption"), 1)
        head.addWidget(button("reports.claims-all", lambda: self.claims.tick_all(on=True), kind="link"))
        head.addWidget(button("reports.claims-none", lambda: self.claims.tick_all(on=False), kind="link"))
        whole.addLayout(head)
        self.claims = ClaimChoice(self)
        self.list = QListView()
        self.list.setModel(self.claims)
        self.list.setItemDelegate(OneLine(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("kind", "boxed")
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        scaled(self.list, "setFixedHeight", 148)
        say(self.list, accessibleName="reports.claims")
        whole.addWidget(self.list)
        return whole

    def wish(self) -> Wish | None:
        """What is chosen, None while there is nothing to choose."""
        subject = self.article.currentData()
        if subject is None:
            return None
        language, template = self.language.currentData(), self.template.currentData()
        return Wish(self.kind.currentData(), subject, language, template, self.decided.isChecked(), self.url.text())

    def offer(self, articles: list[tuple[str, str]], searches: list[tuple[str, str]], templates: list[str]) -> None:
        """Offer these articles and saved searches as (key, words), and these templates."""
        self._subjects |= {"article": articles, "search": searches}
        self._templates = templates
        self._name_templates()
        self._list_subjects()

    def choose(self, article_id: str) -> bool:
        """Choose an article; False when it is chosen already or not there."""
        self.kind.setCurrentIndex(self.kind.findData("article"))
        self._list_subjects()
        at = self.article.findData(article_id)
        if at < 0 or at == self.article.currentIndex():
            return False
        self.article.setCurrentIndex(at)
        return True

    def _list_subjects(self) -> None:
        kind = self.kind.currentData()
        _fill(self.article, self._subjects[kind])
        self.url.setEnabled(kind == "article")
        self.decided.setEnabled(kind == "article")

    def _name(self) -> None:
        _fill(self.kind, [(kind, t(f"reports.kind-{kind}")) for kind in KINDS])
        _fill(self.language, [(code, t(f"reports.in-{code}")) for code in LANGUAGES], current())
        _fill(self.format, [(suffix, t(f"reports.as-{suffix}")) for suffix in SUFFIXES])
        self._subjects["period"] = [(name, t(f"reports.period-{name}")) for name in PERIODS]
        if self.kind.currentData() == "period":
            self._list_subjects()
        self._name_templates()

    def _name_templates(self) -> None:
        usual = t("reports.template-usual")
        _fill(self.template, [(name, usual if name == "report" else name) for name in self._templates])


def _field(words: str, control: QWidget) -> QVBoxLayout:
    made = column(gap=4)
    made.addWidget(label(words, "caption"))
    made.addWidget(control)
    return made


def _fill(combo: Choice, entries: list[tuple[str, str]], usual: str | None = None) -> None:
    """Offer (key, words), with what was chosen before still chosen."""
    chosen = combo.currentData() or usual
    combo.clear()
    for key, words in entries:
        combo.addItem(words, key)
    combo.setCurrentIndex(max(combo.findData(chosen), 0) if entries else -1)
