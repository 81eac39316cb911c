"""A newsroom: a library on a server with its people."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
import pytest

from factcheck.domain import place
from factcheck.domain.place import Server
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from factcheck.store.server import people, roles
from tests.postgres import at, name_of, on_socket

PASSWORD = "correct horse battery staple"
PEOPLE = {
    "dora": ("Dora Lind", "reader"),
    "ana": ("Ana Ruiz", "reviewer"),
    "bo": ("Bo Ek", "reviewer"),
    "carla": ("Carla Öz", "reviewer"),
    "ed": ("Ed Itor", "editor"),
    "ada": ("Ada Min", "administrator"),
}


@dataclass
class Newsroom:
    """A library, and how its people come in. ``address`` is the superuser's."""

    address: str
    _desks: list[Desk] = field(default_factory=list)

    @property
    def owner(self) -> Server:
        """The database administrator's way in."""
        return place.server(self.address)

    def login(self, who: str) -> str:
        """A person's login: roles belong to the whole cluster, so each newsroom has its own."""
        return f"{who}_{name_of(self.address)}"

    def server(self, who: str) -> Server:
        """A person's way in, by the socket."""
        return place.server(on_socket(self.address, self.login(who)))

    def over_network(self, who: str, password: str | None = PASSWORD) -> Server:
        """A person's way in with a password."""
        return Server(at(self.address, login=self.login(who)), password)

    def desk(self, who: str, **settings: str) -> Desk:
        """A person's desk; settings are named like ``review_policy``."""
        overrides = {name.replace("_", ".", 1): value for name, value in settings.items()}
        made = Desk.open(self.server(who), settings=Settings(overrides=dict(overrides)), reviewer=PEOPLE[who][0])
        self._desks.append(made)
        return made

    def sql(self, who: str) -> "psycopg.Connection[tuple[object, ...]]":
        """A person's bare connection: whoever knows SQL needs no program."""
        return psycopg.connect(on_socket(self.address, self.login(who)))

    def close(self) -> None:
        """Close the desks."""
        for desk in self._desks:
            desk.close()


def staff(address: str) -> Newsroom:
    """Make a library in an empty database, and let its people in."""
    room = Newsroom(address)
    roles.make(room.owner)
    for who, (name, role) in PEOPLE.items():
        people.add(room.owner, room.login(who), name, role, PASSWORD)
    return room


@pytest.fixture
def newsroom(empty_database: str) -> Iterator[Newsroom]:
    """A newsroom of the test's own."""
    room = staff(empty_database)
    yield room
    room.close()
