-- Holding cases (DESIGN 7): beat 45 s alive, 20 s more for the former holder, 15 min of rest.

CREATE OR REPLACE FUNCTION app.held(claim public.case_claim, at timestamptz, grace interval)
RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT claim.case_id IS NOT NULL
        AND claim.beat_at >= at - interval '45 seconds' - grace
        AND claim.active_at >= at - interval '15 minutes'
$$;

-- Nobody works on thirty cases at once; who holds more keeps them from the others.
CREATE OR REPLACE FUNCTION app.refuse_hoard(holder text, at timestamptz) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    most constant int := 30;
BEGIN
    IF (SELECT count(*) FROM public.case_claim c WHERE c.operator = holder
            AND app.held(c, refuse_hoard.at, interval '0')) >= most THEN
        RAISE EXCEPTION 'too many cases held' USING ERRCODE = 'GX017',
            DETAIL = jsonb_build_object('most', most)::text;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION api_v1.hold(
    wanted bigint, operator text, seat text, post text, at timestamptz, reason text
) RETURNS public.case_claim
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    claim public.case_claim;
    present int;
    mine boolean;
BEGIN
    PERFORM app.act_as(operator, post);
    at := app.clock(at);
    -- The case's row is the lock of its claim too, so two seats cannot both find it free.
    SELECT f.version INTO present FROM public.case_file f WHERE f.id = wanted FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no case %', wanted USING ERRCODE = 'GX008',
            DETAIL = jsonb_build_object('case', wanted)::text;
    END IF;
    PERFORM app.refuse_outside(wanted);
    SELECT * INTO claim FROM public.case_claim c WHERE c.case_id = wanted;
    mine := (claim.operator, claim.seat) IS NOT DISTINCT FROM (hold.operator, hold.seat);
    IF mine THEN
        UPDATE public.case_claim c SET beat_at = at, active_at = at, post = hold.post
            WHERE c.case_id = wanted RETURNING * INTO claim;
    ELSE
        IF app.is_seat() THEN
            PERFORM app.refuse_hoard(operator, at);
        END IF;
        IF app.held(claim, at, interval '20 seconds') THEN
            IF hold.post <> 'shift_leader' OR btrim(reason) = '' THEN
                RAISE EXCEPTION 'case % is held', wanted USING ERRCODE = 'GX006',
                    DETAIL = jsonb_build_object('holder', claim.operator, 'seat', claim.seat,
                        'since', claim.since)::text;
            END IF;
            INSERT INTO public.claim_takeover (case_id, at, operator, seat, former, reason)
                VALUES (wanted, at, hold.operator, hold.seat, claim.operator, hold.reason);
        END IF;
        INSERT INTO public.case_claim AS c
            VALUES (wanted, hold.operator, hold.seat, hold.post, at, at, at)
            ON CONFLICT (case_id) DO UPDATE SET operator = excluded.operator,
                seat = excluded.seat, post = excluded.post, since = excluded.since,
                beat_at = excluded.beat_at, active_at = excluded.active_at
            RETURNING * INTO claim;
    END IF;
    INSERT INTO public.case_opened AS o VALUES (wanted, hold.post, present, hold.operator, at)
        ON CONFLICT ON CONSTRAINT pk_case_opened DO UPDATE SET version = excluded.version,
            operator = excluded.operator, at = excluded.at WHERE o.version < excluded.version;
    -- Whoever holds a case already and opens it in its next queue tells the others that it is new no more.
    IF FOUND OR NOT mine THEN
        INSERT INTO public.feed (case_id, operator, seat)
            VALUES (wanted, hold.operator, hold.seat);
    END IF;
    RETURN claim;
END $$;

CREATE OR REPLACE FUNCTION api_v1.beat(
    operator text, seat text, at timestamptz, active boolean
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.act_as(operator, NULL);
    UPDATE public.case_claim c SET beat_at = app.clock(at),
        active_at = CASE WHEN active THEN app.clock(at) ELSE c.active_at END
        WHERE c.operator = beat.operator AND c.seat = beat.seat;
    PERFORM app.end_held();
END $$;

CREATE OR REPLACE FUNCTION api_v1.release(wanted bigint, operator text, seat text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.act_as(operator, NULL);
    DELETE FROM public.case_claim c WHERE c.case_id = wanted
        AND c.operator = release.operator AND c.seat = release.seat;
    IF FOUND THEN
        INSERT INTO public.feed (case_id, operator, seat)
            VALUES (wanted, release.operator, release.seat);
    END IF;
END $$;

-- The most urgent case that nobody holds. Seats do not wait for each other: who finds a case being
-- taken looks at the next one. `wanted` NULL: any queue, overdue cases only.
CREATE OR REPLACE FUNCTION api_v1.next_case(
    wanted text, operator text, seat text, post text, at timestamptz
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_id bigint;
    claim public.case_claim;
    areas text[] := app.my_areas();
BEGIN
    PERFORM app.act_as(operator, post);
    at := app.clock(at);
    LOOP
        SELECT f.id INTO found_id FROM public.case_file f
            WHERE f.ended = false AND (f.queue = wanted
                    OR (wanted IS NULL AND f.queue IS NOT NULL AND NOT f.paused AND f.due < at))
                AND (areas IS NULL OR f.management_area = '' OR f.management_area = ANY (areas))
                AND NOT EXISTS (SELECT FROM public.case_claim c WHERE c.case_id = f.id
                    AND app.held(c, at, interval '20 seconds'))
            ORDER BY f.paused, f.due NULLS LAST, f.id
            LIMIT 1 FOR UPDATE OF f SKIP LOCKED;
        IF found_id IS NULL THEN
            RETURN NULL;
        END IF;
        -- It may have been taken between our look and our lock.
        SELECT * INTO claim FROM public.case_claim c WHERE c.case_id = found_id;
        IF NOT app.held(claim, at, interval '20 seconds') THEN
            PERFORM api_v1.hold(found_id, operator, seat, post, at, '');
            RETURN found_id;
        END IF;
    END LOOP;
END $$;
