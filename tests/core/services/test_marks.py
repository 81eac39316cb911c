"""Marks on claims: tags, notes with replies, assignment, priority; each bulk action one step, undone as one."""

import pytest

from factcheck.errors import InputError, NotFound
from factcheck.services import claims, history, marks, reviewers
from factcheck.services.desk import Desk


def ids_of(desk: Desk, article: str) -> list[str]:
    return [claim.id for claim in claims.of_article(desk, article)]


def test_a_bulk_action_is_one_step_and_one_undo(desk: Desk, article: str) -> None:
    every = ids_of(desk, article)
    before = history.head(desk)[0]
    done = marks.tag(desk, every, " #Bridges  and roads ")
    assert [claim.tags for claim in done.value] == [("Bridges and roads",)] * 3
    assert history.head(desk)[0] == before + 1
    assert done.values["n"] == "3"
    assert marks.tag(desk, every[:1], "Bridges and roads").step is None
    history.undo(desk)
    assert not any(claim.tags for claim in claims.of_article(desk, article))
    assert marks.tag_names(desk) == []
    history.redo(desk)
    assert marks.tag_names(desk) == ["Bridges and roads"]


def test_tags_come_off_again_and_can_be_put_back(desk: Desk, article: str) -> None:
    first = ids_of(desk, article)[0]
    marks.tag(desk, [first], "urgent")
    off = marks.untag(desk, [first], "urgent")
    assert off.value[0].tags == ()
    marks.tag(desk, [first], "urgent")
    with pytest.raises(Exception, match="changed since"):
        history.undo(desk, off.step)
    with pytest.raises(NotFound, match="no tag"):
        marks.untag(desk, [first], "never used")
    for wrong in ("", "  # ", "x" * 61):
        with pytest.raises(InputError, match="tag is a word"):
            marks.tag(desk, [first], wrong)


def test_a_claim_is_given_to_somebody_new_and_taken_back(desk: Desk, article: str) -> None:
    every = ids_of(desk, article)
    assert [claim.assignee for claim in marks.assign(desk, every, " Ben  Okri ").value] == ["Ben Okri"] * 3
    assert reviewers.list_all(desk) == ["Ana", "Ben Okri"]
    assert marks.assign(desk, every[:1], None).value[0].assignee is None
    history.undo(desk)
    assert claims.get(desk, every[0]).assignee == "Ben Okri"


def test_assigning_oneself_in_a_first_step_makes_one_reviewer(desk: Desk, article: str) -> None:
    desk.as_reviewer("Cleo")
    marks.assign(desk, ids_of(desk, article), "Cleo")
    assert reviewers.list_all(desk) == ["Ana", "Cleo"]


@pytest.mark.parametrize("wrong", [-1, 4, 99])
def test_priorities_have_bounds(desk: Desk, article: str, wrong: int) -> None:
    first = ids_of(desk, article)[0]
    with pytest.raises(InputError, match="no priority"):
        marks.prioritise(desk, [first], wrong)
    assert marks.prioritise(desk, [first], 3).value[0].priority == 3


def test_replies_stand_after_what_they_answer(desk: Desk, article: str) -> None:
    first, second, _ = ids_of(desk, article)
    a = marks.note(desk, first, "Who counted?").value
    b = marks.note(desk, first, "Second thought 🧮 e\u0301").value
    desk.as_reviewer("Ben")
    c = marks.note(desk, first, "The council did.", reply_to=a.id).value
    d = marks.note(desk, first, "See page 4.", reply_to=c.id).value
    assert [n.id for n in marks.notes(desk, first)] == [a.id, c.id, d.id, b.id]
    assert marks.notes(desk, second) == []
    assert marks.find_note(desk, c.id[-8:]) == c.id
    with pytest.raises(InputError, match="another claim"):
        marks.note(desk, second, "no", reply_to=a.id)
    with pytest.raises(InputError, match="needs words"):
        marks.note(desk, first, " \n ")
    with pytest.raises(Exception, match="that came later"):
        desk.as_reviewer("Ana")
        history.undo(desk, history.steps(desk, words="Who counted")[-1].id)
