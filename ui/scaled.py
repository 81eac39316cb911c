"""Lengths that follow the text zoom: set once in logical pixels, and set again whenever the zoom is another.

``scaled(layout, "setSpacing", 8)`` calls ``layout.setSpacing(look.px(8))`` and keeps the 8 with the layout itself,
so that ``rescale(window)`` finds it again wherever it was put.
"""

from PySide6.QtCore import QObject

from ui.theme import look

_KEPT = "lengths"


def scaled(target: QObject, setter: str, *lengths: float) -> None:
    """Call ``setter`` with the lengths (logical pixels; 0 stays 0) now and after each change of zoom."""
    kept = target.property(_KEPT) or {}
    target.setProperty(_KEPT, kept | {setter: list(lengths)})
    _set(target, setter, lengths)


def rescale(root: QObject) -> None:
    """Set every kept length within ``root`` for the zoom in force."""
    for target in (root, *root.findChildren(QObject)):
        for setter, lengths in (target.property(_KEPT) or {}).items():
            _set(target, setter, lengths)


def _set(target: QObject, setter: str, lengths: tuple[float, ...] | list[float]) -> None:
    getattr(target, setter)(*(look.px(length) if length else 0 for length in lengths))
