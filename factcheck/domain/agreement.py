"""How far two reviewers agree beyond chance: Cohen's kappa.

J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960), 37-46:
kappa = (observed - expected) / (1 - expected), where ``expected`` is what two people would agree on by chance if each
kept their own frequencies of ratings.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over ``pairs`` pairs of ratings of the same claims.

    ``observed`` and ``expected`` are shares from 0 to 1; ``kappa`` is at most 1, 0 where agreement is as chance would
    have it, and None where it says nothing: no pairs, or everybody always chose one and the same rating.
    ``counts`` says how often each pair of ratings (first, second) occurred, the most frequent first.
    """

    pairs: int
    observed: float
    expected: float
    kappa: float | None
    counts: tuple[tuple[tuple[str, str], int], ...] = ()


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """The agreement of pairs of ratings (first reviewer's, second reviewer's)."""
    n = len(pairs)
    if not n:
        return Agreement(0, 0.0, 0.0, None)
    together = sum(first == second for first, second in pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(count * seconds[rating] for rating, count in firsts.items())
    counts = tuple(sorted(Counter(pairs).items(), key=lambda one: (-one[1], one[0])))
    kappa = None if by_chance == n * n else (together * n - by_chance) / (n * n - by_chance)
    return Agreement(n, together / n, by_chance / (n * n), kappa, counts)
