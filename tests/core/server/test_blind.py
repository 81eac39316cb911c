"""A blind verdict that waits for a second one is for its author alone, whatever SQL the others know.

Ana has rated a claim blind, with words that stand nowhere else. Bo, a reviewer like her, then tries everything that a
login of his can do on the server.
"""

import re
import subprocess
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from factcheck.domain.article import Draft
from factcheck.domain.claim import ClaimState
from factcheck.errors import LibraryError, Refused
from factcheck.services import articles, claims, history, verdicts
from tests.core.server.conftest import Newsroom, staff
from tests.core.services.conftest import TEXT, split
from tests.postgres import on_socket

REASON = "Vermilion ledgers whisper otherwise"
RATING = "false"
SECRETS = re.compile("vermilion|whisper|ledgers", re.IGNORECASE)


def begin(room: Newsroom) -> str:
    """A claim that Ana has rated blind; what she did before and took back is in the trail, too."""
    ana = room.desk("ana", review_policy="blind")
    articles.add(ana, Draft(text=TEXT, outlet="The Tidewater Post"), split())
    claim = claims.list_all(ana)[0].id
    claims.accept(ana, [claim])
    taken_back = verdicts.give(ana, claim, "true", f"First thought: {REASON}").step
    history.undo(ana, taken_back)
    verdicts.give(ana, claim, RATING, REASON)
    return claim


@pytest.fixture
def claim(newsroom: Newsroom) -> str:
    """The claim that waits."""
    return begin(newsroom)


@pytest.fixture(scope="module")
def waiting(server: str) -> Iterator[Newsroom]:
    """A newsroom for tests that change nothing."""
    from tests.postgres import a_database

    with a_database(server) as address:
        room = staff(address)
        begin(room)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("ANALYZE")
        yield room
        room.close()


def test_the_pair_is_given_through_the_services(newsroom: Newsroom, claim: str) -> None:
    ana, bo = (newsroom.desk(who, review_policy="blind") for who in ("ana", "bo"))
    assert [given.rating for given in verdicts.of_claim(ana, claim)] == [RATING]
    assert verdicts.of_claim(bo, claim) == []
    assert not SECRETS.search(repr(history.steps(bo)))
    with pytest.raises(Refused):
        verdicts.approve(bo, claim)
    verdicts.give(bo, claim, RATING, "The register says so.")
    assert claims.get(bo, claim).state is ClaimState.APPROVED
    assert {given.reason for given in verdicts.of_claim(bo, claim)} == {REASON, "The register says so."}
    assert SECRETS.search(repr(history.steps(bo)))
    assert history.steps(bo, words="vermilion"), "its words are found now"
    for who in ("ana", "bo", "dora"):
        found = history.verify(newsroom.desk(who))
        assert found.ok, found.findings


def test_two_who_differ_need_a_third(newsroom: Newsroom, claim: str) -> None:
    bo, carla = (newsroom.desk(who, review_policy="blind") for who in ("bo", "carla"))
    verdicts.give(bo, claim, "true", "The register says so.")
    assert claims.get(bo, claim).state is ClaimState.VERDICT_PROPOSED
    verdicts.give(carla, claim, "true", "I have read both.")
    assert claims.get(carla, claim).state is ClaimState.APPROVED


def test_words_are_found_by_their_author_alone(newsroom: Newsroom, claim: str) -> None:
    ana, bo = newsroom.desk("ana"), newsroom.desk("bo")
    assert history.steps(ana, words="vermilion")
    assert history.steps(bo, words="vermilion") == []
    with newsroom.sql("bo") as connection:
        plan = connection.execute(
            "SET enable_seqscan = off; EXPLAIN SELECT rowid FROM desk.trail_fts WHERE words @@ 'bridge'"
        )
        while plan.nextset():
            pass
        assert "ix_trail_fts_words" in str(plan.fetchall()), "and the search still uses its index"


def test_verification_leaves_sealed_steps_to_their_keeper(newsroom: Newsroom, claim: str) -> None:
    with newsroom.sql("bo") as connection:
        sealed = connection.execute("SELECT number, fits FROM desk.sealed_steps()").fetchall()
        labels = dict(connection.execute("SELECT number, label FROM desk.step").fetchall())
    assert [labels[number] for number, _ in sealed] == ["verdict-given", "undone", "verdict-given"]
    assert all(fits for _, fits in sealed)
    with newsroom.sql("ana") as connection:
        assert connection.execute("SELECT * FROM desk.sealed_steps()").fetchall() == []
    with psycopg.connect(newsroom.address) as connection:  # what no login of the library may do
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE public.step SET reason = 'Something else' WHERE number = %s", (sealed[0][0],))
    with newsroom.sql("bo") as connection:
        assert connection.execute("SELECT number FROM desk.sealed_steps() WHERE NOT fits").fetchall() == [sealed[0][:1]]


