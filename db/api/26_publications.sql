-- Publications of the assessment (charter article 24): the server freezes a period's facts from its
-- own rows, so that no seat can hand any in, and computes the fingerprint; nobody changes one later.

CREATE OR REPLACE FUNCTION app.told_moment(at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- Leaves of the tree (RFC 6962: leaves begin with 0, nodes with 1). Their field order is a contract
-- with console.evaluation.fingerprint.
CREATE OR REPLACE FUNCTION app.fact_leaf(f public.publication_fact) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256('\x00'::bytea || convert_to(array_to_string(ARRAY['case', f.case_id::text, f.number,
        f.version::text, f.stage, f.source, f.scheme, f.kind, f.category, f.urgent::text, f.district,
        f.street, f.community, f.grid, f.duty_grid, f.management_area, f.unit, f.first_unit,
        app.told_moment(f.reported_at), app.told_moment(f.accepted_at),
        app.told_moment(f.registered_at), app.told_moment(f.dispatched_at), app.told_moment(f.due),
        f.standing::text, app.told_moment(f.ended), f.exempt::text, app.told_moment(f.handled_at),
        app.told_moment(f.closed_at), f.close_kind, f.rework::text, f.returns::text,
        f.extensions::text, f.suspensions::text, encode(f.head, 'hex')], chr(31), ''), 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION app.act_leaf(a public.publication_act) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256('\x00'::bytea || convert_to(array_to_string(ARRAY['act', a.case_id::text,
        a.seq::text, a.move, app.told_moment(a.at), a.operator, a.post, a.unit, a.inspector,
        a.outcome, app.told_moment(a.due), a.first::text, a.again::text], chr(31), ''), 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION app.tree(leaves bytea[]) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    level bytea[] := leaves;
BEGIN
    IF cardinality(level) = 0 THEN
        RETURN sha256('');
    END IF;
    -- Two by two; the last one of an odd row goes up as it is.
    WHILE cardinality(level) > 1 LOOP
        level := ARRAY(SELECT CASE WHEN count(*) = 2
                THEN sha256('\x01'::bytea || string_agg(t.node, ''::bytea ORDER BY t.place))
                ELSE min(t.node) END
            FROM unnest(level) WITH ORDINALITY AS t (node, place)
            GROUP BY (t.place - 1) / 2 ORDER BY (t.place - 1) / 2);
    END LOOP;
    RETURN level[1];
END $$;

CREATE OR REPLACE FUNCTION app.root_of(wanted int) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sha256('\x01'::bytea
        || app.tree(ARRAY(SELECT app.fact_leaf(f) FROM public.publication_fact f
            WHERE f.publication = wanted ORDER BY f.case_id))
        || app.tree(ARRAY(SELECT app.act_leaf(a) FROM public.publication_act a
            WHERE a.publication = wanted ORDER BY a.case_id, a.seq)))
$$;

CREATE OR REPLACE FUNCTION app.digest_of(said text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(convert_to(said, 'UTF8')), 'hex')
$$;

CREATE OR REPLACE FUNCTION app.fingerprint_of(p public.publication) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT app.digest_of(array_to_string(ARRAY['wanmi-publication-1', p.period, p.kind, p.grouping,
        p.scheme, p.scheme_version::text, p.case_date, app.told_moment(p.start_at),
        app.told_moment(p.end_at), app.told_moment(p.as_of),
        (SELECT b.fingerprint FROM public.publication b WHERE b.id = p.amends), p.reason,
        p.cases::text, p.acts::text, encode(p.root, 'hex'), app.digest_of(p.scheme_text),
        app.digest_of(p.calendar_text), app.digest_of(p.objects), app.digest_of(p.figures),
        app.digest_of(p.areas)], chr(31), ''))
$$;

-- One after the other, so that numbers and "published already" hold.
CREATE OR REPLACE FUNCTION app.next_publication() RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('publication', 0));
    RETURN (SELECT coalesce(max(p.id), 0) + 1 FROM public.publication p);
END $$;

CREATE OR REPLACE FUNCTION app.signed(wanted int) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.mark FROM public.publication_mark m WHERE m.publication = wanted
        ORDER BY array_position('{withdrawn,published,checked,prepared}'::text[], m.mark) LIMIT 1
$$;

-- The present facts of a publication's period; `wanted` NULL for all cases.
CREATE OR REPLACE FUNCTION app.freeze_facts(p public.publication, wanted bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p.grouping = '' THEN
        INSERT INTO public.publication_act SELECT p.id, a.* FROM public.act_fact a
            WHERE a.at >= p.start_at AND a.at < p.end_at
                AND (wanted IS NULL OR a.case_id = ANY (wanted));
    END IF;
    INSERT INTO public.publication_fact
        SELECT p.id, f.*, coalesce(s.hash, '') FROM public.case_fact f
            LEFT JOIN public.case_step s ON s.case_id = f.case_id AND s.seq = f.version
            WHERE (wanted IS NULL OR f.case_id = ANY (wanted)) AND CASE WHEN p.grouping = ''
                THEN EXISTS (SELECT FROM public.publication_act a
                    WHERE a.publication = p.id AND a.case_id = f.case_id)
                ELSE CASE p.case_date WHEN 'due' THEN f.due WHEN 'closed_at' THEN f.closed_at
                        WHEN 'registered_at' THEN f.registered_at ELSE f.reported_at END
                    BETWEEN p.start_at AND p.end_at - interval '1 microsecond' END;
END $$;

CREATE OR REPLACE FUNCTION api_v1.prepare_publication(
    head jsonb, scheme_text text, operator text, at timestamptz
) RETURNS TABLE (id int, as_of timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p public.publication := jsonb_populate_record(NULL::public.publication, head);
    former int;
BEGIN
    PERFORM app.act_as(operator, 'supervisor');
    p.id := app.next_publication();
    p.as_of := CASE WHEN app.is_seat() THEN app.moment() ELSE at END;
    IF p.end_at > p.as_of THEN
        RAISE EXCEPTION 'this period is not over' USING ERRCODE = 'GX041',
            DETAIL = jsonb_build_object('period', p.period)::text;
    END IF;
    SELECT o.id INTO former FROM public.publication o
        WHERE (o.period, o.kind, o.grouping, o.scheme) = (p.period, p.kind, p.grouping, p.scheme)
            AND app.signed(o.id) <> 'withdrawn' LIMIT 1;
    IF former IS NOT NULL THEN
        RAISE EXCEPTION 'there is publication % of it', former USING ERRCODE = 'GX042',
            DETAIL = jsonb_build_object('id', former, 'period', p.period)::text;
    END IF;
    p.scheme_text := prepare_publication.scheme_text;
    p.calendar_text := (SELECT jsonb_object_agg(c.version, app.calendar_value(c.version))::text
        FROM public.calendar c);
    p.reason := '';
    p.amends := NULL;
    p.fingerprint := NULL;
    PERFORM app.begin_publication(p, operator, p.as_of);
    PERFORM app.freeze_facts(p, NULL);
    PERFORM app.weigh_publication(p.id);
    RETURN QUERY SELECT p.id, p.as_of;
END $$;

CREATE OR REPLACE FUNCTION app.begin_publication(
    p public.publication, operator text, at timestamptz
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    p.cases := 0;
    p.acts := 0;
    p.root := '';
    INSERT INTO public.publication SELECT p.*;
    INSERT INTO public.publication_mark VALUES (p.id, 'prepared', operator, 'supervisor',
        at, '');
END $$;

CREATE OR REPLACE FUNCTION app.weigh_publication(wanted int) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    UPDATE public.publication p SET root = app.root_of(wanted),
        cases = (SELECT count(*) FROM public.publication_fact f WHERE f.publication = wanted),
        acts = (SELECT count(*) FROM public.publication_act a WHERE a.publication = wanted)
        WHERE p.id = wanted
$$;

-- A correction: the facts of what it amends, but those of some cases as they are now.
CREATE OR REPLACE FUNCTION api_v1.amend_publication(
    wanted int, corrected bigint[], why text, operator text, at timestamptz
) RETURNS TABLE (id int, as_of timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p public.publication;
    later int;
BEGIN
    PERFORM app.act_as(operator, 'supervisor');
    SELECT o.* INTO p FROM public.publication o WHERE o.id = wanted;
    IF p.id IS NULL THEN
        RAISE EXCEPTION 'no publication %', wanted USING ERRCODE = 'GX043';
    ELSIF app.signed(wanted) <> 'published' THEN
        RAISE EXCEPTION 'only what is published is amended' USING ERRCODE = 'GX044',
            DETAIL = jsonb_build_object('state', app.signed(wanted))::text;
    ELSIF coalesce(btrim(why), '') = '' THEN
        RAISE EXCEPTION 'an amendment needs a reason' USING ERRCODE = 'GX046';
    END IF;
    SELECT o.id INTO later FROM public.publication o
        WHERE o.amends = wanted AND app.signed(o.id) <> 'withdrawn';
    IF later IS NOT NULL THEN
        RAISE EXCEPTION 'amended already by %', later USING ERRCODE = 'GX042',
            DETAIL = jsonb_build_object('id', later, 'period', p.period)::text;
    END IF;
    p.id := app.next_publication();
    p.amends := wanted;
    p.reason := btrim(why);
    p.objects := NULL;
    p.figures := NULL;
    p.areas := NULL;
    p.fingerprint := NULL;
    PERFORM app.begin_publication(p, operator, CASE WHEN app.is_seat() THEN app.moment() ELSE at END);
    INSERT INTO public.publication_act
        SELECT (jsonb_populate_record(a, jsonb_build_object('publication', p.id))).*
        FROM public.publication_act a
        WHERE a.publication = wanted AND a.case_id <> ALL (corrected);
    INSERT INTO public.publication_fact
        SELECT (jsonb_populate_record(f, jsonb_build_object('publication', p.id))).*
        FROM public.publication_fact f
        WHERE f.publication = wanted AND f.case_id <> ALL (corrected);
    PERFORM app.freeze_facts(p, corrected);
    PERFORM app.weigh_publication(p.id);
    IF app.root_of(p.id) = app.root_of(wanted) THEN
        RAISE EXCEPTION 'nothing of these cases is another' USING ERRCODE = 'GX047';
    END IF;
    RETURN QUERY SELECT p.id, p.as_of;
END $$;

-- The figures a console reckoned from what was frozen, in the same transaction; the checker's console
-- reckons them once more before it signs.
CREATE OR REPLACE FUNCTION api_v1.finish_publication(
    wanted int, objects text, figures text, areas text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p public.publication;
BEGIN
    SELECT o.* INTO p FROM public.publication o WHERE o.id = wanted AND o.fingerprint IS NULL;
    IF p.id IS NULL THEN
        RAISE EXCEPTION 'no open publication %', wanted USING ERRCODE = 'GX043';
    END IF;
    p.objects := finish_publication.objects;
    p.figures := finish_publication.figures;
    p.areas := finish_publication.areas;
    p.fingerprint := app.fingerprint_of(p);
    UPDATE public.publication o SET objects = p.objects, figures = p.figures, areas = p.areas,
        fingerprint = p.fingerprint WHERE o.id = wanted;
    RETURN p.fingerprint;
END $$;

CREATE OR REPLACE FUNCTION api_v1.sign_publication(
    wanted int, mark text, operator text, why text, at timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    state text;
    post text := CASE sign_publication.mark WHEN 'checked' THEN 'shift_leader' ELSE 'supervisor' END;
    before text := CASE sign_publication.mark WHEN 'checked' THEN 'prepared'
        WHEN 'published' THEN 'checked' END;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('publication', 0));
    state := app.signed(wanted);
    IF state IS NULL OR sign_publication.mark NOT IN ('checked', 'published', 'withdrawn') THEN
        RAISE EXCEPTION 'no publication %', wanted USING ERRCODE = 'GX043';
    END IF;
    PERFORM app.act_as(operator, post);
    IF state <> coalesce(before, state) OR state IN ('published', 'withdrawn') THEN
        RAISE EXCEPTION 'a publication that is %', state USING ERRCODE = 'GX044',
            DETAIL = jsonb_build_object('state', state)::text;
    END IF;
    -- Nobody checks what he prepared, nor publishes what he checked.
    IF before IS NOT NULL AND EXISTS (SELECT FROM public.publication_mark m
            WHERE m.publication = wanted AND m.mark = before AND m.operator = sign_publication.operator) THEN
        RAISE EXCEPTION 'the same person' USING ERRCODE = 'GX045',
            DETAIL = jsonb_build_object('operator', operator)::text;
    END IF;
    IF sign_publication.mark = 'withdrawn' AND coalesce(btrim(why), '') = '' THEN
        RAISE EXCEPTION 'a withdrawal needs a reason' USING ERRCODE = 'GX046';
    END IF;
    INSERT INTO public.publication_mark VALUES (wanted, sign_publication.mark, operator, post,
        CASE WHEN app.is_seat() THEN app.moment() ELSE at END, coalesce(btrim(why), ''));
END $$;

-- Open within its transaction only, then never changed.
CREATE OR REPLACE FUNCTION app.refuse_finished() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.fingerprint IS NOT NULL THEN
        RAISE EXCEPTION '% of % is never allowed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'GX011';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION app.refuse_unfinished() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM public.publication p WHERE p.id = NEW.id AND p.fingerprint IS NULL) THEN
        RAISE EXCEPTION 'publication % was not finished', NEW.id USING ERRCODE = 'GX044',
            DETAIL = '{"state": "open"}';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS keep_finished ON public.publication;
CREATE TRIGGER keep_finished BEFORE UPDATE ON public.publication
    FOR EACH ROW EXECUTE FUNCTION app.refuse_finished();
DROP TRIGGER IF EXISTS is_finished ON public.publication;
CREATE CONSTRAINT TRIGGER is_finished AFTER INSERT ON public.publication
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.refuse_unfinished();

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['publication', 'publication_fact', 'publication_act',
            'publication_mark'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS keep_all ON public.%I', name);
        EXECUTE format('CREATE TRIGGER keep_all BEFORE TRUNCATE OR DELETE ON public.%I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()', name);
        IF name <> 'publication' THEN
            EXECUTE format('DROP TRIGGER IF EXISTS keep_row ON public.%I', name);
            EXECUTE format('CREATE TRIGGER keep_row BEFORE UPDATE ON public.%I'
                ' FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()', name);
        END IF;
    END LOOP;
END $$;
