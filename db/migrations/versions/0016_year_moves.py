"""Years taken out of the database and brought back; past cases found by category and place.

The index is what a queue's proposed units are read from: by place alone, a page of 200 looked at
everything that ever lay near (`db/ground.py` has the same expression).
"""

from alembic import op

from db.migrations.raw import run_script

revision = "0016"
down_revision = "0015"

UP = """
-- Only ever added to: the last row of a year tells whether it is here, all of them who moved it.
CREATE TABLE year_move (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_year_move PRIMARY KEY,
    at timestamptz NOT NULL,
    login text NOT NULL DEFAULT session_user,
    move text NOT NULL,
    year int NOT NULL,
    cases int NOT NULL,
    steps bigint NOT NULL,
    digest text NOT NULL
);
CREATE INDEX ix_case_file_cell ON case_file
    (kind, category, (floor(lon * 200) * 100000 + floor(lat * 200)), closed_at)
    INCLUDE (lon, lat, id, unit, rework)
    WHERE closed_at IS NOT NULL;
DELETE FROM api_file;
"""

DOWN = """
DROP INDEX ix_case_file_cell;
DROP TABLE year_move;
DELETE FROM api_file;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
