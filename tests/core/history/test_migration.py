"""A library from before the ledger gets its lines when it is opened."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from factcheck.domain.query import Query
from factcheck.services import history, search
from factcheck.services.desk import Desk
from factcheck.store import migrate
from tests.core.conftest import IN_A_FOLDER


def first_schema(path: Path) -> None:
    """An empty library file of schema 1."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()


@IN_A_FOLDER
def test_claims_of_an_older_library_are_found_after_migration(bench, tmp_path: Path) -> None:
    claims = bench.article(["Łódź has a lake.", "Rents rose."], claimant="Jo Reed")
    bench.desk.close()
    old = tmp_path / "older"
    old.mkdir()
    first_schema(old / "library.sqlite")
    connection = sqlite3.connect(old / "library.sqlite", isolation_level=None)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    connection.execute("ATTACH ? AS newer", (str(bench.desk.library.file),))
    for name in set(names) - {"alembic_version"}:
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({name})"))
        connection.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM newer.{name}")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    desk = Desk.open(old, reviewer="Ada")
    found = search.find(desk, Query(words="lodz", claimant="jo reed"))
    assert [line.id for line in found.found] == [claims[0].id]
    assert {f.field: f.values for f in search.facets(desk)}["state"] == (("accepted", "accepted", 2),)
    assert history.verify(desk).ok
    assert list((old / "backups").iterdir())
    desk.close()
