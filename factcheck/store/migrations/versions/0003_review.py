"""Blind second verdicts, and the words of the trail.

Revision: 0003, after 0002.
"""

from alembic import op

from factcheck.store.trailwords import fill

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Alembic's batch mode would copy the table to add a reference; both databases add it in place.
    op.execute(
        "ALTER TABLE verdict ADD COLUMN second_to VARCHAR(80) CONSTRAINT fk_verdict_second_to"
        " REFERENCES verdict (id) DEFERRABLE INITIALLY DEFERRED"
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE trail_fts USING fts5(words, content = '', tokenize = 'unicode61 remove_diacritics 2')"
        )
        fill(op.get_bind())
