"""Code points and UTF-16 units, one place for another."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from ui.offsets import LONGEST, Offsets, breaks, copied, display

hard = st.text("a\r\n\u2028\u2029\x00\ufdd0e\u0301😀👩‍🚀א", max_size=60)
texts = st.text(st.characters(codec="utf-16"), max_size=60) | hard


@given(texts)
def test_every_place_goes_to_its_utf16_unit_and_back(text: str) -> None:
    offsets = Offsets(text)
    for place in range(len(text) + 1):
        position = offsets.to_qt(place)
        assert position == len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
        assert offsets.from_qt(position) == place


@given(texts)
def test_the_document_holds_one_position_for_every_unit_of_the_text(text: str) -> None:
    document = QTextDocument()
    document.setPlainText(display(text))
    offsets = Offsets(text)
    assert document.characterCount() - 1 == offsets.qt_length
    for place, letter in enumerate(text):
        if letter.isalnum():
            position = offsets.to_qt(place)
            block = document.findBlock(position)
            units = block.text().encode("utf-16-le")[2 * (position - block.position()) :]
            assert units.startswith(letter.encode("utf-16-le"))


def test_the_middle_of_an_emoji_belongs_to_it() -> None:
    offsets = Offsets("a😀b")
    assert [offsets.from_qt(n) for n in range(5)] == [0, 1, 1, 2, 3]


def test_lone_surrogates_are_shown_as_replacements() -> None:
    assert display("a\ud800b") == "a\ufffdb"
    assert Offsets("a\ud800b").qt_length == 3


@given(st.integers(0, 3), st.text("ab. 😀\n", min_size=20, max_size=60))
def test_a_paragraph_that_is_too_long_is_shown_as_several_place_for_place(times: int, some: str) -> None:
    text = some * (times * LONGEST // len(some) + 1)
    shown, places = display(text), breaks(text)
    assert len(shown) == len(text)
    assert [n for n, (a, b) in enumerate(zip(text, shown, strict=True)) if a != b] == places
    assert all(text[place] == " " and shown[place] == "\n" for place in places)
    if " " in some:
        assert all(len(line) <= LONGEST + len(some) for line in shown.split("\n"))


def test_it_is_broken_behind_a_sentence_where_one_ends() -> None:
    sentence = "The harbour took in more ships than ever. "
    text = sentence * 2000
    places = breaks(text)
    assert len(places) == len(text) // LONGEST
    assert all(text[place - 1] == "." for place in places)
    assert breaks("x" * 3 * LONGEST) == []
    assert breaks(sentence * (LONGEST // len(sentence))) == []


def test_what_is_copied_is_the_text_itself() -> None:
    assert copied("one\r\ntwo\x00 three") == "one\ntwo\ufffd three"


def test_places_beyond_the_text_are_clamped() -> None:
    offsets = Offsets("ab")
    assert (offsets.to_qt(99), offsets.to_qt(-1), offsets.from_qt(99), offsets.from_qt(-1)) == (2, 0, 2, 0)
