"""The head of the claim: where it stands, its exact words, its wording, and what can be done to it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from factcheck.domain.claim import Claim, ClaimState
from factcheck.domain.verdict import Scale
from ui.actions.bound import Actions
from ui.claimwords import OPEN, sign
from ui.differences import marked
from ui.models.reading import Reading
from ui.scaled import scaled
from ui.state import State
from ui.theme import look
from ui.views.changed import Changed, last_change
from ui.views.parts import Elided, Flow, Growing, button, column, label, row
from ui.views.present import in_words
from ui.words import say, t


class Badge(QWidget):
    """The claim's standing: a glyph or dot in its colour, and the word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph, self._label, self._colour = "", "", QColor()
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def show_claim(self, claim: Claim, scale: Scale | None) -> None:
        """Say where the claim stands."""
        drawn = sign(claim, scale)
        self._glyph, self._colour = drawn.glyph or "●", QColor(drawn.colour)
        state = t(f"state.{claim.state.value}")
        self._label = drawn.label if drawn.label == state else f"{drawn.label} · {state}"
        self.setAccessibleName(self._label)
        metrics = self.fontMetrics()
        self.setFixedHeight(metrics.height() + look.px(8))
        self.setMinimumWidth(metrics.horizontalAdvance(self._label) + look.px(24))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(look.sans(13, strong=True))
        painter.setPen(look.readable(self._colour, look.colour("window")))
        box = QRectF(0, 0, look.px(18), self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._glyph)
        painter.setPen(look.colour("text"))
        rest = QRectF(look.px(20), 0, self.width() - look.px(20), self.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._label)


