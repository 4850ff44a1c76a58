-- Where a case lies, found a second time: a corrected place has the cell its point lies in, and what
-- follows from that cell (console.services.placing, db.standing.City.locate). Points are WGS84.

-- Metres from a point to an outline, 0 inside; on a flat plane around the point, good within a city.
-- Geometry of the server is blurred by a millionth of its unit: here by a thousandth of a millimetre.
CREATE OR REPLACE FUNCTION app.metres_to(ring text, lon float8, lat float8) RETURNS float8
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT polygon(format('(%s)', string_agg(format('(%s,%s)',
            ((p->>0)::float8 - lon) * 111195.0799 * cosd(lat),
            ((p->>1)::float8 - lat) * 111195.0799), ',' ORDER BY n))) <-> point(0, 0)
        FROM jsonb_array_elements(ring::jsonb) WITH ORDINALITY AS x (p, n)
$$;

-- Whether an outline begins near enough to a point for the point to lie in it, or 60 m away: nothing
-- of an outline is farther from its beginning than half its length. Quick, and wide enough.
DROP FUNCTION IF EXISTS app.begins_near(text, float8, float8);
CREATE OR REPLACE FUNCTION app.begins_near(
    ring text, perimeter float8, lon float8, lat float8
) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT abs(split_part(substr(ring, 3, 60), ',', 1)::float8 - lon)
            * greatest(cosd(lat), 0.01) * 111195.0799 < greatest(2000, perimeter)
        AND abs(split_part(split_part(substr(ring, 3, 60), ']', 1), ',', 2)::float8 - lat)
            * 111195.0799 < greatest(2000, perimeter)
$$;

CREATE OR REPLACE FUNCTION app.in_force(valid_from date, valid_to date, day date) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT valid_from <= day AND (valid_to IS NULL OR day < valid_to)
$$;

-- Whether a cell (NULL for none) is the one a point belongs to on a day: the cell around it, or the
-- nearest within 60 m. A border may be counted to either side.
CREATE OR REPLACE FUNCTION app.is_cell_of(cell text, lon float8, lat float8, day date)
RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    reach constant float8 := 60;
    blur constant float8 := 0.001;
    away float8;
BEGIN
    IF cell IS NOT NULL THEN
        SELECT app.metres_to(g.ring, lon, lat) INTO away FROM public.unit_grid g
            WHERE g.code = cell AND app.in_force(g.valid_from, g.valid_to, day);
        IF away IS NULL OR away > reach + blur THEN
            RETURN false;
        ELSIF away <= blur THEN
            RETURN true;
        END IF;
    END IF;
    RETURN NOT EXISTS (SELECT FROM public.unit_grid g
        WHERE app.in_force(g.valid_from, g.valid_to, day) AND g.code IS DISTINCT FROM cell
            AND app.begins_near(g.ring, g.perimeter_m, lon, lat)
            AND app.metres_to(g.ring, lon, lat) < coalesce(away, reach) - blur);
END $$;

-- What follows from a cell, as a place tells it.
CREATE OR REPLACE FUNCTION app.of_cell(cell text, day date) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('unit_grid', g.code, 'community', g.community,
            'street', coalesce(street.code, left(g.community, 9)),
            'district', coalesce(district.code, left(g.community, 6)),
            'management_area', g.management_area, 'area_level', g.area_level,
            'duty_grid', (SELECT d.code FROM public.duty_grid d
                JOIN public.duty_grid_cell c ON c.duty_grid = d.code
                WHERE c.unit_grid = g.code AND app.in_force(d.valid_from, d.valid_to, day)
                ORDER BY d.code COLLATE "C" LIMIT 1))
        FROM public.unit_grid g
        LEFT JOIN public.division community ON community.code = g.community
        LEFT JOIN public.division street ON street.code = community.parent
        LEFT JOIN public.division district ON district.code = street.parent
        WHERE g.code = cell
$$;

