"""The second of two blind verdicts is found by the first.

Revision: 0005, after 0004. What the ledger held of blind verdicts that wait goes with it (``store/migrate.py``).
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_verdict_second_to", "verdict", ["second_to"], unique=False)
