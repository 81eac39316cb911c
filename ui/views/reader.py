"""The reader, beside the article: the captured page, the best passages for the claim, and how it was captured."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from factcheck.domain.source import Capture, Evidence
from ui.actions.bound import Actions
from ui.later import services
from ui.library import Library
from ui.marks import Mark
from ui.rooms.changes import ChangesView
from ui.scaled import scaled
from ui.theme import look
from ui.views.capture import CaptureDetails
from ui.views.marked import MarkedText
from ui.views.outside import OutsideMenu
from ui.views.parts import Elided, Flow, button, column, dress_as, label, row, scrolling
from ui.views.sources import STANCE_COLOUR, title_of, under_title
from ui.words import message, say, t

HEADING = {1: 23, 2: 20, 3: 18}
"""The size of a heading by its level, in logical pixels; deeper ones are hardly larger than the text."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is read for one piece of evidence: the page, its passages for the claim, every capture of the source.

    ``about`` says how the page was compared, or that nothing there speaks of the claim.
    """

    evidence: Evidence
    page: Any
    passages: tuple[Any, ...]
    about: str | None
    captures: tuple[Capture, ...]


class PageText(MarkedText):
    """The page's text, with headings and quotes set apart. Plain text: nothing in it can load or run."""

    gutter = 34
    size = 16.5

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: tuple[Any, ...] = ()
        self._pages: tuple[int, ...] = ()
        say(self, accessibleName="reader.text")

    def show_page(self, page: Any) -> None:
        """Show a page."""
        self._blocks, self._pages = page.blocks, page.pages
        self.show_text(page.text)

    def set_apart(self, cursor: QTextCursor) -> None:
        for block in self._blocks:
            if block.kind.value == "heading":
                self._set_apart(cursor, block, HEADING.get(block.level, 17), strong=True)
            elif block.kind.value in {"quote", "list-item"}:
                self._indent(cursor, block)
        self.tighten(cursor)

    def _set_apart(self, cursor: QTextCursor, block: Any, size: float, *, strong: bool) -> None:
        self._span(cursor, block)
        face = QTextCharFormat()
        face.setFont(look.serif(size, strong=strong))
        cursor.mergeCharFormat(face)

    def _indent(self, cursor: QTextCursor, block: Any) -> None:
        self._span(cursor, block)
        shape = QTextBlockFormat()
        shape.setLeftMargin(look.px(18) * max(block.level, 1))
        cursor.mergeBlockFormat(shape)

    def _span(self, cursor: QTextCursor, block: Any) -> None:
        cursor.setPosition(self.offsets.to_qt(block.start))
        cursor.setPosition(self.offsets.to_qt(block.end), QTextCursor.MoveMode.KeepAnchor)

    def paint_over(self, painter: QPainter, visible: list[Mark]) -> None:
        super().paint_over(painter, visible)
        column_ = self.column()
        painter.setFont(look.sans(12, strong=True))
        self._paint_pages(painter, column_)
        for mark in visible:
            rect = next(iter(self.lines(mark.start, mark.end)), None)
            if rect is not None and mark.glyph:
                painter.setPen(look.readable(QColor(mark.colour)))
                box = QRectF(rect)
                box.setX(column_.x() - look.px(28))
                box.setWidth(look.px(18))
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, mark.glyph)

    def _paint_pages(self, painter: QPainter, column_: QRectF) -> None:
        """Where a PDF's pages begin: the number in the right margin. To ask where a page lies lays out all before it,
        so only those in sight are asked about.
        """
        painter.setFont(look.sans(11.5))
        painter.setPen(look.colour("muted"))
        block = self.document().findBlock(self.top_position())
        first = bisect_left(self._pages, self.offsets.from_qt(block.position()))
        foot = self.verticalScrollBar().value() + self.viewport().height()
        for number, start in enumerate(self._pages[first:], first + 1):
            rect = next(iter(self.lines(self.offsets.to_qt(start), self.offsets.to_qt(start) + 1)), None)
            if rect is not None:
                if rect.top() > foot:
                    break
                box = QRectF(column_.right() + look.px(6), rect.top(), look.px(48), rect.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, t("reader.pdf-page", n=number))


