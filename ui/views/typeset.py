"""A text set for reading: measure, line height, margins, places in it, and the geometry of its lines.

A QTextEdit that is read only and gets plain text only: nothing that a text holds can load a file or a page, and
screen readers get Qt's own text interface. Its layout is lazy, paragraph by paragraph, so a text of 100,000 words opens
at once; a paragraph of more than ``offsets.LONGEST`` characters is therefore shown as several.
"""

import re
from collections.abc import Iterator

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QRectF, Qt, QUrl
from PySide6.QtGui import (
    QFontMetricsF,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from ui.offsets import Offsets, breaks, copied, display
from ui.theme import look

MEASURE = 68
"""Characters in a full line: 60 to 75 read best (Bringhurst, The Elements of Typographic Style, 2.1.2)."""
_USUAL = "the council said on Monday that it will repair the bridge before the end of the year"
"""Words as they run: a font's own average width counts every letter alike, and lines come out a sixth too long."""
LINE_HEIGHT = 124
"""Per cent of the face's own, for the text that is read."""
_EMPTY = re.compile(r"^[\u200b \t\xa0]*$", re.MULTILINE)
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters and marks of right-to-left scripts: a line with one of them may mix directions."""


class TypesetText(QTextEdit):
    """A text to read. Places are UTF-16 positions where Qt's are meant, code points where the article's are."""

    gutter = 48
    size = 18.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty("kind", "article")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.text = ""
        self.offsets = Offsets("")
        self._blank = QTextDocument(self)  # stands in while another look is put on, which would lay out a long text
        self._typed: QTextDocument | None = None

    def show_text(self, text: str) -> None:
        """Show another text from its start."""
        self.text, self.offsets = text, Offsets(text)
        self._typeset()
        self.verticalScrollBar().setValue(0)

    def retype(self) -> None:
        """Typeset the text for the zoom and theme in force; what is read and what is selected stay."""
        held, scrolled = self.textCursor(), self.verticalScrollBar().value() > 0
        anchor, position, top = held.anchor(), held.position(), self.top_position() if scrolled else 0
        self._typeset()
        if position:
            cursor = QTextCursor(self.document())
            cursor.setPosition(anchor)
            cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(0)
        if scrolled:
            self.scroll_to(top, at=0.0)

    def _typeset(self) -> None:
        """Set the text in a document of its own and put that into the view when it is whole.

        Until then it has no layout that each format would begin anew: 1 MB takes 20 ms so, 440 ms in the view.
        """
        self.setDocument(self._blank)
        self.setFont(look.serif(self.size))
        made = QTextDocument(self)
        made.setUndoRedoEnabled(False)
        made.setDefaultFont(look.serif(self.size))
        made.setDocumentMargin(0)
        cursor = QTextCursor(made)
        cursor.setBlockFormat(_lines())
        cursor.insertText(display(self.text))
        cursor.beginEditBlock()
        self.set_apart(cursor)
        cursor.endEditBlock()
        self._set_margins(made)
        self.setDocument(made)
        if self._typed is not None:
            self._typed.deleteLater()
        self._typed = made

    def set_apart(self, cursor: QTextCursor) -> None:
        """Give parts of the text, which the cursor can edit, a form of their own: for subclasses."""

    def tighten(self, cursor: QTextCursor) -> None:
        """Let an empty line between paragraphs take half a line, and a paragraph without one follow with a gap."""
        shape = QTextBlockFormat()
        shape.setLineHeight(look.px(13), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        gaps = 0
        for gap in _EMPTY.finditer(display(self.text)):
            cursor.setPosition(self.offsets.to_qt(gap.start()))
            cursor.mergeBlockFormat(shape)
            gaps += 1
        if not gaps and cursor.document().blockCount() > 1:
            cursor.select(QTextCursor.SelectionType.Document)
            apart, together = _lines(), QTextBlockFormat()
            apart.setBottomMargin(look.px(11))
            together.setBottomMargin(0)
            cursor.mergeBlockFormat(apart)
            for place in breaks(self.text):
                cursor.setPosition(self.offsets.to_qt(place))
                cursor.mergeBlockFormat(together)

    def top_space(self, width: float) -> float:  # noqa: ARG002 - subclasses need the width
        """Pixels kept free above the text, for a heading that is painted there."""
        return look.px(24)

    def column(self) -> QRectF:
        """Where the text's column lies in the viewport: x and width."""
        room = self.viewport().width()
        letters = QFontMetricsF(look.serif(self.size)).horizontalAdvance(_USUAL) / len(_USUAL) * MEASURE
        gutter = look.px(self.gutter)
        width = max(min(letters, room - 2 * gutter), look.px(120))
        return QRectF(max((room - width) / 2, gutter), 0, width, 0)

    def _set_margins(self, document: QTextDocument | None = None) -> None:
        column = self.column()
        frame = (document or self.document()).rootFrame()
        shape = frame.frameFormat()
        wanted = (column.x(), self.viewport().width() - column.x() - column.width(), self.top_space(column.width()))
        if (shape.leftMargin(), shape.rightMargin(), shape.topMargin()) != wanted:
            shape.setLeftMargin(wanted[0])
            shape.setRightMargin(wanted[1])
            shape.setTopMargin(wanted[2])
            shape.setBottomMargin(look.px(96))
            frame.setFrameFormat(shape)

    def resizeEvent(self, event: QResizeEvent) -> None:
        keep = self.verticalScrollBar().value() > 0 and event.oldSize().width() != event.size().width()
        anchor = self.top_position() if keep else 0  # to ask for it lays the text out
        super().resizeEvent(event)
        self._set_margins()
        if keep:
            self.scroll_to(anchor, at=0.0)

    def selected(self) -> tuple[int, int] | None:
        """The selected words as code points, without the space around them; None when nothing is selected."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        if start == end:
            return None
        text = self.text
        place, stop = self.offsets.from_qt(start), self.offsets.from_qt(end)
        while place < stop and text[place].isspace():
            place += 1
        while stop > place and text[stop - 1].isspace():
            stop -= 1
        return (place, stop) if stop > place else None

    def caret(self) -> int:
        """The caret's place as a code point."""
        return self.offsets.from_qt(self.textCursor().position())

    def select(self, start: int, end: int) -> None:
        """Select code points start to end."""
        cursor = self.textCursor()
        cursor.setPosition(self.offsets.to_qt(start))
        cursor.setPosition(self.offsets.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def scroll_to(self, position: int, *, at: float = 0.3, only_if_hidden: bool = False) -> None:
        """Bring a UTF-16 position to ``at`` (0 top, 1 bottom) of the viewport."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        spot = self.cursorRect(cursor)
        height = self.viewport().height()
        if only_if_hidden and self._in_sight(spot):
            return
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + spot.top() - int(height * at))

    def in_sight(self, position: int) -> bool:
        """Whether a UTF-16 position can be read without scrolling."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        return self._in_sight(self.cursorRect(cursor))

    def _in_sight(self, spot: QRect) -> bool:
        return spot.top() >= look.px(24) and spot.bottom() <= self.viewport().height() - look.px(48)

    def top_position(self) -> int:
        """The UTF-16 position at the top of the viewport: where reading stands."""
        return self.cursorForPosition(top_point(self)).position()

    def position_at(self, point: QPointF) -> int:
        """The UTF-16 position of the character under a point of the viewport, -1 where no text is."""
        hit = (
            self.document()
            .documentLayout()
            .hitTest(point + QPointF(0, self.verticalScrollBar().value()), Qt.HitTestAccuracy.ExactHit)
        )
        return int(hit)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Plain text only: what is copied carries no fonts, and is the text's own, however it is broken here."""
        plain, cursor, to = QMimeData(), self.textCursor(), self.offsets.from_qt
        plain.setText(copied(self.text[to(cursor.selectionStart()) : to(cursor.selectionEnd())]))
        return plain

    def loadResource(self, _kind: int, _url: QUrl | str) -> None:
        """Nothing is ever loaded."""
        return

    def lines(self, start: int, end: int) -> Iterator[QRectF]:
        """The rectangles of the characters start to end (UTF-16), one or more a line, in document coordinates."""
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            yield from self._lines_of(block, start - block.position(), end - block.position())
            block = block.next()

    def _lines_of(self, block: QTextBlock, start: int, end: int) -> Iterator[QRectF]:
        layout = block.layout()
        origin = self.document().documentLayout().blockBoundingRect(block).topLeft()
        start, end = max(start, 0), min(end, block.length() - 1)
        mixed = _RIGHT_TO_LEFT.search(block.text()) is not None
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first >= last:
                continue
            top = origin.y() + line.y() + line.ascent()
            for left, right in _stretches(line, first, last, mixed=mixed):
                if right > left:
                    ascent, descent = line.ascent() * 0.92, line.descent() * 0.9
                    yield QRectF(origin.x() + left, top - ascent, right - left, ascent + descent)


def _lines() -> QTextBlockFormat:
    shape = QTextBlockFormat()
    shape.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return shape


def _stretches(line: QTextLine, first: int, last: int, *, mixed: bool) -> list[tuple[float, float]]:
    """The x extents of characters first to last on a line; several where directions mix."""
    if not mixed:
        left, right = line.cursorToX(first)[0], line.cursorToX(last)[0]
        return [(min(left, right), max(left, right))]
    edges = []
    for place in range(first, last):
        lead = line.cursorToX(place, QTextLine.Edge.Leading)[0]
        trail = line.cursorToX(place, QTextLine.Edge.Trailing)[0]
        edges.append((min(lead, trail), max(lead, trail)))
    merged: list[tuple[float, float]] = []
    for left, right in sorted(edges):
        if merged and left <= merged[-1][1] + 0.6:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def top_point(view: QTextEdit) -> QPoint:
    """A place in the first line of the viewport; never above the text, where Qt lays out all of it for the answer."""
    frame = view.document().rootFrame().frameFormat()
    first = frame.topMargin() - view.verticalScrollBar().value() + 1
    if first > look.px(4):
        return QPointF(frame.leftMargin() + 1, first).toPoint()
    return QPointF(view.viewport().width() / 2, look.px(4)).toPoint()
