"""Schemas for our functions, text pieces for the search, settings and change stamps."""

from alembic import op

from db.migrations.raw import run_script

revision = "0001"
down_revision = None

UP = """
CREATE SCHEMA app;
CREATE SCHEMA api_v1;

-- Overlapping two-character pieces: Chinese has no blanks (database.md 1.5). The cost keeps the
-- planner from computing it row by row.
CREATE FUNCTION app.grams(words text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 2000
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    signs text[] := string_to_array(lower(words), NULL);
    pieces text[] := '{}';
BEGIN
    FOR i IN 1 .. coalesce(array_length(signs, 1), 0) - 1 LOOP
        pieces[i] := signs[i] || signs[i + 1];
    END LOOP;
    RETURN pieces;
END $$;

CREATE TABLE stamp (
    topic text NOT NULL CONSTRAINT pk_stamp PRIMARY KEY,
    version bigint NOT NULL DEFAULT 1
);
INSERT INTO stamp (topic) VALUES ('rules'), ('catalogue'), ('city');

CREATE TABLE api_file (
    name text NOT NULL CONSTRAINT pk_api_file PRIMARY KEY,
    digest text NOT NULL
);

CREATE TABLE setting (
    name text NOT NULL CONSTRAINT pk_setting PRIMARY KEY,
    value text NOT NULL
);
CREATE TABLE setting_history (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_setting_history PRIMARY KEY,
    name text NOT NULL,
    value text NOT NULL,
    operator text NOT NULL,
    post text NOT NULL,
    at timestamptz NOT NULL
);
"""

DOWN = """
DROP TABLE setting_history, setting, api_file, stamp;
DROP SCHEMA api_v1 CASCADE;
DROP SCHEMA app CASCADE;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
