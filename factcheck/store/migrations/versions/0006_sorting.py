"""Indexes for claims in order of when they were said or checked.

Revision: 0006, after 0005.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_entry_first_day", "entry", ["first_day"], unique=False)
    op.create_index("ix_entry_checked_day", "entry", ["checked_day"], unique=False)