def _relations(connection: "psycopg.Connection[tuple[object, ...]]") -> list[tuple[str, str]]:
    found = connection.execute(
        "SELECT nspname, relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind IN ('r', 'v', 'm', 'p', 'f', 'S', 't', 'i') ORDER BY 1, 2"
    )
    return [(str(schema), str(name)) for schema, name in found.fetchall()]


def test_no_table_view_or_statistic_shows_it(waiting: Newsroom) -> None:
    read = []
    with waiting.sql("bo") as connection:
        connection.autocommit = True
        for schema, name in _relations(connection):
            for form in ("SELECT * FROM {}", "COPY {} TO STDOUT", "COPY (SELECT * FROM {}) TO STDOUT"):
                statement = sql.SQL(form).format(sql.Identifier(schema, name))
                try:
                    with connection.cursor() as cursor:
                        if form.startswith("COPY"):
                            with cursor.copy(statement) as copy:
                                said = b"".join(copy).decode("utf-8", "replace")
                        else:
                            said = repr(cursor.execute(statement).fetchall())
                            read.append(f"{schema}.{name}")
                except psycopg.Error as problem:
                    said = repr(problem.diag.message_primary) + repr(problem.diag.message_detail)
                assert not SECRETS.search(said), f"{form} {schema}.{name}"
    for needed in ("desk.step", "desk.edit", "desk.verdict", "desk.trail_fts", "public.claim", "pg_catalog.pg_stats"):
        assert needed in read
    for closed in ("public.step", "public.edit", "public.verdict", "public.trail_fts", "office.sealed_words"):
        assert closed not in read


def test_the_rating_is_in_no_row_of_his(waiting: Newsroom) -> None:
    with waiting.sql("bo") as connection:
        rows = connection.execute("SELECT rating, reason, reviewer, blind FROM desk.verdict").fetchall()
        assert rows == [("", "", "Ana Ruiz", True)]
        told = connection.execute("SELECT before, after FROM desk.edit WHERE entity = 'verdict'").fetchall()
        assert told
        assert all('"rating": ""' in side for sides in told for side in sides if side)
        values = connection.execute('SELECT "values", reason FROM desk.step WHERE label IN (%s, %s)', _LABELS)
        assert all(RATING not in str(row) and row[1] is None for row in values.fetchall())
        lines = connection.execute("SELECT rating, verdict, reason FROM entry WHERE state = 'verdict-proposed'")
        assert lines.fetchall() == [(None, None, "")]


