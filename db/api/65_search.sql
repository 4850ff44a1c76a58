-- Words in cases, found with every index and given back by id for one's own areas only. Under row
-- security a district's seat would ask the policy for each of the newest twenty thousand rows, and the
-- index of word pieces could not be used at all: its operator is not leakproof.

-- Among the newest `probe` cases: in their words, or in the initials of these.
DROP FUNCTION IF EXISTS api_v1.probe_words(text, int, int), api_v1.probe_initials(text, int, int);
CREATE OR REPLACE FUNCTION api_v1.probe(alike text, initials boolean, probe int, most int)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    areas text[] := app.my_areas();
BEGIN
    RETURN QUERY SELECT n.id
        FROM (SELECT t.id, CASE WHEN probe.initials THEN t.initials ELSE t.words END AS said
            FROM public.case_text t ORDER BY t.id DESC LIMIT probe.probe) AS n
        WHERE n.said LIKE '%' || alike || '%' AND app.seen(n.id, areas)
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
