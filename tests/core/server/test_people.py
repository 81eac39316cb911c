"""Who may do what in a library on a server: the program says so first, and the database whatever program asks."""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from factcheck.domain import place
from factcheck.domain.article import Draft
from factcheck.domain.claim import ClaimState
from factcheck.domain.history import step_digest
from factcheck.domain.ids import new_id
from factcheck.errors import InputError, LibraryError, NotFound, Refused
from factcheck.services import articles, claims, history, marks, server, verdicts
from factcheck.store import tables
from factcheck.store.server import people, roles
from tests.core.server.conftest import PASSWORD, Newsroom, staff
from tests.core.services.conftest import TEXT, split
from tests.postgres import a_database, name_of

Sql = "psycopg.Connection[tuple[object, ...]]"


@pytest.fixture(scope="module")
def room(server: str) -> Iterator[Newsroom]:
    """A newsroom with an article, for tests that leave it as it is."""
    with a_database(server) as address:
        made = staff(address)
        ana = made.desk("ana")
        articles.add(ana, Draft(text=TEXT, outlet="The Tidewater Post"), split())
        claim = claims.list_all(ana)[0].id
        verdicts.give(ana, claim, "false", "The books say 3 million.")
        yield made
        made.close()


def _refused(connection: Sql, statement: str) -> str:
    """What the server says when it refuses a statement; the test fails when it does not."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
        connection.execute(statement.encode())
        connection.commit()
    connection.rollback()
    return str(refused.value)


def test_everybody_signs_with_the_name_of_their_login(room: Newsroom) -> None:
    assert {(one.reviewer, one.role) for one in server.people(room.server("dora"))} == {
        ("Dora Lind", "reader"),
        ("Ana Ruiz", "reviewer"),
        ("Bo Ek", "reviewer"),
        ("Carla Öz", "reviewer"),
        ("Ed Itor", "editor"),
        ("Ada Min", "administrator"),
    }
    assert room.desk("ana").reviewer == "Ana Ruiz"
    with pytest.raises(Refused, match="Ana Ruiz, not Bo Ek"):
        room.desk("ana").as_reviewer("Bo Ek")


def test_another_name_is_refused_by_the_program_and_by_the_database(room: Newsroom) -> None:
    bo = room.desk("bo")
    with pytest.raises(Refused):
        bo.open(room.server("bo"), reviewer="Ana Ruiz")
    bo.reviewer = "Ana Ruiz"  # a program that has been altered
    with pytest.raises(LibraryError) as refused:
        marks.note(bo, claims.list_all(bo)[0].id, "In her name")
    assert refused.value.key == "server-not-allowed"
    assert "Ana Ruiz" in {step.reviewer for step in history.steps(bo)}
    assert not [step for step in history.steps(bo) if step.label == "note-added"]


def test_a_reader_reads_and_changes_nothing(room: Newsroom) -> None:
    dora = room.desk("dora")
    assert dora.why_read_only == "person-reader"
    claim = claims.list_all(dora)[0]
    with pytest.raises(LibraryError, match="is that of a reader"):
        marks.note(dora, claim.id, "May I?")
    with room.sql("dora") as connection:
        for table in ("claim", "content", "note", "entry", "evidence_piece", "desk.step", "desk.edit", "desk.verdict"):
            _refused(connection, f"DELETE FROM {table}")
            _refused(connection, f"INSERT INTO {table} SELECT * FROM {table}")


def test_a_stranger_only_looks(room: Newsroom) -> None:
    """The server's superuser is none of the people: what signs nothing writes nothing."""
    from factcheck.services.desk import Desk

    desk = Desk.open(place.server(room.address))
    try:
        assert desk.why_read_only == "person-stranger"
        assert claims.list_all(desk)
    finally:
        desk.close()


def test_editors_publish_and_reviewers_do_not(room: Newsroom) -> None:
    ana, ed = room.desk("ana"), room.desk("ed")
    claim = claims.list_all(ana)[0].id
    with pytest.raises(LibraryError) as refused:
        verdicts.publish(ana, [claim])
    assert refused.value.key == "server-not-allowed"
    verdicts.publish(ed, [claim])
    assert claims.get(ana, claim).state is ClaimState.PUBLISHED
    with pytest.raises(LibraryError):
        history.undo(ana, history.steps(ed)[0].id)
    with pytest.raises(LibraryError):
        verdicts.withdraw(ana, claim, "It was wrong.")
    history.undo(ed)
    assert claims.get(ana, claim).state is ClaimState.APPROVED


