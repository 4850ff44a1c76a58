"""The picture of the rail's counts, which one caller makes and all of them read.

Both tables are unlogged: after a crash they are empty, and the next caller counts anew.
"""

from alembic import op

from db.migrations.raw import run_script

revision = "0017"
down_revision = "0016"

UP = """
CREATE UNLOGGED TABLE live_picture (
    whole boolean NOT NULL CONSTRAINT pk_live_picture PRIMARY KEY,
    counted_at timestamptz NOT NULL,
    turn bigint NOT NULL,
    CONSTRAINT ck_live_picture_one CHECK (whole)
);
CREATE UNLOGGED TABLE live_count (
    queue text NOT NULL,
    area text NOT NULL,
    who text NOT NULL,
    total bigint NOT NULL,
    over bigint NOT NULL,
    near bigint NOT NULL,
    nearest timestamptz,
    limit_code text NOT NULL,
    CONSTRAINT pk_live_count PRIMARY KEY (queue, area, who)
);
"""

DOWN = """
DROP TABLE live_count, live_picture;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
