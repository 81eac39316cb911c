"""How one gets into a place that wants a password: with the one that is kept, or asked for."""

from collections.abc import Callable
from typing import TypeVar

from factcheck.domain.place import Place, Server
from factcheck.errors import LibraryError

Ask = Callable[[Server], str | None]
"""Asks a person for the password of a server; None when they give none."""
Entered = TypeVar("Entered")


def let_in(place: Place, enter: Callable[[Place], Entered], ask: Ask | None = None) -> Entered:
    """What ``enter`` returns for a place; where a server wants a password, with the one that is kept or asked for.

    A password that stands in the address as it was typed is used and no other. Raises what ``enter`` raises.
    """
    try:
        return enter(place)
    except LibraryError as refused:
        if refused.key != "server-password" or not isinstance(place, Server) or place.password:
            raise
        from factcheck.services import passwords  # noqa: PLC0415  # the keyring is loaded where one is needed

        held = passwords.kept(place)
        if held:
            try:
                return enter(Server(place.address, held))
            except LibraryError as wrong:
                if wrong.key != "server-password" or ask is None:
                    raise
        given = ask(place) if ask else None
        if not given:
            raise
        return enter(Server(place.address, given))
