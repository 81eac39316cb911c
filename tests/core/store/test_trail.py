"""The trail: every change is a step with its edits, chained; undo and redo are steps; tampering shows."""

import pytest

from factcheck.domain.history import GENESIS
from factcheck.errors import Refused
from factcheck.store import chain, tables, trail
from factcheck.store.library import Library
from factcheck.store.undo import revert
from factcheck.store.unit import unit
from factcheck.store.walk import walk
from tests.core import behind
from tests.core.conftest import IN_A_FOLDER


def note_tag(library: Library, name: str, reviewer: str = "Ana") -> str:
    with unit(library, reviewer=reviewer, label="claims-tagged") as work:
        row = work.add(tables.Tag(name=name))
    return row.id


def rename(library: Library, tag: str, name: str, reviewer: str = "Ana") -> str:
    with unit(library, reviewer=reviewer, label="claims-tagged") as work:
        work.require(tables.Tag, tag).name = name
    assert work.step
    return work.step


def name_of(library: Library, tag: str) -> str:
    with library.reading() as session:
        row = session.get(tables.Tag, tag)
        assert row is not None
        return row.name


def undo(library: Library, reviewer: str = "Ana") -> None:
    with library.reading() as session:
        target = trail.next_undo(session, reviewer)
    assert target is not None
    with unit(library, reviewer=reviewer, label="undone") as work:
        revert(work, target)


def redo(library: Library, reviewer: str = "Ana") -> None:
    with library.reading() as session:
        target = trail.next_redo(session, reviewer)
    assert target is not None
    with unit(library, reviewer=reviewer, label="redone") as work:
        revert(work, target)


def test_a_change_is_a_step_with_the_row_before_and_after(library: Library) -> None:
    tag = note_tag(library, "one")
    rename(library, tag, "two")
    with library.reading() as session:
        newest, first = trail.steps(session, trail.Filter(), 10)
    assert (first.number, newest.number) == (1, 2)
    assert first.previous == GENESIS
    assert newest.previous == first.digest
    assert newest.edits[0].before == {"id": tag, "name": "one"}
    assert newest.edits[0].after == {"id": tag, "name": "two"}


def test_nothing_changed_is_no_step(library: Library) -> None:
    tag = note_tag(library, "one")
    with unit(library, reviewer="Ana", label="claims-tagged") as work:
        work.require(tables.Tag, tag).name = "one"
    assert work.step is None
    with library.reading() as session:
        assert trail.head(session)[0] == 1


def test_an_error_inside_leaves_nothing(library: Library) -> None:
    with pytest.raises(ZeroDivisionError), unit(library, reviewer="Ana", label="claims-tagged") as work:
        work.add(tables.Tag(name="half"))
        _ = 1 / 0
    with library.reading() as session:
        assert trail.head(session) == (0, GENESIS)
        assert session.query(tables.Tag).count() == 0


def test_undo_and_redo_walk_back_and_forth(library: Library) -> None:
    tag = note_tag(library, "0")
    for name in "123":
        rename(library, tag, name)
    for expected in "210":
        undo(library)
        assert name_of(library, tag) == expected
    for expected in "12":
        redo(library)
        assert name_of(library, tag) == expected
    undo(library)
    assert name_of(library, tag) == "1"
    rename(library, tag, "new")
    with library.reading() as session:
        assert trail.next_redo(session, "Ana") is None
    undo(library)
    assert name_of(library, tag) == "1"
    assert chain.verify_chain(library)[2] == []


def test_undo_is_refused_when_the_row_changed_since(library: Library) -> None:
    tag = note_tag(library, "0")
    step = rename(library, tag, "1")
    rename(library, tag, "2", reviewer="Ben")
    with library.reading() as session:
        target = trail.step(session, step)
    with pytest.raises(Refused, match="changed since"), unit(library, reviewer="Ana", label="undone") as work:
        revert(work, target)
    assert name_of(library, tag) == "2"


def refused_undo(library: Library, step: str) -> str:
    """Why a step is not taken back."""
    with library.reading() as session:
        target = trail.step(session, step)
    with pytest.raises(Refused) as problem, unit(library, reviewer="Ana", label="undone") as work:
        revert(work, target)
    return problem.value.key


