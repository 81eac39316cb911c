"""Places in a text, converted between Python's code points and Qt's UTF-16 code units: the one place that does it.

The core counts code points; QTextDocument counts UTF-16 code units, in which an emoji takes two. ``display`` makes the
text that is put into a document: it keeps one UTF-16 position for every code unit of the article's text, so that the
conversion stays exact, whatever the article holds.
"""

import re
from bisect import bisect_left, bisect_right

_BEYOND = 0xFFFF
# Qt ends a block at each of these, and reads the two last ones as marks of its own.
_STAND_INS = str.maketrans({"\r": "\n", "\u2029": "\n", "\x00": "\ufffd", "\ufdd0": "\ufffd", "\ufdd1": "\ufffd"})
_STAND_INS.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))  # lone surrogates: Qt cannot hold them


LONGEST = 20_000
"""Characters of a paragraph that are laid out in one go: of 1 MB without a break Qt would hold the window for 0.7 s."""
_PARAGRAPH = re.compile("[^\n\r\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…][»”\"')\]]* ")


def breaks(text: str) -> list[int]:
    """The spaces at which a paragraph that is too long is shown as several: behind a sentence, else between two words.

    Code points. Where so many letters stand without a space, nothing can be broken.
    """
    found = []
    for paragraph in _PARAGRAPH.finditer(text):
        at, end = paragraph.span()
        while end - at > LONGEST:
            behind = [match.end() - 1 for match in _SENTENCE_END.finditer(text, at + LONGEST // 2, at + LONGEST)]
            place = behind[-1] if behind else text.rfind(" ", at, at + LONGEST)
            if place <= at:
                place = text.find(" ", at + LONGEST, end)
            if place < 0:
                break
            found.append(place)
            at = place + 1
    return found


def display(text: str) -> str:
    """The text as a document shows it, place for place.

    Qt folds CR LF into one position, so the CR becomes a zero-width space; lone surrogates, NUL and Qt's frame marks
    become U+FFFD, and a space in a paragraph that is too long the end of a line. Every code point stays one code point
    and keeps its number of UTF-16 units.
    """
    shown = text.replace("\r\n", "\u200b\n").translate(_STAND_INS)
    places = breaks(text)
    starts, ends = [0, *(place + 1 for place in places)], [*places, len(shown)]
    return "\n".join(shown[start:end] for start, end in zip(starts, ends, strict=True)) if places else shown


def copied(text: str) -> str:
    """Some of the text as it goes to the clipboard: lines end as everywhere, and what Qt cannot hold is replaced."""
    return text.replace("\r\n", "\n").translate(_STAND_INS)


class Offsets:
    """The conversion for one text. Both directions cost a binary search over the astral characters only."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._wide = [] if text.isascii() else [i for i, c in enumerate(text) if ord(c) > _BEYOND]
        self._wide_qt = [place + number for number, place in enumerate(self._wide)]
        self.qt_length = self.length + len(self._wide)

    def to_qt(self, place: int) -> int:
        """The UTF-16 position of the code point ``place``; places beyond the text are clamped."""
        place = max(0, min(place, self.length))
        return place + bisect_left(self._wide, place)

    def from_qt(self, position: int) -> int:
        """The code point at a UTF-16 position; the middle of an astral character belongs to that character."""
        position = max(0, min(position, self.qt_length))
        return position - bisect_right(self._wide_qt, position - 1)
