-- Walls. What a wall's account may read is the schema wall_v1 and nothing else: views that carry the
-- columns of ports.wall, over the whole city. They have the owner's rights, so that no area narrows them;
-- no view calls a function of ours, which would run with the wall's rights. A migration that changes a
-- column shown here drops the view first. A district, grid or unit the city does not know is told as none:
-- whoever takes a report down may write words in the place of a code, a caller's name among them.

DO $$
DECLARE
    one text;
BEGIN
    FOR one IN SELECT format('%I.%I', c.relnamespace::regnamespace, c.relname) FROM pg_class c
            WHERE c.relnamespace = 'wall_v1'::regnamespace AND c.relkind = 'v' LOOP
        EXECUTE format('DROP VIEW %s', one);
    END LOOP;
END $$;

-- A class is named by the standards, never by the case: a name that came with a case is free text.
CREATE VIEW wall_v1.open_case AS SELECT f.id, f.number, f.version, f.stage, f.source, f.scheme, f.kind,
        f.category,
        CASE WHEN EXISTS (SELECT FROM public.division k WHERE k.code = f.district)
            THEN f.district ELSE '' END AS district,
        CASE WHEN EXISTS (SELECT FROM public.division k WHERE k.code = f.street)
            THEN f.street ELSE '' END AS street,
        CASE WHEN EXISTS (SELECT FROM public.unit_grid k WHERE k.code = f.grid)
            THEN f.grid ELSE '' END AS grid,
        CASE WHEN EXISTS (SELECT FROM public.duty_grid k WHERE k.code = f.duty_grid)
            THEN f.duty_grid ELSE '' END AS duty_grid,
        CASE WHEN EXISTS (SELECT FROM public.unit k WHERE k.code = f.unit)
            THEN f.unit ELSE '' END AS unit,
        f.lon, f.lat,
        f.reported_at, f.started, f.due, f.near_at, f.limit_code, f.paused,
        EXISTS (SELECT FROM public.case_opened p WHERE p.case_id = f.id AND p.version >= f.entered)
            AS opened
    FROM public.case_file f WHERE f.ended = false;

CREATE VIEW wall_v1.feed AS SELECT f.gseq, f.xid, f.case_id FROM public.feed f;

-- Steps that moved a case, by their place in the feed; the class is that of the case now.
CREATE VIEW wall_v1.event AS SELECT n.gseq, s.at, f.number, f.scheme, f.kind, f.category, s.move,
        s.to_stage,
        CASE WHEN EXISTS (SELECT FROM public.division k WHERE k.code = f.district)
            THEN f.district ELSE '' END AS district,
        CASE WHEN EXISTS (SELECT FROM public.unit k WHERE k.code = f.unit)
            THEN f.unit ELSE '' END AS unit
    FROM public.feed n JOIN public.case_step s ON s.case_id = n.case_id AND s.seq = n.seq
        JOIN public.case_file f ON f.id = n.case_id
    WHERE s.from_stage IS DISTINCT FROM s.to_stage;

CREATE VIEW wall_v1.flow AS
    SELECT s.at, coalesce(s.from_stage, '') AS from_stage, s.to_stage FROM public.case_step s
    WHERE s.from_stage IS DISTINCT FROM s.to_stage;

-- What ports.facts.FactReading.tallies asks for.
CREATE VIEW wall_v1.case_fact AS SELECT
        CASE WHEN EXISTS (SELECT FROM public.unit k WHERE k.code = f.unit)
            THEN f.unit ELSE '' END AS unit,
        CASE WHEN EXISTS (SELECT FROM public.division k WHERE k.code = f.district)
            THEN f.district ELSE '' END AS district,
        CASE WHEN EXISTS (SELECT FROM public.division k WHERE k.code = f.street)
            THEN f.street ELSE '' END AS street,
        CASE WHEN EXISTS (SELECT FROM public.division k WHERE k.code = f.community)
            THEN f.community ELSE '' END AS community,
        CASE WHEN EXISTS (SELECT FROM public.unit_grid k WHERE k.code = f.grid)
            THEN f.grid ELSE '' END AS grid,
        CASE WHEN EXISTS (SELECT FROM public.duty_grid k WHERE k.code = f.duty_grid)
            THEN f.duty_grid ELSE '' END AS duty_grid,
        f.source, f.kind, f.category, f.reported_at, f.accepted_at, f.registered_at, f.dispatched_at,
        f.handled_at, f.closed_at, f.due, f.standing, f.ended, f.exempt, f.rework, f.returns, f.flags
    FROM public.case_fact f;

CREATE VIEW wall_v1.hotline_call AS SELECT c.rang_at, c.answered_at, c.given_up_at, c.ended_at
    FROM public.hotline_call c;
