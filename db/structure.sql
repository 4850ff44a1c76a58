-- Everything our schemas are made of, as rows of kind, name and definition (db/structure.py).
-- Tables of years are made by a function and are not among them, nor is the one whose callers wait to be
-- sealed (db/checking.py looks at those).

WITH home AS (
    SELECT oid, nspname, nspowner, nspacl FROM pg_namespace
        WHERE nspname IN ('public', 'app', 'api_v1', 'wall_v1')
), relation AS (
    SELECT c.*, h.nspname || '.' || c.relname AS name
        FROM pg_class c JOIN home h ON h.oid = c.relnamespace
        WHERE NOT c.relispartition AND c.relname <> 'caller_plain' AND c.relname !~ '^case_number_(19|20)[0-9][0-9]$'
            AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
), routine AS (
    SELECT p.*, h.nspname || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')' AS name
        FROM pg_proc p JOIN home h ON h.oid = p.pronamespace WHERE p.prokind IN ('f', 'p')
), rights AS (
    SELECT name, relowner AS owner, relacl AS acl FROM relation
    UNION ALL
    SELECT r.name || '.' || a.attname, r.relowner, a.attacl
        FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND NOT a.attisdropped
    UNION ALL
    SELECT name, proowner, coalesce(proacl, acldefault('f', proowner)) FROM routine
    UNION ALL
    SELECT nspname, nspowner, nspacl FROM home
    UNION ALL
    SELECT 'database', datdba, coalesce(datacl, acldefault('d', datdba)) FROM pg_database
        WHERE datname = current_database()
)
SELECT 'tables' AS kind, name, concat_ws(' ', relkind, relpersistence, pg_get_userbyid(relowner),
        relrowsecurity, relforcerowsecurity, pg_get_partkeydef(oid),
        CASE relkind WHEN 'v' THEN pg_get_viewdef(oid) END) AS definition
    FROM relation
UNION ALL
SELECT 'tables', nspname, pg_get_userbyid(nspowner) FROM home
UNION ALL
SELECT 'columns', r.name || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
        a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind <> 'S'
UNION ALL
-- Not-null is told with the columns: newer servers list it here too, older ones do not.
SELECT 'constraints', r.name || '.' || k.conname, pg_get_constraintdef(k.oid)
    FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid WHERE k.contype <> 'n'
UNION ALL
SELECT 'indexes', r.name || '.' || c.relname, pg_get_indexdef(i.indexrelid)
    FROM relation r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class c ON c.oid = i.indexrelid
UNION ALL
SELECT 'functions', name, pg_get_userbyid(proowner) || ' ' || pg_get_functiondef(oid) FROM routine
UNION ALL
SELECT 'triggers', r.name || '.' || t.tgname, pg_get_triggerdef(t.oid)
    FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'policies', schemaname || '.' || tablename || '.' || policyname,
        concat_ws(' ', permissive, roles, cmd, qual, with_check)
    FROM pg_policies WHERE schemaname IN (SELECT nspname FROM home)
UNION ALL
SELECT 'grants', concat_ws(' ', r.name, CASE g.grantee WHEN 0 THEN 'PUBLIC'
        ELSE pg_get_userbyid(g.grantee) END, g.privilege_type), g.is_grantable::text
    FROM rights r, aclexplode(r.acl) g WHERE g.grantee <> r.owner
        -- Only the operators and walls of a database may come in, each by a role of its own.
        AND NOT (r.name = 'database' AND pg_get_userbyid(g.grantee) ~ '^wm_(wall_)?[0-9a-f]{6}_')
