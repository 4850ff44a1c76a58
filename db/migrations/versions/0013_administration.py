"""The register of what administrators change, and what is kept of wrong passwords.

On the way down the register waits in `admin_change_kept`, and comes back on the next way up. An
operator whose account was closed by hand before is disabled on the list too: from here on the list
tells which accounts are open.
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

DO $$
BEGIN
    IF to_regclass('public.admin_change_kept') IS NOT NULL THEN
        INSERT INTO admin_change OVERRIDING SYSTEM VALUE SELECT * FROM admin_change_kept;
        PERFORM setval(pg_get_serial_sequence('admin_change', 'id'),
            (SELECT max(id) FROM admin_change));
        DROP TABLE admin_change_kept;
    END IF;
END $$;

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
-- They take the table's rows for arguments.
DROP FUNCTION IF EXISTS app.change_hash(admin_change, bytea), app.undoable(admin_change);
DO $$
BEGIN
    IF EXISTS (SELECT FROM admin_change) THEN
        CREATE TABLE admin_change_kept AS SELECT * FROM admin_change;
    END IF;
END $$;
DROP TABLE sign_in_guard, admin_change;
DELETE FROM stamp WHERE topic = 'administration';
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
