"""Schemes of assessment: their versions, from which day each holds, and what is being drafted.

Versions and beginnings are only ever added (api/24_schemes.sql). The last day of a version is no
column: it is the day before the next beginning, so that nothing kept has to be changed.
"""

from alembic import op

from db.migrations.raw import forget_functions, run_script

revision = "0022"
down_revision = "0021"

UP = """
CREATE TABLE scheme_version (
    kind text NOT NULL,
    scheme text NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    shipped text NOT NULL,
    at timestamp with time zone NOT NULL,
    login text NOT NULL,
    post text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT pk_scheme_version PRIMARY KEY (kind, scheme, version)
);
CREATE TABLE scheme_begin (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_scheme_begin PRIMARY KEY,
    kind text NOT NULL,
    scheme text NOT NULL,
    version integer NOT NULL,
    first_day date NOT NULL,
    at timestamp with time zone NOT NULL,
    login text NOT NULL,
    post text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT uq_scheme_begin_kind UNIQUE (kind, scheme, version),
    CONSTRAINT fk_scheme_begin_kind_scheme_version FOREIGN KEY (kind, scheme, version)
        REFERENCES scheme_version
);
CREATE TABLE scheme_draft (
    login text NOT NULL,
    kind text NOT NULL,
    scheme text NOT NULL,
    base integer NOT NULL,
    body text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_scheme_draft PRIMARY KEY (login, kind, scheme)
);
"""

DOWN = """
DROP TABLE scheme_draft;
DROP TABLE scheme_begin;
DROP TABLE scheme_version;
"""


def upgrade() -> None:
    """The way up; the shipped schemes are put in by the seed."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    forget_functions(op.get_bind())
    run_script(op.get_bind(), DOWN)
