"""Callers sealed by whoever writes them: values only a key outside the database opens.

What was kept open before waits in `caller_plain`, made only where there is something to seal, until
`db.caller_rotation.seal_plain` has sealed it and drops that table. On the way down sealed values
cannot become plain ones; they wait in `caller_sealed`, and come back on the next way up.
"""

from alembic import op

from db.migrations.raw import run_script

revision = "0012"
down_revision = "0011"

UP = """
INSERT INTO stamp (topic) VALUES ('callers');

CREATE TABLE caller_key (
    key_id text NOT NULL CONSTRAINT pk_caller_key PRIMARY KEY,
    algorithm text NOT NULL,
    public bytea,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    retired_at timestamptz
);
CREATE TABLE caller_erasure (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_caller_erasure PRIMARY KEY,
    at timestamptz NOT NULL,
    login text NOT NULL DEFAULT session_user,
    days int NOT NULL,
    cases int NOT NULL,
    callers int NOT NULL
);
DO $$
BEGIN
    IF EXISTS (SELECT FROM caller) THEN
        CREATE TABLE caller_plain AS SELECT * FROM caller;
        ALTER TABLE caller_plain ADD CONSTRAINT pk_caller_plain PRIMARY KEY (id);
    END IF;
END $$;
-- A new file for the table: a dropped column would lie open on the disk as long as its row lives.
TRUNCATE caller;
ALTER TABLE caller DROP COLUMN name, DROP COLUMN phone, DROP COLUMN address,
    ADD COLUMN sealed bytea NOT NULL,
    ADD COLUMN key_id text NOT NULL CONSTRAINT fk_caller_key_id_caller_key REFERENCES caller_key,
    ADD COLUMN algorithm text NOT NULL,
    ADD COLUMN phone_hash bytea;
CREATE INDEX ix_caller_phone_hash ON caller (phone_hash) WHERE phone_hash IS NOT NULL;
CREATE INDEX ix_caller_key_id ON caller (key_id);
CREATE INDEX ix_reveal_log_shown ON reveal_log (shown_at);
DO $$
BEGIN
    IF to_regclass('public.caller_sealed') IS NOT NULL THEN
        INSERT INTO caller_key SELECT * FROM caller_key_sealed;
        INSERT INTO caller (id, case_id, reply, sealed, key_id, algorithm, phone_hash)
            OVERRIDING SYSTEM VALUE
            SELECT id, case_id, reply, sealed, key_id, algorithm, phone_hash FROM caller_sealed;
        INSERT INTO caller_erasure OVERRIDING SYSTEM VALUE SELECT * FROM caller_erasure_sealed;
        PERFORM setval(pg_get_serial_sequence('caller_erasure', 'id'),
            (SELECT coalesce(max(id), 0) + 1 FROM caller_erasure), false);
        DROP TABLE caller_sealed, caller_key_sealed, caller_erasure_sealed;
    END IF;
END $$;
-- It gives other columns now; the functions are put in place anew.
DROP FUNCTION IF EXISTS api_v1.reveal(uuid);
DELETE FROM api_file;
"""

DOWN = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM caller_key) THEN
        CREATE TABLE caller_sealed AS SELECT * FROM caller;
        CREATE TABLE caller_key_sealed AS SELECT * FROM caller_key;
        CREATE TABLE caller_erasure_sealed AS SELECT * FROM caller_erasure;
    END IF;
END $$;
DROP INDEX ix_reveal_log_shown;
TRUNCATE caller;
ALTER TABLE caller DROP COLUMN sealed, DROP COLUMN key_id, DROP COLUMN algorithm,
    DROP COLUMN phone_hash,
    ADD COLUMN name text NOT NULL, ADD COLUMN phone text NOT NULL, ADD COLUMN address text NOT NULL;
DO $$
BEGIN
    IF to_regclass('public.caller_plain') IS NOT NULL THEN
        INSERT INTO caller (id, case_id, name, phone, address, reply) OVERRIDING SYSTEM VALUE
            SELECT id, case_id, name, phone, address, reply FROM caller_plain;
        DROP TABLE caller_plain;
    END IF;
END $$;
DROP TABLE caller_erasure, caller_key;
DELETE FROM stamp WHERE topic = 'callers';
DROP FUNCTION IF EXISTS api_v1.reveal(uuid);
DELETE FROM api_file;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
