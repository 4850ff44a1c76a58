"""What is published of the assessment: frozen facts, figures, fingerprint and who signed.

On the way down publications are dropped; the backup made before holds them.
"""

from alembic import op

from db.migrations.raw import forget_functions, run_script

revision = "0023"
down_revision = "0024"

_FACT = """
    case_id bigint NOT NULL,
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
    flags integer NOT NULL,
    callback text NOT NULL,
"""
_ACT = """
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
"""

UP = f"""
CREATE TABLE publication (
    id integer NOT NULL CONSTRAINT pk_publication PRIMARY KEY,
    period text NOT NULL,
    kind text NOT NULL,
    grouping text NOT NULL,
    person boolean NOT NULL,
    scheme text NOT NULL,
    scheme_version integer NOT NULL,
    scheme_text text NOT NULL,
    case_date text NOT NULL,
    start_at timestamp with time zone NOT NULL,
    end_at timestamp with time zone NOT NULL,
    as_of timestamp with time zone NOT NULL,
    calendar_text text NOT NULL,
    amends integer NOT NULL,
    reason text NOT NULL
);
CREATE TABLE publication_fact (
    publication integer NOT NULL CONSTRAINT fk_publication_fact REFERENCES publication,
{_FACT}    head bytea NOT NULL,
    CONSTRAINT pk_publication_fact PRIMARY KEY (publication, case_id)
);
CREATE TABLE publication_act (
    publication integer NOT NULL CONSTRAINT fk_publication_act REFERENCES publication,
{_ACT}    CONSTRAINT pk_publication_act PRIMARY KEY (publication, case_id, seq)
);
CREATE TABLE publication_seal (
    publication integer NOT NULL CONSTRAINT pk_publication_seal PRIMARY KEY
        CONSTRAINT fk_publication_seal REFERENCES publication,
    cases integer NOT NULL,
    acts integer NOT NULL,
    facts_root text NOT NULL,
    acts_root text NOT NULL,
    figures text NOT NULL,
    parts text NOT NULL,
    fingerprint text NOT NULL
);
CREATE TABLE publication_mark (
    publication integer NOT NULL CONSTRAINT fk_publication_mark REFERENCES publication,
    mark text NOT NULL CONSTRAINT ck_publication_mark_known
        CHECK (mark IN ('prepared', 'checked', 'published', 'withdrawn')),
    operator text NOT NULL,
    post text NOT NULL,
    at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    CONSTRAINT pk_publication_mark PRIMARY KEY (publication, mark)
);
"""

DOWN = """
DROP TABLE publication_mark;
DROP TABLE publication_seal;
DROP TABLE publication_act;
DROP TABLE publication_fact;
DROP TABLE publication;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    forget_functions(op.get_bind())
    run_script(op.get_bind(), DOWN)
