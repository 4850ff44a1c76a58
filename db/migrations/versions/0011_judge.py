"""What the server needs to judge by itself: the law of every way, and posts lent for a time."""

from alembic import op

from db.migrations.raw import run_script

revision = "0011"
down_revision = "0010"

UP = """
-- Filled anew from the domain's table; a way without its law would be a way without any.
DELETE FROM transition;
ALTER TABLE transition
    ADD COLUMN needs text[] NOT NULL,
    ADD COLUMN fields text[] NOT NULL,
    ADD COLUMN undoable boolean NOT NULL;

-- A post somebody holds beside his own, from and until a moment; who gave it, and why.
CREATE TABLE post_grant (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_post_grant PRIMARY KEY,
    login text NOT NULL CONSTRAINT fk_post_grant_login_operator REFERENCES operator,
    post text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_until timestamptz NOT NULL,
    given_by text NOT NULL,
    reason text NOT NULL
);
CREATE INDEX ix_post_grant_login ON post_grant (login, post);
"""

DOWN = """
DROP TABLE post_grant;
ALTER TABLE transition DROP COLUMN needs, DROP COLUMN fields, DROP COLUMN undoable;
-- Functions of db/api read steps as rows and would hold their table; they are put in place anew.
DO $$
DECLARE one regprocedure;
BEGIN
    FOR one IN SELECT p.oid::regprocedure FROM pg_proc p
            WHERE p.pronamespace = 'app'::regnamespace
                AND 'case_step'::regtype = ANY (p.proargtypes::oid[]) LOOP
        EXECUTE format('DROP FUNCTION %s', one);
    END LOOP;
END $$;
DELETE FROM api_file;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
