"""Photos of a case, who holds it, and who has opened it."""

from alembic import op

from db.migrations.raw import run_script

revision = "0005"
down_revision = "0004"

UP = """
CREATE TABLE case_photo (
    case_id bigint NOT NULL,
    seq int NOT NULL,
    ordinal int NOT NULL,
    digest text NOT NULL,
    role text NOT NULL,
    mime text NOT NULL,
    size bigint NOT NULL,
    taken_at timestamptz,
    lon double precision,
    lat double precision,
    taken_by text NOT NULL,
    CONSTRAINT pk_case_photo PRIMARY KEY (case_id, seq, ordinal)
);

CREATE TABLE case_claim (
    case_id bigint NOT NULL CONSTRAINT pk_case_claim PRIMARY KEY,
    operator text NOT NULL,
    seat text NOT NULL,
    post text NOT NULL,
    since timestamptz NOT NULL,
    beat_at timestamptz NOT NULL,
    active_at timestamptz NOT NULL
);
CREATE INDEX ix_case_claim_operator ON case_claim (operator, seat);

-- Taking a case over is a deed with a reason; it is kept.
CREATE TABLE claim_takeover (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_claim_takeover PRIMARY KEY,
    case_id bigint NOT NULL,
    at timestamptz NOT NULL,
    operator text NOT NULL,
    seat text NOT NULL,
    former text NOT NULL,
    reason text NOT NULL
);

-- `version` is the case's at that moment: a case that comes back into a queue is new there again.
CREATE TABLE case_opened (
    case_id bigint NOT NULL,
    post text NOT NULL,
    version int NOT NULL,
    operator text NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT pk_case_opened PRIMARY KEY (case_id, post)
);
"""

DOWN = """
DROP TABLE case_opened, claim_takeover, case_photo;
-- Functions of db/api give its rows back and go with it; they are put in place anew on the way up.
DROP TABLE case_claim CASCADE;
DELETE FROM api_file;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
