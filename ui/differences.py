"""How two versions of some words differ: as markup, never by colour alone, and in words for whoever hears them."""

import difflib
import html

from factcheck.domain.joining import words_of
from ui.theme import look
from ui.words import t


def marked(before: str, after: str) -> str:
    """The words of both as markup: what was taken away struck through, what was added underlined in the accent."""
    parts = []
    for sort, gone, come in _changes(before, after):
        if sort == "equal":
            parts.append(html.escape(gone))
            continue
        if gone.strip():
            parts.append(f'<s style="color:{look.tokens.muted}">{html.escape(gone)}</s>')
        if gone.strip() and come.strip():
            parts.append(" ")
        if come:
            parts.append(f'<u style="color:{look.tokens.accent}">{html.escape(come)}</u>')
    return "".join(parts)


def in_words(before: str, after: str) -> str:
    """The same in a sentence: what is gone and what has come."""
    changes = [(gone.strip(), come.strip()) for sort, gone, come in _changes(before, after) if sort != "equal"]
    gone = ", ".join(words for words, _ in changes if words)
    come = ", ".join(words for _, words in changes if words)
    said = [t("conflict.gone", words=gone)] if gone else []
    return " ".join([*said, *([t("conflict.come", words=come)] if come else [])])


def _changes(before: str, after: str) -> list[tuple[str, str, str]]:
    old, new = words_of(" ".join(before.split())), words_of(after)
    found = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return [(sort, "".join(old[a:b]), "".join(new[c:d])) for sort, a, b, c, d in found]
