-- Words in cases, found with every index and given back by id for one's own areas only. Under row
-- security a district's seat would ask the policy for each of the newest twenty thousand rows, and the
-- index of word pieces could not be used at all: its operator is not leakproof.

CREATE OR REPLACE FUNCTION api_v1.probe_words(alike text, probe int, most int)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    areas text[] := app.my_areas();
BEGIN
    RETURN QUERY SELECT n.id
        FROM (SELECT t.id, t.words FROM public.case_text t ORDER BY t.id DESC LIMIT probe) AS n
        WHERE n.words LIKE '%' || alike || '%' AND app.seen(n.id, areas)
        ORDER BY n.id DESC LIMIT most;
END $$;

CREATE OR REPLACE FUNCTION api_v1.probe_initials(alike text, probe int, most int)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    areas text[] := app.my_areas();
BEGIN
    RETURN QUERY SELECT n.id
        FROM (SELECT t.id, t.initials FROM public.case_text t ORDER BY t.id DESC LIMIT probe) AS n
        WHERE n.initials LIKE '%' || alike || '%' AND app.seen(n.id, areas)
        ORDER BY n.id DESC LIMIT most;
END $$;

CREATE OR REPLACE FUNCTION api_v1.find_words(wanted text, alike text, most int)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    areas text[] := app.my_areas();
BEGIN
    RETURN QUERY WITH m AS MATERIALIZED (
            SELECT t.id, t.words FROM public.case_text t
            WHERE app.grams(t.words) @> app.grams(wanted))
        SELECT m.id FROM m WHERE m.words LIKE '%' || alike || '%' AND app.seen(m.id, areas)
        ORDER BY m.id DESC LIMIT most;
END $$;
