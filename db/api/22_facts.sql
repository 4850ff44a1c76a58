-- Facts of the assessment, derived by the server from what the trail tells and by nobody else: the
-- definition in words is console.evaluation.facts, which these rows have to equal.

-- Bits of `flags`: the position of each in ports.facts.Flag; what depends on the moment of asking
-- (overdue) is never set here. Its body is bound when it is made, so no search path can turn it, and it
-- becomes part of the statement that asks for it.
DROP FUNCTION IF EXISTS app.flags_of(public.case_fact);
CREATE OR REPLACE FUNCTION app.flags_of(
    source text, stage text, unit text, first_unit text, kind text, accepted_at timestamptz,
    registered_at timestamptz, dispatched_at timestamptz, handled_at timestamptz, due timestamptz,
    ended timestamptz, exempt boolean, rework int, returns int, extensions int, suspensions int,
    callback text
) RETURNS int
LANGUAGE sql IMMUTABLE
RETURN (source IN ('hotline', 'web', 'media'))::int
    + (accepted_at IS NOT NULL AND kind <> 'not_accepted')::int * 2
    + (kind = 'not_accepted')::int * 4
    + (accepted_at IS NULL AND kind = '')::int * 8
    + (registered_at IS NOT NULL)::int * 16
    + (kind = 'not_registered')::int * 32
    + (kind = 'voided')::int * 64
    + (kind = 'merged')::int * 128
    + (kind = 'self_handled')::int * 256
    + (kind = 'forced')::int * 512
    + (registered_at IS NOT NULL AND kind NOT IN ('voided', 'merged', 'self_handled', 'not_accepted',
        'not_registered'))::int * 1024
    + (dispatched_at IS NOT NULL)::int * 2048
    + (registered_at IS NOT NULL AND dispatched_at IS NULL AND kind = '')::int * 4096
    + (dispatched_at IS NOT NULL AND unit = first_unit)::int * 8192
    + (stage = 'suspended')::int * 16384
    + (suspensions > 0)::int * 32768
    + (handled_at IS NOT NULL)::int * 65536
    + (dispatched_at IS NOT NULL AND handled_at IS NULL AND kind = '' AND stage <> 'suspended')::int * 131072
    + coalesce(ended > due AND NOT exempt, false)::int * 262144
    + exempt::int * 1048576
    + (kind IN ('normal', 'forced'))::int * 2097152
    + (rework > 0)::int * 4194304
    + (rework > 1)::int * 8388608
    + (extensions > 0)::int * 16777216
    + (returns > 0)::int * 33554432
    + (callback = 'satisfied')::int * 67108864
    + (callback = 'dissatisfied')::int * 134217728;

