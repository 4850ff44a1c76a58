"""Anchors: each step carries the number of the period it was recorded in; an anchor closes one."""

from alembic import op

from db.migrations.raw import run_script

revision = "0010"
down_revision = "0009"

UP = """
-- `line` is written once, after the period was closed; what was recorded before the first anchor is
-- of period 1. A constant default touches no stored row, however many there are.
CREATE TABLE anchor (
    number int NOT NULL CONSTRAINT pk_anchor PRIMARY KEY,
    at timestamptz NOT NULL,
    line text
);
ALTER TABLE case_step ADD COLUMN period int NOT NULL DEFAULT 1;
ALTER TABLE case_step ALTER COLUMN period DROP DEFAULT;
CREATE INDEX ix_case_step_period ON case_step USING brin (period) WITH (pages_per_range = 32);
"""

# The trigger names the table and the column; the older program puts its own in place again.
DOWN = """
DROP TRIGGER IF EXISTS chain_step ON case_step;
DELETE FROM api_file;
ALTER TABLE case_step DROP COLUMN period;
DROP TABLE anchor;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
