-- Least rights: nobody but the owner may write, seats read what screens show and call the functions.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, wm_seat;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app, api_v1 FROM PUBLIC, wm_seat;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA public, api_v1 TO wm_seat;
GRANT SELECT ON alembic_version, stamp, setting, case_file, case_text, case_state, case_step,
    transition, feed, feed_epoch, caller_mask, case_photo, photo_preview, photo_look,
    case_claim, case_opened,
    calendar, work_slot, calendar_day, stage_limit, catalogue, category, condition,
    division, division_outline, unit_grid, duty_grid, duty_grid_cell, component, address, unit,
    inspector, operator, phrase, shift, handover, notice, control_area, year_move,
    inspector_position, case_fact, act_fact, scheme_version, scheme_begin, publication,
    publication_fact, publication_act, publication_seal, publication_mark, wall_order,
    wall_scenes TO wm_seat;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api_v1 TO wm_seat;
-- Public keys, for whoever seals; what is sealed has no grants at all.
GRANT SELECT ON caller_key TO wm_seat;
-- The policies call it by name.
GRANT USAGE ON SCHEMA app TO wm_seat;
GRANT EXECUTE ON FUNCTION app.my_areas() TO wm_seat;

-- The functions seats call run as wm_definer (database.md 4.1): it owns nothing, and writes only what
-- they write. Steps, logs and histories it may add to and never change.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM wm_definer;
GRANT USAGE ON SCHEMA public, app, api_v1 TO wm_definer;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app, api_v1 TO wm_definer;
REVOKE EXECUTE ON FUNCTION app.tidy(timestamptz), app.erase_callers(timestamptz, int, boolean),
    app.guard_years(), app.rebuild_facts(bigint[]), app.complete_facts(bigint, int) FROM wm_definer;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO wm_definer;
REVOKE SELECT ON imported_case, api_file FROM wm_definer;
GRANT INSERT ON command_log, case_step, feed, letter, caller, caller_mask, reveal_log, telephone_search, case_photo,
    photo_preview, photo_look, claim_takeover, setting_history, catalogue, category, condition, admin_change, calendar,
    work_slot, calendar_day, scheme_version, scheme_begin, wall_order, wall_scenes TO wm_definer;
GRANT INSERT, UPDATE ON case_file, case_text, case_state, number_day, case_claim, case_opened, setting,
    operator, stage_limit TO wm_definer;
GRANT INSERT, UPDATE ON division, division_outline, unit_grid, component, control_area TO wm_definer;
GRANT INSERT, UPDATE, DELETE ON unit, duty_grid, duty_grid_cell, inspector, phrase, post_grant,
    sign_in_guard, scheme_draft TO wm_definer;
GRANT INSERT, UPDATE ON live_picture, case_fact, hotline_call, hotline_told TO wm_definer;
GRANT INSERT ON publication, publication_fact, publication_act, publication_seal, publication_mark
    TO wm_definer;
GRANT INSERT, DELETE ON live_count, inspector_position, act_fact TO wm_definer;
GRANT UPDATE (in_force) ON calendar TO wm_definer;
GRANT UPDATE (recalled_at) ON letter TO wm_definer;
GRANT UPDATE (shown_at) ON reveal_log TO wm_definer;
GRANT UPDATE ON stamp TO wm_definer;
GRANT DELETE ON case_claim, setting TO wm_definer;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO wm_definer;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO wm_definer;

DO $$
DECLARE
    one regprocedure;
BEGIN
    -- To own a function in a schema takes the right to create there, for this moment only.
    GRANT CREATE ON SCHEMA app, api_v1, wall_v1 TO wm_definer;
    FOR one IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.prosecdef
            AND p.pronamespace IN ('app'::regnamespace, 'api_v1'::regnamespace,
                'wall_v1'::regnamespace)
            AND p.proname NOT IN ('settle_roles', 'put_account', 'end_held') LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO wm_definer', one);
    END LOOP;
    REVOKE CREATE ON SCHEMA app, api_v1, wall_v1 FROM wm_definer;
END $$;

-- Who keeps the accounts reads who may come in, in which posts, and holds the order of changes.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM wm_keeper;
GRANT USAGE ON SCHEMA public, app TO wm_keeper;
GRANT SELECT ON operator, post_grant, sign_in_guard, stamp TO wm_keeper;
GRANT UPDATE (version) ON stamp TO wm_keeper;
GRANT EXECUTE ON FUNCTION app.mark() TO wm_keeper;

-- Walls read the views made for them (79_walls.sql), and nothing else.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM wm_wall;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app, api_v1 FROM wm_wall;
REVOKE ALL ON SCHEMA public, app, api_v1 FROM wm_wall;
REVOKE ALL ON ALL TABLES IN SCHEMA wall_v1 FROM PUBLIC, wm_wall;
GRANT USAGE ON SCHEMA wall_v1 TO wm_wall;
GRANT SELECT ON ALL TABLES IN SCHEMA wall_v1 TO wm_wall;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA wall_v1 FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA wall_v1 TO wm_wall;
