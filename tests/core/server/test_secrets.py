"""A connection goes to the server that was meant, unread by others; a password is nowhere but where it belongs."""

import datetime as dt
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import psutil
import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from keyring.errors import NoKeyringError

from factcheck.cli.app import keep_crash, run
from factcheck.domain import place
from factcheck.domain.place import Server
from factcheck.errors import InputError, LibraryError, WorldError
from factcheck.paths import config_folder, state_folder
from factcheck.services import passwords, reaching, server
from factcheck.services.admission import let_in
from factcheck.services.desk import Desk
from factcheck.settings import Settings
from factcheck.store.server import engine, security
from tests.core.server.conftest import PASSWORD, Newsroom, staff
from tests.keyrings import Memory
from tests.postgres import a_database, at

HOST = "db.newsroom.example"
SECRET = "hunter2-Zündholz"


# The way to the server ------------------------------------------------------------------------------------------------


def _certificate(folder: Path, name: str, issuer: "tuple[x509.Name, Any] | None", host: str) -> "tuple[x509.Name, Any]":
    """A certificate and its key as ``name.crt`` and ``name.key``; its own issuer unless there is one."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    signer_name, signer = issuer or (subject, key)
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(signer, hashes.SHA256())
    )
    (folder / f"{name}.crt").write_bytes(built.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{name}.key").write_bytes(private)
    return subject, key


@pytest.fixture
def encrypted(own_cluster: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Callable[..., str]":
    """Makes addresses of a server whose certificate an authority of the test's own has signed for ``HOST``."""
    authority = _certificate(tmp_path, "ca", None, "ca.example")
    _certificate(tmp_path, "server", authority, HOST)
    _certificate(tmp_path, "other", None, "ca.example")
    cluster = own_cluster(quick=True)
    for name in ("server.crt", "server.key"):
        inside = cluster.folder / "data" / name
        inside.write_bytes((tmp_path / name).read_bytes())
        owner = (cluster.folder / "data").stat()
        os.chown(inside, owner.st_uid, owner.st_gid)
        inside.chmod(0o600)
    with psycopg.connect(host=str(cluster.sockets), port=cluster.port, user="postgres", autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET ssl = on")
        connection.execute("CREATE DATABASE news")
        connection.execute("SELECT pg_reload_conf()")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PGPASSWORD", cluster.password)

    def address(host: str = HOST, **parameters: str) -> str:
        told = {"hostaddr": "127.0.0.1", "sslrootcert": str(tmp_path / "ca.crt")} | parameters
        query = "&".join(f"{name}={value}" for name, value in told.items() if value)
        return f"postgresql://postgres@{host}:{cluster.port}/news?{query}"

    return address


def _reach(address: str) -> object:
    where = place.server(address)
    with engine.translated(where), engine.connect(where) as connection:
        return connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()


def test_the_right_server_is_reached_encrypted(encrypted: Callable[..., str]) -> None:
    assert _reach(encrypted()) == (True,)
    assert server.warning(place.server(encrypted())) is None


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"host": "elsewhere.newsroom.example"}, id="another name"),
        pytest.param({"sslrootcert": "OTHER"}, id="another authority"),
        pytest.param({"sslrootcert": ""}, id="an authority that this machine does not know"),
        pytest.param({"sslrootcert": "/no/such/file.crt"}, id="no file of authorities"),
    ],
)
def test_whoever_cannot_prove_it_is_told_nothing(
    encrypted: Callable[..., str], wrong: dict[str, str], tmp_path: Path
) -> None:
    told = {name: value.replace("OTHER", str(tmp_path / "other.crt")) for name, value in wrong.items()}
    with pytest.raises(LibraryError) as refused:
        _reach(encrypted(**told))
    assert refused.value.key == "server-certificate"
    assert "could not prove who it is" in refused.value.sentence()


def test_libpqs_own_file_of_authorities_is_found(encrypted: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / ".postgresql").mkdir()
    (tmp_path / ".postgresql" / "root.crt").write_bytes((tmp_path / "ca.crt").read_bytes())
    assert _reach(encrypted(sslrootcert="")) == (True,)


def test_a_weaker_way_is_taken_when_the_address_says_so_and_told(encrypted: Callable[..., str], tmp_path: Path) -> None:
    asked = encrypted(host="elsewhere.newsroom.example", sslmode="require", sslrootcert="")
    assert _reach(asked) == (True,)
    said = server.warning(place.server(asked))
    assert said
    assert "sslmode=require" in said
    assert "elsewhere.newsroom.example" in said