class Reader(QFrame):
    """``quoted`` carries stance and place (code points; -1 for the stance alone)."""

    quoted = Signal(str, int, int)

    def __init__(self, library: Library, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "paper")
        say(self, accessibleName="reader.name")
        self._library = library
        self.held: Held | None = None
        self.wanted: str | None = None
        """The evidence that was asked for last; it is held as soon as its page was read."""
        self._now = -1
        self._changes: Any = None
        self._build(actions)

    def _build(self, actions: Actions) -> None:
        whole = column(self, gap=0)
        head = QWidget()
        top = column(head, margins=(20, 14, 12, 8), gap=4)
        line = row(gap=4)
        self.title = Elided()
        line.addWidget(self.title, 1)
        line.addWidget(
            button("", actions["reader.close"].trigger, kind="quiet", icon="close", name="action.reader.close")
        )
        top.addLayout(line)
        self.under = Elided("caption")
        top.addWidget(self.under)
        self.warning = label(kind="warn-caption", wrap=True)
        top.addWidget(self.warning)
        top.addLayout(self._tools(actions))
        whole.addWidget(head)
        self.pages = QStackedWidget()
        self.text = PageText()
        self.text.pointed.connect(self._pointed)
        self.details = CaptureDetails()
        self.pages.addWidget(self.text)
        self.pages.addWidget(self.details)
        self.changes = ChangesView()
        self.compared = scrolling(self.changes)
        self.pages.addWidget(self.compared)
        whole.addWidget(self.pages, 1)
        whole.addLayout(_ways_to_quote(actions))

    def _tools(self, actions: Actions) -> Flow:
        tools = Flow(gap=4)
        self.counter = label(kind="caption")
        for identifier, icon in (("passage.previous", "up"), ("passage.next", "down")):
            made = button("", actions[identifier].trigger, kind="quiet", icon=icon, name=f"action.{identifier}")
            scaled(made, "setFixedWidth", 30)
            tools.addWidget(made)
        scaled(self.counter, "setMinimumHeight", 28)
        tools.addWidget(self.counter)
        self.show_details = button("reader.details", self._toggle, kind="quiet")
        self.show_details.setCheckable(True)
        tools.addWidget(self.show_details)
        self.show_changes = button("reader.changes", self._toggle_changes, kind="quiet", hint="reader.changes-hint")
        self.show_changes.setCheckable(True)
        tools.addWidget(self.show_changes)
        tools.addWidget(button("reader.recheck", actions["reader.recheck"].trigger, kind="quiet"))
        more = button("", kind="quiet", icon="more", name="reader.more")
        more.setMenu(OutsideMenu(self._library, lambda: self.held.evidence if self.held else None, self))
        tools.addWidget(more)
        return tools

    # -- what is shown

    def open(self, evidence: Evidence, then: Callable[[], object] | None = None) -> None:
        """Show the capture of a piece of evidence with the passages for its claim."""
        capture, self.wanted = evidence.capture, evidence.id
        self.title.setFont(look.sans(15, strong=True))
        self.title.setText(title_of(evidence))
        self.under.setText(under_title(evidence))
        if capture is None:
            self._take(Held(evidence, None, (), None, ()))
            return

        def read(desk: Any) -> tuple[Held, str]:
            page = services.sources.page(desk, capture.id)
            ranked = services.sources.passages(desk, capture.id, evidence.claim)
            whole = services.captures.get(desk, capture.id)
            captures = tuple(
                whole if c.id == capture.id else c for c in services.captures.of_source(desk, evidence.source.id)
            )
            return Held(evidence, page, ranked.passages, services.pages.about(ranked), captures), ranked.compared

        def take(got: tuple[Held, str]) -> None:
            if self.wanted != evidence.id:
                return
            self._take(got[0])
            if then is not None:
                then()
            if got[1] == "other-language" and services.pages.compares_meanings():
                self._compare_meanings(capture.id, evidence)

        # the columns are moved for the reader first
        self._library.jobs.after_paint(lambda: self._library.read(read, take, owner=self), owner=self)

    def _compare_meanings(self, capture_id: str, evidence: Evidence) -> None:
        """Find the passages of a page in another language by what they mean: seconds, when it is asked first."""

        def take(ranked: Any) -> None:
            if self.held is not None and self.held.evidence.id == evidence.id:
                self.held = replace(self.held, passages=ranked.passages, about=services.pages.about(ranked))
                self._warn(self.held)
                self._now = -1
                self._mark()
                self.go(1)

        self._library.match(
            lambda desk: services.sources.passages(desk, capture_id, evidence.claim, meaning=True), take, owner=self
        )

    def update_evidence(self, evidence: Evidence) -> None:
        """The evidence was edited: draw its quote again without moving the page."""
        if self.held is None or not self.held.evidence.id == self.wanted == evidence.id:
            return
        moved = (self.held.evidence.capture and self.held.evidence.capture.id) != (
            evidence.capture and evidence.capture.id
        )
        if moved:
            self.open(evidence)
            return
        self.held = replace(self.held, evidence=evidence)
        self._mark()

    def _take(self, held: Held) -> None:
        self.held = held
        self._warn(held)
        self._show_text(held)
        self.details.show_capture(held.evidence, held.captures)
        self.show_changes.setVisible(sum(bool(c.sha256) for c in held.captures) > 1)
        self.show_changes.setChecked(False)
        self.show_details.setChecked(False)
        self.pages.setCurrentWidget(self.text)
        self._now = -1
        self._mark()
        self.go(1)

    def _show_text(self, held: Held) -> None:
        if _readable(held):
            self.text.show_page(held.page)
        else:
            self.text.show_text(t("reader.empty"))

    def _warn(self, held: Held) -> None:
        self._say(" ".join(mistrusted(held)))

    def _mark(self) -> None:
        held = self.held
        if held is None or held.page is None:
            self.counter.setText("")
            return
        marks = marks_of(held, self._now, self.text.offsets.to_qt)
        self.text.set_marks(marks)
        self.text.choose(str(self._now) if self._now >= 0 else None)
        n = len(held.passages)
        self.counter.setText(
            t("reader.passage", n=self._now + 1, of=n) if n and self._now >= 0 else t("reader.no-passages")
        )

    def go(self, by: int) -> None:
        """Go to the next (1) or previous (-1) passage, best first, round and round."""
        if self.held is None or not self.held.passages:
            return
        self._now = (self._now + by) % len(self.held.passages) if self._now >= 0 else 0
        self._mark()
        passage = self.held.passages[self._now]
        self.text.scroll_to(self.text.offsets.to_qt(passage.start))

    def _pointed(self, identifier: str) -> None:
        if identifier.isdigit():
            self._now = int(identifier)
            self._mark()

    def take(self, stance: str) -> None:
        """Quote the selected words, or the current passage, with a stance."""
        held = self.held
        if held is None:
            return
        span = self.text.selected() if _readable(held) else None
        if span is None and 0 <= self._now < len(held.passages):
            passage = held.passages[self._now]
            span = (passage.start, passage.end)
        start, end = span or (-1, -1)
        self.quoted.emit(stance, start, end)

    def show_outcome(self, outcome: Any) -> None:
        """Say what a recheck found: of the page, and of the quote that stands on the claim."""
        held = self.held
        if held is None or held.evidence.source.id != outcome.source:
            return
        found = [q.status.status.value for q in outcome.quotes if q.evidence.id == held.evidence.id]
        said = [outcome.sentence(), *(t(f"reader.quote-{status}") for status in found)]
        self._say(" ".join(said), good=bool(found) and set(found) == {"intact"})
        self.show_changes.setVisible(True)

    def _say(self, words: str, *, good: bool = False) -> None:
        """Tell what was noticed about the page, above its text."""
        dress_as(self.warning, "caption" if good else "warn-caption")
        self.warning.setText(words)
        self.warning.setVisible(bool(words))

    def _toggle(self) -> None:
        self.show_changes.setChecked(False)
        self.pages.setCurrentWidget(self.details if self.show_details.isChecked() else self.text)

    def _toggle_changes(self) -> None:
        self.show_details.setChecked(False)
        held = self.held
        kept = [c for c in held.captures if c.sha256] if held else []
        if not self.show_changes.isChecked() or len(kept) < 2:
            self.show_changes.setChecked(False)
            self.pages.setCurrentWidget(self.text)
            return
        new, old = kept[0].id, kept[1].id
        self._library.read(lambda desk: services.recheck.changes(desk, old, new), self._compared, owner=self)

    def _compared(self, changes: Any) -> None:
        if not self.show_changes.isChecked():  # put away, or another page was opened, while they were compared
            return
        self._changes = changes
        self.changes.show_changes(changes)
        self.pages.setCurrentWidget(self.compared)

    def reword(self) -> None:
        """Say and draw everything again."""
        held = self.held
        if held is None:
            return
        self.title.setFont(look.sans(15, strong=True))
        self.under.setText(under_title(held.evidence))
        if _readable(held):
            self.text.retype()
        else:
            self._show_text(held)
        self.details.show_capture(held.evidence, held.captures)
        if self._changes is not None:
            self.changes.show_changes(self._changes)
        self._mark()


