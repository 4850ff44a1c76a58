-- The law of a step, held against the case as its trail tells it. `s` is the case before the step
-- (console.domain.codec's form), `put` what the step sets, `said` what it says. The words are those
-- of console.domain.needs; what is only a detail of a form (a text, a photo) is not asked here.

CREATE OR REPLACE FUNCTION app.flag(found boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT coalesce(found, false) $$;

-- Whether who signs is another than who proposed last; an appeal's reviewer signs nothing either.
CREATE OR REPLACE FUNCTION app.is_second(step public.case_step) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM unnest(CASE step.move
            WHEN 'designate' THEN ARRAY['propose_designation']
            WHEN 'grant_appeal' THEN ARRAY['appeal', 'review_appeal']
            ELSE ARRAY['propose_forced_close'] END) AS proposing (move)
        WHERE step.operator = (SELECT p.operator FROM public.case_step p
            WHERE p.case_id = step.case_id AND p.seq < step.seq AND p.move = proposing.move
            ORDER BY p.seq DESC LIMIT 1))
$$;

CREATE OR REPLACE FUNCTION app.need_of_person(
    word text, s jsonb, step public.case_step, put jsonb
) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE word
        WHEN 'second_person' THEN app.is_second(step)
        WHEN 'designation_proposed' THEN s ? 'designation'
        WHEN 'forced_close_proposed' THEN s ? 'forced_close'
        WHEN 'no_forced_close_proposed' THEN NOT s ? 'forced_close'
        WHEN 'no_appeal_yet' THEN NOT s ? 'appeal'
        WHEN 'appeal_open' THEN app.flag(s->>'appeal' IN ('open', 'reviewed'))
        WHEN 'appeal_reviewed' THEN app.flag(s->>'appeal' = 'reviewed')
        WHEN 'handled_late' THEN app.flag(
            (s#>>'{bundled,stopped}')::timestamptz > (s#>>'{bundled,due}')::timestamptz
            AND NOT (s#>>'{bundled,exempt}')::boolean)
        WHEN 'own_last_step' THEN app.flag(s->>'last_by' = step.operator)
        WHEN 'undoable' THEN EXISTS (SELECT FROM public.transition t
            WHERE t.move = s->>'last_move' AND t.undoable)
        WHEN 'in_quiet_time' THEN app.flag(step.at - (s->>'last_at')::timestamptz
            <= make_interval(secs => app.rule('quiet_seconds')))
        WHEN 'master' THEN app.flag((put->>'master')::bigint <> step.case_id)
            AND EXISTS (SELECT FROM public.case_file f
                WHERE f.id = (put->>'master')::bigint AND f.master IS NULL AND f.ended = false)
            AND NOT EXISTS (SELECT FROM public.case_file f WHERE f.master = step.case_id)
    END
$$;

CREATE OR REPLACE FUNCTION app.need_of_unit(
    word text, s jsonb, step public.case_step, put jsonb, said jsonb
) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE word
        WHEN 'unit' THEN coalesce(put->>'unit', said->>'unit', '') <> ''
        WHEN 'not_rejected_by_decision' THEN coalesce(s->>'bound_unit' = put->>'unit',
            NOT s ? 'bound_unit')
        WHEN 'not_bound' THEN NOT s ? 'bound_unit'
        WHEN 'not_assigned' THEN NOT s ? 'handler'
        WHEN 'assigned' THEN s ? 'handler'
        WHEN 'not_yet_dispatched' THEN (s->>'dispatches')::int = 0
        WHEN 'first_return' THEN
            (s->>'returns')::int + 1 < app.rule('returns_before_coordination')
        WHEN 'second_return' THEN
            (s->>'returns')::int + 1 >= app.rule('returns_before_coordination')
        WHEN 'no_pending_request' THEN NOT s ? 'request'
        WHEN 'extension_requested' THEN app.flag(s#>>'{request,kind}' = 'extension')
        WHEN 'suspension_requested' THEN app.flag(s#>>'{request,kind}' = 'suspension')
        WHEN 'dispatched_before' THEN (s->>'dispatches')::int > 0
        WHEN 'registered' THEN s ? 'registered_at'
        WHEN 'not_registered' THEN NOT s ? 'registered_at'
        WHEN 'extensions_left' THEN (s->>'extensions')::int < app.rule('extensions_allowed')
        WHEN 'suspensions_left' THEN (s->>'suspensions')::int < app.rule('suspensions_allowed')
        WHEN 'not_overdue' THEN app.flag(step.at <= (s#>>'{handling,due}')::timestamptz)
        WHEN 'until' THEN app.flag((said->>'until')::timestamptz > step.at
            AND (step.move <> 'request_suspension' OR (said->>'until')::timestamptz - step.at
                <= make_interval(days => app.rule('suspension_days'))))
        WHEN 'resume_due_if_system' THEN step.post <> 'system'
            OR app.flag(step.at >= (s->>'suspended_until')::timestamptz)
    END
$$;

CREATE OR REPLACE FUNCTION app.need_of_report(
    word text, s jsonb, step public.case_step, put jsonb, said jsonb
) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE word
        WHEN 'another_place' THEN put ? 'place'
        WHEN 'condition' THEN coalesce(nullif(put->'standard', 'null'), s->'standard') IS NOT NULL
        WHEN 'confirmed_if_public' THEN s->>'source' NOT IN ('hotline', 'web', 'media')
            OR app.flag(s->>'confirmed' = 'true')
        WHEN 'inspector_source' THEN s->>'source' = 'inspector'
        WHEN 'source_registers_at_once' THEN s->>'source' IN ('superior', 'leader', 'inspector')
        WHEN 'public_source' THEN s->>'source' IN ('hotline', 'web', 'media')
        WHEN 'verification_answered' THEN app.flag(s#>>'{task,kind}' = 'verify')
            AND s#>>'{task,outcome}' IS NOT NULL
        WHEN 'conditions_met_or_said_why' THEN step.reason <> ''
            OR jsonb_array_length(coalesce(put->'unmet', said->'unmet', s->'unmet', '[]')) = 0
        WHEN 'answer_passed_or_said_why' THEN step.reason <> ''
            OR s#>>'{task,outcome}' IS DISTINCT FROM 'fail'
        WHEN 'supervised' THEN s ? 'supervised_until'
        WHEN 'consulted' THEN jsonb_array_length(coalesce(s->'consulted', '[]')) > 0
        WHEN 'caller_dissatisfied' THEN app.flag(s->>'callback' = 'dissatisfied')
    END
$$;

-- The values a move gives follow from the act itself: whose it is, when, one more of what is counted.
CREATE OR REPLACE FUNCTION app.wrong_value(s jsonb, step public.case_step, put jsonb) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.key FROM jsonb_each(put) AS p WHERE p.value <> 'null' AND NOT coalesce(CASE
        WHEN p.key IN ('accepted_at', 'registered_at', 'dispatched_at', 'handled_at', 'verified_at',
            'closed_at') THEN (p.value#>>'{}')::timestamptz IN
                (step.at, (s->>p.key)::timestamptz)
        WHEN p.key = 'reported_at' THEN (p.value#>>'{}')::timestamptz <= step.at
        WHEN p.key IN ('request', 'forced_close', 'designation') THEN
            p.value->>'by' = step.operator AND (p.value->>'at')::timestamptz = step.at
        WHEN p.key IN ('appealed_by', 'appeal_reviewed_by') THEN p.value#>>'{}' = step.operator
        WHEN p.key IN ('dispatches', 'returns', 'extensions', 'suspensions') THEN
            p.value = to_jsonb((s->>p.key)::int + 1)
        WHEN p.key IN ('before_photos', 'after_photos') THEN p.value IN (
            to_jsonb(coalesce((s->>p.key)::int, 0) + jsonb_array_length(
                coalesce(step.payload::jsonb#>'{said,photos}', '[]'))),
            CASE p.key WHEN 'after_photos' THEN to_jsonb(0) END)
        WHEN p.key = 'callers' THEN s IS NULL OR p.value = to_jsonb((s->>'callers')::int + 1)
        WHEN p.key = 'rework' THEN p.value = to_jsonb((s->>'rework')::int
            + (step.move = 'redispatch' AND s->>'unit' = put->>'unit')::int)
        WHEN p.key = 'bound_unit' THEN p.value = s#>'{designation,unit}'
        WHEN p.key = 'unit' AND step.move = 'designate' THEN p.value = s#>'{designation,unit}'
        WHEN p.key = 'suspended_until' THEN p.value = s#>'{request,until}'
        WHEN p.key = 'prior' THEN p.value#>>'{}' = step.from_stage
        WHEN p.key = 'close_kind' THEN p.value#>>'{}' = CASE step.move
            WHEN 'decline' THEN 'not_accepted' WHEN 'refuse_registration' THEN 'not_registered'
            WHEN 'approve_self_handling' THEN 'self_handled' WHEN 'merge' THEN 'merged'
            WHEN 'force_close' THEN 'forced' WHEN 'close' THEN 'normal' ELSE 'voided' END
        WHEN p.key = 'place' AND step.move = 'correct_place' THEN
            app.is_corrected(s, p.value, step.at)
        WHEN p.key = 'place' AND step.move <> 'undo' AND app.is_seat() THEN
            app.is_placed(p.value, step.at) OR app.is_place(p.value)
                -- The same ground as before, though its cell may have ended since.
                AND p.value - ARRAY['address', 'component'] = (s->'place')
                    - ARRAY['address', 'component']
        WHEN p.key = 'standard' THEN app.is_standard(p.value)
        WHEN p.key = 'appeal' THEN p.value#>>'{}' = CASE step.move WHEN 'appeal' THEN 'open'
            WHEN 'review_appeal' THEN 'reviewed' WHEN 'grant_appeal' THEN 'granted'
            ELSE 'refused' END
        ELSE true END, false) LIMIT 1
$$;

-- An undo gives back what the step before had changed, and nothing else.
CREATE OR REPLACE FUNCTION app.wrong_undo(s jsonb, step public.case_step, put jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    undone public.case_step;
    changed jsonb;
    former jsonb;
    known jsonb;
    name text;
BEGIN
    SELECT * INTO undone FROM public.case_step p
        WHERE p.case_id = step.case_id AND p.seq = step.seq - 1;
    changed := undone.payload::jsonb->'set';
    IF step.to_stage IS DISTINCT FROM undone.from_stage THEN
        RETURN 'stage';
    END IF;
    FOR name IN SELECT jsonb_object_keys(changed || put) LOOP
        SELECT p.payload::jsonb->'set'->name INTO former FROM public.case_step p
            WHERE p.case_id = step.case_id AND p.seq < undone.seq
                AND p.payload::jsonb->'set' ? name
            ORDER BY p.seq DESC LIMIT 1;
        known := coalesce((s || put)->name, 'null');
        IF NOT changed ? name OR (former IS NULL AND NOT app.is_plain(known))
                OR known <> coalesce(former, known) THEN
            RETURN name;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- Whether a value is one a field begins with.
CREATE OR REPLACE FUNCTION app.is_plain(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT value IN ('null', 'false', '0', '""', '[]')
$$;
