"""The article's text: exact with emoji, combining characters and right-to-left words, and quiet about what is in it."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from ui.marks import Mark
from ui.offsets import LONGEST, Offsets, breaks
from ui.theme import look
from ui.views.find import FindBar
from ui.views.marked import MarkedText
from ui.views.overview import Overview

HARD = "Café 😀 e\u0301té: the 👩‍🚀 mayor said so.\r\n\r\nهذا نص عربي مع English في الوسط وينتهي هنا.\n\nLast line."


@pytest.fixture
def view(app, plain):
    made = MarkedText()
    made.resize(700, 500)
    made.show_text(HARD)
    made.show()
    QTest.qWaitForWindowExposed(made)
    yield made
    made.close()
    made.deleteLater()


@pytest.mark.parametrize("words", ["Café 😀", "e\u0301té", "👩‍🚀 mayor", "نص عربي", "English", "Last line"])
def test_selected_words_are_those_of_the_article(view, words: str) -> None:
    start = HARD.index(words)
    view.select(start, start + len(words))
    assert view.selected() == (start, start + len(words))
    assert view.textCursor().selectedText() == words


@pytest.mark.parametrize("words", ["😀", "👩‍🚀 mayor", "نص", "English", "Last"])
def test_a_mark_is_drawn_where_the_words_are(view, words: str) -> None:
    start = view.offsets.to_qt(HARD.index(words))
    end = view.offsets.to_qt(HARD.index(words) + len(words))
    rects = list(view.lines(start, end))
    assert rects
    for rect in rects:
        hit = view.position_at(rect.center() - QPointF(0, view.verticalScrollBar().value()))
        assert start <= hit < end


def test_a_click_finds_the_claim_under_it_and_then_the_one_around_it(view) -> None:
    inner, outer = HARD.index("mayor"), HARD.index("the 👩‍🚀")
    to = view.offsets.to_qt
    view.set_marks(
        [
            Mark("outer", to(outer), to(outer + 12), "accepted", "#285f8f"),
            Mark("inner", to(inner), to(inner + 5), "proposed", "#285f8f"),
        ]
    )
    pointed = []
    view.pointed.connect(pointed.append)
    rect = next(iter(view.lines(to(inner), to(inner + 5))))
    for _ in range(2):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
        view.choose(pointed[-1])
    assert pointed == ["inner", "outer"]


def test_overlapping_marks_never_paint_one_tint_over_another(view) -> None:
    to = view.offsets.to_qt
    start = HARD.index("mayor")
    view.set_marks(
        [
            Mark("a", to(start - 8), to(start + 5), "accepted", "#a3123a"),
            Mark("b", to(start), to(start + 10), "accepted", "#0b6e4f"),
        ]
    )
    lanes = {mark.id: mark.lane for mark in view.marks.all}
    assert lanes == {"a": 0, "b": 1}
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    view.viewport().render(image)
    red = next(iter(view.lines(to(start), to(start + 5))))
    spot = image.pixelColor(int(red.left() + 1), int(red.top() + 1))
    assert spot.red() > spot.green()  # the first one's tint, unmixed with green


def test_find_counts_goes_round_and_ignores_case(view) -> None:
    bar = FindBar(view)
    bar.open()
    bar.field.setText("english")
    assert len(view.found) == 1
    assert view.text[slice(*(view.offsets.from_qt(p) for p in view.found[0]))] == "English"
    bar.field.setText("e")
    many = len(view.found)
    bar.go(1)
    assert view.found_now == (1 if many > 1 else 0)
    bar.close_it()
    assert view.found == []
    bar.deleteLater()


def test_markup_and_files_in_a_text_are_only_text(view, tmp_path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG")
    text = f'<img src="file://{secret}"><script>alert(1)</script> <a href="file:///etc/passwd">x</a>'
    view.show_text(text)
    assert view.toPlainText() == text
    assert view.loadResource(2, f"file://{secret}") is None


def test_copied_words_are_plain(view) -> None:
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert data.formats() == ["text/plain"]
    assert data.text() == HARD.replace("\r\n", "\n")


def test_a_line_holds_sixty_to_seventy_five_characters(view) -> None:
    view.resize(1600, 700)
    view.show_text("The quick brown fox jumps over the lazy dog and then comes home again to rest. " * 20)
    block = view.document().begin()
    counts = [block.layout().lineAt(n).textLength() for n in range(block.layout().lineCount() - 1)]
    assert counts
    assert all(58 <= count <= 80 for count in counts), counts


def test_offsets_of_the_view_are_those_of_its_text(view) -> None:
    assert view.offsets.qt_length == Offsets(HARD).qt_length == view.document().characterCount() - 1


def test_another_zoom_keeps_what_is_read_and_what_is_selected(view) -> None:
    view.show_text("\n\n".join(f"Paragraph {n} tells of the bridges of Lanvel, word by word." for n in range(400)))
    place = view.text.index("Paragraph 200 ")
    view.select(place, place + 13)
    view.scroll_to(place, at=0.0)
    try:
        look.choose("light", 150)
        view.retype()
    finally:
        look.choose("light", 100)
    assert view.selected() == (place, place + 13)
    assert abs(view.offsets.from_qt(view.top_position()) - place) < 60


def test_a_paragraph_that_is_too_long_is_read_found_and_copied_as_it_is(view) -> None:
    text = "The harbour 😀 took in more ships than ever. " * 2000
    view.show_text(text)
    assert view.document().blockCount() > 1
    block = view.document().begin()
    while block.isValid():
        assert block.length() <= 2 * LONGEST
        assert block.blockFormat().bottomMargin() == 0  # it is one paragraph all the same
        block = block.next()
    place = breaks(text)[0]
    view.select(place - 5, place + 6)
    assert view.selected() == (place - 5, place + 6)
    assert view.createMimeDataFromSelection().text() == "ever. The h"


def test_the_overview_never_shows_the_ticks_of_a_text_before(view) -> None:
    strip = Overview(view)
    strip.resize(12, 200)

    def marked(at: int) -> QImage:
        view.set_marks([Mark("one", at, at + 10, "accepted", look.tokens.accent)])
        return strip.grab().toImage()

    above, below = marked(0), marked(60)
    assert above != below
    for _ in range(20):  # the memory of the marks before is used again
        view.set_marks([])
        assert marked(0) == above
        view.set_marks([])
        assert marked(60) == below
