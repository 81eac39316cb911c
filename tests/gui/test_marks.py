"""Marks: lanes never overlap, and what is asked for is found."""

from hypothesis import given
from hypothesis import strategies as st

from ui.marks import DEEPEST, Mark, Marks, in_lanes

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=25)


def _marks(pairs: list[tuple[int, int]]) -> list[Mark]:
    return [Mark(str(n), start, start + length, "accepted", "#000000") for n, (start, length) in enumerate(pairs)]


@given(spans)
def test_no_two_marks_share_a_place_in_one_lane(pairs: list[tuple[int, int]]) -> None:
    laid = in_lanes(_marks(pairs))
    assert {m.id for m in laid} == {str(n) for n in range(len(pairs))}
    for lane in range(DEEPEST):
        ends = 0
        for mark in (m for m in laid if m.lane == lane):
            assert mark.start >= ends
            ends = mark.end


@given(spans, st.integers(0, 80), st.integers(1, 30))
def test_between_finds_what_a_walk_over_all_finds(pairs: list[tuple[int, int]], start: int, length: int) -> None:
    marks = Marks(_marks(pairs))
    end = start + length
    assert marks.between(start, end) == [m for m in marks.all if m.start < end and m.end > start]


def test_a_nested_claim_lies_in_the_lane_under_the_one_around_it() -> None:
    laid = {m.id: m.lane for m in in_lanes(_marks([(5, 4), (0, 20)]))}
    assert laid == {"1": 0, "0": 1}


def test_the_innermost_comes_first() -> None:
    marks = Marks(_marks([(0, 20), (5, 4)]))
    assert [m.id for m in marks.at(6)] == ["1", "0"]
    assert [m.id for m in marks.at(15)] == ["0"]
    assert marks.at(20) == []