_LABELS = ("verdict-given", "undone")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT reason::int FROM desk.verdict",
        "SELECT reason::int FROM desk.step",
        "SELECT after::int FROM desk.edit WHERE entity = 'verdict'",
        "SELECT words::text::int FROM desk.trail_fts",
        "SELECT rowid FROM desk.trail_fts WHERE words::text::int = 1",
        "SELECT id FROM desk.verdict WHERE length(reason) / (length(reason) - length(reason)) > 0",
        "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM desk.verdict WHERE reason LIKE 'V%'",
        "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM desk.trail_fts WHERE words @@ 'verm:*'",
        "UPDATE desk.verdict SET claim_id = NULL",
        "UPDATE desk.verdict SET rating = 'true', reason = 'x'",
        "UPDATE desk.verdict SET reviewer = 'Bo Ek'",
        "DELETE FROM desk.verdict",
        "DELETE FROM desk.verdict RETURNING *",
        "INSERT INTO desk.verdict SELECT * FROM desk.verdict",
        "INSERT INTO desk.verdict SELECT * FROM desk.verdict ON CONFLICT (id) DO UPDATE SET reason = excluded.reason",
        "UPDATE claim SET state = 'approved'",
        "UPDATE claim SET verdict_id = NULL",
        "DELETE FROM claim",
        "SELECT * FROM public.verdict",
        "SELECT reason FROM public.step",
        "SELECT ctid, xmin FROM public.verdict",
        "TABLE office.seal",
        "SELECT desk.digest_of(1)",
        "SELECT desk.reseal('x')",
        "SELECT desk.keeps('approved', NULL)",
        "SET ROLE postgres",
        "CREATE TABLE public.mine (n int)",
        "CREATE VIEW desk.mine AS SELECT 1",
        "CREATE TEMP TABLE mine (n int)",
        "CREATE FUNCTION pg_temp.leak(text) RETURNS bool LANGUAGE sql AS 'SELECT true'",
        "ALTER TABLE public.verdict DISABLE TRIGGER ALL",
        "DROP SCHEMA desk CASCADE",
        "TRUNCATE public.step",
        "UPDATE public.step SET reason = ''",
        "DELETE FROM public.edit",
        "UPDATE content SET text = ''",
        "DELETE FROM evidence_piece",
        "SELECT pg_read_file('postgresql.conf')",
        "COPY content TO PROGRAM 'cat'",
        "SELECT query_to_xml('SELECT * FROM public.verdict', true, true, '')",
        "SELECT * FROM pg_stats WHERE tablename IN ('verdict', 'step', 'edit', 'trail_fts', 'sealed_words')",
        "SELECT * FROM pg_statistic",
        "SELECT * FROM pg_stat_activity",
        "SELECT lo_import('/etc/passwd')",
        "SELECT pg_get_viewdef('desk.verdict')",
        "LOCK TABLE public.verdict",
        "SELECT * FROM desk.verdict FOR UPDATE",
        "MERGE INTO claim USING desk.verdict v ON v.claim_id = claim.id WHEN MATCHED THEN UPDATE SET state = v.reason",
    ],
)
def test_no_statement_shows_it_or_what_it_says_when_it_fails(waiting: Newsroom, statement: str) -> None:
    said: list[str] = []
    with waiting.sql("bo") as connection:
        connection.add_notice_handler(lambda notice: said.append(str(notice.message_primary)))
        before = _fingerprint(connection)
        try:
            cursor = connection.execute(statement.encode())
            said.append(repr(cursor.fetchall()) if cursor.description else "")
        except psycopg.Error as problem:
            said += [str(problem), str(problem.diag.message_detail), str(problem.diag.context)]
        connection.rollback()
        assert _fingerprint(connection) == before
    assert not SECRETS.search("\n".join(said))
    if "EXPLAIN" in statement:
        assert "rows=0" in said[-1]


def _fingerprint(connection: "psycopg.Connection[tuple[object, ...]]") -> object:
    return connection.execute(
        "SELECT (SELECT count(*) FROM desk.step), (SELECT count(*) FROM desk.verdict), (SELECT string_agg(state, '')"
        " FROM claim), to_regclass('public.mine')"
    ).fetchone()


def test_pg_dump_is_refused_as_a_whole(waiting: Newsroom) -> None:
    where = on_socket(waiting.address, waiting.login("bo"))
    dumped = subprocess.run(["pg_dump", "--data-only", where], capture_output=True, text=True, check=False)
    assert dumped.returncode
    assert "permission denied" in dumped.stderr
    assert not SECRETS.search(dumped.stdout + dumped.stderr)
    views = ["--data-only", "--schema=desk", where]
    assert not SECRETS.search(subprocess.run(["pg_dump", *views], capture_output=True, text=True, check=False).stdout)


def test_nobody_opens_a_seal_looks_and_rolls_back(newsroom: Newsroom, claim: str) -> None:
    from factcheck.services import blind, scales
    from factcheck.store import tables
    from factcheck.store.unit import _commit  # what the unit of work does at its end

    bo = newsroom.desk("bo", review_policy="blind")

    class Changed(Exception):
        """Bo thinks better of it."""

    with pytest.raises(Changed), bo.acting("verdict-second", reason="A look") as work:
        row = work.require(tables.Claim, claim)
        scale = scales.get(bo, None)
        blind.second(work, row, scale, RATING, "A look")
        session, commit = work.session, work.session.commit
        work.session.commit = lambda: None  # type: ignore[method-assign]
        _commit(work, bo.library)
        work.session.commit = commit  # type: ignore[method-assign]
        seen = session.connection().exec_driver_sql("SELECT rating, reason FROM desk.verdict ORDER BY at").fetchall()
        assert seen[0] == ("", ""), "the first one stays sealed in the transaction that opens it"
        assert seen[1] == (RATING, "A look")
        trail = session.connection().exec_driver_sql("SELECT * FROM desk.step, desk.edit, desk.trail_fts").fetchall()
        assert not SECRETS.search(repr(trail))
        raise Changed
    with newsroom.sql("bo") as connection:
        assert connection.execute("SELECT rating FROM desk.verdict").fetchall() == [("",)]


