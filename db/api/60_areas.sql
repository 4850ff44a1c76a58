-- Rows by area. Who works for the whole city is a member of wm_city: a policy that is simply true
-- leaves every index usable, which a real condition does not (only leakproof operators may go before
-- it). Everybody else sees his areas; the rows beside a case follow the case. Functions see all of
-- it and ask for the area themselves (app.refuse_outside).

DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT * FROM (VALUES
            ('case_file', 'management_area = '''' OR management_area'
                ' = ANY ((SELECT app.my_areas())::text[])'),
            ('case_fact', 'management_area = '''' OR management_area'
                ' = ANY ((SELECT app.my_areas())::text[])'),
            ('act_fact', 'EXISTS (SELECT FROM public.case_fact f WHERE f.case_id = act_fact.case_id)'),
            ('publication_fact', 'management_area = '''' OR management_area'
                ' = ANY ((SELECT app.my_areas())::text[])'),
            ('publication_act', 'EXISTS (SELECT FROM public.publication_fact f WHERE f.publication'
                ' = publication_act.publication AND f.case_id = publication_act.case_id)'),
            ('case_text', 'EXISTS (SELECT FROM public.case_file f WHERE f.id = case_text.id)'),
            ('case_state', 'EXISTS (SELECT FROM public.case_file f WHERE f.id = case_state.id)'),
            ('photo_preview', 'EXISTS (SELECT FROM public.case_photo p'
                ' WHERE p.digest = photo_preview.digest)'),
            ('photo_look', 'EXISTS (SELECT FROM public.case_photo p'
                ' WHERE p.digest = photo_look.digest)'),
            ('case_step', 'case_id'), ('caller_mask', 'case_id'), ('case_photo', 'case_id'),
            ('case_claim', 'case_id'), ('case_opened', 'case_id'), ('feed', 'case_id')
            ) AS t(name, condition) LOOP
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', one.name);
        EXECUTE format('DROP POLICY IF EXISTS whole_city ON public.%I', one.name);
        EXECUTE format('CREATE POLICY whole_city ON public.%I FOR SELECT TO wm_city USING (true)',
            one.name);
        EXECUTE format('DROP POLICY IF EXISTS functions ON public.%I', one.name);
        EXECUTE format('CREATE POLICY functions ON public.%I TO wm_definer USING (true)'
            ' WITH CHECK (true)', one.name);
        EXECUTE format('DROP POLICY IF EXISTS own_area ON public.%I', one.name);
        EXECUTE format('CREATE POLICY own_area ON public.%I FOR SELECT TO wm_seat USING (%s)',
            one.name, CASE one.condition WHEN 'case_id' THEN format(
                'EXISTS (SELECT FROM public.case_file f WHERE f.id = %I.case_id)', one.name)
                ELSE one.condition END);
    END LOOP;
END $$;
