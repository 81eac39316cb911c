"""For hands and ears: every control has a name and a role, the focus is seen and goes in the order of reading."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QTextEdit,
    QWidget,
)

CONTROLS = QAbstractButton | QLineEdit | QTextEdit | QComboBox | QListView


def _controls(window: QWidget) -> list[QWidget]:
    return [w for w in window.findChildren(QWidget) if isinstance(w, CONTROLS) and w.isVisible()]


def test_every_control_has_a_name_and_a_role(ready) -> None:
    for control in _controls(ready.window):
        if control.objectName().startswith("qt_"):
            continue  # parts of Qt's own controls
        seen = QAccessible.queryAccessibleInterface(control)
        name = seen.text(QAccessible.Text.Name) or control.toolTip()
        assert name.strip(), f"{type(control).__name__} in {type(control.parent()).__name__}"
        assert seen.role() != QAccessible.Role.NoRole


def test_the_article_is_a_text_that_a_screen_reader_can_walk(ready) -> None:
    seen = QAccessible.queryAccessibleInterface(ready.room.article)
    assert seen.role() == QAccessible.Role.EditableText
    assert seen.state().readOnly
    text = seen.textInterface()
    assert text.characterCount() == ready.room.article.offsets.qt_length
    assert "navires" in text.text(0, text.characterCount())


def test_a_choice_is_announced(ready, monkeypatch) -> None:
    from ui import window as shell

    said = []
    monkeypatch.setattr(shell, "announce", lambda _widget, words: said.append(words))
    ready.key("J")
    assert said
    assert ready.reading.claim.text in said[0]
    assert "Proposed" in said[0]


def test_tab_walks_in_the_order_of_reading(ready) -> None:
    """From the wording on, each stop of Tab within the claim lies below or beside the one before."""
    panel = ready.room.claim
    panel.head.wording.setFocus()
    page = panel.scroll.widget()
    stops = []
    for _ in range(12):
        focus = QApplication.focusWidget()
        if focus is None or not page.isAncestorOf(focus):
            break
        stops.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert len(stops) >= 8
    tops = [stop.mapTo(page, stop.rect().topLeft()) for stop in stops]
    for before, after in itertools.pairwise(tops):
        assert after.y() >= before.y() - 8 or after.x() > before.x()


@pytest.mark.parametrize("name", ["claimant", "date", "modality", "worth"])
def test_the_focus_is_seen(ready, name: str) -> None:
    field = getattr(ready.room.claim.fields, name)
    ready.room.article.setFocus()
    QApplication.processEvents()
    before = field.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = field.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert before != after


def test_f6_goes_from_column_to_column(ready) -> None:
    ready.room.article.setFocus()
    seen = []
    for _ in range(4):
        ready.key("F6")
        seen.append(QApplication.focusWidget())
    assert len(set(seen)) >= 3
    assert ready.room.article in seen


def test_escape_leaves_a_field_and_keeps_what_was_typed(ready) -> None:
    ready.key("W")
    reason = ready.room.claim.verdict.reason
    assert QApplication.focusWidget() is reason
    ready.type("Half a thought")
    QTest.keyClick(reason, Qt.Key.Key_Escape)
    assert not reason.hasFocus()
    assert reason.words() == "Half a thought"


def test_what_was_done_and_what_failed_are_announced(ready, monkeypatch) -> None:
    from ui.views import toast

    said = []

    class Ears:
        @staticmethod
        def updateAccessibility(event) -> None:  # noqa: N802 - Qt's name
            said.append(event.message())

    monkeypatch.setattr(toast, "QAccessible", Ears)
    ready.key("A")
    ready.settle()
    assert any(words.startswith("Claim accepted") for words in said)
    ready.key("Y")  # nothing waits for approval
    ready.settle()
    assert ready.failures()[0] in said


def test_a_rating_tells_its_role_its_key_and_whether_it_is_the_one(ready) -> None:
    ready.key("3")
    made = {b.digit: QAccessible.queryAccessibleInterface(b) for b in ready.room.claim.verdict.buttons}
    assert [digit for digit, seen in made.items() if seen.state().checked] == [3]
    for digit, seen in made.items():
        assert seen.role() in {QAccessible.Role.CheckBox, QAccessible.Role.RadioButton, QAccessible.Role.Button}
        assert str(digit) in seen.text(QAccessible.Text.Name)
        assert seen.text(QAccessible.Text.Description)
        assert seen.state().checkable


def test_the_claims_standing_is_a_word_and_not_only_a_colour(ready) -> None:
    badge = QAccessible.queryAccessibleInterface(ready.room.claim.head.badge)
    assert "Proposed" in badge.text(QAccessible.Text.Name)
    ready.key("A")
    ready.settle()
    assert "Accepted" in badge.text(QAccessible.Text.Name)
