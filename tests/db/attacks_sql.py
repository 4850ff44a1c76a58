"""What an insider types into a plain client: statement by statement, and how each is refused.

42501 is the server's own "permission denied"; GX codes are our functions'. Words in braces are
filled with the ground's: ids of cases, the attacker's login and role, another operator's role.
"""

from collections.abc import Mapping
from typing import Final

DENIED: Final = "42501"
_OTHER: Final = "'zhou', 's1', 'acceptor', now(), ''"

STATEMENTS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    name: (statement, frozenset(states.split()))
    for name, statement, states in (
        # the trail
        ("edit a step", "UPDATE case_step SET reason = 'x'", DENIED),
        ("edit a step's year", "UPDATE case_step_2026 SET operator = 'x'", DENIED),
        ("delete a step", "DELETE FROM case_step", DENIED),
        ("truncate the steps", "TRUNCATE case_step", DENIED),
        ("truncate a year", "TRUNCATE case_step_2026", DENIED),
        ("insert a step", "INSERT INTO case_step SELECT * FROM case_step", DENIED),
        ("insert into a year", "INSERT INTO case_step_2026 SELECT * FROM case_step", DENIED),
        # present rows, logs, histories
        ("close a case", "UPDATE case_file SET stage = 'closed'", DENIED),
        ("move the deadline", "UPDATE case_file SET due = now() + interval '1 day'", DENIED),
        ("alter a figure", "UPDATE case_file SET on_time = true, handling_minutes = 1", DENIED),
        ("write a state", "UPDATE case_state SET state = ''", DENIED),
        ("delete a case", "DELETE FROM case_file", DENIED),
        ("better one's figures", "UPDATE case_fact SET due = due + interval '1 day'", DENIED),
        ("forget a case's figures", "DELETE FROM case_fact", DENIED),
        ("add to one's acts", "INSERT INTO act_fact SELECT * FROM act_fact", DENIED),
        ("forget an act", "DELETE FROM act_fact", DENIED),
        ("derive figures by hand", "SELECT app.keep_facts(NULL)", DENIED),
        ("derive acts by hand", "SELECT app.keep_acts(NULL, NULL)", DENIED),
        ("better published facts", "UPDATE publication_fact SET exempt = true", DENIED),
        ("forget published facts", "DELETE FROM publication_fact", DENIED),
        (
            "add published facts",
            "INSERT INTO publication_fact SELECT * FROM publication_fact",
            DENIED,
        ),
        ("forget published acts", "DELETE FROM publication_act", DENIED),
        ("better published figures", "UPDATE publication_seal SET figures = ''", DENIED),
        ("another scheme for what is published", "UPDATE publication SET scheme_text = ''", DENIED),
        ("forget a publication", "TRUNCATE publication CASCADE", DENIED),
        ("sign for another", "INSERT INTO publication_mark SELECT * FROM publication_mark", DENIED),
        ("take a signature away", "DELETE FROM publication_mark", DENIED),
        ("publish by hand", "SELECT app.put_publication(NULL, 'x', now())", DENIED),
        ("rebuild figures", "SELECT app.rebuild_facts(NULL)", DENIED),
        ("soften a scheme", "UPDATE scheme_version SET body = ''", DENIED),
        ("forget a scheme", "DELETE FROM scheme_version", DENIED),
        ("a scheme by hand", "INSERT INTO scheme_version SELECT * FROM scheme_version", DENIED),
        ("another first day", "UPDATE scheme_begin SET first_day = '2026-01-01'", DENIED),
        ("forget a first day", "DELETE FROM scheme_begin", DENIED),
        ("read others' drafts", "SELECT * FROM scheme_draft", DENIED),
        (
            "a scheme from within",
            "SELECT app.keep_scheme('department', 'standard', 2, '{{}}', '', NULL, '', 'x', 'x')",
            DENIED,
        ),
        (
            "a first day from within",
            "SELECT app.begin_scheme('department', 'standard', 1, now()::date, '', 'x', 'x')",
            DENIED,
        ),
        ("make news", "INSERT INTO feed (case_id, operator, seat) VALUES (1, 'x', 'x')", DENIED),
        ("forget a command", "DELETE FROM command_log", DENIED),
        ("read the commands", "SELECT * FROM command_log", DENIED),
        ("forget a take-over", "DELETE FROM claim_takeover", DENIED),
        ("forget a reveal", "DELETE FROM reveal_log", DENIED),
        ("forget a setting's history", "DELETE FROM setting_history", DENIED),
        ("write a photo", "UPDATE case_photo SET digest = 'x'", DENIED),
        ("take a photo away", "DELETE FROM case_photo", DENIED),
        ("paint over a preview", "UPDATE photo_preview SET image = NULL", DENIED),
        ("take a preview away", "DELETE FROM photo_preview", DENIED),
        (
            "a preview without a photo",
            "INSERT INTO photo_preview VALUES ('x', 1, 1, 0, NULL)",
            DENIED,
        ),
        (
            "give a picture another look",
            "UPDATE photo_look SET look = NULL",
            DENIED,
        ),
        ("forget a picture's look", "DELETE FROM photo_look", DENIED),
        ("a look by hand", "INSERT INTO photo_look VALUES ('x', NULL)", DENIED),
        ("keep a preview by hand", "SELECT app.keep_previews('[]')", DENIED),
        ("take a claim", "UPDATE case_claim SET operator = '{me}'", DENIED),
        # the law itself
        ("change the law", "UPDATE transition SET needs = '{{}}'", DENIED),
        ("a way of one's own", "INSERT INTO transition VALUES ('a','b','c','d',false)", DENIED),
        ("give oneself a post", "UPDATE operator SET posts = '{{shift_leader}}'", DENIED),
        ("widen one's area", "UPDATE operator SET management_areas = '{{}}'", DENIED),
        (
            "lend oneself a post",
            "INSERT INTO post_grant (login, post, valid_from, valid_until, given_by, reason)"
            " VALUES ('{me}', 'shift_leader', now(), now() + interval '1 day', 'x', 'x')",
            DENIED,
        ),
        ("a setting by hand", "UPDATE setting SET value = '0'", DENIED),
        (
            "a setting for another",
            "SELECT api_v1.put_setting('quiet_seconds', '9', 'zhou', 'administrator', now())",
            "GX002",
        ),
        # callers, passwords, keys
        ("read a sealed caller", "SELECT sealed FROM caller", DENIED),
        ("try a telephone by its hash", "SELECT phone_hash FROM caller", DENIED),
        ("change the keys", "UPDATE caller_key SET public = NULL", DENIED),
        (
            "seal for a key of one's own",
            "INSERT INTO caller_key (key_id, algorithm, public)"
            " VALUES ('mine', 'aes-256-gcm', 'mine')",
            DENIED,
        ),
        ("erase callers", "SELECT app.erase_callers(now(), 1, true)", DENIED),
        ("read what was erased", "SELECT * FROM caller_erasure", DENIED),
        ("count callers", "SELECT count(*) FROM caller", DENIED),
        ("read letters", "SELECT * FROM letter", DENIED),
        ("read who revealed", "SELECT * FROM reveal_log", DENIED),
        ("reveal without a request", "SELECT * FROM api_v1.reveal(gen_random_uuid())", "GX009"),
        (
            "request and reveal at once",
            "WITH id AS MATERIALIZED (SELECT gen_random_uuid() AS one), asked AS MATERIALIZED ("
            " SELECT one, api_v1.request_reveal(one, {mine}, '{me}', '{post}', 's1', now(), 'r')"
            " FROM id) SELECT r.* FROM asked, LATERAL api_v1.reveal(one) AS r",
            "GX009",
        ),
        (
            "request for another",
            "SELECT api_v1.request_reveal(gen_random_uuid(), {mine}, 'zhou', 'acceptor', 's1',"
            " now(), 'r')",
            "GX002",
        ),
        (
            "request outside the area",
            "SELECT api_v1.request_reveal(gen_random_uuid(), {foreign}, '{me}', '{post}', 's1',"
            " now(), 'r')",
            "GX016",
        ),
        ("read password hashes", "SELECT rolpassword FROM pg_authid", DENIED),
        ("read shadow", "SELECT * FROM pg_shadow", DENIED),
        # claims
        ("hold for another", "SELECT api_v1.hold({mine}, " + _OTHER + ")", "GX002"),
        (
            "hold in another's post",
            "SELECT api_v1.hold({mine}, '{me}', 's1', 'system', now(), '')",
            "GX012",
        ),
        (
            "hold outside the area",
            "SELECT api_v1.hold({foreign}, '{me}', 's1', '{post}', now(), '')",
            "GX016",
        ),
        ("beat for another", "SELECT api_v1.beat('zhou', 's1', now(), true)", "GX002"),
        ("release another's", "SELECT api_v1.release({mine}, 'zhou', 's1')", "GX002"),
        (
            "next case for another",
            "SELECT api_v1.next_case('accept', 'zhou', 's1', 'acceptor', now())",
            "GX002",
        ),
        ("read outside the area", "SELECT api_v1.lock_case({foreign})", "GX016"),
        # our functions from within
        ("write rows from within", "SELECT app.keep_cases('[]')", DENIED),
        ("write callers from within", "SELECT app.keep_callers('[]')", DENIED),
        ("tidy early", "SELECT app.tidy(now() + interval '1 year')", DENIED),
        ("settle roles", "SELECT app.settle_roles()", DENIED),
        ("an account from within", "SELECT app.put_account('{me}', 'x')", DENIED),
        ("change things from within", "SELECT app.put_row('operator', '{me}', '{{}}')", DENIED),
        ("lock another", "SELECT app.sign_in_failed('zhou')", DENIED),
        ("ask the door", "SELECT app.may_sign_in('zhou')", DENIED),
        # the register of administrators' changes
        ("read the register", "SELECT * FROM admin_change", DENIED),
        (
            "write into the register",
            "INSERT INTO admin_change (at, login, post, subject, key, deed, version, reason)"
            " VALUES (now(), 'zhou', 'administrator', 'limit', 'accept', 'put', 1, '')",
            DENIED,
        ),
        ("edit the register", "UPDATE admin_change SET login = 'zhou'", DENIED),
        ("forget a change", "DELETE FROM admin_change", DENIED),
        ("empty the register", "TRUNCATE admin_change", DENIED),
        ("unlock by hand", "DELETE FROM sign_in_guard", DENIED),
        ("lock by hand", "UPDATE sign_in_guard SET locked_until = 'infinity'", DENIED),
        ("a calendar by hand", "UPDATE calendar SET in_force = false", DENIED),
        ("a limit by hand", "UPDATE stage_limit SET limit_code = '9 day'", DENIED),
        ("become the keeper", "SET ROLE wm_keeper", DENIED),
        ("make a keeper", "GRANT wm_keeper TO {role}", DENIED),
        # what only an administrator may ask for, and what not even he gets: the codes of both
        *(
            (name, statement, f"GX012 {code}")
            for name, statement, code in (
                ("undo what is not there", "SELECT api_v1.undo_change(0, '')", "GX031"),
                ("unlock nobody", "SELECT api_v1.unlock('nobody', '')", "GX031"),
                (
                    "a password for nobody",
                    "SELECT api_v1.set_password('postgres', 'x', '')",
                    "GX031",
                ),
                ("a password in the open", "SELECT api_v1.set_password('zhou', 'x', '')", "GX036"),
                (
                    "a password that is a statement",
                    "SELECT api_v1.set_password('zhou', 'x'' SUPERUSER', '')",
                    "GX036",
                ),
                (
                    "a thing of no kind",
                    "SELECT api_v1.administer('pg_authid', 'x', 0, true, '{{}}', '')",
                    "GX031",
                ),
                (
                    "a change nobody saw",
                    "SELECT api_v1.administer('limit', 'accept', 99, false,"
                    " '{{\"limit_code\": \"9 day\"}}', '')",
                    "GX030",
                ),
                (
                    "a limit no console can read",
                    "SELECT api_v1.administer('limit', 'accept', 0, false,"
                    " '{{\"limit_code\": \"soon\"}}', '')",
                    "GX038",
                ),
                (
                    "a setting no console can read",
                    "SELECT api_v1.put_setting('quiet_seconds', 'x', '{me}', 'x', now())",
                    "GX038",
                ),
                (
                    "a post that is a group",
                    "SELECT api_v1.administer('operator', 'zhou', 0, false,"
                    " '{{\"posts\": [\"../owner\"]}}', '')",
                    "GX038",
                ),
                (
                    "remove an operator",
                    "SELECT api_v1.administer('operator', 'zhou', 0, false, NULL, '')",
                    "GX037",
                ),
                (
                    "lend a group that is no post",
                    "SELECT api_v1.administer('grant', '', 0, true, jsonb_build_object('login',"
                    " 'zhou', 'post', '../owner', 'valid_from', now(), 'valid_until',"
                    " now() + interval '1 day', 'reason', 'r'), '')",
                    "GX038",
                ),
                (
                    "shut oneself out",
                    "SELECT api_v1.administer('operator', 'x_administrator', 0, false,"
                    " '{{\"active\": false}}', '')",
                    "GX034 GX033",
                ),
            )
        ),
        ("burn numbers", "SELECT nextval('case_number_2026')", DENIED),
        # the server
        ("disable triggers", "ALTER TABLE case_step DISABLE TRIGGER ALL", DENIED),
        ("disable row security", "ALTER TABLE case_file DISABLE ROW LEVEL SECURITY", DENIED),
        ("drop a policy", "DROP POLICY own_area ON case_file", DENIED),
        ("drop a table", "DROP TABLE case_step", DENIED),
        ("replica role", "SET session_replication_role = replica", DENIED),
        ("create a role", "CREATE ROLE mine LOGIN SUPERUSER", DENIED),
        ("a superuser of oneself", "ALTER ROLE {role} SUPERUSER", DENIED),
        ("another's password", "ALTER ROLE {other} PASSWORD 'x'", DENIED),
        ("no limit of connections", "ALTER ROLE {role} CONNECTION LIMIT -1", DENIED),
        ("grant a post", "GRANT wm_post_shift_leader, wm_post_supervisor TO {role}", DENIED),
        ("grant the city", "GRANT wm_city TO {role}", DENIED),
        ("become the owner", "SET ROLE wm_owner", DENIED),
        ("become another", "SET ROLE {other}", DENIED),
        ("become another session", "SET SESSION AUTHORIZATION {other}", DENIED),
        ("create an extension", "CREATE EXTENSION plpython3u", f"{DENIED} 0A000 58P01"),
        ("create a function", "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1", DENIED),
        (
            "replace a function",
            "CREATE OR REPLACE FUNCTION app.me() RETURNS text LANGUAGE sql RETURN 'zhou'",
            DENIED,
        ),
        ("create a table", "CREATE TABLE mine (x int)", DENIED),
        ("create a schema", "CREATE SCHEMA mine", DENIED),
        ("shadow a table", "CREATE TEMP TABLE case_file (x int)", DENIED),
        ("alter a setting of the server", "ALTER SYSTEM SET fsync = off", DENIED),
        ("alter the database", "ALTER DATABASE {database} SET work_mem = '1GB'", DENIED),
        ("silence the log", "SET log_min_messages = panic", DENIED),
        ("silence one's statements", "SET log_min_error_statement = panic", DENIED),
        ("run a program", "COPY (SELECT 1) TO PROGRAM 'true'", DENIED),
        ("write a file", "COPY (SELECT 1) TO '/dev/null'", DENIED),
        ("read a file", "SELECT pg_read_file('postgresql.conf')", DENIED),
        ("list a folder", "SELECT pg_ls_dir('.')", DENIED),
        ("hide a large object", "SELECT lo_from_bytea(0, 'x')", DENIED),
        ("create a large object", "SELECT lo_create(0)", DENIED),
        ("import a file", "SELECT lo_import('/dev/null')", DENIED),
        ("end another's session", "SELECT pg_terminate_backend({victim})", DENIED),
        (
            "a telephone nobody looked for",
            "SELECT api_v1.cases_called_from(0, 9)",
            "GX009",
        ),
        ("forget a search", "DELETE FROM telephone_search", DENIED),
        ("read who searched", "SELECT * FROM telephone_search", DENIED),
        # where inspectors are
        ("put somebody elsewhere", "UPDATE inspector_position SET grid = 'x'", DENIED),
        (
            "walk by hand",
            "INSERT INTO inspector_position VALUES ('I001', now(), 1, 1, '', '')",
            DENIED,
        ),
        ("forget a track", "DELETE FROM inspector_position", DENIED),
        ("forget all tracks", "SELECT app.forget_positions(now())", DENIED),
        (
            "tell of somebody else",
            'SELECT api_v1.tell_positions(\'[{{"inspector": "I001"}}]\')',
            "GX002 GX012",
        ),
        # walls and the hotline
        (
            "an order by hand",
            "INSERT INTO wall_order (at, wall, kind, scene, speed, operator, post)"
            " VALUES (now(), '', 'free', '', 0, 'zhou', 'supervisor')",
            DENIED,
        ),
        ("take an order back", "DELETE FROM wall_order", DENIED),
        ("another's order", "UPDATE wall_order SET operator = 'zhou'", DENIED),
        ("scenes by hand", "UPDATE wall_scenes SET text = '{{}}'", DENIED),
        ("read calls", "SELECT * FROM hotline_call", DENIED),
        ("a call by hand", "INSERT INTO hotline_call VALUES (gen_random_uuid(), now())", DENIED),
        ("calls nobody made", "SELECT api_v1.tell_calls('[]')", "GX012"),
        ("scenes of one's own", "SELECT api_v1.put_wall_scenes('[]', '')", "GX012 GX071"),
        (
            "an order that cannot be",
            "SELECT api_v1.send_wall_order('close', '', '', NULL, NULL, 0)",
            "GX012 GX071",
        ),
        ("look through a wall", "SELECT * FROM wall_v1.open_case", DENIED),
        ("end all that write", "SELECT app.end_held('0 seconds')", DENIED),
        (
            "fill the table of locks",
            "SELECT pg_advisory_lock(x) FROM generate_series(1, 100000) AS x",
            DENIED,
        ),
        (
            "fill the log of changes",
            "SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000))",
            DENIED,
        ),
        ("fill the disk with snapshots", "SELECT pg_export_snapshot()", DENIED),
        ("fill the disk with a sort", "SET temp_file_limit = -1", DENIED),
        ("keep the next upgrade waiting", "SELECT pg_try_advisory_lock_shared(1, 2)", DENIED),
        ("see past row security", "SET row_security = off; SELECT * FROM case_file", DENIED),
    )
}