CREATE VIEW wall_v1.hotline_told AS SELECT t.at FROM public.hotline_told t;

-- Cells of the city's day (+08:00) and whether somebody was there: a sign of an inspector's telephone, or
-- a step he made at a case of the cell, as the map's layer has it (db.reading_grids). No sign of anybody
-- is seen by itself.
CREATE VIEW wall_v1.cell AS
    WITH there AS MATERIALIZED (
        SELECT p.grid FROM public.inspector_position p
            WHERE p.at >= (date_trunc('day', now() AT TIME ZONE 'UTC' + interval '8 hours')
                    - interval '8 hours') AT TIME ZONE 'UTC' AND p.at <= now()
        UNION
        -- One case after the other by its key: the day's are few among those of all years.
        SELECT f.grid FROM (SELECT DISTINCT s.case_id FROM public.case_step s
                WHERE s.post = 'inspector'
                    AND s.at >= (date_trunc('day', now() AT TIME ZONE 'UTC' + interval '8 hours')
                        - interval '8 hours') AT TIME ZONE 'UTC' AND s.at <= now()) s,
            LATERAL (SELECT c.grid FROM public.case_file c WHERE c.id = s.case_id LIMIT 1) f
    ), duties AS MATERIALIZED (
        SELECT l.unit_grid, min(y.code) AS code FROM public.duty_grid_cell l
            JOIN public.duty_grid y ON y.code = l.duty_grid
            WHERE y.valid_from <= (now() AT TIME ZONE 'UTC' + interval '8 hours')::date
                AND (y.valid_to IS NULL
                    OR y.valid_to > (now() AT TIME ZONE 'UTC' + interval '8 hours')::date)
            GROUP BY 1)
    SELECT g.code AS grid, coalesce(d.code, '') AS duty_grid,
            g.code IN (SELECT t.grid FROM there t) AS seen
        FROM public.unit_grid g LEFT JOIN duties d ON d.unit_grid = g.code
        WHERE g.valid_from <= (now() AT TIME ZONE 'UTC' + interval '8 hours')::date
            AND (g.valid_to IS NULL
                OR g.valid_to > (now() AT TIME ZONE 'UTC' + interval '8 hours')::date);

-- What lies under the cases of its map.
CREATE VIEW wall_v1.map_base WITH (security_barrier) AS
    SELECT s.value FROM public.setting s WHERE s.name = 'map.base';
CREATE VIEW wall_v1.ground AS
    WITH mine AS MATERIALIZED (
        SELECT l.unit_grid, min(y.code) AS code FROM public.duty_grid_cell l
            JOIN public.duty_grid y ON y.code = l.duty_grid WHERE y.valid_to IS NULL GROUP BY 1)
    SELECT g.code AS grid, coalesce(d.code, '') AS duty_grid, g.ring
    FROM public.unit_grid g LEFT JOIN mine d ON d.unit_grid = g.code WHERE g.valid_to IS NULL;

-- One line for each inspector, without who it is: who is on duty is `domain.gridload.on_duty`.
CREATE VIEW wall_v1.patrol AS SELECT i.certified_on, i.certified_until, (
        SELECT max(p.at) FROM public.inspector_position p
            WHERE p.inspector = i.code AND p.at <= now()) AS last
    FROM public.inspector i;

CREATE VIEW wall_v1.wall_order AS
    SELECT o.id, o.wall, o.kind, o.scene, o.at, o.until, o.moment, o.speed FROM public.wall_order o;
CREATE VIEW wall_v1.wall_scenes AS SELECT s.version, s.text FROM public.wall_scenes s;

-- Settings by name: others hold keys of map services. Without the barrier a condition that fails would be
-- asked of the others first, and its error would tell their values.
CREATE VIEW wall_v1.setting WITH (security_barrier) AS SELECT s.name, s.value FROM public.setting s
    WHERE s.name LIKE 'wall\_%' OR s.name IN ('returns_before_coordination', 'extensions_allowed',
        'suspensions_allowed', 'suspension_days', 'quiet_seconds', 'similar_metres', 'similar_days',
        'caller_retention_days', 'redispatch_keeps_due', 'yellow_share', 'near_minimum');
CREATE VIEW wall_v1.calendar AS SELECT c.version, c.hours_per_day, c.in_force FROM public.calendar c;
CREATE VIEW wall_v1.work_slot AS SELECT w.calendar, w.starts, w.ends FROM public.work_slot w;
CREATE VIEW wall_v1.calendar_day AS
    SELECT d.calendar, d.day, d.kind, d.name, d.slots, d.provisional FROM public.calendar_day d;
CREATE VIEW wall_v1.stage_limit AS SELECT l.timer, l.limit_code FROM public.stage_limit l;
CREATE VIEW wall_v1.division AS SELECT d.code, d.name, d.level, d.parent, d.managed_by, d.name_en,
        d.invented, d.valid_from, d.valid_to FROM public.division d;
