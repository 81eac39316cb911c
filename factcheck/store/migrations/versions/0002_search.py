"""The ledger: search, facets, imported earlier checks, decisions on matches, other names of claimants.

The full-text index reads its words from a view that folds the letters which Unicode does not decompose (ł, đ, œ, ß);
triggers keep it in step with ``entry``. Both are SQLite's own; ``store.fulltext`` is where they are asked.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = ("text", "quote", "title", "summary", "reason", "sources", "claimant")
FOLDED = {
    "ł": "l",
    "Ł": "l",
    "đ": "d",
    "Đ": "d",
    "ð": "d",
    "Ð": "d",
    "ø": "o",
    "Ø": "o",
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "ß": "ss",
    "ẞ": "ss",
    "þ": "th",
    "Þ": "th",
    "ı": "i",
    "ħ": "h",
    "Ħ": "h",
}
TOKENS = "tokenize = 'unicode61 remove_diacritics 2'"


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        _full_text()


def _full_text() -> None:
    columns = ", ".join(WORDS)
    folded = ", ".join(f"{_folded(column)} AS {column}" for column in WORDS)
    new, old = (", ".join(_folded(f"{row}.{column}") for column in WORDS) for row in ("new", "old"))
    op.execute(f"CREATE VIEW entry_words AS SELECT number, {folded} FROM entry")
    op.execute(
        f"CREATE VIRTUAL TABLE entry_fts USING fts5({columns}, content = 'entry_words', content_rowid = 'number', {TOKENS})"
    )
    op.execute(f"CREATE VIRTUAL TABLE page_fts USING fts5(text, content = '', {TOKENS})")
    add = f"INSERT INTO entry_fts (rowid, {columns}) VALUES (new.number, {new});"
    remove = f"INSERT INTO entry_fts (entry_fts, rowid, {columns}) VALUES ('delete', old.number, {old});"
    op.execute(f"CREATE TRIGGER entry_fts_insert AFTER INSERT ON entry BEGIN {add} END")
    op.execute(f"CREATE TRIGGER entry_fts_delete AFTER DELETE ON entry BEGIN {remove} END")
    op.execute(f"CREATE TRIGGER entry_fts_update AFTER UPDATE OF number, {columns} ON entry BEGIN {remove} {add} END")


def _folded(column: str) -> str:
    for letter, plain in FOLDED.items():
        column = f"replace({column}, '{letter}', '{plain}')"
    return column


def _tables() -> None:
    op.create_table(
        "archive",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive")),
    )
    op.create_index("ix_archive_sha256", "archive", ["sha256"], unique=False)
    op.create_table(
        "archive_job",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("archive_id", sa.String(length=80), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("complaints", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_archive_job")),
    )
    op.create_table(
        "entry",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("own_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sources", sa.String(), nullable=False),
        sa.Column("claimant", sa.String(), nullable=False),
        sa.Column("claimant_key", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("outlet_key", sa.String(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("rating", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("scale", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("modality", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=True),
        sa.Column("date", sa.String(), nullable=True),
        sa.Column("first_day", sa.Integer(), nullable=True),
        sa.Column("last_day", sa.Integer(), nullable=True),
        sa.Column("checked", sa.String(), nullable=True),
        sa.Column("checked_day", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("archive_id", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entry")),
        sa.UniqueConstraint("id", name=op.f("uq_entry_id")),
    )
    op.create_index("ix_entry_article_id", "entry", ["article_id"], unique=False)
    op.create_index("ix_entry_claimant_key", "entry", ["claimant_key"], unique=False)
    op.create_index("ix_entry_kind", "entry", ["kind"], unique=False)
    op.create_index("ix_entry_language", "entry", ["language"], unique=False)
    op.create_index("ix_entry_outlet_key", "entry", ["outlet_key"], unique=False)
    op.create_index("ix_entry_own_id", "entry", ["own_id"], unique=False)
    op.create_index("ix_entry_record", "entry", ["record"], unique=False)
    op.create_index("ix_entry_reviewer", "entry", ["reviewer"], unique=False)
    op.create_index("ix_entry_revision", "entry", ["revision"], unique=False)
    op.create_index("ix_entry_state", "entry", ["state"], unique=False)
    op.create_index("ix_entry_verdict", "entry", ["verdict"], unique=False)
    op.create_index("ix_entry_year", "entry", ["year"], unique=False)
    op.create_table(
        "entry_value",
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("field", "value", "number", name=op.f("pk_entry_value")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entry_value_number", "entry_value", ["number"], unique=False)
    op.create_table(
        "facet_cell",
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("modality", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "record", "state", "verdict", "scale", "kind", "modality", "language", "year", name=op.f("pk_facet_cell")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "facet_value",
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("field", "value", name=op.f("pk_facet_value")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_facet_value_n", "facet_value", ["field", "n"], unique=False)
    op.create_table(
        "ledger_state",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ledger_state")),
    )
    op.create_table(
        "page_text",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.String(length=80), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_page_text")),
        sa.UniqueConstraint("capture_id", name=op.f("uq_page_text_capture_id")),
    )
    op.create_index("ix_page_text_source_id", "page_text", ["source_id"], unique=False)
    op.create_table(
        "saved_search",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("name", name=op.f("uq_saved_search_name")),
    )
    op.create_table(
        "claimant_link",
        sa.Column("claimant_id", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimant_id"],
            ["claimant.id"],
            name=op.f("fk_claimant_link_claimant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claimant_link")),
        sa.UniqueConstraint("claimant_id", name=op.f("uq_claimant_link_claimant_id")),
    )
    op.create_table(
        "claimant_name",
        sa.Column("claimant_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimant_id"],
            ["claimant.id"],
            name=op.f("fk_claimant_name_claimant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claimant_name")),
        sa.UniqueConstraint("folded", name=op.f("uq_claimant_name_folded")),
    )
    op.create_index("ix_claimant_name_claimant_id", "claimant_name", ["claimant_id"], unique=False)
    op.create_table(
        "match_decision",
        sa.Column("claim_id", sa.String(length=80), nullable=False),
        sa.Column("other_id", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_match_decision_claim_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_decision")),
        sa.UniqueConstraint("claim_id", "other_id", name=op.f("uq_match_decision_claim_id")),
    )
    op.create_index("ix_match_decision_other_id", "match_decision", ["other_id"], unique=False)
