"""Daily work: shifts, handovers, notices, phrases and areas under control."""

from alembic import op

from db.migrations.raw import run_script

revision = "0008"
down_revision = "0007"

UP = """
CREATE TABLE phrase (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_phrase PRIMARY KEY,
    move text NOT NULL,
    text text NOT NULL,
    uses int NOT NULL DEFAULT 0,
    CONSTRAINT uq_phrase_move UNIQUE (move, text)
);
CREATE TABLE shift (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_shift PRIMARY KEY,
    name text NOT NULL,
    operator text NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE TABLE handover (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_handover PRIMARY KEY,
    shift bigint NOT NULL CONSTRAINT fk_handover_shift_shift REFERENCES shift,
    at timestamptz NOT NULL,
    operator text NOT NULL,
    text text NOT NULL,
    read_by text,
    read_at timestamptz
);
CREATE TABLE notice (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_notice PRIMARY KEY,
    at timestamptz NOT NULL,
    until timestamptz,
    operator text NOT NULL,
    text text NOT NULL
);
CREATE TABLE control_area (
    code text NOT NULL CONSTRAINT pk_control_area PRIMARY KEY,
    name text NOT NULL,
    ring text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz
);
"""

DOWN = """
DROP TABLE control_area, notice, handover, shift, phrase;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
