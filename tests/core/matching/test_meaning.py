"""Vectors of meaning with a small embedder made for the test: near words, near vectors."""

from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from factcheck.domain.match import Line
from factcheck.errors import Cancelled
from factcheck.matching import meaning
from factcheck.matching.matcher import Matcher
from factcheck.matching.meaning import Vectors

TWO_LANGUAGES = {"pont": "bridge", "ferme": "closed", "lac": "lake", "profond": "deep"}


class WordVectors:
    """An embedder that knows a handful of words in two languages: a sum of fixed random directions."""

    def __init__(self, name: str = "word-vectors-1") -> None:
        self.name = name
        self.asked = 0

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += len(texts)
        rows = [self._one(text) for text in texts]
        return np.asarray(rows, dtype=np.float32)

    def _one(self, text: str) -> np.ndarray:
        words = [TWO_LANGUAGES.get(word, word) for word in text.lower().replace(".", "").split()]
        total = sum((np.random.default_rng(crc32(word.encode())).normal(size=128) for word in words), np.zeros(128))
        return total / max(float(np.linalg.norm(total)), 1e-9)


def line(number: int, text: str, language: str = "en", *, counts: bool = True, revision: int = 1) -> Line:
    return Line(number, revision, counts, "check", language, text, "", "", "", "")


def learn(matcher: Matcher, lines: list[Line], revision: int) -> None:
    for teach in (matcher.learn_words, matcher.learn_meaning):
        teach(lines, revision, len(lines), lambda *_: None, lambda: False)


def test_a_claim_meets_its_check_in_another_language(tmp_path: Path) -> None:
    matcher = Matcher(tmp_path, WordVectors())
    lines = [line(1, "bridge closed"), line(2, "lake deep"), line(3, "dog cat")]
    learn(matcher, lines, 5)
    hits = matcher.candidates("pont ferme").ranked(lines)
    assert hits[0].number == 1
    assert hits[0].words == ()
    assert hits[0].near == pytest.approx(1, abs=0.02)
    without = Matcher(None, None)
    without.learn_words(lines, 5, 3, lambda *_: None, lambda: False)
    assert without.candidates("pont ferme").numbers == []


def test_nearest_by_signs_agrees_with_comparing_all(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    rows = random.normal(size=(3000, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vectors = Vectors(None, "m")
    vectors.add(list(range(3000)), rows)
    query = rows[17] + 0.1 * rows[18]
    query /= np.linalg.norm(query)
    whole = vectors.nearest(query, 10)
    monkeypatch.setattr(meaning, "EXACT", 10)
    monkeypatch.setattr(meaning, "CANDIDATES", 600)
    chosen = vectors.nearest(query, 10)
    expected = sorted(range(3000), key=lambda at: -float(rows[at] @ query))[:10]
    assert list(whole) == expected
    assert next(iter(chosen)) == 17
    assert len(set(chosen) & set(expected)) >= 7
    assert whole[17] == pytest.approx(float(rows[17] @ query), abs=0.01)


def test_vectors_are_kept_by_model_and_made_anew_for_another(tmp_path: Path) -> None:
    first = WordVectors()
    matcher = Matcher(tmp_path, first)
    learn(matcher, [line(1, "bridge closed"), line(2, "lake deep")], 5)
    again = Matcher(tmp_path, WordVectors())
    assert again.vectors is not None
    assert (again.vectors.revision, len(again.vectors)) == (5, 2)
    learn(again, [line(2, "dog", counts=False), line(1, "bridge open")], 6)
    assert len(Matcher(tmp_path, WordVectors()).vectors or ()) == 1
    other = Matcher(tmp_path, WordVectors("word-vectors-2"))
    assert other.vectors is not None
    assert (other.vectors.revision, len(other.vectors)) == (0, 0)
    assert [place.name for place in (tmp_path / "meaning").iterdir()] == []


def test_many_small_parts_become_one(tmp_path: Path) -> None:
    matcher = Matcher(tmp_path, WordVectors())
    assert matcher.vectors is not None
    for number in range(80):
        matcher.vectors.add([number % 50], matcher.embedder.embed([f"w{number}"]))  # type: ignore[union-attr]
    matcher.vectors.save(1)
    kept = Vectors(tmp_path / "meaning", "word-vectors-1")
    assert len(kept) == 50
    assert len(list((tmp_path / "meaning" / "word-vectors-1").glob("*.levels.npy"))) <= meaning.PARTS + 1
    assert kept.nearest(WordVectors().embed(["w79"])[0], 1).keys() == {29}


@pytest.mark.parametrize("damage", ["cut", "empty", "gone", "manifest"])
def test_damaged_vectors_count_as_none(tmp_path: Path, damage: str) -> None:
    matcher = Matcher(tmp_path, WordVectors())
    learn(matcher, [line(1, "bridge closed")], 5)
    place = tmp_path / "meaning" / "word-vectors-1"
    levels = next(place.glob("*.levels.npy"))
    if damage == "cut":
        levels.write_bytes(levels.read_bytes()[:-5])
    elif damage == "empty":
        levels.write_bytes(b"")
    elif damage == "gone":
        levels.unlink()
    else:
        (place / "manifest.json").write_text("{", "utf-8")
    again = Vectors(tmp_path / "meaning", "word-vectors-1")
    assert (again.revision, len(again)) == (0, 0)


def test_learning_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    matcher = Matcher(tmp_path, WordVectors())
    assert matcher.vectors is not None
    lines = [line(number, f"w{number}", revision=1 + number // 100) for number in range(1500)]
    asked = iter([False, True])
    with pytest.raises(Cancelled):
        matcher.learn_meaning(lines, 15, 1500, lambda *_: None, lambda: next(asked))
    again = Vectors(tmp_path / "meaning", "word-vectors-1")
    assert (again.revision, len(again)) == (10, 1024)
    rest = [one for one in lines if one.revision > again.revision]
    matcher.learn_meaning(rest, 15, len(rest), lambda *_: None, lambda: False)
    assert (matcher.vectors.revision, len(matcher.vectors)) == (15, 1500)
    with pytest.raises(Cancelled):
        matcher.learn_words(lines, 15, 1500, lambda *_: None, lambda: True)
    assert matcher.index.revision == 0


@pytest.mark.skipif(not meaning.installed(), reason="the extra semantic is not installed")
def test_the_embedder_of_the_extra_puts_a_translation_first() -> None:
    embedder = meaning.embedder()
    assert embedder is not None
    said, right, wrong = embedder.embed(["Le pont est fermé.", "The bridge is closed.", "Cats sleep all day."])
    assert float(said @ right) > float(said @ wrong) + 0.2
    assert float(said @ said) == pytest.approx(1, abs=0.01)
