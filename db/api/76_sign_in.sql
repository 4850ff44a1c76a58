-- Wrong passwords, counted by the door that seats come in by. The server itself has no such lock: who
-- tries passwords with a plain client is not counted (docs/server.md, section 4).

CREATE OR REPLACE FUNCTION app.lock_time() RETURNS interval
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT make_interval(mins => app.rule('sign_in_lock_minutes'))
$$;

-- Before a sign-in: when a locked operator may come in again, else NULL. A lock whose time is over is
-- taken off, and posts whose time is over are taken back.
CREATE OR REPLACE FUNCTION app.may_sign_in(login text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    until timestamptz;
BEGIN
    SELECT g.locked_until INTO until FROM public.sign_in_guard g
        WHERE g.login = may_sign_in.login AND g.locked_until > clock_timestamp();
    IF until IS NULL THEN
        PERFORM app.settle_roles(login);
    END IF;
    RETURN until;
END $$;

-- A wrong password: when the account is locked by it, until when; else NULL. Short, because whoever
-- has a seat can lock others this way.
CREATE OR REPLACE FUNCTION app.sign_in_failed(login text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept public.sign_in_guard;
    moment timestamptz := clock_timestamp();
BEGIN
    IF NOT EXISTS (SELECT FROM public.operator o WHERE o.login = sign_in_failed.login
            AND o.active) THEN
        RETURN NULL;
    END IF;
    PERFORM app.begin_change();
    INSERT INTO public.sign_in_guard AS g VALUES (login, 1, moment, NULL)
        ON CONFLICT ON CONSTRAINT pk_sign_in_guard DO UPDATE SET
            failures = CASE WHEN g.since > moment - app.lock_time() THEN g.failures ELSE 0 END + 1,
            since = CASE WHEN g.since > moment - app.lock_time() THEN g.since ELSE moment END
        RETURNING * INTO kept;
    IF kept.locked_until > moment THEN
        RETURN kept.locked_until;
    END IF;
    IF kept.failures < app.rule('sign_in_failures') THEN
        RETURN NULL;
    END IF;
    kept.locked_until := date_trunc('second', moment + app.lock_time());
    UPDATE public.sign_in_guard g SET failures = 0, locked_until = kept.locked_until
        WHERE g.login = sign_in_failed.login;
    PERFORM app.settle_roles(login);
    PERFORM app.keep_change('operator', login, 'lock', NULL, jsonb_build_object('locked_until',
        to_char(kept.locked_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')),
        '', NULL, session_user::text, 'door', moment);
    RETURN kept.locked_until;
END $$;

-- Who came in by his own account has no failures any more.
CREATE OR REPLACE FUNCTION api_v1.signed_in() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM public.sign_in_guard g WHERE g.login = app.my_login()
        AND NOT coalesce(g.locked_until > clock_timestamp(), false)
$$;
