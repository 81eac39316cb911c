"""From the desk to the readers: published, corrected, withdrawn, sent back; with words asked for, and undoable."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from factcheck.domain.claim import ClaimState
from factcheck.services import corrections
from ui.dialogs.correct import CorrectDialog
from ui.views.parts import Growing


def with_dialog(desk, act, answer) -> None:
    """Do ``act``, which opens a dialog, and answer it while it is open."""
    seen: list[QDialog] = []
    failed: list[BaseException] = []

    def look() -> None:
        dialog = next((w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()), None)
        if dialog is None or not dialog.isActiveWindow():
            QTimer.singleShot(20, desk.window, look)
            return
        seen.append(dialog)
        try:
            answer(dialog)
        except BaseException as problem:  # noqa: BLE001 - raised again below: an event handler has nobody to tell
            failed.append(problem)
        if dialog.isVisible():
            dialog.reject()

    QTimer.singleShot(0, desk.window, look)
    act()
    assert seen
    if failed:
        raise failed[0]
    desk.window.activateWindow()  # as a window manager does
    desk.until(desk.window.isActiveWindow, what="the window in front")
    desk.settle()


@pytest.fixture
def decided(ready):
    """The first claim with a verdict that this desk's policy approves at once."""
    desk = ready
    desk.key("A")
    desk.settle()
    desk.key("5")
    desk.type("The register says otherwise.")
    desk.key("Ctrl+Return")
    desk.settle()
    assert desk.reading.claim.state is ClaimState.APPROVED
    desk.room.article.setFocus()
    return desk


@pytest.fixture
def published(decided):
    decided.key("Ctrl+Shift+Return")
    decided.settle()
    assert decided.reading.claim.state is ClaimState.PUBLISHED
    return decided


def moves(desk) -> set[str]:
    return {key for key, made in desk.room.claim.verdict.moves.items() if made.isVisible() and made.isEnabled()}


def test_a_verdict_is_published_shown_as_such_and_taken_back(decided) -> None:
    desk = decided
    assert "publish" in moves(desk)
    desk.room.claim.verdict.moves["publish"].click()
    desk.settle()
    assert desk.reading.claim.state is ClaimState.PUBLISHED
    assert "Published" in desk.room.claim.head.badge.accessibleName()
    assert moves(desk) == {"correct", "withdraw"}
    assert desk.room.claim.verdict.reason.isReadOnly()
    assert not any(made.isEnabled() for made in desk.room.claim.verdict.buttons)
    desk.room.article.setFocus()
    desk.key("Ctrl+Z")
    desk.settle()
    assert desk.reading.claim.state is ClaimState.APPROVED


def test_a_published_claim_is_corrected_by_keyboard_with_what_was_wrong_and_why(published) -> None:
    desk = published
    claim = desk.reading.claim

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, CorrectDialog)
        assert QApplication.focusWidget() is dialog.wrong
        assert not dialog.go.isEnabled()
        QTest.keyClicks(dialog.wrong, "We read the table of another year.")
        dialog.rating.setFocus()
        QTest.keyClick(dialog.rating, Qt.Key.Key_Home)
        dialog.because.setFocus()
        dialog.because.selectAll()
        QTest.keyClicks(dialog.because, "The table of 2022 agrees.")
        QTest.keyClick(dialog.because, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    with_dialog(desk, desk.window.actions_["verdict.correct"].trigger, answer)
    corrected = desk.reading.get(claim.id)
    assert corrected.state is ClaimState.CORRECTED
    assert corrected.verdict.rating == "true"
    assert corrected.verdict.reason == "The table of 2022 agrees."
    assert corrected.verdict.supersedes == claim.verdict.id
    told = corrections.ledger(desk.window.library.desk)[0]
    assert told.what_was_wrong == "We read the table of another year."
    assert "Corrected" in desk.room.claim.head.badge.accessibleName()
    desk.room.article.setFocus()
    desk.key("Ctrl+Z")
    desk.settle()
    again = desk.reading.get(claim.id)
    assert (again.state, again.verdict) == (ClaimState.PUBLISHED, claim.verdict)


def test_a_correction_without_what_was_wrong_cannot_be_given_and_escape_changes_nothing(published) -> None:
    desk = published
    before = desk.reading.claim

    def answer(dialog: QDialog) -> None:
        QTest.keyClick(dialog.wrong, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert dialog.isVisible()
        QTest.keyClick(dialog.wrong, Qt.Key.Key_Escape)

    with_dialog(desk, desk.room.claim.verdict.moves["correct"].click, answer)
    assert desk.reading.claim == before


@pytest.mark.parametrize(("move", "state"), [("withdraw", ClaimState.WITHDRAWN), ("return", ClaimState.IN_REVIEW)])
def test_withdrawing_and_sending_back_ask_why(request, move: str, state: ClaimState) -> None:
    desk = request.getfixturevalue("published" if move == "withdraw" else "decided")
    claim, before = desk.reading.claim_id, desk.reading.claim.state

    def answer(dialog: QDialog) -> None:
        field = dialog.findChild(Growing)
        QTest.keyClicks(field, "The source withdrew its table.")
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    action = "verdict.withdraw" if move == "withdraw" else "verdict.send-back"
    with_dialog(desk, desk.window.actions_[action].trigger, answer)
    assert desk.reading.get(claim).state is state
    assert desk.reading.dossier.steps[0][0].reason == "The source withdrew its table."
    desk.room.article.setFocus()
    desk.key("Ctrl+Z")
    desk.settle()
    assert desk.reading.get(claim).state is before


@pytest.mark.parametrize("action", ["verdict.publish", "verdict.correct", "verdict.withdraw", "verdict.send-back"])
def test_what_cannot_be_done_now_is_said_before_anybody_writes(ready, action: str) -> None:
    desk = ready
    before = desk.reading.claim
    desk.window.actions_[action].trigger()
    desk.settle()
    assert len(desk.failures()) == 1
    assert desk.reading.claim == before
