"""Commands already done, news for other seats, letters for the world outside."""

from alembic import op

from db.migrations.raw import run_script

revision = "0003"
down_revision = "0002"

UP = """
CREATE TABLE command_log (
    id text NOT NULL CONSTRAINT pk_command_log PRIMARY KEY,
    operator text NOT NULL,
    at timestamptz NOT NULL,
    digest text NOT NULL,
    result text NOT NULL
);
CREATE INDEX ix_command_log_at ON command_log USING brin (at);

-- An outbox of changes, read by snapshot watermark (database.md 3.3): ids only.
CREATE TABLE feed (
    gseq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_feed PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    case_id bigint NOT NULL,
    seq int,
    operator text NOT NULL,
    seat text NOT NULL
);
CREATE INDEX ix_feed_xid ON feed (xid, gseq);

-- A restored dump counts transactions anew; a new epoch tells every reader to begin again.
CREATE TABLE feed_epoch (
    epoch text NOT NULL CONSTRAINT pk_feed_epoch PRIMARY KEY
);
INSERT INTO feed_epoch VALUES (gen_random_uuid()::text);

CREATE TABLE letter (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_letter PRIMARY KEY,
    kind text NOT NULL,
    addressee text NOT NULL,
    case_id bigint NOT NULL,
    body text NOT NULL,
    not_before timestamptz NOT NULL,
    posted_at timestamptz NOT NULL,
    command text NOT NULL,
    sent_at timestamptz,
    recalled_at timestamptz
);
CREATE INDEX ix_letter_waiting ON letter (not_before)
    WHERE sent_at IS NULL AND recalled_at IS NULL;
CREATE INDEX ix_letter_case ON letter (case_id);
"""

DOWN = """
DROP TABLE letter, feed_epoch, feed, command_log;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
