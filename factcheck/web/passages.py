"""The passages of a page that speak of a claim: its sentences ranked by the words that they share with it.

The ranking finds where to look; it cannot tell support from refutation. It is BM25 over stems (Robertson and Zaragoza,
"The Probabilistic Relevance Framework", 2009) without the words of no content, and with what raised the share of
supporting sentences among the first three (docs/decisions.md holds the figures): figures and dates count more, words
that stand together count again, sentences nearby lend some of their score, early sentences win ties, headings and
repeated sentences lose, and a passage that says what a better one has said already steps back.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.web import sentences, words

K1, B = 0.9, 0.3
FIGURES = 2.5
"""How much more a number that both have counts than a word as rare."""
TOGETHER = 0.3
"""What two words beside each other in both add, of the commoner one's weight."""
NEXT, SECOND_NEXT = 0.2, 0.1
"""Shares of the score of the better neighbour, and of the two beyond: what is said of a thing goes on nearby."""
EARLY = 0.05
"""What the page's last sentence loses against its first, of the most that a sentence could get."""
SAID_ALREADY = 0.3
"""What a word loses each time that a passage ranked above has it."""
CAPTION, CAPTION_WORDS = 0.1, 3
"""What a piece of fewer content words loses, of the most that a sentence could get: headings and captions name things
and say nothing of them."""
REPEATED = 0.2
"""What a sentence loses that stands on the page a second time."""
_PICKED = 10
"""Passages that are chosen one by one; behind them the score alone decides."""

SPEAKS_OF_IT = 0.25
"""The best three passages must hold this share of the claim's words, and one word more, before a page is said to speak
of it: so 95 of 100 pages that support a claim do, and 4 of 100 that were written about something else."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the page: ``text == page[start:end]``. ``words`` are the claim's words that met there."""

    start: int
    end: int
    text: str
    score: float
    words: tuple[str, ...]


def rank(claim: str, text: str, *, language: str | None = None, limit: int | None = None) -> list[Passage]:
    """The sentences of ``text`` that share words with ``claim``, best first; empty when none does."""
    spans = sentences.split(text)
    pieces = [text[start:end] for start, end in spans]
    stems = words.stemmer(language or words.guess_language(text))
    query = _Query(claim, stems)
    met = [_met(query, piece, stems) for piece in pieces]
    found: list[Passage] = []
    for i, score in _ranked(query, pieces, stems):
        if limit is not None and len(found) >= limit:
            break
        if met[i]:
            start, end = spans[i]
            found.append(Passage(start, end, pieces[i], round(score, 4), met[i]))
    return found


def rank_sentences(claim: str, pieces: Sequence[str], language: str | None = None) -> list[int]:
    """The indices of ``pieces``, best first: all of them."""
    stems = words.stemmer(language or words.guess_language(" ".join(pieces)))
    return [i for i, _ in _ranked(_Query(claim, stems), pieces, stems)]


def speaks_of(claim: str, text: str, *, language: str | None = None) -> bool:
    """Whether the page says anything of the claim, as far as words can tell."""
    language = language or words.guess_language(text)
    stems = words.stemmer(language)
    wanted = _Query(claim, stems).stems
    met = {stems(word) for passage in rank(claim, text, language=language, limit=3) for word in passage.words}
    return bool(wanted) and len(met) >= min(len(wanted), SPEAKS_OF_IT * len(wanted) + 1)


class _Query:
    """A claim's content words: their stems in order, as they stand in the claim, and which stand together."""

    def __init__(self, claim: str, stems: words.Stemmer) -> None:
        said = words.content(claim)
        order = [stems(word) for word in said]
        self.shown = dict(zip(reversed(order), reversed(said), strict=True))
        self.stems = list(dict.fromkeys(order))
        self.pairs = set(pairwise(order))


def _met(query: _Query, piece: str, stems: words.Stemmer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(query.shown[s] for w in words.content(piece) if (s := stems(w)) in query.shown))


def _ranked(query: _Query, pieces: Sequence[str], stems: words.Stemmer) -> list[tuple[int, float]]:
    """Every index with its score, best first."""
    said = [[stems(word) for word in words.content(piece)] for piece in pieces]
    weights = _weights(query, said)
    parts = _bm25(weights, said)
    scores = _with_neighbours(_own_scores(query, weights, said, parts))
    most = sum(weights.values())
    again = _repeats(said)
    left = {i: score - (REPEATED * most if i in again else 0.0) for i, score in enumerate(scores)}
    worth = dict.fromkeys(weights, 1.0)
    picked: list[tuple[int, float]] = []
    while left and len(picked) < _PICKED:
        fresh = {i: s - sum(v * (1 - worth[stem]) for stem, v in parts[i].items()) for i, s in left.items()}
        best = max(fresh, key=lambda i: (fresh[i], -i))
        picked.append((best, max(0.0, min(fresh[best], picked[-1][1] if picked else math.inf))))
        del left[best]
        for stem in parts[best]:
            worth[stem] *= 1 - SAID_ALREADY
    floor = picked[-1][1] if picked else 0.0
    rest = sorted(left, key=lambda i: (-left[i], i))
    return picked + [(i, max(0.0, min(left[i], floor))) for i in rest]


def _weights(query: _Query, said: list[list[str]]) -> dict[str, float]:
    """The weight of each of the claim's stems: the rarer on the page, the more."""
    n = len(said)
    holding = Counter(stem for piece in said for stem in set(piece))
    weights = {s: math.log(1 + (n - holding[s] + 0.5) / (holding[s] + 0.5)) for s in query.stems}
    return {s: w * (FIGURES if any(map(str.isdigit, s)) else 1.0) for s, w in weights.items()}


def _bm25(weights: dict[str, float], said: list[list[str]]) -> list[dict[str, float]]:
    """What each of the claim's stems gives to each piece."""
    average = sum(map(len, said)) / max(1, len(said)) or 1.0
    parts = []
    for piece in said:
        counts = Counter(piece)
        room = K1 * (1 - B + B * len(piece) / average)
        parts.append({s: w * counts[s] * (K1 + 1) / (counts[s] + room) for s, w in weights.items() if counts[s]})
    return parts


def _own_scores(
    query: _Query, weights: dict[str, float], said: list[list[str]], parts: list[dict[str, float]]
) -> list[float]:
    most = sum(weights.values())
    scores = []
    for i, piece in enumerate(said):
        pairs = query.pairs.intersection(pairwise(piece))
        together = TOGETHER * sum(min(weights[a], weights[b]) for a, b in pairs)
        lost = EARLY * i / len(said) + (CAPTION if len(piece) < CAPTION_WORDS else 0.0)
        scores.append(sum(parts[i].values()) + together - lost * most)
    return scores


def _repeats(said: list[list[str]]) -> set[int]:
    """The pieces that are there a second time, headings and captions apart."""
    seen: set[tuple[str, ...]] = set()
    again = set()
    for i, piece in enumerate(said):
        key = tuple(piece)
        if len(key) >= CAPTION_WORDS and key in seen:
            again.add(i)
        seen.add(key)
    return again


def _with_neighbours(own: list[float]) -> list[float]:
    around = [0.0, 0.0, *own, 0.0, 0.0]
    return [
        around[i] + NEXT * max(around[i - 1], around[i + 1]) + SECOND_NEXT * (around[i - 2] + around[i + 2])
        for i in range(2, len(own) + 2)
    ]
