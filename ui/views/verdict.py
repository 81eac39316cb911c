"""The verdict: the ratings as buttons with keys, the reason with its draft, what is missing, what can be done."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from factcheck.domain.claim import Claim
from factcheck.domain.verdict import Rating, Scale, Verdict
from factcheck.i18n import current
from ui.actions.keymap import keymap, native
from ui.actions.table import BY_ID
from ui.models.reading import Dossier
from ui.state import State
from ui.theme import look
from ui.views.changed import Changed
from ui.views.parts import Flow, Growing, Section, button, clear, dress_as, label
from ui.words import dated, say, t

FLOW = ("approve", "return", "publish", "correct", "withdraw")
"""The moves that follow a verdict, in their order of work."""


class RatingButton(QAbstractButton):
    """One rating: its glyph and colour, its word, and the digit that gives it."""

    def __init__(self, rating: Rating, digit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rating, self.digit = rating, digit
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retell()
        keymap.changed.connect(self.retell)

    def key(self) -> str:
        """The key that chooses it, as this system writes it; empty for none."""
        action = BY_ID.get(f"verdict.{self.digit}")
        return native(next(iter(keymap.of(action)), "")) if action is not None else ""

    def retell(self) -> None:
        """Say it in the language in force."""
        word = self.rating.label(current())
        self.setText(word)
        self.setToolTip(self.rating.meaning(current()))
        self.setAccessibleName(t("verdict.button", rating=word, digit=self.key()))
        self.setAccessibleDescription(self.rating.meaning(current()))
        self.setFont(look.sans(14))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = sum(self.fontMetrics().horizontalAdvance(words) for words in (self.text(), self.key())) + look.px(54)
        return QSize(width, self.fontMetrics().height() + look.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, tokens = QColor(self.rating.colour), look.tokens
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        ground = (
            look.tinted(colour, 0.22)
            if self.isChecked()
            else QColor(tokens.hover if self.underMouse() else tokens.raised)
        )
        line = look.readable(colour) if self.isChecked() else QColor(tokens.line)
        if self.hasFocus():
            line = QColor(tokens.accent)
        painter.setBrush(ground)
        painter.setPen(QPen(line, 1.5 if self.isChecked() or self.hasFocus() else 1))
        painter.drawRoundedRect(box, look.px(6), look.px(6))
        painter.setPen(look.readable(colour, ground))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(look.sans(15))
        painter.drawText(box.adjusted(look.px(10), 0, 0, 0), left, self.rating.glyph)
        painter.setFont(look.sans(14, strong=self.isChecked()))
        painter.setPen(QColor(tokens.text))
        painter.drawText(box.adjusted(look.px(30), 0, 0, 0), left, self.text())
        painter.setFont(look.sans(12))
        painter.setPen(QColor(tokens.muted) if not self.isChecked() else QColor(tokens.text))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box.adjusted(0, 0, -look.px(10), 0), right, self.key())


class VerdictPart(Section):
    """``given`` carries rating key and reason; ``wanted`` a move (approve, return, publish, …)."""

    given = Signal(str, str)
    wanted = Signal(str)
    theirs_wanted = Signal()

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__("verdict.title", parent)
        self._state = state
        self._claim: Claim | None = None
        self._scale: Scale | None = None
        self._from: Claim | None = None
        self.in_force = label(kind="muted", wrap=True)
        self.body.addWidget(self.in_force)
        self._ratings = Flow(gap=8, even=True)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: list[RatingButton] = []
        self.body.addLayout(self._ratings)
        self.reason = Growing("field", lines=2)
        say(self.reason, placeholderText="verdict.reason-hint", accessibleName="verdict.reason")
        self.reason.typed.connect(self._typed)
        self.reason.given.connect(self.give)
        self.reason.left.connect(self.reason.clearFocus)
        self.body.addWidget(self.reason)
        self.changed = Changed()
        self.changed.wanted.connect(self.theirs_wanted)
        self.body.addWidget(self.changed)
        self.missing = label(kind="caption", wrap=True)
        self.body.addWidget(self.missing)
        self._row = Flow(gap=8)
        self.give_button = button("verdict.give", self.give, kind="primary", hint="verdict.give-hint")
        self._row.addWidget(self.give_button)
        self.moves = {key: button(f"verdict.move-{key}", partial(self.wanted.emit, key)) for key in FLOW}
        for made in self.moves.values():
            self._row.addWidget(made)
            made.hide()
        self.body.addLayout(self._row)

    def prepare(self, scale: Scale) -> None:
        """Make the buttons of a scale before they are needed."""
        self._make_buttons(scale)

    def show_claim(self, claim: Claim, scale: Scale | None) -> None:
        """Show a claim's verdict, and the draft of the next one where it was left."""
        another = self._claim is None or self._claim.id != claim.id
        self._claim = claim
        self._make_buttons(scale)
        draft = self._state.draft(claim.id, "reason")
        rated = self._state.draft(claim.id, "rating")
        verdict = claim.verdict
        if another or not self.reason.hasFocus():
            self.reason.setFont(look.sans(14))
            self.reason.show_words(draft if draft is not None else (verdict.reason if verdict else ""))
            self._from = claim
        self._check(rated or (verdict.rating if verdict else None))
        self.in_force.setVisible(verdict is not None)
        if verdict is not None:
            self.in_force.setText(said(verdict, scale))
        self._enable()
        self._tell_changed()

    def show_dossier(self, dossier: Dossier | None) -> None:
        """Show what is missing and what this reviewer can do."""
        lacks = dossier.missing if dossier else ()
        self.missing.setVisible(bool(lacks))
        self.missing.setText(t("verdict.missing", what=" · ".join(lacks)) if lacks else "")
        for key, made in self.moves.items():
            allowed, why = dossier.actions.get(key, (False, "")) if dossier else (False, "")
            waits = key == "approve" and dossier is not None and dossier.claim.state.value == "verdict-proposed"
            made.setVisible(allowed or waits)
            made.setEnabled(allowed)
            made.setToolTip(why)
            dress_as(made, "primary" if key == "approve" and allowed else "")
        self._enable()

    def press(self, digit: int) -> None:
        """Choose the rating with that digit and go to the reason."""
        for made in self.buttons:
            if made.digit == digit and made.isEnabled():
                made.setChecked(True)
                self._chosen(made)

    def chosen(self) -> str:
        """The key of the rating that is chosen; empty for none."""
        made = self._group.checkedButton()
        return made.rating.key if isinstance(made, RatingButton) else ""

    def give(self) -> None:
        """Give the verdict as it stands; without a reason the reason is asked for."""
        chosen = self._group.checkedButton()
        if not isinstance(chosen, RatingButton):
            (self.buttons[0] if self.buttons else self.reason).setFocus()
        elif not self.reason.words():
            self.reason.setFocus()
        else:
            self.given.emit(chosen.rating.key, self.reason.words())

    def forget_draft(self, claim_id: str) -> None:
        """Forget what was typed for a claim: it was given, or let go."""
        self._state.put_draft(claim_id, "reason", None)
        self._state.put_draft(claim_id, "rating", None)
        if self._claim is not None and self._claim.id == claim_id:
            self.reason.clearFocus()
            self.show_claim(self._claim, self._scale)

    def _make_buttons(self, scale: Scale | None) -> None:
        if scale is not None and self._scale == scale:
            for made in self.buttons:
                made.retell()
            return
        self._scale = scale
        for made in self.buttons:
            self._group.removeButton(made)
        clear(self._ratings)
        self.buttons = [RatingButton(r, n) for n, r in enumerate(scale.ratings, 1)] if scale else []
        for made in self.buttons:
            self._group.addButton(made)
            self._ratings.addWidget(made)
            made.clicked.connect(lambda _on=False, made=made: self._chosen(made))

    def _check(self, key: str | None) -> None:
        self._group.setExclusive(False)
        for made in self.buttons:
            made.setChecked(made.rating.key == key)
        self._group.setExclusive(True)

    def _chosen(self, made: RatingButton) -> None:
        if self._claim is not None:
            self._state.put_draft(self._claim.id, "rating", made.rating.key, self._base())
        self._enable()
        self.reason.setFocus()

    def _typed(self, words: str) -> None:
        claim = self._claim
        if claim is not None:
            same = claim.verdict is not None and words.strip() == claim.verdict.reason
            self._state.put_draft(claim.id, "reason", None if same else words, self._base())
        self._enable()
        self._tell_changed()

    def _base(self) -> tuple[int, str]:
        verdict = self._from.verdict if self._from else None
        return (self._from.version if self._from else 1, verdict.id if verdict else "")

    def _begun(self) -> tuple[int, str]:
        """The version and the verdict in force from which the judgement in the fields began."""
        claim = self._claim
        drafts = [self._state.draft_base(claim.id, field) for field in ("reason", "rating")] if claim else []
        return min((draft for draft in drafts if draft), default=self._base())

    def based(self) -> Claim | None:
        """The claim as it was when the judgement in the fields began."""
        return replace(self._claim, version=self._begun()[0]) if self._claim else None

    def base_verdict(self) -> str:
        """The id of the verdict that was in force then; empty for none."""
        return self._begun()[1]

    def _tell_changed(self) -> None:
        """Say quietly that somebody else judged the claim while this reviewer was at it."""
        claim = self._claim
        verdict = claim.verdict if claim else None
        began = self._state.draft(claim.id, "reason") or self._state.draft(claim.id, "rating") if claim else None
        news = began and verdict is not None and verdict.id != self.base_verdict()
        self.changed.tell(verdict.reviewer if news and verdict else None)

    def _enable(self) -> None:
        claim, chosen = self._claim, self._group.checkedButton()
        if claim is None:
            return
        verdict = claim.verdict
        closed = claim.state.value in {"published", "corrected", "withdrawn", "dismissed"}
        same = (
            verdict is not None
            and isinstance(chosen, RatingButton)
            and chosen.rating.key == verdict.rating
            and self.reason.words() == verdict.reason
            and claim.state.value != "in-review"
        )
        for made in self.buttons:
            made.setEnabled(not closed)
        self.reason.setReadOnly(closed)
        self.give_button.setVisible(not closed and not same)
        self.give_button.setEnabled(isinstance(chosen, RatingButton) and bool(self.reason.words()))


def said(verdict: Verdict, scale: Scale | None) -> str:
    """Who gave which rating when, and who approved it."""
    rating = scale.rating(verdict.rating) if scale else None
    word = rating.label(current()) if rating else verdict.rating
    words = t("verdict.said", rating=word, reviewer=verdict.reviewer, at=dated(verdict.at))
    others = [name for name in verdict.approved_by if name != verdict.reviewer]
    return words + (" " + t("verdict.approved-by", names=", ".join(others)) if others else "")
