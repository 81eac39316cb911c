"""The look-up at Google's Fact Check Tools against a server on this machine that answers as documented."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import keyring
import pytest

from factcheck.errors import NetworkError, Refused
from factcheck.services import factchecktools
from factcheck.settings import Settings
from tests.core.web.site import Site
from tests.keyrings import Memory

ANSWER = {
    "claims": [
        {
            "text": "The bridge was closed for two years.", "claimant": "Jo Reed", "claimDate": "2021-02-03T00:00:00Z",
            "claimReview": [
                {"publisher": {"name": "Harbour Check", "site": "check.example"}, "url": "https://check.example/1",
                 "title": "No, it was not", "reviewDate": "2021-02-05T10:00:00Z", "textualRating": "False",
                 "languageCode": "en"},
                {"publisher": {"site": "other.example"}, "url": "https://other.example/2",
                 "textualRating": "<b>Fake</b>"},
            ],
        },
        {"text": "", "claimReview": [{}]},
        "not an object",
    ],
    "nextPageToken": "CAo",
}  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        made.page("*", json.dumps(ANSWER), kind="application/json; charset=UTF-8")
        yield made


@pytest.fixture
def settings(site: Site) -> Iterator[Settings]:
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    factchecktools.store_key("  secret-key \n")
    address = site.url().rstrip("/")
    yield Settings(overrides={"factchecktools.look_up": True, "factchecktools.url": address})
    keyring.set_keyring(before)


def test_published_checks_come_as_earlier_checks(site: Site, settings: Settings) -> None:
    answer = factchecktools.search("bridge  closed", settings, language="en", max_age_days=30)
    first, second = answer.checks
    assert (first.text, first.rating, first.publisher, first.date, first.claim_date, first.claimant) == (
        "The bridge was closed for two years.", "False", "Harbour Check", "2021-02-05", "2021-02-03", "Jo Reed",
    )  # fmt: skip
    assert (second.rating, second.publisher) == ("Fake", "other.example")
    assert answer.next_page == "CAo"
    path, key = site.calls[0].path, site.calls[0].headers.get("x-goog-api-key")
    asked = parse_qs(urlsplit(path).query)
    assert urlsplit(path).path == "/v1alpha1/claims:search"
    assert asked == {"query": ["bridge closed"], "languageCode": ["en"], "maxAgeDays": ["30"], "pageSize": ["10"]}
    assert key == "secret-key"
    assert "secret-key" not in path


def test_nothing_is_asked_unless_allowed_and_keyed(site: Site, settings: Settings) -> None:
    with pytest.raises(Refused, match="off"):
        factchecktools.search("bridge", Settings())
    factchecktools.store_key("")
    factchecktools.store_key("")
    with pytest.raises(Refused, match="no key"):
        factchecktools.search("bridge", settings)
    assert site.calls == []


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (403, json.dumps({"error": {"code": 403, "message": "API key not valid."}}).encode(), "API key not valid"),
        (400, b"{}", "400"), (200, b"<html>no</html>", "200"), (200, b"[1]", "200"), (200, b"", "200"),
        (200, b"[" * 50_000, "200"),
    ],
)  # fmt: skip
def test_other_answers_are_told(site: Site, settings: Settings, status: int, body: bytes, said: str) -> None:
    site.page("*", body, status=status)
    with pytest.raises(NetworkError, match=said):
        factchecktools.search("bridge", settings)


def test_an_empty_answer_is_no_mistake(site: Site, settings: Settings) -> None:
    site.page("*", b"{}")
    answer = factchecktools.search("bridge", settings)
    assert (answer.checks, answer.next_page) == ((), None)
