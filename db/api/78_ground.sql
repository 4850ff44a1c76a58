-- A city's own ground, brought by an administrator: one change with its row of the register. A unit
-- grid's code is for ever: its row stays, its outline never changes, and once ended it stays ended.

CREATE OR REPLACE FUNCTION app.keep_grid() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'unit grids are never removed' USING ERRCODE = 'GX03E',
            DETAIL = jsonb_build_object('key', '*')::text;
    END IF;
    IF (NEW.code, NEW.ring) IS DISTINCT FROM (OLD.code, OLD.ring)
            OR OLD.valid_to IS NOT NULL AND NEW.valid_to IS DISTINCT FROM OLD.valid_to THEN
        RAISE EXCEPTION 'the code % was used before', OLD.code USING ERRCODE = 'GX03E',
            DETAIL = jsonb_build_object('key', OLD.code)::text;
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS keep_grid ON public.unit_grid;
CREATE TRIGGER keep_grid BEFORE UPDATE OR DELETE ON public.unit_grid
    FOR EACH ROW EXECUTE FUNCTION app.keep_grid();
DROP TRIGGER IF EXISTS keep_grids ON public.unit_grid;
CREATE TRIGGER keep_grids BEFORE TRUNCATE ON public.unit_grid
    FOR EACH STATEMENT EXECUTE FUNCTION app.keep_grid();

-- Nothing ends in the past: what was judged, counted and printed on a grid since then would not hold.
-- And a grid replaces one that was there before, so that nobody follows a line without end.
CREATE OR REPLACE FUNCTION app.refuse_unfit_grids(things jsonb, day date) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    yesterday date := (clock_timestamp() AT TIME ZONE 'UTC' + interval '8 hours')::date - 1;
    field text;
BEGIN
    SELECT CASE WHEN t.valid_to < t.valid_from
                OR app.is_seat() AND t.valid_to < yesterday AND NOT coalesce(o.valid_to = t.valid_to,
                    false) THEN 'valid_to'
            WHEN o.code IS NULL AND t.replaces IS NOT NULL AND NOT EXISTS (
                SELECT FROM public.unit_grid f WHERE f.code = t.replaces) THEN 'replaces' END
        INTO field
        FROM jsonb_to_recordset(things)
            AS t(code text, valid_from date, valid_to date, replaces text)
        LEFT JOIN public.unit_grid o ON o.code = t.code
        ORDER BY 1 LIMIT 1;
    IF app.is_seat() AND (day < yesterday OR day > yesterday + 36500) THEN
        field := 'day';
    END IF;
    IF field IS NOT NULL THEN
        RAISE EXCEPTION 'a unit grid that cannot be' USING ERRCODE = 'GX038',
            DETAIL = jsonb_build_object('field', field)::text;
    END IF;
END $$;

