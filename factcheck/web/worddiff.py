"""What changed between two short texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MAX_TOKENS = 4_000
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


Run = tuple[str, int, int, int, int]
_KINDS = {"equal": Kind.SAME, "replace": Kind.REPLACED, "delete": Kind.REMOVED, "insert": Kind.ADDED}


def word_changes(old: str, new: str) -> tuple[WordChange, ...]:
    """The runs that lead from ``old`` to ``new``, in order: joined, their sides give both texts back."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(a) > MAX_TOKENS or len(b) > MAX_TOKENS:
        same = Kind.SAME if old == new else Kind.REPLACED
        return (WordChange(same, old, new),) if old or new else ()
    runs = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return tuple(WordChange(_KINDS[tag], "".join(a[i:j]), "".join(b[k:m])) for tag, i, j, k, m in _joined(runs, a))


def _joined(runs: Sequence[Run], a: list[str]) -> list[Run]:
    """Changes with only white space between them as one change: they read better."""
    out: list[Run] = []
    for n, run in enumerate(runs):
        tag, i, j, _, m = run
        blank = tag == "equal" and n + 1 < len(runs) and not "".join(a[i:j]).strip()
        if out and out[-1][0] != "equal" and (blank or tag != "equal"):
            before = out.pop()
            out.append(("replace", before[1], j, before[3], m))
        else:
            out.append(run)
    return out
