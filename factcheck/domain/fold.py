"""Names and ratings made comparable."""

import unicodedata

_UNDECOMPOSED = str.maketrans(
    {
        "ł": "l", "đ": "d", "ð": "d", "ø": "o", "œ": "oe", "æ": "ae", "þ": "th", "ı": "i", "ħ": "h",
        "’": "'", "ʼ": "'", "`": "'",
    }
)  # fmt: skip
LONGEST_NAME = 500
"""Characters of a name that are compared: an index of PostgreSQL takes 2,704 bytes."""
LONGEST_KEY = 30
"""Characters that a published rating may have to be a key; longer ones are sentences."""


def fold(name: str) -> str:
    """The name without case, accents, doubled spaces, and with plain letters for ł, đ, ø, œ, æ, ß."""
    if name.isascii():
        return " ".join(name.lower().split())
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_UNDECOMPOSED))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def name_key(name: str) -> str:
    """What a name of a claimant or an outlet is found and sorted by: its beginning, folded, short enough to index."""
    return fold(name)[:LONGEST_NAME]


def rating_key(published: str | None) -> str | None:
    """A published rating as a key: "Mostly False" is ``mostly-false``; None for none and for whole sentences."""
    words = "".join(c if c.isalnum() else " " for c in fold(published or "")).split()
    key = "-".join(words)
    return key if 0 < len(key) <= LONGEST_KEY else None
