-- Settings and standards; changed through functions, with history, and a stamp for every reader.

CREATE OR REPLACE FUNCTION app.touch(changed text) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.stamp s SET version = s.version + 1 WHERE s.topic = changed
$$;

CREATE OR REPLACE FUNCTION api_v1.put_setting(
    name text, value text, operator text, post text, at timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.act_as(operator, 'administrator');
    INSERT INTO public.setting AS s VALUES (put_setting.name, put_setting.value)
        ON CONFLICT ON CONSTRAINT pk_setting DO UPDATE SET value = excluded.value;
    INSERT INTO public.setting_history (name, value, operator, post, at)
        VALUES (put_setting.name, put_setting.value, operator,
            CASE WHEN app.is_seat() THEN 'administrator' ELSE post END, app.clock(at));
    PERFORM app.touch('rules');
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

CREATE OR REPLACE FUNCTION api_v1.put_catalogue(
    version int, valid_from date, fallback text, operator text, at timestamptz,
    categories jsonb, conditions jsonb
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.act_as(operator, 'administrator');
    INSERT INTO public.catalogue
        VALUES (version, valid_from, fallback, operator, app.clock(at));
    INSERT INTO public.category
        SELECT * FROM jsonb_populate_recordset(NULL::public.category, categories);
    INSERT INTO public.condition
        SELECT * FROM jsonb_populate_recordset(NULL::public.condition, conditions);
    PERFORM app.touch('catalogue');
END $$;

-- Old news, old command ids, callers kept long enough; called by the owner when a console brings the schema up to date.
CREATE OR REPLACE FUNCTION app.tidy(now timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.feed f WHERE f.at < tidy.now - interval '7 days';
    DELETE FROM public.command_log c WHERE c.at < tidy.now - interval '90 days';
    PERFORM app.erase_callers(tidy.now, 2000, false);
END $$;
