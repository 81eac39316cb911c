"""Re-ranking: what BM25 found, seen beside the words of each candidate.

The score is between 0 and 1: how sure it is that the candidate checks the same thing. It is a logistic function of a
few shares, so that scores of different queries can be compared. The weights were fitted on the development queries of
CLEF 2022 CheckThat! task 2A (1,192 queries, 14,231 checks), the order by a list-wise loss, the level by the queries
with and without their answer; tests/bench/matching.py measures what they give.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from factcheck.matching import words
from factcheck.matching.index import Index
from factcheck.web.words import SAY_NOTHING


class Weights(NamedTuple):
    """What each share (0 to 1) counts, and the logistic curve that makes the score of their sum.

    ``beside_best``: BM25 of that of the best candidate; ``of_query``: of the most that a document could reach;
    ``of_text``, ``of_title``: how much of the weight of its own words the query holds; ``meaning``: the cosine.
    ``middle`` is the sum that gives a score of one half, ``slope`` how steeply the score rises there.
    """

    beside_best: float
    of_query: float
    of_text: float
    of_title: float
    meaning: float
    slope: float
    middle: float


WORDS = Weights(1.85, 0.9, 0.55, 0.7, 0.0, 7.94, 2.538)
"""Words alone."""
MEANING = Weights(1.2, 0.8, 0.45, 0.4, 3.4, 3.744, 3.646)
"""Words and meaning."""
ACROSS = Weights(0.4, 0.3, 0.1, 0.1, 5.0, 3.744, 3.3)
"""Words and meaning of two languages: names and numbers meet and say little, so meaning decides."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What was found. ``bm25`` is 0 when only its meaning is near; ``near`` is the cosine of that, None without."""

    number: int
    bm25: float
    near: float | None
    text: str
    title: str
    language: str


def scores(
    index: Index,
    query: Mapping[str, frozenset[int]],
    most: float,
    found: Sequence[Candidate],
    language: str | None = None,
) -> list[float]:
    """The score of each candidate, in the order given; ``language`` is the query's where it is known."""
    asked = frozenset(term for terms in query.values() for term in terms)
    fields = [[frozenset(words.stems(c.language).terms(field)) for field in (c.text, c.title)] for c in found]
    weight = index.weights(term for pair in fields for terms in pair for term in terms)
    best = max((candidate.bm25 for candidate in found), default=0.0)
    return [
        _level(
            (
                candidate.bm25 / best if best else 0.0,
                candidate.bm25 / most if most else 0.0,
                *(_share(terms & asked, terms, weight) for terms in pair),
            ),
            candidate.near,
            across=bool(language and candidate.language and candidate.language[:2] != language),
        )
        for candidate, pair in zip(found, fields, strict=True)
    ]


def shared_words(query: Mapping[str, frozenset[int]], text: str, language: str) -> list[str]:
    """The content words of the query that the text holds in some form, in the query's order."""
    held = frozenset(words.stems(language).terms(text))
    return [word for word, terms in query.items() if terms & held and word not in SAY_NOTHING]


def _share(met: frozenset[int], whole: frozenset[int], weight: Mapping[int, float]) -> float:
    total = sum(weight[term] for term in whole)
    return sum(weight[term] for term in met) / total if total else 0.0


def _level(shares: tuple[float, ...], near: float | None, *, across: bool) -> float:
    weights = WORDS if near is None else ACROSS if across else MEANING
    sum_ = sum(weight * share for weight, share in zip(weights[:4], shares, strict=True))
    sum_ += weights.meaning * (near or 0.0)
    return 1 / (1 + math.exp(-weights.slope * (sum_ - weights.middle)))
