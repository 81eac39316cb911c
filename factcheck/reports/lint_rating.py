"""The rating of a ClaimReview: its word, its numbers, and whether the two agree."""

import math
from collections.abc import Iterator
from typing import Any

from factcheck.reports import lint_words as words

_NUMBERS = ("ratingValue", "bestRating", "worstRating")
Found = tuple[str, str, dict[str, object]]
"""Path, rule and the values of its messages."""


def rating(node: dict[str, Any], path: str) -> Iterator[Found]:
    """The problems of ``reviewRating`` in a review that stands at ``path``."""
    place, given = f"{path}.reviewRating", node.get("reviewRating")
    if given is None:
        yield place, "rating-missing", {}
        return
    if not isinstance(given, dict):
        yield place, "rating-type", {}
        return
    word = given.get("alternateName")
    if not isinstance(word, str) or not word.strip():
        yield f"{place}.alternateName", "rating-word-missing", {}
        word = ""
    elif not any(letter.isalpha() for letter in word):
        yield f"{place}.alternateName", "rating-word-number", {"given": word}
    yield from _numbers(given, place, word)


def _numbers(given: dict[str, Any], place: str, word: str) -> Iterator[Found]:
    """Numbers are wanted for a word that has a place in the order; where one is there, all three are needed."""
    there = [key for key in _NUMBERS if given.get(key) is not None]
    for key in there:
        if isinstance(given[key], bool) or not isinstance(given[key], int | float):
            yield f"{place}.{key}", "rating-number-text", {"key": key, "given": str(given[key])[:40]}
    if not there:
        if word and not words.SAYS_OUTSIDE.match(word):
            yield place, "rating-number-missing", {}
        return
    for key in _NUMBERS:
        if key not in there:
            yield f"{place}.{key}", "rating-ends-missing", {"key": key}
    value, best, worst = (_number(given.get(key)) for key in _NUMBERS)
    if worst is not None and worst < 1:
        yield f"{place}.worstRating", "rating-worst-low", {"given": worst}
    if value is None or best is None or worst is None:
        return
    if best <= worst:
        yield f"{place}.bestRating", "rating-best-low", {"best": best, "worst": worst}
    elif not worst <= value <= best:
        yield f"{place}.ratingValue", "rating-outside", {"value": value, "best": best, "worst": worst}
    elif _contradict(word, (value - worst) / (best - worst)):
        yield (
            f"{place}.ratingValue",
            "rating-contradiction",
            {"word": word, "value": value, "best": best, "worst": worst},
        )


def _contradict(word: str, place: float) -> bool:
    """Whether a word and a place between 0 (false) and 1 (true) say opposite things."""
    if words.SAYS_MIXED.match(word):
        return False
    return bool((words.SAYS_FALSE.match(word) and place > 0.5) or (words.SAYS_TRUE.match(word) and place < 0.5))


def _number(given: Any) -> float | None:
    """The number, also one that is written as text, so that one mistake does not hide another."""
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return None
    try:
        found = float(given)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None
