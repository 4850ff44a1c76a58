"""Cases of other systems, kept as history."""

from alembic import op

from db.migrations.raw import run_script

revision = "0009"
down_revision = "0008"

UP = """
CREATE TABLE imported_case (
    task_number text NOT NULL CONSTRAINT pk_imported_case PRIMARY KEY,
    reported_at timestamptz NOT NULL,
    source text NOT NULL,
    kind_name text NOT NULL,
    class_name text NOT NULL,
    subclass_name text NOT NULL,
    description text NOT NULL,
    raw_state text NOT NULL,
    unit text NOT NULL,
    handling_deadline timestamptz,
    bundled_deadline timestamptz,
    closed_at timestamptz,
    area text NOT NULL,
    district text NOT NULL,
    street text NOT NULL,
    community text NOT NULL,
    duty_grid text NOT NULL,
    address text NOT NULL,
    inspector text NOT NULL,
    extended boolean,
    reworked boolean,
    lon double precision,
    lat double precision,
    crs text,
    x double precision,
    y double precision,
    sheet text NOT NULL,
    row int NOT NULL,
    source_file text NOT NULL,
    imported_at timestamptz NOT NULL
);
CREATE INDEX ix_imported_case_reported_at ON imported_case (reported_at);
"""

DOWN = """
DROP TABLE imported_case;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
