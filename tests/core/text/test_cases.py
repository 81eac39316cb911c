"""Our own sentences, read one by one: spans, wordings, claimants, modality, kind and date."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from factcheck.domain.claim import ProposedClaim
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
    )
    for case in tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))["case"]
]


@cache
def read(text: str, language: str) -> tuple[ProposedClaim, ...]:
    return split(text, language=language, date="2020-01-06", quality="standard").claims


def found(case: dict[str, Any]) -> tuple[ProposedClaim, ...]:
    return read(case["text"], case["language"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_the_claims_of_a_sentence(case: dict[str, Any]) -> None:
    seen = [
        {
            "text": claim.text,
            "claimant": claim.claimant,
            "modality": str(claim.modality),
            "kind": str(claim.kind),
        }
        for claim in found(case)
    ]
    wanted = [
        {"claimant": None} | {key: claim[key] for key in claim if key in ("text", "claimant", "modality", "kind")}
        for claim in case["claims"]
    ]
    assert seen == wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_the_wordings_that_stand_alone(case: dict[str, Any]) -> None:
    assert [claim.standalone for claim in found(case)] == [claim["standalone"] for claim in case["claims"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_the_dates_that_the_words_give(case: dict[str, Any]) -> None:
    for claim, wanted in zip(found(case), case["claims"], strict=True):
        if "date" in wanted:
            assert claim.date == wanted["date"]
        else:
            # What no word dates has no date, or one that says so.
            guessed = {"date-article", "date-sentence", "date-story"}
            assert claim.date is None or {r.rule for r in claim.reasons if r.field == "date"} <= guessed


def test_there_are_at_least_sixty_wordings() -> None:
    assert sum(len(case["claims"]) for case in CASES) >= 60
