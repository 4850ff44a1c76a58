-- The account in the seats' addresses reads who may sign in, and tells of wrong passwords.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM wm_door;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app, api_v1 FROM wm_door;
GRANT USAGE ON SCHEMA public, app TO wm_door;
GRANT SELECT ON operator TO wm_door;
GRANT EXECUTE ON FUNCTION app.may_sign_in(text), app.sign_in_failed(text) TO wm_door;
