"""Fixtures of a real PostgreSQL: one cluster for a test run, a database of its own for each test that asks for one.

Without PostgreSQL these tests are skipped, with one line that says so.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cluster import Cluster

TEMPLATE = "factcheck_template"
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the run's cluster, as its superuser: ``postgresql://postgres@127.0.0.1:port/postgres``.

    Its password is in the file that PGPASSFILE names; on the Unix socket (``on_socket``) anybody gets in without one.
    """
    _look_for_postgres()
    from tests.cluster import borrowed

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with borrowed(shared / "postgres") as state, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSFILE", state["pgpass"])
        patch.setenv("FACTCHECK_TESTS_SOCKETS", state["sockets"])
        patch.setenv("PATH", f"{state['binaries']}{os.pathsep}{os.environ['PATH']}")  # pg_dump and its like
        yield f"postgresql://postgres@127.0.0.1:{state['port']}/postgres"


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """The name of the database that new libraries are copied from: the tables, and nothing in them."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")  # one process of the run makes it
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone():
            connection.execute(f"CREATE DATABASE {TEMPLATE}_new")
            _fill(at(server, f"{TEMPLATE}_new"))
            connection.execute(f"ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}")
    return TEMPLATE


@pytest.fixture
def database(server: str, template: str) -> Iterator[str]:
    """The address of a new, empty library of the test's own, as the superuser."""
    with a_database(server, f"TEMPLATE {template}") as address:
        yield address


@pytest.fixture
def empty_database(server: str) -> Iterator[str]:
    """The address of a new database of the test's own without any table, as the superuser."""
    with a_database(server) as address:
        yield address


@pytest.fixture
def own_cluster() -> Iterator[Callable[..., "Cluster"]]:
    """Makes clusters of the test's own, to be stopped, started and set up as it likes: ``cluster.Cluster``."""
    _look_for_postgres()
    from tests.cluster import Cluster

    made: list[Cluster] = []

    def make(*arguments: object, **named: object) -> Cluster:
        made.append(Cluster(*arguments, **named))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for cluster in made:
        cluster.remove()


def at(address: str, database: str | None = None, login: str | None = None) -> str:
    """The address with another database or login."""
    head, _, name = address.rpartition("/")
    who, _, where = head.removeprefix("postgresql://").rpartition("@")
    return f"postgresql://{login or who}@{where}/{database or name}"


def on_socket(address: str, login: str | None = None) -> str:
    """The address by way of the cluster's Unix socket, where every login gets in without a password."""
    head, _, name = address.rpartition("/")
    who, _, where = head.removeprefix("postgresql://").rpartition("@")
    port = where.rpartition(":")[2]
    return f"postgresql://{login or who}@/{name}?host={os.environ['FACTCHECK_TESTS_SOCKETS']}&port={port}"


def name_of(address: str) -> str:
    """The database's name."""
    return address.rpartition("/")[2]


def _look_for_postgres() -> None:
    """Skip the test where there is none."""
    if os.name != "posix":
        pytest.skip("PostgreSQL is not installed: its tests need a POSIX system")
    from tests.cluster import NoPostgres, binaries

    try:
        binaries()
    except NoPostgres as missing:
        pytest.skip(str(missing))


@contextmanager
def a_database(server: str, made_from: str = "") -> Iterator[str]:
    """A database without any table, dropped afterwards with the roles and logins that are named after it."""
    import psycopg
    from psycopg import sql

    name = f"t_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}_{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} STRATEGY file_copy {made_from}")
        try:
            yield at(server, name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            for (role,) in connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", (f"%{name}%",)):
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(str(role))))


def _fill(address: str) -> None:
    """Make the tables of a library."""
    from factcheck.domain import place
    from factcheck.store.server import engine, schema

    made = engine.open_engine(place.server(address))
    with made.begin() as connection:
        schema.create(connection)
    made.dispose()
