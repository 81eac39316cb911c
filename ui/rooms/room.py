"""What every room beside the desk is: a frame in which Tab goes in the order of reading, whatever comes and goes."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QLineEdit, QScrollArea, QSplitter, QStackedWidget, QWidget

SEARCH = "search"
"""The name of the field in which one searches a room."""


class Room(QFrame):
    """Lists are filled and sections come and go, so the order is read off the layouts at each Tab, not set once."""

    def search_field(self) -> QLineEdit | None:
        """The field in which one searches here."""
        return next(iter(self.findChildren(QLineEdit, SEARCH)), None)

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = [stop for stop in stops_of(self) if stop is not self]
        focus = self.focusWidget() or self.window().focusWidget()
        at = next((n for n, stop in enumerate(stops) if stop is focus), None)
        following = None if at is None else at + (1 if forward else -1)
        if following is not None and 0 <= following < len(stops):
            target: QWidget | None = stops[following]
        else:
            target = self._beyond(forward=forward)
        if target is None:
            return super().focusNextPrevChild(forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        return True

    def _beyond(self, *, forward: bool) -> QWidget | None:
        """The next stop of the window outside the room."""
        one: QWidget = self
        for _ in range(10_000):
            one = one.nextInFocusChain() if forward else one.previousInFocusChain()
            if one is self:
                return None
            if not self.isAncestorOf(one) and _stops(one):
                return one
        return None


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