def test_the_environment_makes_nothing_weaker(encrypted: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSSLMODE", "disable")
    assert _reach(encrypted()) == (True,)
    with pytest.raises(LibraryError):
        _reach(encrypted(host="elsewhere.newsroom.example"))


def test_a_server_without_encryption_is_refused(own_cluster: Callable[..., Any]) -> None:
    cluster = own_cluster(quick=True)
    with pytest.raises(LibraryError) as refused:
        _reach(f"postgresql://postgres@{HOST}:{cluster.port}/postgres?hostaddr=127.0.0.1")
    assert refused.value.key == "server-unencrypted"


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("postgresql://a@127.0.0.1/x", True),
        ("postgresql://a@localhost:1/x", True),
        ("postgresql://a@[::1]/x", True),
        ("postgresql:///x", True),
        ("postgresql://a@/x?host=/var/run/postgresql", True),
        ("postgresql://a@10.0.0.1/x", False),
        ("postgresql://a@db.example.org/x", False),
        ("postgresql://a@/x?host=db.example.org", False),
        ("postgresql://a@/x?host=/run,db.example.org", False),
        ("postgresql://a@localhost.example.org/x", False),
        ("postgresql://a@localhost/x?hostaddr=10.0.0.1", False),
        ("postgresql:///x?hostaddr=127.0.0.1", True),
    ],
)
def test_only_this_machine_needs_no_certificate(address: str, here: bool) -> None:
    where = place.server(address)
    assert security.is_here(where) is here
    assert (security.parameters(where) == {}) is here
    if not here:
        assert security.parameters(where)["sslmode"] == "verify-full"


