"""What the desk marks on a claim for itself: who has it, how urgent, tags, notes with replies."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from factcheck.services import marks


def part(desk):
    return desk.room.claim.team


def undo(desk, times: int = 1) -> None:
    for _ in range(times):
        desk.room.article.setFocus()
        desk.key("Ctrl+Z")
        desk.settle()


def test_a_claim_is_given_to_somebody_and_back(ready) -> None:
    desk, claim = ready, ready.reading.claim.id
    desk.key("G")
    assert QApplication.focusWidget() is part(desk).assignee
    desk.until(part(desk).assignee.names, what="the reviewers")
    assert part(desk).assignee.names() == ["Ada"]
    desk.type("Grace")
    desk.key("Return")
    desk.settle()
    assert desk.reading.get(claim).assignee == "Grace"
    assert "Grace" in desk.window.toast.words.accessibleName()
    undo(desk)
    assert desk.reading.get(claim).assignee is None
    assert part(desk).assignee.text() == ""


def test_escape_leaves_the_name_as_it_was(ready) -> None:
    desk = ready
    desk.key("G")
    desk.type("Nob")
    QTest.keyClick(part(desk).assignee, Qt.Key.Key_Escape)
    desk.settle()
    assert part(desk).assignee.text() == ""
    assert desk.reading.claim.assignee is None


def test_urgency_goes_round_with_one_key_and_is_chosen_from_the_list(ready) -> None:
    desk = ready
    seen = []
    for _ in range(4):
        desk.room.article.setFocus()
        desk.key("U")
        desk.settle()
        seen.append((desk.reading.claim.priority, part(desk).priority.currentText()))
    assert seen == [(1, "Soon"), (2, "Urgent"), (3, "At once"), (0, "Not urgent")]
    undo(desk)
    assert desk.reading.claim.priority == 3


def test_tags_are_put_on_taken_off_and_come_back_also_from_another_claim(ready) -> None:
    desk, claim = ready, ready.reading.claim.id
    desk.key("T")
    assert QApplication.focusWidget() is part(desk).tag
    for name in ("port", "traffic 2022"):
        desk.type(name)
        desk.key("Return")
        desk.settle()
    assert desk.reading.get(claim).tags == ("port", "traffic 2022")
    chip = part(desk).chips[0]
    assert chip.accessibleName() == "Take the tag “port” off"
    QTest.keyClick(chip, Qt.Key.Key_Space)
    desk.settle()
    assert desk.reading.get(claim).tags == ("traffic 2022",)
    desk.room.article.setFocus()
    desk.key("J")
    desk.settle()
    assert desk.reading.claim_id != claim
    assert part(desk).chips == []
    undo(desk)
    assert desk.reading.claim_id == claim
    assert desk.reading.get(claim).tags == ("port", "traffic 2022")
    assert [c.text() for c in part(desk).chips] == ["port  ×", "traffic 2022  ×"]


def test_a_tag_that_is_none_is_refused_in_a_sentence(ready) -> None:
    desk = ready
    desk.key("T")
    desk.type("x" * 61)
    desk.key("Return")
    desk.settle()
    assert len(desk.failures()) == 1
    assert desk.reading.claim.tags == ()


def test_notes_and_replies_are_kept_told_apart_and_undone(ready) -> None:
    desk, claim = ready, ready.reading.claim.id
    desk.key("Shift+W")
    assert QApplication.focusWidget() is part(desk).field
    desk.type("Which year do the books mean?")
    assert desk.window.state.draft(claim, "note") == "Which year do the books mean?"
    desk.key("Ctrl+Return")
    desk.settle()
    assert part(desk).field.words() == ""
    assert desk.window.state.draft(claim, "note") is None
    desk.window.library.become("Grace")
    desk.settle()
    QTest.keyClick(part(desk).rows[0].answer, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is part(desk).rows[0].field
    desk.type("2022.")
    desk.key("Ctrl+Return")
    desk.settle()
    told = [(n.reviewer, n.text, n.reply_to) for n in desk.reading.dossier.notes]
    first = desk.reading.dossier.notes[0].id
    assert told == [("Ada", "Which year do the books mean?", None), ("Grace", "2022.", first)]
    lefts = [row.layout().contentsMargins().left() for row in part(desk).rows]
    assert lefts[1] > lefts[0]
    assert "Grace" in part(desk).rows[1].accessibleName()
    undo(desk)
    assert [n.text for n in desk.reading.dossier.notes] == ["Which year do the books mean?"]
    assert len(part(desk).rows) == 1


def test_a_note_that_comes_while_another_is_answered_takes_no_letter(ready) -> None:
    claim = ready.reading.claim.id
    ready.window.library.change(lambda d: marks.note(d, claim, "The first note"))
    ready.settle()
    ready.until(lambda: part(ready).rows, what="the note")
    row = part(ready).rows[0]
    row.open()
    ready.type("An ans")
    ready.window.library.change(lambda d: marks.note(d, claim, "Another note"))
    ready.settle()
    ready.until(lambda: len(part(ready).rows) == 2, what="the other note")
    ready.type("wer x")
    assert row in part(ready).rows
    assert row.field.words() == "An answer x"
    assert ready.reading.get(claim).state == "proposed"
    row.field.given.emit()
    ready.settle()
    ready.until(lambda: len(part(ready).rows) == 3, what="the answer")
    assert all(one.field.isHidden() for one in part(ready).rows)


def test_a_typed_note_is_found_again_on_its_claim_only(ready) -> None:
    desk, claim = ready, ready.reading.claim.id
    desk.key("Shift+W")
    desk.type("Half a thought")
    desk.room.article.setFocus()
    desk.key("J")
    desk.settle()
    assert part(desk).field.words() == ""
    desk.reading.select(claim)
    desk.settle()
    assert part(desk).field.words() == "Half a thought"


def test_the_history_tells_who_has_it_and_how_urgent_it_is(ready) -> None:
    from ui.views.timeline import changes

    desk = ready
    desk.key("U")
    desk.settle()
    assert changes(desk.reading.dossier.steps[0][0]) == ["Urgency: Not urgent → Soon"]