CREATE VIEW wall_v1.unit AS SELECT u.code, u.name, u.short_name, u.kind, u.evaluation_group, u.parent,
        u.areas, u.categories FROM public.unit u;
CREATE VIEW wall_v1.class AS SELECT DISTINCT ON (c.scheme, c.kind, c.code) c.scheme, c.kind, c.code,
        c.class_code, c.class_name, c.name
    FROM public.category c ORDER BY c.scheme, c.kind, c.code, c.catalogue DESC;
CREATE VIEW wall_v1.stamp AS SELECT s.topic, s.version FROM public.stamp s;
CREATE VIEW wall_v1.alembic_version AS SELECT v.version_num FROM public.alembic_version v;

-- Tells walls something, by the server's own clock. Orders get their numbers one after the other, each
-- when the one before is there: whoever asks for those after a number misses none.
CREATE OR REPLACE FUNCTION api_v1.send_wall_order(
    kind text, scene text, wall text, until timestamptz, moment timestamptz, speed double precision
) RETURNS public.wall_order
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who text := session_user;
    mine text := 'owner';
    present timestamptz := clock_timestamp();
    unfit text;
    given public.wall_order;
BEGIN
    IF app.is_seat() THEN
        who := app.me();
        mine := CASE WHEN app.holds(who, 'supervisor') THEN 'supervisor'
            WHEN app.holds(who, 'shift_leader') THEN 'shift_leader' END;
        IF mine IS NULL THEN
            RAISE EXCEPTION 'no such post at this moment' USING ERRCODE = 'GX012',
                DETAIL = jsonb_build_object('operator', who, 'post', 'supervisor')::text;
        END IF;
    END IF;
    unfit := CASE WHEN NOT coalesce(kind IN ('show', 'pin', 'free', 'past'), false) THEN 'kind'
        WHEN NOT coalesce(scene ~ CASE kind WHEN 'free' THEN '^$'
            WHEN 'past' THEN '^[a-z0-9_-]{0,40}$' ELSE '^[a-z0-9_-]{1,40}$' END, false) THEN 'scene'
        WHEN NOT coalesce(wall ~ '^[[:alnum:]_-]{0,40}$', false) THEN 'wall'
        WHEN until <= present OR until > present + interval '1 year' THEN 'until'
        -- A moment before any city's archive is one that not every wall can even read.
        WHEN (kind = 'past') <> (moment IS NOT NULL) OR moment > present
            OR moment < '2000-01-01 00:00Z' THEN 'moment'
        WHEN NOT coalesce(speed BETWEEN 0 AND CASE kind WHEN 'past' THEN 600 ELSE 0 END, false)
            THEN 'speed' END;
    IF unfit IS NOT NULL THEN
        RAISE EXCEPTION 'this order cannot be' USING ERRCODE = 'GX071',
            DETAIL = jsonb_build_object('field', unfit)::text;
    END IF;
    -- The supervisor is told at once; a wall could only wait for the hour's end.
    IF kind = 'past' THEN
        PERFORM app.refuse_past_away(moment, moment);
    END IF;
    PERFORM app.touch('walls');
    -- Whoever sends by a program does not fill the table that every wall reads when it begins.
    IF app.is_seat() AND (SELECT count(*) FROM (
            SELECT o.operator, o.at FROM public.wall_order o ORDER BY o.id DESC LIMIT 600) r
            WHERE r.operator = who AND r.at > present - interval '1 minute') >= 60 THEN
        RAISE EXCEPTION 'too many orders in a minute' USING ERRCODE = 'GX074';
    END IF;
    INSERT INTO public.wall_order (at, wall, kind, scene, until, moment, speed, operator, post)
        VALUES (clock_timestamp(), wall, kind, scene, until, moment, speed, who, mine)
        RETURNING * INTO given;
    RETURN given;
END $$;

-- The city's own scenes; NULL goes back to those that were shipped. "seen": the version they were made
-- from, NULL for whatever holds.
DROP FUNCTION IF EXISTS api_v1.put_wall_scenes(text, text);
CREATE OR REPLACE FUNCTION api_v1.put_wall_scenes(wanted text, reason text, seen int DEFAULT NULL) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who text := app.administrator();
    former public.wall_scenes;
    fresh int;
