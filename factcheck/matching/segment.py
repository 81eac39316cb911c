"""A segment of the matching index: some documents, their terms, and how much each term weighs in each document.

Postings are laid out by term (``terms`` sorted, ``starts`` into ``docs`` and ``impacts``), so that a query reads only
its own terms' stretches. The weight is BM25's (Robertson and Zaragoza 2009, k1 1.2, b .75) without the part that
depends on the whole library, in hundredths, which fit a byte: at most 220. A segment never changes; numpy maps its
files, so that what is not asked for stays on the disk.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

K1, B = 1.2, 0.75
SCALE = 100
USUAL_LENGTH, USUAL_COUNT = 25.0, 100
"""A prior for the mean length, so that the first documents of a library are not judged by one another alone."""
_PARTS = ("numbers", "terms", "starts", "docs", "impacts")
Array = np.ndarray[Any, Any]
DAMAGED = (OSError, EOFError, ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What reading files raises that were cut short, emptied by a power cut (``EOFError``), or hold something else."""


class Document(NamedTuple):
    """A document to index: its number in the ledger, and the terms of its fields with the weight of each field."""

    number: int
    fields: tuple[tuple[float, Sequence[int]], ...]


@dataclass(frozen=True)
class Segment:
    """``numbers``: int64, sorted. ``terms``: uint64, sorted. ``starts``: int64. ``docs``: int32. ``impacts``: uint8."""

    name: str
    numbers: Array
    terms: Array
    starts: Array
    docs: Array
    impacts: Array

    def __len__(self) -> int:
        return len(self.numbers)

    def stretch(self, term: int) -> slice | None:
        """Where the postings of a term are, or None when no document has it."""
        at = int(np.searchsorted(self.terms, np.uint64(term)))
        if at == len(self.terms) or int(self.terms[at]) != term:
            return None
        return slice(int(self.starts[at]), int(self.starts[at + 1]))

    def frequencies(self, terms: Array) -> Array:
        """How many documents have each of these terms (uint64)."""
        if not len(self.terms):
            return np.zeros(len(terms))
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[at] == terms, self.starts[at + 1] - self.starts[at], 0)

    def place(self, number: int) -> int | None:
        """The index of a document by its number, or None."""
        at = int(np.searchsorted(self.numbers, number))
        return at if at < len(self.numbers) and int(self.numbers[at]) == number else None

    def save(self, folder: Path) -> None:
        """Write the segment into its own folder under ``folder``."""
        place = folder / self.name
        place.mkdir(parents=True)
        for part in _PARTS:
            np.save(place / f"{part}.npy", getattr(self, part))


def load(folder: Path, name: str) -> Segment:
    """The segment that ``save`` wrote. Raises one of ``DAMAGED`` when it is gone or holds something else."""
    parts = {part: np.load(folder / name / f"{part}.npy", mmap_mode="r", allow_pickle=False) for part in _PARTS}
    made = Segment(name, **parts)
    if len(made.starts) != len(made.terms) + 1 or len(made.docs) != len(made.impacts):
        raise ValueError(name)
    if len(made.terms) and int(made.starts[-1]) != len(made.docs):
        raise ValueError(name)
    return made


def build(name: str, documents: Iterable[Document]) -> Segment:
    """The segment of these documents."""
    numbers: list[int] = []
    counts: list[int] = []
    lengths: list[float] = []
    terms, weights = array("Q"), array("f")
    for document in sorted(documents, key=lambda document: document.number):
        weighed: Counter[int] = Counter()
        for weight, field in document.fields:
            for term in field:
                weighed[term] += weight  # type: ignore[assignment]  # a counter of fractions
        numbers.append(document.number)
        counts.append(len(weighed))
        lengths.append(sum(weighed.values()))
        terms.extend(weighed.keys())
        weights.extend(weighed.values())
    length = np.asarray(lengths, dtype=np.float32)
    mean = (sum(lengths) + USUAL_LENGTH * USUAL_COUNT) / (len(length) + USUAL_COUNT)
    docs = np.repeat(np.arange(len(numbers), dtype=np.int32), counts)
    weighty = np.asarray(weights, dtype=np.float32)
    impact = weighty * (K1 + 1) / (weighty + K1 * (1 - B + B * length[docs] / mean))
    impacts = np.rint(impact * SCALE).astype(np.uint8)
    return _sorted(name, np.asarray(numbers, dtype=np.int64), np.asarray(terms, dtype=np.uint64), docs, impacts)


def merge(name: str, segments: Sequence[Segment], dead: Sequence[Array]) -> Segment:
    """One segment of several, without their dead documents (a mask of each)."""
    numbers = np.concatenate([s.numbers[~gone] for s, gone in zip(segments, dead, strict=True)])
    order = np.argsort(numbers, kind="stable")
    place = np.empty(len(numbers), dtype=np.int32)
    place[order] = np.arange(len(numbers), dtype=np.int32)
    terms, docs, impacts, before = [], [], [], 0
    for segment, gone in zip(segments, dead, strict=True):
        alive = ~gone[segment.docs]
        moved = np.cumsum(~gone) - 1 + before
        terms.append(np.repeat(segment.terms, np.diff(segment.starts))[alive])
        docs.append(place[moved[segment.docs[alive]]])
        impacts.append(segment.impacts[alive])
        before += int((~gone).sum())
    return _sorted(name, numbers[order], np.concatenate(terms), np.concatenate(docs), np.concatenate(impacts))


def _sorted(name: str, numbers: Array, term: Array, docs: Array, impacts: Array) -> Segment:
    """Postings in any order, laid out by term and document."""
    order = np.lexsort((docs, term))
    terms, counts = np.unique(term, return_counts=True)
    starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)])
    return Segment(name, numbers, terms, starts, docs[order], impacts[order])
