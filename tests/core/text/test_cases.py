"""Our own sentences, read one by one: spans, wordings, claimants, modality, kind and date."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from factcheck.domain.claim import ProposedClaim
from factcheck.text.languages import pack
from factcheck.text.split import split

CASES = [
    case
    for name in (
        "cases.toml",
        "speakers.toml",
        "families.toml",
        "topics.toml",
        "french.toml",
        "order.toml",
        "dispatches.toml",
        "newsroom.toml",
        "pronouns.toml",
        "protagonist.toml",
        "attributions.toml",
        "whosaid.toml",
        "joined.toml",
        "trees.toml",
    )
    for case in tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))["case"]
]


#: What a case expects where the smaller parser reads its sentence in another way, and rightly so.
_OTHERWISE = "standard"
_LARGER = pytest.mark.skipif(
    pack("fr").parser("best") == pack("fr").parser("standard"), reason="the larger parser is not installed"
)


def _runs() -> Iterator[Any]:
    """Each case by each parser of its language: English has one, French two."""
    for case in CASES:
        for quality in ("standard",) if case["language"] == "en" else ("standard", "best"):
            marks = [_LARGER] if quality == "best" else []
            yield pytest.param(case, quality, id=f"{quality}-{case['text'][:40]}", marks=marks)


RUNS = list(_runs())


@cache
def read(text: str, language: str, quality: str) -> tuple[ProposedClaim, ...]:
    return split(text, language=language, date="2020-01-06", quality=quality).claims


def found(case: dict[str, Any], quality: str) -> tuple[ProposedClaim, ...]:
    return read(case["text"], case["language"], quality)


def expected(case: dict[str, Any], quality: str) -> list[dict[str, Any]]:
    claims: list[dict[str, Any]] = case.get(_OTHERWISE, case["claims"]) if quality == _OTHERWISE else case["claims"]
    return claims


@pytest.mark.parametrize(("case", "quality"), RUNS)
def test_the_claims_of_a_sentence(case: dict[str, Any], quality: str) -> None:
    seen = [
        {
            "text": claim.text,
            "claimant": claim.claimant,
            "modality": str(claim.modality),
            "kind": str(claim.kind),
        }
        for claim in found(case, quality)
    ]
    wanted = [
        {"claimant": None} | {key: claim[key] for key in claim if key in ("text", "claimant", "modality", "kind")}
        for claim in expected(case, quality)
    ]
    assert seen == wanted


@pytest.mark.parametrize(("case", "quality"), RUNS)
def test_the_wordings_that_stand_alone(case: dict[str, Any], quality: str) -> None:
    wanted = [claim["standalone"] for claim in expected(case, quality)]
    assert [claim.standalone for claim in found(case, quality)] == wanted


@pytest.mark.parametrize(("case", "quality"), RUNS)
def test_the_dates_that_the_words_give(case: dict[str, Any], quality: str) -> None:
    for claim, wanted in zip(found(case, quality), expected(case, quality), strict=True):
        if "date" in wanted:
            assert claim.date == wanted["date"]
        else:
            # What no word dates has no date, or one that says so.
            guessed = {"date-article", "date-sentence", "date-story"}
            assert claim.date is None or {r.rule for r in claim.reasons if r.field == "date"} <= guessed


def test_few_cases_differ_between_the_parsers() -> None:
    assert sum(_OTHERWISE in case for case in CASES) <= len(CASES) / 20


def test_there_are_at_least_sixty_wordings() -> None:
    assert sum(len(case["claims"]) for case in CASES) >= 60
