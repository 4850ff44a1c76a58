-- Which way does what to the clocks of a case, in the order of console.domain.clockwork. `c` holds the
-- clocks before (stage_clock, accepting, handling, bundled), `s` the case before the step, `put` what
-- the step sets, `said` what it says.

-- One function over the clocks that are there.
CREATE OR REPLACE FUNCTION app.clocks_stop(c jsonb, names text[], at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c || coalesce((SELECT jsonb_object_agg(k.name, app.clock_stops(c->k.name, at))
        FROM unnest(names) AS k (name) WHERE c ? k.name), '{}')
$$;

CREATE OR REPLACE FUNCTION app.stage_starts(c jsonb, step public.case_step) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c || jsonb_build_object('stage_clock', app.clock_starts(l.timer, l.limit_code, step.at))
        FROM public.stage_limit l WHERE l.timer = app.stage_timer(step.to_stage)
$$;

CREATE OR REPLACE FUNCTION app.stage_effect(effect text, c jsonb, step public.case_step) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN effect = 'start_stage' OR effect = 'resume_accepting' AND NOT c ? 'accepting'
            THEN app.stage_starts(c, step)
        WHEN effect = 'resume_accepting' THEN c - 'accepting'
            || jsonb_build_object('stage_clock', app.clock_resumes(c->'accepting', step.at))
        WHEN NOT c ? 'stage_clock' THEN c
        WHEN effect = 'pause_accepting' THEN c || jsonb_build_object('accepting',
            app.clock_pauses(c->'stage_clock', step.at, 'confirmation'))
        WHEN effect = 'extend_stage' THEN c || jsonb_build_object('stage_clock',
            app.clock_extends(c->'stage_clock', step.at)) END
$$;

-- The unit's clock for a dispatch: it runs on for the same unit and the same limit, else begins anew;
-- the bundled one begins once.
CREATE OR REPLACE FUNCTION app.handling_begins(
    effect text, c jsonb, s jsonb, step public.case_step, put jsonb, said jsonb
) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    keep boolean := coalesce((SELECT x.value = 'true' FROM public.setting x
        WHERE x.name = 'redispatch_keeps_due'), true);
    code text := coalesce(said->>'limit',
        coalesce(nullif(put->'standard', 'null'), s->'standard')->>'limit');
    bundled jsonb := c->'bundled';
BEGIN
    IF bundled IS NULL THEN
        bundled := app.clock_starts('bundled', code, step.at);
    ELSE
        bundled := app.clock_runs_on(app.clock_resumes(bundled, step.at), step.at, keep,
            'verification');
    END IF;
    IF c ? 'handling' AND NOT said ? 'limit'
            AND s->>'unit' IS NOT DISTINCT FROM coalesce(put->>'unit', s->>'unit')
            AND (effect = 'continue_handling' OR app.stands(c->'handling')) THEN
        RETURN c || jsonb_build_object('handling', app.clock_runs_on(
                app.clock_resumes(c->'handling', step.at), step.at, keep, 'verification'))
            || CASE WHEN c ? 'bundled' THEN jsonb_build_object('bundled', bundled) ELSE '{}' END;
    END IF;
    RETURN c || jsonb_build_object('handling', app.clock_starts('handle', code, step.at),
        'bundled', bundled);
END $$;

-- What happens to the unit's clock and the bundled one alike.
CREATE OR REPLACE FUNCTION app.handling_effect(
    effect text, t jsonb, s jsonb, step public.case_step
) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE effect
        WHEN 'exempt_handling' THEN t || '{"exempt": true}'
        WHEN 'stop_handling' THEN app.clock_stops(t, step.at)
        WHEN 'extend_handling' THEN app.clock_extends(t, step.at)
        -- A suspension ends at its date, however late somebody says so (fact book 5.4).
        WHEN 'resume_handling' THEN app.clock_resumes(t, least(step.at, CASE
            WHEN step.from_stage = 'suspended' THEN (s->>'suspended_until')::timestamptz END))
        -- A return is time of the bundle.
        WHEN 'pause_handling' THEN CASE
            WHEN step.move = 'request_suspension' THEN app.clock_pauses(t, step.at, 'suspension')
            WHEN t->>'kind' = 'bundled' THEN t
            ELSE app.clock_pauses(t, step.at, 'return') END END
$$;

-- Un-merged: clocks that ran before the merge run on, those that stood still stand still.
CREATE OR REPLACE FUNCTION app.clock_unmerged(
    t jsonb, s jsonb, step public.case_step
) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN (t->>'stopped')::timestamptz IS DISTINCT FROM (s->>'closed_at')::timestamptz THEN t
        WHEN t->'pauses'->-1->>'end' = t->>'stopped'
            AND step.to_stage NOT IN ('dispatched', 'handling')
            AND NOT (step.to_stage = 'suspended'
                AND coalesce((s->>'suspended_until')::timestamptz <= step.at, false))
            THEN (t - 'stopped') #- '{pauses,-1,end}'
        ELSE app.clock_runs_on(t, step.at, false, 'elsewhere') END
$$;

CREATE OR REPLACE FUNCTION app.clocks_after(
    s jsonb, step public.case_step, put jsonb, said jsonb, effects text[]
) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    names constant text[] := ARRAY['stage_clock', 'accepting', 'handling', 'bundled'];
    c jsonb := coalesce((SELECT jsonb_object_agg(k, s->k) FROM unnest(names) AS k WHERE s ? k), '{}');
    effect text;
BEGIN
    FOREACH effect IN ARRAY effects LOOP
        c := CASE
            WHEN effect IN ('start_stage', 'pause_accepting', 'resume_accepting', 'extend_stage')
                THEN app.stage_effect(effect, c, step)
            WHEN effect IN ('start_handling', 'continue_handling')
                THEN app.handling_begins(effect, c, s, step, put, said)
            WHEN effect = 'stop_all' THEN app.clocks_stop(c, names, step.at)
            ELSE c || coalesce((SELECT jsonb_object_agg(k,
                    app.handling_effect(effect, c->k, s, step))
                FROM unnest(ARRAY['handling', 'bundled']) AS k WHERE c ? k), '{}') END;
    END LOOP;
    IF step.move = 'unmerge' THEN
        c := coalesce((SELECT jsonb_object_agg(k.key, app.clock_unmerged(k.value, s, step))
            FROM jsonb_each(c) AS k), '{}');
    END IF;
    -- Time of a coordination burdens no unit (article 22).
    IF c ? 'bundled' AND NOT c->'bundled' ? 'stopped' THEN
        IF step.to_stage = 'coordinating' THEN
            c := jsonb_set(c, '{bundled}',
                app.clock_pauses(c->'bundled', step.at, 'coordination'));
        ELSIF step.from_stage = 'coordinating' THEN
            c := jsonb_set(c, '{bundled}', app.clock_resumes(c->'bundled', step.at));
        END IF;
    END IF;
    -- A stage without a clock of its own leaves none running.
    IF app.stage_timer(step.to_stage) IS NULL THEN
        c := app.clocks_stop(c, ARRAY['stage_clock'], step.at);
    END IF;
    RETURN c;
END $$;

-- The first clock that is not what the way makes of it.
CREATE OR REPLACE FUNCTION app.wrong_clock(
    s jsonb, step public.case_step, put jsonb, said jsonb, effects text[]
) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT k FROM app.clocks_after(s, step, put, said, effects) AS told,
            unnest(ARRAY['stage_clock', 'accepting', 'handling', 'bundled']) AS k
        WHERE nullif((coalesce(s, '{}') || put)->k, 'null') IS DISTINCT FROM told->k LIMIT 1
$$;

-- What a case is registered under stands in the city's standards, its limit included.
CREATE OR REPLACE FUNCTION app.is_standard(found jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.condition c
        JOIN public.category g USING (catalogue, scheme, kind, code)
        JOIN public.catalogue v ON v.version = c.catalogue
        CROSS JOIN LATERAL (SELECT c.detail::jsonb AS told) AS d
        WHERE c.catalogue::text = found->>'version' AND c.scheme = found->>'scheme'
            AND c.kind = found->>'kind' AND c.code = found->>'category'
            AND 'C' || c.ordinal = found->>'condition' AND c.text = found->>'text'
            AND g.name = found->>'name' AND g.class_name = found->>'class_name'
            AND d.told->>'closing_text' = found->>'closing'
            AND (d.told->>'closing_rule' = 'restored') = (found->>'by_photo')::boolean
            AND found->>'limit' IN (SELECT a->>1 FROM jsonb_array_elements(d.told->'area_limits') AS a
                UNION ALL SELECT coalesce(d.told->>'limit', v.fallback)))
$$;
