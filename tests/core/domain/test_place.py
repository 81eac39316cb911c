"""A library's place as a person writes it: a folder, or a server whose password shows nowhere."""

from pathlib import Path

import pytest

from factcheck.domain import place
from factcheck.domain.place import Server


@pytest.mark.parametrize(
    ("written", "address", "password", "login", "host"),
    [
        ("postgresql://ana@db.example/desk", "postgresql://ana@db.example/desk", None, "ana", "db.example"),
        (
            " Postgres://ana:s%40t@db.example:5433/desk ",
            "postgresql://ana@db.example:5433/desk",
            "s@t",
            "ana",
            "db.example",
        ),
        (
            "postgresql://a%40b@[::1]:5432/desk?sslmode=require",
            "postgresql://a%40b@[::1]:5432/desk?sslmode=require",
            None,
            "a@b",
            "::1",
        ),
        ("postgresql:///desk", "postgresql:///desk", None, None, ""),
    ],
)
def test_a_server(written: str, address: str, password: str | None, login: str | None, host: str) -> None:
    found = place.read(written)
    assert isinstance(found, Server)
    assert (found.address, found.password, found.login, found.host) == (address, password, login, host)
    assert str(found) == address
    assert (password or "\0") not in repr(found)


@pytest.mark.parametrize("written", ["postgresql://db.example", "postgresql://ana:secret@db.example/"])
def test_a_server_without_a_database_is_refused_and_the_password_is_not_told(written: str) -> None:
    with pytest.raises(ValueError, match=r"^postgresql") as caught:
        place.read(written)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "written",
    [
        "postgresql:/ana:{secret}@db.example/desk",
        "postgresql:///ana:{secret}@db.example/desk",
        "postgres:/db.example/desk?password={secret}",
        "postgresql://db.example?password={secret}",
        "postgresql://db.example?password=a@{secret}",
        "postgresql://ana:{secret}?x@db.example",
        "postgresql://ana:x#{secret}@db.example",
        "postgresql://[ana:{secret}@db.example/desk",
        "postgresql://ana:{secret}",
        "ana:{secret}@db.example/desk",
    ],
)
def test_what_is_told_of_an_address_that_is_none_holds_no_password(written: str) -> None:
    with pytest.raises(ValueError, match=r"^postgresql://…") as caught:
        place.server(written.format(secret="hunter2"))
    assert "hunter2" not in str(caught.value)


def test_what_can_hold_no_password_is_told_as_it_was_typed() -> None:
    with pytest.raises(ValueError, match=r"^db\.example/desk$"):
        place.server(" db.example/desk ")


def test_a_port_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^postgresql"):
        place.server("postgresql://db.example:x/desk")


def test_files_beside_a_server_are_named_by_what_it_holds_and_not_by_who_asks() -> None:
    ana, ben, other = (place.server(f"postgresql://{who}") for who in ("ana@db/desk", "ben@db/desk", "ana@db/else"))
    assert ana.key == ben.key != other.key


@pytest.mark.parametrize("written", ["~/desk", "/srv/postgresql/desk", "postgresql", "desk"])
def test_a_folder(written: str) -> None:
    assert not place.is_server(written)
    assert place.read(written) == Path(written).expanduser()
