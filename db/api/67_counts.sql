-- The rail's counts: one picture for all seats, made by the first caller that finds it older than two
-- seconds, while the others read the former one (database.md 1.6). Nobody waits for anybody.

-- A line per queue and area (`who` ''); beside it one per post that has opened cases of it, and one
-- per operator with what he has moved out of its queue today (queue 'done'; the city's day, +08:00).
CREATE OR REPLACE FUNCTION app.count_queues(moment timestamptz)
RETURNS TABLE (queue text, area text, who text, total bigint, over bigint, near bigint,
    nearest timestamptz, limit_code text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH waiting AS MATERIALIZED (
        SELECT f.id, f.queue, f.management_area AS area, f.entered, f.due, f.paused,
            coalesce(f.limit_code, '') AS limit_code, NOT f.paused AND f.due < moment AS over,
            NOT f.paused AND f.near_at <= moment AND f.due >= moment AS near
            FROM public.case_file f WHERE f.ended = false AND f.queue IS NOT NULL
    ), limited AS (
        SELECT w.queue, w.area, w.limit_code, count(*) AS total,
            count(*) FILTER (WHERE w.over) AS over, count(*) FILTER (WHERE w.near) AS near,
            min(w.due) FILTER (WHERE NOT w.paused) AS nearest
            FROM waiting w GROUP BY 1, 2, 3
    )
    SELECT l.queue, l.area, '', sum(l.total)::bigint, sum(l.over)::bigint, sum(l.near)::bigint,
            min(l.nearest), (array_agg(l.limit_code ORDER BY l.nearest, l.limit_code))[1]
        FROM limited l GROUP BY 1, 2
    UNION ALL
    SELECT w.queue, w.area, p.post, count(*), count(*) FILTER (WHERE w.over), 0, NULL, ''
        FROM waiting w JOIN public.case_opened p ON p.case_id = w.id AND p.version >= w.entered
        GROUP BY 1, 2, 3
    UNION ALL
    SELECT 'done', '', d.operator, sum(d.times)::bigint, 0, 0, NULL, ''
        FROM (SELECT s.operator, s.from_stage, s.to_stage, count(*) AS times FROM public.case_step s
            WHERE s.at >= date_trunc('day', moment AT TIME ZONE 'UTC' + interval '8 hours')
                AT TIME ZONE 'UTC' - interval '8 hours' AND s.from_stage <> s.to_stage
            GROUP BY 1, 2, 3) d
        WHERE app.queue_of(d.from_stage) IS DISTINCT FROM app.queue_of(d.to_stage)
            AND app.queue_of(d.from_stage) IS NOT NULL
        GROUP BY 3
$$;

-- Whether the picture is younger than two seconds; one from a clock that was set back is none.
-- Volatile, so that it looks anew each time.
CREATE OR REPLACE FUNCTION app.picture_holds() RETURNS boolean
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.live_picture p WHERE clock_timestamp() - p.counted_at
        BETWEEN interval '0' AND interval '2 seconds')
$$;

-- Count, and leave the picture for the others. On a full disk the former one stays. Lines are reckoned
-- before the first of them is written: a transaction with a number holds up everybody's news.
CREATE OR REPLACE FUNCTION app.make_picture() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    counted timestamptz := clock_timestamp();
    lines public.live_count[] := ARRAY(
        SELECT ROW(c.*)::public.live_count FROM app.count_queues(counted) c);
BEGIN
    DELETE FROM public.live_count;
    INSERT INTO public.live_count SELECT * FROM unnest(lines);
    INSERT INTO public.live_picture AS p (whole, counted_at, turn) VALUES (true, counted, 1)
        ON CONFLICT (whole) DO UPDATE SET counted_at = excluded.counted_at, turn = p.turn + 1;
EXCEPTION WHEN insufficient_resources THEN
    NULL;
END $$;

-- What a post's rail shows of the caller's areas, and how old that is, in seconds. A seat is told by
-- the server's clock; the owner counts for any moment, by himself, and so does whoever asks where
-- nothing can be written (a standby).
CREATE OR REPLACE FUNCTION api_v1.live_counts(wanted_post text, mine text, given timestamptz)
RETURNS TABLE (age double precision, queue text, total bigint, over bigint, near bigint, new bigint,
    new_over bigint, nearest timestamptz, limit_code text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    areas text[] := app.my_areas();
    shared boolean := app.is_seat() AND NOT current_setting('transaction_read_only')::boolean;
    counted timestamptz;
    lines public.live_count[];
    old double precision;
BEGIN
    PERFORM app.act_as(mine, NULL);
    IF shared THEN
        IF NOT app.picture_holds() AND pg_try_advisory_xact_lock(7463017) THEN
            IF NOT app.picture_holds() THEN  -- whoever held the lock until now may have counted
                PERFORM app.make_picture();
            END IF;
        END IF;
        -- In one statement, so that lines and moment belong together.
        SELECT p.counted_at, ARRAY(SELECT c FROM public.live_count c
                WHERE c.who IN ('', wanted_post, mine))
            INTO counted, lines FROM public.live_picture p;
    END IF;
    -- None yet, or nobody renews it: somebody may have counted and kept his transaction open.
    IF counted IS NULL OR clock_timestamp() - counted > interval '10 seconds' THEN
        counted := clock_timestamp();
        lines := ARRAY(SELECT ROW(c.*)::public.live_count
            FROM app.count_queues(app.clock(given)) c);
    END IF;
    old := greatest(extract(epoch FROM clock_timestamp() - counted), 0);
    RETURN QUERY SELECT old, l.queue,
            coalesce(sum(l.total) FILTER (WHERE l.who = ''), 0)::bigint,
            coalesce(sum(l.over) FILTER (WHERE l.who = ''), 0)::bigint, sum(l.near)::bigint,
            coalesce(sum(CASE l.who WHEN '' THEN l.total ELSE -l.total END), 0)::bigint,
            sum(CASE l.who WHEN '' THEN l.over ELSE -l.over END)::bigint, min(l.nearest),
            coalesce((array_agg(l.limit_code ORDER BY l.nearest, l.limit_code)
                FILTER (WHERE l.who = ''))[1], '')
        FROM unnest(lines) l
        WHERE (l.area = '' OR coalesce(l.area = ANY (areas), areas IS NULL))
            AND l.queue <> 'done' AND l.who IN ('', wanted_post)
        GROUP BY l.queue
        UNION ALL
        -- Also the age of a picture without any line: a city with nothing to do.
        SELECT old, 'done', coalesce(sum(l.total), 0)::bigint, 0, 0, 0, 0, NULL, ''
        FROM unnest(lines) l WHERE l.queue = 'done' AND l.who = mine;
END $$;
