"""The passages of a page that speak of a claim: its sentences ranked by the words that they share with it.

The ranking finds where to look; it cannot tell support from refutation. BM25 over stems (Robertson and Zaragoza, "The
Probabilistic Relevance Framework", 2009) with the words of no content left out.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.web import sentences, words

K1, B = 0.9, 0.3
NEIGHBOUR = 0.2
"""A sentence also counts with a share of its better neighbour: what is said of a thing goes on in the next sentence."""

SPEAKS_OF_IT = 0.34
"""The share of the claim's words that the best three sentences must hold before a page is said to speak of it."""


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
    query = _query(claim, stems)
    scores = _scores(query, pieces, stems)
    found: list[Passage] = []
    for i in sorted(range(len(spans)), key=lambda i: (-scores[i], i)):
        if scores[i] <= 0 or (limit is not None and len(found) >= limit):
            break
        start, end = spans[i]
        found.append(Passage(start, end, pieces[i], round(scores[i], 4), _met(query, pieces[i], stems)))
    return found


def rank_sentences(claim: str, pieces: Sequence[str], language: str | None = None) -> list[int]:
    """The indices of ``pieces``, best first: all of them."""
    stems = words.stemmer(language or words.guess_language(" ".join(pieces)))
    scores = _scores(_query(claim, stems), pieces, stems)
    return sorted(range(len(pieces)), key=lambda i: (-scores[i], i))


def share(claim: str, passages: Sequence[Passage], *, language: str | None = None) -> float:
    """The share of the claim's words, 0 to 1, that the best three passages hold between them."""
    query = _query(claim, words.stemmer(language or words.guess_language(claim)))
    met = {word for passage in passages[:3] for word in passage.words}
    return len(met & set(query.values())) / len(query) if query else 0.0


def speaks_of(claim: str, text: str, *, language: str | None = None) -> bool:
    """Whether the page says anything of the claim, as far as words can tell."""
    return share(claim, rank(claim, text, language=language, limit=3), language=language) >= SPEAKS_OF_IT


def _query(claim: str, stems: words.Stemmer) -> dict[str, str]:
    """Stem of each content word of the claim, with the word as it stands there."""
    return {stems(word): word for word in reversed(words.content(claim))}


def _met(query: dict[str, str], piece: str, stems: words.Stemmer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(query[s] for w in words.content(piece) if (s := stems(w)) in query))


def _scores(query: dict[str, str], pieces: Sequence[str], stems: words.Stemmer) -> list[float]:
    counts = [Counter(stems(word) for word in words.content(piece)) for piece in pieces]
    n = len(counts)
    if not n:
        return []
    average = sum(c.total() for c in counts) / n or 1.0
    weights = {}
    for stem in query:
        holding = sum(stem in c for c in counts)
        weights[stem] = math.log(1 + (n - holding + 0.5) / (holding + 0.5))
    own = [_bm25(weights, c, average) for c in counts]
    return [
        own[i] + NEIGHBOUR * max(own[i - 1] if i else 0.0, own[i + 1] if i + 1 < n else 0.0) if own[i] else 0.0
        for i in range(n)
    ]


def _bm25(weights: dict[str, float], counts: Counter[str], average: float) -> float:
    room = K1 * (1 - B + B * counts.total() / average)
    return sum(w * counts[s] * (K1 + 1) / (counts[s] + room) for s, w in weights.items() if counts[s])
