"""Making a server's library: its tables, its roles, and the rules that the database keeps whatever program asks.

The rules are in ``resources/server/*.sql``: ``office.sql`` (tables of the server's own, which stay), ``desk.sql``
(seals of blind verdicts, signatures, the guard between rows and trail; made anew each time), ``people.sql`` (logins).

Roles of a server belong to all its databases, so they are named after the library's. Four are for people, each with
the rights of the one before it; two, which nobody can log in as, own what there is: ``owner`` the tables, ``registrar``
the functions that make logins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from factcheck import resources
from factcheck.domain.place import Server
from factcheck.errors import LibraryError
from factcheck.store import tables
from factcheck.store.server import schema
from factcheck.store.server.engine import connect, translated

READER, REVIEWER, EDITOR, ADMINISTRATOR = PEOPLE = ("reader", "reviewer", "editor", "administrator")
"""What people may be, each with the rights of those before."""
LONGEST_NAME = 63 - len("_administrator")
"""Bytes of a database's name, so that the names of its roles fit into PostgreSQL's 63."""

SEALED = frozenset({"step", "edit", "verdict", "trail_fts"})
"""Tables that people read and write through views of the schema ``desk``."""
KEPT = frozenset({"content", "evidence_file", "evidence_piece"})
"""Tables to which rows are only ever added."""
DERIVED = frozenset(
    {"entry", "entry_value", "entry_fts", "facet_cell", "facet_value", "page_text", "page_fts", "ledger_state"}
)
"""What search keeps beside the rows: whoever changes a row brings it up to date."""
SWEPT = frozenset({"evidence_file", "evidence_piece", "verdict"})
"""Tables of which an administrator takes rows away: evidence that nothing names, what changed while it was moved."""
EDITORS = frozenset({"correction"})
ADMINISTRATORS = frozenset({"archive", "archive_job", "library_state"})
GUARDED = frozenset(tables.TRACKED) - ADMINISTRATORS
"""Tables whose rows change only as a step of the same transaction says."""
_RIGHTS = "NOLOGIN NOSUPERUSER NOCREATEDB NOREPLICATION"
_CALLABLE = ("me", "is_administrator", "is_editor", "refuse", "masked", "sealed_steps")
_PEOPLE_CALLS = ("person_add", "person_remove", "person_role", "person_password")


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of a library's roles."""

    database: str

    def __getitem__(self, role: str) -> str:
        return f"{self.database}_{role}"


def make(server: Server) -> None:
    """Make a library in an empty database, or bring one up to date: tables, roles, rules. Whole or not at all.

    Whoever the address logs in as must own the database and be allowed to make roles, as a database administrator is.
    ``LibraryError`` when it is not, and for what ``schema.create`` finds.
    """
    engine = create_engine("postgresql+psycopg://", creator=lambda: connect(server, unbounded=True), poolclass=NullPool)
    with translated(server), engine.begin() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        roles = _make_roles(driver)
        _say(driver, "DROP SCHEMA IF EXISTS desk CASCADE")  # its views would stand in the way of a migration
        _take_over(driver, roles)
        _say(driver, "SET LOCAL ROLE {}", roles["owner"])
        schema.create(connection)
        _run(driver, "office.sql", roles)
        _run(driver, "desk.sql", roles)
        _guard(driver)
        _say(driver, "GRANT USAGE, CREATE ON SCHEMA desk TO {}", roles["registrar"])
        _say(driver, "GRANT USAGE ON SCHEMA office TO {}", roles["registrar"])
        _say(driver, "GRANT SELECT, INSERT, UPDATE ON office.person TO {}", roles["registrar"])
        _say(driver, "SET LOCAL ROLE {}", roles["registrar"])
        _run(driver, "people.sql", roles)
        _readmit(driver, roles)
        _say(driver, "SET LOCAL ROLE {}", roles["owner"])
        _say(driver, "REVOKE CREATE ON SCHEMA desk FROM {}", roles["registrar"])
        _grant(driver, roles)
        driver.execute("SELECT desk.reseal_all()")
        _say(driver, "RESET ROLE")
        _close(driver, roles)
    engine.dispose()


