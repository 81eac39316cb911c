"""What the desk marks on a claim for itself: who has it, how urgent it is, its tags, and the notes with their replies.

Readers of a report see none of it. What is typed and not yet given is a draft, as everywhere.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QPushButton, QWidget

from factcheck.domain.claim import Claim
from factcheck.domain.note import Note
from ui.scaled import scaled
from ui.state import State
from ui.views.controls import Choice
from ui.views.parts import Flow, Growing, Line, Section, button, clear, column, label, row
from ui.words import dated, say, t

PRIORITIES = (0, 1, 2, 3)
DEEPEST = 3
"""Replies to replies are set in up to so far; deeper ones stand under one another."""
STEP = 16
"""Logical pixels that a reply is set in."""


class Name(Line):
    """A line that offers known names when it is entered, and takes new ones. ``asked`` wants the names."""

    asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def offer(self, names: list[str]) -> None:
        """The names to choose from; all of them are shown while nothing is typed."""
        self._names.setStringList(names)
        if self.hasFocus() and names and not self.text():
            self.completer().setCompletionPrefix("")
            self.completer().complete()

    def names(self) -> list[str]:
        """What is offered."""
        return self._names.stringList()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NoteRow(QWidget):
    """One note: who, when, the words, and a way to answer. ``replied`` carries the words and the note's id."""

    replied = Signal(str, str)

    def __init__(self, note: Note, depth: int, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note, self._given = note, False
        whole = column(self, gap=2)
        scaled(whole, "setContentsMargins", STEP * min(depth, DEEPEST), 0, 0, 6)
        head = row(gap=8)
        who = label(kind="caption", wrap=True)
        who.setText(f"{note.reviewer} · {dated(note.at)}")
        head.addWidget(who, 1)
        self.answer = button("team.reply", self.open, kind="link", name=("team.reply-to", {"name": note.reviewer}))
        head.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(head)
        words = label(wrap=True)
        words.setText(note.text)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        whole.addWidget(words)
        self.field = Growing("field")
        say(self.field, placeholderText="team.reply-hint", accessibleName=("team.reply-to", {"name": note.reviewer}))
        self.field.typed.connect(lambda typed: self._typed(typed, state))
        self.field.given.connect(self._give)
        self.field.left.connect(self._leave)
        draft = state.draft(note.id, "reply")
        self.field.show_words(draft or "")
        self.field.setVisible(bool(draft))
        whole.addWidget(self.field)
        self.setAccessibleName(t("team.note-by", name=note.reviewer, at=dated(note.at), text=note.text))

    def open(self) -> None:
        """Write an answer."""
        self.field.show()
        self.field.setFocus()

    def typing(self) -> bool:
        """Whether an answer is being written that was not given yet."""
        return not self._given and not self.field.isHidden() and bool(self.field.words() or self.field.hasFocus())

    def _typed(self, words: str, state: State) -> None:
        self._given = False
        state.put_draft(self.note.id, "reply", words)

    def _give(self) -> None:
        if self.field.words():
            self._given = True
            self.replied.emit(self.field.words(), self.note.id)

    def _leave(self) -> None:
        self.field.clearFocus()
        self.field.setVisible(bool(self.field.words()))


class TeamPart(Section):
    """``marked`` carries what is set (``assignee``, ``priority``, ``tag``, ``untag``) and its value; ``noted`` words
    and the note that they answer (or an empty text); ``wanted`` which names are asked for (``assignee`` or ``tag``).
    """

    marked = Signal(str, object)
    noted = Signal(str, str)
    wanted = Signal(str)

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__("team.title", parent)
        self._state = state
        self._claim: Claim | None = None
        self._shown: Claim | None = None
        self._notes: tuple[Note, ...] | None = None
        self._shown_tags: tuple[str, ...] | None = None
        self._grid = QGridLayout()
        scaled(self._grid, "setHorizontalSpacing", 8)
        scaled(self._grid, "setVerticalSpacing", 6)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.assignee = self._name("assignee", "team.nobody", self._assign)
        self.priority = Choice()
        for priority in PRIORITIES:
            self.priority.addItem("", priority)
        self.priority.activated.connect(self._prioritise)
        self.tag = self._name("tag", "team.tag-hint", self._tag)
        self.chips: list[QPushButton] = []
        self._add("assignee", self.assignee)
        self._add("priority", self.priority)
        self._add("tags", self._tags())
        self.rows: list[NoteRow] = []
        self._thread = column(gap=6)
        self.body.addLayout(self._thread)
        self.field = Growing("field")
        say(self.field, placeholderText="team.note-hint", accessibleName="team.note")
        self.field.typed.connect(self._typed)
        self.field.given.connect(self._give)
        self.field.left.connect(self.field.clearFocus)
        self.body.addWidget(self.field)
        self.give_button = button("team.note-give", self._give, hint="team.note-give-hint")
        under = row()
        under.addWidget(self.give_button)
        under.addStretch(1)
        self.body.addLayout(under)

    def _name(self, kind: str, hint: str, give: Callable[[], None]) -> Name:
        made = Name()
        made.setProperty("kind", "inline")
        made.setTextMargins(-2, 0, 0, 0)  # Qt's own margin, so that the words stand in line with the rest
        say(made, placeholderText=hint, accessibleName=f"field.{kind}")
        made.asked.connect(lambda: self.wanted.emit(kind))
        made.returnPressed.connect(give)
        made.left.connect(lambda: self._leave(made))
        return made

    def _tags(self) -> QWidget:
        box = QWidget()
        self._flow = Flow(box, gap=4)
        self._flow.addWidget(self.tag)
        scaled(self.tag, "setMinimumWidth", 168)
        return box

    def _add(self, name: str, editor: QWidget) -> None:
        at = self._grid.rowCount()
        said = label(f"field.{name}", "muted")
        said.setBuddy(self.tag if name == "tags" else editor)
        if name == "priority":
            editor.setProperty("kind", "inline")
            say(editor, accessibleName="field.priority")
        self._grid.addWidget(said, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(editor, at, 1)

    # -- what is shown

    def show_claim(self, claim: Claim) -> None:
        """Show a claim's marks; what is being typed keeps its words."""
        another = self._claim is None or self._claim.id != claim.id
        self._claim = claim
        if another:
            self.show_notes(())
            self.tag.clear()
            self.field.show_words(self._state.draft(claim.id, "note") or "")
        if another or not self.assignee.hasFocus():
            self._shown = claim
            self.assignee.setText(claim.assignee or "")
            self.assignee.setCursorPosition(0)
        for place, priority in enumerate(PRIORITIES):
            self.priority.setItemText(place, t(f"priority.is-{priority}"))
        self.priority.setCurrentIndex(self.priority.findData(claim.priority))
        self._show_tags(claim.tags)
        self._enable()

    def show_notes(self, notes: tuple[Note, ...], *, again: bool = False) -> None:
        """Show the notes, each with its replies set in under it; the one that is being answered is not replaced."""
        if notes == self._notes and not again:
            return
        self._notes = notes
        typing = {row.note.id: row for row in self.rows if row.typing()}
        for made in typing.values():
            self._thread.removeWidget(made)
        clear(self._thread)
        depth: dict[str | None, int] = {None: -1}
        self.rows = []
        for note in notes:
            depth[note.id] = depth.get(note.reply_to, -1) + 1
            held = typing.pop(note.id, None)
            made = held or NoteRow(note, depth[note.id], self._state)
            if held is None:
                made.replied.connect(self.noted)
            self._thread.addWidget(made)
            self.rows.append(made)
        for made in typing.values():
            made.hide()
            made.deleteLater()
        self.count.setText(str(len(notes)) if notes else "")

    def given(self, claim_id: str, reply_to: str) -> None:
        """The note is kept: its draft goes."""
        self._state.put_draft(reply_to or claim_id, "reply" if reply_to else "note", None)
        if not reply_to and self._claim is not None and self._claim.id == claim_id:
            self.field.show_words("")
            self._enable()

    def based(self, what: str) -> Claim | None:
        """The claim as the field of a mark shows it; a newer one waits where it is being typed in."""
        return self._shown if what == "assignee" else self._claim

    def keep(self, claim_id: str, words: str) -> None:
        """Keep words as the draft of a note on a claim, after what is typed there already."""
        kept = "\n\n".join(part for part in (self._state.draft(claim_id, "note"), words) if part)
        self._state.put_draft(claim_id, "note", kept)
        if self._claim is not None and self._claim.id == claim_id:
            self.field.show_words(kept)
            self._enable()

    def _show_tags(self, tags: tuple[str, ...]) -> None:
        if tags == self._shown_tags:
            return
        self._shown_tags = tags
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.tag)
        self.chips = []
        for name in tags:
            said = {"name": name}
            untag, off = partial(self.marked.emit, "untag", name), ("team.untag", said)
            chip = button(("team.chip", said), untag, kind="chip", hint=off, name=off)
            self._flow.addWidget(chip)
            self.chips.append(chip)
        self._flow.addWidget(self.tag)

    # -- what is given

    def _assign(self) -> None:
        name = " ".join(self.assignee.text().split())
        if self._shown is not None and name != (self._shown.assignee or ""):
            self.marked.emit("assignee", name or None)
        self.assignee.clearFocus()

    def _prioritise(self, _place: int) -> None:
        if self._claim is not None and self.priority.currentData() != self._claim.priority:
            self.marked.emit("priority", self.priority.currentData())

    def _tag(self) -> None:
        if self.tag.text().strip():
            self.marked.emit("tag", self.tag.text())
        self.tag.clear()

    def _leave(self, line: Name) -> None:
        if line is self.assignee and self._claim is not None:
            line.setText(self._claim.assignee or "")
        else:
            line.clear()
        line.clearFocus()

    def _typed(self, words: str) -> None:
        if self._claim is not None:
            self._state.put_draft(self._claim.id, "note", words if words.strip() else None)
        self._enable()

    def _give(self) -> None:
        if self.field.words():
            self.noted.emit(self.field.words(), "")

    def _enable(self) -> None:
        self.give_button.setVisible(bool(self.field.words()))
