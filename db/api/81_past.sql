-- The city as it was at a moment, rebuilt from steps alone (ports.wall.PastReading). What a case is at a
-- moment its steps until then tell, in their order: up to the first one that is later, so that a clock
-- that went back leaves no gap. Which cases to ask about at all is found by case_file's index of lives,
-- an hour wider on both sides than the row says, for the same clocks.

-- Cases that may have been open: those that are, and those whose life holds the moment.
CREATE OR REPLACE FUNCTION app.past_alive(moment timestamptz, areas text[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT ARRAY(
        SELECT f.id FROM public.case_file f WHERE f.ended = false
            AND (areas IS NULL OR f.management_area = '' OR f.management_area = ANY (areas))
        UNION ALL
        SELECT f.id FROM public.case_file f WHERE f.ended
            AND tsrange((least(f.reported_at, f.changed_at) AT TIME ZONE 'UTC') - interval '1 hour',
                (f.changed_at AT TIME ZONE 'UTC') + interval '1 hour') @> (moment AT TIME ZONE 'UTC')
            AND (areas IS NULL OR f.management_area = '' OR f.management_area = ANY (areas)))
$$;

-- Cases with steps between two moments, whichever is earlier.
CREATE OR REPLACE FUNCTION app.past_moved(one timestamptz, other timestamptz, areas text[])
RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT ARRAY(
        SELECT DISTINCT s.case_id FROM public.case_step s
            WHERE s.at > least(one, other) AND s.at <= greatest(one, other)
                AND (areas IS NULL OR EXISTS (SELECT FROM public.case_file f WHERE f.id = s.case_id
                    AND (f.management_area = '' OR f.management_area = ANY (areas)))))
$$;

-- These cases as they stood; `stage` is NULL where one was not there yet or had ended. Only what a map or
-- a wall shows leaves this function: no words of a report, no address, no note, no name.
CREATE OR REPLACE FUNCTION app.past_states(moment timestamptz, wanted bigint[])
RETURNS TABLE (id bigint, version int, stage text, number text, source text, scheme text,
    kind text, category text, category_name text, district text, street text, grid text, duty_grid text,
    unit text, lon float8, lat float8, reported_at timestamptz, clock jsonb)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, last.seq, last.to_stage, t->>'number', t->>'source',
        coalesce(t#>>'{standard,scheme}', ''), coalesce(t#>>'{standard,kind}', ''),
        coalesce(t#>>'{standard,category}', ''), coalesce(t#>>'{standard,name}', ''),
        coalesce(t#>>'{place,district}', ''),
        coalesce(t#>>'{place,street}', ''), coalesce(t#>>'{place,unit_grid}', ''),
        coalesce(t#>>'{place,duty_grid}', ''), coalesce(t->>'unit', ''),
        (t#>>'{place,point,0}')::float8, (t#>>'{place,point,1}')::float8,
        (t->>'reported_at')::timestamptz,
        -- As console.domain.case.Case.running.
        nullif(CASE WHEN last.to_stage IN ('dispatched', 'handling', 'suspended')
            THEN t->'handling' ELSE t->'stage_clock' END, 'null')
    FROM unnest(wanted) AS c(id)
    LEFT JOIN LATERAL (
        SELECT s.seq, s.to_stage FROM public.case_step s
            WHERE s.case_id = c.id AND s.seq < coalesce((SELECT min(n.seq) FROM public.case_step n
                WHERE n.case_id = c.id AND n.at > moment), 2147483647)
            ORDER BY s.seq DESC LIMIT 1) AS last
        ON last.to_stage NOT IN ('closed', 'declined', 'voided', 'merged')
    -- Of two values of a field the later one is kept: app.told for all steps at once.
    LEFT JOIN LATERAL (
        SELECT jsonb_object_agg(e.key, e.value ORDER BY s.seq) AS t
            FROM public.case_step s CROSS JOIN LATERAL jsonb_each(s.payload::jsonb->'set') AS e
            WHERE s.case_id = c.id AND s.seq <= last.seq AND e.key = ANY ('{number, source,
                reported_at, standard, place, unit, handling, stage_clock}'::text[])) AS told
        ON true
$$;

-- A year outside the database had no open cases when it left; at a moment at which it had some, nobody can
-- say how the city was.
CREATE OR REPLACE FUNCTION app.refuse_past_away(one timestamptz, other timestamptz) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    away int;
BEGIN
    SELECT y.year INTO away
        FROM (SELECT DISTINCT ON (m.year) m.year, m.move FROM public.year_move m
            ORDER BY m.year, m.id DESC) AS y
        WHERE y.move = 'detached' AND EXISTS (SELECT FROM public.case_fact f
            WHERE f.case_id >= y.year * 1000000000::bigint
                AND f.case_id < (y.year + 1) * 1000000000::bigint
                AND f.reported_at <= greatest(one, other)
                AND f.closed_at > least(one, other))
        ORDER BY y.year LIMIT 1;
    IF away IS NOT NULL THEN
        RAISE EXCEPTION 'the year % is outside the database', away USING ERRCODE = 'GX070',
            DETAIL = jsonb_build_object('year', away)::text;
    END IF;
END $$;

-- All cases open at `moment` with `since` NULL, else those that moved between the two.
CREATE OR REPLACE FUNCTION app.past(moment timestamptz, since timestamptz, areas text[])
RETURNS TABLE (id bigint, version int, stage text, number text, source text, scheme text,
    kind text, category text, category_name text, district text, street text, grid text, duty_grid text,
    unit text, lon float8, lat float8, reported_at timestamptz, clock jsonb)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.refuse_past_away(coalesce(since, moment), moment);
    IF since IS NULL THEN
        RETURN QUERY SELECT s.* FROM app.past_states(moment, app.past_alive(moment, areas)) AS s
            WHERE s.stage IS NOT NULL;
    ELSE
        RETURN QUERY SELECT s.*
            FROM app.past_states(moment, app.past_moved(since, moment, areas)) AS s;
    END IF;
END $$;

-- For seats, each with its areas as they are today: what its cases' trails tell it may read anyway.
CREATE OR REPLACE FUNCTION api_v1.past(moment timestamptz, since timestamptz)
RETURNS TABLE (id bigint, version int, stage text, number text, source text, scheme text,
    kind text, category text, category_name text, district text, street text, grid text, duty_grid text,
    unit text, lon float8, lat float8, reported_at timestamptz, clock jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine text[] := app.my_areas();
BEGIN
    RETURN QUERY SELECT p.* FROM app.past(moment, since, mine) AS p;
END $$;

-- For walls, over the whole city. A class is named by the standards: the name that came with a case is
-- free text, and so is the code of a place or unit the city does not know (79_walls). With it goes the
-- class the case has now: what must not be named today is not named in the past either.
DROP FUNCTION IF EXISTS wall_v1.past(timestamptz, timestamptz);
CREATE FUNCTION wall_v1.past(moment timestamptz, since timestamptz)
RETURNS TABLE (id bigint, version int, stage text, number text, source text, scheme text,
    kind text, category text, category_name text, district text, street text, grid text, duty_grid text,
    unit text, lon float8, lat float8, reported_at timestamptz, clock jsonb, scheme_now text,
    kind_now text, category_now text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT p.id, p.version, p.stage, p.number, p.source, p.scheme, p.kind, p.category, '',
            CASE WHEN EXISTS (SELECT FROM public.division k WHERE k.code = p.district)
                THEN p.district ELSE '' END,
            CASE WHEN EXISTS (SELECT FROM public.division k WHERE k.code = p.street)
                THEN p.street ELSE '' END,
            CASE WHEN EXISTS (SELECT FROM public.unit_grid k WHERE k.code = p.grid)
                THEN p.grid ELSE '' END,
            CASE WHEN EXISTS (SELECT FROM public.duty_grid k WHERE k.code = p.duty_grid)
                THEN p.duty_grid ELSE '' END,
            CASE WHEN EXISTS (SELECT FROM public.unit k WHERE k.code = p.unit)
                THEN p.unit ELSE '' END,
            p.lon, p.lat, p.reported_at, p.clock, f.scheme, f.kind, f.category
        FROM app.past(moment, since, NULL) AS p LEFT JOIN public.case_file f ON f.id = p.id;
END $$;

CREATE OR REPLACE FUNCTION wall_v1.past_first() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT min(s.at) FROM public.case_step s
$$;

-- The first moment there are steps of.
CREATE OR REPLACE FUNCTION api_v1.past_first() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT min(s.at) FROM public.case_step s
$$;
