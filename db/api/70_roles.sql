-- Gives each operator's role the groups its operator holds now, posts lent included, and takes away
-- those he does not. Only whoever may grant roles can call it; it lends nobody its own rights.
CREATE OR REPLACE FUNCTION app.settle_roles() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mark text := 'wm_'
        || left(encode(sha256(convert_to(current_database(), 'UTF8')), 'hex'), 6) || '_';
    one record;
BEGIN
    FOR one IN SELECT r.rolname AS role, g.rolname AS wanted, CASE g.rolname
                WHEN 'wm_city' THEN o.management_areas = '{}'
                ELSE substr(g.rolname, 9) = ANY (o.posts) OR EXISTS (
                    SELECT FROM public.post_grant l WHERE l.login = o.login
                        AND l.post = substr(g.rolname, 9) AND l.valid_until > now()) END AS held
            FROM public.operator o JOIN pg_roles r ON r.rolname = mark || o.login
            JOIN pg_roles g ON g.rolname = 'wm_city' OR starts_with(g.rolname::text, 'wm_post_') LOOP
        IF NOT has_database_privilege(one.role, current_database(), 'CONNECT') THEN
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), one.role);
        END IF;
        IF one.held AND NOT pg_has_role(one.role, one.wanted, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO %I', one.wanted, one.role);
        ELSIF NOT one.held AND pg_has_role(one.role, one.wanted, 'MEMBER') THEN
            EXECUTE format('REVOKE %I FROM %I', one.wanted, one.role);
        END IF;
    END LOOP;
    -- What is refused to an operator is in the server's log; he cannot turn that off himself.
    FOR one IN SELECT r.rolname AS role FROM pg_roles r WHERE starts_with(r.rolname::text, mark)
            AND NOT coalesce(r.rolconfig @> ARRAY['log_min_messages=error',
                'log_min_error_statement=error'], false) LOOP
        EXECUTE format('ALTER ROLE %I SET log_min_messages = error', one.role);
        EXECUTE format('ALTER ROLE %I SET log_min_error_statement = error', one.role);
    END LOOP;
END $$;
