"""The article: typeset for reading, its claims marked in the words they were read from."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QToolTip, QWidget

from factcheck.domain.article import Article
from factcheck.domain.claim import Claim, Rest
from factcheck.domain.verdict import Scale
from ui.claimwords import mark_of, summary
from ui.marks import Mark
from ui.theme import look
from ui.views.marked import MarkedText
from ui.words import echoed, message, say, t

EARLIER = "↺"
"""Stands in the right margin beside a claim that was probably checked before."""


class ArticleView(MarkedText):
    """The article's text. ``pointed`` tells a clicked claim; ``reading`` what lies under the caret."""

    reading = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.article: Article | None = None
        self.everything = False
        self._claims: dict[str, Claim] = {}
        self._earlier: dict[str, int] = {}
        self._title_in_text = False
        say(self, accessibleName="article.name", accessibleDescription="article.description")
        self.cursorPositionChanged.connect(self._tell_caret)

    def show_article(self, article: Article | None) -> None:
        """Show another article, without marks yet. A text that was shown while it was split keeps its place."""
        shown, self.article = self.article, article
        self._claims, self._earlier = {}, {}
        text = article.text if article else ""
        title = article.title.strip() if article else ""
        first = next((line for line in text.splitlines() if line.strip()), "")
        self._title_in_text = bool(title) and _plain(first) == _plain(title)
        if shown is None or article is None or shown.id or text != self.text:
            self.show_text(text)
        elif (shown.title, self.meta()) != (article.title, _meta(shown)):
            self.retype()

    def show_claims(self, claims: Sequence[Claim], rest: tuple[Rest, ...], scale: Scale | None) -> None:
        """Mark the claims by their state and, with ``everything``, the labelled rest and the dismissed."""
        self._claims = {claim.id: claim for claim in claims}
        to = self.offsets.to_qt
        marks = [m for c in claims if (m := mark_of(c, scale, to, dismissed=self.everything)) is not None]
        if self.everything:
            marks += [
                Mark(f"rest:{piece.start}", to(piece.start), to(piece.end), "rest", look.tokens.muted,
                     label=message("rest", piece.reason))
                for piece in rest
            ]  # fmt: skip
        self.set_marks(marks)

    def show_earlier(self, likely: dict[str, int]) -> None:
        """Mark quietly, in the right margin, the claims that were probably checked before."""
        self._earlier = likely
        self.viewport().update()

    def choose_claim(self, claim: Claim | None) -> None:
        """Outline a claim and underline the phrases that its fields were read from."""
        to = self.offsets.to_qt
        self.hinted = []
        if claim is not None:
            inside = {"claimant", "date", "modality"}
            self.hinted = [
                (to(r.start), to(r.end), r.field)
                for r in claim.reasons
                if r.start is not None and r.end is not None and r.field in inside
            ]
            if claim.cue_start is not None and claim.cue_end is not None:
                self.hinted.append((to(claim.cue_start), to(claim.cue_end), "claimant"))
            self.hinted = list(dict.fromkeys(self.hinted))
        self.choose(claim.id if claim else None)

    def set_apart(self, cursor: QTextCursor) -> None:
        if self._title_in_text:
            self._as_title(cursor)
        self.tighten(cursor)

    def _as_title(self, cursor: QTextCursor) -> None:
        block = cursor.document().begin()
        while block.isValid() and not block.text().strip():
            block = block.next()
        cursor.setPosition(block.position())
        cursor.setPosition(block.position() + block.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        face = QTextCharFormat()
        face.setFont(look.serif(27, strong=True))
        cursor.mergeCharFormat(face)
        shape = QTextBlockFormat()
        shape.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(shape)

    # -- the heading above the text

    def _title(self) -> str:
        return "" if self.article is None or self._title_in_text else self.article.title

    def meta(self) -> str:
        """Outlet, author and date in one line."""
        return _meta(self.article) if self.article is not None else ""

    def top_space(self, width: float) -> float:
        if self.article is None:
            return look.px(24)
        return (
            look.px(40) + self._title_layout(width)[1] + look.px(30)
            if self._title()
            else look.px(58 if self.meta() else 32)
        )

    def _title_layout(self, width: float) -> tuple[QTextLayout, float]:
        layout = QTextLayout(self._title(), look.serif(27, strong=True))
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height() * 1.04
        layout.endLayout()
        return layout, height

    def paint_over(self, painter: QPainter, visible: list[Mark]) -> None:
        super().paint_over(painter, visible)
        if self.verticalScrollBar().value() < self.document().rootFrame().frameFormat().topMargin():
            self._paint_heading(painter)
        self._paint_margin(painter, visible)

    def _paint_heading(self, painter: QPainter) -> None:
        column = self.column()
        layout, height = self._title_layout(column.width())
        painter.setPen(look.colour("text"))
        if self._title():
            layout.draw(painter, QPointF(column.x(), look.px(40)))
        painter.setPen(look.colour("muted"))
        painter.setFont(look.sans(13))
        top = look.px(40) + height + look.px(4) if self._title() else look.px(24)
        line = painter.fontMetrics().elidedText(self.meta(), Qt.TextElideMode.ElideRight, int(column.width()))
        painter.drawText(QRectF(column.x(), top, column.width(), look.px(22)), Qt.AlignmentFlag.AlignVCenter, line)

    def _paint_margin(self, painter: QPainter, visible: list[Mark]) -> None:
        """Glyphs in the left margin, folded to “+n” where lines share a place; reasons of the rest in the right one."""
        column = self.column()
        at: dict[int, list[Mark]] = {}
        for mark in visible:
            rect = next(iter(self.lines(mark.start, mark.end)), None)
            if rect is None:
                continue
            if mark.style == "rest":
                self._paint_reason(painter, mark, rect, column)
                continue
            if mark.id in self._earlier:
                box = QRectF(column.right() + look.px(14), rect.top(), look.px(24), rect.height())
                painter.setFont(look.sans(14))
                painter.setPen(look.colour("muted"))
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, EARLIER)
            if mark.glyph:
                at.setdefault(round(rect.center().y()), []).append(mark)
        for y, marks in at.items():
            first = max(marks, key=lambda m: m.id == self.chosen)
            painter.setFont(look.sans(14, strong=True))
            painter.setPen(look.readable(QColor(first.colour)))
            words = first.glyph if len(marks) == 1 else f"{first.glyph} +{len(marks) - 1}"
            box = QRectF(column.x() - look.px(52), y - look.px(12), look.px(42), look.px(24))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_reason(self, painter: QPainter, mark: Mark, rect: QRectF, column: QRectF) -> None:
        room = self.viewport().width() - column.right() - look.px(24)
        font = look.sans(12)
        if QFontMetricsF(font).horizontalAdvance(mark.label) > room:
            return
        painter.setFont(font)
        painter.setPen(look.colour("muted"))
        box = QRectF(column.right() + look.px(14), rect.top(), room, rect.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, mark.label)

    # -- what lies under the pointer or the caret

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.said_at(self.position_at(QPointF(self.viewport().mapFrom(self, event.pos()))))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def said_at(self, position: int) -> str:
        """What is known of the place: claimant, hedge, date and state of its claims, or why it is none."""
        if position < 0:
            return ""
        said = []
        for mark in self.marks.at(position):
            claim = self._claims.get(mark.id)
            said.append(summary(claim) if claim is not None else t("article.no-claim", reason=mark.label))
            if mark.id in self._earlier:
                said.append(t("article.checked-before", n=self._earlier[mark.id]))
        for start, end, field in self.hinted:
            if start <= position < end:
                said.append(t("article.read-from", field=t(f"field.{field}")))
        return "\n".join(said)

    def _tell_caret(self) -> None:
        self.reading.emit(self.said_at(self.textCursor().position()).replace("\n", " · "))


def _meta(article: Article) -> str:
    return " · ".join(part for part in (article.outlet, article.author, echoed(article.date)) if part)


def _plain(words: str) -> str:
    """Words without what a reader of a title does not see: kinds of space and of apostrophe, a last full stop."""
    return " ".join(words.replace("’", "'").split()).rstrip(". ").casefold()
