"""The order of a page's sentences for a claim: by the words that they share, by what stands beside them, by meaning.

BM25 over stems (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) without the words of no content,
and with what raised the share of supporting sentences among the first three (docs/decisions.md holds the figures).
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from factcheck.web import words

K1, B = 0.9, 0.3
FIGURES = 2.5
"""How much more a number that both have counts than a word as rare."""
COMMON = 0.6
"""What a word counts that is common everywhere, however rare on this page (``resources/reading/common.toml``)."""
KIN, KIN_LETTERS = 0.5, 5
"""What a word counts that only begins as one of the claim's does: India and Indian, preserve and preservation."""
TOGETHER = 0.3
"""What two words beside each other in both add, of the commoner one's weight."""
NEXT, SECOND_NEXT = 0.2, 0.1
"""Shares of the score of the better neighbour, and of the two beyond: what is said of a thing goes on nearby."""
BESIDE, SECOND_BESIDE = 0.01, 0.005
"""What sentences gain beside one that was chosen, and one further, of the most that a sentence could get."""
EARLY = 0.05
"""What the page's last sentence loses against its first, of the most that a sentence could get."""
SAID_ALREADY = 0.3
"""What a word loses each time that a passage ranked above has it."""
CAPTION, CAPTION_WORDS = 0.1, 3
"""What a piece of fewer content words loses, of the most that a sentence could get: headings and captions name things
and say nothing of them."""
REPEATED = 0.2
"""What a sentence loses that stands on the page a second time."""
MEANING = 3.0
"""What a sentence gains that means the same, in words as rare as can be on the page."""
_PICKED = 10
"""Passages that are chosen one by one; behind them the score alone decides."""


class Query:
    """A claim's content words: their stems in order, as they stand in the claim, and which stand together."""

    def __init__(self, claim: str, lexis: words.Lexis) -> None:
        said = words.content(claim)
        order = [lexis.stem(word) for word in said]
        self.lexis = lexis
        self.shown = dict(zip(reversed(order), reversed(said), strict=True))
        self.stems = list(dict.fromkeys(order))
        self.pairs = set(pairwise(order))
        self.kin = {stem: stem[:KIN_LETTERS] for stem in self.stems if _has_kin(stem)}

    def met(self, said: Sequence[str]) -> tuple[str, ...]:
        """The claim's words that are among these stems, or whose kin are, as they stand in the claim."""
        here, begun = set(said), {stem[:KIN_LETTERS] for stem in said if _has_kin(stem)}
        return tuple(self.shown[s] for s in self.stems if s in here or self.kin.get(s) in begun)


def order(query: Query, said: list[list[str]], alike: Sequence[float] | None = None) -> list[tuple[int, float]]:
    """Every index of ``said`` (the stems of each sentence) with its score, best first, none below zero.

    ``alike`` is how near in meaning each sentence is to the claim, −1 to 1.
    """
    weights = _weights(query, said)
    parts = _bm25(query, weights, said)
    scores = _with_neighbours(_own_scores(query, weights, said, parts))
    most = sum(weights.values())
    again = _repeats(said)
    rare = MEANING * math.log(1 + len(said))
    gain = [rare * max(0.0, value) for value in alike] if alike is not None else [0.0] * len(said)
    left = {i: score + gain[i] - (REPEATED * most if i in again else 0.0) for i, score in enumerate(scores)}
    return _chosen(left, parts, most)


def _chosen(left: dict[int, float], parts: list[dict[str, float]], most: float) -> list[tuple[int, float]]:
    """One by one: what was said already counts less, what stands beside a chosen sentence a little more."""
    worth: dict[str, float] = {}
    beside: dict[int, float] = {}
    picked: list[tuple[int, float]] = []
    while left and len(picked) < _PICKED:
        fresh = {
            i: score + beside.get(i, 0.0) * most - sum(v * (1 - worth.get(stem, 1.0)) for stem, v in parts[i].items())
            for i, score in left.items()
        }
        best = max(fresh, key=lambda i: (fresh[i], -i))
        picked.append((best, max(0.0, min(fresh[best], picked[-1][1] if picked else math.inf))))
        del left[best]
        for stem in parts[best]:
            worth[stem] = worth.get(stem, 1.0) * (1 - SAID_ALREADY)
        for away, gain in ((1, BESIDE), (2, SECOND_BESIDE)):
            for i in (best - away, best + away):
                beside[i] = max(beside.get(i, 0.0), gain)
    floor = picked[-1][1] if picked else 0.0
    rest = sorted(left, key=lambda i: (-left[i], i))
    return picked + [(i, max(0.0, min(left[i], floor))) for i in rest]


def _has_kin(stem: str) -> bool:
    return len(stem) >= KIN_LETTERS and stem.isalpha()


def _weights(query: Query, said: list[list[str]]) -> dict[str, float]:
    """The weight of each of the claim's stems: the rarer on the page, the more."""
    holding = Counter(stem for piece in said for stem in set(piece))
    weights = {}
    for stem in query.stems:
        kind = FIGURES if any(map(str.isdigit, stem)) else COMMON if stem in query.lexis.common else 1.0
        weights[stem] = kind * _rarity(holding[stem], len(said))
    return weights


def _rarity(holding: int, of: int) -> float:
    return math.log(1 + (of - holding + 0.5) / (holding + 0.5))


def _bm25(query: Query, weights: dict[str, float], said: list[list[str]]) -> list[dict[str, float]]:
    """What each of the claim's stems, or its kin, gives to each piece."""
    average = sum(map(len, said)) / max(1, len(said)) or 1.0
    begun = [{stem[:KIN_LETTERS] for stem in piece if _has_kin(stem)} for piece in said]
    holding = Counter(beginning for piece in begun for beginning in piece)
    kin = {stem: KIN * _rarity(holding[beginning], len(said)) for stem, beginning in query.kin.items()}
    parts = []
    for piece, beginnings in zip(said, begun, strict=True):
        counts = Counter(piece)
        room = K1 * (1 - B + B * len(piece) / average)
        part = {s: w * counts[s] * (K1 + 1) / (counts[s] + room) for s, w in weights.items() if counts[s]}
        for stem, beginning in query.kin.items():
            if stem not in part and beginning in beginnings:
                part[stem] = kin[stem] * (K1 + 1) / (1 + room)
        parts.append(part)
    return parts


def _own_scores(
    query: Query, weights: dict[str, float], said: list[list[str]], parts: list[dict[str, float]]
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
