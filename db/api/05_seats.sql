-- Who is asking, in which post, when. The answer comes from the session the server itself let in,
-- never from a parameter (database.md 4.1). A seat is every session but those of the schema's owner
-- (the demo's builder, imports, tests of the storage): the owner acts for others at given moments.

CREATE OR REPLACE FUNCTION app.is_seat() RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT pg_has_role(session_user, 'wm_owner', 'MEMBER')
$$;

-- The mark and its form are a contract with db.roles.role_name.
CREATE OR REPLACE FUNCTION app.my_login() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.login FROM public.operator o
        WHERE o.active AND o.login = substr(session_user::text, 11)
            AND left(session_user::text, 10) = 'wm_'
                || left(encode(sha256(convert_to(current_database(), 'UTF8')), 'hex'), 6) || '_'
$$;

CREATE OR REPLACE FUNCTION app.me() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine text := app.my_login();
BEGIN
    IF mine IS NULL THEN
        RAISE EXCEPTION 'this session is no operator of this city' USING ERRCODE = 'GX001';
    END IF;
    RETURN mine;
END $$;

-- A post is held by its group role, which the administrator grants, and by the city's list or a
-- grant that holds at this very moment.
CREATE OR REPLACE FUNCTION app.holds(login text, post text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'wm_post_' || holds.post
            AND pg_has_role(session_user, r.oid, 'MEMBER'))
        AND (EXISTS (SELECT FROM public.operator o
                WHERE o.login = holds.login AND holds.post = ANY (o.posts))
            OR EXISTS (SELECT FROM public.post_grant g
                WHERE g.login = holds.login AND g.post = holds.post
                    AND clock_timestamp() >= g.valid_from AND clock_timestamp() < g.valid_until))
$$;

-- A seat acts for itself only, and in a post it holds; `post` NULL asks for none.
CREATE OR REPLACE FUNCTION app.act_as(operator text, post text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine text;
BEGIN
    IF NOT app.is_seat() THEN
        RETURN;
    END IF;
    mine := app.me();
    IF operator IS DISTINCT FROM mine THEN
        RAISE EXCEPTION 'an act for somebody else' USING ERRCODE = 'GX002',
            DETAIL = jsonb_build_object('operator', mine)::text;
    END IF;
    IF post IS NOT NULL AND NOT app.holds(mine, post) THEN
        RAISE EXCEPTION 'no such post at this moment' USING ERRCODE = 'GX012',
            DETAIL = jsonb_build_object('operator', mine, 'post', post)::text;
    END IF;
END $$;

-- The one moment of a seat's command: the beginning of its transaction, in whole seconds. A
-- transaction kept open would make its moment an old one.
CREATE OR REPLACE FUNCTION app.patience() RETURNS interval
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT interval '30 seconds' $$;

CREATE OR REPLACE FUNCTION app.moment() RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF clock_timestamp() - transaction_timestamp() > app.patience() THEN
        RAISE EXCEPTION 'this transaction is too old to act in' USING ERRCODE = 'GX013';
    END IF;
    RETURN date_trunc('second', transaction_timestamp());
END $$;

-- The server's clock for a seat, the given moment for the owner.
CREATE OR REPLACE FUNCTION app.clock(given timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN app.is_seat() THEN clock_timestamp() ELSE given END
$$;

-- A number the city set for a rule; the rest are the domain's own (console.domain.rules.Rules).
CREATE OR REPLACE FUNCTION app.rule(wanted text) RETURNS int
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT s.value::int FROM public.setting s WHERE s.name = wanted),
        CASE wanted WHEN 'returns_before_coordination' THEN 2 WHEN 'extensions_allowed' THEN 2
            WHEN 'suspensions_allowed' THEN 1 WHEN 'suspension_days' THEN 365
            WHEN 'quiet_seconds' THEN 30 WHEN 'sign_in_failures' THEN 5
            WHEN 'sign_in_lock_minutes' THEN 15 WHEN 'telephone_searches' THEN 60
            WHEN 'position_days' THEN 30 END)
$$;

-- The management areas an operator works for; NULL for the whole city. Policies ask once a query, by
-- a scalar sub-select (database.md 4.1).
CREATE OR REPLACE FUNCTION app.my_areas() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    mine text;
BEGIN
    IF NOT app.is_seat() THEN
        RETURN NULL;
    END IF;
    mine := app.me();  -- not inside the query, whose planner would call it to guess
    RETURN (SELECT nullif(o.management_areas, '{}') FROM public.operator o
        WHERE o.login = mine);
END $$;

-- A case whose place is not known yet belongs to no area, and to everybody.
CREATE OR REPLACE FUNCTION app.in_area(area text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT area = '' OR coalesce(area = ANY (app.my_areas()), true)
$$;

CREATE OR REPLACE FUNCTION app.refuse_outside(wanted bigint) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM public.case_file f
            WHERE f.id = wanted AND NOT app.in_area(f.management_area)) THEN
        RAISE EXCEPTION 'case % lies in another area', wanted USING ERRCODE = 'GX016',
            DETAIL = jsonb_build_object('case', wanted)::text;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION app.seen(wanted bigint, areas text[]) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT areas IS NULL OR EXISTS (SELECT FROM public.case_file f WHERE f.id = wanted
        AND (f.management_area = '' OR f.management_area = ANY (areas)))
$$;
