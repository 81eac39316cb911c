"""Under the blind policy nothing that the program prints or writes tells another reviewer of a first verdict.

Ana has rated on a scale of the test's own, whose words stand nowhere else: rated and rated anew, rated and taken back,
rated and returned to herself. Ben then runs every verb that reads, and neither key, label nor reason may come out.
"""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from factcheck.cli.app import command
from factcheck.paths import config_folder
from factcheck.services import reports, search
from factcheck.services.desk import Desk
from tests.core.cli.conftest import SAMPLES, Factcheck

SCALE = """
key = "swamp"
version = 1
[names]
en = "Swamps"
fr = "Marais"
"""
RATING = """
[[ratings]]
key = "{key}"
value = {value}
colour = "{colour}"
glyph = "{glyph}"
labels = {{ en = "{en}", fr = "{fr}" }}
meanings = {{ en = "It is {en}.", fr = "C’est {fr}." }}
"""
RATINGS = (
    ("zzmire", "Quagmire", "Bourbier", "#0d9648", "●"),
    ("zzbog", "Peatbog", "Tourbière", "#8c2845", "○"),
)
REASON = "Vermilion ledgers whisper so"
SECRETS = re.compile("zzmire|zzbog|quagmire|peatbog|bourbier|tourbière|vermilion|whisper", re.IGNORECASE)