-- The rows of cases whose states are given; every command does this, hence one statement, planned once.
CREATE OR REPLACE FUNCTION app.keep_facts(states jsonb[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.case_fact AS f
    SELECT s.case_id, s.number, s.version, s.stage, s.source, s.scheme, s.kind, s.category, s.urgent,
        s.district, s.street, s.community, s.grid, s.duty_grid, s.management_area, s.unit,
        s.first_unit, s.reported_at, s.accepted_at, s.registered_at, s.dispatched_at, s.due,
        s.standing, s.ended, s.exempt, s.handled_at, s.closed_at, s.close_kind, s.rework, s.returns,
        s.extensions, s.suspensions,
        app.flags_of(s.source, s.stage, s.unit, s.first_unit, s.ended_as, s.accepted_at,
            s.registered_at, s.dispatched_at, s.handled_at, s.due, s.ended, s.exempt, s.rework,
            s.returns, s.extensions, s.suspensions, s.callback),
        s.callback
    FROM (SELECT (t->>'id')::bigint AS case_id, t->>'number' AS number,
            (t->>'version')::int AS version, t->>'stage' AS stage, t->>'source' AS source,
            coalesce(t#>>'{standard,scheme}', '') AS scheme,
            coalesce(t#>>'{standard,kind}', '') AS kind,
            coalesce(t#>>'{standard,category}', '') AS category,
            coalesce((t->>'urgent')::boolean, false) AS urgent,
            coalesce(t#>>'{place,district}', '') AS district,
            coalesce(t#>>'{place,street}', '') AS street,
            coalesce(t#>>'{place,community}', '') AS community,
            coalesce(t#>>'{place,unit_grid}', '') AS grid,
            coalesce(t#>>'{place,duty_grid}', '') AS duty_grid,
            coalesce(t#>>'{place,management_area}', '') AS management_area,
            coalesce(t->>'unit', '') AS unit, coalesce(t->>'first_unit', '') AS first_unit,
            (t->>'reported_at')::timestamptz AS reported_at,
            (t->>'accepted_at')::timestamptz AS accepted_at,
            (t->>'registered_at')::timestamptz AS registered_at,
            (t->>'dispatched_at')::timestamptz AS dispatched_at,
            (clock->>'due')::timestamptz AS due,
            coalesce(NOT clock->'pauses'->-1 ? 'end' AND NOT clock ? 'stopped'
                AND (clock->'pauses'->-1->>'start')::timestamptz
                    <= (clock->>'due')::timestamptz, false) AS standing,
            (clock->>'stopped')::timestamptz AS ended,
            coalesce((clock->>'exempt')::boolean, false) AS exempt,
            (t->>'handled_at')::timestamptz AS handled_at,
            (t->>'closed_at')::timestamptz AS closed_at,
            t->>'close_kind' AS close_kind, coalesce(t->>'close_kind', '') AS ended_as,
            coalesce((t->>'rework')::int, 0) AS rework,
            coalesce((t->>'returns')::int, 0) AS returns,
            coalesce((t->>'extensions')::int, 0) AS extensions,
            coalesce((t->>'suspensions')::int, 0) AS suspensions,
            coalesce(t->>'callback', '') AS callback
        -- Without the bound each value would be read from the state as often as it is named above.
        FROM (SELECT t, t->'bundled' AS clock FROM unnest(states) AS t OFFSET 0) AS given
        OFFSET 0) AS s
    ON CONFLICT (case_id) DO UPDATE SET
        version = excluded.version, stage = excluded.stage, source = excluded.source,
        scheme = excluded.scheme, kind = excluded.kind, category = excluded.category,
        urgent = excluded.urgent, district = excluded.district, street = excluded.street,
        community = excluded.community, grid = excluded.grid, duty_grid = excluded.duty_grid,
        management_area = excluded.management_area, unit = excluded.unit,
        first_unit = excluded.first_unit, reported_at = excluded.reported_at,
        accepted_at = excluded.accepted_at, registered_at = excluded.registered_at,
        dispatched_at = excluded.dispatched_at, due = excluded.due,
        standing = excluded.standing, ended = excluded.ended, exempt = excluded.exempt,
        handled_at = excluded.handled_at, closed_at = excluded.closed_at,
        close_kind = excluded.close_kind, rework = excluded.rework, returns = excluded.returns,
        extensions = excluded.extensions, suspensions = excluded.suspensions,
        flags = excluded.flags, callback = excluded.callback;
END $$;

-- Moves that leave a row: ports.facts.JUDGED.
CREATE OR REPLACE FUNCTION app.is_judged(move text) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN move = ANY ('{report,accept,order_confirmation,answer_confirmation,submit,decline,register,refuse_registration,send_back,self_handle,approve_self_handling,refuse_self_handling,dispatch,redispatch,designate,request_return,approve_return,approve_extension,approve_suspension,feedback,rework,order_verification,answer_verification,reverify,pass,fail,close,force_close,return_to_verification,return_to_dispatch,return_to_acceptor,void,approve_void,reopen,grant_appeal,supervise,reply_supervision}'::text[]);

-- The acts among steps, each with its case's state before it, in the order of case and number. What is
-- taken back leaves nothing.
DROP FUNCTION IF EXISTS app.keep_facts_of(jsonb);
DROP FUNCTION IF EXISTS app.keep_acts(jsonb);
DROP FUNCTION IF EXISTS app.keep_act(jsonb, public.case_step);
CREATE OR REPLACE FUNCTION app.keep_acts(steps jsonb, befores jsonb[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.act_fact
    SELECT s.case_id, s.seq, s.move, s.at, s.operator, s.post, coalesce(s.unit, ''),
        coalesce(s.task->>'inspector', ''), coalesce(s.task->>'outcome', ''),
        CASE WHEN s.move = 'reply_supervision' THEN (s.before->>'supervised_until')::timestamptz
            WHEN NOT s.clock ? 'stopped' THEN (s.clock->>'due')::timestamptz END,
        s.before->>'unit' IS NULL, coalesce(s.before->>'unit' = s.unit, false)
    FROM (SELECT j.*,
            CASE WHEN put ? 'unit' THEN put->>'unit' ELSE before->>'unit' END AS unit,
            coalesce(nullif(put->'task', 'null'), before->'task') AS task,
            CASE WHEN before->>'stage' IN ('dispatched', 'handling', 'suspended')
                THEN before->'handling' ELSE before->'stage_clock' END AS clock
        FROM (SELECT k.*, k.payload::jsonb->'set' AS put, befores[k.place] AS before
            FROM (SELECT x.*, row_number() OVER (ORDER BY x.case_id, x.seq) AS place
                FROM jsonb_to_recordset(steps) AS x(case_id bigint, seq int, move text,
                    at timestamptz, operator text, post text, payload text)) AS k
            WHERE app.is_judged(k.move) OFFSET 0) AS j OFFSET 0) AS s;
    IF jsonb_path_exists(steps, '$[*] ? (@.move == "undo")') THEN
        DELETE FROM public.act_fact a
            USING jsonb_to_recordset(steps) AS x(case_id bigint, seq int, move text)
            WHERE x.move = 'undo' AND a.case_id = x.case_id AND a.seq = x.seq - 1;
    END IF;
END $$;

-- A state with what a step says, without asking whether it may: it has been kept already.
CREATE OR REPLACE FUNCTION app.told(s jsonb, step public.case_step) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_strip_nulls(coalesce(s, jsonb_build_object('id', step.case_id))
        || (step.payload::jsonb->'set')
        || jsonb_build_object('stage', step.to_stage, 'version', step.seq))
$$;

-- What a command's steps found and what its cases become, where nobody judged it: each step's state
-- before it, in the order of case and number, and each case's last.
CREATE OR REPLACE FUNCTION app.states_of(entry jsonb, OUT befores jsonb[], OUT afters jsonb[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step public.case_step;
    former bigint;
    s jsonb;
BEGIN
    FOR step IN SELECT p.* FROM jsonb_populate_recordset(NULL::public.case_step, entry->'steps') AS p
            ORDER BY p.case_id, p.seq LOOP
        IF former IS DISTINCT FROM step.case_id THEN
            s := (SELECT k.state::jsonb FROM public.case_state k WHERE k.id = step.case_id);
            former := step.case_id;
        END IF;
        befores := array_append(befores, s);
        s := app.told(s, step);
    END LOOP;
    afters := ARRAY(SELECT (c->>'state')::jsonb FROM jsonb_array_elements(entry->'cases') AS c);
END $$;

-- Everything of these cases anew, from their steps alone; how many had steps. A case whose year has
-- left the database keeps the rows it had.
CREATE OR REPLACE FUNCTION app.rebuild_facts(wanted bigint[]) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step public.case_step;
    one bigint;
    s jsonb;
    steps jsonb[];
    befores jsonb[];
    found_ int := 0;
BEGIN
    FOREACH one IN ARRAY wanted LOOP
        s := NULL;
        steps := '{}';
        befores := '{}';
        FOR step IN SELECT p.* FROM public.case_step p WHERE p.case_id = one ORDER BY p.seq LOOP
            steps := array_append(steps, to_jsonb(step));
            befores := array_append(befores, s);
            s := app.told(s, step);
        END LOOP;
        IF s IS NOT NULL THEN
            DELETE FROM public.act_fact a WHERE a.case_id = one;
            PERFORM app.keep_acts(to_jsonb(steps), befores);
            PERFORM app.keep_facts(ARRAY[s]);
            found_ := found_ + 1;
        END IF;
    END LOOP;
    RETURN found_;
END $$;

-- The next cases above one that have no row, as after an upgrade, or one of another version, are given
-- theirs; the last one done, NULL when none is left.
DROP FUNCTION IF EXISTS app.complete_facts();
CREATE OR REPLACE FUNCTION app.complete_facts(above bigint, most int) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    chosen bigint[] := ARRAY(SELECT f.id FROM public.case_file f
        LEFT JOIN public.case_fact k ON k.case_id = f.id AND k.version = f.version
        WHERE f.id > above AND k.case_id IS NULL ORDER BY f.id LIMIT most);
BEGIN
    PERFORM app.rebuild_facts(chosen);
    RETURN chosen[array_upper(chosen, 1)];
END $$;
