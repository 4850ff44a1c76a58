-- Numbers for a workstation that may lose its server: given out here, used or not. Gaps are the price.
CREATE OR REPLACE FUNCTION api_v1.lease_numbers(at timestamptz, count int)
RETURNS TABLE (id bigint, number text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    FOR turn IN 1 .. least(greatest(count, 0), 20) LOOP
        RETURN QUERY SELECT n.id, n.number FROM api_v1.new_number(at) AS n;
    END LOOP;
END $$;
