"""Looking a claim up in Google's Fact Check Tools API: other desks' checks, by words. Opt-in.

``claims:search`` is asked with the words of the claim, which tells Google what is being checked; nothing is asked
unless the setting ``factchecktools.look_up`` allows it. The key is kept in the system's keyring and sent as a header,
so that it stands in no address. https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from factcheck.domain.check import EarlierCheck
from factcheck.errors import NetworkError, Refused
from factcheck.intake.checks import from_claimreview
from factcheck.settings import Settings
from factcheck.web.credentials import unusable
from factcheck.web.fetch import Ask, fetch
from factcheck.web.fetched import Limits

PAGE = 10
_SERVICE, _USER = "factcheck-workbench", "google-fact-check-tools"
_LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of what the service knows; ``next_page`` is the token of the next one, or None."""

    checks: tuple[EarlierCheck, ...]
    next_page: str | None


def search(
    words: str,
    settings: Settings,
    *,
    language: str | None = None,
    publisher: str | None = None,
    max_age_days: int | None = None,
    page: str | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Answer:
    """Published checks that the service finds for the words, best first.

    ``Refused`` when the setting does not allow it or there is no key; ``NetworkError`` when it does not answer, says
    no, or answers something else than documented. No library is touched.
    """
    if not settings.flag("factchecktools.look_up"):
        raise Refused("factchecktools-off")
    key = stored_key()
    if key is None:
        raise Refused("factchecktools-key")
    asked = {
        "query": " ".join(words.split())[:1000],
        "languageCode": language,
        "reviewPublisherSiteFilter": publisher,
        "maxAgeDays": max_age_days,
        "pageSize": PAGE,
        "pageToken": page,
    }
    service = settings.text("factchecktools.url").rstrip("/")
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    limits = Limits.from_settings(settings).allowing(service)
    limits = replace(limits, max_bytes=_LARGEST, max_inflated_bytes=_LARGEST, max_redirects=0, pause_s=0.0)
    ask = Ask(headers={"X-Goog-Api-Key": key, "Accept": "application/json"})
    got = fetch(f"{service}/v1alpha1/claims:search?{query}", limits, cancelled=cancelled, ask=ask)
    status = got.hops[-1].status if got.hops else None
    return _read(got.body.read(), status)


def stored_key() -> str | None:
    """The key of the service from the system's keyring, or None. ``WorldError`` when there is no usable keyring."""
    try:
        return keyring.get_password(_SERVICE, _USER) or None
    except KeyringError as problem:
        raise unusable(problem) from problem


def store_key(key: str) -> None:
    """Keep the key in the system's keyring; an empty one is removed. ``WorldError`` when there is no usable keyring."""
    try:
        if key.strip():
            keyring.set_password(_SERVICE, _USER, key.strip())
        else:
            keyring.delete_password(_SERVICE, _USER)
    except PasswordDeleteError:
        return
    except KeyringError as problem:
        raise unusable(problem) from problem


def _read(body: bytes, status: int | None) -> Answer:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = None
    if status != 200 or not isinstance(data, dict):
        said = data.get("error") if isinstance(data, dict) else None
        message = said.get("message") if isinstance(said, dict) else None
        raise NetworkError("factchecktools-answer", status=status or "—", message=str(message or "—")[:200])
    reviews = [
        (claim, review) for claim in _objects(data.get("claims")) for review in _objects(claim.get("claimReview"))
    ]
    rows = [from_claimreview(row, _as_claimreview(*pair)) for row, pair in enumerate(reviews, 1)]
    token = data.get("nextPageToken")
    checks = tuple(row for row in rows if isinstance(row, EarlierCheck))
    return Answer(checks, token if isinstance(token, str) and token else None)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _as_claimreview(claim: dict[str, Any], review: dict[str, Any]) -> dict[str, Any]:
    """The service's own names as those of schema.org."""
    publisher = review.get("publisher")
    publisher = publisher if isinstance(publisher, dict) else {}
    return {
        "claimReviewed": claim.get("text"),
        "name": review.get("title"),
        "url": review.get("url"),
        "datePublished": review.get("reviewDate"),
        "inLanguage": review.get("languageCode"),
        "author": {"name": publisher.get("name") or publisher.get("site")},
        "reviewRating": {"alternateName": review.get("textualRating")},
        "itemReviewed": {"author": {"name": claim.get("claimant")}, "datePublished": claim.get("claimDate")},
    }
