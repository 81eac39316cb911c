"""Copies of cited pages in independent archives.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_copy",
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("archive", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("same", sa.Boolean(), nullable=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_archive_copy_source_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_copy")),
    )
    op.create_index("ix_archive_copy_source_id", "archive_copy", ["source_id"], unique=False)
