"""The PostgreSQL of the tests: there for each, apart from every other's, gone with whoever started it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.postgres import at, name_of, on_socket

_BORROW = """
import sys, time
from pathlib import Path
from tests.cluster import borrowed
with borrowed(Path(sys.argv[1])) as state:
    print(state["port"], state["sockets"], flush=True)
    time.sleep(600)
"""


def test_a_database_has_the_tables_and_speaks_utf_8(database: str) -> None:
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM step").fetchone() == (0,)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        said = "l’été 🧾 é"
        assert connection.execute("SELECT %s", (said,)).fetchone() == (said,)


@pytest.mark.parametrize("time_round", [1, 2])
def test_nothing_of_one_test_is_in_the_next(database: str, time_round: int) -> None:
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM content").fetchone() == (0,)
        connection.execute("INSERT INTO content VALUES (%s, 'kept')", ("0" * 64,))


def test_an_empty_database_has_no_table(empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_the_network_wants_a_password_and_the_socket_does_not(
    database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(database)
    with psycopg.connect(on_socket(database)) as connection:
        assert connection.info.dbname == name_of(database)


def test_a_cluster_of_its_own_survives_being_stopped_in_the_middle(own_cluster: Callable[..., "object"]) -> None:
    cluster = own_cluster()
    with psycopg.connect(host=cluster.sockets, port=cluster.port, user="postgres", autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
        cluster.stop(signal.SIGQUIT)
        cluster.start()
    with psycopg.connect(host=cluster.sockets, port=cluster.port, user="postgres") as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_the_cluster_goes_with_the_last_of_its_users_even_when_they_are_killed(server: str, tmp_path: Path) -> None:
    borrow = [sys.executable, "-c", _BORROW, str(tmp_path / "shared")]
    users = [subprocess.Popen(borrow, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [user.stdout.readline() for user in users if user.stdout]
    assert told[0] == told[1], "both use the same cluster"
    port, sockets = told[0].split()
    where = f"postgresql://postgres@/postgres?host={sockets}&port={port}"
    users[0].kill()
    users[0].wait()
    time.sleep(0.3)  # a keeper that leaves too early would have left by now
    with psycopg.connect(where) as connection:
        (process,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
    users[1].kill()
    users[1].wait()
    for user in users:
        if user.stdout:
            user.stdout.close()
    _until(lambda: not Path(sockets).parent.exists())
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_killed_keeper_takes_its_cluster_with_it(server: str, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells a child that its parent has died")
    shared = tmp_path / "shared"
    borrow = [sys.executable, "-c", _BORROW, str(shared)]
    user = subprocess.Popen(borrow, stdout=subprocess.PIPE, text=True)
    assert user.stdout
    port, sockets = user.stdout.readline().split()
    where = f"postgresql://postgres@/postgres?host={sockets}&port={port}"
    found = subprocess.run(["pgrep", "-f", f"cluster.py {shared}$"], capture_output=True, text=True, check=True)
    os.kill(int(found.stdout), signal.SIGKILL)
    _until(lambda: not _answers(where))
    user.kill()
    user.wait()
    user.stdout.close()
    from tests.cluster import sweep

    sweep()
    assert not Path(sockets).parent.exists()


def test_addresses_are_put_together(server: str) -> None:
    assert at("postgresql://a@127.0.0.1:1/x", "y", "b") == "postgresql://b@127.0.0.1:1/y"
    assert on_socket(server, "b").startswith("postgresql://b@/postgres?host=/")


def _answers(where: str) -> bool:
    try:
        psycopg.connect(where, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