class Quote(QLabel):
    """The exact words of the article, with a rule in the colour of the claim's standing beside them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.colour = QColor()
        say(self, accessibleName="claim.quote")

    def retype(self, size: float = 16) -> None:
        """Set it in the reading face."""
        self.setFont(look.serif(size))
        self.setContentsMargins(look.px(14), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour)
        painter.drawRoundedRect(QRectF(0, look.px(3), look.px(3), self.height() - look.px(6)), 1.5, 1.5)


class ClaimHead(QWidget):
    """Standing, exact words, wording with its difference, and the labelled actions of this moment."""

    wording_given = Signal(str)
    theirs_wanted = Signal()

    def __init__(self, reading: Reading, actions: Actions, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading, self._actions, self._state = reading, actions, state
        self._claim_id: str | None = None
        self.base = (1, "")
        """The version and the wording that the words in the field began from."""
        reading.dossier_changed.connect(self._tell_changed)
        whole = column(self, gap=12)
        top = row(gap=4)
        self.badge = Badge()
        self.place = label(kind="caption")
        self.present = Elided("caption")
        self.present.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        scaled(self.present, "setContentsMargins", 0, 0, 8, 0)
        top.addWidget(self.badge)
        top.addWidget(self.present, 1)
        top.addWidget(self.place)
        for identifier, icon in (("claim.previous", "up"), ("claim.next", "down")):
            arrow = button("", actions[identifier].trigger, kind="quiet", name=f"action.{identifier}", icon=icon)
            scaled(arrow, "setFixedWidth", 30)
            top.addWidget(arrow)
        self.more = button("", kind="quiet", name="claim.more", icon="more")
        scaled(self.more, "setFixedWidth", 30)
        self.more.setMenu(self._menu())
        top.addWidget(self.more)
        whole.addLayout(top)
        self.quote = Quote()
        whole.addWidget(self.quote)
        whole.addLayout(self._wording_part())
        self.buttons = Flow(gap=8)
        self._doings = {}
        for identifier, kind in (("claim.accept", "primary"), ("claim.dismiss", ""), ("claim.reopen", "")):
            self._doings[identifier] = button(
                f"action.{identifier}", actions[identifier].trigger, kind=kind, icon=_ICON.get(identifier, "")
            )
            self.buttons.addWidget(self._doings[identifier])
        whole.addLayout(self.buttons)
        self.dismissed = label(kind="muted", wrap=True)
        whole.addWidget(self.dismissed)

    def _wording_part(self) -> QVBoxLayout:
        part = column(gap=4)
        part.addWidget(label("claim.wording", "section"))
        self.wording = Growing("inline")
        say(self.wording, accessibleName="claim.wording", accessibleDescription="claim.wording-hint")
        self.wording.typed.connect(self._typed)
        self.wording.given.connect(self.give)
        self.wording.left.connect(self._leave)
        part.addWidget(self.wording)
        self.changed = Changed()
        self.changed.wanted.connect(self.theirs_wanted)
        part.addWidget(self.changed)
        self.difference = QLabel()
        self.difference.setTextFormat(Qt.TextFormat.RichText)
        self.difference.setWordWrap(True)
        self.difference.setProperty("kind", "caption")
        say(self.difference, accessibleName="claim.difference")
        part.addWidget(self.difference)
        self.saving = QWidget()
        under = row(self.saving, gap=8)
        under.addWidget(button("claim.keep-wording", self.give, kind="primary", hint="claim.keep-wording-hint"))
        under.addWidget(button("claim.drop-wording", self.drop, kind="quiet"))
        under.addWidget(label("claim.draft", "caption"), 1)
        part.addWidget(self.saving)
        return part

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for name in ("claim.edit", "claim.cut", "claim.merge", "claim.extend", "claim.trim", "claim.dismiss-because"):
            menu.addAction(self._actions[name])
        return menu

    def show_claim(self, claim: Claim) -> None:
        """Show a claim, and the draft of its wording where one was left."""
        another, self._claim_id = claim.id != self._claim_id, claim.id
        scale = self._reading.scale
        self.badge.setFont(look.sans(13))
        self.badge.show_claim(claim, scale)
        living = [c.id for c in self._reading.claims if c.state is not ClaimState.DISMISSED]
        if claim.id in living:
            self.place.setText(t("claim.place", n=living.index(claim.id) + 1, of=len(living)))
        else:
            self.place.setText("")
        self.quote.retype()
        self.quote.colour = QColor(sign(claim, scale).colour)
        self.quote.setText(claim.text)
        self.quote.update()
        draft = self._state.draft(claim.id, "wording")
        self.wording.setFont(look.sans(15))
        if another or not self.wording.hasFocus():
            self.wording.show_words(draft if draft is not None else claim.standalone)
            begun = self._state.draft_base(claim.id, "wording") if draft is not None else None
            self.base = begun or (claim.version, claim.standalone)
        self._show_difference()
        self._tell_changed()
        dismissed = claim.state is ClaimState.DISMISSED
        self._doings["claim.accept"].setVisible(claim.state is ClaimState.PROPOSED)
        self._doings["claim.dismiss"].setVisible(claim.state in OPEN)
        self._doings["claim.reopen"].setVisible(dismissed)
        self.dismissed.setVisible(dismissed and bool(claim.dismissed_because))
        self.dismissed.setText(t("claim.dismissed-because", because=claim.dismissed_because or ""))

    def show_present(self, names: list[str]) -> None:
        """Say who else looks at this claim."""
        self.present.setText(in_words(names))

    def give(self) -> None:
        """Store the typed wording."""
        claim = self._reading.claim
        if claim is not None and self.wording.words() and self.wording.words() != claim.standalone:
            self.wording_given.emit(self.wording.words())
        self.setFocus()

    def drop(self) -> None:
        """Forget the typed wording."""
        claim = self._reading.claim
        if claim is not None:
            self._state.put_draft(claim.id, "wording", None)
            self.base = (claim.version, claim.standalone)
            self.wording.show_words(claim.standalone)
            self._show_difference()
            self._tell_changed()

    def forget(self, claim_id: str) -> None:
        """The typed wording of a claim was given, or let go."""
        self._state.put_draft(claim_id, "wording", None)
        if self._claim_id == claim_id:
            self.drop()

    def _leave(self) -> None:
        self.wording.clearFocus()

    def _typed(self, words: str) -> None:
        claim = self._reading.claim
        if claim is not None:
            kept = None if words.strip() in {claim.standalone, self.base[1]} else words
            self._state.put_draft(claim.id, "wording", kept, self.base)
        self._show_difference()
        self._tell_changed()

    def _tell_changed(self) -> None:
        """Say quietly that somebody else reworded the claim under the words in the field."""
        claim = self._reading.claim
        if claim is None or claim.standalone in {self.base[1], self.wording.words()}:
            self.changed.tell(None)
            return
        step = last_change(self._reading.dossier, "standalone")
        self.changed.tell(step.reviewer if step else "")

    def _show_difference(self) -> None:
        claim = self._reading.claim
        if claim is None:
            return
        typed = self.wording.words()
        self.saving.setVisible(bool(typed) and typed != claim.standalone)
        shown = " ".join(claim.text.split()) != typed and bool(typed)
        self.difference.setVisible(shown)
        if shown:
            self.difference.setText(marked(claim.text, typed))


_ICON = {"claim.accept": "check", "claim.dismiss": "dismiss"}
