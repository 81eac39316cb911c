"""Verbs about a library on a server: make it, and let people in."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from factcheck.cli import out, shapes
from factcheck.cli.options import PRINTS, READS, Job, verb
from factcheck.cli.signing_in import ask, keep_password, remark
from factcheck.cli.tables import head
from factcheck.domain.place import Place, Server
from factcheck.errors import InputError
from factcheck.i18n import text
from factcheck.paths import default_library, place_of
from factcheck.settings import Settings

if TYPE_CHECKING:
    from factcheck.store.server.people import Person

verbs = typer.Typer()


class Action(StrEnum):
    """What is done about the people."""

    LIST = "list"
    ADD = "add"
    ROLE = "role"
    PASSWORD = "password"  # noqa: S105  # the word, not a password
    REMOVE = "remove"


class Role(StrEnum):
    """What people may be."""

    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


@verb(verbs, "init-server", PRINTS)
def init_server(asked: Job, address: Annotated[str, typer.Argument(metavar="ADDRESS", show_default=False)]) -> None:
    from factcheck.services import server

    place = admitted(place_of(address))
    with out.working(text("server.making")):
        server.make(place, ask)
    asked.show({"server": place.address}, lambda: out.safe(text("server.made", server=place)))


@verb(verbs, "people", READS)
def people(
    asked: Job,
    action: Annotated[Action, typer.Argument(metavar="[ACTION]", show_default=False)] = Action.LIST,
    login: Annotated[str | None, typer.Argument(metavar="[LOGIN]", show_default=False)] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", show_default=False)] = None,
    role: Annotated[Role | None, typer.Option("--role", metavar="|".join(Role), show_default=False)] = None,
    typed: Annotated[bool, typer.Option("--ask")] = False,
    keep: Annotated[bool, typer.Option("--keep")] = False,
    gone: Annotated[bool, typer.Option("--gone")] = False,
) -> None:
    from factcheck.services import server

    place = admitted(asked.library or default_library(Settings().text("library.folder")))
    if action is Action.LIST:
        found = server.people(place, gone=gone, ask=ask)
        asked.show({"people": [shapes.plain(one) for one in found]}, lambda: _table(found))
    elif action is Action.PASSWORD:
        _password(asked, place, login, keep=keep)
    elif not login:
        raise InputError("person-empty")
    elif action is Action.ADD:
        _add(asked, place, login, name or "", role or Role.REVIEWER, typed=typed)
    elif action is Action.REMOVE:
        server.remove(place, login, ask)
        asked.show({"login": login}, lambda: out.safe(text("server.person-removed", login=login)))
    else:
        wanted = role or Role.REVIEWER
        server.change_role(place, login, wanted, ask)
        said = text("server.person-changed", login=login, role=_named(wanted))
        asked.show({"login": login, "role": wanted}, lambda: out.safe(said))


def admitted(place: Place) -> Server:
    """The server that was meant, with its remarks told; ``InputError`` for a folder."""
    if not isinstance(place, Server):
        raise InputError("server-only", place=place)
    remark(place)
    return place


def _add(asked: Job, place: Server, login: str, name: str, role: Role, *, typed: bool) -> None:
    from factcheck.services import server

    password = server.add(place, login, name, role, _twice(login) if typed else None, ask)
    data = {"login": login, "reviewer": name, "role": role, "password": None if typed else password}
    said = [text("server.person-added", reviewer=name, login=login, role=_named(role))]
    if password is None:
        said.append(text("server.person-had-login", login=login))
    elif not typed:
        said.append(text("server.person-password", password=password))
    asked.show(data, lambda: out.safe("\n".join(said)))


def _password(asked: Job, place: Server, login: str | None, *, keep: bool) -> None:
    from factcheck.services import server

    if keep:
        password = place.password or ask(place)
        if password:
            server.people(Server(place.address, password))  # a password that does not fit is not kept
            keep_password(place, password)
        return
    who = server.change_password(place, login, _twice(login or place.login or ""), ask)
    asked.show({"login": who}, lambda: out.safe(text("server.password-changed", login=who)))


def _twice(login: str) -> str:
    from factcheck.services import passwords

    if not sys.stdin.isatty():  # a script gives it on a line of its standard input, where no list of processes shows it
        typed = sys.stdin.readline().rstrip("\n")
        return passwords.checked(typed, typed)
    first: str = typer.prompt(text("server.password-new", login=login), hide_input=True, err=True)
    again: str = typer.prompt(text("server.password-again"), hide_input=True, err=True)
    return passwords.checked(first, again)


def _named(role: str) -> str:
    return text(f"server.role.{role}")


def _table(found: "list[Person]") -> Table:
    rows = []
    for one in found:
        until = f" – {one.until:%Y-%m-%d}" if one.until else ""
        rows.append((one.login, one.reviewer, f"{_named(one.role)}\n{one.since:%Y-%m-%d}{until}"))
    return out.table(head("login", "signs", "about"), rows)
