-- Signs of inspectors at work: told by an inspector of himself, or by the channel (post system) of all;
-- seen by seats of the area; kept for `position_days` and no day longer, whoever forgets to tidy.

CREATE OR REPLACE FUNCTION app.forget_positions(now timestamptz) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.inspector_position p
        WHERE p.at < forget_positions.now - make_interval(days => app.rule('position_days'))
$$;

-- How many were new. One told twice is one, and a second holds one at most: a telephone that tells
-- without end fills no disk. A unit grid counts for who is in it or next to it. Who is no inspector of the city is left out.
CREATE OR REPLACE FUNCTION api_v1.tell_positions(told jsonb) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine text;
    seat boolean := app.is_seat();
    present timestamptz := clock_timestamp();
    taken int;
BEGIN
    IF seat THEN
        mine := app.me();
        IF NOT app.holds(mine, 'system') THEN
            IF NOT app.holds(mine, 'inspector') THEN
                RAISE EXCEPTION 'no such post at this moment' USING ERRCODE = 'GX012',
                    DETAIL = jsonb_build_object('operator', mine, 'post', 'inspector')::text;
            ELSIF EXISTS (SELECT FROM jsonb_to_recordset(told) AS t(inspector text)
                    WHERE t.inspector IS DISTINCT FROM mine) THEN
                RAISE EXCEPTION 'a position of somebody else' USING ERRCODE = 'GX002',
                    DETAIL = jsonb_build_object('operator', mine)::text;
            END IF;
        END IF;
        IF EXISTS (SELECT FROM jsonb_to_recordset(told) AS t(at timestamptz)
                WHERE t.at > present + interval '5 minutes'
                    OR t.at < present - interval '1 day' OR t.at IS NULL) THEN
            RAISE EXCEPTION 'a moment that cannot be' USING ERRCODE = 'GX019',
                DETAIL = jsonb_build_object('field', 'at')::text;
        END IF;
    END IF;
    IF EXISTS (SELECT FROM jsonb_to_recordset(told) AS t(lon double precision, lat double precision)
            WHERE NOT coalesce(t.lon BETWEEN -180 AND 180 AND t.lat BETWEEN -90 AND 90, false)) THEN
        RAISE EXCEPTION 'a place that cannot be' USING ERRCODE = 'GX019',
            DETAIL = jsonb_build_object('field', 'point')::text;
    END IF;
    INSERT INTO public.inspector_position
        SELECT t.inspector, date_trunc('second', t.at), t.lon, t.lat, coalesce(g.code, ''), i.management_area
        FROM jsonb_to_recordset(told) AS t(inspector text, at timestamptz, lon double precision,
            lat double precision, grid text)
        JOIN public.inspector i ON i.code = t.inspector
        LEFT JOIN public.unit_grid g ON g.code = t.grid
            AND (NOT seat OR app.metres_to(g.ring, t.lon, t.lat) <= 60.001)
        ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS taken = ROW_COUNT;
    -- The owner tells of a demo's past, whose present this is not.
    IF seat THEN
        PERFORM app.forget_positions(present);
    END IF;
    RETURN taken;
END $$;

ALTER TABLE public.inspector_position ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS whole_city ON public.inspector_position;
CREATE POLICY whole_city ON public.inspector_position FOR SELECT TO wm_city USING (true);
DROP POLICY IF EXISTS functions ON public.inspector_position;
CREATE POLICY functions ON public.inspector_position TO wm_definer USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS own_area ON public.inspector_position;
CREATE POLICY own_area ON public.inspector_position FOR SELECT TO wm_seat
    USING (management_area = ANY ((SELECT app.my_areas())::text[]));
