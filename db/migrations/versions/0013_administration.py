"""The register of what administrators change, and what is kept of wrong passwords.

An operator whose account was closed by hand before is disabled on the list too: from here on the
list tells which accounts are open.
"""

from alembic import op

from db.migrations.raw import run_script

revision = "0013"
down_revision = "0012"

UP = """
INSERT INTO stamp (topic) VALUES ('administration');

CREATE TABLE admin_change (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_admin_change PRIMARY KEY,
    at timestamptz NOT NULL,
    login text NOT NULL,
    post text NOT NULL,
    subject text NOT NULL,
    key text NOT NULL,
    deed text NOT NULL,
    version int NOT NULL,
    before jsonb,
    after jsonb,
    reason text NOT NULL,
    undoes bigint CONSTRAINT fk_admin_change_undoes_admin_change REFERENCES admin_change,
    hash bytea NOT NULL
);
CREATE UNIQUE INDEX ix_admin_change_version ON admin_change (subject, key, version)
    WHERE deed IN ('put', 'remove', 'undo');
CREATE INDEX ix_admin_change_undoes ON admin_change (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE sign_in_guard (
    login text NOT NULL CONSTRAINT pk_sign_in_guard PRIMARY KEY
        CONSTRAINT fk_sign_in_guard_login_operator REFERENCES operator,
    failures int NOT NULL,
    since timestamptz NOT NULL,
    locked_until timestamptz
);

UPDATE operator o SET active = false FROM pg_roles r
    WHERE NOT r.rolcanlogin AND r.rolname = 'wm_'
        || left(encode(sha256(convert_to(current_database(), 'UTF8')), 'hex'), 6) || '_' || o.login;
"""

DOWN = """
DROP FUNCTION IF EXISTS app.change_hash(admin_change, bytea), app.undoable(admin_change);
DROP TABLE sign_in_guard, admin_change;
DELETE FROM stamp WHERE topic = 'administration';
-- Older programs make them again in their own form.
DROP FUNCTION IF EXISTS app.settle_roles(text), app.put_account(text, text);
DROP FUNCTION IF EXISTS api_v1.put_catalogue(int, date, text, text, timestamptz, jsonb, jsonb,
    text, bigint);
DELETE FROM api_file;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