def test_nobody_changes_or_removes_what_was_written(room: Newsroom) -> None:
    for who in ("ana", "ed", "ada"):
        with room.sql(who) as connection:
            for table in ("step", "edit", "content", "evidence_file", "evidence_piece"):
                if who == "ada" and table.startswith("evidence"):
                    continue  # an administrator moves the bytes to another place
                _refused(connection, f"DELETE FROM public.{table}")
                _refused(connection, f"TRUNCATE public.{table}")
                column = {"step": "label", "edit": "entity", "content": "text"}.get(table, "sha256")
                _refused(connection, f"UPDATE public.{table} SET {column} = ''")


ROWS: dict[str, Callable[[str], str]] = {
    "without a step": lambda claim: f"UPDATE claim SET standalone = 'Mine' WHERE id = '{claim}'",
    "a new row": lambda claim: (
        f"INSERT INTO note (id, version, claim_id, text, reviewer, at) VALUES ('n', 1, '{claim}', 'x', 'Ana Ruiz', '')"
    ),
    "away": lambda claim: f"DELETE FROM claim WHERE id = '{claim}'",
    "a verdict": lambda claim: f"UPDATE desk.verdict SET rating = 'true' WHERE claim_id = '{claim}'",
    "a text": lambda _: "INSERT INTO content VALUES (repeat('0', 64), 'Not its digest')",
    "an imported check": lambda _: "INSERT INTO entry (number, id, record) VALUES (1, 'x', 'check')",
    "an edit of an old step": lambda claim: (
        f"INSERT INTO desk.edit VALUES (1, 99, 'claim', '{claim}', '{claim}', NULL, NULL, '{{}}')"
    ),
}


@pytest.mark.parametrize("which", ROWS)
def test_no_row_changes_but_by_a_step_that_says_so(room: Newsroom, which: str) -> None:
    claim = claims.list_all(room.desk("ana"))[0].id
    with room.sql("ana") as connection:
        assert "factcheck: " in _refused(connection, ROWS[which](claim))


def _step(connection: Sql, *, reviewer: str = "Ana Ruiz", edit: str = "{}", **other: object) -> None:
    """Write a step by hand, as the program does; ``other`` are columns that are not as they should be."""
    number, previous = (
        connection.execute("SELECT number, digest FROM step ORDER BY number DESC LIMIT 1").fetchone() or ()
    )
    stored = (
        str(previous),
        new_id(),
        int(str(number)) + 1,
        "2026-01-01T12:00:00.000000Z",
        reviewer,
        "claim-edited",
        "{}",
        None,
        None,
        1,
    )
    digest = step_digest(stored, [("claim", "c", None, None, None, edit)])
    names = ("previous", "id", "number", "at", "reviewer", "label", "values", "reason", "undoes", "undoable")
    row = dict(zip(names, stored, strict=True)) | {"digest": digest} | other
    listed = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f"%({name})s" for name in row)
    connection.execute(f"INSERT INTO desk.step ({listed}) VALUES ({places})".encode(), row)
    connection.execute(
        "INSERT INTO desk.edit VALUES (%s, 0, 'claim', 'c', NULL, NULL, NULL, %s)", (row["number"], edit)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest": "0" * 64},
        {"previous": "1" * 64},
        {"number": 999},
        {"label": "something-else"},
        {"reviewer": "Bo Ek"},
        {"at": "yesterday"},
        {"values": "[]"},
    ],
)
def test_a_step_that_breaks_the_chain_is_refused(room: Newsroom, wrong: dict[str, object]) -> None:
    with room.sql("ana") as connection:
        connection.execute("SET search_path = desk, public")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            _step(connection, **wrong)
            connection.commit()


def test_a_step_by_hand_that_fits_is_kept_and_found_by_verification(newsroom: Newsroom) -> None:
    """What a person may do is theirs to do with any program; but a row is what the step says, and is signed."""
    ana = newsroom.desk("ana")
    articles.add(ana, Draft(text=TEXT), split())
    with newsroom.sql("ana") as connection:
        connection.execute("SET search_path = desk, public")
        _step(connection, edit='{"id":"c"}')
    assert next(step.label for step in history.steps(ana)) == "claim-edited"
    assert not history.verify(ana).ok, "the row that it tells of is nowhere"


