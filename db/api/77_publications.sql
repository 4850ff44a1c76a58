-- Published assessments. The server freezes its own facts in one statement and hashes them itself, so
-- no seat can hand any in; figures come from the preparer, and whoever checks counts them anew. Leaves
-- and nodes are hashed apart as RFC 6962 has it; console.evaluation.hash_tree does the same.

CREATE OR REPLACE FUNCTION app.micros(at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (extract(epoch FROM at) * 1000000)::bigint
$$;

CREATE OR REPLACE FUNCTION app.leaf(told text) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256('\x00'::bytea || convert_to(told, 'UTF8'))
$$;

-- The root over leaves in order: neighbours are joined level by level, an odd one goes up as it is.
CREATE OR REPLACE FUNCTION app.tree(leaves bytea[]) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    level bytea[] := leaves;
BEGIN
    IF coalesce(cardinality(level), 0) = 0 THEN
        RETURN sha256(''::bytea);
    END IF;
    WHILE cardinality(level) > 1 LOOP
        level := (SELECT array_agg(CASE WHEN p.two = 1 THEN p.both_
                ELSE sha256('\x01'::bytea || p.both_) END ORDER BY p.pair)
            FROM (SELECT (t.place - 1) / 2 AS pair, count(*) AS two,
                    string_agg(t.hash, ''::bytea ORDER BY t.place) AS both_
                FROM unnest(level) WITH ORDINALITY AS t (hash, place) GROUP BY 1) AS p);
    END LOOP;
    RETURN level[1];
END $$;

-- The order of the fields is a contract with db.publications.
CREATE OR REPLACE FUNCTION app.fact_leaf(f public.publication_fact) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_array(f.case_id, f.number, f.version, f.stage, f.source, f.scheme, f.kind,
        f.category, f.urgent, f.district, f.street, f.community, f.grid, f.duty_grid,
        f.management_area, f.unit, f.first_unit, app.micros(f.reported_at),
        app.micros(f.accepted_at), app.micros(f.registered_at), app.micros(f.dispatched_at),
        app.micros(f.due), f.standing, app.micros(f.ended), f.exempt, app.micros(f.handled_at),
        app.micros(f.closed_at), f.close_kind, f.rework, f.returns, f.extensions, f.suspensions,
        f.flags, f.callback, encode(f.head, 'hex'))::text
$$;

CREATE OR REPLACE FUNCTION app.act_leaf(a public.publication_act) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_array(a.case_id, a.seq, a.move, app.micros(a.at), a.operator, a.post, a.unit,
        a.inspector, a.outcome, app.micros(a.due), a.first, a.again)::text
$$;

CREATE OR REPLACE FUNCTION app.head_leaf(p public.publication, cases int, acts int) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_array('wanmi-publication-1', p.id, p.period, p.kind, p.grouping, p.person,
        p.scheme, p.scheme_version, p.case_date, app.micros(p.start_at), app.micros(p.end_at),
        app.micros(p.as_of), p.amends, p.reason, cases, acts)::text
$$;

-- Every calendar deadlines came from, and the limits in force.
CREATE OR REPLACE FUNCTION app.calendar_text() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object(
        'calendars', (SELECT coalesce(jsonb_agg(app.calendar_value(c.version) ORDER BY c.version), '[]')
            FROM public.calendar c),
        'limits', (SELECT coalesce(jsonb_object_agg(l.timer, l.limit_code), '{}')
            FROM public.stage_limit l),
        'standards', (SELECT max(c.version) FROM public.catalogue c))::text
$$;

CREATE OR REPLACE FUNCTION app.refuse_publication_field(field text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a publication that cannot be' USING ERRCODE = 'GX059',
        DETAIL = jsonb_build_object('field', field)::text;
END $$;

-- A head that says other than its scheme, or a scheme other than the city keeps: its days alone may
-- differ, as they are told by the store. Whether the moments are the period's is for who signs.
CREATE OR REPLACE FUNCTION app.refuse_unfit_publication(one public.publication) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    days constant text[] := '{effective_from,effective_to}';
    said jsonb;
BEGIN
    BEGIN
        said := one.scheme_text::jsonb;
    EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
        PERFORM app.refuse_publication_field('scheme_text');
    END;
    IF said IS NULL OR app.is_seat() AND NOT EXISTS (SELECT FROM public.scheme_version v
            WHERE (v.kind, v.scheme, v.version) = (one.kind, one.scheme, one.scheme_version)
                AND v.body::jsonb - days = said - days) THEN
        PERFORM app.refuse_publication_field('scheme_text');
    ELSIF (said->>'kind', said->>'id', said->>'version', said->>'case_date') IS DISTINCT FROM
            (one.kind, one.scheme, one.scheme_version::text, one.case_date) THEN
        PERFORM app.refuse_publication_field('scheme');
    ELSIF one.person IS DISTINCT FROM (said->'by' = '[]')
            OR NOT coalesce(CASE WHEN one.person THEN one.grouping = ''
                ELSE said->'by' ? one.grouping END, false) THEN
        PERFORM app.refuse_publication_field('grouping');
    ELSIF NOT coalesce(one.period ~ '^[0-9A-Z.-]{4,24}$', false) THEN
        PERFORM app.refuse_publication_field('period');
    ELSIF NOT coalesce(isfinite(one.start_at) AND one.start_at < one.end_at, false) THEN
        PERFORM app.refuse_publication_field('start_at');
    END IF;
END $$;

-- Frozen and not sealed would be a choice kept for later, of facts as they stood at a better moment.
CREATE OR REPLACE FUNCTION app.refuse_unsealed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.publication_seal s WHERE s.publication = NEW.id) THEN
        PERFORM app.refuse_publication_field('figures');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS sealed_with_it ON public.publication;
CREATE CONSTRAINT TRIGGER sealed_with_it AFTER INSERT ON public.publication
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.refuse_unsealed();

-- Who acts, and nobody else at the same time; figures are the whole city's.
CREATE OR REPLACE FUNCTION app.begin_publishing(given text, post text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who text := CASE WHEN app.is_seat() THEN app.me() ELSE given END;
BEGIN
    PERFORM app.act_as(who, post);
    IF app.my_areas() IS NOT NULL THEN
        RAISE EXCEPTION 'only for the whole city' USING ERRCODE = 'GX050';
    END IF;
    -- With an older picture than the lock, two could each not see what the other one did.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM app.refuse_publication_field('transaction');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('wanmi.publication'));
    RETURN coalesce(nullif(who, ''), session_user);
END $$;

-- Another one of the same that is kept and not given up.
CREATE OR REPLACE FUNCTION app.refuse_second(one public.publication) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    other int := (SELECT p.id FROM public.publication p
        JOIN public.publication_seal s ON s.publication = p.id
        WHERE p.id <> one.id AND p.amends = one.amends
            AND (p.period, p.kind, p.grouping) = (one.period, one.kind, one.grouping)
            -- A further correction may follow one that is in force already.
            AND NOT (one.amends > 0 AND EXISTS (SELECT FROM public.publication_mark m
                WHERE m.publication = p.id AND m.mark = 'published'))
            AND NOT EXISTS (SELECT FROM public.publication_mark m
                WHERE m.publication = p.id AND m.mark = 'withdrawn') LIMIT 1);
BEGIN
    IF other IS NOT NULL THEN
        RAISE EXCEPTION 'publication % is of the same', other USING ERRCODE = 'GX051',
            DETAIL = jsonb_build_object('publication', other, 'period', one.period)::text;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION app.put_publication(
    one public.publication, operator text, at timestamptz
) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    one.id := (SELECT coalesce(max(p.id), 0) + 1 FROM public.publication p);
    one.calendar_text := app.calendar_text();
    PERFORM app.refuse_second(one);
    INSERT INTO public.publication SELECT one.*;
    INSERT INTO public.publication_mark
        VALUES (one.id, 'prepared', operator, 'supervisor', app.clock(at), '');
    RETURN one.id;
END $$;

CREATE OR REPLACE FUNCTION api_v1.freeze_publication(
    wanted jsonb, operator text, at timestamptz
) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one public.publication := jsonb_populate_record(NULL::public.publication, wanted);
    made int;
    who text := app.begin_publishing(operator, 'supervisor');
BEGIN
    one.as_of := app.clock(at);
    one.amends := 0;
    one.reason := '';
    PERFORM app.refuse_unfit_publication(one);
    IF one.as_of < one.end_at THEN
        RAISE EXCEPTION 'the period is not over' USING ERRCODE = 'GX052',
            DETAIL = jsonb_build_object('period', one.period)::text;
    END IF;
    made := app.put_publication(one, who, at);
    WITH acts AS (
        INSERT INTO public.publication_act
        SELECT made, a.* FROM public.act_fact a
            WHERE one.person AND a.at >= one.start_at AND a.at < one.end_at
        RETURNING case_id
    )
    INSERT INTO public.publication_fact
    SELECT made, f.*, coalesce(s.hash, ''::bytea) FROM public.case_fact f
        LEFT JOIN public.case_step s ON s.case_id = f.case_id AND s.seq = f.version
        WHERE CASE WHEN one.person THEN f.case_id IN (SELECT a.case_id FROM acts a)
            ELSE CASE one.case_date WHEN 'due' THEN f.due WHEN 'registered_at' THEN f.registered_at
                WHEN 'closed_at' THEN f.closed_at ELSE f.reported_at END
                BETWEEN one.start_at AND one.end_at - interval '1 microsecond' END;
    RETURN made;
END $$;

-- Cases whose past was corrected since they were frozen. What merely went on is no correction.
CREATE OR REPLACE FUNCTION app.corrected(frozen int) RETURNS SETOF bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT f.case_id FROM public.publication_fact f
        JOIN public.case_step s ON s.case_id = f.case_id AND s.seq > f.version
        WHERE f.publication = frozen
            AND (s.move IN ('grant_appeal', 'void', 'approve_void', 'reopen')
                OR s.move = 'undo' AND s.seq - 1 <= f.version)
$$;


-- What the newest one in force of a publication is: itself or its last amendment.
CREATE OR REPLACE FUNCTION app.newest_of(first_ int) RETURNS int
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT max(p.id) FROM public.publication p JOIN public.publication_mark m
        ON m.publication = p.id AND m.mark = 'published' WHERE first_ IN (p.id, p.amends)
$$;

-- The rows of a caller's own areas only, as of everything.
CREATE OR REPLACE FUNCTION api_v1.corrected(frozen int) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT f.case_id FROM public.publication_fact f
        WHERE f.publication = app.newest_of(frozen) AND app.in_area(f.management_area)
            AND f.case_id IN (SELECT app.corrected(app.newest_of(frozen)))
        ORDER BY f.case_id
$$;

CREATE OR REPLACE FUNCTION api_v1.amend_publication(
    amended int, chosen bigint[], why text, operator text, at timestamptz
) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one public.publication;
    base int := app.newest_of(amended);
    changed bigint[];
    made int;
    who text := app.begin_publishing(operator, 'supervisor');
BEGIN
    SELECT p.* INTO one FROM public.publication p WHERE p.id = amended AND p.amends = 0;
    IF one.id IS NULL OR base IS NULL THEN
        RAISE EXCEPTION 'nothing published of this number' USING ERRCODE = 'GX053',
            DETAIL = jsonb_build_object('publication', amended)::text;
    END IF;
    IF coalesce(btrim(why), '') = '' THEN
        RAISE EXCEPTION 'no reason' USING ERRCODE = 'GX055';
    END IF;
    changed := ARRAY(SELECT c FROM app.corrected(base) AS c
        WHERE chosen = '{}' OR c = ANY (chosen));
    IF changed = '{}' THEN
        RAISE EXCEPTION 'no case was corrected' USING ERRCODE = 'GX054',
            DETAIL = jsonb_build_object('publication', amended)::text;
    END IF;
    one.amends := amended;
    one.reason := btrim(why);
    made := app.put_publication(one, who, at);
    WITH facts AS (
        INSERT INTO public.publication_fact
        SELECT made, f.*, coalesce(s.hash, ''::bytea) FROM public.case_fact f
            LEFT JOIN public.case_step s ON s.case_id = f.case_id AND s.seq = f.version
            WHERE f.case_id = ANY (changed)
    )
    INSERT INTO public.publication_act
    SELECT made, a.* FROM public.act_fact a WHERE one.person AND a.case_id = ANY (changed)
        AND a.at >= one.start_at AND a.at < one.end_at;
    INSERT INTO public.publication_fact
    SELECT (jsonb_populate_record(f, jsonb_build_object('publication', made))).*
        FROM public.publication_fact f WHERE f.publication = base AND f.case_id <> ALL (changed);
    INSERT INTO public.publication_act
    SELECT (jsonb_populate_record(a, jsonb_build_object('publication', made))).*
        FROM public.publication_act a WHERE a.publication = base AND a.case_id <> ALL (changed);
    RETURN made;
END $$;

CREATE OR REPLACE FUNCTION api_v1.seal_publication(
    wanted int, figures text, operator text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one public.publication;
    sealed public.publication_seal;
    facts bytea[];
    acts bytea[];
    parts bytea[];
    who text := app.begin_publishing(operator, 'supervisor');
BEGIN
    SELECT p.* INTO one FROM public.publication p JOIN public.publication_mark m
        ON m.publication = p.id AND m.mark = 'prepared' AND m.operator = who
        WHERE p.id = wanted;
    IF one.id IS NULL OR EXISTS (SELECT FROM public.publication_seal s
            WHERE s.publication = wanted) THEN
        RAISE EXCEPTION 'nothing to seal' USING ERRCODE = 'GX053',
            DETAIL = jsonb_build_object('publication', wanted)::text;
    END IF;
    PERFORM app.refuse_second(one);
    IF NOT coalesce(length(figures) <= 20000000 AND app.is_object(figures), false) THEN
        PERFORM app.refuse_publication_field('figures');
    END IF;
    facts := ARRAY(SELECT app.leaf(app.fact_leaf(f)) FROM public.publication_fact f
        WHERE f.publication = wanted ORDER BY f.case_id);
    acts := ARRAY(SELECT app.leaf(app.act_leaf(a)) FROM public.publication_act a
        WHERE a.publication = wanted ORDER BY a.case_id, a.seq);
    sealed.publication := wanted;
    sealed.cases := cardinality(facts);
    sealed.acts := cardinality(acts);
    sealed.facts_root := encode(app.tree(facts), 'hex');
    sealed.acts_root := encode(app.tree(acts), 'hex');
    sealed.figures := seal_publication.figures;
    -- The parts are kept beside their tree, so that it can be told which of them was altered.
    parts := ARRAY[app.leaf(app.head_leaf(one, sealed.cases, sealed.acts)),
        app.leaf(one.scheme_text), app.leaf(one.calendar_text), app.leaf(sealed.figures),
        app.leaf(sealed.facts_root), app.leaf(sealed.acts_root)];
    sealed.parts := (SELECT string_agg(encode(t.part, 'hex'), ' ' ORDER BY t.place)
        FROM unnest(parts) WITH ORDINALITY AS t (part, place));
    sealed.fingerprint := encode(app.tree(parts), 'hex');
    INSERT INTO public.publication_seal SELECT sealed.*;
    RETURN sealed.fingerprint;
END $$;

-- Whoever signs says what he saw; the second and the third are other people than the first.
CREATE OR REPLACE FUNCTION api_v1.sign_publication(
    wanted int, mark text, seen text, why text, operator text, at timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    post text := CASE mark WHEN 'checked' THEN 'shift_leader' WHEN 'published' THEN 'administrator'
        ELSE 'supervisor' END;
    done text[];
    sealed public.publication_seal;
    who text := app.begin_publishing(operator, post);
BEGIN
    SELECT s.* INTO sealed FROM public.publication_seal s WHERE s.publication = wanted;
    done := ARRAY(SELECT m.mark FROM public.publication_mark m WHERE m.publication = wanted);
    IF sealed.publication IS NULL THEN
        RAISE EXCEPTION 'no such publication' USING ERRCODE = 'GX053',
            DETAIL = jsonb_build_object('publication', wanted)::text;
    ELSIF sealed.fingerprint IS DISTINCT FROM seen THEN
        RAISE EXCEPTION 'another fingerprint was seen' USING ERRCODE = 'GX056',
            DETAIL = jsonb_build_object('publication', wanted)::text;
    ELSIF NOT (CASE mark WHEN 'checked' THEN done = '{prepared}'
            WHEN 'published' THEN done @> '{prepared,checked}' AND cardinality(done) = 2
            WHEN 'withdrawn' THEN NOT done && '{published,withdrawn}'::text[]
            ELSE false END) THEN
        RAISE EXCEPTION 'not its turn' USING ERRCODE = 'GX057',
            DETAIL = jsonb_build_object('publication', wanted)::text;
    ELSIF mark = 'withdrawn' AND coalesce(btrim(why), '') = '' THEN
        RAISE EXCEPTION 'no reason' USING ERRCODE = 'GX055';
    ELSIF mark <> 'withdrawn' AND EXISTS (SELECT FROM public.publication_mark m
            WHERE m.publication = wanted AND m.mark = 'prepared'
                AND m.operator = who) THEN
        RAISE EXCEPTION 'who prepared it does not sign it' USING ERRCODE = 'GX058',
            DETAIL = jsonb_build_object('operator', who)::text;
    END IF;
    INSERT INTO public.publication_mark
        VALUES (wanted, mark, who, post, app.clock(at), coalesce(why, ''));
END $$;

-- The first frozen calendar that says something else now; what a version says is never changed.
CREATE OR REPLACE FUNCTION api_v1.altered_calendar(wanted int) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c->>'version' FROM public.publication p,
            jsonb_array_elements(p.calendar_text::jsonb->'calendars') AS c
        WHERE p.id = wanted AND app.calendar_value(c->>'version') IS DISTINCT FROM c
        ORDER BY 1 LIMIT 1
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['publication', 'publication_fact', 'publication_act',
            'publication_seal', 'publication_mark'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS keep_all ON public.%I', name);
        EXECUTE format('CREATE TRIGGER keep_all BEFORE UPDATE OR DELETE OR TRUNCATE ON public.%I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()', name);
    END LOOP;
END $$;
