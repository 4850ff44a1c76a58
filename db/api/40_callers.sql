-- Callers' data behind a logged door (article 23). The request must be committed before anything is
-- shown: a row written by the reading transaction itself would vanish with a ROLLBACK.

CREATE OR REPLACE FUNCTION api_v1.request_reveal(
    request uuid, wanted bigint, operator text, post text, seat text, at timestamptz, reason text
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.act_as(operator, post);
    PERFORM app.refuse_outside(wanted);
    IF btrim(reason) = '' THEN
        RAISE EXCEPTION 'a reveal needs a reason' USING ERRCODE = 'GX007';
    END IF;
    INSERT INTO public.reveal_log (id, at, operator, post, seat, case_id, reason)
        VALUES (request, app.clock(at), operator, post, seat, wanted, btrim(reason));
END $$;

CREATE OR REPLACE FUNCTION api_v1.reveal(request uuid)
RETURNS TABLE (name text, phone text, address text, reply text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    asked public.reveal_log;
BEGIN
    SELECT * INTO asked FROM public.reveal_log r WHERE r.id = request;
    IF NOT FOUND OR asked.xid = pg_current_xact_id() OR asked.login <> session_user
            OR asked.requested_at < clock_timestamp() - interval '2 minutes' THEN
        RAISE EXCEPTION 'no committed request of yours' USING ERRCODE = 'GX009';
    END IF;
    UPDATE public.reveal_log r SET shown_at = clock_timestamp() WHERE r.id = request;
    RETURN QUERY SELECT c.name, c.phone, c.address, c.reply FROM public.caller c
        WHERE c.case_id = asked.case_id ORDER BY c.id;
END $$;