def test_the_digest_of_the_database_is_the_programs(newsroom: Newsroom) -> None:
    ana = newsroom.desk("ana")
    articles.add(ana, Draft(text=TEXT, outlet="L’Écho 🧾\n– du soir"), split())
    claim = claims.list_all(ana)[0].id
    marks.note(ana, claim, "é 🧾 \u202f\n1:2\n-")
    verdicts.give(ana, claim, "false", "Zwölf\nBoxkämpfer")
    history.undo(ana)
    with psycopg.connect(newsroom.address) as connection:
        wrong = connection.execute("SELECT number FROM public.step WHERE digest <> desk.digest_of(number)").fetchall()
        assert wrong == []
        count = connection.execute("SELECT count(*) FROM public.step").fetchone()
    assert count
    assert count[0] >= 4


def test_people_come_change_and_go(newsroom: Newsroom) -> None:
    ada = newsroom.server("ada")
    login = newsroom.login("eve")
    made_up = server.add(ada, login, " Eve  Ny ", "reviewer")
    assert made_up
    assert len(made_up) >= 20
    psycopg.connect(newsroom.over_network("eve", None).address, password=made_up).close()
    server.change_role(ada, login, "editor")
    assert [(one.reviewer, one.role) for one in server.people(ada, gone=True) if one.login == login] == [
        ("Eve Ny", "reviewer"),
        ("Eve Ny", "editor"),
    ]
    server.change_password(ada, login, "another long password")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(newsroom.over_network("eve", None).address, password=made_up)
    with newsroom.sql("eve") as held:
        held.execute("SELECT count(*) FROM claim")
        held.commit()
        server.remove(ada, login)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            held.execute("SELECT count(*) FROM claim")
    with pytest.raises(psycopg.OperationalError):
        newsroom.sql("eve")
    assert login not in {one.login for one in server.people(ada)}
    with pytest.raises(InputError, match="signs or has signed"):
        server.add(ada, newsroom.login("other"), "Eve Ny", "reviewer")
    again = server.add(ada, login, "Eve Ny", "reader")
    assert again, "somebody may come back"


def test_one_changes_ones_own_password(newsroom: Newsroom) -> None:
    login = server.change_password(newsroom.server("bo"), None, "a new long password")
    assert login == newsroom.login("bo")
    psycopg.connect(newsroom.over_network("bo", None).address, password="a new long password").close()


