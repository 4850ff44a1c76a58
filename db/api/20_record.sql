-- The one door of commands: everything a command writes arrives in one call and is kept or refused
-- as a whole. Python decides; here is judged (15_judge.sql; version, chain, lawful way) and recorded.

-- The present rows of cases. Elements carry the columns of case_file, case_text and case_state.
CREATE OR REPLACE FUNCTION app.keep_cases(cases jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.case_file AS f
    SELECT * FROM jsonb_populate_recordset(NULL::public.case_file, cases)
    ON CONFLICT (id) DO UPDATE SET
        task_number = excluded.task_number, version = excluded.version, stage = excluded.stage,
        queue = excluded.queue, ended = excluded.ended, source = excluded.source,
        scheme = excluded.scheme, kind = excluded.kind, category = excluded.category,
        category_name = excluded.category_name, urgent = excluded.urgent, unit = excluded.unit,
        bound_unit = excluded.bound_unit, component = excluded.component,
        district = excluded.district, street = excluded.street, community = excluded.community,
        grid = excluded.grid, duty_grid = excluded.duty_grid,
        management_area = excluded.management_area, lon = excluded.lon, lat = excluded.lat,
        reported_at = excluded.reported_at, accepted_at = excluded.accepted_at,
        registered_at = excluded.registered_at, dispatched_at = excluded.dispatched_at,
        handled_at = excluded.handled_at, verified_at = excluded.verified_at,
        closed_at = excluded.closed_at, close_kind = excluded.close_kind,
        started = excluded.started, due = excluded.due, near_at = excluded.near_at,
        limit_code = excluded.limit_code, paused = excluded.paused, due_stage = excluded.due_stage,
        due_handling = excluded.due_handling, handling_minutes = excluded.handling_minutes,
        on_time = excluded.on_time, rework = excluded.rework, dispatches = excluded.dispatches,
        returns = excluded.returns, callers = excluded.callers,
        suspended_until = excluded.suspended_until, master = excluded.master,
        changed_at = excluded.changed_at,
        entered = CASE WHEN f.queue IS DISTINCT FROM excluded.queue
            THEN excluded.version ELSE f.entered END,
        entered_at = CASE WHEN f.queue IS DISTINCT FROM excluded.queue
            THEN excluded.changed_at ELSE f.entered_at END;
    -- Words seldom change, and their index is dear.
    INSERT INTO public.case_text AS t
    SELECT * FROM jsonb_populate_recordset(NULL::public.case_text, cases)
    ON CONFLICT (id) DO UPDATE SET description = excluded.description,
        address = excluded.address, words = excluded.words, initials = excluded.initials
        WHERE (t.description, t.address, t.words)
            IS DISTINCT FROM (excluded.description, excluded.address, excluded.words);
    INSERT INTO public.case_state
    SELECT * FROM jsonb_populate_recordset(NULL::public.case_state, cases)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state;
END $$;

CREATE OR REPLACE FUNCTION app.keep_callers(callers jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one record;
    new_id bigint;
BEGIN
    FOR one IN SELECT * FROM jsonb_to_recordset(callers) AS c(case_id bigint, reply text,
            sealed bytea, key_id text, algorithm text, phone_hash bytea, masked_name text,
            masked_phone text) LOOP
        INSERT INTO public.caller (case_id, reply, sealed, key_id, algorithm, phone_hash)
            VALUES (one.case_id, one.reply, one.sealed, one.key_id, one.algorithm,
                one.phone_hash)
            RETURNING id INTO new_id;
        -- The foreign key holds the key's row until the commit, so that no rotation retires a key a
        -- value is being sealed with; one that was faster shows here.
        IF NOT EXISTS (SELECT FROM public.caller_key k
                WHERE k.key_id = one.key_id AND k.retired_at IS NULL) THEN
            RAISE EXCEPTION 'key % is not in force', one.key_id USING ERRCODE = 'GX020';
        END IF;
        INSERT INTO public.caller_mask (id, case_id, name, phone, reply)
            VALUES (new_id, one.case_id, one.masked_name, one.masked_phone, one.reply);
    END LOOP;
END $$;

-- What files show and how long they last, for those that were looked into. The first who adds a file
-- says it; the order keeps two commands with the same files from waiting for each other.
CREATE OR REPLACE FUNCTION app.keep_previews(photos jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.photo_preview (digest, width, height, seconds, image)
    SELECT DISTINCT ON (p.digest) p.digest, p.width, p.height, p.seconds,
            decode(p.preview, 'base64')
        FROM jsonb_to_recordset(photos) AS p(digest text, width int, height int,
            seconds double precision, preview text)
        WHERE p.width > 0 OR p.seconds > 0
        ORDER BY p.digest
    ON CONFLICT (digest) DO NOTHING
$$;

CREATE OR REPLACE FUNCTION app.keep_photos(photos jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.case_photo
    SELECT * FROM jsonb_populate_recordset(NULL::public.case_photo, photos);
    SELECT app.keep_previews(photos)
$$;

CREATE OR REPLACE FUNCTION app.keep_letters(
    letters jsonb, recalls jsonb, command text, at timestamptz
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.letter l SET recalled_at = keep_letters.at
        FROM jsonb_to_recordset(recalls) AS r(case_id bigint, after timestamptz)
        WHERE l.case_id = r.case_id AND l.posted_at >= r.after
            AND l.sent_at IS NULL AND l.recalled_at IS NULL;
    INSERT INTO public.letter (kind, addressee, case_id, body, not_before, posted_at, command)
    SELECT n.kind, n.addressee, n.case_id, n.body, n.not_before, keep_letters.at,
            keep_letters.command
        FROM jsonb_to_recordset(letters) AS n(kind text, addressee text, case_id bigint,
            body text, not_before timestamptz);
END $$;

-- The steps of a command, in order; each must continue the version its case has now.
CREATE OR REPLACE FUNCTION app.keep_steps(steps jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one record;
    present int;
BEGIN
    FOR one IN SELECT s.case_id, min(s.seq) - 1 AS expected
            FROM jsonb_to_recordset(steps) AS s(case_id bigint, seq int)
            GROUP BY s.case_id ORDER BY s.case_id LOOP
        SELECT f.version INTO present FROM public.case_file f
            WHERE f.id = one.case_id FOR UPDATE;
        IF coalesce(present, 0) <> one.expected THEN
            RAISE EXCEPTION 'case % is at version %', one.case_id, present
                USING ERRCODE = 'GX003', DETAIL = jsonb_build_object('case', one.case_id)::text;
        END IF;
    END LOOP;
    INSERT INTO public.case_step
    SELECT * FROM jsonb_populate_recordset(NULL::public.case_step, steps) AS s
        ORDER BY s.case_id, s.seq;
END $$;

CREATE OR REPLACE FUNCTION api_v1.record(entry jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former record;
    seat boolean := app.is_seat();
    befores jsonb[];
    afters jsonb[];
BEGIN
    IF entry->>'operator' IS DISTINCT FROM 'system' THEN
        PERFORM app.act_as(entry->>'operator', NULL);
    END IF;
    INSERT INTO public.command_log (id, operator, at, digest, result)
        VALUES (entry->>'command', entry->>'operator', (entry->>'at')::timestamptz,
            entry->>'digest', entry->>'result')
        ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        SELECT c.operator, c.digest, c.result INTO former
            FROM public.command_log c WHERE c.id = entry->>'command';
        IF former.operator <> entry->>'operator' OR former.digest <> entry->>'digest' THEN
            RAISE EXCEPTION 'command % was something else', entry->>'command'
                USING ERRCODE = 'GX005';
        END IF;
        RETURN former.result;
    END IF;
    IF seat THEN
        PERFORM app.judge_entry(entry);
    END IF;
    PERFORM app.keep_steps(entry->'steps');
    IF seat THEN
        SELECT j.befores, j.afters INTO befores, afters FROM app.judge_cases(entry) AS j;
    ELSE
        SELECT t.befores, t.afters INTO befores, afters FROM app.states_of(entry) AS t;
    END IF;
    PERFORM app.keep_acts(entry->'steps', befores);
    PERFORM app.keep_cases(entry->'cases');
    PERFORM app.keep_facts(afters);
    PERFORM app.keep_callers(entry->'callers');
    PERFORM app.keep_photos(entry->'photos');
    PERFORM app.keep_letters(entry->'letters', entry->'recalls', entry->>'command',
        (entry->>'at')::timestamptz);
    INSERT INTO public.feed (case_id, seq, operator, seat)
    SELECT s.case_id, s.seq, entry->>'operator', entry->>'seat'
        FROM jsonb_to_recordset(entry->'steps') AS s(case_id bigint, seq int)
        ORDER BY s.case_id, s.seq;
    RETURN entry->>'result';
END $$;

-- Begin a command: a second try with the same id waits here for the first one, then reads its result.
-- `at` is the moment a seat's command carries; NULL leaves it to the owner. A seat's transaction is for
-- one command and has a number from here on: thousands of these locks would fill the server's table of
-- locks, and without a number the one who keeps one would not be ended (70_roles, end_held).
DROP FUNCTION IF EXISTS api_v1.begin_command(text);
CREATE FUNCTION api_v1.begin_command(command text)
RETURNS TABLE (operator text, result text, stamps text, at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF app.is_seat() AND pg_current_xact_id_if_assigned() IS NOT NULL THEN
        RAISE EXCEPTION 'a transaction is for one command' USING ERRCODE = 'GX013';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(command, 0));
    IF app.is_seat() THEN
        PERFORM pg_current_xact_id();
    END IF;
    RETURN QUERY SELECT c.operator, c.result,
            (SELECT string_agg(s.topic || '=' || s.version, ',') FROM public.stamp s),
            CASE WHEN app.is_seat() THEN app.moment() END
        FROM (SELECT 1) AS one LEFT JOIN public.command_log c ON c.id = command;
END $$;

-- A case's whole state, its row locked until the transaction ends.
CREATE OR REPLACE FUNCTION api_v1.lock_case(wanted bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.refuse_outside(wanted);
    PERFORM FROM public.case_file f WHERE f.id = wanted FOR UPDATE;
    -- A second statement, so that it sees what was committed while we waited for the lock.
    RETURN (SELECT s.state FROM public.case_state s WHERE s.id = wanted);
END $$;

-- What was merged into a case of one's own areas, in whatever area, and how many callers of each wait
-- for its result: who ends the leading case answers them all (fact book 6.4 row 9).
CREATE OR REPLACE FUNCTION api_v1.merged_into(wanted bigint)
RETURNS TABLE (id bigint, callers int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.refuse_outside(wanted);
    RETURN QUERY SELECT f.id, f.callers FROM public.case_file f WHERE f.master = wanted
        ORDER BY f.id;
END $$;

-- Numbers are of the city's local day and year (+08:00, no daylight saving).
CREATE OR REPLACE FUNCTION api_v1.new_number(at timestamptz)
RETURNS TABLE (id bigint, number text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moment timestamptz := CASE WHEN app.is_seat() THEN app.moment() ELSE at END;
    local_day date := (moment AT TIME ZONE 'UTC' + interval '8 hours')::date;
    year int := extract(year FROM local_day);
    ordinal int;
BEGIN
    IF app.is_seat() THEN
        PERFORM app.me();  -- whose account was closed meanwhile takes no numbers either
    END IF;
    INSERT INTO public.number_day AS n (day, last) VALUES (local_day, 1)
        ON CONFLICT (day) DO UPDATE SET last = n.last + 1 RETURNING n.last INTO ordinal;
    RETURN QUERY SELECT
        year * 1000000000::bigint + nextval(format('public.%I', 'case_number_' || year)),
        -- `lpad` cuts what is longer: whoever used up a million would leave the others no new number.
        to_char(local_day, 'YYYY-MMDD-')
            || lpad(ordinal::text, greatest(6, length(ordinal::text)), '0');
END $$;
