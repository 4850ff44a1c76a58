"""What pictures look like, inspectors' own reports by place and class, what callers answered.

The lists to look into (`ports.integrity`) ask for the first two. On the way down the looks are
dropped; they follow from the previews.
"""

from alembic import op

from db.migrations.raw import forget_functions, run_script

revision = "0024"
down_revision = "0021"

UP = """
CREATE TABLE photo_look (
    digest text NOT NULL CONSTRAINT pk_photo_look PRIMARY KEY,
    look text,
    CONSTRAINT ck_photo_look_bits CHECK (look ~ '^[0-9a-f]{32}$')
);
CREATE INDEX ix_case_fact_own_report ON case_fact (duty_grid, category, reported_at)
    WHERE source = 'inspector';
ALTER TABLE case_fact ADD COLUMN callback text NOT NULL DEFAULT '';
ALTER TABLE case_fact ALTER COLUMN callback DROP DEFAULT;
-- Facts that say something new are made anew after the upgrade; a year that is away keeps its own.
UPDATE case_fact f SET version = -1 WHERE EXISTS (SELECT FROM case_step s
    WHERE s.case_id = f.case_id AND s.move IN ('call_back', 'reply_supervision'));
"""

DOWN = """
ALTER TABLE case_fact DROP COLUMN callback;
DROP INDEX ix_case_fact_own_report;
DROP TABLE photo_look;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    forget_functions(op.get_bind())
    run_script(op.get_bind(), DOWN)
