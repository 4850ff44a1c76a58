"""Where inspectors are, kept for some days; and cases found by their unit grid.

Positions are only ever added, and taken away when they are old enough (api/80_positions.sql).
"""

from alembic import op

from db.migrations.raw import run_script

revision = "0019"
down_revision = "0018"

UP = """
CREATE TABLE inspector_position (
    inspector text NOT NULL,
    at timestamptz NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    grid text NOT NULL,
    management_area text NOT NULL,
    CONSTRAINT pk_inspector_position PRIMARY KEY (inspector, at)
);
CREATE INDEX ix_inspector_position_at ON inspector_position (at);
CREATE INDEX ix_inspector_position_grid ON inspector_position (grid, at);
CREATE INDEX ix_case_file_grid ON case_file (grid, reported_at);
DELETE FROM api_file;
"""

DOWN = """
DROP FUNCTION IF EXISTS api_v1.tell_positions(jsonb);
DROP INDEX ix_case_file_grid;
DROP TABLE inspector_position;
DELETE FROM api_file;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