@pytest.fixture
def rated(factcheck: Factcheck, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Claims that Ana has rated blind, one for each way of leaving traces."""
    return rate_blind(factcheck, monkeypatch)


def rate_blind(factcheck: Factcheck, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Rate claims as Ana, in whatever library the environment names."""
    scales = config_folder() / "scales"
    scales.mkdir(parents=True)
    listed = [
        RATING.format(key=key, value=2 - at, colour=colour, glyph=glyph, en=en, fr=fr)
        for at, (key, en, fr, colour, glyph) in enumerate(RATINGS)
    ]
    (scales / "swamp.toml").write_text(SCALE + "".join(listed), "utf-8")
    monkeypatch.setenv("FACTCHECK_REVIEW_POLICY", "blind")
    monkeypatch.setenv("FACTCHECK_REVIEW_SCALE", "swamp")
    factcheck("--reviewer", "Ana", "add", SAMPLES / "article-en.txt")
    found = factcheck("claims", "--state", "proposed", data=True).json["claims"]
    claims = [str(claim["id"]) for claim in found[:4]]
    for rating in ("zzmire", "zzbog"):
        assert rate(factcheck, claims[0], rating, "Ana").code == 0
    for claim in claims[1:3]:
        assert rate(factcheck, claim, "zzmire", "Ana").code == 0
    assert factcheck("--reviewer", "Ana", "undo").code == 0
    assert rate(factcheck, claims[3], "zzmire", "Ana").code == 0
    assert factcheck("--reviewer", "Ana", "return", claims[3], "--because", "Let me think.").code == 0
    return claims


def rate(factcheck: Factcheck, claim: str, rating: str, by: str) -> Any:
    return factcheck("--reviewer", by, "verdict", claim, rating, "--because", f"{REASON}, says {by}.")


def everything(claims: list[str], step: str, folder: Path) -> dict[str, list[list[object]]]:
    """Every verb, with what Ben might ask of it; verbs that read no verdict of the library have their reason below."""
    first, *rest = claims
    secret = [["search", word, *more] for word in ("quagmire", "zzbog", "vermilion") for more in ([], ["--facets"])]
    return {
        "articles": [["articles"]],
        "claims": [["claims"], ["claims", "--state", "verdict-proposed"]],
        "show": [["show", claim] for claim in claims] + [["show", "ARTICLE", "--as-of", step]],
        "accept": [["accept", rest[1]]],
        "dismiss": [["dismiss", rest[2], "--because", "No."]],
        "reopen": [["reopen", rest[2]]],
        "edit": [["edit", first, "--worth", "0.3"]],
        "merge": [["merge", rest[1], rest[2]]],
        "cut": [["cut", first, "--at", "1"]],
        "search": [
            ["search"], ["search", "--facets"], ["search", "--verdict", "zzbog"], ["search", "--verdict", "zzmire"],
            ["search", "--by", "Ana"], ["search", "--scale", "swamp"], *secret,
        ],
        "searches": [["searches"]],
        "claimants": [["claimants"]],
        "claimant": [["claimant", "Harbourline"]],
        "tag": [["tag", "tide", *claims]],
        "assign": [["assign", *claims, "--to", "Ben"]],
        "priority": [["priority", 2, *claims]],
        "note": [["note", first, "Which year?"], ["note", first]],
        "match": [["match", "--claim", first], ["match", "the ferry carried passengers"]],
        "decide": [["decide", rest[1], first, "related"]],
        "precedents": [["precedents", claim] for claim in claims],
        "history": [
            ["history", "--changes"], *(["history", claim] for claim in claims), ["history", "--by", "Ana"],
            *(["history", "--words", word] for word in ("quagmire", "zzmire", "vermilion", "verdict")),
        ],
        "undo": [["undo", step], ["undo"]],
        "redo": [["redo"]],
        "verify": [["verify"]],
        "report": [
            ["report", "ARTICLE", "-o", folder / f"report{suffix}"]
            for suffix in (".md", ".html", ".json", ".csv", ".docx", ".dossier.zip")
        ],
        "period": [
            ["period", "-o", folder / "period.json", "--since", "2000-01-01"],
            ["period", "-o", folder / "record.html", "--since", "2000-01-01", "--record"],
        ],
        "selection": [
            ["selection", *claims, "-o", folder / "chosen.json", "--replace"],
            ["selection", "--search", "ferry", "-o", folder / "found.md", "--replace"],
        ],
        "corrections": [["corrections"], ["corrections", first]],
        "agreement": [["agreement"]],
        "captures": [["captures"]],
        "suggest": [["suggest", "ARTICLE"]],
        "approve": [["approve", first]],
        "return": [["return", first, "--because", "Show me."]],
        "publish": [["publish", first]],
        "correct": [["correct", first, "--wrong", "It.", "--because", "So."]],
        "withdraw": [["withdraw", first, "--because", "So."]],
    }  # fmt: skip


READ_NO_VERDICT = {
    "add", "archive", "backup", "capture", "cite", "claim", "demo", "evidence", "extract", "import", "init-server",
    "languages", "lint", "lookup", "move", "open", "origin", "passages", "people", "recheck", "restore", "salvage",
    "scales", "settings", "split", "take", "verdict",
}  # fmt: skip
"""They work on pages, files and settings, open the window, list the scales for everybody, or give Ben's own verdict."""


def test_no_verb_tells_a_second_reviewer_of_a_first_verdict(
    factcheck: Factcheck, rated: list[str], tmp_path: Path
) -> None:
    steps = factcheck("history", data=True).json["steps"]
    given = next(step["id"] for step in steps if step["label"] == "verdict-hidden")
    article = factcheck("articles", data=True).json["articles"][0]["id"]
    asked = everything(rated, given, tmp_path)
    assert asked.keys() | READ_NO_VERDICT == command().commands.keys()
    assert not leaks_of(factcheck, asked, article)
    assert not [path.name for path in tmp_path.iterdir() if path.is_file() and SECRETS.search(written(path))]


def leaks_of(factcheck: Factcheck, asked: dict[str, list[list[object]]], article: str) -> list[object]:
    """What Ben is told of Ana's verdicts when he asks all that."""
    leaks: list[object] = []
    for line in (line for lines in asked.values() for line in lines):
        arguments = [article if part == "ARTICLE" else part for part in line]
        for data in (True, False) if line[0] in {"claims", "show", "search", "history", "precedents"} else (True,):
            ran = factcheck("--reviewer", "Ben", *arguments, data=data)
            assert "Usage:" not in ran.err, ran.err
            asked_for = next((str(word) for word in arguments if SECRETS.fullmatch(str(word))), "\0")
            found = SECRETS.search((ran.out + ran.err).replace(asked_for, ""))
            leaks += [(arguments, found[0])] if found else []
    return leaks


def written(path: Path) -> str:
    """What stands in a file that was written, unpacked where it is packed."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8", "replace")
    with zipfile.ZipFile(path) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_what_was_said_apart_is_seen_when_both_have_spoken(factcheck: Factcheck, rated: list[str]) -> None:
    first = rated[0]
    own = factcheck("--reviewer", "Ana", "search", data=True).json
    assert "zzbog" in str(own)
    assert rate(factcheck, first, "zzbog", "Ben").code == 0
    for verb in (["show", first], ["search", "--verdict", "zzbog"], ["history", first], ["search", "vermilion"]):
        assert SECRETS.search(factcheck("--reviewer", "Ben", *verb, data=True).out), verb
    assert "Peatbog" in factcheck("--reviewer", "Cleo", "history", first).out


def test_the_services_of_the_window_tell_nothing_either(rated: list[str], library: Path) -> None:
    from factcheck.domain.query import Query
    from factcheck.services import articles, browse, claims, corrections, history, matching, queue, verdicts

    desk = Desk.open(library, reviewer="Ben")
    article = articles.list_all(desk)[0].id
    newest = history.steps(desk, limit=1)[0].id
    then = history.as_of(desk, article, newest)
    told = [
        *(claims.get(desk, claim) for claim in rated),
        *(verdicts.of_claim(desk, claim) for claim in rated),
        *(verdicts.actions(desk, claim) for claim in rated),
        *(verdicts.missing(desk, claim) for claim in rated),
        *(matching.precedents(desk, claim) for claim in rated),
        search.find(desk, Query(), whole=True),
        search.facets(desk),
        search.facets(desk, Query(words="ferry")),
        browse.page(desk, Query(state="verdict-proposed")),
        browse.over_time(desk, Query()),
        browse.by_claimant(desk, Query()),
        history.steps(desk),
        [history.explain(step) for step in history.steps(desk)],
        queue.waiting(desk),
        corrections.ledger(desk),
        reports.model_of_claims(desk, rated, "Chosen"),
        reports.model(desk, article),
        reports.model(desk, article, at_step=newest),
        claims.of_article(then, article),
        history.can_undo(desk),
    ]
    assert not [str(one) for one in told if SECRETS.search(repr(one))]
    then.close()
    desk.close()
