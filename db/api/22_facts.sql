-- Facts of the assessment, derived by the server from what the trail tells and by nobody else: the
-- definition in words is console.evaluation.facts, which these rows have to equal.

-- Bits of `flags`: the position of each in ports.facts.Flag; what depends on the moment of asking
-- (overdue) is never set here.
CREATE OR REPLACE FUNCTION app.flags_of(f public.case_fact) RETURNS int
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (f.source IN ('hotline', 'web', 'media'))::int
        + (f.accepted_at IS NOT NULL AND kind <> 'not_accepted')::int * 2
        + (kind = 'not_accepted')::int * 4
        + (f.accepted_at IS NULL AND kind = '')::int * 8
        + registered::int * 16
        + (kind = 'not_registered')::int * 32
        + (kind = 'voided')::int * 64
        + (kind = 'merged')::int * 128
        + (kind = 'self_handled')::int * 256
        + (kind = 'forced')::int * 512
        + (registered AND kind NOT IN ('voided', 'merged', 'self_handled', 'not_accepted',
            'not_registered'))::int * 1024
        + dispatched::int * 2048
        + (registered AND NOT dispatched AND kind = '')::int * 4096
        + (dispatched AND f.unit = f.first_unit)::int * 8192
        + (f.stage = 'suspended')::int * 16384
        + (f.suspensions > 0)::int * 32768
        + (f.handled_at IS NOT NULL)::int * 65536
        + (dispatched AND f.handled_at IS NULL AND kind = '' AND f.stage <> 'suspended')::int * 131072
        + coalesce(f.ended > f.due AND NOT f.exempt, false)::int * 262144
        + f.exempt::int * 1048576
        + (kind IN ('normal', 'forced'))::int * 2097152
        + (f.rework > 0)::int * 4194304
        + (f.rework > 1)::int * 8388608
        + (f.extensions > 0)::int * 16777216
        + (f.returns > 0)::int * 33554432
        + (f.callback = 'satisfied')::int * 67108864
        + (f.callback = 'dissatisfied')::int * 134217728
    FROM (SELECT coalesce(f.close_kind, '') AS kind, f.registered_at IS NOT NULL AS registered,
        f.dispatched_at IS NOT NULL AS dispatched) AS seen
$$;

-- A case's row from its state.
CREATE OR REPLACE FUNCTION app.fact_of(s jsonb) RETURNS public.case_fact
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- What is called the same in both comes over at once; the rest lies deeper or may be missing.
    f public.case_fact := jsonb_populate_record(NULL::public.case_fact, s);
    standard jsonb := s->'standard';
    clock jsonb := s->'bundled';
    place jsonb := s->'place';
BEGIN
    f.case_id := s->>'id';
    f.scheme := coalesce(standard->>'scheme', '');
    f.kind := coalesce(standard->>'kind', '');
    f.category := coalesce(standard->>'category', '');
    f.urgent := coalesce(f.urgent, false);
    f.district := coalesce(place->>'district', '');
    f.street := coalesce(place->>'street', '');
    f.community := coalesce(place->>'community', '');
    f.grid := coalesce(place->>'unit_grid', '');
    f.duty_grid := coalesce(place->>'duty_grid', '');
    f.management_area := coalesce(place->>'management_area', '');
    f.unit := coalesce(f.unit, '');
    f.first_unit := coalesce(f.first_unit, '');
    f.due := clock->>'due';
    f.standing := coalesce(app.stands(clock)
        AND (clock->'pauses'->-1->>'start')::timestamptz <= (clock->>'due')::timestamptz, false);
    f.ended := clock->>'stopped';
    f.exempt := coalesce((clock->>'exempt')::boolean, false);
    f.rework := coalesce(f.rework, 0);
    f.returns := coalesce(f.returns, 0);
    f.extensions := coalesce(f.extensions, 0);
    f.suspensions := coalesce(f.suspensions, 0);
    f.callback := coalesce(f.callback, '');
    f.flags := app.flags_of(f);
    RETURN f;
END $$;

