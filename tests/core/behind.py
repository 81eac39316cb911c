"""Changing a library behind the program's back, as somebody with access to the file or the server could."""

import sqlite3
from contextlib import closing

import psycopg

from factcheck.store.file import FileLibrary
from factcheck.store.library import Library


def change(library: Library, script: str) -> None:
    """Run statements past the triggers and references that guard the library."""
    if isinstance(library, FileLibrary):
        with closing(sqlite3.connect(library.file)) as connection:
            for table in ("step", "edit"):
                for way in ("update", "delete"):
                    connection.execute(f"DROP TRIGGER IF EXISTS {table}_no_{way}")
            connection.executescript(script)
        return
    assert library.server is not None
    with psycopg.connect(library.server.address, autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        server.execute(script)


def refused(library: Library, statement: str) -> bool:
    """Whether the database itself refuses a statement because the trail is only ever added to."""
    try:
        if isinstance(library, FileLibrary):
            with closing(sqlite3.connect(library.file)) as connection:
                connection.execute(statement)
        else:
            assert library.server is not None
            with psycopg.connect(library.server.address) as server:
                server.execute(statement)
    except (sqlite3.IntegrityError, psycopg.Error) as problem:
        return "only ever added to" in str(problem)
    return False


def damage(library: Library, sha256: str | None, old: bytes, new: bytes) -> None:
    """Change bytes of an evidence file where the library keeps it."""
    assert sha256 is not None
    if library.server is None:
        path = library.evidence_file(sha256)
        path.write_bytes(path.read_bytes().replace(old, new))
        return
    with psycopg.connect(library.server.address) as server:
        server.execute("SET session_replication_role = replica")
        where = "FROM evidence_piece WHERE sha256 = %s AND position = 0"
        piece = server.execute(f"SELECT bytes {where}", (sha256,)).fetchone()
        assert piece is not None
        server.execute("UPDATE evidence_piece SET bytes = %s WHERE sha256 = %s", (piece[0].replace(old, new), sha256))
