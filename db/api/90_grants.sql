-- Least rights: nobody but the owner may write, seats read what screens show and call the functions.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, wm_seat;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app, api_v1 FROM PUBLIC, wm_seat;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA public, api_v1 TO wm_seat;
GRANT SELECT ON alembic_version, stamp, setting, case_file, case_text, case_state, case_step,
    transition, feed, feed_epoch, caller_mask, case_photo, case_claim, case_opened,
    calendar, work_slot, calendar_day, stage_limit, catalogue, category, condition,
    division, unit_grid, duty_grid, duty_grid_cell, component, address, unit, inspector, operator,
    phrase, shift, handover, notice, control_area TO wm_seat;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api_v1 TO wm_seat;
-- Public keys, for whoever seals; what is sealed has no grants at all.
GRANT SELECT ON caller_key TO wm_seat;
-- The word search calls it by name.
GRANT USAGE ON SCHEMA app TO wm_seat;
GRANT EXECUTE ON FUNCTION app.grams(text) TO wm_seat;
