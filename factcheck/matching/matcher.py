"""Finding earlier checks: candidates by words and, with the extra, by meaning, then one score for all of them.

The matcher knows documents by their number in the ledger only; whoever asks hands it the rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from factcheck.domain.match import Line
from factcheck.errors import Cancelled
from factcheck.matching import meaning, rank, words
from factcheck.matching.index import BLOCK, Index
from factcheck.matching.meaning import Embedder, Vectors
from factcheck.matching.rank import Candidate
from factcheck.matching.segment import Document

BY_WORDS, BY_MEANING = 60, 60
"""Candidates that are looked at closely."""
EMBEDDED_AT_ONCE = 64


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
        """Index lines that are new or changed since the index's revision. Raises ``Cancelled``."""
        block: list[Document] = []
        gone: list[int] = []
        languages: set[str] = set()
        for done, line in enumerate(lines, 1):
            if line.counts:
                block.append(_document(line))
                languages.add(line.language[:2])
            else:
                gone.append(line.number)
            if len(block) == BLOCK:
                self.index.add(block, languages)
                block = []
            if done % 1000 == 0:
                progress(done, total)
                if stop():
                    raise Cancelled
        self.index.remove(gone)
        self.index.add(block, languages)
        self.index.save(revision)

    def learn_meaning(self, lines: Iterable[Line], revision: int, total: int, progress: Progress, stop: Stop) -> None:
        """Embed lines that are new or changed since the vectors' revision. Raises ``Cancelled``; what is done stays."""
        assert self.vectors is not None
        batch: list[Line] = []
        done = 0
        for line in lines:
            batch.append(line)
            if len(batch) == EMBEDDED_AT_ONCE * 16:
                done += self._embed(batch)
                batch = []
                progress(done, total)
                if stop():
                    self.vectors.save(self.vectors.revision)
                    raise Cancelled
        self._embed(batch)
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
        return Search(self, query, most, dict(found), near)

    def _embed(self, batch: Sequence[Line]) -> int:
        assert self.vectors is not None
        assert self.embedder is not None
        self.vectors.remove([line.number for line in batch if not line.counts])
        wanted = [line for line in batch if line.counts]
        for start in range(0, len(wanted), EMBEDDED_AT_ONCE * 16):
            some = wanted[start : start + EMBEDDED_AT_ONCE * 16]
            self.vectors.add([line.number for line in some], self.embedder.embed([_said(line) for line in some]))
        return len(batch)


@dataclass(frozen=True)
class Search:
    """What was found for one text, before its candidates' rows are read."""

    matcher: Matcher
    query: Mapping[str, frozenset[int]]
    most: float
    bm25: dict[int, float]
    near: dict[int, float]

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
        scores = rank.scores(self.matcher.index, self.query, self.most, found)
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


def _document(line: Line) -> Document:
    """The terms of a line's fields with their weights; an article's title says little of one of its claims."""
    terms = words.stems(line.language).terms
    fields: tuple[tuple[float, str], ...]
    if line.record == "check":
        fields = ((1.0, line.text), (1.0, line.title), (0.5, line.summary))
    else:
        fields = ((1.0, line.text), (0.5, line.quote), (0.3, line.title), (0.3, line.reason))
    return Document(line.number, tuple((weight, terms(field)) for weight, field in fields if field))


def _said(line: Line) -> str:
    """What the vector of a line stands for."""
    return f"{line.text} {line.title}" if line.record == "check" else line.text
