"""Code points and UTF-16 units, one place for another."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from ui.offsets import Offsets, display

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


def test_places_beyond_the_text_are_clamped() -> None:
    offsets = Offsets("ab")
    assert (offsets.to_qt(99), offsets.to_qt(-1), offsets.from_qt(99), offsets.from_qt(-1)) == (2, 0, 2, 0)
