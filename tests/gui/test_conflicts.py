"""Two people on one library: the window asks when both changed the same, and loses nothing that was typed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from factcheck.services import claims, marks, sources, verdicts
from factcheck.services.desk import Desk
from ui.dialogs.conflict import ConflictDialog


@pytest.fixture
def ben(ready, tmp_path: Path) -> Iterator[Desk]:
    """Another desk on the window's library, as a command or a second machine has it."""
    made = Desk.open(tmp_path / "library", reviewer="Ben")
    yield made
    made.close()


def answer(act: Callable[[ConflictDialog], object]) -> list[ConflictDialog]:
    """Do something in the next dialog that opens."""
    seen: list[ConflictDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ConflictDialog):
            seen.append(dialog)
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
    return seen


def reword(desk, words: str) -> None:
    desk.key("E")
    desk.room.claim.head.wording.selectAll()
    desk.type(words)


def key(which: Qt.Key) -> Callable[[ConflictDialog], None]:
    return lambda dialog: QTest.keyClick(dialog, which)


def give(desk) -> None:
    desk.key("Ctrl+Return")
    desk.settle()


def test_other_fields_merge_while_somebody_types(ready, ben) -> None:
    claim = ready.reading.claim
    reword(ready, "The port took in 4,200 ships.")
    marks.assign(ben, [claim.id], "Carl")
    give(ready)
    now = claims.get(ben, claim.id)
    assert (now.assignee, now.standalone) == ("Carl", "The port took in 4,200 ships.")


def test_the_same_field_asks_and_mine_is_written_when_it_is_chosen(ready, ben) -> None:
    claim = ready.reading.claim
    reword(ready, "Mine.")
    claims.edit(ben, claim.id, standalone="Ben’s.")
    seen = answer(key(Qt.Key.Key_2))
    give(ready)
    ready.until(lambda: claims.get(ben, claim.id).standalone == "Mine.", what="mine")
    (dialog,) = seen
    assert "Ben" in dialog.windowTitle() + dialog.theirs.text()
    assert ready.window.state.draft(claim.id, "wording") is None


def test_theirs_stays_and_mine_becomes_the_draft_of_a_note(ready, ben) -> None:
    claim = ready.reading.claim
    reword(ready, "Mine.")
    claims.edit(ben, claim.id, standalone="Ben’s.")
    answer(key(Qt.Key.Key_1))
    give(ready)
    wording = ready.room.claim.head.wording
    ready.until(lambda: wording.words() == "Ben’s.", what="Ben's words in the field")
    assert claims.get(ben, claim.id).standalone == "Ben’s."
    assert "Mine." in ready.room.claim.team.field.words()
    assert "Mine." in (ready.window.state.draft(claim.id, "note") or "")
    assert ready.failures()


def test_escape_decides_nothing_and_keeps_the_draft_and_its_base(ready, ben, reading_desk) -> None:
    claim = ready.reading.claim
    reword(ready, "Mine.")
    claims.edit(ben, claim.id, standalone="Ben’s.")
    seen = answer(key(Qt.Key.Key_Escape))
    give(ready)
    assert seen
    assert ready.window.state.draft(claim.id, "wording") == "Mine."
    assert ready.room.claim.head.wording.words() == "Mine."
    ready.close()
    again = reading_desk()
    assert again.reading.claim.id == claim.id
    assert again.room.claim.head.wording.words() == "Mine."
    assert again.room.claim.head.changed.isVisible()
    again.room.claim.head.wording.setFocus()
    seen = answer(key(Qt.Key.Key_Escape))
    give(again)
    assert seen[0].shown
    assert claims.get(ben, claim.id).standalone == "Ben’s."


