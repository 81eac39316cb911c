"""What is done to claims: thin verbs, each one step of the library with its undo in a toast."""

from dataclasses import replace

from PySide6.QtCore import QObject

from factcheck.domain.claim import Claim, ClaimState
from ui.actions.bound import Actions
from ui.later import dialogs, services
from ui.library import Act, Library, Typed
from ui.models.reading import Reading
from ui.views.desk import ArticlesRoom
from ui.views.foot import Foot
from ui.words import t


class ClaimVerbs(QObject):
    """The verbs on the selected claim and the selected words."""

    def __init__(
        self, library: Library, reading: Reading, room: ArticlesRoom, foot: Foot, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._reading, self._room, self._foot = library, reading, room, foot
        bind = actions.bind
        bind("claim.next", lambda: reading.step(1))
        bind("claim.previous", lambda: reading.step(-1))
        bind("claim.next-open", lambda: reading.step(1, open_only=True))
        bind("claim.accept", lambda: self._each("accept"))
        bind("claim.dismiss", self.dismiss)
        bind("claim.dismiss-because", self._ask_because)
        bind("claim.reopen", lambda: self._each("reopen"))
        bind("claim.edit", self.edit)
        bind("claim.new", self.create)
        bind("claim.extend", lambda: self._respan(extend=True))
        bind("claim.trim", lambda: self._respan(extend=False))
        bind("claim.cut", self.cut)
        bind("claim.merge", self.merge)
        room.claim.head.wording_given.connect(self._reword)
        room.claim.fields.given.connect(self._edit_field)

    def _each(self, verb: str) -> None:
        claim = self._reading.claim
        if claim is not None:
            self._library.change(lambda desk: getattr(services.claims, verb)(desk, [claim.id]), based_on=(claim,))

    def dismiss(self, because: str = "") -> None:
        """Set the claim aside and go on to the next one that waits."""
        claim = self._reading.claim
        if claim is None:
            return
        following = self._reading.following()

        def go_on(_done: object) -> None:
            if following is not None and self._reading.claim_id == claim.id:  # else the person has gone on already
                self._reading.select(following.id)

        self._library.change(lambda desk: services.claims.dismiss(desk, [claim.id], because), go_on, based_on=(claim,))

    def _ask_because(self) -> None:
        words = dialogs.ask.ask_words(self._room, "dismiss.title", "dismiss.words", "dismiss.give")
        if words is not None:
            self.dismiss(words)

    def edit(self) -> None:
        """Go to the wording with all of it selected."""
        wording = self._room.claim.head.wording
        self._room.claim.scroll.ensureWidgetVisible(wording)
        wording.setFocus()
        wording.selectAll()

    def _reword(self, words: str) -> None:
        claim, head = self._reading.claim, self._room.claim.head
        if claim is None:
            return

        def reworded(wording: str) -> Act:
            return lambda desk: services.claims.edit(desk, claim.id, standalone=wording)

        self._library.change(
            reworded(words),
            lambda _done: head.forget(claim.id),
            based_on=(replace(claim, version=head.base[0]),),
            typed=Typed(claim.id, "standalone", words, reworded, lambda: head.forget(claim.id)),
        )

    def _edit_field(self, name: str, value: object) -> None:
        fields = self._room.claim.fields
        claim = fields.based(name)

        def edited(given: object) -> Act:
            return lambda desk: services.claims.edit(desk, claim.id, **{name: given})

        def again() -> None:
            if (now := self._reading.claim) is not None:
                fields.show_claim(now)

        typed = Typed(claim.id, name, str(value or ""), edited, again) if name in {"claimant", "date"} else None
        self._library.change(edited(value), based_on=(claim,), typed=typed)

    def create(self) -> None:
        """Make the selected words a claim of the reviewer's own."""
        article, span = self._reading.article, self._room.article.selected()
        if article is None or span is None:
            self._foot.fail(t("claim.select-first"))
            return
        self._library.change(
            lambda desk: services.claims.create(desk, article.id, *span),
            lambda done: self._go_to(done.value),
        )

    def _go_to(self, claim: Claim) -> None:
        def select() -> None:
            self._reading.select(claim.id)
            cursor = self._room.article.textCursor()
            cursor.clearSelection()
            self._room.article.setTextCursor(cursor)

        if self._reading.get(claim.id) is not None:
            select()
        else:
            # the list of claims is being read; the lane keeps the order, so this comes after it
            self._library.read(lambda _desk: None, lambda _none: select(), owner=self)

    def _respan(self, *, extend: bool) -> None:
        claim, span = self._reading.claim, self._room.article.selected()
        if claim is None or span is None:
            self._foot.fail(t("claim.select-and-choose"))
            return
        start, end = span
        if extend:
            start, end = min(start, claim.start), max(end, claim.end)
        else:
            start, end = max(start, claim.start), min(end, claim.end)
        if start >= end:
            self._foot.fail(t("claim.trim-outside"))
            return
        self._library.change(
            lambda desk: services.claims.respan(desk, claim.id, start, end),
            lambda done: self._go_to(done.value),
            based_on=(claim,),
        )

    def cut(self) -> None:
        """Split the claim where the caret stands."""
        claim, at = self._reading.claim, self._room.article.caret()
        if claim is None:
            return
        if not claim.start < at < claim.end:
            self._foot.fail(t("claim.cut-where"))
            return
        self._library.change(lambda desk: services.claims.cut(desk, claim.id, at), based_on=(claim,))

    def merge(self) -> None:
        """Make one claim of this one and the next that has no verdict."""
        claim, following = self._reading.claim, self._reading.following()
        if claim is None or following is None or claim.state is ClaimState.DISMISSED:
            self._foot.fail(t("claim.merge-none"))
            return
        both = (claim, following)
        self._library.change(lambda desk: services.claims.merge(desk, claim.id, following.id), based_on=both)
