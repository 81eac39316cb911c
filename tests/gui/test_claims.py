"""Working on claims in the text: each one step, each undoable."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from factcheck.domain.claim import ClaimState
from ui.differences import marked


def _place(desk, words: str) -> tuple[int, int]:
    start = desk.reading.article.text.index(words)
    return start, start + len(words)


def test_a_new_claim_of_the_selected_words(ready) -> None:
    before = len(ready.reading.claims)
    ready.room.article.select(*_place(ready, "Radio Lanvel"))
    ready.key("N")
    ready.settle()
    assert ready.reading.claim.text == "Radio Lanvel"
    assert len(ready.reading.claims) == before + 1
    ready.key("Ctrl+Z")
    ready.settle()
    assert len(ready.reading.claims) == before


def test_extend_and_trim_to_the_selection(ready) -> None:
    claim = next(c for c in ready.reading.claims if "4 200 navires" in c.text)
    ready.reading.select(claim.id)
    ready.settle()
    ready.room.article.select(*_place(ready, "4 200 navires"))
    ready.key("Shift+T")
    ready.settle()
    assert ready.reading.claim.text == "4 200 navires"
    ready.room.article.select(*_place(ready, "a accueilli"))
    ready.key("Shift+E")
    ready.settle()
    assert ready.reading.claim.text == "a accueilli 4 200 navires"
    for _ in range(2):
        ready.room.article.setFocus()
        ready.key("Ctrl+Z")
        ready.settle()
    assert ready.reading.get(claim.id).text == claim.text


def test_split_at_the_caret_and_merge_with_the_next(ready) -> None:
    claim = next(c for c in ready.reading.claims if "4 200 navires" in c.text)
    ready.reading.select(claim.id)
    ready.settle()
    at = _place(ready, "4 200 navires")[0]
    ready.room.article.select(at, at)
    ready.key("B")
    ready.settle()
    assert ready.reading.get(claim.id).text == "Le port de Lanvel a accueilli"
    assert any(c.text.startswith("4 200 navires") for c in ready.reading.claims)
    ready.key("M")
    ready.settle()
    assert ready.reading.get(claim.id).text == claim.text
    assert ready.failures() == []


def test_a_split_outside_the_claim_says_what_to_do(ready) -> None:
    ready.room.article.select(0, 0)
    before = [(c.id, c.text) for c in ready.reading.claims]
    ready.reading.select(next(c.id for c in ready.reading.claims if c.start > 0))
    ready.settle()
    ready.key("B")
    assert len(ready.failures()) == 1
    assert [(c.id, c.text) for c in ready.reading.claims] == before


def test_dismiss_goes_on_to_the_next_and_everything_shows_it_again(ready) -> None:
    claim = ready.reading.claim
    ready.key("X")
    ready.settle()
    assert ready.reading.get(claim.id).state is ClaimState.DISMISSED
    assert ready.reading.claim_id != claim.id
    assert ready.room.article.marks.get(claim.id) is None
    ready.key("V")
    ready.settle()
    assert ready.room.article.marks.get(claim.id).style == "gone"
    assert any(m.style == "rest" and m.label for m in ready.room.article.marks.all)


def test_who_goes_on_before_a_claim_is_dismissed_stays_there(ready) -> None:
    first, last = ready.reading.claim, ready.reading.claims[-1]
    ready.window.actions_["claim.dismiss"].trigger()
    ready.reading.select(last.id)  # before the library has answered
    ready.settle()
    assert ready.reading.get(first.id).state is ClaimState.DISMISSED
    assert ready.reading.claim_id == last.id


def test_what_is_taken_back_under_the_chosen_claim_is_no_fault(ready, monkeypatch) -> None:
    bugs = []
    monkeypatch.setattr(sys, "excepthook", lambda *bug: bugs.append(bug))
    ready.room.article.select(*_place(ready, "deux ferries"))
    ready.window.actions_["claim.new"].setEnabled(True)
    ready.window.actions_["claim.new"].trigger()
    ready.settle()
    made = ready.reading.claim_id
    monkeypatch.setattr("ui.jobs.UNTIL_PAINTED", 0)  # what belongs to the claim is asked for before its going is known
    ready.key("Ctrl+Z")
    ready.settle()
    assert ready.reading.get(made) is None
    ready.key("J")
    ready.settle()
    ready.key("Ctrl+Z")  # the article itself
    ready.until(lambda: ready.reading.article is None, what="its going")
    ready.settle()
    assert (ready.failures(), bugs) == ([], [])


def test_fields_are_edited_and_say_where_they_were_read(ready) -> None:
    claim = next(c for c in ready.reading.claims if c.claimant and "Radio Lanvel" in c.claimant)
    ready.reading.select(claim.id)
    ready.settle()
    fields = ready.room.claim.fields
    assert "Radio Lanvel" in fields.claimant.text()
    assert fields._why["claimant"].whole()
    assert ready.room.article.hinted
    fields.date.setFocus()
    fields.date.selectAll()
    QTest.keyClicks(fields.date, "2022-09")
    assert "September 2022" in fields._why["date"].whole()
    QTest.keyClick(fields.date, Qt.Key.Key_Return)
    ready.settle()
    assert ready.reading.claim.date == "2022-09"
    fields.date.setFocus()
    fields.date.selectAll()
    QTest.keyClicks(fields.date, "last year")
    QTest.keyClick(fields.date, Qt.Key.Key_Return)
    ready.settle()
    assert ready.reading.claim.date == "2022-09"


def test_completion_offers_claimants_of_the_library(ready) -> None:
    fields = ready.room.claim.fields
    fields.claimant.setFocus()
    fields.claimant.selectAll()
    QTest.keyClicks(fields.claimant, "lanv")
    ready.until(lambda: any("Lanvel" in name for name in fields._names.stringList()), what="names")


def test_the_difference_shows_both_sides_and_no_markup_of_the_article() -> None:
    shown = marked("Il <b>aurait</b> dit", "La maire aurait dit")
    assert "<b>" not in shown
    assert "&lt;" in shown
    assert "<s " in shown
    assert "maire" in shown


def test_the_timeline_undoes_a_step_of_its_own(ready) -> None:
    claim = ready.reading.claim
    ready.key("A")
    ready.settle()
    step = ready.reading.dossier.steps[0][0]
    assert step.label == "claims-accepted"
    ready.room.claim.history.undo.emit(step.id)
    ready.settle()
    assert ready.reading.get(claim.id).state is ClaimState.PROPOSED


def test_the_toast_says_what_was_done_and_takes_it_back(ready) -> None:
    claim = ready.reading.claim
    ready.key("A")
    ready.settle()
    toast = ready.window.toast
    assert toast.isVisible()
    assert toast.words.accessibleName().startswith("Claim accepted")
    toast.undo.click()
    ready.settle()
    assert ready.reading.get(claim.id).state is ClaimState.PROPOSED


def test_a_change_by_another_program_shows(ready) -> None:
    from factcheck.services import claims
    from factcheck.services.desk import Desk

    claim = ready.reading.claim
    folder = ready.window.library.desk.folder
    other = Desk.open(folder, reviewer="Script")
    if other.read_only:  # one writer at a time: then the window is told nothing, and nothing can change
        other.close()
        return
    claims.accept(other, [claim.id])
    other.close()
    ready.until(lambda: ready.reading.get(claim.id).state is ClaimState.ACCEPTED, what="the other program's step")
