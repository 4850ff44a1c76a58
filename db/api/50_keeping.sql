-- Settings and standards; changed through functions, with history, and a stamp for every reader.

CREATE OR REPLACE FUNCTION app.touch(changed text) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.stamp s SET version = s.version + 1 WHERE s.topic = changed
$$;

-- Whether a text is one JSON object; one that is nested without end is none.
CREATE OR REPLACE FUNCTION app.is_object(told text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN jsonb_typeof(told::jsonb) = 'object' AND told !~ '[0-9]{250}';
EXCEPTION WHEN data_exception OR statement_too_complex THEN
    RETURN false;
END $$;

CREATE OR REPLACE FUNCTION app.write_setting(
    name text, value text, operator text, post text, at timestamptz
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Every console and many a function read these as numbers.
    IF name IN ('returns_before_coordination', 'extensions_allowed', 'suspensions_allowed',
            'suspension_days', 'quiet_seconds', 'similar_metres', 'similar_days',
            'caller_retention_days', 'near_minimum', 'sign_in_failures', 'sign_in_lock_minutes',
            'telephone_searches', 'position_days')
            AND value !~ '^[0-9]{1,6}$'
            OR name LIKE 'integrity\_%' AND value !~ '^[0-9]{1,6}$'
            -- And this as the ground of its map.
            OR name = 'map.base' AND NOT app.is_object(value)
            -- And by this a wall leaves out what must not be seen.
            OR name = 'wall_hidden_classes'
                AND value !~ '^((component|event):[0-9]{1,8}( *[,，] *|$))*$' THEN
        RAISE EXCEPTION 'this is no such setting' USING ERRCODE = 'GX038',
            DETAIL = jsonb_build_object('field', name)::text;
    END IF;
    IF value IS NULL THEN
        DELETE FROM public.setting s WHERE s.name = write_setting.name;
    ELSE
        INSERT INTO public.setting AS s VALUES (write_setting.name, write_setting.value)
            ON CONFLICT ON CONSTRAINT pk_setting DO UPDATE SET value = excluded.value;
    END IF;
    INSERT INTO public.setting_history (name, value, operator, post, at)
        VALUES (write_setting.name, coalesce(write_setting.value, ''), operator, post, at);
    PERFORM app.touch('rules');
END $$;

CREATE OR REPLACE FUNCTION api_v1.put_setting(
    name text, value text, operator text, post text, at timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before jsonb;
    mine text := CASE WHEN app.is_seat() THEN 'administrator' ELSE put_setting.post END;
BEGIN
    PERFORM app.act_as(operator, 'administrator');
    PERFORM app.begin_change();
    before := app.thing('setting', name);
    PERFORM app.write_setting(name, value, operator, mine, app.clock(at));
    PERFORM app.keep_change('setting', name, 'put', before, app.thing('setting', name), '', NULL,
        operator, mine, app.clock(at));
END $$;

-- The yellow moments of open cases, computed anew when the warning time was changed.
CREATE OR REPLACE FUNCTION api_v1.put_near_moments(moments jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.act_as(app.my_login(), 'administrator');
    UPDATE public.case_file f SET near_at = m.near_at
        FROM jsonb_to_recordset(moments) AS m(id bigint, near_at timestamptz)
        WHERE f.id = m.id AND f.ended = false;
END $$;

DROP FUNCTION IF EXISTS api_v1.put_catalogue(int, date, text, text, timestamptz, jsonb, jsonb);
CREATE OR REPLACE FUNCTION api_v1.put_catalogue(
    version int, valid_from date, fallback text, operator text, at timestamptz,
    categories jsonb, conditions jsonb, reason text DEFAULT '', undoes bigint DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before jsonb;
BEGIN
    PERFORM app.act_as(operator, 'administrator');
    PERFORM app.begin_change();
    before := app.thing('standards', 'standards');
    IF EXISTS (SELECT FROM public.catalogue c WHERE c.version = put_catalogue.version) THEN
        RAISE EXCEPTION 'these standards have a newer version' USING ERRCODE = 'GX030',
            DETAIL = jsonb_build_object('version', before->'version', 'value', before)::text;
    END IF;
    INSERT INTO public.catalogue
        VALUES (version, valid_from, fallback, operator, app.clock(at));
    INSERT INTO public.category
        SELECT * FROM jsonb_populate_recordset(NULL::public.category, categories);
    INSERT INTO public.condition
        SELECT * FROM jsonb_populate_recordset(NULL::public.condition, conditions);
    PERFORM app.touch('catalogue');
    RETURN app.keep_change('standards', 'standards',
        CASE WHEN undoes IS NULL THEN 'put' ELSE 'undo' END, before,
        app.thing('standards', 'standards'), reason, undoes, operator, 'administrator',
        app.clock(at));
END $$;

-- Old news, old command ids, callers kept long enough; called by the owner when a console brings the schema up to date.
CREATE OR REPLACE FUNCTION app.tidy(now timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.feed f WHERE f.at < tidy.now - interval '7 days';
    DELETE FROM public.command_log c WHERE c.at < tidy.now - interval '90 days';
    DELETE FROM public.telephone_search t WHERE t.at < tidy.now - interval '90 days';
    PERFORM app.forget_positions(tidy.now);
    DELETE FROM public.hotline_call h WHERE h.rang_at < tidy.now - interval '400 days';
    -- The last order of each wall may hold still.
    DELETE FROM public.wall_order o WHERE o.at < tidy.now - interval '400 days'
        AND EXISTS (SELECT FROM public.wall_order l WHERE l.wall = o.wall AND l.id > o.id);
    PERFORM app.erase_callers(tidy.now, 2000, false);
END $$;
