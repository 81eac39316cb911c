"""Giving, approving, sending back, publishing and correcting verdicts."""

from PySide6.QtCore import QObject

from ui.actions.bound import Actions
from ui.later import dialogs, services
from ui.library import Act, Library, Typed
from ui.models.reading import Reading
from ui.views.desk import ArticlesRoom
from ui.views.foot import Foot

ASKED = {"return", "correct", "withdraw"}
"""Moves that ask for words first."""


class VerdictVerbs(QObject):
    """The verbs on the selected claim's verdict."""

    def __init__(
        self, library: Library, reading: Reading, room: ArticlesRoom, foot: Foot, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._reading, self._room, self._foot = library, reading, room, foot
        self._part = room.claim.verdict
        self._part.given.connect(self._give)
        self._part.wanted.connect(self.move)
        for digit in range(1, 10):
            actions.bind(f"verdict.{digit}", lambda digit=digit: self._press(digit))
        actions.bind("verdict.reason", self._to_reason)
        actions.bind("verdict.give", self._part.give)
        actions.bind("verdict.send-back", lambda: self.move("return"))
        for key in ("approve", "publish", "correct", "withdraw"):
            actions.bind(f"verdict.{key}", lambda key=key: self.move(key))

    def _press(self, digit: int) -> None:
        room = self._room.claim
        if digit <= len(self._part.buttons):
            room.scroll.ensureWidgetVisible(self._part.reason)
            self._part.press(digit)

    def _to_reason(self) -> None:
        self._room.claim.scroll.ensureWidgetVisible(self._part.reason)
        self._part.reason.setFocus()

    def _give(self, rating: str, because: str) -> None:
        claim = self._part.based()
        if claim is None:
            return

        def judged(reason: str) -> Act:
            return lambda desk: services.verdicts.give(desk, claim.id, rating, reason)

        def given(_done: object) -> None:
            focus = self._part.window().focusWidget()
            self._part.forget_draft(claim.id)
            if focus is None or self._part.isAncestorOf(focus):  # who has gone on meanwhile stays where they are
                self._room.article.setFocus()

        typed = Typed(claim.id, "verdict", because, judged, lambda: self._part.forget_draft(claim.id))
        self._library.change(judged(because), given, based_on=(claim,), typed=typed)

    def move(self, key: str) -> None:
        """Do one of the moves that follow a verdict; those that need words ask for them."""
        claim, verdicts = self._reading.claim, services.verdicts
        if claim is None or (key in ASKED and self._refused(key)):
            return
        if key == "approve":
            self._library.change(lambda desk: verdicts.approve(desk, claim.id), based_on=(claim,))
        elif key == "publish":
            self._library.change(lambda desk: verdicts.publish(desk, [claim.id]), based_on=(claim,))
        elif key == "correct":
            self._correct()
        else:
            ask = dialogs.ask.ask_words
            words = ask(self._room, f"verdict.{key}-title", f"verdict.{key}-words", f"verdict.move-{key}")
            if words:
                verb = verdicts.send_back if key == "return" else verdicts.withdraw
                self._library.change(lambda desk: verb(desk, claim.id, words), based_on=(claim,))

    def _refused(self, key: str) -> bool:
        """Say at once why it cannot be done, before somebody writes a reason for it."""
        allowed, why = self._reading.dossier.actions.get(key, (True, "")) if self._reading.dossier else (True, "")
        if not allowed:
            self._foot.fail(why)
        return not allowed

    def _correct(self) -> None:
        claim, scale = self._reading.claim, self._reading.scale
        if claim is None or scale is None:
            return
        dialog = dialogs.correct.CorrectDialog(claim, scale, self._room)
        if dialog.exec():
            given = dialog.given()
            self._library.change(lambda desk: services.verdicts.correct(desk, claim.id, **given), based_on=(claim,))
