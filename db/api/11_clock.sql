-- The clocks of a case reckoned a second time, so that no seat names its own deadline: the working
-- hours of console.domain.worktime and stageclock, what console.domain.timers does to a timer, and
-- which way does what (clockwork; fact book 5.2 to 5.4). A timer is its JSON text in the case's state.

-- A limit's counted seconds, for example of `4 work_hour`; a day of work has the calendar's hours.
CREATE OR REPLACE FUNCTION app.counted(code text, hours int) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (split_part(code, ' ', 1)::numeric * CASE split_part(code, ' ', 2)
        WHEN 'work_hour' THEN 3600 WHEN 'hour' THEN 3600 WHEN 'minute' THEN 60
        WHEN 'day' THEN 86400 WHEN 'work_day' THEN hours * 3600 END)::bigint
$$;

CREATE OR REPLACE FUNCTION app.iso(at timestamptz) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

CREATE OR REPLACE FUNCTION app.second_of(at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT floor(extract(epoch FROM at))::bigint
$$;

CREATE OR REPLACE FUNCTION app.seconds_into(clock text) RETURNS int
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT split_part(clock, ':', 1)::int * 3600 + split_part(clock, ':', 2)::int * 60
$$;

-- The stretches of work of a version of the calendar from the local day of a second on, for so many
-- days, in seconds since 1970; days are those of +08:00.
CREATE OR REPLACE FUNCTION app.work_from(version text, first bigint, days int)
RETURNS TABLE (starts bigint, ends bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.midnight + app.seconds_into(p.starts), m.midnight + app.seconds_into(p.ends)
        FROM (SELECT n, date '1970-01-01' + n AS day, n * 86400::bigint - 28800 AS midnight
            FROM generate_series(((first + 28800) / 86400)::int,
                ((first + 28800) / 86400)::int + days) AS n) AS m
        LEFT JOIN public.calendar_day d ON d.calendar = version AND d.day = m.day
        JOIN LATERAL (
            SELECT w.starts, w.ends FROM public.work_slot w WHERE w.calendar = version
                AND (d.kind = 'workday' OR d.kind IS NULL AND extract(isodow FROM m.day) < 6)
            UNION ALL SELECT split_part(part, '-', 1), split_part(part, '-', 2)
                FROM regexp_split_to_table(d.slots, '\s+') AS part
                WHERE d.kind = 'shift') AS p ON true
$$;

-- When a limit ends: the earliest second by which so much has been counted since the start and
-- outside the pauses. NULL while an open pause keeps it from being known.
CREATE OR REPLACE FUNCTION app.limit_ends(t jsonb) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ever constant bigint := 1::bigint << 50;
    work boolean := t->>'limit' ~ ' work_';
    hours int := (SELECT c.hours_per_day FROM public.calendar c WHERE c.version = t->>'calendar');
    first bigint := app.second_of((t->>'started')::timestamptz);
    allowed bigint := app.counted(t->>'limit', hours) + coalesce((
        SELECT sum(app.counted(e->>'limit', hours)) FROM jsonb_array_elements(t->'extensions') AS e),
        0);
    days int := 64;
    found bigint;
BEGIN
    LOOP
        WITH pause AS (SELECT n, app.second_of((p->>'start')::timestamptz) AS starts,
                coalesce(app.second_of((p->>'end')::timestamptz), ever) AS ends
            FROM jsonb_array_elements(t->'pauses') WITH ORDINALITY AS x (p, n)),
        runs AS (SELECT lag(p.ends, 1, first) OVER (ORDER BY p.n) AS starts, p.starts AS ends
                FROM pause p
            UNION ALL SELECT coalesce((SELECT p.ends FROM pause p ORDER BY p.n DESC LIMIT 1), first),
                ever),
        slots AS (SELECT w.starts, w.ends
                FROM app.work_from(t->>'calendar', first, days) AS w WHERE work
            UNION ALL SELECT first, ever WHERE NOT work),
        pieces AS (SELECT greatest(r.starts, s.starts) AS starts, least(r.ends, s.ends) AS ends
            FROM runs r JOIN slots s ON r.starts < s.ends AND s.starts < r.ends
            WHERE r.starts < r.ends),
        added AS (SELECT p.ends, sum(p.ends - p.starts) OVER (ORDER BY p.starts) AS counted
            FROM pieces p)
        SELECT a.ends - (a.counted - allowed) INTO found FROM added a
            WHERE a.counted >= allowed ORDER BY a.counted LIMIT 1;
        -- Past ten years the calendar says nothing any more.
        EXIT WHEN found IS NOT NULL OR NOT work OR days > 3650
            OR t->'pauses' @> '[{}]' AND NOT t->'pauses'->-1 ? 'end';
        days := days * 4;
    END LOOP;
    RETURN to_timestamp(found);
END $$;

CREATE OR REPLACE FUNCTION app.stands(t jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_array_length(t->'pauses') > 0 AND NOT t->'pauses'->-1 ? 'end' AND NOT t ? 'stopped'
$$;

-- The due moment reckoned anew; while the clock stands the last one known stays.
CREATE OR REPLACE FUNCTION app.with_due(t jsonb) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT t || jsonb_build_object('due', coalesce(app.iso(app.limit_ends(t)), t->>'due'))
$$;

CREATE OR REPLACE FUNCTION app.clock_starts(kind text, code text, at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT app.with_due(jsonb_build_object('kind', kind, 'limit', code, 'started', app.iso(at),
        'calendar', (SELECT c.version FROM public.calendar c WHERE c.in_force
            ORDER BY c.version DESC LIMIT 1),
        'pauses', '[]'::jsonb, 'extensions', '[]'::jsonb, 'exempt', false))
$$;

CREATE OR REPLACE FUNCTION app.clock_pauses(t jsonb, at timestamptz, cause text) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN app.stands(t) OR t ? 'stopped' THEN t
        ELSE jsonb_set(t, '{pauses}', t->'pauses'
            || jsonb_build_object('start', app.iso(at), 'cause', cause)) END
$$;

CREATE OR REPLACE FUNCTION app.clock_resumes(t jsonb, at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN app.stands(t)
        THEN app.with_due(jsonb_set(t, '{pauses,-1,end}', to_jsonb(app.iso(at)))) ELSE t END
$$;

CREATE OR REPLACE FUNCTION app.clock_extends(t jsonb, at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT app.with_due(jsonb_set(t, '{extensions}', t->'extensions'
        || jsonb_build_object('at', app.iso(at), 'limit', t->'limit')))
$$;

CREATE OR REPLACE FUNCTION app.clock_stops(t jsonb, at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN t ? 'stopped' THEN t
        ELSE app.clock_resumes(t, at) || jsonb_build_object('stopped', app.iso(at)) END
$$;

-- A stopped clock running again: with its deadline as it was, or with the time between as a pause.
CREATE OR REPLACE FUNCTION app.clock_runs_on(
    t jsonb, at timestamptz, keep_due boolean, cause text
) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN NOT t ? 'stopped' THEN t WHEN keep_due THEN t - 'stopped'
        ELSE app.with_due(jsonb_set(t - 'stopped', '{pauses}', t->'pauses'
            || jsonb_build_object('start', t->'stopped', 'end', app.iso(at), 'cause', cause))) END
$$;

-- The clock of a stage of the centre (console.domain.timers.STAGE_TIMERS); NULL where there is none.
CREATE OR REPLACE FUNCTION app.stage_timer(stage text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN stage IN ('reported', 'accepted', 'self_handled') THEN 'accept'
        WHEN stage = 'confirming' THEN 'confirm' WHEN stage = 'to_register' THEN 'register'
        WHEN stage IN ('void_requested', 'return_requested', 'suspend_requested') THEN 'approve'
        WHEN stage IN ('to_dispatch', 'verify_failed') THEN 'dispatch'
        WHEN stage = 'coordinating' THEN 'coordinate'
        WHEN stage IN ('handled', 'verifying') THEN 'verify' WHEN stage = 'to_close' THEN 'close' END
$$;