def _make_roles(driver: "psycopg.Connection[Any]") -> Roles:
    """The roles that are missing, each with the rights of the one before it."""
    (database,) = driver.execute("SELECT current_database()").fetchone() or ("",)
    if len(database.encode()) > LONGEST_NAME:
        raise LibraryError("server-name-long", name=database, longest=LONGEST_NAME)
    roles = Roles(database)
    for role in (*PEOPLE, "owner", "registrar"):
        found = driver.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", (roles[role],)).fetchone()
        if found and found[0]:
            raise LibraryError("server-role-taken", role=roles[role])
        if not found:
            _say(driver, f"CREATE ROLE {{}} {_RIGHTS} {'CREATEROLE' if role == 'registrar' else ''}", roles[role])
    for lower, higher in pairwise(PEOPLE):
        _say(driver, "GRANT {} TO {}", roles[lower], roles[higher])
    for role in PEOPLE:
        _say(driver, "GRANT {} TO {} WITH ADMIN OPTION", roles[role], roles["registrar"])
    for role in ("owner", "registrar", ADMINISTRATOR):
        _say(driver, "GRANT {} TO CURRENT_USER", roles[role])
    _say(driver, "GRANT CREATE ON DATABASE {} TO {}", database, roles["owner"])
    _say(driver, "GRANT USAGE, CREATE ON SCHEMA public TO {}", roles["owner"])
    return roles


def _take_over(driver: "psycopg.Connection[Any]", roles: Roles) -> None:
    """Make a library that was restored this one's own: its tables belong to whoever restored it."""
    if driver.execute("SELECT to_regclass('public.alembic_version')").fetchone() == (None,):
        return
    found = driver.execute(
        "SELECT nspname, relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname IN ('public', 'office') AND relkind = 'r' AND relowner <> %s::regrole",
        (sql.Identifier(roles["owner"]).as_string(),),
    ).fetchall()
    for schema_name, table in found:
        _say(driver, "ALTER TABLE {}.{} OWNER TO {}", str(schema_name), str(table), roles["owner"])
    if driver.execute("SELECT to_regnamespace('office')").fetchone() != (None,):
        _say(driver, "ALTER SCHEMA office OWNER TO {}", roles["owner"])


def _readmit(driver: "psycopg.Connection[Any]", roles: Roles) -> None:
    """Give people of a restored library their roles in this one, as far as the server knows their logins."""
    known = driver.execute(
        "SELECT login, role FROM office.person JOIN pg_roles ON rolname = login WHERE until IS NULL"
    ).fetchall()
    for login, role in known:
        _say(driver, "GRANT {} TO {}", roles[str(role)], str(login))


def _guard(driver: "psycopg.Connection[Any]") -> None:
    for table in sorted(GUARDED):
        _say(
            driver,
            "CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON public.{}"
            " FOR EACH ROW WHEN (NOT desk.is_administrator()) EXECUTE FUNCTION desk.guard()",
            table,
        )