def test_one_changes_ones_own_password_though_the_address_names_no_login(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = newsroom.login("bo")
    monkeypatch.setenv("PGUSER", login)
    nameless = place.server(newsroom.server("bo").address.replace(f"{login}@", ""))
    assert nameless.login is None
    assert server.change_password(nameless, None, "a newer long password") == login
    psycopg.connect(newsroom.over_network("bo", None).address, password="a newer long password").close()


def test_only_administrators_manage_people(room: Newsroom) -> None:
    for who in ("dora", "ana", "ed"):
        for act in (
            lambda where: server.add(where, "x", "X", "administrator"),
            lambda where: server.change_role(where, room.login("ana"), "administrator"),
            lambda where: server.remove(where, room.login("ada")),
            lambda where: server.change_password(where, room.login("ada"), PASSWORD),
        ):
            with pytest.raises(LibraryError) as refused:
                act(room.server(who))
            assert refused.value.key == "server-not-allowed"
        with room.sql(who) as connection:
            _refused(connection, f'GRANT "{name_of(room.address)}_administrator" TO "{room.login(who)}"')
            _refused(connection, "UPDATE office.person SET role = 'administrator'")
            _refused(connection, "CREATE ROLE mallory SUPERUSER")


def test_an_administrator_has_no_power_over_the_server(room: Newsroom) -> None:
    ada = room.server("ada")
    with pytest.raises(Refused, match="may do more on the server"):
        server.add(ada, "postgres", "The Superuser", "reviewer")
    with pytest.raises(NotFound):
        server.change_password(ada, "postgres", "a long new password")
    with pytest.raises(InputError, match="one of the library's people already"):
        server.add(ada, room.login("ana"), "Ana Two", "reviewer")
    with pytest.raises(Refused, match="last administrator"):
        server.remove(ada, room.login("ada"))
    with pytest.raises(Refused, match="last administrator"):
        server.change_role(ada, room.login("ada"), "reader")
    with pytest.raises(NotFound):
        server.remove(ada, "nobody-of-that-name")
    with room.sql("ada") as connection:
        _refused(connection, "CREATE ROLE mallory")
        _refused(connection, "ALTER ROLE postgres PASSWORD 'x'")
        _refused(connection, "CREATE TABLE public.mine (n int)")


@pytest.mark.parametrize("login", ['eve"; DROP TABLE claim; --', "eve' OR '1'='1", "Éve 🧾", "eve %s %I"])
def test_a_login_is_a_name_whatever_is_in_it(newsroom: Newsroom, login: str) -> None:
    name = f"{login}_{name_of(newsroom.address)}"[:60]
    server.add(newsroom.server("ada"), name, login, "reviewer")
    assert name in {one.login for one in server.people(newsroom.server("ada"))}
    server.remove(newsroom.server("ada"), name)


def test_a_login_of_another_library_keeps_its_password(newsroom: Newsroom) -> None:
    login = newsroom.login("shared")
    with psycopg.connect(newsroom.address, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE \"{login}\" LOGIN PASSWORD 'theirs and not ours'")
    assert server.add(newsroom.server("ada"), login, "Shared Login", "reviewer") is None
    with pytest.raises(NotFound):
        server.change_password(newsroom.server("ada"), login, "a password of ours")
    psycopg.connect(newsroom.over_network("shared", None).address, password="theirs and not ours").close()


def test_a_library_is_made_again_without_losing_anything(newsroom: Newsroom) -> None:
    ana = newsroom.desk("ana", review_policy="blind")
    articles.add(ana, Draft(text=TEXT), split())
    claim = claims.list_all(ana)[0].id
    verdicts.give(ana, claim, "false", "Vermilion")
    roles.make(newsroom.owner)
    assert len(server.people(newsroom.server("dora"))) == 6
    assert verdicts.of_claim(newsroom.desk("bo"), claim) == []
    assert history.verify(newsroom.desk("bo")).ok
    marks.note(ana, claim, "And work goes on")


def test_every_table_has_its_place_among_the_rights(room: Newsroom) -> None:
    with psycopg.connect(room.address) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    known = roles.SEALED | roles.KEPT | roles.DERIVED | roles.EDITORS | roles.ADMINISTRATORS | frozenset(tables.TRACKED)
    assert {str(name) for (name,) in rows} - known == {"alembic_version"}


def test_a_database_of_somebody_else_is_left_alone(empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        connection.execute("CREATE TABLE theirs (n int)")
    with pytest.raises(LibraryError) as refused:
        server.make(place.server(empty_database))
    assert refused.value.key == "server-not-empty"
    with psycopg.connect(empty_database) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname IN ('desk', 'office')").fetchall()
        assert found == []
        like = f"{name_of(empty_database)}_%"
        assert connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE %s", (like,)).fetchall() == []


def test_who_is_no_administrator_of_the_server_makes_nothing(room: Newsroom) -> None:
    with pytest.raises(LibraryError) as refused:
        server.make(room.server("ada"))
    assert refused.value.key == "server-not-allowed"


def test_who_owns_the_database_and_makes_roles_needs_no_superuser(server: str) -> None:
    with a_database(server) as address:
        dba = f"dba_{name_of(address)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {dba} LOGIN CREATEROLE")
            connection.execute(f"ALTER DATABASE {name_of(address)} OWNER TO {dba}")
        from tests.postgres import on_socket

        mine = place.server(on_socket(address, dba))
        roles.make(mine)
        people.add(mine, f"ada_{name_of(address)}", "Ada Min", "administrator", PASSWORD)
        roles.make(mine)
        assert [one.reviewer for one in people.everybody(mine)] == ["Ada Min"]


def test_a_name_too_long_for_its_roles_is_refused(server: str) -> None:
    name = "x" * 50
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            with pytest.raises(LibraryError, match="too long"):
                roles.make(place.server(server.rpartition("/")[0] + f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name}")
