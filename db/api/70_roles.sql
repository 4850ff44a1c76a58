-- Accounts of operators: roles of the server, kept by wm_keeper, who may make roles and end sessions
-- and nothing else. These functions run as it, for the command line, the administration page and the
-- door alike, so that every grant has one grantor, who can take it back (PostgreSQL 16 on). They belong
-- to it from the moment db/roles.py gives them away; the schema's owner could not, and shall not be its
-- member.

DROP FUNCTION IF EXISTS app.settle_roles(), app.settle_roles(text), app.put_account(text, text),
    app.end_held(interval);

CREATE OR REPLACE FUNCTION app.mark() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'wm_' || left(encode(sha256(convert_to(current_database(), 'UTF8')), 'hex'), 6) || '_'
$$;

-- Gives each operator's role (or one's) the groups its operator holds now, posts lent included, and
-- takes away those he does not; opens the accounts of those who may come in, and no other.
CREATE FUNCTION app.settle_roles(only_login text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one record;
BEGIN
    -- One at a time: two who change the same role at once would both fail.
    PERFORM FROM public.stamp s WHERE s.topic = 'administration' FOR UPDATE;
    FOR one IN SELECT r.rolname AS role, r.rolcanlogin AS open, o.active AND NOT EXISTS (
                SELECT FROM public.sign_in_guard g WHERE g.login = o.login
                    AND g.locked_until > clock_timestamp()) AS wanted,
                coalesce(r.rolconfig @> ARRAY['log_min_messages=error',
                    'log_min_error_statement=error'], false) AS told,
                coalesce(r.rolconfig @> ARRAY['temp_file_limit=2GB'], false)
                    OR NOT has_parameter_privilege(current_user, 'temp_file_limit', 'SET') AS bounded
            FROM public.operator o JOIN pg_roles r ON r.rolname = app.mark() || o.login
            WHERE o.login = coalesce(only_login, o.login) LOOP
        IF one.open <> one.wanted THEN
            EXECUTE format('ALTER ROLE %I %s', one.role,
                CASE WHEN one.wanted THEN 'LOGIN' ELSE 'NOLOGIN' END);
        END IF;
        IF NOT has_database_privilege(one.role, current_database(), 'CONNECT') THEN
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), one.role);
        END IF;
        -- What is refused to an operator is in the server's log; he cannot turn that off himself.
        IF NOT one.told THEN
            EXECUTE format('ALTER ROLE %I SET log_min_messages = error', one.role);
            EXECUTE format('ALTER ROLE %I SET log_min_error_statement = error', one.role);
        END IF;
        -- Nor can he fill the server's disk by one endless statement.
        IF NOT one.bounded THEN
            EXECUTE format('ALTER ROLE %I SET temp_file_limit = %L', one.role, '2GB');
        END IF;
    END LOOP;
    -- Who was disabled keeps no group: an open session of his would go on reading the whole city.
    FOR one IN SELECT r.rolname AS role, g.rolname AS wanted, o.active AND CASE g.rolname
                WHEN 'wm_city' THEN o.management_areas = '{}'
                ELSE substr(g.rolname, 9) = ANY (o.posts) OR EXISTS (
                    SELECT FROM public.post_grant l WHERE l.login = o.login
                        AND l.post = substr(g.rolname, 9)
                        AND l.valid_until > clock_timestamp()) END AS held
            FROM public.operator o JOIN pg_roles r ON r.rolname = app.mark() || o.login
            JOIN pg_roles g ON g.rolname = 'wm_city' OR starts_with(g.rolname::text, 'wm_post_')
            WHERE o.login = coalesce(only_login, o.login) LOOP
        IF one.held AND NOT pg_has_role(one.role, one.wanted, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO %I', one.wanted, one.role);
        ELSIF NOT one.held AND pg_has_role(one.role, one.wanted, 'MEMBER') THEN
            EXECUTE format('REVOKE %I FROM %I', one.wanted, one.role);
            -- A session keeps the plans it made, with the whole city in them: it has to come anew.
            IF one.wanted = 'wm_city' THEN
                PERFORM pg_terminate_backend(a.pid) FROM pg_stat_activity a
                    WHERE a.usename = one.role AND a.datname = current_database()
                        AND a.pid <> pg_backend_pid();
            END IF;
        END IF;
    END LOOP;
END $$;

-- Makes an operator's role with this password, or changes its password. Only what the server would
-- keep itself is taken (SCRAM-SHA-256): a password in the open would be in its log.
CREATE FUNCTION app.put_account(login text, verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    role text := app.mark() || login;
    known record;
BEGIN
    IF verifier !~ ('^SCRAM-SHA-256\$[0-9]{4,6}:[A-Za-z0-9+/]{22,64}={0,2}'
            '\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$') THEN
        RAISE EXCEPTION 'this is no verifier of a password' USING ERRCODE = 'GX036';
    END IF;
    SELECT r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls
        AS rules INTO known FROM pg_roles r WHERE r.rolname = role;
    IF octet_length(role) > 63 OR login = '' OR known.rules THEN
        RAISE EXCEPTION 'the role % is none of this city''s operators', role
            USING ERRCODE = 'GX031', DETAIL = jsonb_build_object('key', login)::text;
    END IF;
    -- 24: three consoles of one operator with all their lanes.
    IF known IS NULL THEN
        EXECUTE format('CREATE ROLE %I LOGIN CONNECTION LIMIT 24 PASSWORD %L', role, verifier);
    ELSE
        EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 24 PASSWORD %L', role, verifier);
    END IF;
    IF NOT pg_has_role(role, 'wm_seat', 'MEMBER') THEN
        EXECUTE format('GRANT wm_seat TO %I', role);
    END IF;
    IF NOT has_database_privilege(role, current_database(), 'CONNECT') THEN
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role);
    END IF;
    PERFORM app.settle_roles(login);
END $$;

-- Ends operators' sessions whose transaction has locked or written something and is older than that:
-- cases they keep locked would stand still for all. A console's takes three seconds at most to get a
-- lock and is ended by the server after fifteen idle ones, but whoever has a plain client may say
-- otherwise. Every beat asks (30_claims); what is ended stands in the server's log. A wall's transaction
-- lasts seconds whatever it does: one that only reads would keep VACUUM and an upgrade waiting for years.
CREATE FUNCTION app.end_held(older interval DEFAULT '60 seconds') RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one record;
    ended int := 0;
BEGIN
    FOR one IN SELECT a.pid, a.usename, clock_timestamp() - a.xact_start AS held
            FROM pg_stat_activity a
            WHERE a.datname = current_database()
                AND a.xact_start < clock_timestamp() - older AND a.pid <> pg_backend_pid()
                AND (a.backend_xid IS NOT NULL AND starts_with(a.usename::text, app.mark())
                    OR starts_with(a.usename::text, 'wm_wall_' || substr(app.mark(), 4))) LOOP
        RAISE LOG 'a transaction of % kept others waiting for % and is ended', one.usename, one.held;
        ended := ended + pg_terminate_backend(one.pid)::int;
    END LOOP;
    RETURN ended;
END $$;
