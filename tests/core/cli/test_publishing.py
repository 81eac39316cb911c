"""What leaves the desk and comes from others by command: lint, period, dossiers, reports taken in, archives."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.core.cli.conftest import Factcheck


@pytest.fixture
def decided(factcheck: Factcheck, site: str, article: str, claim: dict[str, Any]) -> str:
    """The sample with one claim decided on one source."""
    factcheck("cite", claim["id"], f"{site}/source-en.html", "--stance", "refutes")
    factcheck("verdict", claim["id"], "false", "--because", "The board counts fewer.")
    return article


def test_markup_is_linted_for_machines_and_people(factcheck: Factcheck, decided: str, tmp_path: Path) -> None:
    factcheck("report", decided, "-o", tmp_path / "review.jsonld")
    ran = factcheck("lint", tmp_path / "review.jsonld", data=True)
    assert ran.code == 1, "a review without its own address cannot be found"
    assert {finding["rule"] for finding in ran.json["findings"]} >= {"url-missing"} or ran.json["findings"]
    assert set(ran.json["findings"][0]) == {"path", "rule", "severity", "message", "mend"}
    said = factcheck("lint", tmp_path / "review.jsonld")
    assert "url" in said.out
    published = ("--url", "https://desk.example/checks/ferry", "--replace", "--decided")
    factcheck("report", decided, "-o", tmp_path / "review.jsonld", *published)
    clean = factcheck("lint", tmp_path / "review.jsonld", data=True)
    assert (clean.code, [f for f in clean.json["findings"] if f["severity"] == "error"]) == (0, [])
    assert factcheck("report", decided, "-o", tmp_path / "x.jsonld", "--url", "ftp://desk.example/").code == 2
    (tmp_path / "none.json").write_text("{}")
    assert factcheck("lint", tmp_path / "none.json", data=True).json["findings"]


def test_lint_of_what_is_not_there_is_one_sentence(sentence: Any, tmp_path: Path) -> None:
    assert "none.jsonld" in sentence("lint", tmp_path / "none.jsonld", code=2)


def test_a_dossier_is_verified_taken_and_refused_when_a_byte_changed(
    factcheck: Factcheck, decided: str, tmp_path: Path
) -> None:
    path = tmp_path / "ferry.dossier.zip"
    assert factcheck("report", decided, "-o", path).code == 0
    sound = factcheck("verify", path, data=True)
    assert (sound.code, sound.json["ok"], sound.json["evidence"] > 0) == (0, True, True)
    other = ("--library", tmp_path / "other")
    taken = factcheck("take", path, *other, data=True)
    assert taken.json["articles"] == [decided]
    assert factcheck("verify", *other, data=True).json["ok"] is True
    again = factcheck("take", path, *other)
    assert again.code == 0
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))
    broken = factcheck("verify", path, data=True)
    assert (broken.code, broken.json["ok"]) == (1, False)
    assert factcheck("take", path, "--library", tmp_path / "third").code == 1


def test_a_json_report_is_taken_by_the_same_ids(factcheck: Factcheck, decided: str, tmp_path: Path) -> None:
    factcheck("report", decided, "-o", tmp_path / "ferry.json")
    other = ("--library", tmp_path / "other")
    assert factcheck("take", tmp_path / "ferry.json", *other).code == 0
    ours, theirs = (factcheck("claims", decided, *where, data=True).json["claims"] for where in ((), other))
    kept = [c for c in ours if c["state"] != "dismissed"]
    assert [c["standalone"] for c in theirs] == [c["standalone"] for c in kept]


def test_a_period_and_a_record(factcheck: Factcheck, decided: str, claim: dict[str, Any], tmp_path: Path) -> None:
    ran = factcheck("period", "--since", "2020-01-01", "-o", tmp_path / "year.md", data=True)
    assert ran.json["claims"] == 1
    early = factcheck(
        "period", "--since", "2000-01-01", "--until", "2000-12-31", "-o", tmp_path / "none.json", data=True
    )
    assert early.json["claims"] == 0
    record = factcheck("period", "--since", "2020-01-01", "--record", "-o", tmp_path / "record.json", data=True)
    assert record.json["claims"] == 1
    assert json.loads((tmp_path / "record.json").read_text("utf-8"))["kind"] == "record"


def test_only_decided_claims_and_the_past(factcheck: Factcheck, decided: str, tmp_path: Path) -> None:
    factcheck("report", decided, "-o", tmp_path / "some.json", "--decided")
    assert len(json.loads((tmp_path / "some.json").read_text("utf-8"))["claims"]) == 1
    first = factcheck("history", data=True).json["steps"][-1]["id"]
    factcheck("report", decided, "-o", tmp_path / "then.json", "--as-of", first)
    then = json.loads((tmp_path / "then.json").read_text("utf-8"))["claims"]
    assert all(claim.get("verdict") is None for claim in then)


def test_copies_in_archives_and_suggestions(factcheck: Factcheck, decided: str, site: str, sentence: Any) -> None:
    url = f"{site}/source-en.html"
    assert factcheck("archive", url, data=True).json["copies"] == []
    link = f"https://web.archive.org/web/20240301120005/{url}"
    assert factcheck("archive", url, "--link", link, data=True).json["copies"][0]["url"] == link
    assert sentence("archive", url, "--ask", "look-up", code=2)
    assert isinstance(factcheck("suggest", decided, data=True).json["suggestions"], list)


def test_chosen_claims_and_what_a_search_finds(
    factcheck: Factcheck, decided: str, claim: dict[str, Any], sentence: Any, tmp_path: Path
) -> None:
    others = [one["id"] for one in factcheck("claims", decided, data=True).json["claims"] if one["id"] != claim["id"]]
    ran = factcheck("selection", others[0], claim["id"], "-o", tmp_path / "two.json", "--title", "Two", data=True)
    assert ran.json["claims"] == 2
    two = json.loads((tmp_path / "two.json").read_text("utf-8"))
    assert (two["kind"], two["title"], [one["id"] for one in two["claims"]]) == (
        "claims",
        "Two",
        [others[0], claim["id"]],
    )
    first = factcheck("history", data=True).json["steps"][-1]["id"]
    factcheck("selection", claim["id"], "-o", tmp_path / "then.json", "--as-of", first)
    then = json.loads((tmp_path / "then.json").read_text("utf-8"))
    assert then["claims"][0].get("verdict") is None
    assert then["chain"]["as_of"] == 1
    words = claim["text"].split()[0]
    factcheck("search", words, "--save", "mine")
    for asked in (("--search", words), ("--saved", "mine")):
        factcheck("selection", *asked, "-o", tmp_path / "found.json", "--replace")
        found = json.loads((tmp_path / "found.json").read_text("utf-8"))
        assert found["kind"] == "search"
        assert claim["id"] in [one["id"] for one in found["claims"]]
        assert words in found["subject"]
    assert "--search" in sentence("selection", "-o", tmp_path / "x.pdf", code=2)


def test_a_corrected_report_says_its_version(
    factcheck: Factcheck, decided: str, claim: dict[str, Any], tmp_path: Path
) -> None:
    assert factcheck("report", decided, "-o", tmp_path / "one.md", data=True).json["version"] == 1
    factcheck("publish", claim["id"])
    factcheck("correct", claim["id"], "--wrong", "The rating", "--because", "The board counts it otherwise.",
              "--rating", "half-true")  # fmt: skip
    ran = factcheck("report", decided, "-o", tmp_path / "two.md")
    assert "Version 2" in ran.err
    assert "The board counts it otherwise." in (tmp_path / "two.md").read_text("utf-8").split("Verdicts at a glance")[0]
