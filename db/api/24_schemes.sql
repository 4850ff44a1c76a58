-- Schemes of assessment. Their formulas are the console's to judge; here it is judged who writes, that
-- nothing kept is ever changed, and that a row says what its text says. Each version and each beginning
-- is a row of the register as well, with the digest of the text, so that its chain holds them too.

DROP TRIGGER IF EXISTS keep_scheme ON public.scheme_version;
CREATE TRIGGER keep_scheme BEFORE UPDATE OR DELETE OR TRUNCATE ON public.scheme_version
    FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
DROP TRIGGER IF EXISTS keep_begin ON public.scheme_begin;
CREATE TRIGGER keep_begin BEFORE UPDATE OR DELETE OR TRUNCATE ON public.scheme_begin
    FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

-- In which post somebody writes schemes: the administrator's or the supervisor's, or as the owner.
CREATE OR REPLACE FUNCTION app.scheme_post() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT app.is_seat() THEN
        RETURN 'owner';
    END IF;
    IF coalesce(app.holds(app.me(), 'administrator'), false) THEN
        RETURN 'administrator';
    END IF;
    PERFORM app.act_as(app.me(), 'supervisor');
    RETURN 'supervisor';
END $$;

CREATE OR REPLACE FUNCTION app.scheme_writer() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN app.is_seat() THEN app.me() ELSE session_user::text END
$$;

-- What holds for a scheme as the register tells it: the newest beginning and its text's digest.
CREATE OR REPLACE FUNCTION app.scheme_told(kind text, scheme text, version int) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('version', v.version, 'first_day', b.first_day,
            'digest', encode(sha256(convert_to(v.body, 'UTF8')), 'hex'))
        FROM public.scheme_version v LEFT JOIN public.scheme_begin b USING (kind, scheme, version)
        WHERE (v.kind, v.scheme, v.version)
            = (scheme_told.kind, scheme_told.scheme, scheme_told.version)
$$;

