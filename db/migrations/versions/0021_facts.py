"""Facts of the assessment: a row for each case and for each act a post is judged by."""

from alembic import op

from db.migrations.raw import forget_functions, run_script

revision = "0021"
down_revision = "0020"

UP = """
CREATE TABLE case_fact (
    case_id bigint NOT NULL CONSTRAINT pk_case_fact PRIMARY KEY,
    number text NOT NULL,
    version integer NOT NULL,
    stage text NOT NULL,
    source text NOT NULL,
    scheme text NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    urgent boolean NOT NULL,
    district text NOT NULL,
    street text NOT NULL,
    community text NOT NULL,
    grid text NOT NULL,
    duty_grid text NOT NULL,
    management_area text NOT NULL,
    unit text NOT NULL,
    first_unit text NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    registered_at timestamp with time zone,
    dispatched_at timestamp with time zone,
    due timestamp with time zone,
    standing boolean NOT NULL,
    ended timestamp with time zone,
    exempt boolean NOT NULL,
    handled_at timestamp with time zone,
    closed_at timestamp with time zone,
    close_kind text,
    rework integer NOT NULL,
    returns integer NOT NULL,
    extensions integer NOT NULL,
    suspensions integer NOT NULL,
    flags integer NOT NULL
);
CREATE INDEX ix_case_fact_due ON case_fact (due);
CREATE INDEX ix_case_fact_registered_at ON case_fact (registered_at);
CREATE INDEX ix_case_fact_closed_at ON case_fact (closed_at);
CREATE INDEX ix_case_fact_reported_at ON case_fact (reported_at);
CREATE TABLE act_fact (
    case_id bigint NOT NULL,
    seq integer NOT NULL,
    move text NOT NULL,
    at timestamp with time zone NOT NULL,
    operator text NOT NULL,
    post text NOT NULL,
    unit text NOT NULL,
    inspector text NOT NULL,
    outcome text NOT NULL,
    due timestamp with time zone,
    first boolean NOT NULL,
    again boolean NOT NULL,
    CONSTRAINT pk_act_fact PRIMARY KEY (case_id, seq)
);
CREATE INDEX ix_act_fact_at ON act_fact (at);
"""

DOWN = """
DROP TABLE act_fact;
DROP TABLE case_fact;
"""


def upgrade() -> None:
    """The way up; what the cases there are tell is added once the functions are in place."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    forget_functions(op.get_bind())
    run_script(op.get_bind(), DOWN)