def _grant(driver: "psycopg.Connection[Any]", roles: Roles) -> None:
    """The least that each role needs; a table that nobody thought of is read and no more."""
    rows = driver.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    found = {str(name) for (name,) in rows}
    everyone = tuple(roles[role] for role in PEOPLE)
    for schema_name in ("public", "desk", "office"):
        _each(driver, "REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM PUBLIC, {}, {}, {}, {}", [schema_name], everyone)
    own = driver.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'desk'::regnamespace AND proowner = CURRENT_USER::regrole"
    ).fetchall()
    _each(driver, "REVOKE ALL ON FUNCTION desk.{} FROM PUBLIC", [str(name) for (name,) in own])
    change = sorted((frozenset(tables.TRACKED) | DERIVED) & found - SEALED - EDITORS - ADMINISTRATORS)
    _each(driver, "GRANT SELECT ON public.{} TO {}", sorted(found - SEALED), (roles[READER],))
    _each(driver, "GRANT INSERT, UPDATE, DELETE ON public.{} TO {}", change, (roles[REVIEWER],))
    _each(driver, "GRANT INSERT ON public.{} TO {}", sorted(KEPT & found), (roles[REVIEWER],))
    _each(driver, "GRANT INSERT, UPDATE, DELETE ON public.{} TO {}", sorted(EDITORS), (roles[EDITOR],))
    _each(
        driver,
        "GRANT INSERT, UPDATE, DELETE ON public.{} TO {}",
        sorted(ADMINISTRATORS & found),
        (roles[ADMINISTRATOR],),
    )
    _each(driver, "GRANT SELECT, INSERT ON public.{} TO {}", sorted(SEALED), (roles[ADMINISTRATOR],))
    _each(driver, "GRANT DELETE ON public.{} TO {}", sorted(SWEPT), (roles[ADMINISTRATOR],))
    _each(driver, "GRANT SELECT ON desk.{} TO {}", [*sorted(SEALED), "people"], (roles[READER],))
    _each(driver, "GRANT INSERT ON desk.{} TO {}", sorted(SEALED), (roles[REVIEWER],))
    _each(driver, "GRANT UPDATE, DELETE ON desk.{} TO {}", ["verdict"], (roles[REVIEWER],))
    _each(driver, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {} TO {}", ["public"], (roles[REVIEWER],))
    _each(driver, "GRANT USAGE ON SCHEMA {} TO {}", ["public", "desk"], (roles[READER],))
    _each(driver, "GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}", ["office"], (roles[ADMINISTRATOR],))
    _each(driver, "GRANT USAGE ON SCHEMA {} TO {}", ["office"], (roles[ADMINISTRATOR],))
    _each(driver, "GRANT EXECUTE ON FUNCTION desk.{} TO {}", _CALLABLE, (roles[READER],))
    _each(driver, "GRANT EXECUTE ON FUNCTION desk.{} TO {}", _CALLABLE, (roles["registrar"],))


def _close(driver: "psycopg.Connection[Any]", roles: Roles) -> None:
    """What only the database's own administrator can say: who may come in, and that nobody makes anything here."""
    _say(driver, "REVOKE ALL ON DATABASE {} FROM PUBLIC", roles.database)
    _say(driver, "GRANT CONNECT ON DATABASE {} TO {}", roles.database, roles[READER])
    _say(driver, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    _say(driver, "SET LOCAL ROLE {}", roles["registrar"])
    _each(driver, "REVOKE ALL ON FUNCTION desk.{} FROM PUBLIC", (*_PEOPLE_CALLS, "role_named", "person_end"))
    _each(driver, "GRANT EXECUTE ON FUNCTION desk.{} TO {}", _PEOPLE_CALLS, (roles[ADMINISTRATOR],))
    _say(driver, "SET LOCAL ROLE {}", roles["owner"])
    _each(driver, "GRANT EXECUTE ON FUNCTION desk.{} TO {}", ["reseal_all"], (roles[ADMINISTRATOR],))
    _say(driver, "RESET ROLE")


def _each(driver: "psycopg.Connection[Any]", said: str, names: Iterable[str], rest: tuple[str, ...] = ()) -> None:
    for name in names:
        _say(driver, said, name, *rest)


def _say(driver: "psycopg.Connection[Any]", said: str, *names: str) -> None:
    """Run a statement of ours with names in its places."""
    driver.execute(sql.SQL(said).format(*map(sql.Identifier, names)))


def _run(driver: "psycopg.Connection[Any]", file: str, roles: Roles) -> None:
    """Run one of the files of rules; ``@role@`` in it stands for a role's name inside a string."""
    said = resources.read("server", file)
    for role in PEOPLE:
        said = said.replace(f"@{role}@", roles[role].replace("'", "''"))
    driver.execute(said.encode())
