"""What the desk marks on a claim for itself: each mark one step, so that Ctrl+Z takes it back."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.actions.bound import Actions
from ui.later import services
from ui.library import Act, Library, Typed
from ui.models.reading import Reading
from ui.views.claim import ClaimPanel
from ui.views.team import Name


class TeamVerbs(QObject):
    """The verbs on a claim's assignee, urgency, tags and notes."""

    def __init__(
        self, library: Library, reading: Reading, panel: ClaimPanel, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._reading, self._panel = library, reading, panel
        part = self._part = panel.team
        part.marked.connect(self._mark)
        part.noted.connect(self._note)
        part.wanted.connect(self._offer)
        actions.bind("claim.assign", lambda: self._go(part.assignee))
        actions.bind("claim.urgent", self._more_urgent)
        actions.bind("claim.tag", lambda: self._go(part.tag))
        actions.bind("claim.note", lambda: self._go(part.field))

    def _go(self, field: QWidget) -> None:
        self._panel.scroll.ensureWidgetVisible(self._part)
        self._panel.scroll.ensureWidgetVisible(field)
        field.setFocus()
        if isinstance(field, Name):
            field.selectAll()

    def _mark(self, what: str, value: object) -> None:
        claim = self._reading.claim
        if claim is not None:
            verbs = {"assignee": "assign", "priority": "prioritise", "tag": "tag", "untag": "untag"}
            self._library.change(
                lambda desk: getattr(services.marks, verbs[what])(desk, [claim.id], value),
                based_on=(self._part.based(what) or claim,),
            )

    def _more_urgent(self) -> None:
        """One step more urgent; after the most urgent comes the least."""
        claim = self._reading.claim
        if claim is not None:
            self._mark("priority", (claim.priority + 1) % self._part.priority.count())

    def _note(self, words: str, reply_to: str) -> None:
        claim = self._reading.claim
        if claim is not None:

            def noted(text: str) -> Act:
                return lambda desk: services.marks.note(desk, claim.id, text, reply_to or None)

            forget = lambda: self._part.given(claim.id, reply_to)  # noqa: E731
            typed = Typed(claim.id, f"reply-{reply_to}" if reply_to else "team-note", words, noted, forget)
            self._library.change(noted(words), lambda _done: forget(), typed=typed)

    def _offer(self, kind: str) -> None:
        if kind == "assignee":
            self._library.read(lambda desk: services.reviewers.list_all(desk), self._part.assignee.offer, owner=self)  # noqa: PLW0108 - imported in the lane
        else:
            self._library.read(lambda desk: services.marks.tag_names(desk), self._part.tag.offer, owner=self)  # noqa: PLW0108
