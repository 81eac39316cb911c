"""The schema of a library on a server: the tables of all libraries, by the same migrations, and what a server adds.

In place of SQLite's full-text tables stand tables of words; beside them the bytes of the evidence. A server's rows sort
by code point, as SQLite's do, whatever language the database was made for.
"""

from sqlalchemy import Connection, text

from factcheck.errors import LibraryError
from factcheck.store.migrate import upgrade
from factcheck.store.server.engine import LIMITS
from factcheck.store.server.listen import TELL_OF_STEPS

_WORDS = "rowid bigint PRIMARY KEY, words tsvector NOT NULL"
_EVIDENCE_FILE = """CREATE TABLE evidence_file (
    sha256 varchar(64), suffix varchar(16), size bigint NOT NULL, stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (sha256, suffix))"""
_EVIDENCE_PIECE = """CREATE TABLE evidence_piece (
    sha256 varchar(64), suffix varchar(16), position integer, bytes bytea NOT NULL,
    PRIMARY KEY (sha256, suffix, position),
    FOREIGN KEY (sha256, suffix) REFERENCES evidence_file (sha256, suffix) DEFERRABLE INITIALLY DEFERRED)"""
_OWN = (
    f"CREATE TABLE entry_fts ({_WORDS}, FOREIGN KEY (rowid) REFERENCES entry (number) ON DELETE CASCADE)",
    f"CREATE TABLE page_fts ({_WORDS})",
    f"CREATE TABLE trail_fts ({_WORDS})",
    "CREATE INDEX ix_entry_fts_words ON entry_fts USING gin (words)",
    "CREATE INDEX ix_page_fts_words ON page_fts USING gin (words)",
    "CREATE INDEX ix_trail_fts_words ON trail_fts USING gin (words)",
    # The commonest words decide whether a search walks the newest lines or the index: more of them must be known.
    "ALTER TABLE entry_fts ALTER COLUMN words SET STATISTICS 1000",
    _EVIDENCE_FILE,
    _EVIDENCE_PIECE,
    # What holds for the library whoever opens it: where its evidence is kept, that a move is filling it.
    "CREATE TABLE library_state (name varchar PRIMARY KEY, value varchar NOT NULL)",
    # Captures are compressed already.
    "ALTER TABLE evidence_piece ALTER COLUMN bytes SET STORAGE EXTERNAL",
    *TELL_OF_STEPS,
)
_ADDED_TO = """CREATE FUNCTION added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the trail is only ever added to'; END $$"""
_GUARDED = dict.fromkeys(("step", "edit", "content"), "UPDATE OR DELETE OR TRUNCATE") | dict.fromkeys(
    ("evidence_file", "evidence_piece"), "UPDATE OR TRUNCATE"
)
"""Tables whose rows nobody changes; a superuser can switch their triggers off, and the chain shows it.

Evidence is removed by administrators alone: what was moved elsewhere, and what nothing names (``relocate``).
"""
_LONG = {
    ("source", "key"): "uq_source_key",
    ("claimant", "name"): "uq_claimant_name",
    ("claimant_name", "folded"): "uq_claimant_name_folded",
}
"""Unique texts that may be longer than the 2,704 bytes that a B-tree takes, as addresses are: a hash keeps these."""
_LISTED = (
    "record", "state", "verdict", "kind", "language", "year", "claimant_key", "outlet_key", "first_day", "checked_day",
    "reviewer", "article_id",
)  # fmt: skip
"""Columns whose lines are wanted in the order of their numbers: an index of SQLite has it, here it is named."""
_LONG_INDEXES = {("entry", "own_id"): "ix_entry_own_id", ("claimant", "folded"): "ix_claimant_folded"}


def create(connection: Connection) -> None:
    """Make a library in an empty database, or bring an older one up to date. The caller commits.

    ``LibraryError`` when the database is not UTF-8, holds tables of somebody else, or is newer than this program.
    """
    if connection.execute(text("SHOW server_encoding")).scalar() != "UTF8":
        raise LibraryError("server-encoding")
    connection.execute(text(f"SET LOCAL lock_timeout = {LIMITS['lock_timeout']}"))
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    fresh = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None
    if fresh and connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar():
        raise LibraryError("server-not-empty")
    upgrade(connection)
    if fresh:
        for statement in _OWN:
            connection.execute(text(statement))
        connection.execute(text(_ADDED_TO))
        for table, change in _GUARDED.items():
            guard = f"BEFORE {change} ON {table} EXECUTE FUNCTION added_to()"
            connection.execute(text(f"CREATE TRIGGER {table}_added_to {guard}"))
        _long_keys(connection)
        for column in _LISTED:
            connection.execute(text(f"DROP INDEX ix_entry_{column}"))
            connection.execute(text(f"CREATE INDEX ix_entry_{column} ON entry ({column}, number)"))
    _sort_by_code_point(connection)


def _long_keys(connection: Connection) -> None:
    for (table, column), name in _LONG.items():
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING hash ({column} WITH =)"))
    for (table, column), name in _LONG_INDEXES.items():
        connection.execute(text(f"DROP INDEX {name}"))
        connection.execute(text(f"CREATE INDEX {name} ON {table} USING hash ({column})"))


def _sort_by_code_point(connection: Connection) -> None:
    """Give every column of text the collation "C": new columns of a later migration, too."""
    found = connection.execute(
        text(
            "SELECT table_name, column_name, character_maximum_length FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type = 'character varying' AND collation_name IS DISTINCT FROM 'C'"
        )
    ).all()
    for table, column, length in found:
        sized = f"varchar({length})" if length else "varchar"
        connection.execute(text(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE {sized} COLLATE "C"'))
