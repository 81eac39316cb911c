"""What changed between two short texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"(?:\d+(?:[.,]\d+)*|\w+|[^\w\s])\s*|\s+")
"""A number, word or sign with the white space after it: on its own, white space would match everywhere."""
MAX_TOKENS = 3_000
"""Longer texts are told as replaced whole: the comparison is quadratic (all words of 100 kB took minutes)."""


class Kind(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    REPLACED = "replaced"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class WordChange:
    """A run of text: ``old`` as it was (empty when added), ``new`` as it is (empty when removed)."""

    kind: Kind
    old: str
    new: str


_KINDS = {"equal": Kind.SAME, "replace": Kind.REPLACED, "delete": Kind.REMOVED, "insert": Kind.ADDED}


def word_changes(old: str, new: str) -> tuple[WordChange, ...]:
    """The runs that lead from ``old`` to ``new``, in order: joined, their sides give both texts back.

    White space counts for nothing: a run that differs in that alone is the same.
    """
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    x, y = [token.strip() for token in a], [token.strip() for token in b]
    if len(a) > MAX_TOKENS or len(b) > MAX_TOKENS:
        same = Kind.SAME if x == y else Kind.REPLACED
        return (WordChange(same, old, new),) if old or new else ()
    runs = SequenceMatcher(None, x, y, autojunk=False).get_opcodes()
    return tuple(_change(_KINDS[tag], "".join(a[i:j]), "".join(b[k:m])) for tag, i, j, k, m in runs)


def _change(kind: Kind, old: str, new: str) -> WordChange:
    return WordChange(kind if old.split() != new.split() else Kind.SAME, old, new)
