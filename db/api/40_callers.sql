-- Callers' data behind a logged door (article 23). The request must be committed before anything is
-- shown: a row written by the reading transaction itself would vanish with a ROLLBACK. What is shown
-- is sealed; the key that opens it is not here.

CREATE OR REPLACE FUNCTION api_v1.request_reveal(
    request uuid, wanted bigint, operator text, post text, seat text, at timestamptz, reason text
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.act_as(operator, post);
    PERFORM app.refuse_outside(wanted);
    IF reason !~ '[^[:space:]]' THEN
        RAISE EXCEPTION 'a reveal needs a reason' USING ERRCODE = 'GX007';
    END IF;
    INSERT INTO public.reveal_log (id, at, operator, post, seat, case_id, reason)
        VALUES (request, app.clock(at), operator, post, seat, wanted, btrim(reason));
END $$;

CREATE OR REPLACE FUNCTION api_v1.reveal(request uuid)
RETURNS TABLE (sealed bytea, key_id text, algorithm text, reply text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.reveal_log;
BEGIN
    SELECT * INTO asked FROM public.reveal_log r WHERE r.id = request;
    IF NOT FOUND OR asked.xid = pg_current_xact_id() OR asked.login <> session_user
            OR asked.requested_at < clock_timestamp() - interval '2 minutes' THEN
        RAISE EXCEPTION 'no committed request of yours' USING ERRCODE = 'GX009';
    END IF;
    -- Who was disabled, or lost the post or the area since he asked, is shown nothing.
    PERFORM app.act_as(asked.operator, asked.post);
    PERFORM app.refuse_outside(asked.case_id);
    UPDATE public.reveal_log r SET shown_at = clock_timestamp() WHERE r.id = request;
    -- News of the case, so that the shift leader's seats look who was shown (api_v1.reveals).
    INSERT INTO public.feed (case_id, operator, seat)
        VALUES (asked.case_id, asked.operator, asked.seat);
    RETURN QUERY SELECT c.sealed, c.key_id, c.algorithm, c.reply FROM public.caller c
        WHERE c.case_id = asked.case_id ORDER BY c.id;
END $$;

-- Who was shown callers since a moment, the newest first: for the shift leader of the area, nobody
-- else.
CREATE OR REPLACE FUNCTION api_v1.reveals(since timestamptz, most int)
RETURNS TABLE (shown_at timestamptz, case_id bigint, number text, operator text, name text,
    post text, seat text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.shown_at, r.case_id, f.number, r.operator, coalesce(o.name, r.operator), r.post,
            r.seat, r.reason
        FROM public.reveal_log r JOIN public.case_file f ON f.id = r.case_id
            LEFT JOIN public.operator o ON o.login = r.operator
        WHERE r.shown_at >= since AND app.seen(r.case_id, (SELECT app.my_areas()))
            AND (NOT app.is_seat() OR app.holds(app.me(), 'shift_leader'))
        ORDER BY r.shown_at DESC LIMIT most
$$;

-- A telephone is looked for by its keyed hash; the number never comes here. Its mask leaves ten
-- thousand to try, so a search is written down and committed before it is answered, as a reveal is,
-- and of a seat only so many are taken in ten minutes, and ten times as many a day.
CREATE OR REPLACE FUNCTION api_v1.ask_telephone(hash bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    most int := app.rule('telephone_searches');
    lately int;
    today int;
    asked bigint;
BEGIN
    IF app.is_seat() THEN
        -- One after the other, each seeing those before: an older snapshot would count too few.
        IF current_setting('transaction_isolation') <> 'read committed' THEN
            RAISE EXCEPTION 'telephones are looked for in read committed' USING ERRCODE = 'GX009';
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('telephone ' || session_user, 0));
        SELECT count(*) FILTER (WHERE t.at > clock_timestamp() - interval '10 minutes'), count(*)
            INTO lately, today FROM public.telephone_search t
            WHERE t.login = session_user AND t.at > clock_timestamp() - interval '1 day';
        IF lately >= most OR today >= most * 10 THEN
            RAISE EXCEPTION 'too many telephones looked for' USING ERRCODE = 'GX018',
                DETAIL = jsonb_build_object('most', most)::text;
        END IF;
    END IF;
    INSERT INTO public.telephone_search (hash) VALUES (ask_telephone.hash) RETURNING id INTO asked;
    RETURN asked;
END $$;

-- The cases of one's own areas reported from the telephone of a committed search.
CREATE OR REPLACE FUNCTION api_v1.cases_called_from(request bigint, most int) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.telephone_search;
BEGIN
    SELECT * INTO asked FROM public.telephone_search t WHERE t.id = request;
    IF NOT FOUND OR asked.xid IS NOT DISTINCT FROM pg_current_xact_id_if_assigned()
            OR asked.login <> session_user
            OR asked.at < clock_timestamp() - interval '2 minutes' THEN
        RAISE EXCEPTION 'no committed search of yours' USING ERRCODE = 'GX009';
    END IF;
    RETURN QUERY SELECT DISTINCT c.case_id FROM public.caller c WHERE c.phone_hash = asked.hash
            AND app.seen(c.case_id, (SELECT app.my_areas()))
        ORDER BY c.case_id DESC LIMIT most;
END $$;

-- Erase the callers of cases that ended longer ago than the city keeps them, `most` cases at a
-- time; a merged case's callers wait for its leading case, whose result they are told. Counts
-- (case_file.callers) and trails stay. Answers how many callers were erased.
-- Fewer than 30 days are taken as 30: callers are called back after the end of their case.
-- `whole` looks at all callers of the years in question, else at those reported early enough: what
-- is left there is little when it happens daily.
CREATE OR REPLACE FUNCTION app.erase_callers(now timestamptz, most int, whole boolean) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    days int := greatest(30, coalesce((SELECT s.value::int FROM public.setting s
        WHERE s.name = 'caller_retention_days'), 730));
    before timestamptz := erase_callers.now - make_interval(days => days);
    -- Ids begin with the year of the report: what was reported later has not ended before.
    last_id bigint := (extract(year FROM before)::bigint + 1) * 1000000000;
    gone bigint[] := '{}';
    erased int;
    after bigint := 0;
    looked bigint[];
BEGIN
    IF NOT whole THEN
        -- `+ 0` keeps the planner from walking back over all that was reported since.
        last_id := coalesce((SELECT max(f.id + 0) FROM public.case_file f
            WHERE f.reported_at >= before - interval '7 days' AND f.reported_at < before), last_id);
    END IF;
    -- A window of cases at a time, the oldest first: an archive that was never tidied has millions.
    LOOP
        looked := ARRAY(SELECT DISTINCT c.case_id FROM public.caller c
            WHERE c.case_id > after AND c.case_id <= last_id ORDER BY c.case_id LIMIT most);
        EXIT WHEN looked = '{}';
        gone := gone || ARRAY(
            WITH RECURSIVE upwards AS (
                SELECT f.id AS origin, f.master, f.ended,
                        coalesce(f.closed_at, f.changed_at) AS ended_at
                    FROM public.case_file f WHERE f.id = ANY (looked)
                UNION
                SELECT u.origin, m.master, m.ended, coalesce(m.closed_at, m.changed_at)
                    FROM upwards u JOIN public.case_file m ON m.id = u.master)
            SELECT origin FROM upwards GROUP BY origin
                HAVING bool_and(ended AND ended_at < before) ORDER BY origin);
        after := looked[cardinality(looked)];
        EXIT WHEN cardinality(gone) >= most
            OR NOT whole AND clock_timestamp() - statement_timestamp() > interval '1 second';
    END LOOP;
    IF gone = '{}' THEN
        RETURN 0;
    END IF;
    gone := gone[1:most];
    DELETE FROM public.caller_mask m WHERE m.case_id = ANY (gone);
    DELETE FROM public.caller c WHERE c.case_id = ANY (gone);
    GET DIAGNOSTICS erased = ROW_COUNT;
    INSERT INTO public.caller_erasure (at, days, cases, callers)
        VALUES (erase_callers.now, days, cardinality(gone), erased);
    RETURN erased;
END $$;
