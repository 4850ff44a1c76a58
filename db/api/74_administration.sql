-- What an administrator does: change a thing over the version he saw, take a change back, give
-- passwords, unlock. The row of the register is written in the same transaction.

CREATE OR REPLACE FUNCTION app.put_calendar(value jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted text := value->>'version';
BEGIN
    -- A registered case keeps its calendar's version, so what a version says is never changed.
    IF app.calendar_value(wanted) IS DISTINCT FROM value THEN
        SELECT 'calendar-' || s.version INTO wanted FROM public.stamp s
            WHERE s.topic = 'administration';
        INSERT INTO public.calendar VALUES (wanted, (value->>'hours_per_day')::int, false);
        INSERT INTO public.work_slot
            SELECT wanted, split_part(t.slot, '-', 1), split_part(t.slot, '-', 2)
                FROM jsonb_array_elements_text(value->'slots') AS t (slot);
        INSERT INTO public.calendar_day (calendar, day, kind, name, slots, provisional)
            SELECT wanted, (d->>'day')::date, d->>'kind', coalesce(d->>'name', ''),
                    coalesce((SELECT string_agg(x, ' ')
                        FROM jsonb_array_elements_text(d->'slots') AS x), ''),
                    coalesce((d->>'provisional')::boolean, false)
                FROM jsonb_array_elements(value->'days') AS d;
    END IF;
    UPDATE public.calendar c SET in_force = c.version = wanted
        WHERE c.in_force <> (c.version = wanted);
END $$;

CREATE OR REPLACE FUNCTION app.put_row(subject text, key text, value jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept record;
    others text;
    base jsonb := coalesce(app.raw_thing(subject, key), '{"uses": 0}');
BEGIN
    SELECT * INTO kept FROM app.kept_in(subject);
    SELECT string_agg(format('%I = excluded.%1$I', a.attname), ', ') INTO others
        FROM pg_attribute a WHERE a.attrelid = format('public.%I', kept.place)::regclass
            AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> kept.key_column;
    EXECUTE format('INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE'
        ' SELECT (jsonb_populate_record(NULL::public.%1$I, $1)).*'
        ' ON CONFLICT (%2$I) DO UPDATE SET %3$s', kept.place, kept.key_column, others)
        USING base || value || jsonb_build_object(kept.key_column, key);
    IF subject = 'duty_grid' THEN
        DELETE FROM public.duty_grid_cell l WHERE l.duty_grid = key;
        INSERT INTO public.duty_grid_cell (duty_grid, unit_grid, ordinal)
            SELECT key, t.cell, t.place - 1 FROM jsonb_array_elements_text(value->'unit_grids')
                WITH ORDINALITY AS t (cell, place);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION app.drop_row(subject text, key text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept record;
BEGIN
    IF subject = 'duty_grid' THEN
        DELETE FROM public.duty_grid_cell l WHERE l.duty_grid = key;
    END IF;
    SELECT * INTO kept FROM app.kept_in(subject);
    EXECUTE format('DELETE FROM public.%I t WHERE t.%I::text = $1', kept.place, kept.key_column)
        USING key;
END $$;

CREATE OR REPLACE FUNCTION app.refuse_use(subject text, key text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    used boolean;
BEGIN
    IF subject IN ('operator', 'limit', 'calendar', 'standards') THEN
        RAISE EXCEPTION 'this is never removed' USING ERRCODE = 'GX037';
    END IF;
    used := CASE subject
            WHEN 'unit' THEN EXISTS (SELECT FROM public.unit u WHERE u.parent = key)
                OR EXISTS (SELECT FROM public.case_file f WHERE key IN (f.unit, f.bound_unit))
            WHEN 'inspector' THEN EXISTS (SELECT FROM public.duty_grid d WHERE d.inspector = key)
            WHEN 'duty_grid' THEN EXISTS (SELECT FROM public.case_file f WHERE f.duty_grid = key)
            ELSE false END;
    IF used THEN
        RAISE EXCEPTION '% is in use', key USING ERRCODE = 'GX032',
            DETAIL = jsonb_build_object('key', key)::text;
    END IF;
END $$;

-- A value that names what is not there, or lends a post without end or reason.
CREATE OR REPLACE FUNCTION app.refuse_unfit(subject text, value jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    unfit text;
BEGIN
    IF subject = 'grant' THEN
        PERFORM app.refuse_unlisted(value->>'login');
        unfit := CASE WHEN coalesce((value->>'valid_until')::timestamptz
                    <= (value->>'valid_from')::timestamptz, true) THEN 'valid_until'
            WHEN coalesce(btrim(value->>'reason'), '') = '' THEN 'reason'
            WHEN NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'wm_post_' || (value->>'post'))
                THEN 'post' END;
    ELSIF subject = 'duty_grid' THEN
        unfit := CASE WHEN value->>'inspector' IS NOT NULL AND NOT EXISTS (
                    SELECT FROM public.inspector i WHERE i.code = value->>'inspector')
                THEN 'inspector'
            WHEN EXISTS (SELECT FROM jsonb_array_elements_text(value->'unit_grids') AS t (cell)
                    WHERE NOT EXISTS (SELECT FROM public.unit_grid g WHERE g.code = t.cell))
                THEN 'unit_grids' END;
    ELSIF subject = 'operator' THEN
        unfit := CASE WHEN jsonb_array_length(value->'posts') = 0 OR EXISTS (
                SELECT FROM jsonb_array_elements_text(value->'posts') AS t (post)
                WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'wm_post_' || t.post))
            THEN 'posts' END;
    ELSIF subject = 'limit' THEN
        unfit := CASE WHEN coalesce(value->>'limit_code'
                !~ '^[0-9]{1,6}(\.[0-9]{1,3})? (work_hour|work_day|hour|day|minute)$', true)
            THEN 'limit_code' END;
    END IF;
    IF unfit IS NOT NULL THEN
        RAISE EXCEPTION 'this % cannot be', unfit USING ERRCODE = 'GX038',
            DETAIL = jsonb_build_object('field', unfit)::text;
    END IF;
END $$;

-- A change must leave the city an administrator, and whoever makes it his own post.
CREATE OR REPLACE FUNCTION app.refuse_harm(had boolean) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF had AND NOT app.has_administrator() THEN
        RAISE EXCEPTION 'the last administrator' USING ERRCODE = 'GX033';
    END IF;
    IF app.is_seat() AND NOT coalesce(app.holds(app.my_login(), 'administrator'), false) THEN
        RAISE EXCEPTION 'an administrator does not shut himself out' USING ERRCODE = 'GX034';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION app.has_administrator() RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.operator o WHERE o.active
        AND 'administrator' = ANY (o.posts))
$$;

CREATE OR REPLACE FUNCTION app.change_thing(
    subject text, key text, value jsonb, deed text, reason text, undoes bigint
) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who text := app.administrator();
    before jsonb := app.thing(subject, key);
    wanted jsonb := coalesce(before, '{}') || value;
    had boolean := app.has_administrator();
    changed bigint;
BEGIN
    IF value IS NULL THEN
        PERFORM app.refuse_use(subject, key);
    ELSIF subject = 'grant' AND deed = 'put' THEN
        wanted := wanted || jsonb_build_object('given_by', who);
    END IF;
    IF value IS NOT NULL THEN
        PERFORM app.refuse_unfit(subject, wanted);
    END IF;
    IF subject = 'setting' THEN
        PERFORM app.write_setting(key, wanted->>'value', who, app.administrator_post(),
            clock_timestamp());
    ELSIF subject = 'calendar' THEN
        PERFORM app.put_calendar(wanted);
    ELSIF value IS NULL THEN
        PERFORM app.drop_row(subject, key);
    ELSE
        PERFORM app.put_row(subject, key, wanted);
    END IF;
    IF subject IN ('operator', 'grant') THEN
        PERFORM app.refuse_harm(had);
    END IF;
    changed := app.keep_change(subject, key, deed, before, app.thing(subject, key), reason, undoes,
        who, app.administrator_post(), clock_timestamp());
    PERFORM app.touch(CASE WHEN subject = 'calendar' THEN 'rules'
        ELSE (SELECT k.topic FROM app.kept_in(subject) AS k) END);
    IF subject IN ('operator', 'grant') THEN
        PERFORM app.settle_roles(CASE subject WHEN 'operator' THEN key
            ELSE coalesce(wanted->>'login', before->>'login') END);
    END IF;
    RETURN changed;
END $$;

-- `key` '' asks for a new phrase's or grant's number; `fresh` says that nothing is there yet.
CREATE OR REPLACE FUNCTION api_v1.administer(
    subject text, key text, seen int, fresh boolean, value jsonb, reason text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted text := key;
    now_there jsonb;
    version int;
BEGIN
    PERFORM app.administrator();
    PERFORM app.begin_change();
    IF subject NOT IN ('operator', 'grant', 'unit', 'duty_grid', 'inspector', 'calendar', 'limit',
            'phrase', 'setting') THEN
        RAISE EXCEPTION 'no such thing' USING ERRCODE = 'GX031',
            DETAIL = jsonb_build_object('key', subject)::text;
    END IF;
    IF wanted = '' AND subject IN ('phrase', 'grant') THEN
        wanted := nextval(pg_get_serial_sequence(
            CASE subject WHEN 'phrase' THEN 'public.phrase' ELSE 'public.post_grant' END, 'id'));
    END IF;
    now_there := app.thing(subject, wanted);
    version := app.version_of(subject, wanted);
    IF fresh AND now_there IS NOT NULL THEN
        RAISE EXCEPTION '% is there already', wanted USING ERRCODE = 'GX039',
            DETAIL = jsonb_build_object('key', wanted)::text;
    END IF;
    IF seen <> version AND NOT fresh THEN
        RAISE EXCEPTION '% was changed since', wanted USING ERRCODE = 'GX030',
            DETAIL = jsonb_build_object('version', version, 'value', now_there)::text;
    END IF;
    IF wanted = '' OR value IS NULL AND now_there IS NULL
            OR subject IN ('limit', 'calendar') AND now_there IS NULL THEN
        RAISE EXCEPTION 'no such thing' USING ERRCODE = 'GX031',
            DETAIL = jsonb_build_object('key', wanted)::text;
    END IF;
    RETURN app.change_thing(subject, wanted, value,
        CASE WHEN value IS NULL THEN 'remove' ELSE 'put' END, reason, NULL);
END $$;

CREATE OR REPLACE FUNCTION app.undoable(one public.admin_change) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT one.deed IN ('put', 'remove', 'undo') AND one.subject NOT IN ('scheme', 'wall')
        AND (one.before IS NOT NULL OR one.subject NOT IN ('standards', 'calendar', 'limit', 'ground'))
        AND one.version = app.version_of(one.subject, one.key)
$$;

-- A new change that puts back what was there before; an operator who was new is disabled instead,
-- because his deeds keep his name. Former standards are put back by api_v1.put_catalogue.
CREATE OR REPLACE FUNCTION api_v1.undo_change(change bigint, reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    done public.admin_change;
    later bigint;
BEGIN
    PERFORM app.administrator();
    PERFORM app.begin_change();
    SELECT * INTO done FROM public.admin_change c WHERE c.id = change;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such change' USING ERRCODE = 'GX031',
            DETAIL = jsonb_build_object('key', change)::text;
    END IF;
    SELECT max(c.id) INTO later FROM public.admin_change c
        WHERE c.subject = done.subject AND c.key = done.key AND c.version > done.version;
    IF later IS NOT NULL THEN
        RAISE EXCEPTION 'changed again since' USING ERRCODE = 'GX03A',
            DETAIL = jsonb_build_object('id', later)::text;
    END IF;
    IF done.subject = 'standards' OR NOT app.undoable(done) THEN
        RAISE EXCEPTION 'this cannot be taken back' USING ERRCODE = 'GX03B';
    END IF;
    RETURN app.change_thing(done.subject, done.key, CASE
            WHEN done.before IS NULL AND done.subject = 'operator'
                THEN done.after || '{"active": false}' ELSE done.before END,
        'undo', reason, change);
END $$;

CREATE OR REPLACE FUNCTION app.refuse_unlisted(login text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.operator o WHERE o.login = refuse_unlisted.login) THEN
        RAISE EXCEPTION 'no such operator' USING ERRCODE = 'GX031',
            DETAIL = jsonb_build_object('key', login)::text;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION api_v1.set_password(login text, verifier text, reason text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who text := app.administrator();
BEGIN
    PERFORM app.begin_change();
    PERFORM app.refuse_unlisted(login);
    DELETE FROM public.sign_in_guard g WHERE g.login = set_password.login;
    PERFORM app.put_account(login, verifier);
    RETURN app.keep_change('operator', login, 'password', NULL, NULL, reason, NULL, who,
        app.administrator_post(), clock_timestamp());
END $$;

CREATE OR REPLACE FUNCTION api_v1.unlock(login text, reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who text := app.administrator();
BEGIN
    PERFORM app.begin_change();
    PERFORM app.refuse_unlisted(login);
    DELETE FROM public.sign_in_guard g WHERE g.login = unlock.login
        AND g.locked_until > clock_timestamp();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'not locked' USING ERRCODE = 'GX03C',
            DETAIL = jsonb_build_object('login', login)::text;
    END IF;
    PERFORM app.settle_roles(login);
    RETURN app.keep_change('operator', login, 'unlock', NULL, NULL, reason, NULL, who,
        app.administrator_post(), clock_timestamp());
END $$;

-- What the page shows.

CREATE OR REPLACE FUNCTION api_v1.things(subject text)
RETURNS TABLE (key text, version int, value jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.administrator();
    RETURN QUERY SELECT k, app.version_of(subject, k), t FROM app.keys_of(subject) AS k,
        LATERAL app.thing(subject, k) AS t WHERE t IS NOT NULL;
END $$;

CREATE OR REPLACE FUNCTION api_v1.admin_history(
    subject text, key text, login text, since timestamptz, until timestamptz, below bigint,
    most int, only_id bigint DEFAULT NULL
) RETURNS TABLE (id bigint, at timestamptz, who text, name text, post text, about text,
    thing text, deed text, version int, before jsonb, after jsonb, reason text, undoes bigint,
    undone_by bigint, undoable boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.administrator();
    RETURN QUERY SELECT c.id, c.at, c.login, coalesce(o.name, c.login), c.post, c.subject, c.key,
            c.deed, c.version, c.before, c.after, c.reason, c.undoes, u.id, app.undoable(c)
        FROM public.admin_change c LEFT JOIN public.operator o ON o.login = c.login
            LEFT JOIN public.admin_change u ON u.undoes = c.id
        WHERE c.subject = coalesce(admin_history.subject, c.subject)
            AND c.key = coalesce(admin_history.key, c.key)
            AND c.login = coalesce(admin_history.login, c.login)
            AND c.at >= coalesce(since, '-infinity') AND c.at < coalesce(until, 'infinity')
            AND (below IS NULL OR c.id < below) AND (only_id IS NULL OR c.id = only_id)
        ORDER BY c.id DESC LIMIT least(most, 1000);
END $$;

CREATE OR REPLACE FUNCTION api_v1.accounts()
RETURNS TABLE (login text, there boolean, open boolean, failures int, locked_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.administrator();
    -- A lock whose time is over opens at the next sign-in, so its account counts as open.
    RETURN QUERY SELECT o.login, r.rolname IS NOT NULL, r.rolname IS NOT NULL AND o.active
                AND NOT coalesce(g.locked_until > clock_timestamp(), false),
            CASE WHEN g.since > clock_timestamp() - app.lock_time() THEN g.failures ELSE 0 END,
            CASE WHEN g.locked_until > clock_timestamp() THEN g.locked_until END
        FROM public.operator o LEFT JOIN pg_roles r ON r.rolname = app.mark() || o.login
            LEFT JOIN public.sign_in_guard g ON g.login = o.login
        ORDER BY o.login;
END $$;
