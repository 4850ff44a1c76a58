"""Small pictures of photos and videos, by the digest of the file they show.

On the way down they are dropped; the files themselves stay.
"""

from alembic import op

from db.migrations.raw import run_script

revision = "0014"
down_revision = "0013"

UP = """
CREATE TABLE photo_preview (
    digest text NOT NULL CONSTRAINT pk_photo_preview PRIMARY KEY,
    width int NOT NULL,
    height int NOT NULL,
    seconds double precision NOT NULL,
    image bytea,
    CONSTRAINT ck_photo_preview_small CHECK (octet_length(image) <= 20480)
);
-- Which cases a file belongs to: who may see its preview, and whose file is missing.
CREATE INDEX ix_case_photo_digest ON case_photo (digest);
"""

DOWN = """
DROP INDEX ix_case_photo_digest;
DROP TABLE photo_preview;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