-- The rows of cases whose states are given.
CREATE OR REPLACE FUNCTION app.keep_facts(states jsonb[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.case_fact AS f
    SELECT (made).* FROM (SELECT app.fact_of(s) AS made FROM unnest(states) AS s OFFSET 0) AS facts
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
        flags = excluded.flags, callback = excluded.callback
$$;

-- The rows after a command. Most of what is written down of a case is in none of its facts: then only
-- the version goes on, which is half of all commands and a third of the work.
CREATE OR REPLACE FUNCTION app.keep_facts_of(entry jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed bigint[] := ARRAY(SELECT (x->>'case_id')::bigint
        FROM jsonb_array_elements(entry->'steps') AS x
        WHERE x->'from_stage' IS DISTINCT FROM x->'to_stage'
            OR ((x->>'payload')::jsonb->'set') ?| '{number,source,standard,urgent,place,unit,first_unit,reported_at,accepted_at,registered_at,dispatched_at,bundled,handled_at,closed_at,close_kind,rework,returns,extensions,suspensions,callback}'::text[]);
BEGIN
    PERFORM app.keep_facts(ARRAY(SELECT (c->>'state')::jsonb
        FROM jsonb_array_elements(entry->'cases') AS c WHERE (c->>'id')::bigint = ANY (changed)));
    UPDATE public.case_fact f SET version = (c->>'version')::int
        FROM jsonb_array_elements(entry->'cases') AS c
        WHERE f.case_id = (c->>'id')::bigint AND f.case_id <> ALL (changed);
END $$;

-- Moves that leave a row: ports.facts.JUDGED.
CREATE OR REPLACE FUNCTION app.is_judged(move text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT move = ANY ('{report,accept,order_confirmation,answer_confirmation,submit,decline,register,refuse_registration,send_back,self_handle,approve_self_handling,refuse_self_handling,dispatch,redispatch,designate,request_return,approve_return,approve_extension,approve_suspension,feedback,rework,order_verification,answer_verification,reverify,pass,fail,close,force_close,return_to_verification,return_to_dispatch,return_to_acceptor,void,approve_void,reopen,grant_appeal,supervise,reply_supervision}'::text[])
$$;

-- One step after a state of its case. What is taken back leaves nothing.
DROP FUNCTION IF EXISTS app.keep_act(jsonb, jsonb, public.case_step);
CREATE OR REPLACE FUNCTION app.keep_act(before jsonb, step public.case_step) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    clock jsonb := CASE WHEN before->>'stage' IN ('dispatched', 'handling', 'suspended')
        THEN before->'handling' ELSE before->'stage_clock' END;
    put jsonb := step.payload::jsonb->'set';
    unit text := CASE WHEN put ? 'unit' THEN put->>'unit' ELSE before->>'unit' END;
    task jsonb := coalesce(nullif(put->'task', 'null'), before->'task');
BEGIN
    IF step.move = 'undo' THEN
        DELETE FROM public.act_fact a WHERE a.case_id = step.case_id AND a.seq = step.seq - 1;
    ELSIF app.is_judged(step.move) THEN
        INSERT INTO public.act_fact VALUES (step.case_id, step.seq, step.move, step.at,
            step.operator, step.post, coalesce(unit, ''),
            coalesce(task->>'inspector', ''), coalesce(task->>'outcome', ''),
            CASE WHEN step.move = 'reply_supervision' THEN (before->>'supervised_until')::timestamptz
                WHEN NOT clock ? 'stopped' THEN (clock->>'due')::timestamptz END,
            before->>'unit' IS NULL, coalesce(before->>'unit' = unit, false));
    END IF;
END $$;

-- A state with what a step says, without asking whether it may: it has been kept already.
CREATE OR REPLACE FUNCTION app.told(s jsonb, step public.case_step) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_strip_nulls(coalesce(s, jsonb_build_object('id', step.case_id))
        || (step.payload::jsonb->'set')
        || jsonb_build_object('stage', step.to_stage, 'version', step.seq))
$$;

-- The acts of a command, before its cases' states are replaced. A note costs nothing here, and the
-- state is carried on only where a command has several steps of a case.
CREATE OR REPLACE FUNCTION app.keep_acts(steps jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step public.case_step;
    former public.case_step;
    s jsonb;
BEGIN
    IF NOT EXISTS (SELECT FROM jsonb_array_elements(steps) AS x
            WHERE x->>'move' = 'undo' OR app.is_judged(x->>'move')) THEN
        RETURN;
    END IF;
    FOR step IN SELECT p.* FROM jsonb_populate_recordset(NULL::public.case_step, steps) AS p
            ORDER BY p.case_id, p.seq LOOP
        IF former.case_id = step.case_id THEN
            s := app.told(s, former);
        ELSE
            s := (SELECT k.state::jsonb FROM public.case_state k WHERE k.id = step.case_id);
        END IF;
        PERFORM app.keep_act(s, step);
        former := step;
    END LOOP;
END $$;

-- Everything of these cases anew, from their steps alone; how many had steps. A case whose year has
-- left the database keeps the rows it had.
CREATE OR REPLACE FUNCTION app.rebuild_facts(wanted bigint[]) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step public.case_step;
    one bigint;
    s jsonb;
    found_ int := 0;
BEGIN
    FOREACH one IN ARRAY wanted LOOP
        s := NULL;
        FOR step IN SELECT p.* FROM public.case_step p WHERE p.case_id = one ORDER BY p.seq LOOP
            IF s IS NULL THEN
                DELETE FROM public.act_fact a WHERE a.case_id = one;
                found_ := found_ + 1;
            END IF;
            PERFORM app.keep_act(s, step);
            s := app.told(s, step);
        END LOOP;
        IF s IS NOT NULL THEN
            PERFORM app.keep_facts(ARRAY[s]);
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