def test_both_are_joined_by_editing(ready, ben) -> None:
    claim = ready.reading.claim
    base = claim.standalone
    reword(ready, f"{base} Sure")
    claims.edit(ben, claim.id, standalone=f"Now {base}")

    def join(dialog: ConflictDialog) -> None:
        QTest.keyClick(dialog, Qt.Key.Key_3)
        assert dialog.joined.words() == f"Now {base} Sure"
        QTest.keyClicks(dialog.joined, "Joined")
        QTest.keyClick(dialog.joined, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(join)
    give(ready)
    ready.until(lambda: claims.get(ben, claim.id).standalone == "Joined", what="the joined words")
    ready.settle()
    assert ready.room.claim.head.wording.words() == "Joined"
    assert not ready.room.claim.head.changed.isVisible()


def test_a_field_that_is_typed_in_is_not_replaced_and_says_who_changed_it(ready, ben) -> None:
    claim, head = ready.reading.claim, ready.room.claim.head
    reword(ready, "Mine")
    claims.edit(ben, claim.id, standalone="Ben’s.")
    ready.until(head.changed.isVisible, what="the quiet line")
    ready.until(lambda: "Ben" in head.changed.words.text(), what="who it was")
    assert head.wording.words() == "Mine"
    assert QApplication.focusWidget() is head.wording
    ready.type(" still")
    assert head.wording.words() == "Mine still"
    answer(key(Qt.Key.Key_2))
    head.changed.show_both.click()
    ready.until(lambda: claims.get(ben, claim.id).standalone == "Mine still", what="mine")
    ready.until(lambda: not head.changed.isVisible(), what="nothing to tell")


def test_a_verdict_that_met_another_asks_and_keeps_the_reason(ready, ben) -> None:
    claim, part = ready.reading.claim, ready.room.claim.verdict
    ready.key("1")
    ready.type("The register says so.")
    verdicts.give(ben, claim.id, "false", "The harbour office says three.")
    ready.until(part.changed.isVisible, what="the quiet line")
    assert "Ben" in part.changed.words.text()
    assert part.reason.words() == "The register says so."
    seen = answer(key(Qt.Key.Key_1))
    give(ready)
    assert seen[0].waits.clashes[0].field == "verdict"
    assert claims.get(ben, claim.id).verdict.reviewer == "Ben"
    ready.until(lambda: part.reason.words() == "The harbour office says three.", what="Ben's reason")
    assert "The register says so." in ready.room.claim.team.field.words()


def test_a_verdict_over_another_is_given_when_the_person_insists(ready, ben) -> None:
    claim = ready.reading.claim
    ready.key("1")
    ready.type("The register says so.")
    verdicts.give(ben, claim.id, "false", "The harbour office says three.")
    answer(key(Qt.Key.Key_2))
    give(ready)
    ready.until(lambda: claims.get(ben, claim.id).verdict.reviewer == "Ada", what="the verdict")
    assert len(verdicts.of_claim(ben, claim.id)) == 2


def test_a_claimant_left_untouched_follows_what_another_wrote(ready, ben) -> None:
    claim, field = ready.reading.claim, ready.room.claim.fields.claimant
    field.setFocus()
    claims.edit(ben, claim.id, claimant="The ferry company")
    ready.until(lambda: ready.reading.claim.claimant == "The ferry company", what="the change")
    assert field.text() == (claim.claimant or "")
    ready.room.article.setFocus()
    ready.settle()
    assert field.text() == "The ferry company"
    assert claims.get(ben, claim.id).claimant == "The ferry company"


def test_a_note_on_a_source_that_another_took_off_is_kept_at_the_claim(ready, ben) -> None:
    claim, part = ready.reading.claim, ready.room.claim.sources
    cited = sources.cite(ben, claim.id, "https://example.org/a", fetch=False).value
    ready.until(lambda: part.cards, what="the card")
    part.cards[0].note.setVisible(True)
    part.cards[0].note.setFocus()
    ready.type("Seen in the archive")
    sources.remove_evidence(ben, cited.id)
    ready.until(lambda: not part.cards, what="the source taken off")
    ready.until(lambda: ready.room.claim.team.field.words() == "Seen in the archive", what="the words")
    assert ready.window.state.draft(claim.id, "note") == "Seen in the archive"


def test_a_note_on_a_source_is_not_lost_when_its_card_changes(ready, ben) -> None:
    claim = ready.reading.claim
    sources.cite(ben, claim.id, "https://example.org/a", fetch=False)
    part = ready.room.claim.sources
    ready.until(lambda: part.cards, what="the card")
    note = part.cards[0].note
    note.setVisible(True)
    note.setFocus()
    ready.type("Seen by")
    sources.edit_evidence(ben, part.cards[0].evidence.id, note="Ben saw it.")
    sources.cite(ben, claim.id, "https://example.org/b", fetch=False)
    ready.until(lambda: len(part.cards) == 2, what="the second card")
    assert part.cards[0].note is note
    ready.type(" Ada")
    assert note.words() == "Seen by Ada"
    ready.room.article.setFocus()
    ready.reading.step(1)
    ready.settle()
    ready.reading.step(-1)
    ready.until(lambda: len(part.cards) == 2, what="the cards again")
    ready.settle()
    note = part.cards[0].note
    assert note.words() == "Seen by Ada"
    note.setFocus()
    answer(key(Qt.Key.Key_2))
    give(ready)
    ready.until(lambda: sources.of_claim(ben, claim.id)[0].note == "Seen by Ada", what="the note")
