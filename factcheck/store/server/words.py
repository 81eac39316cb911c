"""Words for PostgreSQL's full-text search, made here: the same text gives the same words on both databases.

The server's own parser would take addresses, numbers and hyphens apart by rules of its own. A word is a run of letters
and digits, in lower case, without accents, as SQLite's index has it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 200
"""Letters of a word that count: PostgreSQL takes 2,046 bytes at most."""
FARTHEST = 16_383
"""The last position that a tsvector can hold."""
MOST_BYTES = 900_000
"""A tsvector holds 1 MB at most; what stands behind that much of a page is not found by its words."""


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    decomposed = unicodedata.normalize("NFKD", text)
    folded = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return [word[:LONGEST_WORD] for word in WORD.findall(folded)]


def vector(texts: Iterable[tuple[str, str]]) -> str:
    """The words of some texts as a tsvector's literal; each text comes with its weight, A to D.

    A place is left free between two texts, so that no phrase runs from one into the next.
    """
    places: dict[str, list[str]] = {}
    at, size = 0, 0
    for text, weight in texts:
        for word in words_of(text):
            at += 1
            known = places.get(word)
            if known is None:
                size += 4 * len(word) + 8
                if size > MOST_BYTES:
                    break
                known = places[word] = []
            if at <= FARTHEST:
                size += 4
                known.append(f"{at}{weight}")
        at += 1
    return " ".join(f"'{word}'" + (f":{','.join(where)}" if where else "") for word, where in places.items())


def term(words: Sequence[str], *, prefix: bool) -> str:
    """Words beside each other, as a part of a tsquery; the last one may be the beginning of a word."""
    folded = [word for one in words for word in words_of(one)]
    joined = " <-> ".join(f"'{word}'" for word in folded)
    return (f"({joined}:*)" if prefix else f"({joined})") if folded else ""
