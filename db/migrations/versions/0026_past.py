"""What the past is found by: the lives of ended cases, and steps by their moment.

A case's life is written once, when it ends; open cases have their own index. A tree takes the place
of the block ranges of moments: in an archive that was brought in case by case every range holds
every day, and all of them were read for one minute.
"""

from alembic import op

from db.migrations.raw import forget_functions, run_script

revision = "0026"
down_revision = "0025"

UP = """
-- As db/api/81_past.sql asks.
CREATE INDEX ix_case_file_life ON case_file USING gist (tsrange(
    (least(reported_at, changed_at) AT TIME ZONE 'UTC') - interval '1 hour',
    (changed_at AT TIME ZONE 'UTC') + interval '1 hour')) WHERE ended;
DROP INDEX ix_case_step_at;
CREATE INDEX ix_case_step_at ON case_step (at);
"""

DOWN = """
DROP INDEX ix_case_step_at;
CREATE INDEX ix_case_step_at ON case_step USING brin (at) WITH (pages_per_range = 32);
DROP INDEX ix_case_file_life;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    forget_functions(op.get_bind())
    run_script(op.get_bind(), DOWN)
