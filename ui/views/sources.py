"""The sources of a claim as cards, and the field that takes a link, a file or a paste."""

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QMenu, QWidget

from factcheck.domain.source import Evidence, Stance
from ui.addresses import where_of
from ui.jobs import Job
from ui.scaled import scaled
from ui.state import State
from ui.theme import look
from ui.views.claimhead import Quote
from ui.views.parts import Elided, Growing, Line, Section, Share, button, clear, column, label, row
from ui.words import dated, echoed, message, say, t

STANCE_COLOUR = {Stance.SUPPORTS: "good", Stance.REFUTES: "warn", Stance.CONTEXT: "muted"}
STANCE_GLYPH = {Stance.SUPPORTS: "+", Stance.REFUTES: "−", Stance.CONTEXT: "i"}


class StanceButton(QAbstractButton):
    """One of the three stances as a segment: a glyph, the word, and filled when it is the one."""

    def __init__(self, stance: Stance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stance = stance
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        say(self, text=f"stance.{stance.value}", accessibleName=f"stance.{stance.value}")
        self.setFont(look.sans(13))

    def sizeHint(self) -> QSize:
        return QSize(
            self.fontMetrics().horizontalAdvance(self.text()) + look.px(30), self.fontMetrics().height() + look.px(8)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = look.colour(STANCE_COLOUR[self.stance])
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        if self.isChecked():
            ground = look.tinted(colour, 0.16)
        else:
            ground = QColor(look.tokens.hover) if self.underMouse() else QColor(0, 0, 0, 0)
        painter.setPen(QPen(look.colour("accent"), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(colour if self.isChecked() else look.colour("muted"))
        painter.setFont(look.sans(13, strong=True))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box.adjusted(look.px(9), 0, 0, 0), middle, STANCE_GLYPH[self.stance])
        painter.setFont(look.sans(13, strong=self.isChecked()))
        painter.setPen(look.colour("text") if self.isChecked() else look.colour("muted"))
        painter.drawText(box.adjusted(look.px(22), 0, 0, 0), middle, self.text())


class Card(QFrame):
    """One source of the claim: what it is, what it does for the claim, the quote."""

    opened = Signal(str)
    stance_given = Signal(str, str)
    note_given = Signal(str, str)
    removed = Signal(str)

    def __init__(self, evidence: Evidence, state: State, since: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.evidence, self._state = evidence, state
        self.given = False
        self.setProperty("kind", "card")
        whole = column(self, margins=(14, 10, 10, 12), gap=6)
        head = row(gap=4)
        self.title = Elided()
        self.title.setFont(look.sans(14, strong=True))
        self.title.setText(title_of(evidence))
        head.addWidget(self.title, 1)
        self.open = button("source.read", lambda: self.opened.emit(evidence.id), kind="link", hint="source.read-hint")
        head.addWidget(self.open)
        more = button("", kind="quiet", icon="more", name="source.more")
        scaled(more, "setFixedWidth", 30)
        menu = QMenu(more)
        note = menu.addAction(t("source.add-note"))
        note.triggered.connect(self._edit_note)
        away = menu.addAction(t("source.remove"))
        away.triggered.connect(lambda *_: self.removed.emit(evidence.id))
        more.setMenu(menu)
        head.addWidget(more)
        whole.addLayout(head)
        under = label(kind="caption", wrap=True)
        under.setText(under_title(evidence))
        whole.addWidget(under)
        for words in warnings_of(evidence, since):
            warning = label(kind="warn-caption", wrap=True)
            warning.setText(words)
            whole.addWidget(warning)
        whole.addLayout(self._stances())
        if evidence.quote:
            quote = Quote()
            quote.retype(15)
            quote.colour = look.colour(STANCE_COLOUR[evidence.stance])
            quote.setText(evidence.quote)
            whole.addWidget(quote)
        self.note = Growing("inline")
        whole.addWidget(self.note)  # first: shown without a parent it would be a window, and take the keys
        draft = state.draft(evidence.id, "note")
        self.note.setVisible(bool(draft or evidence.note))
        self.note.show_words(draft or evidence.note or "")
        say(self.note, accessibleName="source.note", placeholderText="source.note-hint")
        self.note.typed.connect(self._typed)
        self.note.given.connect(self._give_note)
        self.note.left.connect(self.note.clearFocus)
        self.setAccessibleName(t("source.card", title=title_of(evidence), stance=t(f"stance.{evidence.stance.value}")))

    def _stances(self) -> QHBoxLayout:
        line = row(gap=2)
        self.stances = {stance: StanceButton(stance) for stance in Stance}
        for stance, made in self.stances.items():
            made.setChecked(stance is self.evidence.stance)
            made.clicked.connect(lambda _on=False, stance=stance: self._give_stance(stance))
            line.addWidget(made)
        line.addStretch(1)
        return line

    def _give_stance(self, stance: Stance) -> None:
        for other, made in self.stances.items():
            made.setChecked(other is stance)
        if stance is not self.evidence.stance:
            self.stance_given.emit(self.evidence.id, stance.value)

    def _edit_note(self) -> None:
        self.note.setVisible(True)
        self.note.setFocus()

    def _give_note(self) -> None:
        self.given = True
        self.note_given.emit(self.evidence.id, self.note.words())
        self.setFocus()

    def typing(self) -> bool:
        """Whether the note holds words that were not given yet."""
        return not self.given and self.note.words() != (self.evidence.note or "")

    def based(self) -> Evidence:
        """The evidence as it was when the words in the note began."""
        begun = self._state.draft_base(self.evidence.id, "note")
        return replace(self.evidence, version=begun[0]) if begun else self.evidence

    def _typed(self, words: str) -> None:
        self.given = False
        before = self.evidence.note or ""
        kept = None if words.strip() == before else words
        self._state.put_draft(self.evidence.id, "note", kept, (self.evidence.version, before))


class LinkField(Line):
    """Takes an address; a dropped link or file is one too."""

    left = Signal()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self.setText(where_of(urls[0]) if urls else event.mimeData().text().strip())
        self.returnPressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SourcesPart(Section):
    """The cards, the field for the next one, and the fetches under way."""

    asked = Signal(str)
    opened = Signal(str)
    stance_given = Signal(str, str)
    note_given = Signal(str, str)
    removed = Signal(str)

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__("source.title", parent)
        self._state = state
        self._shown: tuple[tuple[Evidence, ...], tuple[str, ...], dict[str, str]] | None = None
        self.cards: list[Card] = []
        self._cards = column(gap=8)
        self.body.addLayout(self._cards)
        self._fetches = column(gap=4)
        self._fetching: dict[Job, tuple[QWidget, Share]] = {}
        self.body.addLayout(self._fetches)
        self.field = LinkField()
        say(self.field, placeholderText="source.paste", accessibleName="source.paste-name")
        self.field.returnPressed.connect(self._ask)
        self.field.left.connect(self.field.clearFocus)
        self.body.addWidget(self.field)

    def show_evidence(
        self, evidence: tuple[Evidence, ...], one_source: tuple[str, ...] = (), since: dict[str, str] | None = None,
        *, again: bool = False,
    ) -> None:  # fmt: skip
        """Show these sources with what became of their pages ``since`` they were cited, by the evidence's id, and
        below them which of them count as one, a sentence each.
        """
        since = since or {}
        if (evidence, one_source, since) == self._shown and not again:
            return
        self._shown = (evidence, one_source, since)
        typing = {card.evidence.id: card for card in self.cards if card.typing()}
        for card in typing.values():
            self._cards.removeWidget(card)
        clear(self._cards)
        self.cards = []
        for piece in evidence:
            held = typing.pop(piece.id, None)  # what is being typed in is not replaced
            card = held or self._card(piece, since.get(piece.id, ""))
            self._cards.addWidget(card)
            self.cards.append(card)
        for card in typing.values():
            card.hide()
            card.deleteLater()
        for sentence in one_source:
            said = label(kind="warn-caption", wrap=True)
            said.setText(sentence)
            self._cards.addWidget(said)
        self.count.setText(str(len(evidence)) if evidence else "")

    def _card(self, evidence: Evidence, since: str) -> Card:
        card = Card(evidence, self._state, since)
        card.opened.connect(self.opened)
        card.stance_given.connect(self.stance_given)
        card.note_given.connect(self.note_given)
        card.removed.connect(self.removed)
        return card

    def based(self, evidence_id: str) -> tuple[Evidence, ...]:
        """The evidence as its card shows it, or as it was when its note was begun."""
        return tuple(card.based() for card in self.cards if card.evidence.id == evidence_id)

    def draft(self, evidence_id: str) -> str | None:
        """The note that was begun on a source and not given."""
        return self._state.draft(evidence_id, "note")

    def forget(self, evidence_id: str) -> None:
        """The note of a source was given, or let go."""
        self._state.put_draft(evidence_id, "note", None)

    def show_fetches(self, jobs: list[tuple[str, Job]]) -> None:
        """Show what is being fetched for this claim, each with its progress and a way to stop it."""
        here = [job for _where, job in jobs]
        for job in [job for job in self._fetching if job not in here]:
            line, _bar = self._fetching.pop(job)
            line.hide()
            line.deleteLater()
        for where, job in jobs:
            if job not in self._fetching:
                self._fetching[job] = _fetch(where, job)
                self._fetches.addWidget(self._fetching[job][0])
            self._fetching[job][1].show_share(job.share)

    def ask_for(self, where: str) -> None:
        """Go to the field, with an address that may be meant already in it."""
        if where:
            self.field.setText(where)
            self.field.selectAll()
        self.field.setFocus()

    def _ask(self) -> None:
        where = self.field.text().strip()
        if where:
            self.field.clear()
            self.field.clearFocus()
            self.asked.emit(where)


def _fetch(where: str, job: Job) -> tuple[QWidget, Share]:
    """A line for what is being fetched. It stays while it runs: who presses its button must find it there."""
    line = QWidget()
    inside = row(line, gap=8)
    said, words, bar = ("source.fetching", {"where": where}), Elided("caption"), Share()
    say(words, text=said)
    say(bar, accessibleName=said)
    inside.addWidget(words, 1)
    inside.addWidget(bar)
    inside.addWidget(button("job.cancel", job.cancel, kind="link"))
    return line, bar


def title_of(evidence: Evidence) -> str:
    """What the source is called: its title, else its address or file."""
    source = evidence.source
    captured = evidence.capture.title if evidence.capture else None
    return source.title or captured or source.url or source.file_name or t("source.untitled")


def warnings_of(evidence: Evidence, since: str) -> list[str]:
    """What to know before the source is trusted: why nothing came, what is odd, what became of the page since."""
    capture = evidence.capture
    said = [capture.problem] if capture is not None and capture.problem else []
    said += [message("flag", flag.replace(":", ".")) for flag in (capture.flags if capture is not None else ())]
    return said + ([t(f"source.since-{since}")] if since in {"changed", "moved", "gone"} else [])


def under_title(evidence: Evidence) -> str:
    """Publisher, date, and when and how it was captured."""
    source, capture = evidence.source, evidence.capture
    host = QUrl(source.url).host() if source.url else source.file_name
    if capture is None:
        kept = t("source.not-captured")
    elif capture.problem:
        kept = t("source.tried", at=dated(capture.at))
    else:
        kept = t("source.captured", at=dated(capture.at))
    return " · ".join(part for part in (source.publisher or host, echoed(source.date), kept) if part)
