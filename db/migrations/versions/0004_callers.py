"""Callers behind a logged door: their data, what everybody may see, and who looked."""

from alembic import op

from db.migrations.raw import run_script

revision = "0004"
down_revision = "0003"

UP = """
CREATE TABLE caller (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_caller PRIMARY KEY,
    case_id bigint NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    address text NOT NULL,
    reply text NOT NULL
);
CREATE INDEX ix_caller_case ON caller (case_id);

CREATE TABLE caller_mask (
    id bigint NOT NULL CONSTRAINT pk_caller_mask PRIMARY KEY,
    case_id bigint NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    reply text NOT NULL
);
CREATE INDEX ix_caller_mask_case ON caller_mask (case_id);

-- `xid` proves that the request was committed before anything was shown (database.md 4.3).
CREATE TABLE reveal_log (
    id uuid NOT NULL CONSTRAINT pk_reveal_log PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    login text NOT NULL DEFAULT session_user,
    operator text NOT NULL,
    post text NOT NULL,
    seat text NOT NULL,
    case_id bigint NOT NULL,
    reason text NOT NULL,
    shown_at timestamptz
);
CREATE INDEX ix_reveal_log_case ON reveal_log (case_id);
"""

DOWN = """
DROP TABLE reveal_log, caller_mask, caller;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
