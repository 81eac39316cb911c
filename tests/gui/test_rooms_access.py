"""The rooms for hands, ears and eyes: names and roles, the order of Tab, large text and long words, the chart."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTextEdit,
    QWidget,
)

from factcheck.domain.colour import distance
from factcheck.services import scales, sources, verdicts
from factcheck.services.desk import Desk as CoreDesk
from factcheck.settings import Settings
from tests.gui.conftest import Desk, until
from ui.foundwords import VerdictWords
from ui.rooms.room import stops_of
from ui.theme import look
from ui.words import switch

CONTROLS = QAbstractButton | QLineEdit | QTextEdit | QComboBox | QSpinBox | QAbstractItemView
ROOMS = ("claims", "sources", "reports", "queue", "settings")
APART = 20
"""How far two colours must lie apart (CIE 1976) to be told from each other at a glance."""
ELIDES = ("Elided", "Link")
"""Controls that cut their words themselves and keep the whole in their hint."""


@pytest.fixture
def entered(reading_desk: Callable[..., Desk]) -> Callable[[str], QWidget]:
    """Enters a room of a library in which something was cited and decided."""
    desk = reading_desk()
    core = desk.window.library.desk
    first, second = desk.reading.claims[:2]

    def work(d: CoreDesk) -> object:
        sources.cite(d, first.id, "https://example.org/registry", fetch=False)
        verdicts.give(d, second.id, "false", "The register says otherwise.")
        return verdicts.give(d, first.id, "true", "The register says so.")

    desk.window.library.change(work)
    desk.settle()
    assert core is desk.window.library.desk

    def enter(name: str) -> QWidget:
        desk.window.actions_[f"room.{name}"].trigger()
        desk.settle()
        made = desk.window.rooms.room(name)
        made.desk = desk
        return made

    return enter


def controls(room: QWidget) -> list[QWidget]:
    return [
        w
        for w in room.findChildren(QWidget)
        if isinstance(w, CONTROLS) and w.isVisible() and not w.objectName().startswith("qt_")
        and not isinstance(w.parent(), QComboBox | QSpinBox | QAbstractItemView | QLineEdit)
    ]  # fmt: skip


@pytest.mark.parametrize("name", ROOMS)
def test_every_control_of_a_room_has_a_name_and_a_role(entered: Callable[[str], QWidget], name: str) -> None:
    room = entered(name)
    assert room.accessibleName()
    for control in controls(room):
        seen = QAccessible.queryAccessibleInterface(control)
        said = seen.text(QAccessible.Text.Name) or control.toolTip()
        assert said.strip(), f"{type(control).__name__} in {type(control.parent()).__name__} of {name}"
        assert seen.role() != QAccessible.Role.NoRole


@pytest.mark.parametrize("name", ROOMS)
def test_tab_walks_a_room_in_the_order_of_reading(entered: Callable[[str], QWidget], name: str) -> None:
    room = entered(name)
    next(stop for stop in stops_of(room) if stop is not room).setFocus(Qt.FocusReason.TabFocusReason)
    stops: list[QWidget] = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        if focus is None or not room.isAncestorOf(focus) or focus in stops:
            break
        stops.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert len(stops) >= (2 if name == "queue" else 4), "the controls are reached by keys"
    for before, after in itertools.pairwise(stops):
        if area_of(before, room) is not area_of(after, room):
            continue  # another column begins at its own top
        one, two = before.mapTo(room, QPoint(0, 0)), after.mapTo(room, QPoint(0, 0))
        assert two.y() >= one.y() - look.px(12) or two.x() > one.x(), (before, after)


def area_of(widget: QWidget, room: QWidget) -> QWidget:
    """The column of the room that a control stands in."""
    while widget.parentWidget() is not None and widget.parentWidget() is not room:
        parent = widget.parentWidget()
        if parent.parentWidget() is room or type(parent).__name__ == "QSplitter":
            return widget
        widget = parent
    return widget


@pytest.mark.parametrize("name", ROOMS)
@pytest.mark.parametrize(("language", "zoom"), [("en", 80), ("fr", 150), ("xx", 100), ("fr", 200), ("xx", 200)])
def test_no_words_are_cut_off(entered: Callable[[str], QWidget], name: str, language: str, zoom: int) -> None:
    room = entered(name)
    look.apply("light", zoom)
    switch(language)
    room.desk.window.resize(1280, 800)
    room.desk.settle()
    cut = []
    for control in room.findChildren(QWidget):
        if not control.isVisible() or type(control).__name__ in ELIDES:
            continue
        words = control.text() if isinstance(control, QPushButton | QLabel | QCheckBox) else ""
        if not words or (isinstance(control, QLabel) and (control.wordWrap() or not control.pixmap().isNull())):
            continue
        needed = control.fontMetrics().horizontalAdvance(words.replace("&", "").split("\n")[0])
        if control.width() + 1 < needed:
            cut.append((type(control).__name__, words, control.width(), needed))
    assert not cut
    for area in room.findChildren(QScrollArea):
        if area.isVisible() and area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            until(lambda a=area: a.horizontalScrollBar().maximum() == 0, what=f"{area.accessibleName()} in its width")


@pytest.mark.parametrize("name", ["claims", "sources", "settings"])
def test_the_search_key_leads_to_the_search_of_the_room(entered: Callable[[str], QWidget], name: str) -> None:
    room = entered(name)
    next(view for view in room.findChildren(QAbstractButton) if view.isVisible()).setFocus()
    room.desk.key("/")
    assert QApplication.focusWidget() is room.search_field()
    assert room.desk.window.rooms.current == name


def test_the_keys_of_a_chart_are_told_as_they_are_walked(entered: Callable[[str], QWidget]) -> None:
    room = entered("claims")
    chart = room.box.chart
    until(chart.bars, what="the chart")
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    seen = QAccessible.queryAccessibleInterface(chart)
    assert seen.text(QAccessible.Text.Name) == "Chart of verdicts"
    assert chart.bars()[0].shown in seen.text(QAccessible.Text.Description)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    room.desk.settle()
    assert room.rows.query.year == int(chart.bars()[0].value)


@pytest.mark.parametrize("eyes", ["protanopia", "deuteranopia", "tritanopia"])
def test_neighbours_in_the_chart_differ_for_colour_blind_readers(plain: None, eyes: str, tmp_path: Path) -> None:
    """Parts that touch in a bar lie in the order of the scale; each two are told apart, and a line is between them."""
    core = CoreDesk.open(tmp_path / "library", settings=Settings())
    words = VerdictWords(scales.get(core))
    core.close()
    fills = [words.fill(key).name() for key in words.order if words.is_own(key)]
    for one, two in itertools.pairwise(fills):
        assert distance(one, two, eyes) >= APART, (one, two)


def test_a_toast_is_read_in_any_room_and_at_any_size(entered: Callable[[str], QWidget]) -> None:
    room = entered("sources")
    toast = room.desk.window.toast
    toast.tell("Kept for all to see.", lambda: None)
    look.apply("light", 200)
    room.desk.settle()
    until(lambda: toast.words.height() >= toast.words.fontMetrics().height(), what="the words in their new size")
    assert toast.words.width() >= toast.words.fontMetrics().horizontalAdvance("Kept for all to see.") - 1
    assert room.desk.window.centralWidget().rect().contains(toast.geometry())
    toast.hide()


@pytest.mark.parametrize("name", ["claims", "sources", "reports", "queue", "settings"])
def test_f6_goes_from_part_to_part_of_a_room_and_back(entered, name: str) -> None:
    room = entered(name)
    seen = []
    for keys in ("F6", "F6", "F6", "Shift+F6"):
        QTest.keySequence(room.window(), keys)
        seen.append(QApplication.focusWidget())
        assert room.isAncestorOf(seen[-1])
    panes = room.panes()
    assert len(panes) >= 2
    assert len({next(n for n, stops in enumerate(panes) if one in stops) for one in seen}) >= 2
    assert seen[-1] is seen[-3]


def test_f6_brings_the_part_of_the_settings_into_sight(entered: Callable[[str], QWidget]) -> None:
    room = entered("settings")
    area = room.findChild(QScrollArea)
    for _ in range(8):
        QTest.keySequence(room.window(), "F6")
        focus = QApplication.focusWidget()
        spot = focus.mapTo(area.viewport(), focus.rect().center())
        assert focus is room.filter or area.viewport().rect().contains(spot)
    assert area.verticalScrollBar().value() > 0


def test_the_wheel_scrolls_a_room_and_changes_nothing_in_it(entered: Callable[[str], QWidget]) -> None:
    found = 0
    for name in ("claims", "sources", "reports", "settings"):
        for control in entered(name).findChildren(QWidget):
            if not isinstance(control, QComboBox | QSpinBox):
                continue
            before = control.currentIndex() if isinstance(control, QComboBox) else control.value()
            place = QPointF(control.rect().center())
            turn = QWheelEvent(
                place, control.mapToGlobal(place), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(control, turn)
            assert before == (control.currentIndex() if isinstance(control, QComboBox) else control.value())
            found += 1
    assert found > 10