def mistrusted(held: Held) -> list[str]:
    """What to mistrust: a failed capture, the page's flags, how it was compared with the claim."""
    capture = held.captures[0] if held.captures else held.evidence.capture
    flags = [message("flag", flag.replace(":", ".")) for flag in (held.page.flags if held.page else ())]
    problem = [capture.problem] if capture and capture.problem else []
    if _readable(held) and held.about:
        problem.append(held.about)
    return [*problem, *flags]


def _ways_to_quote(actions: Actions) -> QHBoxLayout:
    """The three stances, each quoting what is selected or the passage in front."""
    foot, ways = row(margins=(20, 8, 20, 10)), Flow(gap=8)
    foot.addLayout(ways, 1)
    said = label("reader.take", "caption")
    scaled(said, "setMinimumHeight", 28)
    ways.addWidget(said)
    for stance in ("supports", "refutes", "context"):
        ways.addWidget(button(f"reader.quote-{stance}", actions[f"quote.{stance}"].trigger, icon=stance))
    return foot


def _readable(held: Held) -> bool:
    """Whether the capture holds a text."""
    return held.page is not None and bool(held.page.text)


def marks_of(held: Held, now: int, to: Callable[[int], int]) -> list[Mark]:
    """The passages, numbered, the current one filled; and the quote in its stance's colour."""
    marks = [
        Mark(str(n), to(p.start), to(p.end), "passage" if n == now else "proposed", look.tokens.accent, str(n + 1))
        for n, p in enumerate(held.passages)
    ]
    evidence = held.evidence
    if evidence.quote_start is not None and evidence.quote_end is not None:
        colour = look.colour(STANCE_COLOUR[evidence.stance]).name()
        start, end = to(evidence.quote_start), to(evidence.quote_end)
        marks.append(Mark("quote", start, end, "decided", colour, "", t("reader.quote")))
    return marks
