"""Finding what a person meant by a short id."""

from collections.abc import Sequence

from factcheck.domain import ids
from factcheck.errors import InputError, NotFound

SHOWN = 5


def one_of(typed: str, known: Sequence[str], noun: str) -> str:
    """The one id among ``known`` that was typed, whole or by a unique part."""
    found = ids.matching(typed, known)
    if not found:
        raise NotFound(f"{noun}-unknown", id=typed)
    if len(found) > 1:
        raise InputError(
            "id-ambiguous", id=typed, count=len(found), some=", ".join(ids.short(i) for i in found[:SHOWN])
        )
    return found[0]
