"""Citing, reading and quoting sources: the fetch in the net lane, the storing in the store lane."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from factcheck.domain.source import Evidence, Stance
from ui.actions.bound import Actions
from ui.addresses import clipboard_address
from ui.jobs import Job
from ui.later import services
from ui.library import Act, Library, Typed
from ui.models.reading import Reading
from ui.views.desk import ArticlesRoom
from ui.views.parts import typing
from ui.words import t


class SourceVerbs(QObject):
    """The verbs on the sources of the selected claim, and on the page in the reader."""

    def __init__(
        self, library: Library, reading: Reading, room: ArticlesRoom, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._reading, self._room = library, reading, room
        self._fetches: dict[Job, tuple[str, str]] = {}
        part = room.claim.sources
        part.asked.connect(self.cite)
        part.opened.connect(self.open)
        part.stance_given.connect(lambda i, stance: self._edit(i, stance=Stance(stance)))
        part.note_given.connect(self._note)
        part.removed.connect(self._remove)
        room.reader.quoted.connect(self._quote)
        actions.bind("source.add", self.ask)
        actions.bind("source.file", self._ask_file)
        actions.bind("source.open", self.open_first)
        actions.bind("passage.next", lambda: room.reader.go(1))
        actions.bind("passage.previous", lambda: room.reader.go(-1))
        for stance in Stance:
            actions.bind(f"quote.{stance.value}", lambda stance=stance: room.reader.take(stance.value))
        actions.bind("reader.close", self.close)
        actions.bind("reader.recheck", self._recheck)
        self._cited: tuple[str | None, frozenset[str]] = (None, frozenset())
        reading.dossier_changed.connect(self._follow)
        reading.dossier_changed.connect(self._keep_orphans)
        reading.selected.connect(self._other_claim)
        library.jobs.changed.connect(self._show_fetches)

    # -- citing

    def ask(self) -> None:
        """Go to the field for the next source; an address in the clipboard is already in it."""
        self._room.claim.scroll.ensureWidgetVisible(self._room.claim.sources.field)
        self._room.claim.sources.ask_for(clipboard_address())

    def _ask_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self._room, t("source.file-title"))
        if path:
            self.cite(path)

    def cite(self, where: str) -> None:
        """Fetch an address or read a file, then attach it to the claim that is selected now."""
        claim = self._reading.claim
        if claim is None:
            return
        settings, folder = self._library.settings, self._library.evidence

        def fetched(got: object) -> None:
            self._library.change(
                lambda desk: services.sources.attach(desk, claim.id, got),
                lambda done: self._attached(claim.id, done.value),
            )

        job = self._library.jobs.start(
            "net",
            lambda job: services.sources.fetch_source(where, settings, job.tell, job.cancelled, evidence=folder),
            fetched,
            owner=self,
            title=("job.fetch", {"where": where}),
        )
        self._fetches[job] = (claim.id, where)
        self._show_fetches()

    def _attached(self, claim_id: str, evidence: Evidence) -> None:
        """Open what came, where the person still looks at that claim; who is writing meanwhile goes on writing."""
        readable = evidence.capture is not None and not evidence.capture.problem
        if self._reading.claim_id == claim_id and readable:
            self._show(evidence)

    def _show_fetches(self) -> None:
        self._fetches = {job: said for job, said in self._fetches.items() if not job.over and not job.cancelled()}
        here = [(where, job) for job, (claim, where) in self._fetches.items() if claim == self._reading.claim_id]
        self._room.claim.sources.show_fetches(here)

    # -- the reader

    def open(self, evidence_id: str) -> None:
        """Read a source in the reader."""
        dossier = self._reading.dossier
        evidence = next((e for e in dossier.evidence if e.id == evidence_id), None) if dossier else None
        if evidence is not None:
            self._show(evidence)

    def open_first(self) -> None:
        """Read the newest source of the claim, the next one on each further press."""
        dossier = self._reading.dossier
        if dossier is None or not dossier.evidence:
            self.ask()
            return
        held = self._room.reader.held
        ids = [e.id for e in dossier.evidence]
        at = ids.index(held.evidence.id) if held and held.evidence.id in ids and self._room.reader.isVisible() else 0
        self._show(dossier.evidence[at - 1])

    def _show(self, evidence: Evidence) -> None:
        self._room.open_reader(visible=True)
        self._room.reader.open(evidence)
        if not typing():
            self._room.reader.text.setFocus()

    def close(self) -> None:
        """Put the reader away."""
        self._room.open_reader(visible=False)
        self._room.article.setFocus()

    def _quote(self, stance: str, start: int, end: int) -> None:
        held = self._room.reader.held
        if held is None:
            return
        changes: dict[str, object] = {"stance": Stance(stance)}
        if start >= 0:
            changes |= {"quote": held.page.text[start:end], "quote_start": start, "quote_end": end}
        self._edit(held.evidence.id, based_on=(held.evidence,), **changes)

    def _keep_orphans(self) -> None:
        """A note that is being written on a source which somebody took off the claim becomes the draft of one on it."""
        dossier, part = self._reading.dossier, self._room.claim.sources
        if dossier is None:
            return
        (claim, before), now = self._cited, frozenset(one.id for one in dossier.evidence)
        self._cited = (dossier.claim.id, now)
        for evidence_id in before - now if claim == dossier.claim.id else ():
            words = part.draft(evidence_id)
            if words:
                part.forget(evidence_id)
                self._room.claim.team.keep(dossier.claim.id, words)

    def _note(self, evidence_id: str, words: str) -> None:
        claim = self._reading.claim

        def noted(note: str) -> Act:
            return lambda desk: services.sources.edit_evidence(desk, evidence_id, note=note)

        part = self._room.claim.sources

        def forget() -> None:
            part.forget(evidence_id)
            self._reading.read_dossier()

        typed = Typed(claim.id, "note", words, noted, forget) if claim is not None else None
        self._library.change(noted(words), lambda _done: forget(), based_on=part.based(evidence_id), typed=typed)

    def _edit(self, evidence_id: str, *, based_on: tuple[Evidence, ...] = (), **changes: object) -> None:
        self._library.change(
            lambda desk: services.sources.edit_evidence(desk, evidence_id, **changes),
            lambda done: self._room.reader.update_evidence(done.value),
            based_on=based_on or self._room.claim.sources.based(evidence_id),
        )

    def _remove(self, evidence_id: str) -> None:
        based_on = self._room.claim.sources.based(evidence_id)
        self._library.change(lambda desk: services.sources.remove_evidence(desk, evidence_id), based_on=based_on)

    def _recheck(self) -> None:
        held = self._room.reader.held
        source = held.evidence.source if held else None
        if source is None or not source.url:
            return
        settings, url, folder = self._library.settings, source.url, self._library.evidence

        def kept(done: Any) -> None:
            reader = self._room.reader
            if reader.isVisible() and reader.wanted == held.evidence.id:
                reader.open(held.evidence, lambda: reader.show_outcome(done.value))

        def fetched(got: object) -> None:
            self._library.change(lambda desk: services.recheck.keep(desk, source.id, got), kept)

        self._library.jobs.start(
            "net",
            lambda job: services.fetching.fetch(
                url, settings, progress=job.tell, cancelled=job.cancelled, evidence=folder
            ),
            fetched,
            owner=self,
            title=("job.fetch", {"where": url}),
        )

    def _follow(self) -> None:
        """Keep the reader in step with undo and with other changes of its evidence."""
        dossier, held = self._reading.dossier, self._room.reader.held
        if dossier is None or held is None or held.evidence.claim != dossier.claim.id:
            return
        evidence = next((e for e in dossier.evidence if e.id == held.evidence.id), None)
        if evidence is None:
            self._room.open_reader(visible=False)
        else:
            self._room.reader.update_evidence(evidence)

    def _other_claim(self) -> None:
        held = self._room.reader.held
        if held is not None and held.evidence.claim != self._reading.claim_id:
            self._room.open_reader(visible=False)
        self._show_fetches()
