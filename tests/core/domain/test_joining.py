"""Two changes of one text joined word by word, or a plain no."""

from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.joining import join, words_of

TEXTS = st.text(alphabet="ab é🛠\u0301.\n", max_size=20)


def test_changes_of_different_words_stand_beside_one_another() -> None:
    base = "The bridge cost 4 million crowns in 2019."
    theirs = "The old bridge cost 4 million crowns in 2019."
    mine = "The bridge cost 4 million crowns in 2020."
    assert join(base, theirs, mine) == "The old bridge cost 4 million crowns in 2020."


def test_changes_of_the_same_word_are_for_a_person() -> None:
    assert join("It cost 4.", "It cost 5.", "It cost 6.") is None


@given(base=TEXTS, other=TEXTS)
def test_one_change_alone_is_taken_whole(base: str, other: str) -> None:
    assert join(base, base, other) == other
    assert join(base, other, base) == other
    assert join(base, other, other) == other
    assert "".join(words_of(base)) == base


@given(base=TEXTS, theirs=TEXTS, mine=TEXTS)
def test_it_does_not_matter_who_came_first(base: str, theirs: str, mine: str) -> None:
    assert join(base, theirs, mine) == join(base, mine, theirs)
