"""Walls: what a supervisor tells them, the city's scenes, the hotline's calls, a schema to read.

Steps and cases stay as they are. On the way down orders, edited scenes and calls are lost.
"""

from alembic import op

from db.migrations.raw import forget_functions, run_script

revision = "0025"
down_revision = "0024"

UP = """
-- Its views stand in api/79_walls.sql, and are all a wall may read.
CREATE SCHEMA wall_v1;
CREATE TABLE wall_order (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_wall_order PRIMARY KEY,
    at timestamptz NOT NULL,
    wall text NOT NULL,
    kind text NOT NULL,
    scene text NOT NULL,
    until timestamptz,
    moment timestamptz,
    speed double precision NOT NULL,
    operator text NOT NULL,
    post text NOT NULL
);
CREATE TABLE wall_scenes (
    version integer NOT NULL CONSTRAINT pk_wall_scenes PRIMARY KEY,
    text text,
    operator text NOT NULL,
    at timestamptz NOT NULL,
    reason text NOT NULL
);
CREATE TABLE hotline_call (
    id uuid NOT NULL CONSTRAINT pk_hotline_call PRIMARY KEY,
    rang_at timestamptz NOT NULL,
    answered_at timestamptz,
    given_up_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT ck_hotline_call_one_fate CHECK (answered_at IS NULL OR given_up_at IS NULL),
    CONSTRAINT ck_hotline_call_forwards CHECK (answered_at >= rang_at
        AND given_up_at >= rang_at AND ended_at >= rang_at)
);
CREATE INDEX ix_hotline_call_rang_at ON hotline_call (rang_at);
CREATE TABLE hotline_told (
    whole boolean NOT NULL CONSTRAINT pk_hotline_told PRIMARY KEY
        CONSTRAINT ck_hotline_told_one CHECK (whole),
    at timestamptz NOT NULL
);
-- For today's counters; an index by ranges costs a command nothing, and rows lie by their time.
CREATE INDEX ix_case_fact_dispatched_at ON case_fact USING brin (dispatched_at)
    WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX ix_case_fact_handled_at ON case_fact USING brin (handled_at)
    WITH (pages_per_range = 32, autosummarize = on);
INSERT INTO stamp (topic) VALUES ('walls');
"""

DOWN = """
DROP INDEX ix_case_fact_handled_at;
DROP INDEX ix_case_fact_dispatched_at;
DROP SCHEMA wall_v1 CASCADE;
DROP TABLE hotline_told, hotline_call, wall_scenes, wall_order;
DELETE FROM stamp WHERE topic = 'walls';
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    forget_functions(op.get_bind())
    run_script(op.get_bind(), DOWN)
