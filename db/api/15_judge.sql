-- A seat's command against the law: every step, then the present rows, which must be what the trail
-- tells. Nothing is taken from the entry that the server can know by itself.

CREATE OR REPLACE FUNCTION app.queue_of(stage text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN stage IN ('reported', 'accepted', 'self_handled') THEN 'accept'
        WHEN stage = 'confirming' THEN 'confirm'
        WHEN stage IN ('to_register', 'void_requested') THEN 'register'
        WHEN stage IN ('to_dispatch', 'verify_failed', 'return_requested') THEN 'dispatch'
        WHEN stage IN ('dispatched', 'handling', 'suspend_requested', 'suspended') THEN 'handle'
        WHEN stage IN ('handled', 'verifying') THEN 'verify'
        WHEN stage = 'to_close' THEN 'close' WHEN stage = 'coordinating' THEN 'coordinate' END
$$;

-- The case after one step: what trail.follow does. Refuses what the way's law forbids.
CREATE OR REPLACE FUNCTION app.follow(s jsonb, step public.case_step) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    put jsonb := step.payload::jsonb->'set';
    said jsonb := step.payload::jsonb->'said';
    way public.transition;
    word text;
    wrong text;
BEGIN
    SELECT t.* INTO STRICT way FROM public.transition t
        WHERE t.from_stage = coalesce(step.from_stage, '') AND t.move = step.move
            AND t.post = step.post AND t.to_stage IN (step.to_stage, '*');
    -- One's own post, or the shift leader's on a case handed over for a time (row 27), which carries
    -- neither a further hand-over nor a second signature.
    IF step.post <> 'system' AND NOT app.holds(step.operator, step.post) AND NOT app.flag(
            step.post = 'shift_leader' AND s->>'authorised' = step.operator
            AND step.at < (s->>'authorised_until')::timestamptz
            AND step.move <> 'authorise' AND 'second_person' <> ALL (way.needs)) THEN
        RAISE EXCEPTION 'no such post at this moment' USING ERRCODE = 'GX012',
            DETAIL = jsonb_build_object('operator', step.operator, 'post', step.post)::text;
    END IF;
    FOREACH word IN ARRAY way.needs LOOP
        IF NOT coalesce(app.need_of_person(word, s, step, put),
                app.need_of_unit(word, s, step, put, said),
                app.need_of_report(word, s, step, put, said), true) THEN
            RAISE EXCEPTION 'case %: % needs %', step.case_id, step.move, word
                USING ERRCODE = 'GX014', DETAIL = jsonb_build_object('need', word,
                    'move', step.move, 'stage', step.from_stage, 'post', step.post,
                    'number', s->>'number', 'unit', coalesce(s->>'unit', ''))::text;
        END IF;
    END LOOP;
    IF step.move = 'undo' THEN
        wrong := app.wrong_undo(s, step, put);
    ELSE
        SELECT k INTO wrong FROM jsonb_object_keys(put) AS k
            WHERE k <> ALL (way.fields) LIMIT 1;
        wrong := coalesce(wrong, app.wrong_value(s, step, put),
            -- A limit named by the dispatcher is one, and is explained.
            CASE WHEN said ? 'limit' AND (step.reason = '' OR said->>'limit'
                !~ '^[0-9]+(\.[0-9]+)? (minute|hour|day|work_hour|work_day)$') THEN 'limit' END,
            app.wrong_clock(s, step, put, said, way.clock));
    END IF;
    IF step.move = 'unmerge' AND step.to_stage IS DISTINCT FROM s->>'prior' THEN
        wrong := 'stage';
    END IF;
    IF wrong IS NOT NULL THEN
        PERFORM app.untrue(step.case_id, wrong);
    END IF;
    RETURN jsonb_strip_nulls(coalesce(s, jsonb_build_object('id', step.case_id)) || put
        || jsonb_build_object('stage', step.to_stage, 'version', step.seq, 'last_move', step.move,
            'last_by', step.operator, 'last_at', app.iso(step.at)));
END $$;

CREATE OR REPLACE FUNCTION app.untrue(wanted bigint, what text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'case %: % does not follow from its trail', wanted, what
        USING ERRCODE = 'GX015', DETAIL = jsonb_build_object('case', wanted, 'field', what)::text;
END $$;

-- The columns of case_file that a case's state tells: db.mapping.case_row, but for `near_at`, which
-- needs the calendar and decides nothing.
CREATE OR REPLACE FUNCTION app.row_of(s jsonb) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('id', s->'id', 'number', s->'number', 'task_number', s->'task_number',
            'version', s->'version', 'stage', s->'stage', 'queue', app.queue_of(s->>'stage'),
            'ended', ended, 'entered', s->'version', 'entered_at', s->'last_at',
            'changed_at', s->'last_at', 'source', s->'source', 'urgent', s->'urgent',
            'unit', s->'unit', 'bound_unit', coalesce(s->'bound_unit', s#>'{designation,unit}'),
            'rework', s->'rework', 'dispatches', s->'dispatches', 'returns', s->'returns',
            'callers', s->'callers', 'master', s->'master', 'close_kind', s->'close_kind',
            'suspended_until', s->'suspended_until')
        || jsonb_build_object('scheme', coalesce(s#>>'{standard,scheme}', ''),
            'kind', coalesce(s#>>'{standard,kind}', ''),
            'category', coalesce(s#>>'{standard,category}', ''),
            'category_name', coalesce(s#>>'{standard,name}', ''),
            'component', s#>'{place,component}', 'district', coalesce(s#>>'{place,district}', ''),
            'street', coalesce(s#>>'{place,street}', ''),
            'community', coalesce(s#>>'{place,community}', ''),
            'grid', coalesce(s#>>'{place,unit_grid}', ''),
            'duty_grid', coalesce(s#>>'{place,duty_grid}', ''),
            'management_area', coalesce(s#>>'{place,management_area}', ''),
            'lon', s#>'{place,point,0}', 'lat', s#>'{place,point,1}')
        || jsonb_build_object('reported_at', s->'reported_at', 'accepted_at', s->'accepted_at',
            'registered_at', s->'registered_at', 'dispatched_at', s->'dispatched_at',
            'handled_at', s->'handled_at', 'verified_at', s->'verified_at',
            'closed_at', s->'closed_at')
        || jsonb_build_object('started', shown->'started', 'due', shown->'due',
            'limit_code', coalesce(shown->>'limit', ''),
            'paused', NOT ended AND NOT shown ? 'stopped'
                AND jsonb_array_length(coalesce(shown->'pauses', '[]')) > 0
                AND NOT shown->'pauses'->-1 ? 'end',
            'due_stage', s#>'{stage_clock,due}', 'due_handling', s#>'{handling,due}',
            'handling_minutes', floor(extract(epoch FROM stopped
                - (s#>>'{bundled,started}')::timestamptz) / 60),
            'on_time', CASE WHEN stopped IS NOT NULL THEN (s#>>'{bundled,exempt}')::boolean
                OR stopped <= (s#>>'{bundled,due}')::timestamptz END)
        FROM (SELECT s->>'stage' IN ('closed', 'declined', 'voided', 'merged') AS ended,
            (s#>>'{bundled,stopped}')::timestamptz AS stopped,
            coalesce(CASE WHEN s->>'stage' IN ('dispatched', 'handling', 'suspended')
                THEN s->'handling' ELSE s->'stage_clock' END, '{}') AS shown) AS seen
$$;

-- The first thing in which an entry's present row differs from what the trail tells.
CREATE OR REPLACE FUNCTION app.untold(given jsonb, s jsonb, born boolean) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(
        (SELECT 'state.' || coalesce(g.key, t.key)
            FROM jsonb_each((given->>'state')::jsonb) AS g FULL JOIN jsonb_each(s) AS t
                ON t.key = g.key
            WHERE g.value IS DISTINCT FROM t.value
                AND NOT (born AND t.key IS NULL AND app.is_plain(g.value)) LIMIT 1),
        (SELECT g.key FROM jsonb_each(to_jsonb(jsonb_populate_record(NULL::public.case_file, given)))
                AS g JOIN jsonb_each(to_jsonb(jsonb_populate_record(NULL::public.case_file,
                    app.row_of((given->>'state')::jsonb)))) AS t ON t.key = g.key
            WHERE g.key <> 'near_at' AND g.value IS DISTINCT FROM t.value LIMIT 1),
        CASE WHEN given->>'description' IS DISTINCT FROM s->>'description' THEN 'description'
            WHEN given->>'address' IS DISTINCT FROM s#>>'{place,address}' THEN 'address' END)
$$;

-- The entry's own papers: its actor, its moment, nothing beside the cases it has steps for.
CREATE OR REPLACE FUNCTION app.judge_entry(entry jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moment timestamptz := app.moment();
    step jsonb;
    moved bigint[] := ARRAY(SELECT DISTINCT (x->>'case_id')::bigint
        FROM jsonb_array_elements(entry->'steps') AS x ORDER BY 1);
BEGIN
    FOR step IN SELECT x FROM jsonb_array_elements(entry->'steps') AS x LOOP
        IF (step->>'at')::timestamptz IS DISTINCT FROM moment THEN
            RAISE EXCEPTION 'a step of another moment' USING ERRCODE = 'GX013';
        ELSIF (step->>'operator', step->>'seat', step->>'command') IS DISTINCT FROM
                (entry->>'operator', entry->>'seat', entry->>'command') THEN
            RAISE EXCEPTION 'a step of somebody else' USING ERRCODE = 'GX002',
                DETAIL = jsonb_build_object('operator', app.my_login())::text;
        END IF;
        IF entry->>'operator' = 'system' THEN
            -- Any seat may do what falls due by itself; the law of the move says when.
            IF step->>'post' <> 'system' OR step->>'move' <> 'resume' THEN
                RAISE EXCEPTION 'an act for the system' USING ERRCODE = 'GX002',
                    DETAIL = jsonb_build_object('operator', app.me())::text;
            END IF;
        ELSE
            PERFORM app.act_as(step->>'operator', NULL);
        END IF;
        -- A step stays for ever, and is read by all who open the case.
        IF octet_length(step::text) > 1000000 THEN
            PERFORM app.untrue((step->>'case_id')::bigint, 'size');
        END IF;
        IF step ? 'hash' THEN
            PERFORM app.untrue((step->>'case_id')::bigint, 'hash');
        END IF;
    END LOOP;
    IF (entry->>'at')::timestamptz IS DISTINCT FROM moment THEN
        RAISE EXCEPTION 'a command of another moment' USING ERRCODE = 'GX013';
    END IF;
    -- The system's ids follow from case and version, so nobody can use one up before its day.
    IF starts_with(entry->>'command', 'resume-') IS DISTINCT FROM (entry->>'operator' = 'system')
            OR (entry->>'operator' = 'system' AND entry->>'command' IS DISTINCT FROM (
                SELECT format('resume-%s-%s', x->>'case_id', (x->>'seq')::int - 1)
                FROM jsonb_array_elements(entry->'steps') AS x LIMIT 1)) THEN
        PERFORM app.untrue(moved[1], 'command');
    END IF;
    IF moved = '{}' OR moved IS DISTINCT FROM ARRAY(SELECT (c->>'id')::bigint
            FROM jsonb_array_elements(entry->'cases') AS c ORDER BY 1) THEN
        PERFORM app.untrue(NULL, 'cases');
    END IF;
    PERFORM app.judge_beside(entry);
    PERFORM app.judge_photos(entry);
END $$;

-- Callers, photos, letters and recalls belong to the steps they came with.
CREATE OR REPLACE FUNCTION app.judge_beside(entry jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    stray bigint;
BEGIN
    SELECT b.case_id INTO stray FROM (
        SELECT c.case_id, NULL::int AS seq, NULL::timestamptz AS after, 'any' AS kind
            FROM jsonb_to_recordset((entry->'callers') || (entry->'letters'))
                AS c(case_id bigint)
        UNION ALL SELECT p.case_id, p.seq, NULL, 'photo'
            FROM jsonb_to_recordset(entry->'photos') AS p(case_id bigint, seq int)
        UNION ALL SELECT r.case_id, NULL, r.after, 'recall'
            FROM jsonb_to_recordset(entry->'recalls') AS r(case_id bigint, after timestamptz)
        ) AS b
        WHERE NOT EXISTS (SELECT FROM jsonb_populate_recordset(NULL::public.case_step,
                entry->'steps') AS s
            WHERE s.case_id = b.case_id AND (b.seq IS NULL OR b.seq = s.seq)
                AND (b.kind <> 'recall' OR s.move = 'undo' AND b.after = (SELECT u.at
                    FROM public.case_step u WHERE u.case_id = s.case_id AND u.seq = s.seq - 1)))
        LIMIT 1;
    IF FOUND THEN
        PERFORM app.untrue(stray, 'beside');
    END IF;
END $$;

-- Photos are those the step says, by their digests and in its order, and are counted by it; kinds
-- are those of console.domain.filekind, a preview is a small JPEG.
CREATE OR REPLACE FUNCTION app.judge_photos(entry jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step jsonb;
    told jsonb;
    shown jsonb;
    odd bigint;
BEGIN
    FOR step IN SELECT x FROM jsonb_array_elements(entry->'steps') AS x LOOP
        told := (step->>'payload')::jsonb;
        SELECT coalesce(jsonb_agg(p->'digest' ORDER BY (p->>'ordinal')::int), '[]') INTO shown
            FROM jsonb_array_elements(entry->'photos') AS p
            WHERE (p->>'case_id', p->>'seq') = (step->>'case_id', step->>'seq');
        IF shown IS DISTINCT FROM coalesce(told#>'{said,photos}', '[]') OR (shown <> '[]'
                AND NOT (told->'set' ? 'before_photos' OR told->'set' ? 'after_photos')) THEN
            PERFORM app.untrue((step->>'case_id')::bigint, 'photos');
        END IF;
    END LOOP;
    SELECT (p->>'case_id')::bigint INTO odd FROM jsonb_array_elements(entry->'photos') AS p
        WHERE NOT coalesce(p->>'digest' ~ '^[0-9a-f]{64}$' AND (p->>'size')::bigint > 0
            -- What every console that shows the case reckons with: no infinite length, no giant.
            AND coalesce((p->>'seconds')::float8, 0) BETWEEN 0 AND 1e6
            AND coalesce((p->>'width')::bigint, 0) BETWEEN 0 AND 100000
            AND coalesce((p->>'height')::bigint, 0) BETWEEN 0 AND 100000
            AND p->>'mime' IN ('image/jpeg', 'image/png', 'image/heic', 'video/mp4', 'audio/amr')
            AND p->>'role' IN ('near', 'far', 'reference', 'before', 'after')
            AND NOT (p->>'role' = 'after' AND p->>'mime' = 'audio/amr')
            AND (p->>'preview' IS NULL OR (octet_length(decode(p->>'preview', 'base64')) <= 20480
                AND starts_with(encode(decode(p->>'preview', 'base64'), 'hex'), 'ffd8ff'))), false)
        LIMIT 1;
    IF FOUND THEN
        PERFORM app.untrue(odd, 'photo');
    END IF;
END $$;

-- A new case has an id and a number that were given out, and that no other case has.
CREATE OR REPLACE FUNCTION app.refuse_number(given jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted bigint := (given->>'id')::bigint;
    parts text[] := regexp_match(given->>'number', '^(\d{4})-(\d{4})-(\d{6,9})$');
BEGIN
    IF parts IS NULL OR EXISTS (SELECT FROM public.case_file f WHERE f.number = given->>'number')
            OR NOT EXISTS (SELECT FROM public.number_day n WHERE to_char(n.day, 'YYYYMMDD')
                = parts[1] || parts[2] AND parts[3]::int BETWEEN 1 AND n.last) THEN
        PERFORM app.untrue(wanted, 'number');
    ELSIF wanted % 1000000000 NOT BETWEEN 1 AND coalesce(pg_sequence_last_value(
            to_regclass(format('public.case_number_%s', wanted / 1000000000))), 0) THEN
        PERFORM app.untrue(wanted, 'id');
    END IF;
END $$;

-- Whether somebody of a district takes a case out of every district: it would count for nobody. To
-- give back what his own step before had changed is no such thing.
CREATE OR REPLACE FUNCTION app.leaves_areas(given jsonb, steps jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(given->>'management_area', '') = '' AND app.my_areas() IS NOT NULL
        AND EXISTS (SELECT FROM public.case_file f
            WHERE f.id = (given->>'id')::bigint AND f.management_area <> '')
        AND EXISTS (SELECT FROM jsonb_array_elements(steps) AS p
            WHERE p->'case_id' = given->'id' AND p->>'move' <> 'undo')
$$;

-- Every case of a command, its steps already chained, its present row not yet replaced. Tells what each
-- step found, in the order of case and number, and what each case becomes.
DROP FUNCTION IF EXISTS app.judge_cases(jsonb);
CREATE FUNCTION app.judge_cases(entry jsonb, OUT befores jsonb[], OUT afters jsonb[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given jsonb;
    s jsonb;
    born boolean;
    step public.case_step;
    wrong text;
BEGIN
    FOR given IN SELECT c FROM jsonb_array_elements(entry->'cases') AS c
            ORDER BY (c->>'id')::bigint LOOP
        PERFORM app.refuse_outside((given->>'id')::bigint);
        IF NOT app.in_area(given->>'management_area')
                OR app.leaves_areas(given, entry->'steps') THEN
            RAISE EXCEPTION 'a place in another area' USING ERRCODE = 'GX016',
                DETAIL = jsonb_build_object('case', given->'id')::text;
        END IF;
        SELECT k.state::jsonb INTO s FROM public.case_state k
            WHERE k.id = (given->>'id')::bigint;
        born := s IS NULL;
        IF born THEN
            PERFORM app.refuse_number(given);
        END IF;
        FOR step IN SELECT p.* FROM jsonb_populate_recordset(NULL::public.case_step,
                entry->'steps') AS p WHERE p.case_id = (given->>'id')::bigint ORDER BY p.seq LOOP
            befores := array_append(befores, s);
            s := app.follow(s, step);
        END LOOP;
        afters := array_append(afters, s);
        wrong := app.untold(given, s, born);
        IF wrong IS NOT NULL THEN
            PERFORM app.untrue((given->>'id')::bigint, wrong);
        END IF;
    END LOOP;
END $$;
