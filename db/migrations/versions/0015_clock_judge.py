"""What a way does to the clocks, so that the server can reckon every deadline by itself."""

from alembic import op

from db.migrations.raw import run_script

revision = "0015"
down_revision = "0014"

UP = """
-- Filled anew from the domain's table.
DELETE FROM transition;
ALTER TABLE transition ADD COLUMN clock text[] NOT NULL;
"""

DOWN = """
ALTER TABLE transition DROP COLUMN clock;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
