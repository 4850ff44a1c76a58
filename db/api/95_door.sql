-- The account in the seats' addresses reads who may sign in, and nothing else.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM wm_door;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app, api_v1 FROM wm_door;
GRANT USAGE ON SCHEMA public TO wm_door;
GRANT SELECT ON operator TO wm_door;
