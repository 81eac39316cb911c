"""Icons: our own line drawings in ``resources/icons``, tinted from the theme and redrawn when it changes.

``put`` gives a widget or action an icon and remembers it; ``restyle`` draws all remembered ones again.
"""

from functools import lru_cache
from typing import Protocol
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton
from shiboken6 import isValid

from factcheck import resources
from ui.theme import look


class _Iconed(Protocol):
    def setIcon(self, icon: QIcon, /) -> None: ...


_remembered: "WeakKeyDictionary[_Iconed, tuple[str, str]]" = WeakKeyDictionary()


def put(target: _Iconed, name: str, shade: str = "text") -> None:
    """Give the target the icon ``name`` in a token's colour, now and after each change of theme."""
    _remembered[target] = (name, shade)
    _draw(target, name, shade)


def restyle() -> None:
    """Draw every remembered icon in the colours in force."""
    for target, (name, shade) in list(_remembered.items()):
        if not isValid(target):
            del _remembered[target]
            continue
        _draw(target, name, shade)


def _draw(target: _Iconed, name: str, shade: str) -> None:
    target.setIcon(icon(name, shade))
    if isinstance(target, QPushButton):
        target.setIconSize(QSize(look.px(16), look.px(16)))


def icon(name: str, shade: str = "text") -> QIcon:
    """The icon in a token's colour, and muted where the control is disabled."""
    made = QIcon()
    made.addPixmap(pixmap(name, look.colour(shade), look.px(18)))
    made.addPixmap(pixmap(name, look.colour("line"), look.px(18)), QIcon.Mode.Disabled)
    return made


def application_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(str(resources.folder("icons") / "app.svg"))


def pixmap(name: str, colour: QColor, size: int) -> QPixmap:
    """The drawing in one colour, sharp on the screen with the highest pixel ratio."""
    ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    return _drawn(name, colour.name(), size, ratio)


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    drawing = _source(name).replace("#000000", colour)
    made = QPixmap(QSize(size, size) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return resources.read("icons", f"{name}.svg")
