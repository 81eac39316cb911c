"""Two reviewers take the sample article from proposals to a corrected verdict by commands alone, and back again."""

from pathlib import Path
from typing import Any

import pytest

from factcheck.resources import folder
from tests.core.cli.conftest import SAMPLES, Factcheck


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk asks for a second pair of eyes."""
    monkeypatch.setenv("FACTCHECK_REVIEW_POLICY", "second")


@pytest.fixture
def claim(second: None, factcheck: Factcheck) -> str:
    added: dict[str, Any] = factcheck("add", SAMPLES / "article-en.txt", "--reviewer", "Ana", data=True).json
    return str(added["claims"][0])


def done(factcheck: Factcheck, *arguments: object, by: str) -> Any:
    ran = factcheck(*arguments, "--reviewer", by, data=True)
    assert ran.code == 0, ran
    return ran.json


def test_from_a_proposal_to_a_corrected_verdict_and_back(
    factcheck: Factcheck, claim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(factcheck, "accept", claim, by="Ana")
    done(factcheck, "assign", claim, "--to", "Ana", by="Ben")
    done(factcheck, "tag", "budget", claim, by="Ana")
    done(factcheck, "priority", 2, claim, by="Ana")
    done(factcheck, "cite", claim, SAMPLES / "source-en.html", "--stance", "refutes", by="Ana")
    said = factcheck("--reviewer", "Ana", "verdict", claim, "false", "--because", "The books say otherwise.")
    assert "Verdict “False” given" in said.err
    done(factcheck, "undo", by="Ana")
    given = done(factcheck, "verdict", claim, "false", "--because", "The books say otherwise.", by="Ana")
    assert given["state"] == "verdict-proposed"
    assert "a second reviewer’s approval" in given["missing"]
    refused = factcheck("approve", claim, "--reviewer", "Ana")
    assert (refused.code, "somebody else" in refused.err) == (2, True)
    note = done(factcheck, "note", claim, "Which year?", by="Ben")["notes"][0]["id"]
    done(factcheck, "note", claim, "2025.", "--reply", note[-8:], by="Ana")
    back = done(factcheck, "return", claim, "--because", "Name the year.", by="Ben")
    assert back["state"] == "in-review"
    done(factcheck, "verdict", claim, "false", "--because", "The books of 2025 say otherwise.", by="Ana")
    assert done(factcheck, "approve", claim, by="Ben")["state"] == "approved"
    assert done(factcheck, "publish", claim, by="Ben")["claims"][0]["state"] == "published"
    assert factcheck("verdict", claim, "true", "--because", "No.").code == 2
    corrected = done(
        factcheck, "correct", claim, "--wrong", "Wrong book.", "--because", "The right book agrees.",
        "--rating", "true", by="Ana",
    )  # fmt: skip
    assert corrected["state"] == "corrected"
    (line,) = factcheck("corrections", claim, data=True).json["corrections"]
    assert (line["sort"], line["moved"][0]) == ("correction", "Rating: “False” became “True”.")

    told = factcheck("history", claim).out
    assert all(words in told for words in ("Correction (Wrong book.)", "Published", "Verdict sent back", "Ben", "Ana"))
    with_changes = " ".join(factcheck("history", claim, "--changes").out.split())
    assert "the state of the claim: “published” became “corrected”" in with_changes
    steps = factcheck("history", claim, data=True).json["steps"]
    assert [change["after"] for change in steps[0]["changes"]] == ["True", "Wrong book.", "corrected"]
    returned = next(step["id"] for step in steps if step["label"] == "verdict-returned")
    then = factcheck("show", claim, "--as-of", returned[-8:], data=True).json["claim"]
    assert (then["state"], then["verdict"], then["tags"]) == ("in-review", None, ["budget"])
    added = steps[-1]["id"]
    whole = factcheck(
        "show", factcheck("articles", data=True).json["articles"][0]["id"], "--as-of", added, data=True
    ).json
    assert {one["state"] for one in whole["claims"]} == {"proposed", "dismissed"}
    assert factcheck("verify", data=True).json["ok"] is True
    for step in steps[:-1]:
        done(factcheck, "undo", step["id"], by=step["reviewer"])
    (now,) = [one for one in factcheck("claims", data=True).json["claims"] if one["id"] == claim]
    assert (now["state"], now["verdict"], now["tags"], now["assignee"]) == ("proposed", None, [], None)
    monkeypatch.setenv("FACTCHECK_LANGUAGE", "fr")
    from factcheck import i18n

    i18n.use("fr")
    assert "Annulé" in factcheck("history", claim).out
    assert factcheck("verify", data=True).json["ok"] is True


def test_blind_verdicts_by_commands(factcheck: Factcheck, claim: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_REVIEW_POLICY", "blind")
    done(factcheck, "verdict", claim, "false", "--because", "Hidden words.", by="Ana")
    shown = factcheck("show", claim, "--reviewer", "Ben")
    assert "Hidden words" not in shown.out + factcheck("history", claim, "--reviewer", "Ben").out
    assert done(factcheck, "verdict", claim, "true", "--because", "Mine.", by="Ben")["state"] == "verdict-proposed"
    assert done(factcheck, "verdict", claim, "true", "--because", "Settled.", by="Cleo")["state"] == "approved"
    assert factcheck("agreement", data=True).json["kappa"] == 0
    assert "Cohen" in factcheck("agreement").out


def test_a_scale_file_is_checked(factcheck: Factcheck, tmp_path: Path) -> None:
    shipped = sorted(path.stem for path in folder("scales").glob("*.toml"))
    assert [one["key"] for one in factcheck("scales", data=True).json["scales"]] == shipped
    assert "True" in factcheck("scales").out
    path = tmp_path / "house.toml"
    path.write_text('key = "Our House"')
    ran = factcheck("scales", path)
    assert ran.code == 1
    assert "key: a key of small letters" in ran.out.replace("\n", " ")
