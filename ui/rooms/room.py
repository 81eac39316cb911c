"""What every room beside the desk is: a frame in which Tab goes in the order of reading, whatever comes and goes."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QLineEdit, QMainWindow, QScrollArea, QSplitter, QStackedWidget, QWidget

SEARCH = "search"
"""The name of the field in which one searches a room."""


class Room(QFrame):
    """Lists are filled and sections come and go, so the order is read off the layouts at each Tab, not set once."""

    def search_field(self) -> QLineEdit | None:
        """The field in which one searches here."""
        return next(iter(self.findChildren(QLineEdit, SEARCH)), None)

    def panes(self) -> list[list[QWidget]]:
        """What Tab stops at here, by the part of the room that it is in; its head is the first."""
        parts: dict[QWidget, list[QWidget]] = {}
        for stop in stops_of(self):
            part = stop
            while part is not self and not self.is_part(part):
                part = part.parentWidget()
            parts.setdefault(part, []).append(stop)
        return list(parts.values())

    def is_part(self, widget: QWidget) -> bool:
        """Whether a widget is one of the parts that F6 walks: here what a splitter divides."""
        return isinstance(widget.parentWidget(), QSplitter)

    def go_to_pane(self, by: int) -> None:
        """Go to the first stop of the next (1) or previous (-1) part, round and round."""
        panes, focus = self.panes(), self.window().focusWidget()
        if panes:
            at = next((n for n, stops in enumerate(panes) if focus in stops), -1 if by > 0 else 0)
            target = panes[(at + by) % len(panes)][0]
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            _scroll_to(target)

    def focusNextPrevChild(self, forward: bool) -> bool:
        window, focus = self.window(), self.focusWidget()
        if not self.isVisible() or focus is None or not isinstance(window, QMainWindow):
            return super().focusNextPrevChild(forward)  # the room is being left
        # Qt's own chain is not walked: it runs through widgets that Qt makes and deletes for itself. Walking it from
        # here, while a room was left, ended in a crash on X11 (queue, Enter on a claim, twice).
        stops = list(stops_of(window.centralWidget()))
        at = next((n for n, stop in enumerate(stops) if stop is focus), None)
        if at is None:
            return super().focusNextPrevChild(forward)
        target = stops[(at + (1 if forward else -1)) % len(stops)]
        target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True


def _scroll_to(widget: QWidget) -> None:
    """Bring a widget into sight, which Qt does for Tab only."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def stops_of(widget: QWidget) -> Iterator[QWidget]:
    """The widgets that Tab stops at within one, itself first, as they are read."""
    if not widget.isVisible():
        return
    if _stops(widget):
        yield widget
    if isinstance(widget, QSplitter):
        inner: list[QWidget | None] = [widget.widget(n) for n in range(widget.count())]
    elif isinstance(widget, QStackedWidget):
        inner = [widget.currentWidget()]
    elif isinstance(widget, QScrollArea):
        inner = [widget.widget()]
    else:
        layout = widget.layout()
        inner = list(_laid(layout)) if layout is not None else []
    for one in inner:
        if one is not None:
            yield from stops_of(one)


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid(inner)


def _stops(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
