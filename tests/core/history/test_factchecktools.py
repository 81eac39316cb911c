"""The look-up at Google's Fact Check Tools against a server on this machine that answers as documented."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from factcheck.errors import NetworkError, Refused
from factcheck.services import factchecktools
from factcheck.settings import Settings

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


class Store(KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.server.asked.append((self.path, self.headers.get("X-Goog-Api-Key")))  # type: ignore[attr-defined]
            status, body = self.server.answer  # type: ignore[attr-defined]
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.asked = []  # type: ignore[attr-defined]
    made.answer = (200, json.dumps(ANSWER).encode())  # type: ignore[attr-defined]
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def settings(server: ThreadingHTTPServer) -> Iterator[Settings]:
    before = keyring.get_keyring()
    keyring.set_keyring(Store())
    factchecktools.store_key("  secret-key \n")
    address = f"http://127.0.0.1:{server.server_address[1]}"
    yield Settings(overrides={"factchecktools.look_up": True, "factchecktools.url": address})
    keyring.set_keyring(before)


def test_published_checks_come_as_earlier_checks(server, settings: Settings) -> None:
    answer = factchecktools.search("bridge  closed", settings, language="en", max_age_days=30)
    first, second = answer.checks
    assert (first.text, first.rating, first.publisher, first.date, first.claim_date, first.claimant) == (
        "The bridge was closed for two years.", "False", "Harbour Check", "2021-02-05", "2021-02-03", "Jo Reed",
    )  # fmt: skip
    assert (second.rating, second.publisher) == ("Fake", "other.example")
    assert answer.next_page == "CAo"
    path, key = server.asked[0]
    asked = parse_qs(urlsplit(path).query)
    assert urlsplit(path).path == "/v1alpha1/claims:search"
    assert asked == {"query": ["bridge closed"], "languageCode": ["en"], "maxAgeDays": ["30"], "pageSize": ["10"]}
    assert key == "secret-key"
    assert "secret-key" not in path


def test_nothing_is_asked_unless_allowed_and_keyed(server, settings: Settings) -> None:
    with pytest.raises(Refused, match="off"):
        factchecktools.search("bridge", Settings())
    factchecktools.store_key("")
    factchecktools.store_key("")
    with pytest.raises(Refused, match="no key"):
        factchecktools.search("bridge", settings)
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (403, json.dumps({"error": {"code": 403, "message": "API key not valid."}}).encode(), "API key not valid"),
        (400, b"{}", "400"), (200, b"<html>no</html>", "200"), (200, b"[1]", "200"), (200, b"", "200"),
        (200, b"[" * 50_000, "200"),
    ],
)  # fmt: skip
def test_other_answers_are_told(server, settings: Settings, status: int, body: bytes, said: str) -> None:
    server.answer = (status, body)
    with pytest.raises(NetworkError, match=said):
        factchecktools.search("bridge", settings)


def test_an_empty_answer_is_no_mistake(server, settings: Settings) -> None:
    server.answer = (200, b"{}")
    answer = factchecktools.search("bridge", settings)
    assert (answer.checks, answer.next_page) == ((), None)
