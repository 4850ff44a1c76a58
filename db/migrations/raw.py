"""Running plain SQL scripts on the driver's own connection, where `%` and `:` mean themselves."""

from typing import Final

from sqlalchemy import Connection

# What `db/api/*.sql` put in place: functions, triggers and policies on them, row security. An older
# program would stumble over functions that answer with other columns, and its seats over policies
# they know nothing of. The two functions named are the migrations' own.
_FORGET: Final = """
DO $$
DECLARE
    functions text;
    one record;
BEGIN
    SELECT string_agg(p.oid::regprocedure::text, ', ') INTO functions
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname IN ('app', 'api_v1') AND p.proname NOT IN ('grams', 'add_year');
    IF functions IS NOT NULL THEN
        EXECUTE format('DROP FUNCTION %s CASCADE', functions);
    END IF;
    FOR one IN SELECT * FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON public.%I', one.policyname, one.tablename);
        EXECUTE format('ALTER TABLE public.%I DISABLE ROW LEVEL SECURITY', one.tablename);
    END LOOP;
    IF to_regclass('public.api_file') IS NOT NULL THEN
        DELETE FROM public.api_file;
    END IF;
END $$;
"""


def run_script(connection: Connection, script: str) -> None:
    """Run one or many statements without parameters in the connection's transaction."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    with driver.cursor() as cursor:
        cursor.execute(script)


def forget_functions(connection: Connection) -> None:
    """Take away all that `db.upgrade.apply_api` put in place; it stands in no migration."""
    run_script(connection, _FORGET)