def test_no_step_of_another_kind_opens_it(newsroom: Newsroom, claim: str) -> None:
    """Bo takes a step that the program would not: he writes himself that the claim is approved."""
    from factcheck.store import tables

    bo = newsroom.desk("bo")
    with pytest.raises(LibraryError) as refused, bo.acting("claim-edited") as work:
        work.require(tables.Claim, claim).state = "approved"
    assert refused.value.key == "server-not-allowed"
    with newsroom.sql("bo") as connection:
        assert connection.execute("SELECT rating FROM desk.verdict").fetchall() == [("",)]


def test_a_second_verdict_is_taken_back_in_two_steps_and_seals_again(newsroom: Newsroom, claim: str) -> None:
    bo = newsroom.desk("bo", review_policy="blind")
    verdicts.give(bo, claim, RATING, "The register says so.")
    compared, given = history.steps(bo, limit=2)
    assert [compared.label, given.label] == ["verdicts-compared", "verdict-second"]
    with pytest.raises(Refused, match="the vote"):
        history.undo(bo, given.id)
    history.undo(bo)
    assert claims.get(bo, claim).state is ClaimState.VERDICT_PROPOSED
    history.undo(bo)
    assert verdicts.of_claim(bo, claim) == []
    assert not SECRETS.search(repr(history.steps(bo)))
    assert history.steps(bo, words="vermilion") == []
    history.redo(bo)
    history.redo(bo)
    assert claims.get(bo, claim).state is ClaimState.APPROVED
    assert history.verify(bo).ok


def test_a_comparison_that_a_broken_connection_left_out_is_made_up_for(
    newsroom: Newsroom, claim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from factcheck.services import blind

    bo, carla = newsroom.desk("bo", review_policy="blind"), newsroom.desk("carla", review_policy="blind")
    with monkeypatch.context() as patch:
        calls: list[str] = []

        def broken(_desk: object, claim_id: str) -> bool:
            calls.append(claim_id)
            if len(calls) > 1:  # the first one looks for what is left over
                raise LibraryError("server-away", server="the server")
            return False

        patch.setattr(blind, "settle", broken)
        with pytest.raises(LibraryError):
            verdicts.give(bo, claim, RATING, "The register says so.")
    assert claims.get(bo, claim).state is ClaimState.VERDICT_PROPOSED
    assert not [step for step in history.steps(bo) if step.label == "verdicts-compared"]
    blind.settle(carla, claim)
    assert claims.get(bo, claim).state is ClaimState.VERDICT_PROPOSED, "nobody votes in another's name"
    with pytest.raises(Refused, match="was kept before"):
        verdicts.give(bo, claim, RATING, "Once more.")
    assert claims.get(bo, claim).state is ClaimState.APPROVED
    history.undo(bo)
    assert blind.catch_up(bo) == 1
    assert blind.catch_up(bo) == blind.catch_up(carla) == 0
    assert claims.get(bo, claim).state is ClaimState.APPROVED


def test_an_older_verdict_is_not_opened_by_a_second_one_beside_it(newsroom: Newsroom, claim: str) -> None:
    from factcheck.domain import ids
    from factcheck.store import tables

    ana, bo = newsroom.desk("ana", review_policy="blind"), newsroom.desk("bo")
    older = verdicts.of_claim(ana, claim)[0].id
    verdicts.give(ana, claim, "true", f"On second thoughts: {REASON}")
    for beside in (older, verdicts.of_claim(ana, claim)[0].id):
        by = bo if beside == older else ana
        with pytest.raises(LibraryError) as refused, by.acting("verdict-second", reason="A look") as work:
            first = work.require(tables.Verdict, beside)
            work.add(
                tables.Verdict(
                    id=ids.new_id(),
                    claim_id=claim,
                    scale_id=first.scale_id,
                    rating="true",
                    reason="A look",
                    reviewer=by.reviewer,
                    blind=True,
                    second_to=beside,
                    at=work.at,
                )
            )
        assert refused.value.key == "server-not-allowed"
    assert verdicts.of_claim(bo, claim) == []
