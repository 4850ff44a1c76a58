"""Cases: the current row, its words, its whole state, and the append-only trail, by year."""

from alembic import op

from db.migrations.raw import run_script

revision = "0002"
down_revision = "0001"

UP = """
CREATE TABLE case_file (
    id bigint NOT NULL,
    number text NOT NULL,
    task_number text,
    version int NOT NULL,
    stage text NOT NULL,
    queue text,
    ended boolean NOT NULL,
    entered int NOT NULL,
    entered_at timestamptz NOT NULL,
    source text NOT NULL,
    scheme text NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    category_name text NOT NULL,
    urgent boolean NOT NULL,
    unit text,
    bound_unit text,
    component text,
    district text NOT NULL,
    street text NOT NULL,
    community text NOT NULL,
    grid text NOT NULL,
    duty_grid text NOT NULL,
    management_area text NOT NULL,
    lon double precision,
    lat double precision,
    reported_at timestamptz NOT NULL,
    accepted_at timestamptz,
    registered_at timestamptz,
    dispatched_at timestamptz,
    handled_at timestamptz,
    verified_at timestamptz,
    closed_at timestamptz,
    close_kind text,
    started timestamptz,
    due timestamptz,
    near_at timestamptz,
    limit_code text NOT NULL,
    paused boolean NOT NULL,
    due_stage timestamptz,
    due_handling timestamptz,
    handling_minutes int,
    on_time boolean,
    rework int NOT NULL,
    dispatches int NOT NULL,
    returns int NOT NULL,
    callers int NOT NULL,
    suspended_until timestamptz,
    master bigint,
    changed_at timestamptz NOT NULL,
    CONSTRAINT pk_case_file PRIMARY KEY (id)
) PARTITION BY RANGE (id);

-- Open cases only: their number does not grow with the years (database.md 1.3).
CREATE INDEX ix_case_file_queue ON case_file (queue, due, id) WHERE ended = false;
CREATE INDEX ix_case_file_unit_open ON case_file (unit, due, id) WHERE ended = false;
CREATE INDEX ix_case_file_number ON case_file (number);
CREATE INDEX ix_case_file_task_number ON case_file (task_number) WHERE task_number IS NOT NULL;
CREATE INDEX ix_case_file_component ON case_file (component) WHERE component IS NOT NULL;
CREATE INDEX ix_case_file_master ON case_file (master) WHERE master IS NOT NULL;
CREATE INDEX ix_case_file_closed ON case_file (closed_at, unit);
CREATE INDEX ix_case_file_reported ON case_file USING brin (reported_at)
    WITH (pages_per_range = 32);
CREATE INDEX ix_case_file_point ON case_file USING spgist (point(lon, lat));

CREATE TABLE case_text (
    id bigint NOT NULL,
    description text NOT NULL,
    address text NOT NULL,
    words text NOT NULL,
    initials text NOT NULL,
    CONSTRAINT pk_case_text PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX ix_case_text_grams ON case_text USING gin (app.grams(words));

CREATE TABLE case_state (
    id bigint NOT NULL,
    state text NOT NULL,
    CONSTRAINT pk_case_state PRIMARY KEY (id)
) PARTITION BY RANGE (id);

CREATE TABLE case_step (
    case_id bigint NOT NULL,
    seq int NOT NULL,
    move text NOT NULL,
    from_stage text,
    to_stage text NOT NULL,
    operator text NOT NULL,
    post text NOT NULL,
    seat text NOT NULL,
    unit text,
    at timestamptz NOT NULL,
    reason text NOT NULL,
    payload text NOT NULL,
    command text NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT pk_case_step PRIMARY KEY (case_id, seq)
) PARTITION BY RANGE (case_id);
CREATE INDEX ix_case_step_at ON case_step USING brin (at) WITH (pages_per_range = 32);

-- Filled from the domain's one table of ways; from_stage '' begins a case, to_stage '*' is the
-- stage before (undo, un-merge).
CREATE TABLE transition (
    from_stage text NOT NULL,
    move text NOT NULL,
    post text NOT NULL,
    to_stage text NOT NULL,
    reason boolean NOT NULL,
    CONSTRAINT pk_transition PRIMARY KEY (from_stage, move, post, to_stage)
);

-- Case numbers: a row per local day; ids: a sequence per year, made with the year's partitions.
CREATE TABLE number_day (
    day date NOT NULL CONSTRAINT pk_number_day PRIMARY KEY,
    last int NOT NULL
);

CREATE FUNCTION app.add_year(year int) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    base text;
BEGIN
    FOREACH base IN ARRAY ARRAY['case_file', 'case_text', 'case_state', 'case_step'] LOOP
        EXECUTE format(
            'CREATE TABLE IF NOT EXISTS public.%I PARTITION OF public.%I'
            ' FOR VALUES FROM (%s) TO (%s) WITH (fillfactor = %s)',
            base || '_' || year, base, year * 1000000000::bigint,
            (year + 1) * 1000000000::bigint, CASE base WHEN 'case_step' THEN 100 ELSE 85 END);
    END LOOP;
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS public.%I', 'case_number_' || year);
END $$;

SELECT app.add_year(year) FROM generate_series(2024, 2028) AS year;
"""

DOWN = """
DROP FUNCTION app.add_year;
DROP TABLE number_day, transition, case_step, case_state, case_text, case_file;
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT sequencename FROM pg_sequences
        WHERE schemaname = 'public' AND sequencename ~ '^case_number_[0-9]+$' LOOP
        EXECUTE format('DROP SEQUENCE public.%I', name);
    END LOOP;
END $$;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
