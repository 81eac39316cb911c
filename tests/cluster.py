"""A real PostgreSQL for tests: found, started in a temporary folder of its own, and never left behind.

It runs as an account that may (``postgres`` or ``nobody`` when the tests run as root, which PostgreSQL refuses). When
the process that started it ends, however it ends, the kernel tells PostgreSQL to stop (Linux), and a later start
removes the folder.

``python tests/cluster.py FOLDER`` is the keeper: it runs one cluster for all processes of a test run and stops it when
the last of them has let go of the lock on ``FOLDER/users`` – which the kernel does for a process that was killed.
"""

import fcntl
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "factcheck-postgres-"
MEMORY = Path("/dev/shm")
ROOM = 1 << 30
"""Bytes that must be free where a cluster is made."""
STARTED_WITHIN, STOPPED_WITHIN = 120, 30
"""Seconds after which a start or a stop counts as failed: far more than either takes."""
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
"""What tests that are not about durability gain time by."""
COMMON = {
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
    "logging_collector": "off",
    "timezone": "UTC",
}
_DROP = """
import ctypes, os, signal, sys
parent, uid, gid, folder, *command = sys.argv[1:]
system = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(int(gid)); os.setuid(int(uid))
if system is not None:
    system.prctl(1, signal.SIGQUIT)
    if os.getppid() != int(parent): sys.exit(1)
os.chdir(folder)
os.execv(command[0], command)
"""
"""Run a command as the account that may, told to end (PR_SET_PDEATHSIG, which a change of user would clear) when its
parent ends. A program of its own: the account need not be able to read the checkout."""


class NoPostgres(Exception):
    """There is no PostgreSQL here; says so in one line."""


def binaries() -> Path:
    """The folder of ``initdb`` and ``postgres``; ``NoPostgres``."""
    found = [Path(place).resolve().parent for name in ("initdb", "postgres") if (place := shutil.which(name))]
    asked = shutil.which("pg_config")
    if asked:
        said = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        found += [Path(said)] if said else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    found += sorted(versions, key=lambda place: int("".join(filter(str.isdigit, place.parent.name)) or 0), reverse=True)
    for place in found:
        if all((place / name).is_file() for name in ("initdb", "postgres")):
            return place
    raise NoPostgres("PostgreSQL is not installed: on Debian or Ubuntu, apt-get install postgresql")


