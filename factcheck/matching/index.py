"""The matching index: segments on disk beside the library, and BM25 over all of them in process.

It is derived from the ledger and can be thrown away: ``manifest.json`` names the segments and the revision of the
ledger that they stand for. New and changed lines make small segments, which are merged when there are many.
"""

import json
import secrets
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from factcheck.matching import segment as segments
from factcheck.matching.segment import Array, Document, Segment

VERSION = 1
BLOCK = 20_000
"""Documents that are made a segment at once: few enough that it takes some 40 MB."""
FULL = 100_000
"""Documents from half of which on a segment is left as it is."""
SMALL = 8
"""Smaller segments that may wait before they are merged."""
YOUNG = 3600
"""Seconds for which a file that no manifest names is left alone."""


class Index:
    """The index in ``folder``; ``None`` keeps it in memory (a library that cannot be written to)."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.revision = 0
        self.segments: list[Segment] = []
        self.languages: set[str] = set()
        self._dead: dict[str, set[int]] = {}
        self._load()

    def __len__(self) -> int:
        return sum(len(segment) for segment in self.segments) - sum(len(gone) for gone in self._dead.values())

    @property
    def decayed(self) -> bool:
        """Whether so much of it is dead that it should be built anew."""
        dead = sum(len(gone) for gone in self._dead.values())
        return dead > 1000 and dead > len(self)

    def add(self, documents: Sequence[Document], languages: Iterable[str]) -> None:
        """Index documents; ones with the same numbers are replaced. ``save`` makes it last."""
        self.remove([document.number for document in documents])
        if documents:
            made = segments.build(_name(), documents)
            self.languages.update(languages)
            self._keep(made)
            self._merge_small()

    def remove(self, numbers: Iterable[int]) -> None:
        """Let documents no longer be found."""
        wanted = list(numbers)
        for segment in self.segments:
            gone = self._dead.setdefault(segment.name, set())
            for number in wanted:
                place = segment.place(number)
                if place is not None:
                    gone.add(place)

    def clear(self) -> None:
        """Forget everything."""
        self.segments, self._dead, self.languages, self.revision = [], {}, set(), 0

    def save(self, revision: int) -> None:
        """Write the manifest, whole or not at all: the index now stands for that revision of the ledger."""
        self.revision = revision
        if self.folder is None:
            return
        manifest = {
            "version": VERSION,
            "revision": revision,
            "languages": sorted(self.languages),
            "segments": [segment.name for segment in self.segments],
            "dead": {name: sorted(gone) for name, gone in self._dead.items() if gone},
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self.folder / f"manifest.{secrets.token_hex(4)}"
        partial.write_text(json.dumps(manifest), "utf-8")
        partial.replace(self.folder / "manifest.json")
        self._sweep()

    def best(self, query: Mapping[str, frozenset[int]], limit: int) -> tuple[list[tuple[int, float]], float]:
        """The best documents as (number, score), best first, and the score that no document can exceed.

        ``query`` gives each word its terms (``words.variants``); a word counts by the rarest of its terms.
        """
        weights, most = self._weigh(query)
        found: list[tuple[float, int]] = []
        floor = 0.0
        for segment in self.segments:
            scores = np.zeros(len(segment), dtype=np.float32)
            for term, weight in weights.items():
                at = segment.stretch(term)
                if at is not None:
                    scores[segment.docs[at]] += segment.impacts[at] * np.float32(weight / segments.SCALE)
            gone = self._dead.get(segment.name)
            if gone:
                scores[np.fromiter(gone, dtype=np.int64)] = 0
            above = np.flatnonzero(scores > floor)
            if len(above) > limit:
                above = above[np.argpartition(-scores[above], limit)[:limit]]
            found += zip(scores[above].tolist(), segment.numbers[above].tolist(), strict=True)
            found.sort(key=lambda hit: (-hit[0], -hit[1]))
            del found[limit:]
            floor = found[-1][0] if len(found) == limit else 0.0
        return [(number, score) for score, number in found], most

    def weights(self, terms: Iterable[int]) -> dict[int, float]:
        """BM25's inverse document frequency of terms in the whole index."""
        wanted = sorted(set(terms))
        asked = np.asarray(wanted, dtype=np.uint64)
        documents = sum((segment.frequencies(asked) for segment in self.segments), np.zeros(len(wanted)))
        rarity = np.log(1 + np.maximum(max(len(self), 1) - documents + 0.5, 0.5) / (documents + 0.5))
        return dict(zip(wanted, rarity.tolist(), strict=True))

    def _weigh(self, query: Mapping[str, frozenset[int]]) -> tuple[dict[int, float], float]:
        """The weight of each term of a query, and the most that a document could score."""
        weights = self.weights(term for terms in query.values() for term in terms)
        most = sum(max((weights[term] for term in terms), default=0.0) for terms in query.values())
        return weights, most * (segments.K1 + 1)

    def _keep(self, made: Segment) -> None:
        if self.folder is not None:
            made.save(self.folder)
            made = segments.load(self.folder, made.name)
        self.segments.append(made)

    def _merge_small(self) -> None:
        small = [segment for segment in self.segments if len(segment) < FULL // 2]
        if len(small) < SMALL:
            return
        masks = [self._mask(segment) for segment in small]
        merged = segments.merge(_name(), small, masks)
        names = {segment.name for segment in small}
        self.segments = [segment for segment in self.segments if segment.name not in names]
        self._dead = {name: gone for name, gone in self._dead.items() if name not in names}
        if len(merged):
            self._keep(merged)

    def _mask(self, segment: Segment) -> Array:
        mask = np.zeros(len(segment), dtype=bool)
        mask[list(self._dead.get(segment.name, ()))] = True
        return mask

    def _load(self) -> None:
        if self.folder is None:
            return
        try:
            manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text("utf-8"))
            if manifest["version"] != VERSION:
                return
            self.segments = [segments.load(self.folder, name) for name in manifest["segments"]]
            self._dead = {name: set(gone) for name, gone in manifest["dead"].items()}
            self.languages = set(manifest["languages"])
            self.revision = int(manifest["revision"])
        except segments.DAMAGED:
            self.clear()  # missing or damaged: it is derived, and is built anew

    def _sweep(self) -> None:
        """Remove segments that no manifest names any more; young ones may be of a process that is about to."""
        assert self.folder is not None
        names = {segment.name for segment in self.segments}
        for place in self.folder.iterdir():
            with suppress(OSError):
                if place.name not in names and place.name != "manifest.json" and _age(place) > YOUNG:
                    shutil.rmtree(place) if place.is_dir() else place.unlink()


def _age(place: Path) -> float:
    return time.time() - place.stat().st_mtime


def _name() -> str:
    return secrets.token_hex(8)
