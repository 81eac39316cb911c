"""The verbs of the history, as a script uses them."""

import json
from pathlib import Path

import pytest

from factcheck.cli.app import run

ROWS = [
    {
        "id": "b1",
        "text": "The harbour bridge was closed for two years.",
        "rating": "False",
        "date": "2020-05-01",
        "language": "en",
    },
    {"id": "d1", "text": "Dogs may travel on trains without a ticket.", "rating": "True", "language": "en"},
]


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0):
    capsys.readouterr()
    assert run([*arguments, "--format", "json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "old.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    return path


def test_an_archive_is_imported_searched_and_matched(archive: Path, tmp_path: Path, capsys) -> None:
    report = said(capsys, "import", str(archive))
    assert (report["taken"], report["refused"], report["complete"]) == (2, 0, True)
    found = said(capsys, "search", "harbour", "OR", "ticket", "--verdict", "false", "--facets")
    assert [line["own_id"] for line in found["claims"]] == ["b1"]
    assert (found["count"], found["more"]) == (1, False)
    matched = said(capsys, "match", "the", "bridge", "was", "closed", "two", "years")
    assert matched["matches"][0]["id"] == "b1"
    assert {"id", "text", "score", "words", "rating", "date", "publisher", "url"} <= matched["matches"][0].keys()
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"id": "q1", "text": "dogs on trains"}\n\n{"id": "q2", "text": "xyz"}\n', "utf-8")
    many = said(capsys, "match", "--file", str(queries))
    assert [query["id"] for query in many] == ["q1", "q2"]
    assert many[0]["matches"][0]["id"] == "d1"
    assert many[1]["matches"] == []


def test_a_decision_is_kept_and_undone(archive: Path, tmp_path: Path, capsys) -> None:
    said(capsys, "import", str(archive))
    article = tmp_path / "article.txt"
    article.write_text("For two years the harbour bridge was closed.", "utf-8")
    claim = said(capsys, "add", str(article))["claims"][0]
    said(capsys, "accept", claim)
    said(capsys, "decide", claim[-8:], "b1", "different", "--note", "another bridge")
    assert said(capsys, "match", "--claim", claim)["matches"][-1]["decision"] == "different"
    assert said(capsys, "precedents", claim)["matches"] == []
    said(capsys, "undo")
    assert said(capsys, "match", "--claim", claim)["matches"][0]["decision"] is None


def test_searches_are_kept_and_claimants_told(archive: Path, capsys) -> None:
    said(capsys, "import", str(archive))
    said(capsys, "search", "bridge", "--save", "Bridges")
    assert said(capsys, "search", "--saved", "bridges")["count"] == 1
    assert said(capsys, "searches")["searches"][0]["query"] == {"words": "bridge"}
    assert said(capsys, "searches", "--forget", "BRIDGES")["searches"] == []
    assert said(capsys, "claimants")["claimants"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["search", '"open'], 2, "quotation mark"),
        (["match"], 2, "one of"),
        (["import", "nowhere.jsonl"], 1, "nowhere.jsonl"),
        (["claimant", "Nobody"], 2, "Nobody"),
        (["lookup", "x"], 2, "off"),
        (["search", "--saved", "none"], 2, "none"),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments: list[str], code: int, words: str, capsys) -> None:
    capsys.readouterr()
    assert run(arguments) == code
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_refused_rows_are_told_and_the_rest_is_taken(tmp_path: Path, capsys) -> None:
    path = tmp_path / "half.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + json.dumps(ROWS[1])[:30], "utf-8")
    report = said(capsys, "import", str(path), code=3)
    assert (report["taken"], report["refused"], report["complaints"][0]["row"]) == (1, 1, 2)
    assert run(["import", str(path)]) == 3
