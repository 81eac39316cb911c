"""Getting into a library on a server from the command line: what is told before, and how a password is asked for."""

import sys

import typer

from factcheck.cli import out
from factcheck.domain.place import Place, Server
from factcheck.errors import FactcheckError, InputError
from factcheck.i18n import text


def remark(place: Place) -> None:
    """Tell that an address lets anybody answer, and that a password in it was taken out; the keyring is offered."""
    if not isinstance(place, Server):
        return
    from factcheck.services import server

    weak = server.warning(place)
    if weak:
        out.remark(weak)
    if place.password:
        out.remark(text("server.taken-out", address=place))
        _offer(place, place.password)


def ask(server: Server) -> str | None:
    """The password of a server, typed unseen; ``InputError`` where nobody is there to type."""
    if not sys.stdin.isatty():
        raise InputError("password-unasked", server=server)
    asked = text("server.password-ask", login=server.login or "", host=server.host or "localhost")
    password: str = typer.prompt(asked, hide_input=True, err=True, default="", show_default=False)
    return password or None


def _offer(server: Server, password: str) -> None:
    if sys.stdin.isatty() and typer.confirm(text("server.password-keep"), err=True):
        keep_password(server, password)


def keep_password(server: Server, password: str) -> None:
    """Keep a password in the system's keyring, and say whether that worked."""
    from factcheck.services import passwords

    try:
        passwords.keep(server, password)
    except FactcheckError as problem:
        out.remark(text("server.not-kept", problem=problem))
    else:
        out.remark(text("server.kept"))
