"""Finding earlier checks: candidates by words and, with the extra, by meaning, then one score for all of them.

The matcher knows documents by their number in the ledger only; whoever asks hands it the rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from factcheck.domain.match import Line
from factcheck.errors import Cancelled
from factcheck.matching import meaning, rank, words
from factcheck.matching.index import BLOCK, Index
from factcheck.matching.meaning import Embedder, Vectors
from factcheck.matching.rank import Candidate
from factcheck.matching.segment import Array, Document
from factcheck.web.words import guess_language

BY_WORDS, BY_MEANING = 60, 60
"""Candidates that are looked at closely."""
EMBEDDED_AT_ONCE = 1024
"""Lines between two looks at whether a person wants to stop."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate with its score (0 to 1), the query's words that it holds, and the cosine of its meaning."""

    number: int
    score: float
    words: tuple[str, ...]
    near: float | None


Progress = Callable[[int, int], None]
Stop = Callable[[], bool]


class Matcher:
    """The matcher of one library; ``folder`` is where its files are, None keeps everything in memory."""

    def __init__(self, folder: Path | None, embedder: Embedder | None) -> None:
        self.index = Index(folder / "words" if folder else None)
        self.embedder = embedder
        self.vectors: Vectors | None = None
        if embedder is not None:
            place = folder / "meaning" if folder else None
            if place:
                meaning.forget_other_models(place, embedder.name)
            self.vectors = Vectors(place, embedder.name)

    def learn_words(self, lines: Iterable[Line], revision: int, total: int, progress: Progress, stop: Stop) -> None:
        """Index lines that are new or changed since the index's revision, which come by revision.

        Raises ``Cancelled``; what is done by then stays.
        """
        for done, block in _blocks(lines, BLOCK, total, progress, stop):
            self.index.remove([line.number for line in block if not line.counts])
            counted = [line for line in block if line.counts]
            self.index.add([_document(line) for line in counted], {line.language[:2] for line in counted})
            if done < total:
                self.index.save(block[-1].revision - 1)
        self.index.save(revision)

    def learn_meaning(self, lines: Iterable[Line], revision: int, total: int, progress: Progress, stop: Stop) -> None:
        """Embed lines that are new or changed since the vectors' revision, which come by revision.

        Raises ``Cancelled``; what is done by then stays.
        """
        assert self.vectors is not None
        assert self.embedder is not None
        for done, block in _blocks(lines, EMBEDDED_AT_ONCE, total, progress, stop):
            self.vectors.remove([line.number for line in block if not line.counts])
            counted = [line for line in block if line.counts]
            if counted:
                self.vectors.add([line.number for line in counted], _said(self.embedder, counted))
            if done < total:
                self.vectors.save(block[-1].revision - 1)
        self.vectors.save(revision)

    def candidates(self, text: str) -> "Search":
        """The candidates for a text, by words and by meaning."""
        query = words.variants(text, self.index.languages)
        found, most = self.index.best(query, BY_WORDS)
        near: dict[int, float] = {}
        if self.embedder is not None and self.vectors is not None and len(self.vectors):
            vector = self.embedder.embed([words.spoken(text)])[0]
            near = self.vectors.nearest(vector, BY_MEANING)
            near |= self.vectors.cosines(vector, [number for number, _ in found if number not in near])
        return Search(self, query, most, dict(found), near, guess_language(text))


@dataclass(frozen=True)
class Search:
    """What was found for one text, before its candidates' rows are read."""

    matcher: Matcher
    query: Mapping[str, frozenset[int]]
    most: float
    bm25: dict[int, float]
    near: dict[int, float]
    language: str | None

    @property
    def numbers(self) -> list[int]:
        """The numbers whose lines ``ranked`` needs."""
        return list(dict.fromkeys([*self.bm25, *self.near]))

    def ranked(self, lines: Sequence[Line]) -> list[Hit]:
        """The candidates with their scores, best first; the newer one first among equals."""
        found = [
            Candidate(
                line.number,
                self.bm25.get(line.number, 0.0),
                self.near.get(line.number, 0.0) if self.near else None,
                line.text,
                line.title,
                line.language,
            )
            for line in lines
        ]
        scores = rank.scores(self.matcher.index, self.query, self.most, found, self.language)
        hits = [
            Hit(
                line.number,
                score,
                tuple(rank.shared_words(self.query, f"{line.text} {line.title} {line.summary}", line.language)),
                candidate.near,
            )
            for line, candidate, score in zip(lines, found, scores, strict=True)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, -hit.number))


def _blocks(
    lines: Iterable[Line], size: int, total: int, progress: Progress, stop: Stop
) -> Iterator[tuple[int, list[Line]]]:
    """Lines in blocks, each with how many have come; between them it tells how far it is, and stops when asked to."""
    waiting, done = iter(lines), 0
    while block := list(islice(waiting, size)):
        if stop():
            raise Cancelled
        done += len(block)
        yield done, block
        progress(done, total)


def _document(line: Line) -> Document:
    """The terms of a line's fields with their weights; an article's title says little of one of its claims."""
    terms = words.stems(line.language).terms
    fields: tuple[tuple[float, str], ...]
    if line.record == "check":
        fields = ((1.0, line.text), (1.0, line.title), (0.5, line.summary))
    else:
        fields = ((1.0, line.text), (0.5, line.quote), (0.3, line.title), (0.3, line.reason))
    return Document(line.number, tuple((weight, terms(field)) for weight, field in fields if field))


def _said(embedder: Embedder, lines: Sequence[Line]) -> Array:
    """The vector of each line: of its claim and, for a check, of claim and title together, half each.

    The title adds what the claim leaves out, and its names pull away from a claim in another language that tells the
    same without them; half of each is near the better of the two in both cases.
    """
    vectors = embedder.embed([line.text for line in lines])
    titled = [at for at, line in enumerate(lines) if line.record == "check" and line.title]
    if titled:
        vectors[titled] += embedder.embed([f"{lines[at].text} {lines[at].title}" for at in titled])
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    said: Array = vectors / np.maximum(length, 1e-9)
    return said
