"""Every verb that reads, run by a second reviewer on a server, where the database keeps the first verdict sealed."""

from pathlib import Path

import pytest

from factcheck.cli.app import command
from factcheck.domain import place
from factcheck.store.server import people, roles
from tests.core.cli.conftest import Factcheck
from tests.core.cli.conftest import factcheck as factcheck  # noqa: PLC0414  # the fixture
from tests.core.cli.test_veil import SECRETS, everything, leaks_of, rate, rate_blind, written
from tests.postgres import name_of, on_socket


def test_no_verb_tells_a_second_reviewer_of_a_first_verdict(
    factcheck: Factcheck, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles.make(place.server(empty_database))
    logins = {name: f"{name.lower()}_{name_of(empty_database)}" for name in ("Ana", "Ben")}
    for name, login in logins.items():
        people.add(place.server(empty_database), login, name, "editor", "a password of theirs")
    monkeypatch.setenv("FACTCHECK_LIBRARY", on_socket(empty_database, logins["Ana"]))
    rated = rate_blind(factcheck, monkeypatch)
    monkeypatch.setenv("FACTCHECK_LIBRARY", on_socket(empty_database, logins["Ben"]))
    steps = factcheck("history", data=True).json["steps"]
    given = next(step["id"] for step in steps if step["label"] == "verdict-hidden")
    article = factcheck("articles", data=True).json["articles"][0]["id"]
    asked = everything(rated, given, tmp_path)
    assert len(asked) > len(command().commands) / 2
    assert not leaks_of(factcheck, asked, article)
    assert not [path.name for path in tmp_path.iterdir() if path.is_file() and SECRETS.search(written(path))]
    assert rate(factcheck, rated[0], "zzbog", "Ben").code == 0
    assert SECRETS.search(factcheck("history", rated[0], data=True).out)
    assert factcheck("verify").code == 0
