"""The main job at the command line: an article in, claims, a source, a verdict, a report out, and the trail of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from factcheck import resources
from tests.core.cli.conftest import SAMPLES, Factcheck, process

QUOTE = "Northgate Ferries carried 371,600 passengers between Port Ellery and Skelwick in 2024."


@pytest.mark.parametrize("sample", ["article-fr.txt", "article-en.txt"])
def test_split_prints_claims_with_exact_words(factcheck: Factcheck, sample: str) -> None:
    words = (SAMPLES / sample).read_text("utf-8")
    split = factcheck("split", SAMPLES / sample, data=True).json
    assert set(split["article"]) >= {"title", "language", "date", "sha256"}
    assert len(split["claims"]) > 15
    for claim in split["claims"]:
        assert claim["text"] == words[claim["start"] : claim["end"]]
        assert {"id", "standalone", "claimant", "cue_start", "cue_end", "modality"} <= set(claim)
        assert {"kind", "date", "check_worthiness", "reasons"} <= set(claim)


def test_split_reads_the_hard_sentence_of_the_sample(factcheck: Factcheck) -> None:
    split = factcheck("split", SAMPLES / "article-fr.txt", data=True).json
    assert split["article"]["language"] == "fr"
    assert split["article"]["date"] == "2025-03-12"
    hearsay = next(claim for claim in split["claims"] if "aurait signalé des fissures" in claim["text"])
    assert "Radio Aure" in hearsay["claimant"]
    assert hearsay["modality"] == "hedged"
    assert hearsay["date"].startswith("2024")


def test_split_takes_standard_input_and_the_date_it_is_given(factcheck: Factcheck) -> None:
    words = "La mairie a fermé le pont en mars dernier. Elle a dépensé 4 millions d’euros.".encode()
    split = json.loads(process("split", "-", "--date", "2023-09", "--format", "json", input=words).out)
    assert split["article"]["date"] == "2023-09"
    assert any((claim["date"] or "").startswith("2023-03") for claim in split["claims"])


def test_split_touches_no_library(factcheck: Factcheck, library: Path) -> None:
    assert factcheck("split", SAMPLES / "article-en.txt").code == 0
    assert not library.exists()


def test_the_whole_way(factcheck: Factcheck, site: str, tmp_path: Path) -> None:
    added = factcheck("add", SAMPLES / "article-en.txt", "--reviewer", "Ada", data=True).json
    listed = factcheck("claims", added["article"], data=True).json["claims"]
    assert [claim["id"] for claim in listed] == added["claims"]
    claim = next(claim for claim in listed if "412,000 passengers" in claim["text"])

    url = f"{site}/source-en.html"
    cited = factcheck("cite", claim["id"], url, "--stance", "refutes", "--quote", QUOTE, "--reviewer", "Ada", data=True)
    assert cited.code == 0
    assert cited.json["problem"] is None
    assert cited.json["capture"]["status"] == 200
    assert cited.json["capture"]["final_url"] == url

    because = "The board counts 371,600."
    given = factcheck("verdict", claim["id"], "false", "--because", because, "--reviewer", "Ada", data=True).json
    assert given["claim"] == claim["id"]
    assert given["state"] == "approved"

    shown = factcheck("show", claim["id"][-8:], data=True).json
    assert shown["claim"]["verdict"]["rating"] == "false"
    assert shown["claim"]["verdict"]["reviewer"] == "Ada"
    assert shown["evidence"][0]["quote"] == QUOTE
    assert shown["evidence"][0]["quote_start"] is not None

    for name in ("report.html", "report.md"):
        assert factcheck("report", added["article"], "-o", tmp_path / name).code == 0
        report = (tmp_path / name).read_text("utf-8")
        assert because in report
        assert "371,600 passengers" in report
        assert factcheck("verify", data=True).json["head"] in report

    steps = factcheck("history", data=True).json["steps"]
    assert [step["label"] for step in steps] == ["verdict-given", "source-cited", "article-added"]
    assert {step["reviewer"] for step in steps} == {"Ada"}

    assert factcheck("undo", "--reviewer", "Ada").code == 0
    assert factcheck("show", claim["id"], data=True).json["claim"]["verdict"] is None
    assert factcheck("redo", "--reviewer", "Ada").code == 0
    assert factcheck("show", claim["id"], data=True).json["claim"]["verdict"]["reason"] == because

    verified = factcheck("verify", "--head", steps[0]["digest"], data=True)
    assert verified.code == 0
    assert verified.json["ok"] is True
    assert verified.json["steps"] == 5
    assert verified.json["evidence"] > 0


def test_a_page_that_is_not_there_leaves_the_source_and_its_reason(
    factcheck: Factcheck, site: str, claim: dict[str, Any]
) -> None:
    ran = factcheck("cite", claim["id"], f"{site}/gone.html", data=True)
    assert ran.code == 3
    assert "404" in ran.json["problem"]
    evidence = factcheck("show", claim["id"], data=True).json["evidence"]
    assert evidence[0]["source"]["url"] == f"{site}/gone.html"
    assert "404" in evidence[0]["problem"]


def test_a_source_can_be_cited_without_fetching_it(factcheck: Factcheck, claim: dict[str, Any]) -> None:
    cited = factcheck("cite", claim["id"], "https://example.org/figures", "--no-fetch", data=True)
    assert cited.code == 0
    assert cited.json["capture"] is None


def test_what_a_reviewer_does_to_claims(factcheck: Factcheck, article: str, claims: list[dict[str, Any]]) -> None:
    def state(of: dict[str, Any]) -> str:
        return str(factcheck("show", of["id"], data=True).json["claim"]["state"])

    def marked(words: str) -> dict[str, Any]:
        made: dict[str, Any] = factcheck("claim", article, "--words", words, data=True).json["claims"][0]
        assert made["text"] == words
        return made

    first = marked("The company carried 412,000 passengers in 2024")
    second = marked("which is 9 per cent fewer than in 2019")
    third = claims[0]
    assert factcheck("accept", first["id"], third["id"]).out.split() == [first["id"][-8:], third["id"][-8:]]
    assert state(first) == state(third) == "accepted"
    assert factcheck("dismiss", third["id"], "--because", "too vague").code == 0
    assert state(third) == "dismissed"
    assert factcheck("reopen", third["id"]).code == 0
    assert state(third) == "proposed"

    edited = factcheck(
        "edit", first["id"], "--standalone", "Northgate carried 412,000 people", "--claimant", "Northgate",
        "--modality", "reported", "--kind", "quantity", "--date", "2024", "--worth", "0.9", data=True,
    ).json["claims"][0]  # fmt: skip
    assert edited["standalone"] == "Northgate carried 412,000 people"
    assert (edited["claimant"], edited["modality"], edited["date"]) == ("Northgate", "reported", "2024")
    assert edited["text"] == first["text"]
    assert factcheck("edit", first["id"], "--claimant", "", data=True).json["claims"][0]["claimant"] is None

    merged = factcheck("merge", first["id"], second["id"], data=True).json["claims"][0]
    assert (merged["start"], merged["end"]) == (first["start"], second["end"])
    parts = factcheck("cut", first["id"], "--before", "which is 9 per cent", data=True).json["claims"]
    assert parts[1]["text"].startswith("which is 9 per cent")

    own = marked("a petition against the increase")
    again = factcheck("claim", article, "--span", f"{own['start']}:{own['end']}", data=True).json["claims"][0]
    assert again["text"] == own["text"]


def test_states_choose_claims(factcheck: Factcheck, claims: list[dict[str, Any]]) -> None:
    factcheck("accept", claims[0]["id"])
    accepted = factcheck("claims", "--state", "accepted", data=True).json["claims"]
    assert [claim["id"] for claim in accepted] == [claims[0]["id"]]


def test_articles_are_listed_and_found_by_words(factcheck: Factcheck, article: str) -> None:
    factcheck("add", SAMPLES / "article-fr.txt")
    assert len(factcheck("articles", data=True).json["articles"]) == 2
    found = factcheck("articles", "skelwick", data=True).json["articles"]
    assert [one["id"] for one in found] == [article]


def test_a_second_reviewer_approves_or_sends_back(
    factcheck: Factcheck, claim: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_REVIEW_POLICY", "second")
    name = claim["id"]
    given = factcheck("verdict", name, "false", "--because", "No.", "--reviewer", "Ada", data=True).json
    assert given["state"] == "verdict-proposed"
    assert given["missing"]
    assert factcheck("approve", name, "--reviewer", "Ada").code == 2
    assert (
        factcheck("return", name, "--because", "One source.", "--reviewer", "Ben", data=True).json["state"]
        == "in-review"
    )
    factcheck("verdict", name, "half-true", "--because", "In part.", "--reviewer", "Ada")
    assert factcheck("approve", name, "--reviewer", "Ben", data=True).json["state"] == "approved"
    assert factcheck("publish", name, data=True).json["claims"][0]["state"] == "published"
    corrected = factcheck(
        "correct",
        name,
        "--rating",
        "false",
        "--wrong",
        "We misread the table.",
        "--because",
        "It says 371,600.",
        data=True,
    )
    assert corrected.json["state"] == "corrected"
    assert factcheck("withdraw", name, "--because", "Our source was forged.", data=True).json["state"] == "withdrawn"
    assert factcheck("verify").code == 0


def test_the_demonstration_in_the_terminal(factcheck: Factcheck, tmp_path: Path) -> None:
    for language in ("en", "fr"):
        folder = tmp_path / f"demo-{language}"
        ran = factcheck("demo", "--terminal", "--language", language, "--library", folder)
        assert ran.code == 0, ran.err
        assert (folder / "report.html").stat().st_size > 5000
        assert factcheck("verify", "--library", folder).code == 0
        claims = factcheck("claims", "--library", folder, data=True).json["claims"]
        decided = [claim for claim in claims if claim["verdict"]]
        assert [claim["verdict"]["rating"] for claim in decided] == ["false"]


def test_the_demonstration_never_uses_the_users_library(tmp_path: Path, library: Path) -> None:
    place = {"XDG_DATA_HOME": str(tmp_path / "data"), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    ran = process("demo", env=place)
    assert ran.code == 0, ran.err
    assert not library.exists()
    written = list((tmp_path / "data").rglob("report.html"))
    assert len(written) == 1


def test_samples_hold_the_hard_cases() -> None:
    french = resources.read("samples", "article-fr.txt")
    assert "C’est ce qu’affirm" in french
    assert "aurait " in french
    assert "Selon " in french
    assert "il y a environ un an" in french
    assert "?" in french
    english = resources.read("samples", "article-en.txt")
    assert "That is according to" in english
    assert "reportedly" in english
    assert "According to" in english
    assert "last Tuesday" in english
    assert "?" in english
