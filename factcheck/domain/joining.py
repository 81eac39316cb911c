"""Two people's changes of one text, joined word by word where they changed different places."""

import difflib
import re

_WORD = re.compile(r"\w+|[^\w\s]|\s+")
_Change = tuple[int, int, tuple[str, ...]]
"""First word, the word after the last, and the words that stand there instead."""


def words_of(text: str) -> list[str]:
    """The words, marks and spaces of a text, in order; together they are the text."""
    return _WORD.findall(text)


def join(base: str, theirs: str, mine: str) -> str | None:
    """``base`` with both changes; None where they touch, so that a person must say how they go together."""
    if theirs in {mine, base}:
        return mine
    if base == mine:
        return theirs
    words = words_of(base)
    changes = sorted({*_changes(words, theirs), *_changes(words, mine)}, key=lambda change: change[:2])
    joined: list[str] = []
    at, touched = 0, -1
    for start, end, instead in changes:
        if start <= touched:
            return None
        joined += [*words[at:start], *instead]
        at = touched = end
    return "".join([*joined, *words[at:]])


def _changes(words: list[str], text: str) -> list[_Change]:
    new = words_of(text)
    found = difflib.SequenceMatcher(a=words, b=new, autojunk=False).get_opcodes()
    return [(a, b, tuple(new[c:d])) for sort, a, b, c, d in found if sort != "equal"]
