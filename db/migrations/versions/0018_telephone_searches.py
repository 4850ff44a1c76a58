"""Searches by telephone are written down before they are answered, and counted.

A mask leaves ten thousand telephones to try; the former function answered any number of them.
"""

from alembic import op

from db.migrations.raw import run_script

revision = "0018"
down_revision = "0017"

UP = """
CREATE TABLE telephone_search (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_telephone_search PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    login text NOT NULL DEFAULT session_user,
    hash bytea NOT NULL
);
CREATE INDEX ix_telephone_search_login ON telephone_search (login, at);
DROP FUNCTION IF EXISTS api_v1.cases_called_from(bytea, int);
DELETE FROM api_file;
"""

DOWN = """
DROP FUNCTION IF EXISTS api_v1.ask_telephone(bytea), api_v1.cases_called_from(bigint, int);
DROP TABLE telephone_search;
DELETE FROM api_file;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