CREATE OR REPLACE FUNCTION app.refuse_scheme_field(field text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a scheme that cannot be' USING ERRCODE = 'GX063',
        DETAIL = jsonb_build_object('field', field)::text;
END $$;

-- A text that says it is another scheme or version than its row, or is no scheme at all.
CREATE OR REPLACE FUNCTION app.refuse_unfit_scheme(
    kind text, scheme text, version int, body text
) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said jsonb;
BEGIN
    IF scheme !~ '^[a-z][a-z0-9_]{0,39}$' OR kind !~ '^[a-z_]{1,20}$' THEN
        PERFORM app.refuse_scheme_field('id');
    END IF;
    IF body IS NULL OR length(body) > 1000000 THEN
        PERFORM app.refuse_scheme_field('body');
    END IF;
    BEGIN
        said := body::jsonb;
    EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
        PERFORM app.refuse_scheme_field('body');
    END;
    IF (said->>'id', said->>'kind', said->>'version')
            IS DISTINCT FROM (scheme, kind, version::text) THEN
        PERFORM app.refuse_scheme_field('version');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION app.begin_scheme(
    kind text, scheme text, version int, first_day date, reason text, login text, post text
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF first_day NOT BETWEEN '1970-01-01' AND '2999-12-31' THEN
        PERFORM app.refuse_scheme_field('first_day');
    END IF;
    IF NOT EXISTS (SELECT FROM public.scheme_version v
            WHERE (v.kind, v.scheme, v.version)
                = (begin_scheme.kind, begin_scheme.scheme, begin_scheme.version)) THEN
        RAISE EXCEPTION 'no such version' USING ERRCODE = 'GX061', DETAIL = jsonb_build_object(
            'kind', kind, 'scheme', scheme, 'version', version)::text;
    END IF;
    IF EXISTS (SELECT FROM public.scheme_begin b WHERE (b.kind, b.scheme, b.version)
            = (begin_scheme.kind, begin_scheme.scheme, begin_scheme.version)) THEN
        RAISE EXCEPTION 'it has its day already' USING ERRCODE = 'GX062', DETAIL =
            jsonb_build_object('kind', kind, 'scheme', scheme, 'version', version)::text;
    END IF;
    INSERT INTO public.scheme_begin (kind, scheme, version, first_day, at, login, post, reason)
        VALUES (kind, scheme, version, first_day, clock_timestamp(), login, post, btrim(reason));
END $$;

-- A new version, its number the next one; with a first day it is put in force in the same act.
-- `shipped` is the digest of the file it came with, '' for a city's own.
CREATE OR REPLACE FUNCTION app.keep_scheme(
    kind text, scheme text, version int, body text, shipped text, first_day date, reason text,
    login text, post text
) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last int := coalesce((SELECT max(v.version) FROM public.scheme_version v
        WHERE (v.kind, v.scheme) = (keep_scheme.kind, keep_scheme.scheme)), 0);
BEGIN
    PERFORM app.refuse_unfit_scheme(kind, scheme, version, body);
    IF version <> last + 1 THEN
        RAISE EXCEPTION 'another version was added since' USING ERRCODE = 'GX060',
            DETAIL = jsonb_build_object('kind', kind, 'scheme', scheme, 'version', last)::text;
    END IF;
    INSERT INTO public.scheme_version VALUES (kind, scheme, version, body, shipped,
        clock_timestamp(), login, post, btrim(reason));
    IF first_day IS NOT NULL THEN
        PERFORM app.begin_scheme(kind, scheme, version, first_day, reason, login, post);
    END IF;
    RETURN app.keep_change('scheme', kind || '/' || scheme, 'put',
        app.scheme_told(kind, scheme, last), app.scheme_told(kind, scheme, version), reason, NULL,
        login, post, clock_timestamp());
END $$;

CREATE OR REPLACE FUNCTION api_v1.add_scheme(
    kind text, scheme text, version int, body text, first_day date, reason text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    post text := app.scheme_post();
BEGIN
    PERFORM app.begin_change();
    RETURN app.keep_scheme(kind, scheme, version, body, '', first_day, reason,
        app.scheme_writer(), post);
END $$;

-- From a day on a version holds that was added before; what held ends the day before.
CREATE OR REPLACE FUNCTION api_v1.put_scheme_in_force(
    kind text, scheme text, version int, first_day date, reason text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    post text := app.scheme_post();
    before jsonb;
BEGIN
    PERFORM app.begin_change();
    IF first_day IS NULL THEN
        PERFORM app.refuse_scheme_field('first_day');
    END IF;
    before := app.scheme_told(kind, scheme, version);
    PERFORM app.begin_scheme(kind, scheme, version, first_day, reason, app.scheme_writer(), post);
    RETURN app.keep_change('scheme', kind || '/' || scheme, 'put', before,
        app.scheme_told(kind, scheme, version), reason, NULL, app.scheme_writer(), post,
        clock_timestamp());
END $$;

-- Drafts are each writer's own, and nobody else reads them.
CREATE OR REPLACE FUNCTION api_v1.save_scheme_draft(
    kind text, scheme text, base int, body text
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.scheme_post();
    IF body IS NULL OR length(body) > 1000000 THEN
        PERFORM app.refuse_scheme_field('body');
    END IF;
    INSERT INTO public.scheme_draft VALUES (app.scheme_writer(), kind, scheme, base, body,
            clock_timestamp())
        ON CONFLICT ON CONSTRAINT pk_scheme_draft DO UPDATE
            SET base = excluded.base, body = excluded.body, at = excluded.at;
END $$;

CREATE OR REPLACE FUNCTION api_v1.drop_scheme_draft(kind text, scheme text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.scheme_post();
    DELETE FROM public.scheme_draft d WHERE (d.login, d.kind, d.scheme)
        = (app.scheme_writer(), drop_scheme_draft.kind, drop_scheme_draft.scheme);
END $$;

CREATE OR REPLACE FUNCTION api_v1.scheme_drafts()
RETURNS TABLE (kind text, scheme text, base int, body text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.scheme_post();
    RETURN QUERY SELECT d.kind, d.scheme, d.base, d.body, d.at FROM public.scheme_draft d
        WHERE d.login = app.scheme_writer() ORDER BY d.at DESC;
END $$;
