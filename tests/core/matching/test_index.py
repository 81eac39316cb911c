"""The matching index against plain BM25, kept and loaded, merged and damaged."""

import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.matching import index as indexes
from factcheck.matching import words
from factcheck.matching.index import Index
from factcheck.matching.segment import K1, USUAL_COUNT, USUAL_LENGTH, B, Document

ANIMALS = ["ant", "bee", "cat", "dog", "elk", "fox", "gnu", "hen"]
texts = st.lists(st.lists(st.sampled_from(ANIMALS), min_size=1, max_size=12), max_size=25)


def terms(tokens: list[str]) -> list[int]:
    return [words.number_of(token) for token in tokens]


def query_of(tokens: list[str]) -> dict[str, frozenset[int]]:
    return {token: frozenset(terms([token])) for token in tokens}


def plain_bm25(documents: list[list[str]], asked: list[str]) -> list[float]:
    """BM25 as the textbook has it, with the same prior for the mean length."""
    mean = (sum(map(len, documents)) + USUAL_LENGTH * USUAL_COUNT) / (len(documents) + USUAL_COUNT)
    scores = []
    for tokens in documents:
        counts, score = Counter(tokens), 0.0
        for word in set(asked):
            frequency = sum(word in other for other in documents)
            idf = math.log(1 + (len(documents) - frequency + 0.5) / (frequency + 0.5))
            tf = counts[word]
            score += idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * len(tokens) / mean))
        scores.append(score)
    return scores


@given(texts, st.lists(st.sampled_from(["ant", "bee", "cat", "owl"]), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_scores_are_those_of_plain_bm25(documents: list[list[str]], asked: list[str]) -> None:
    index = Index(None)
    index.add([Document(n, ((1.0, terms(tokens)),)) for n, tokens in enumerate(documents)], ["en"])
    found, most = index.best(query_of(asked), 100)
    expected = {n: score for n, score in enumerate(plain_bm25(documents, asked)) if score > 0}
    assert dict(found).keys() == expected.keys()
    for number, score in found:
        assert score == pytest.approx(expected[number], abs=0.02 * len(asked))
        assert score <= most + 0.01
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@given(
    st.lists(st.tuples(st.booleans(), st.lists(st.integers(0, 30), min_size=1, max_size=6, unique=True)), max_size=25)
)
@settings(max_examples=40, deadline=None)
def test_adding_replacing_and_removing_leave_what_was_added_last(steps: list[tuple[bool, list[int]]]) -> None:
    index, alive = Index(None), {}
    for turn, (adds, numbers) in enumerate(steps):
        if adds:
            index.add([Document(n, ((1.0, terms(["x", f"turn{turn}"])),)) for n in numbers], ["en"])
            alive.update(dict.fromkeys(numbers, turn))
        else:
            index.remove(numbers)
            for number in numbers:
                alive.pop(number, None)
    assert {number for number, _ in index.best(query_of(["x"]), 100)[0]} == set(alive)
    assert len(index) == len(alive)
    for turn in range(len(steps)):
        found = {number for number, _ in index.best(query_of([f"turn{turn}"]), 100)[0]}
        assert found == {number for number, last in alive.items() if last == turn}


def filled(folder: Path) -> Index:
    index = Index(folder)
    index.add([Document(n, ((1.0, terms(["ant", f"w{n}"])),)) for n in range(50)], ["en"])
    index.remove([7])
    index.save(3)
    return index


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    index, again = filled(tmp_path), Index(tmp_path)
    assert (again.revision, len(again), again.languages) == (3, 49, {"en"})
    for word in ("w7", "w9", "ant"):
        assert again.best(query_of([word]), 60) == index.best(query_of([word]), 60)


@pytest.mark.parametrize("damage", ["cut", "empty", "gone", "nonsense", "manifest", "other-version"])
def test_a_damaged_index_counts_as_none(tmp_path: Path, damage: str) -> None:
    index = filled(tmp_path)
    place = tmp_path / index.segments[0].name / "docs.npy"
    if damage == "cut":
        place.write_bytes(place.read_bytes()[:-9])
    elif damage == "empty":
        place.write_bytes(b"")
    elif damage == "gone":
        place.unlink()
    elif damage == "nonsense":
        place.write_bytes(b"no array")
    elif damage == "manifest":
        (tmp_path / "manifest.json").write_text('{"version": ', "utf-8")
    else:
        (tmp_path / "manifest.json").write_text('{"version": 99}', "utf-8")
    again = Index(tmp_path)
    assert (again.revision, len(again)) == (0, 0)
    assert again.best(query_of(["ant"]), 5)[0] == []


def test_files_that_no_manifest_names_go_when_they_are_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = filled(tmp_path)
    (tmp_path / "left").mkdir()
    index.save(4)
    assert (tmp_path / "left").exists()
    monkeypatch.setattr(indexes, "YOUNG", -1)
    index.save(5)
    assert not (tmp_path / "left").exists()
    assert len(Index(tmp_path)) == 49


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#AustralianFires2020 burn", ["australianfires2020", "burn", "australian", "fires", "2020"]),
        ("Łódź, œuvre, Straße: ÉTÉ", ["lodz", "oeuvre", "strasse", "ete"]),
        ("see https://t.co/abcpic.twitter.com/xyz now", ["see", "now"]),
        ("👍🏽 e\u0301te\u0301", ["ete"]),
        ("", []),
    ],
)
def test_words_are_folded_and_tags_taken_apart(text: str, expected: list[str]) -> None:
    assert words.words(text) == expected


def test_stems_meet_within_a_language() -> None:
    english, french = words.stems("en"), words.stems("fr")
    assert english.term("vaccines") == english.term("vaccine")
    assert french.term("hopitaux") == french.term("hopital")
    assert words.variants("Vaccines", ["en", "fr"])["vaccines"] == {english.term("vaccine"), french.term("vaccines")}
