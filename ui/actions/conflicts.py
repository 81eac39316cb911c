"""What becomes of a change that met somebody else's: the person is asked, and whatever was typed stays theirs."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from factcheck.domain.claim import Claim
from factcheck.domain.history import stamp
from factcheck.domain.verdict import Verdict
from factcheck.errors import Clash
from ui.later import dialogs, services
from ui.library import Act, Library, Standoff, Typed
from ui.models.reading import Reading
from ui.views.changed import last_change
from ui.views.desk import ArticlesRoom
from ui.views.foot import Foot
from ui.windows import answers_for
from ui.words import t


class ConflictVerbs(QObject):
    """Asks when ``library.conflicted`` comes, and when a person wants to see what changed under their words."""

    def __init__(self, library: Library, reading: Reading, room: ArticlesRoom, foot: Foot, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._reading, self._foot, self._window = library, reading, foot, window
        self._panel = room.claim
        library.conflicted.connect(self._conflicted)
        self._panel.head.theirs_wanted.connect(self.show_wording)
        self._panel.verdict.theirs_wanted.connect(self.show_verdict)

    def ask(self, waits: Standoff) -> None:
        """Show both versions and do what the person chooses."""
        conflict = dialogs.conflict
        dialog = conflict.ConflictDialog(waits, self._reading.scale, self._window)
        dialog.exec()
        typed = waits.typed
        if dialog.choice is conflict.Choice.MINE:
            waits.give(waits.act)
        elif dialog.choice is conflict.Choice.JOINED and typed is not None:
            waits.give(typed.again(dialog.words()))
        elif dialog.choice is conflict.Choice.THEIRS and typed is not None:
            self._keep(typed)
        elif dialog.choice is conflict.Choice.THEIRS:
            self._tell_mine(waits)
        self._library.look_for_news()

    def show_wording(self) -> None:
        """Both versions of the wording, before this person's was given."""
        claim, head = self._reading.claim, self._panel.head
        if claim is None:
            return

        def reworded(words: str) -> Act:
            return lambda desk: services.claims.edit(desk, claim.id, standalone=words)

        words = head.wording.words() or head.base[1]
        typed = Typed(claim.id, "standalone", words, reworded, lambda: head.forget(claim.id))
        clash = Clash("claim", claim.id, "standalone", head.base[1], claim.standalone, words)
        self._show(claim, clash, typed)

    def show_verdict(self) -> None:
        """Both judgements, before this person's was given."""
        claim, part, dossier = self._reading.claim, self._panel.verdict, self._reading.dossier
        chosen = part.chosen()
        if claim is None or claim.verdict is None or dossier is None:
            return

        def judged(reason: str) -> Act:
            return lambda desk: services.verdicts.give(desk, claim.id, chosen, reason)

        words = part.reason.words()
        typed = Typed(claim.id, "verdict", words, judged, lambda: part.forget_draft(claim.id))
        before = next((_plain(given) for given in dossier.verdicts if given.id == part.base_verdict()), None)
        mine = {"rating": chosen, "reason": words}
        self._show(claim, Clash("claim", claim.id, "verdict", before, _plain(claim.verdict), mine), typed)

    def _show(self, claim: Claim, clash: Clash, typed: Typed) -> None:
        column = "verdict_id" if clash.field == "verdict" else clash.field
        step = last_change(self._reading.dossier, column)
        who, when = (step.reviewer, stamp(step.at)) if step else ("?", stamp(claim.created_at))
        drop = typed.drop

        def give(act: Act) -> None:
            self._library.change(act, lambda _done: drop(), based_on=(claim,), typed=typed)

        self.ask(Standoff((clash,), who, when, typed.again(typed.words), give, typed))

    def _keep(self, typed: Typed) -> None:
        """Theirs stays; what was typed becomes the draft of a note, which nobody else sees before it is given."""
        if typed.words.strip():
            words = t("conflict.kept", field=t(f"field.{typed.field}"), words=typed.words)
            self._panel.team.keep(typed.claim, words)
            self._panel.scroll.ensureWidgetVisible(self._panel.team.field)
            self._foot.fail(t("conflict.kept-where"))
        typed.drop()

    def _tell_mine(self, waits: Standoff) -> None:
        """Theirs stays; what was typed of an article stands at the foot until it is put away."""
        for clash in waits.clashes:
            if clash.entity == "article" and clash.mine:
                self._foot.fail(t("conflict.kept", field=t(f"field.{clash.field}"), words=str(clash.mine)))

    def _conflicted(self, waits: Standoff) -> None:
        if answers_for(self._window, waits.origin):
            self.ask(waits)


def _plain(given: Verdict) -> dict[str, object]:
    return {"rating": given.rating, "reason": given.reason, "reviewer": given.reviewer}
