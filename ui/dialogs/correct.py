"""A correction of a published claim: what was wrong, the new verdict or wording, and why."""

from PySide6.QtWidgets import QWidget

from factcheck.domain.claim import Claim
from factcheck.domain.verdict import Scale
from factcheck.i18n import current
from ui.dialogs.ask import Ask
from ui.views.controls import Choice
from ui.views.parts import Growing, label
from ui.words import say, t

SORTS = ("correction", "clarification")


class CorrectDialog(Ask):
    """``given`` holds the arguments of the services' ``correct``."""

    def __init__(self, claim: Claim, scale: Scale, parent: QWidget | None) -> None:
        super().__init__("correct.title", "correct.words", "correct.give", parent, width=520)
        self._claim = claim
        self.sort = Choice()
        for sort in SORTS:
            self.sort.addItem(t(f"correct.sort-{sort}"), sort)
        self.rating = Choice()
        for rating in scale.ratings:
            self.rating.addItem(f"{rating.glyph}  {rating.label(current())}", rating.key)
        if claim.verdict is not None:
            self.rating.setCurrentIndex(self.rating.findData(claim.verdict.rating))
        self.wrong = Growing("field", lines=2)
        self.wording = Growing("field", lines=2)
        self.wording.show_words(claim.standalone)
        self.because = Growing("field", lines=2)
        self.because.show_words(claim.verdict.reason if claim.verdict else "")
        for name in ("wrong", "sort", "rating", "wording", "because"):
            field = getattr(self, name)
            self.body.addWidget(label(f"correct.{name}", "section"))
            self.body.addWidget(field)
            say(field, accessibleName=f"correct.{name}")
        for field in (self.wrong, self.wording, self.because):
            field.typed.connect(lambda _w: self._enable())
            field.given.connect(self._give)
            field.left.connect(self.reject)
        self._enable()
        self.wrong.setFocus()

    def given(self) -> dict[str, str]:
        """What was filled in."""
        return {
            "what_was_wrong": self.wrong.words(),
            "because": self.because.words(),
            "rating": str(self.rating.currentData()),
            "standalone": self.wording.words() or self._claim.standalone,
            "sort": str(self.sort.currentData()),
        }

    def _give(self) -> None:
        if self.go.isEnabled():
            self.accept()

    def _enable(self) -> None:
        self.go.setEnabled(bool(self.wrong.words() and self.because.words()))