def _account() -> pwd.struct_passwd:
    """Who runs PostgreSQL: whoever runs the tests, unless that is root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoPostgres("PostgreSQL is not installed for tests: root must not run it, and there is no other account")


def _place(*, quick: bool) -> Path:
    """A temporary folder that the account can reach, and whose name is short enough for a socket.

    ``quick`` prefers one in memory: a new database is 300 files, which take 8 ms there and 250 on a disk.
    """
    for place in (*((MEMORY,) if quick else ()), Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):
        if (
            place.is_dir()
            and len(str(place)) < 50
            and shutil.disk_usage(place).free > ROOM
            and os.access(place, os.W_OK)
        ):
            way = (place.resolve(), *place.resolve().parents)
            if os.geteuid() or all(part.stat().st_mode & 1 for part in way):
                return place
    raise NoPostgres("PostgreSQL is not installed for tests: no temporary folder that its account can reach")


class Cluster:
    """One PostgreSQL. Superuser ``postgres``: without a password on the Unix socket, which only its account and root
    can open; with one on 127.0.0.1, which ``pgpass`` (a file for PGPASSFILE) holds.
    """

    def __init__(self, settings: Mapping[str, str] = {}, rules: str = "", *, quick: bool = False) -> None:
        """``settings`` of postgresql.conf beside those of tests; ``rules`` of pg_hba.conf before those of tests.

        A ``quick`` one keeps nothing through a crash.
        """
        self.binaries = binaries()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_place(quick=quick)))
        self.folder.chmod(0o711)
        self.port = 0
        self.password = secrets.token_urlsafe(12)
        self._settings = COMMON | (QUICK if quick else {}) | dict(settings)
        self._process: subprocess.Popen[bytes] | None = None
        self._alive = (self.folder / "alive").open("w")
        fcntl.flock(self._alive, fcntl.LOCK_EX)
        try:
            self._initialise(rules)
            self._start_somewhere()
        except BaseException:
            self.remove()
            raise

    @property
    def pgpass(self) -> Path:
        """The file with the superuser's password."""
        return self.folder / "pgpass"

    @property
    def sockets(self) -> Path:
        """The folder of the Unix socket: the address's ``host``."""
        return self.folder / "s"

    @property
    def log(self) -> str:
        """What the server has said."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def address(self, database: str = "postgres", login: str = "postgres") -> str:
        """A database as ``postgresql://login@127.0.0.1:port/database``."""
        return f"postgresql://{login}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start on the same port as before; returns when it answers."""
        place = [f"-D{self.folder / 'data'}", f"-k{self.sockets}", f"-p{self.port}", "-hlocalhost"]
        options = [f"-c{name}={value}" for name, value in self._settings.items()]
        with (self.folder / "log").open("ab") as log:
            self._process = self._run([self.binaries / "postgres", *place, *options], log)
        deadline = time.monotonic() + STARTED_WITHIN
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{self.log}")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: ``SIGINT`` ends sessions in order, ``SIGQUIT`` at once and without a checkpoint, like a crash."""
        if self._process is None:
            return
        for way in (how, signal.SIGQUIT, signal.SIGKILL):
            self._process.send_signal(way)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOPPED_WITHIN)
                break
        self._process = None

    def remove(self) -> None:
        """Stop it and take its folder away."""
        self.stop(signal.SIGQUIT)
        self._alive.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _initialise(self, rules: str) -> None:
        account = _account()
        for place in (self.folder / "data", self.sockets):
            place.mkdir(mode=0o700)
            os.chown(place, account.pw_uid, account.pw_gid)
        arguments = ["-D", self.folder / "data", "-U", "postgres", "--no-sync", "--locale=C.UTF-8", "--encoding=UTF8"]
        with (self.folder / "log").open("ab") as log:
            made = self._run([self.binaries / "initdb", *arguments], log)
            if made.wait(STARTED_WITHIN):
                raise RuntimeError(f"initdb failed:\n{self.log}")
        allowed = f"{rules}\nlocal all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (self.folder / "data" / "pg_hba.conf").write_text(allowed)

    def _start_somewhere(self) -> None:
        for last in (False, False, True):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            try:
                self.start()
            except RuntimeError as problem:  # somebody else took the port in between
                if last or "Address already in use" not in str(problem):
                    raise
            else:
                break
        self._say(f"ALTER ROLE postgres PASSWORD '{self.password}'")
        self.pgpass.touch(0o600)
        self.pgpass.write_text(f"127.0.0.1:{self.port}:*:postgres:{self.password}\n")

    def _run(self, command: list[str | Path], log: object) -> "subprocess.Popen[bytes]":
        account = _account()
        who = [str(os.getpid()), str(account.pw_uid), str(account.pw_gid), str(self.folder)]
        quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        return subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _DROP, *who, *map(str, command)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=quiet | {"LC_ALL": "C.UTF-8"},  # type: ignore[call-overload]
            start_new_session=True,
        )  # fmt: skip

    def _answers(self) -> bool:
        asked = [self.binaries / "pg_isready", "-q", "-h", self.sockets, "-p", str(self.port)]
        return subprocess.run(asked, check=False).returncode == 0

    def _say(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(host=str(self.sockets), port=self.port, user="postgres", dbname="postgres") as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def sweep() -> None:
    """Remove folders that killed keepers left: nobody holds their lock any more."""
    for left in [file for quick in (False, True) for file in _place(quick=quick).glob(f"{PREFIX}*/alive")]:
        with suppress(OSError), left.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left.parent, ignore_errors=True)


@contextmanager
def borrowed(shared: Path) -> Iterator[dict[str, str]]:
    """The cluster of this test run, started by the first process that wants one: its port, socket and password file.

    ``shared`` is a folder that all processes of the run know.
    """
    shared.mkdir(exist_ok=True)
    state = shared / "state.json"
    with (shared / "users").open("a") as users:
        with (shared / "first").open("a") as first:
            fcntl.flock(first, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_SH)  # waits for a keeper that is about to leave
            if not state.exists():
                with (shared / "keeper.log").open("ab") as log:
                    command = [sys.executable, __file__, str(shared)]
                    keeper = subprocess.Popen(
                        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
                    )
                while not state.exists():
                    if keeper.poll() is not None:
                        raise RuntimeError((shared / "keeper.log").read_text("utf-8", "replace"))
                    time.sleep(0.05)
                keeper.returncode = 0  # it outlives this process, which need not wait for it
        yield json.loads(state.read_text("utf-8"))


def keep(shared: Path) -> None:
    """Run a cluster until nobody uses it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sweep()
    state = shared / "state.json"
    cluster = Cluster(quick=True)
    try:
        partial = shared / "state.part"
        found = {"port": str(cluster.port), "sockets": str(cluster.sockets), "pgpass": str(cluster.pgpass)}
        partial.write_text(json.dumps(found | {"binaries": str(cluster.binaries)}), "utf-8")
        partial.replace(state)
        with (shared / "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
            state.unlink(missing_ok=True)
            cluster.remove()
    finally:
        state.unlink(missing_ok=True)
        cluster.remove()


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
