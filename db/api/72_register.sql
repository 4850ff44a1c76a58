-- The register of administrators' changes: each thing with its versions, chained by hash, never
-- changed. Whoever adds to it holds the stamp's row, so that there is one order of changes.

CREATE OR REPLACE FUNCTION app.begin_change() RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.stamp s SET version = s.version + 1 WHERE s.topic = 'administration'
$$;

CREATE OR REPLACE FUNCTION app.change_hash(one public.admin_change, former bytea) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256(former || convert_to(concat_ws(chr(31), one.id::text,
        to_char(one.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), one.login, one.post,
        one.subject, one.key, one.deed, one.version::text, coalesce(one.before::text, ''),
        coalesce(one.after::text, ''), one.reason, coalesce(one.undoes::text, '')), 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION app.chain_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.hash := app.change_hash(NEW, coalesce(
        (SELECT c.hash FROM public.admin_change c ORDER BY c.id DESC LIMIT 1), ''::bytea));
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS chain_change ON public.admin_change;
CREATE TRIGGER chain_change BEFORE INSERT ON public.admin_change
    FOR EACH ROW EXECUTE FUNCTION app.chain_change();
DROP TRIGGER IF EXISTS keep_change ON public.admin_change;
CREATE TRIGGER keep_change BEFORE UPDATE OR DELETE OR TRUNCATE ON public.admin_change
    FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

-- Rows whose hash does not follow from the row before them: none, unless somebody went past us.
CREATE OR REPLACE FUNCTION app.broken_changes() RETURNS SETOF bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id FROM public.admin_change c
        LEFT JOIN LATERAL (SELECT p.hash FROM public.admin_change p WHERE p.id < c.id
            ORDER BY p.id DESC LIMIT 1) AS former ON true
        WHERE c.hash <> app.change_hash(c, coalesce(former.hash, ''::bytea)) ORDER BY c.id
$$;

CREATE OR REPLACE FUNCTION app.version_of(subject text, key text) RETURNS int
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(max(c.version), 0) FROM public.admin_change c
        WHERE c.subject = version_of.subject AND c.key = version_of.key
$$;

CREATE OR REPLACE FUNCTION app.keep_change(
    subject text, key text, deed text, before jsonb, after jsonb, reason text, undoes bigint,
    login text, post text, at timestamptz
) RETURNS bigint
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.admin_change
            (at, login, post, subject, key, deed, version, before, after, reason, undoes)
        VALUES (at, login, post, subject, key, deed, app.version_of(subject, key)
                + (deed IN ('put', 'remove', 'undo'))::int,
            before, after, btrim(reason), undoes)
        RETURNING id
$$;

-- Who changes things: an operator in the administrator's post, or the schema's owner in his role's
-- name.
CREATE OR REPLACE FUNCTION app.administrator() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.act_as(app.my_login(), 'administrator');
    RETURN CASE WHEN app.is_seat() THEN app.my_login() ELSE session_user::text END;
END $$;

CREATE OR REPLACE FUNCTION app.administrator_post() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN app.is_seat() THEN 'administrator' ELSE 'owner' END
$$;

-- Things: which table keeps them, under which column, and whose readers have to look again.
CREATE OR REPLACE FUNCTION app.kept_in(
    subject text, OUT place text, OUT key_column text, OUT topic text
)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.place, t.key_column, t.topic FROM (VALUES
        ('operator', 'operator', 'login', 'city'), ('grant', 'post_grant', 'id', NULL),
        ('unit', 'unit', 'code', 'city'), ('duty_grid', 'duty_grid', 'code', 'city'),
        ('inspector', 'inspector', 'code', 'city'), ('limit', 'stage_limit', 'timer', 'rules'),
        ('phrase', 'phrase', 'id', NULL), ('setting', 'setting', 'name', 'rules')
        ) AS t (subject, place, key_column, topic) WHERE t.subject = kept_in.subject
$$;

CREATE OR REPLACE FUNCTION app.calendar_value(wanted text) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('version', c.version, 'hours_per_day', c.hours_per_day,
        'slots', (SELECT coalesce(jsonb_agg(s.starts || '-' || s.ends ORDER BY s.starts), '[]')
            FROM public.work_slot s WHERE s.calendar = c.version),
        'days', (SELECT coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'kind', d.kind,
                'name', d.name, 'slots', to_jsonb(string_to_array(d.slots, ' ')),
                'provisional', d.provisional) ORDER BY d.day), '[]')
            FROM public.calendar_day d WHERE d.calendar = c.version))
        FROM public.calendar c WHERE c.version = wanted
$$;

-- A row of a thing as its table has it; NULL where there is none.
CREATE OR REPLACE FUNCTION app.raw_thing(subject text, key text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept record;
    found jsonb;
BEGIN
    SELECT * INTO kept FROM app.kept_in(subject);
    EXECUTE format('SELECT to_jsonb(t) FROM public.%I t WHERE t.%I::text = $1',
        kept.place, kept.key_column) INTO found USING key;
    RETURN found;
END $$;

CREATE OR REPLACE FUNCTION app.thing(subject text, key text) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE subject
        WHEN 'calendar' THEN app.calendar_value((SELECT max(c.version) FROM public.calendar c
            WHERE c.in_force))
        WHEN 'standards' THEN (SELECT jsonb_build_object('version', c.version,
                'valid_from', c.valid_from,
                'categories', (SELECT count(*) FROM public.category x
                    WHERE x.catalogue = c.version),
                'conditions', (SELECT count(*) FROM public.condition x
                    WHERE x.catalogue = c.version))
            FROM public.catalogue c ORDER BY c.version DESC LIMIT 1)
        WHEN 'duty_grid' THEN app.raw_thing(subject, key) || jsonb_build_object('unit_grids',
            (SELECT coalesce(jsonb_agg(l.unit_grid ORDER BY l.ordinal), '[]')
                FROM public.duty_grid_cell l WHERE l.duty_grid = key))
        ELSE app.raw_thing(subject, key) - ARRAY['id', 'uses']
    END
$$;

CREATE OR REPLACE FUNCTION app.keys_of(subject text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept record;
BEGIN
    SELECT * INTO kept FROM app.kept_in(subject);
    IF kept.place IS NULL THEN
        RETURN NEXT subject;  -- the calendar and the standards are one thing each
    ELSE
        RETURN QUERY EXECUTE format('SELECT t.%I::text FROM public.%I t ORDER BY t.%1$I',
            kept.key_column, kept.place);
    END IF;
END $$;
