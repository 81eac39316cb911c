"""Verdicts by year or by claimant as stacked bars that filter when they are chosen, by mouse or by keys."""

from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from ui.foundwords import VerdictWords
from ui.theme import look
from ui.views.parts import button, column, label, row
from ui.words import number, t

WIDEST = 56
"""Logical pixels that one bar of a year may be wide."""
COUNT = 60
"""Logical pixels for the number behind a lying bar."""


class VerdictChart(QWidget):
    """``chosen`` carries the bar's value and the verdict of the part, "" for the whole bar."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Any = None
        self._verdicts = VerdictWords()
        self._across = False
        self._current = -1
        self._over = (-1, "")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_chart(self, chart: Any, verdicts: VerdictWords, *, across: bool) -> None:
        """Show bars: upright ones for years, lying ones (``across``) for claimants."""
        self._chart, self._verdicts, self._across = chart, verdicts, across
        self._current = min(self._current, len(chart.bars) - 1)
        words = "; ".join(self._said(bar) for bar in chart.bars)
        self.setAccessibleName(t("claims.chart"))
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    def reword(self, verdicts: VerdictWords) -> None:
        """Say and colour the verdicts by another scale."""
        if self._chart is not None:
            self.show_chart(self._chart, verdicts, across=self._across)

    def bars(self) -> tuple[Any, ...]:
        """The bars that are shown."""
        return self._chart.bars if self._chart is not None else ()

    def sizeHint(self) -> QSize:
        return QSize(look.px(300), look.px(132))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(120), look.px(132))

    # -- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, bar in enumerate(self.bars()):
            for verdict, box in self._parts(place):
                painter.setPen(QPen(look.colour("window"), 1))
                painter.setBrush(self._verdicts.fill(verdict))
                painter.drawRect(box)
            self._name(painter, place, bar)
            whole = self._bar(place)
            if place == self._over[0] or (place == self._current and self.hasFocus()):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(look.colour("accent"), 2 if place == self._current and self.hasFocus() else 1))
                painter.drawRoundedRect(whole.adjusted(-3, -3, 3, 3), 3, 3)
        painter.end()

    def _name(self, painter: QPainter, place: int, bar: Any) -> None:
        metrics = QFontMetrics(look.sans(12))
        painter.setFont(look.sans(12))
        painter.setPen(look.colour("muted"))
        whole = self._bar(place)
        if self._across:
            side = QRectF(0, whole.top(), self._names() - look.px(8), whole.height())
            words = metrics.elidedText(bar.shown, Qt.TextElideMode.ElideRight, int(side.width()))
            painter.drawText(side, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
            painter.drawText(
                QRectF(whole.right() + look.px(6), whole.top(), look.px(COUNT), whole.height()),
                Qt.AlignmentFlag.AlignVCenter, number(bar.total),
            )  # fmt: skip
            return
        step = max(1, -(-(metrics.horizontalAdvance("2000") + look.px(8)) // max(int(self._pitch()), 1)))
        if place % step == 0:
            under = QRectF(
                whole.center().x() - look.px(30), self.height() - metrics.height(), look.px(60), metrics.height()
            )
            painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, bar.shown)

    def _names(self) -> float:
        return min(self.width() * 0.35, look.px(180))

    def _pitch(self) -> float:
        many = max(len(self.bars()), 1)
        if self._across:
            return min(self.height() / many, look.px(26))
        return min((self.width() - look.px(8)) / many, look.px(WIDEST))

    def _bar(self, place: int) -> QRectF:
        """Where a bar lies."""
        bars, pitch = self.bars(), self._pitch()
        most = max((bar.total for bar in bars), default=1) or 1
        share = bars[place].total / most
        gap = min(look.px(6), pitch * 0.25)
        if self._across:
            room = self.width() - self._names() - look.px(COUNT + 6)
            return QRectF(self._names(), place * pitch + gap / 2, max(room * share, 2), pitch - gap)
        foot = self.height() - QFontMetrics(look.sans(12)).height() - look.px(4)
        high = max((foot - look.px(6)) * share, 2)
        return QRectF(look.px(4) + place * pitch + gap / 2, foot - high, pitch - gap, high)

    def _parts(self, place: int) -> list[tuple[str, QRectF]]:
        """The parts of a bar with their verdicts: in the order of the scale, the truest at the foot or the left."""
        bar, whole = self.bars()[place], self._bar(place)
        rank = {key: n for n, key in enumerate(self._verdicts.order)}
        found, done = [], 0.0
        for verdict, n in sorted(bar.parts, key=lambda part: (rank.get(part[0], len(rank)), part[0])):
            share = n / bar.total
            if self._across:
                box = QRectF(whole.left() + done * whole.width(), whole.top(), share * whole.width(), whole.height())
            else:
                high = share * whole.height()
                box = QRectF(whole.left(), whole.bottom() - done * whole.height() - high, whole.width(), high)
            found.append((verdict, box))
            done += share
        return found

    # -- hands

    def part_at(self, x: float, y: float) -> tuple[int, str]:
        """The bar and the verdict under a point; (-1, "") for none."""
        at = y if self._across else x - look.px(4)
        place = int(at // self._pitch()) if at >= 0 else -1
        if not 0 <= place < len(self.bars()):
            return -1, ""
        inside = next((verdict for verdict, box in self._parts(place) if box.contains(x, y)), "")
        return place, inside

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._over = self.part_at(event.position().x(), event.position().y())
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._over = (-1, "")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place, verdict = self.part_at(event.position().x(), event.position().y())
        if place >= 0:
            self._current = place
            self.chosen.emit(self.bars()[place].value, verdict)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}.get(event.key())
        if step is not None and self.bars():
            self._current = max(0, min(self._current + step, len(self.bars()) - 1))
            self.setAccessibleDescription(self._said(self.bars()[self._current]))
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._current >= 0:
            self.chosen.emit(self.bars()[self._current].value, "")
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place, verdict = self.part_at(event.pos().x(), event.pos().y())
            if place >= 0:
                bar = self.bars()[place]
                n = dict(bar.parts).get(verdict)
                named = t("labelled", name=self._verdicts.name(verdict), words=number(n or 0))
                said = f"{bar.shown} · {named}" if n else self._said(bar)
                QToolTip.showText(event.globalPos(), said, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _said(self, bar: Any) -> str:
        parts = ", ".join(f"{self._verdicts.name(verdict)} {number(n)}" for verdict, n in bar.parts)
        return t("labelled", name=bar.shown, words=parts)


class ChartBox(QWidget):
    """The chart with the choice of what it is drawn by. ``wanted`` carries another choice: ``year`` or ``claimant``."""

    wanted = Signal(str)

    def __init__(self, by: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.current = by if by in {"year", "claimant"} else "year"
        inside = row(self, margins=(16, 0, 16, 4), gap=12)
        side = column(gap=2)
        self.by = {}
        for key in ("year", "claimant"):
            made = button(f"claims.by-{key}", lambda key=key: self._choose(key), kind="quiet")
            made.setCheckable(True)
            made.setChecked(key == self.current)
            side.addWidget(made)
            self.by[key] = made
        self.note = label(kind="caption", wrap=True)
        side.addWidget(self.note)
        side.addStretch(1)
        inside.addLayout(side)
        self.chart = VerdictChart()
        inside.addWidget(self.chart, 1)

    def show_chart(self, chart: Any, verdicts: VerdictWords) -> None:
        """Show a chart by what is chosen; where only the newest lines were counted it says so."""
        self.chart.show_chart(chart, verdicts, across=self.current == "claimant")
        self.note.setText("" if chart.exact else t("claims.chart-newest"))
        self.note.setVisible(not chart.exact)

    def _choose(self, key: str) -> None:
        self.current = key
        for name, made in self.by.items():
            made.setChecked(name == key)
        self.wanted.emit(key)