BEGIN
    IF octet_length(wanted) > 200000 OR NOT coalesce(app.is_object(wanted), true) THEN
        RAISE EXCEPTION 'these are no scenes' USING ERRCODE = 'GX071',
            DETAIL = jsonb_build_object('field', 'scenes')::text;
    END IF;
    PERFORM app.begin_change();
    PERFORM app.touch('walls');
    SELECT * INTO former FROM public.wall_scenes s ORDER BY s.version DESC LIMIT 1;
    fresh := coalesce(former.version, 0) + 1;
    IF seen <> fresh - 1 THEN
        RAISE EXCEPTION 'other scenes were kept since' USING ERRCODE = 'GX073',
            DETAIL = jsonb_build_object('operator', former.operator)::text;
    END IF;
    INSERT INTO public.wall_scenes VALUES (fresh, wanted, who, clock_timestamp(), btrim(reason));
    -- The texts stand in their own table; the register tells how long they are, 0 for the shipped ones.
    PERFORM app.keep_change('wall', 'scenes', 'put',
        jsonb_build_object('scenes_version', former.version, 'bytes', coalesce(octet_length(former.text), 0)),
        jsonb_build_object('scenes_version', fresh, 'bytes', coalesce(octet_length(wanted), 0)),
        reason, NULL, who, app.administrator_post(), clock_timestamp());
    RETURN fresh;
END $$;

-- How many calls were new or changed. Told by the telephone system's account every five seconds, be it
-- that there was no call: of then the wall's figures are, and old after fifteen. Told again, a call keeps what it had; an answer wins over a hanging up.
CREATE OR REPLACE FUNCTION api_v1.tell_calls(told jsonb) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    present timestamptz := clock_timestamp();
    seat boolean := app.is_seat();
    unfit text;
    taken int;
BEGIN
    IF seat AND NOT app.holds(app.me(), 'system') THEN
        RAISE EXCEPTION 'no such post at this moment' USING ERRCODE = 'GX012',
            DETAIL = jsonb_build_object('operator', app.me(), 'post', 'system')::text;
    END IF;
    IF jsonb_typeof(told) IS DISTINCT FROM 'array' OR jsonb_array_length(told) > 5000 THEN
        unfit := 'calls';
    ELSE
        SELECT min(CASE WHEN t.id IS NULL THEN 'id'
                -- The owner tells of a demo's past.
                WHEN t.rang_at IS NULL OR seat AND t.rang_at < present - interval '1 day'
                    OR t.rang_at > present + interval '5 minutes' THEN 'rang_at'
                WHEN t.answered_at NOT BETWEEN t.rang_at AND present + interval '5 minutes'
                    THEN 'answered_at'
                WHEN t.given_up_at NOT BETWEEN t.rang_at AND present + interval '5 minutes'
                    OR t.given_up_at IS NOT NULL AND t.answered_at IS NOT NULL THEN 'given_up_at'
                WHEN t.ended_at NOT BETWEEN t.rang_at AND present + interval '5 minutes'
                    THEN 'ended_at' END)
            INTO unfit FROM jsonb_to_recordset(told) AS t(id uuid, rang_at timestamptz,
                answered_at timestamptz, given_up_at timestamptz, ended_at timestamptz);
    END IF;
    IF unfit IS NOT NULL THEN
        RAISE EXCEPTION 'a call that cannot be' USING ERRCODE = 'GX072',
            DETAIL = jsonb_build_object('field', unfit)::text;
    END IF;
    INSERT INTO public.hotline_call AS h
        SELECT t.id, min(t.rang_at), min(t.answered_at),
            CASE WHEN min(t.answered_at) IS NULL THEN min(t.given_up_at) END, min(t.ended_at)
        FROM jsonb_to_recordset(told) AS t(id uuid, rang_at timestamptz, answered_at timestamptz,
            given_up_at timestamptz, ended_at timestamptz) GROUP BY t.id
        ON CONFLICT (id) DO UPDATE SET
            answered_at = coalesce(h.answered_at, greatest(excluded.answered_at, CASE
                WHEN excluded.answered_at IS NOT NULL THEN h.rang_at END)),
            given_up_at = CASE WHEN coalesce(h.answered_at, excluded.answered_at) IS NULL
                THEN coalesce(h.given_up_at, greatest(excluded.given_up_at, CASE
                    WHEN excluded.given_up_at IS NOT NULL THEN h.rang_at END)) END,
            ended_at = coalesce(h.ended_at, greatest(excluded.ended_at, CASE
                WHEN excluded.ended_at IS NOT NULL THEN h.rang_at END))
        WHERE h.answered_at IS NULL AND excluded.answered_at IS NOT NULL
            OR h.given_up_at IS NULL AND h.answered_at IS NULL AND excluded.given_up_at IS NOT NULL
            OR h.ended_at IS NULL AND excluded.ended_at IS NOT NULL;
    GET DIAGNOSTICS taken = ROW_COUNT;
    INSERT INTO public.hotline_told AS k VALUES (true, present)
        ON CONFLICT (whole) DO UPDATE SET at = greatest(k.at, excluded.at);
    RETURN taken;
END $$;
