-- What the lists to look into need and no table tells: who had a duty grid when, and the looks of
-- pictures, which only a console can make.

-- Each grid's inspectors one after the other, '' while nobody had it. The register of changes tells
-- the past; before the first change it has, the grid was as that change found it. What a ground
-- import wrote past the register counts from the last change on.
CREATE OR REPLACE FUNCTION api_v1.duty_inspectors() RETURNS TABLE (
    duty_grid text, inspector text, since timestamptz, until timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH told AS (
        SELECT c.key, c.at, c.before->>'inspector' AS former, c.after->>'inspector' AS later,
            lead(c.at) OVER k AS next, row_number() OVER k AS place
        FROM public.admin_change c
        WHERE c.subject = 'duty_grid' AND c.deed IN ('put', 'remove', 'undo')
        WINDOW k AS (PARTITION BY c.key ORDER BY c.id)
    )
    SELECT t.key, coalesce(t.former, ''), '-infinity'::timestamptz, t.at FROM told t
        WHERE t.place = 1
    UNION ALL
    SELECT t.key, coalesce(t.later, ''), t.at, t.next FROM told t WHERE t.next IS NOT NULL
    UNION ALL
    SELECT t.key, coalesce(g.inspector, ''), t.at, 'infinity'::timestamptz FROM told t
        LEFT JOIN public.duty_grid g ON g.code = t.key WHERE t.next IS NULL
    UNION ALL
    SELECT g.code, coalesce(g.inspector, ''), '-infinity'::timestamptz, 'infinity'::timestamptz
        FROM public.duty_grid g WHERE NOT EXISTS (SELECT FROM told t WHERE t.key = g.code)
$$;

-- Looks made of previews, kept for the next time; NULL for a preview nobody could read. What is kept
-- stays: no seat gives a picture another look. Those who may read whole lists may keep them.
CREATE OR REPLACE FUNCTION api_v1.keep_looks(told jsonb) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept int;
BEGIN
    IF app.is_seat() AND NOT (app.holds(app.me(), 'supervisor')
            OR app.holds(app.me(), 'administrator')) THEN
        RAISE EXCEPTION 'no such post at this moment' USING ERRCODE = 'GX012',
            DETAIL = jsonb_build_object('operator', app.me(), 'post', 'supervisor')::text;
    END IF;
    INSERT INTO public.photo_look (digest, look)
        SELECT p.digest, t.look FROM jsonb_to_recordset(told) AS t(digest text, look text)
        JOIN public.photo_preview p ON p.digest = t.digest
        ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS kept = ROW_COUNT;
    RETURN kept;
END $$;
