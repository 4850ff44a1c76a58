-- The trail guards itself: each step continues the chain and goes a lawful way; none is ever changed.

CREATE OR REPLACE FUNCTION app.chain_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before record;
    sep constant text := chr(31);
BEGIN
    IF NEW.seq = 1 THEN
        SELECT ''::bytea AS hash, NULL::text AS to_stage INTO before;
    ELSE
        SELECT s.hash, s.to_stage INTO before FROM public.case_step s
            WHERE s.case_id = NEW.case_id AND s.seq = NEW.seq - 1;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no step before % of case %', NEW.seq, NEW.case_id
                USING ERRCODE = 'GX010', DETAIL = jsonb_build_object('case', NEW.case_id,
                    'found', NEW.seq, 'expected', (SELECT coalesce(max(s.seq), 0) + 1
                        FROM public.case_step s WHERE s.case_id = NEW.case_id))::text;
        END IF;
    END IF;
    IF before.to_stage IS DISTINCT FROM NEW.from_stage THEN
        RAISE EXCEPTION 'case % stands at %, not at %',
            NEW.case_id, before.to_stage, NEW.from_stage USING ERRCODE = 'GX004';
    END IF;
    PERFORM FROM public.transition t
        WHERE t.from_stage = coalesce(NEW.from_stage, '') AND t.move = NEW.move
            AND t.post = NEW.post AND t.to_stage IN (NEW.to_stage, '*')
            AND (NEW.reason <> '' OR NOT t.reason);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no way from % by % of % to %',
            NEW.from_stage, NEW.move, NEW.post, NEW.to_stage USING ERRCODE = 'GX004';
    END IF;
    -- The field order is a contract with console.domain.trail.Step.content.
    NEW.hash := sha256(before.hash || convert_to(concat_ws(sep,
        NEW.case_id::text, NEW.seq::text, NEW.move, coalesce(NEW.from_stage, ''), NEW.to_stage,
        NEW.operator, NEW.post, NEW.seat, coalesce(NEW.unit, ''),
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        NEW.reason, NEW.payload, NEW.command), 'UTF8'));
    -- Closing a period waits for the steps being written (db/anchors.py), so none comes too late.
    NEW.period := (SELECT coalesce(max(a.number), 0) + 1 FROM public.anchor a);
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION app.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% of % is never allowed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'GX011';
END $$;

DROP TRIGGER IF EXISTS chain_step ON public.case_step;
CREATE TRIGGER chain_step BEFORE INSERT ON public.case_step
    FOR EACH ROW EXECUTE FUNCTION app.chain_step();
DROP TRIGGER IF EXISTS keep_step ON public.case_step;
CREATE TRIGGER keep_step BEFORE UPDATE OR DELETE ON public.case_step
    FOR EACH ROW EXECUTE FUNCTION app.refuse_change();

-- TRUNCATE asks only the very table that is named, so each year's table is guarded too.
CREATE OR REPLACE FUNCTION app.guard_years() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one regclass;
BEGIN
    FOR one IN SELECT 'public.case_step'::regclass
            UNION ALL SELECT inhrelid::regclass FROM pg_inherits
            WHERE inhparent = 'public.case_step'::regclass LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS keep_all ON %s', one);
        EXECUTE format('CREATE TRIGGER keep_all BEFORE TRUNCATE ON %s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()', one);
    END LOOP;
END $$;
SELECT app.guard_years();

-- An anchor is a row when its period was closed, gets its line once, and is never changed again.
CREATE OR REPLACE FUNCTION app.refuse_other_line() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.line IS NOT NULL OR (NEW.number, NEW.at) IS DISTINCT FROM (OLD.number, OLD.at) THEN
        RAISE EXCEPTION '% of an anchor is never allowed', TG_OP USING ERRCODE = 'GX011';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS keep_line ON public.anchor;
CREATE TRIGGER keep_line BEFORE UPDATE ON public.anchor
    FOR EACH ROW EXECUTE FUNCTION app.refuse_other_line();

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['reveal_log', 'setting_history', 'claim_takeover', 'anchor',
            'year_move'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS keep_all ON public.%I', name);
        EXECUTE format('CREATE TRIGGER keep_all BEFORE TRUNCATE OR DELETE ON public.%I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()', name);
    END LOOP;
END $$;