-- Whether a place says what every console can read again: known things, each of its type and size.
CREATE OR REPLACE FUNCTION app.is_place(place jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT place ? 'address' AND coalesce(bool_and(coalesce(CASE
            WHEN p.key = 'point' THEN jsonb_path_match(p.value, 'strict $.size() == 2'
                ' && $[0] >= -180 && $[0] <= 180 && $[1] >= -90 && $[1] <= 90', silent => true)
            -- Degrees or metres of whatever system.
            WHEN p.key = 'original' THEN jsonb_path_match(p.value, 'strict $.size() == 2'
                ' && $[0] > -1e9 && $[0] < 1e9 && $[1] > -1e9 && $[1] < 1e9', silent => true)
            WHEN p.key = 'crs' THEN p.value <@ '["wgs84", "cgcs2000", "gcj02", "bd09", "bd09mc"]'
                AND jsonb_typeof(p.value) = 'string'
            ELSE p.key IN ('address', 'unit_grid', 'duty_grid', 'community', 'street', 'district',
                    'management_area', 'area_level', 'component')
                AND jsonb_typeof(p.value) = 'string' AND length(p.value#>>'{}') <= 1000 END,
            false)), false)
        FROM jsonb_each(place) AS p
$$;

-- Whether a place somebody took down has of its cell what the cell has, its area level above all: the
-- time limit follows from it. Its cell is that of its point, in whatever system that was told; without
-- a point it may be any that is in force. A cell the city does not know, or no more, is a word of who
-- reported, and nothing follows from it.
CREATE OR REPLACE FUNCTION app.is_placed(place jsonb, at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given jsonb := jsonb_strip_nulls(place);
    said constant text[] := ARRAY['address', 'point', 'crs', 'original', 'component'];
    day date := (at AT TIME ZONE 'UTC' + interval '8 hours')::date;
    cell text := (SELECT g.code FROM public.unit_grid g
        WHERE g.code = given->>'unit_grid' AND app.in_force(g.valid_from, g.valid_to, day));
BEGIN
    IF NOT app.is_place(given) OR given ? 'point' AND NOT app.is_cell_of(cell,
            (given#>>'{point,0}')::float8, (given#>>'{point,1}')::float8, day) THEN
        RETURN false;
    ELSIF cell IS NULL THEN
        RETURN NOT given ?| ARRAY['area_level', 'duty_grid'];
    END IF;
    RETURN given - said = jsonb_strip_nulls(app.of_cell(cell, day));
END $$;

-- Whether a place is the case's, put right: another address or component on the same ground, or a new
-- point with all that follows from its cell. The area level is fixed with the registration (fact book
-- 13, rule 1).
CREATE OR REPLACE FUNCTION app.is_corrected(s jsonb, place jsonb, at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    words constant text[] := ARRAY['address', 'component'];
    given jsonb := jsonb_strip_nulls(place);
    former jsonb := s->'place';
    day date := (at AT TIME ZONE 'UTC' + interval '8 hours')::date;
    found jsonb;
BEGIN
    IF NOT app.is_place(given) THEN
        RETURN false;
    END IF;
    IF given ? 'component' AND given->>'component' IS DISTINCT FROM former->>'component'
            AND NOT EXISTS (SELECT FROM public.component c
                WHERE c.code = given->>'component') THEN
        RETURN false;
    END IF;
    IF given - words = former - words THEN
        RETURN given <> former AND (given->>'address' ~ '\S' OR given ? 'point');
    END IF;
    IF NOT given ? 'point' OR given->>'crs' IS DISTINCT FROM 'wgs84' OR given ? 'original'
            OR NOT app.is_cell_of(given->>'unit_grid', (given#>>'{point,0}')::float8,
                (given#>>'{point,1}')::float8, day) THEN
        RETURN false;
    END IF;
    found := coalesce(app.of_cell(given->>'unit_grid', day), '{}') || jsonb_build_object(
        'address', given->'address', 'point', given->'point', 'crs', given->'crs',
        'component', given->'component');
    IF s ? 'registered_at' THEN
        found := found || jsonb_build_object('area_level', former->'area_level');
    END IF;
    RETURN given = jsonb_strip_nulls(found);
END $$;
