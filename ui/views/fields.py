"""The claim's fields, each editable and with where it was read from."""

from PySide6.QtCore import QRegularExpression, QStringListModel, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QWidget

from factcheck.domain import dates
from factcheck.domain.claim import Claim, Kind, Modality, Reason
from ui.later import services
from ui.library import Library
from ui.scaled import scaled
from ui.turns import TYPING, once_quiet
from ui.views.controls import Choice
from ui.views.parts import Elided, Line, dress_as, label
from ui.words import has, say, t

SHOWN = 20
"""Names that the completion offers at most."""


class Fields(QWidget):
    """Claimant, modality, kind, date and worth of checking. ``given`` carries a field's name and its new value."""

    given = Signal(str, object)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._claim: Claim | None = None
        self._shown: dict[str, Claim] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        scaled(self._grid, "setHorizontalSpacing", 8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._why: dict[str, Elided] = {}
        self.claimant = Line()
        self.claimant.setClearButtonEnabled(False)
        say(self.claimant, placeholderText="claim.no-claimant")
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.claimant.setCompleter(completer)
        self._ask = once_quiet(self, TYPING, self._ask_names)
        self.claimant.textEdited.connect(lambda _words: self._ask.start())
        self.claimant.editingFinished.connect(lambda: self._give("claimant", self.claimant.text().strip() or None))
        self.modality = self._choice(Modality, "modality")
        self.kind = self._choice(Kind, "kind")
        self.date = Line()
        say(self.date, placeholderText="claim.no-date", toolTip="claim.date-hint")
        self.date.textEdited.connect(self._echo_date)
        self.date.editingFinished.connect(self._give_date)
        self.worth = Line()
        self.worth.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"\s*(100|\d{1,2})\s*%?\s*"), self.worth)
        )
        self.worth.editingFinished.connect(self._give_worth)
        for name, editor in (
            ("claimant", self.claimant), ("modality", self.modality), ("kind", self.kind),
            ("date", self.date), ("check_worthiness", self.worth),
        ):  # fmt: skip
            self._add(name, editor)

    def _choice(self, choices: type[Modality] | type[Kind], name: str) -> Choice:
        made = Choice()
        for choice in choices:
            made.addItem("", choice.value)
        made.activated.connect(lambda _n: self._give(name, made.currentData()))
        return made

    def _add(self, name: str, editor: QWidget) -> None:
        at = self._grid.rowCount()
        said = label(f"field.{name}", "muted")
        said.setBuddy(editor)
        editor.setProperty("kind", "inline")
        if isinstance(editor, QLineEdit):
            editor.setTextMargins(-2, 0, 0, 0)  # Qt's own margin, so that the words stand in line with the rest
        say(editor, accessibleName=f"field.{name}")
        self._grid.addWidget(said, at, 0)
        self._grid.addWidget(editor, at, 1)
        why = Elided("caption")
        scaled(why, "setContentsMargins", 0, 0, 0, 6)
        self._grid.addWidget(why, at + 1, 1)
        self._why[name] = why

    def show_claim(self, claim: Claim) -> None:
        """Show a claim's fields; the one that is being typed in keeps its words."""
        same = self._claim is not None and self._claim.id == claim.id
        self._claim = claim
        self._shown |= {"modality": claim, "kind": claim}
        if not (same and self.claimant.hasFocus()):
            self._shown["claimant"] = claim
            self.claimant.setText(claim.claimant or "")
            self.claimant.setCursorPosition(0)
        if not (same and self.date.hasFocus()):
            self._shown["date"] = claim
            self.date.setText(claim.date or "")
        for box, value, prefix in ((self.modality, claim.modality, "modality"), (self.kind, claim.kind, "kind")):
            for n in range(box.count()):
                box.setItemText(n, t(f"{prefix}.{box.itemData(n)}"))
            box.setCurrentIndex(box.findData(value.value))
        if not (same and self.worth.hasFocus()):
            self._shown["check_worthiness"] = claim
            self.worth.setText(t("report.percent", n=round(claim.check_worthiness * 100)))
        for name, why in self._why.items():
            why.setText(self._read_from(claim, name))
            why.setVisible(bool(why.whole()))
        self._echo_date(self.date.text())

    def based(self, name: str) -> Claim:
        """The claim as a field shows it; a newer one waits where the field is being typed in."""
        return self._shown[name]

    def _read_from(self, claim: Claim, name: str) -> str:
        said = [because(r) for r in claim.reasons if r.field == name]
        return " · ".join(dict.fromkeys(s for s in said if s))

    def _give(self, name: str, value: object) -> None:
        claim = self._claim
        if claim is None:
            return
        before = getattr(self._shown[name], name)
        same = abs(before - value) < 0.005 if isinstance(value, float) else before == value
        if not same:
            self.given.emit(name, value)
        elif self._shown[name] is not claim:
            self.show_claim(claim)  # nothing was typed: what others wrote meanwhile may come

    def _give_date(self) -> None:
        written = self.date.text().strip()
        if not written or dates.valid(written):
            self._give("date", written or None)

    def _give_worth(self) -> None:
        digits = "".join(c for c in self.worth.text() if c.isdigit())
        shown = self._shown.get("check_worthiness")
        if digits and shown is not None and int(digits) != round(shown.check_worthiness * 100):
            self._give("check_worthiness", int(digits) / 100)

    def _echo_date(self, written: str) -> None:
        written, why = written.strip(), self._why["date"]
        if not written:
            why.setVisible(False)
            return
        good = dates.valid(written)
        reasons = self._read_from(self._claim, "date") if self._claim and written == self._claim.date else ""
        words = " · ".join(part for part in (dates.echo(written), reasons) if part) if good else t("claim.date-bad")
        dress_as(why, "caption" if good else "warn-caption")
        why.setText(words)
        why.setVisible(True)

    def _ask_names(self) -> None:
        typed = self.claimant.text().strip()
        if not typed:
            return
        self._library.read(
            lambda desk: services.claims.claimant_names(desk, typed, SHOWN),
            self._offer,
            owner=self,
            failed=lambda _p: None,
        )

    def _offer(self, names: list[str]) -> None:
        self._names.setStringList(names)
        if self.claimant.hasFocus():
            self.claimant.completer().complete()


def because(reason: Reason) -> str:
    """What a field was read from, in words: the rule, and the phrase in quotes."""
    key, phrase = f"rule.{reason.rule}", " ".join(reason.phrase.split())
    if has(key):
        return t(key, phrase=phrase) if phrase else t(key, phrase="").split(":")[0].rstrip()
    return t("claim.phrase", phrase=phrase) if phrase else ""
