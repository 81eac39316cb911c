"""The catalogue on the window: every key that the code names is there, and the language changes while it is open."""

import re
import time
import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLayout,
    QLineEdit,
    QMenuBar,
    QTextEdit,
    QWidget,
)

from factcheck import i18n
from ui.theme import look
from ui.views.foot import JobRow
from ui.views.parts import Elided
from ui.words import dated, echoed, since, switch

ROOT = Path(__file__).parents[2]
KEY = re.compile(r'(?<![\w"])"([a-z][a-z-]*(?:\.[a-z0-9-]+)+)"')


def _groups() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "resources" / "i18n" / "en").glob("*.toml"):
        found |= tomllib.loads(path.read_text("utf-8")).keys()
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "ui").rglob("*.py")), ids=lambda p: p.stem)
def test_every_key_that_the_window_names_is_in_the_catalogue(path: Path) -> None:
    groups = _groups() - {"setting"}
    for key in KEY.findall(path.read_text("utf-8")):
        if key.split(".")[0] in groups and not key.endswith((".py", ".md", ".txt", ".toml", ".svg", ".json", ".zip")):
            from ui.actions.table import BY_ID

            assert i18n.has(key) or key in BY_ID or i18n.has(f"action.{key}"), f"{path.name}: {key}"


def _words(window: QWidget) -> list[str]:
    return [w.text() for w in window.findChildren(QWidget) if isinstance(w, QAbstractButton | QLabel) and w.text()]


def test_the_language_changes_while_the_window_is_open(ready) -> None:
    window = ready.window
    assert "Accept" in _words(window)
    window.actions_["language.fr"].trigger()
    ready.settle()
    words = _words(window)
    assert "Retenir" in words
    assert "Accept" not in words
    assert window.actions_["undo"].text() == "Annuler"
    assert "Proposée" in window.room.claim.head.badge.accessibleName()
    window.actions_["language.en"].trigger()
    ready.settle()
    assert "Accept" in _words(window)


def _clipped(widget: QWidget) -> bool:
    """Whether a part shows less than its words: a button, a label, a placeholder, a choice, a menu's heading."""
    if isinstance(widget, QAbstractButton):
        return bool(widget.text()) and widget.width() < widget.minimumSizeHint().width()
    if isinstance(widget, Elided):
        return False  # made to be cut, with the whole in its hint
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        return bool(widget.text()) and widget.width() < widget.sizeHint().width()
    if isinstance(widget, QLineEdit):
        words = widget.placeholderText() if not widget.text() else ""
        return widget.fontMetrics().horizontalAdvance(words) > widget.width()
    if isinstance(widget, QTextEdit) and widget.placeholderText() and not widget.toPlainText():
        room = widget.viewport().rect()
        wanted = widget.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, widget.placeholderText())
        return wanted.height() > room.height() + 1 or wanted.width() > room.width()
    if isinstance(widget, QComboBox):
        return widget.fontMetrics().horizontalAdvance(widget.currentText()) > widget.width()
    if isinstance(widget, QMenuBar):
        shown = [a for a in widget.actions() if not widget.actionGeometry(a).isEmpty()]
        return len(shown) < len(widget.actions()) or widget.actionGeometry(shown[-1]).right() > widget.width()
    return False


@pytest.mark.parametrize("zoom", [100, 150])
def test_no_word_is_clipped_in_the_pseudo_language(ready, zoom: int) -> None:
    switch("xx")
    look.apply("light", zoom)
    ready.window.resize(1280, 800)
    ready.settle()
    bar = ready.room.claim.scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    ready.settle()
    ready.room.open_reader(visible=True)
    ready.settle()
    seen = [w for w in ready.window.findChildren(QWidget) if w.isVisible()]
    assert ready.room.reader.text in seen
    clipped = [f"{type(w).__name__} {w.accessibleName()}: {_said(w)}" for w in seen if _clipped(w)]
    switch("en")
    assert clipped == []


def _said(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton | QLabel | QLineEdit) else ""


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_no_word_of_the_empty_desk_is_clipped_in_the_pseudo_language(desk, zoom: int) -> None:
    switch("xx")
    look.apply("light", zoom)
    desk.window.resize(1280, 800)
    desk.settle()
    clipped = [_said(w) for w in desk.window.findChildren(QWidget) if w.isVisible() and _clipped(w)]
    switch("en")
    assert clipped == []