@pytest.mark.parametrize(("name", "value"), [("PGHOST", "db.example.org"), ("PGHOSTADDR", "10.0.0.1")])
def test_a_server_that_the_environment_names_is_checked_too(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert not security.is_here(place.server("postgresql:///x"))
    assert security.is_here(place.server("postgresql://localhost/x")) is (name == "PGHOST")
    assert security.is_here(place.server("postgresql://127.0.0.1/x?hostaddr=127.0.0.1"))
    monkeypatch.setenv(name, "127.0.0.1")
    assert security.is_here(place.server("postgresql:///x"))
    monkeypatch.delenv(name)
    monkeypatch.setenv("PGSERVICE", "news")
    assert not security.is_here(place.server("postgresql:///x"))
    assert security.is_here(place.server("postgresql://localhost/x"))


# Passwords ------------------------------------------------------------------------------------------------------------


class Nothing(Memory):
    """A system without a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError(service)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError(service)


@pytest.fixture
def ring() -> Iterator[Memory]:
    """The keyring of this test."""
    before, own = keyring.get_keyring(), Memory()
    keyring.set_keyring(own)
    yield own
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def room(server: str) -> Iterator[Newsroom]:
    with a_database(server) as address:
        made = staff(address)
        yield made
        made.close()


@pytest.fixture
def unkept(room: Newsroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Server:
    """Ana's way in, whose password libpq does not find by itself."""
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    return Server(at(room.address, login=room.login("ana")))


def test_a_password_comes_from_the_keyring(room: Newsroom, unkept: Server, ring: Memory) -> None:
    with pytest.raises(LibraryError) as refused:
        Desk.open(unkept)
    assert refused.value.key == "server-password"
    passwords.keep(Server(f"{unkept.address}?application_name=x"), PASSWORD)
    assert list(ring.entries) == [("factcheck-workbench", unkept.address)]
    desk = Desk.open(unkept)
    assert desk.reviewer == "Ana Ruiz"
    desk.close()
    passwords.forget(unkept)
    passwords.forget(unkept)
    assert passwords.kept(unkept) is None


def test_libpqs_own_places_come_first(unkept: Server, ring: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    passwords.keep(unkept, "an old one that is wrong")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    Desk.open(unkept).close()


def test_a_person_is_asked_where_nothing_is_kept_or_what_is_kept_is_wrong(unkept: Server, ring: Memory) -> None:
    asked: list[Server] = []

    def ask(where: Server) -> str:
        asked.append(where)
        return PASSWORD

    Desk.open(unkept, ask=ask).close()
    passwords.keep(unkept, "an old one that is wrong")
    Desk.open(unkept, ask=ask).close()
    assert asked == [unkept, unkept]
    with pytest.raises(LibraryError):
        let_in(unkept, Desk.open, lambda _: None)


def test_a_system_without_a_keyring_only_cannot_keep(unkept: Server) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Nothing())
    try:
        assert passwords.kept(unkept) is None
        with pytest.raises(WorldError):
            passwords.keep(unkept, SECRET)
    finally:
        keyring.set_keyring(before)


def test_a_password_is_chosen_with_care() -> None:
    assert len({passwords.made_up() for _ in range(50)}) == 50
    with pytest.raises(InputError, match="differ"):
        passwords.checked("one long password", "another long one")
    with pytest.raises(InputError, match="12 characters"):
        passwords.checked("short", "short")
    assert passwords.checked("long enough 🧾", "long enough 🧾") == "long enough 🧾"


TYPED = (
    "postgresql://ana:{secret}@127.0.0.1:1/news",
    "postgresql://ana@127.0.0.1:1/news?password={secret}",
    "postgresql://ana@127.0.0.1:1/news?sslmode=require&password={secret}&connect_timeout=2",
    "postgresql://127.0.0.1:1/news?user=ana&password={secret}",
)


@pytest.mark.parametrize("typed", TYPED)
def test_a_typed_password_stays_in_no_address(typed: str) -> None:
    where = place.server(typed.format(secret="hunter2%2DZ%C3%BCndholz"))
    assert where.password == SECRET
    assert isinstance(where, Server)
    assert "password" not in where.address
    for shown in (str(where), repr(where), f"{where}", repr({"where": where}), where.address, where.key):
        assert "hunter2" not in shown
    assert where == place.server(typed.format(secret="another"))


@pytest.mark.parametrize(
    "typed",
    [
        *TYPED,
        "postgresql://ana:{secret}@127.0.0.1:1",
        "postgresql://ana:{secret}@:x/news",
        "postgresql://ana:{secret}/{secret}@127.0.0.1:1/news",
        "postgresql://ana:{secret}#{secret}@127.0.0.1:1/news",
        "postgresql://ana:{secret}?{secret}@127.0.0.1:1/news",
        "postgresql://127.0.0.1:1?password={secret}",
    ],
)
@pytest.mark.parametrize("verb", [["claims"], ["people"], ["people", "add", "bo", "--name", "Bo"]])
def test_no_verb_says_it(
    typed: str, verb: list[str], capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, ring: Memory
) -> None:
    caplog.set_level(logging.DEBUG)
    code = run(["--library", typed.format(secret=SECRET), *verb])
    shown = capsys.readouterr()
    assert code in {1, 2}
    assert "hunter2" not in shown.out + shown.err + caplog.text
    for folder in (state_folder(), config_folder()):
        for file in folder.rglob("*"):
            assert not file.is_file() or b"hunter2" not in file.read_bytes(), file


@pytest.mark.parametrize(
    "typed", ["postgresql://ana:{s}@h", "postgresql:/ana:{s}@h/news", "ana:{s}@h", "h?password={s}"]
)
def test_the_window_says_it_neither_of_an_address_that_is_none(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        reaching.server_of(typed.format(s=SECRET))
    assert "hunter2" not in str(refused.value)


def test_no_crash_report_holds_it(unkept: Server) -> None:
    where = Server(unkept.address, SECRET)
    with pytest.raises(psycopg.OperationalError) as problem:
        engine.connect(where)
    report = Path(str(keep_crash(problem.value))).read_text("utf-8")
    assert "hunter2" not in repr(problem.value) + str(problem.value) + report
    with pytest.raises(LibraryError) as refused:
        Desk.open(where)
    assert "hunter2" not in repr(refused.value) + str(refused.value) + repr(refused.value.__context__)


def test_no_setting_holds_it(tmp_path: Path) -> None:
    settings = Settings()
    written = place.server(TYPED[0].format(secret=SECRET))
    settings.put("library.folder", str(written))
    assert "hunter2" not in settings.path.read_text("utf-8")


def test_an_open_library_shows_it_nowhere(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.open(room.over_network("ana"))
    try:
        shown = repr(vars(desk)) + repr(vars(desk.library)) + repr(desk.library.engine) + str(desk.library.engine.url)
        assert PASSWORD not in shown
        assert PASSWORD not in repr(desk.library.engine.pool)
        assert os.name != "posix" or desk.folder.stat().st_mode & 0o777 == 0o700, "copies of evidence are one's own"
    finally:
        desk.close()


def test_no_list_of_processes_shows_a_password_that_was_made(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verb with the password on its standard input, watched from its first to its last moment."""
    monkeypatch.setenv("FACTCHECK_LIBRARY", room.address)
    login = room.login("watched")
    command = [
        sys.executable,
        "-c",
        "from factcheck.cli import main; main()",
        "people",
        "add",
        login,
        "--name",
        "Watched",
        "--ask",
    ]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert running.stdin
    running.stdin.write(f"{SECRET}\n".encode())
    running.stdin.close()
    seen = set()
    while running.poll() is None:
        for process in psutil.process_iter(["cmdline"]):
            seen.add(" ".join(process.info["cmdline"] or []))
    said = running.stdout.read().decode() if running.stdout else ""
    if running.stdout:
        running.stdout.close()
    assert running.returncode == 0, said
    assert not [line for line in seen if "hunter2" in line]
    assert any(line.startswith("postgres: ") for line in seen), "the server's own processes were watched, too"
    psycopg.connect(at(room.address, login=login), password=SECRET).close()
    with psycopg.connect(room.address) as connection:
        (kept,) = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (login,)).fetchone() or (
            "",
        )
    assert kept.startswith("SCRAM-SHA-256$")


def test_the_servers_log_never_sees_a_password(
    own_cluster: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = own_cluster({"log_statement": "all", "log_min_duration_statement": "0"}, quick=True)
    monkeypatch.setenv("PGPASSFILE", str(cluster.pgpass))
    with psycopg.connect(cluster.address(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE news")
    where = place.server(cluster.address("news"))
    server.make(where)
    server.add(where, "ada", "Ada Min", "administrator", SECRET)
    server.change_password(where, "ada", f"{SECRET} 2")
    mine = Server(cluster.address("news", "ada"), f"{SECRET} 2")
    server.change_password(mine, None, f"{SECRET} 3")
    assert "person_add" in cluster.log
    assert "hunter2" not in cluster.log