def test_a_fact_is_not_taken_back(library: Library) -> None:
    note_tag(library, "0")
    with library.reading() as session:
        (step,) = trail.steps(session, trail.Filter(), 1)
    assert refused_undo(library, step.id) == "undo-nothing"


def test_undo_is_refused_when_a_row_was_changed_behind_the_trails_back(library: Library) -> None:
    tag = note_tag(library, "0")
    step = rename(library, tag, "1")
    behind.change(library, "UPDATE tag SET name = 'changed elsewhere'")
    assert refused_undo(library, step) == "undo-changed-outside"
    assert name_of(library, tag) == "changed elsewhere"


def test_each_reviewer_undoes_their_own(library: Library) -> None:
    ours, theirs = note_tag(library, "a"), note_tag(library, "b", "Ben")
    rename(library, ours, "A")
    rename(library, theirs, "B", "Ben")
    undo(library, "Ana")
    assert (name_of(library, ours), name_of(library, theirs)) == ("a", "B")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE step SET reviewer = 'Eve' WHERE number = 2", "step-changed"),
        ("UPDATE step SET reason = 'other' WHERE number = 3", "step-changed"),
        ("UPDATE edit SET after = replace(after, 'two', 'twa') WHERE step_number = 2", "step-changed"),
        ("UPDATE edit SET row_id = 'x' WHERE step_number = 2", "step-changed"),
        ("DELETE FROM step WHERE number = 2; DELETE FROM edit WHERE step_number = 2", "step-missing"),
        ("DELETE FROM edit WHERE step_number = 2", "step-changed"),
        ("UPDATE step SET digest = previous WHERE number = 1", "step-changed"),
    ],
)
def test_a_changed_trail_shows(library: Library, statement: str, said: str) -> None:
    tag = note_tag(library, "one")
    for name in ("two", "three", "four"):
        rename(library, tag, name)
    behind.change(library, statement)
    assert said in {finding.key for finding in chain.verify_chain(library)[2]}


@IN_A_FOLDER
def test_several_processes_see_what_one_sees(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = note_tag(library, "one")
    for number in range(12):
        rename(library, tag, f"name {number} 😀")
    monkeypatch.setattr(chain, "STRETCH", 3)
    with library.bare() as connection:
        cut = chain.stretches(connection, processors=4)
        assert [s.number for s in cut] == [0, 4, 7, 10]
        whole = walk(connection)
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    told: list[tuple[int, int]] = []
    assert chain.verify_chain(library, lambda *seen: told.append(seen))[:3] == (13, whole.head, [])
    behind.change(
        library,
        "UPDATE step SET reason = 'other' WHERE number = 3; DELETE FROM step WHERE number = 5;"
        "UPDATE edit SET step_number = 'x' WHERE step_number = 9; UPDATE step SET digest = previous WHERE number = 12;"
        "UPDATE edit SET after = cast(x'c3' AS TEXT) WHERE step_number = 7",
    )
    with library.bare(tolerant=True) as damaged:
        found = walk(damaged).findings
    assert {finding.key for finding in found} == {"step-changed", "step-missing", "step-link", "edit-without-step"}
    count, _, seen, _ = chain.verify_chain(library)
    assert (count, seen) == (12, found)


def test_the_trail_is_only_ever_added_to(library: Library) -> None:
    note_tag(library, "one")
    for statement in (
        "UPDATE step SET label = 'x'",
        "DELETE FROM step",
        "DELETE FROM edit",
        "UPDATE edit SET after = ''",
    ):
        assert behind.refused(library, statement)


def test_a_removed_tail_shows_by_the_head_that_was_printed(library: Library) -> None:
    tag = note_tag(library, "one")
    rename(library, tag, "two")
    with library.reading() as session:
        _, printed = trail.head(session)
    assert chain.holds(library, printed)
    behind.change(library, "DELETE FROM edit WHERE step_number = 2; DELETE FROM step WHERE number = 2")
    assert chain.verify_chain(library)[2] == []
    assert not chain.holds(library, printed)