@pytest.mark.parametrize("zoom", [100, 150])
@pytest.mark.parametrize("action", ["article.paste", "article.from-link", "article.details", "claim.dismiss-because"])
def test_no_word_of_a_dialog_is_clipped_in_the_pseudo_language(ready, zoom: int, action: str) -> None:
    switch("xx")
    look.apply("light", zoom)
    clipped: list[str] = []

    def look_at_it() -> None:
        dialog = next((w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()), None)
        if dialog is None:
            QTimer.singleShot(20, ready.window, look_at_it)
            return
        clipped.extend(_said(w) for w in dialog.findChildren(QWidget) if w.isVisible() and _clipped(w))
        dialog.reject()

    QTimer.singleShot(0, ready.window, look_at_it)
    ready.window.actions_[action].trigger()
    switch("en")
    assert clipped == []


def test_every_length_follows_the_zoom_at_once(ready) -> None:
    """Zoomed while it is open, the desk has the lengths of one that was built at that zoom."""

    def lengths() -> list[tuple[int, ...]]:
        ours = [layout for layout in ready.window.findChildren(QLayout) if layout.property("lengths")]
        margins = [layout.contentsMargins() for layout in ours]
        gaps = [max(layout.spacing(), 0) for layout in ours]
        return [(m.left(), m.top(), m.right(), m.bottom(), gap) for m, gap in zip(margins, gaps, strict=True)]

    usual = lengths()
    look.apply("light", 200)
    ready.settle()
    doubled = lengths()
    assert len(usual) > 50
    look.apply("light", 100)
    ready.settle()
    assert lengths() == usual
    assert doubled == [tuple(2 * side for side in sides) for sides in usual]


@pytest.mark.parametrize("zoom", [100, 150])
def test_what_a_person_reads_was_given_to_the_catalogue(ready, zoom: int) -> None:
    """In the pseudo-language every word of the window itself is accented; what is not is the article's or a name."""
    switch("xx")
    look.apply("light", zoom)
    ready.settle()
    plain = [w for w in _words(ready.window.menuBar()) + _words(ready.room.claim.head) if re.search("[a-z]{4}", w)]
    own = {c.text for c in ready.reading.claims} | {c.standalone for c in ready.reading.claims}
    left = [w for w in plain if not w.startswith("[") and w not in own and "<" not in w]
    switch("en")
    assert left == []


def test_a_job_that_runs_and_the_reviewer_are_said_in_the_language_in_force(ready) -> None:
    def wait(job) -> None:
        while not job.cancelled():
            time.sleep(0.01)

    ready.window.jobs.start("net", wait, owner=ready.window, title=("job.fetch", {"where": "page"}))
    (row,) = ready.window.foot.findChildren(JobRow)
    assert row.words.text() == "Fetching page"
    switch("fr")
    assert row.words.text() == row.bar.accessibleName() == "Chargement de page"
    assert ready.window.rail.reviewer.toolTip() == "Vérificateur\u00a0: Ada"
    switch("en")
    ready.window.jobs.shown()[0].cancel()
    ready.settle()


def test_what_lies_under_the_caret_is_one_line_and_only_beside_its_text(ready) -> None:
    foot = ready.window.foot
    ready.room.article.reading.emit("one thing")
    claim = ready.reading.claim
    ready.room.article.show_earlier({claim.id: 3})
    ready.room.article.select(claim.start + 1, claim.start + 1)
    assert "\n" not in foot.reading.whole()
    assert " 3" in foot.reading.whole()
    ready.window.rooms.enter("sources")
    assert not foot.reading.isVisible()
    ready.window.rooms.enter("articles")
    assert foot.reading.isVisible()


def test_qt_says_its_own_words_in_the_language_of_the_interface(ready) -> None:
    def said() -> tuple[str, ...]:
        dialog = QFileDialog(ready.window)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        box = dialog.findChild(QDialogButtonBox)
        words = tuple(button.text().replace("&", "") for button in box.buttons())
        dialog.deleteLater()
        return (*words, QKeySequence("Shift+P").toString(QKeySequence.SequenceFormat.NativeText))

    switch("fr")
    assert said() == ("Ouvrir", "Annuler", "Maj+P")
    switch("en")
    assert said() == ("Open", "Cancel", "Shift+P")


def test_a_moment_is_said_as_the_language_writes_dates_with_its_year() -> None:
    now = datetime.now().astimezone()
    first = now.replace(year=now.year - 3, month=3, day=1, hour=9, minute=5)
    assert since(now) == now.strftime("%H:%M")
    assert since(first) == f"Mar 1, {first.year}"
    assert dated(first) == f"Mar 1, {first.year}, 09:05"
    assert echoed(first.strftime("%Y-%m-%d")) == f"March 1, {first.year}"
    switch("fr")
    assert dated(first) == f"1er mars {first.year}, 09:05"
    switch("en")
