"""The full-text index, and the only place that speaks SQLite's FTS5.

``entry_fts`` holds the words of the ledger's lines (kept by triggers, see migration 0002), ``page_fts`` those of
captured pages. Both fold case and accents (``unicode61 remove_diacritics 2``) and, by the view and by ``plain``, the
letters that Unicode does not decompose.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

_PLAIN = str.maketrans(
    {
        "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ø": "o", "Ø": "o", "œ": "oe", "Œ": "oe",
        "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h",
    }
)  # fmt: skip


def plain(words: str) -> str:
    """The words with plain letters for those that Unicode does not decompose, as the index holds them."""
    return words.translate(_PLAIN)


def add_page(session: Session, number: int, words: str) -> None:
    """Index the text of a captured page under its number."""
    session.execute(
        text("INSERT INTO page_fts (rowid, text) VALUES (:number, :words)"), {"number": number, "words": plain(words)}
    )
