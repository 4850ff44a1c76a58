"""Schemes of assessment: their versions, from which day each holds, and what is being drafted.

Versions and beginnings are only ever added (api/24_schemes.sql). The last day of a version is no
column: it is the day before the next beginning, so that nothing kept has to be changed.
On the way down a city's own schemes wait in tables named `…_kept` for the next way up.
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
DO $$
BEGIN
    IF to_regclass('public.scheme_version_kept') IS NOT NULL THEN
        INSERT INTO scheme_version SELECT * FROM scheme_version_kept;
        INSERT INTO scheme_begin OVERRIDING SYSTEM VALUE SELECT * FROM scheme_begin_kept;
        PERFORM setval(pg_get_serial_sequence('scheme_begin', 'id'),
            (SELECT max(id) FROM scheme_begin));
        INSERT INTO scheme_draft SELECT * FROM scheme_draft_kept;
        DROP TABLE scheme_version_kept, scheme_begin_kept, scheme_draft_kept;
    END IF;
END $$;
"""

DOWN = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM scheme_version WHERE shipped = '' OR version > 1)
            OR EXISTS (SELECT FROM scheme_draft) THEN
        CREATE TABLE scheme_version_kept AS SELECT * FROM scheme_version;
        CREATE TABLE scheme_begin_kept AS SELECT * FROM scheme_begin;
        CREATE TABLE scheme_draft_kept AS SELECT * FROM scheme_draft;
    END IF;
END $$;
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
