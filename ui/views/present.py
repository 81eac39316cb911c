"""Who else is there: quiet initials in a list."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from ui.theme import look
from ui.words import t

MOST = 3
"""Initials that are shown; of more only their number."""


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = name.split()
    letters = [next(iter(word), "") for word in ([words[0], words[-1]] if len(words) > 1 else words[:1])]
    return "".join(letters).upper()


def in_words(names: Sequence[str]) -> str:
    """Who is there, in a sentence; nothing for nobody."""
    return t("present.here", names=", ".join(names), n=len(names)) if names else ""


def paint(painter: QPainter, names: Sequence[str], box: QRectF) -> float:
    """Draw initials at the right end of a line; returns how much of its width they take."""
    if not names:
        return 0.0
    shown = [initials(name) for name in names[:MOST]]
    if len(names) > MOST:
        shown[-1] = f"+{len(names) - MOST + 1}"
    font = look.sans(10, strong=True)
    metrics = QFontMetrics(font)
    high = metrics.height() + look.px(2)
    painter.save()
    painter.setFont(font)
    right = box.right()
    for letters in reversed(shown):
        wide = max(high, metrics.horizontalAdvance(letters) + look.px(8))
        badge = QRectF(right - wide, box.center().y() - high / 2, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.tinted(look.colour("accent"), 0.18))
        painter.drawRoundedRect(badge, high / 2, high / 2)
        painter.setPen(look.colour("text"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, letters)
        right -= wide + look.px(3)
    painter.restore()
    return box.right() - right
