"""A city's own ground: which grid a grid replaces, and the outlines of divisions."""

from alembic import op

from db.migrations.raw import forget_functions, run_script

revision = "0020"
down_revision = "0019"

UP = """
ALTER TABLE unit_grid ADD COLUMN replaces text;
CREATE UNIQUE INDEX ix_unit_grid_replaces ON unit_grid (replaces) WHERE replaces IS NOT NULL;
CREATE TABLE division_outline (
    code text NOT NULL CONSTRAINT pk_division_outline PRIMARY KEY
        CONSTRAINT fk_division_outline_code_division REFERENCES division,
    rings text NOT NULL
);
"""

DOWN = """
DROP TABLE division_outline;
ALTER TABLE unit_grid DROP COLUMN replaces;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    forget_functions(op.get_bind())
    run_script(op.get_bind(), DOWN)
