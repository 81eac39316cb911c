"""Looking after a library on a server as the guide says: made by a verb, people by verbs, saved and brought back."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from factcheck.cli.app import run
from factcheck.domain import place
from factcheck.domain.article import Draft
from factcheck.domain.place import Server
from factcheck.errors import LibraryError
from factcheck.i18n import text, use
from factcheck.services import articles, claims, history, marks, server, verdicts
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from tests.core.server.conftest import PASSWORD, Newsroom
from tests.core.services.conftest import TEXT, split
from tests.postgres import a_database, at, name_of


class Said:
    """What a verb printed, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def data(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def factcheck(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs a verb."""

    def call(*arguments: str) -> Said:
        code = run(list(arguments))
        shown = capsys.readouterr()
        return Said(code, shown.out, shown.err)

    return call


def _run(*command: str) -> bytes:
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_a_newsroom_is_set_up_by_verbs(
    empty_database: str, factcheck: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = empty_database
    ada, ana = (f"{who}_{name_of(where)}" for who in ("ada", "ana"))
    before = factcheck("--library", where, "claims")
    assert before.code == 1
    assert "factcheck init-server" in before.err
    made = factcheck("init-server", where)
    assert made.code == 0, made.err
    assert "people add" in made.out
    assert factcheck("init-server", where).code == 0, "twice is as once"
    added = factcheck("--library", where, "people", "add", ada, "--name", "Ada Min", "--role", "administrator")
    assert added.code == 0, added.err
    password = added.out.split()[-1]
    mine = at(where, login=ada)
    monkeypatch.setenv("PGPASSWORD", password)
    told = factcheck("--library", mine, "--format", "json", "people", "add", ana, "--name", "Ana Ruiz")
    assert told.data["role"] == "reviewer"
    monkeypatch.setenv("PGPASSWORD", told.data["password"])
    hers = at(where, login=ana)
    people = factcheck("--library", hers, "--format", "json", "people").data["people"]
    assert [(one["reviewer"], one["role"]) for one in people] == [
        ("Ada Min", "administrator"),
        ("Ana Ruiz", "reviewer"),
    ]
    assert "Ana Ruiz" in factcheck("--library", hers, "people").out
    refused = factcheck("--library", hers, "people", "remove", ada)
    assert refused.code == 1
    assert "Ask an administrator" in refused.err
    assert factcheck("--library", hers, "--reviewer", "Ada Min", "claims").code == 2
    assert factcheck("--library", hers, "claims").code == 0
    monkeypatch.setenv("PGPASSWORD", password)
    assert factcheck("--library", mine, "people", "role", ana, "--role", "editor").code == 0
    assert factcheck("--library", mine, "people", "remove", ana).code == 0
    monkeypatch.setenv("PGPASSWORD", told.data["password"])
    gone = factcheck("--library", hers, "claims")
    assert gone.code == 1
    assert "refuses the login" in gone.err or "does not let this login in" in gone.err


def test_people_are_a_servers(factcheck: Callable[..., Said], tmp_path: Path) -> None:
    said = factcheck("--library", str(tmp_path), "people")
    assert said.code == 2
    assert "is a folder" in said.err


@pytest.mark.parametrize("language", ["en", "fr"])
def test_verification_tells_of_sealed_steps(newsroom: Newsroom, factcheck: Callable[..., Said], language: str) -> None:
    ana = newsroom.desk("ana", review_policy="blind")
    articles.add(ana, Draft(text=TEXT), split())
    verdicts.give(ana, claims.list_all(ana)[0].id, "false", "The books say 3 million.")
    use(language)
    bo, hers = (newsroom.server(who).address for who in ("bo", "ana"))
    said = factcheck("--library", bo, "verify")
    assert said.code == 0
    assert " ".join(text("cli.sealed", n=1).split()) in " ".join(said.out.split())
    assert text("cli.sealed", n=1)[:12] not in factcheck("--library", hers, "verify").out


def test_a_dump_brings_back_everything_and_its_seals(newsroom: Newsroom, tmp_path: Path) -> None:
    """Into another database of the same server: its roles are others, so the rights are made anew."""
    ana = newsroom.desk("ana", review_policy="blind")
    articles.add(ana, Draft(text=TEXT), split())
    claim = claims.list_all(ana)[0].id
    marks.note(ana, claim, "Kept 🧾")
    verdicts.give(ana, claim, "false", "Vermilion")
    head = history.head(ana)
    dump = tmp_path / "library.dump"
    _run("pg_dump", "--format=custom", f"--file={dump}", newsroom.address)
    with a_database(at(newsroom.address, "postgres")) as again:
        _run("pg_restore", "--exit-on-error", "--no-owner", "--no-acl", f"--dbname={again}", str(dump))
        server.make(place.server(again))
        for who, name in (("ana", "Ana Ruiz"), ("bo", "Bo Ek")):
            where = Server(at(again, login=newsroom.login(who)), PASSWORD)
            desk = Desk.open(where, settings=Settings(overrides={"review.policy": "blind"}))
            assert desk.reviewer == name
            assert history.head(desk) == head
            assert history.verify(desk).ok
            assert len(verdicts.of_claim(desk, claim)) == (1 if who == "ana" else 0)
            desk.close()


def test_a_whole_server_comes_back_from_its_roles_and_its_dump(
    newsroom: Newsroom, own_cluster: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another server: roles first, then the dump; people keep their passwords."""
    ana = newsroom.desk("ana", review_policy="blind")
    articles.add(ana, Draft(text=TEXT), split())
    claim = claims.list_all(ana)[0].id
    verdicts.give(ana, claim, "false", "Vermilion")
    name, dump = name_of(newsroom.address), tmp_path / "library.dump"
    roles = _run("pg_dumpall", "--roles-only", f"--dbname={newsroom.address}").decode()
    _run("pg_dump", "--format=custom", f"--file={dump}", newsroom.address)
    other = own_cluster(quick=True)
    monkeypatch.setenv("PGPASSFILE", str(other.pgpass))
    mine = "".join(line + "\n" for line in roles.splitlines() if name in line)
    with psycopg.connect(other.address(), autocommit=True) as connection:
        connection.execute(mine.encode())
        connection.execute(f"CREATE DATABASE {name}")
    _run("pg_restore", "--exit-on-error", f"--dbname={other.address(name)}", str(dump))
    server.make(place.server(other.address(name)))
    desk = Desk.open(Server(other.address(name, newsroom.login("bo")), PASSWORD))
    try:
        assert verdicts.of_claim(desk, claim) == []
        assert history.verify(desk).ok
        assert [step.label for step in history.steps(desk)] == ["verdict-hidden", "article-added"]
    finally:
        desk.close()


def test_a_program_that_was_open_during_an_upgrade_changes_nothing_more(newsroom: Newsroom) -> None:
    ana = newsroom.desk("ana")
    articles.add(ana, Draft(text=TEXT), split())
    claim = claims.list_all(ana)[0].id
    with psycopg.connect(newsroom.address) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryError, match="while this program was open"):
        marks.note(ana, claim, "Too late")
    assert claims.get(ana, claim).id == claim, "reading goes on"
    with pytest.raises(LibraryError) as refused:
        newsroom.desk("ana")
    assert refused.value.key == "server-newer"