-- `ended` maps codes to those that stand for them now, null for none; `components` to their grids.
CREATE OR REPLACE FUNCTION app.put_unit_grids(
    things jsonb, ended jsonb, components jsonb, day date
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM app.refuse_unfit_grids(things, day);
    UPDATE public.unit_grid g SET valid_to = day WHERE ended ? g.code AND g.valid_to IS NULL;
    -- What is there already takes attributes only: the trigger refuses another outline.
    INSERT INTO public.unit_grid SELECT * FROM jsonb_populate_recordset(NULL::public.unit_grid, things)
        ON CONFLICT (code) DO UPDATE SET community = excluded.community,
            management_area = excluded.management_area, area_level = excluded.area_level,
            land_use = excluded.land_use, ring = excluded.ring, valid_to = excluded.valid_to;
    UPDATE public.duty_grid_cell c SET unit_grid = ended->>c.unit_grid
        WHERE ended->>c.unit_grid IS NOT NULL;
    DELETE FROM public.duty_grid_cell c WHERE ended ? c.unit_grid;
    UPDATE public.component k SET unit_grid = components->>k.code WHERE components ? k.code;
END $$;

CREATE OR REPLACE FUNCTION app.put_divisions(things jsonb, outlines jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.division SELECT * FROM jsonb_populate_recordset(NULL::public.division, things)
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level,
            parent = excluded.parent, managed_by = excluded.managed_by, name_en = excluded.name_en,
            invented = excluded.invented, valid_from = excluded.valid_from,
            valid_to = excluded.valid_to;
    INSERT INTO public.division_outline
        SELECT * FROM jsonb_populate_recordset(NULL::public.division_outline, outlines)
        ON CONFLICT (code) DO UPDATE SET rings = excluded.rings;
$$;

CREATE OR REPLACE FUNCTION app.put_duty_grids(things jsonb, cells jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.duty_grid SELECT * FROM jsonb_populate_recordset(NULL::public.duty_grid, things)
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, inspector = excluded.inspector,
            valid_from = excluded.valid_from, valid_to = excluded.valid_to;
    DELETE FROM public.duty_grid_cell c
        WHERE c.duty_grid IN (SELECT t->>'code' FROM jsonb_array_elements(things) AS t);
    INSERT INTO public.duty_grid_cell
        SELECT * FROM jsonb_populate_recordset(NULL::public.duty_grid_cell, cells);
$$;

CREATE OR REPLACE FUNCTION app.put_components(things jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.component SELECT * FROM jsonb_populate_recordset(NULL::public.component, things)
        ON CONFLICT (code) DO UPDATE SET scheme = excluded.scheme, category = excluded.category,
            name = excluded.name, lon = excluded.lon, lat = excluded.lat,
            unit_grid = excluded.unit_grid, address = excluded.address,
            competent_unit = excluded.competent_unit, owner_unit = excluded.owner_unit,
            maintenance_unit = excluded.maintenance_unit, surveyed_on = excluded.surveyed_on,
            changed_on = excluded.changed_on, state = excluded.state, note = excluded.note,
            initials = excluded.initials
$$;

CREATE OR REPLACE FUNCTION app.put_control_areas(things jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO public.control_area
        SELECT * FROM jsonb_populate_recordset(NULL::public.control_area, things)
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, ring = excluded.ring,
            valid_from = excluded.valid_from, valid_to = excluded.valid_to
$$;

-- Whether a text is outlines of degrees, each of three corners at least. Every console reads each of
-- them, and the judge of places the cells'; and a unit grid's is for ever.
CREATE OR REPLACE FUNCTION app.are_rings(told text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    number constant text := '-?[0-9]{1,3}(\.[0-9]{1,30})?(e-[0-9]{1,2})?';
    corner constant text := format('\[%s, ?%s\]', number, number);
    ring constant text := format('\[%s(, ?%s){2,}\]', corner, corner);
BEGIN
    RETURN told ~ format('^\[%s(, ?%s)*\]$', ring, ring) AND NOT jsonb_path_exists(told::jsonb,
        'strict $[*][*] ? (@[0] < -180 || @[0] > 180 || @[1] < -90 || @[1] > 90)');
END $$;

-- Whether a value is one that every console can read again; of what is not named here, no giant.
CREATE OR REPLACE FUNCTION app.is_of_ground(field text, told jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(told = 'null' OR CASE
        WHEN field = 'ring' THEN app.are_rings('[' || (told#>>'{}') || ']')
        WHEN field = 'rings' THEN app.are_rings(told#>>'{}')
        WHEN field = 'area_level' THEN told#>>'{}' IN ('A', 'B', 'C')
        WHEN field = 'level' THEN told#>>'{}' IN ('city', 'district', 'street', 'community')
        WHEN field = 'state' THEN told#>>'{}' IN ('intact', 'damaged', 'missing', 'occupied')
        -- No infinite day, and none of which another zone makes the year 10000.
        WHEN field IN ('valid_from', 'valid_to', 'surveyed_on', 'changed_on') THEN
            CASE WHEN told#>>'{}' ~ '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$' THEN true
                WHEN told#>>'{}' ~ '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,15}(Z|[+-][0-9:]+)$'
                    THEN (told#>>'{}')::timestamptz BETWEEN '1000-01-02Z' AND '9999-12-31Z' END
        WHEN field IN ('lon', 'lat') THEN jsonb_typeof(told) = 'number'
            AND abs(told::numeric) <= CASE field WHEN 'lon' THEN 180 ELSE 90 END
        WHEN field IN ('area_m2', 'perimeter_m') THEN jsonb_typeof(told) = 'number'
            AND told::numeric BETWEEN 0 AND 1e12
        ELSE length(told#>>'{}') <= 10000 END, false)
$$;

CREATE OR REPLACE FUNCTION app.refuse_unreadable(things jsonb, parts jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    field text;
BEGIN
    SELECT p.key INTO field FROM jsonb_array_elements(things || parts) AS one,
            LATERAL jsonb_each(one) AS p
        WHERE NOT app.is_of_ground(p.key, p.value) ORDER BY 1 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'what no console can read' USING ERRCODE = 'GX038',
            DETAIL = jsonb_build_object('field', field)::text;
    END IF;
END $$;

-- `change` holds stamp, things, parts (outlines or cells), ended, components, day, base, told, reason.
CREATE OR REPLACE FUNCTION api_v1.put_ground(kind text, change jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who text := app.administrator();
    things jsonb := change->'things';
    present bigint;
    changed bigint;
BEGIN
    PERFORM app.begin_change();
    SELECT s.version INTO present FROM public.stamp s WHERE s.topic = 'city' FOR UPDATE;
    IF present <> (change->>'stamp')::bigint THEN
        RAISE EXCEPTION 'the city was changed since' USING ERRCODE = 'GX03D';
    END IF;
    PERFORM app.refuse_unreadable(things, coalesce(change->'parts', '[]'));
    CASE kind
        WHEN 'unit-grids' THEN PERFORM app.put_unit_grids(things, change->'ended',
            change->'components', (change->>'day')::date);
        WHEN 'divisions' THEN PERFORM app.put_divisions(things, change->'parts');
        WHEN 'duty-grids' THEN PERFORM app.put_duty_grids(things, change->'parts');
        WHEN 'components' THEN PERFORM app.put_components(things);
        WHEN 'control-areas' THEN PERFORM app.put_control_areas(things);
        ELSE RAISE EXCEPTION 'no such thing' USING ERRCODE = 'GX031',
            DETAIL = jsonb_build_object('key', kind)::text;
    END CASE;
    IF change->>'base' IS NOT NULL THEN
        PERFORM app.write_setting('map.base', change->>'base', who, app.administrator_post(),
            clock_timestamp());
    END IF;
    changed := app.keep_change('ground', kind, 'put', NULL, change->'told', change->>'reason', NULL,
        who, app.administrator_post(), clock_timestamp());
    PERFORM app.touch('city');
    RETURN changed;
END $$;
