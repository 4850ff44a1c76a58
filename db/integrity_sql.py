"""The questions of `db.integrity`, one statement each.

`told_true` and `seen` say in SQL what `console.evaluation.integrity` says in Python; tests hold the
two together. Who had a duty grid comes from the server's function, asked once a query.
"""

from typing import Final

from sqlalchemy import text

_INSPECTOR: Final = (
    "coalesce((SELECT a.operator FROM act_fact a WHERE a.case_id = f.case_id"
    " AND a.move = 'report' ORDER BY a.seq LIMIT 1), '')"
)
_CONFIRMED: Final = (
    "coalesce((SELECT a.outcome FROM act_fact a WHERE a.case_id = f.case_id"
    " AND a.move = 'answer_confirmation' ORDER BY a.seq DESC LIMIT 1), '')"
)
_DUTY: Final = "duty AS MATERIALIZED (SELECT * FROM api_v1.duty_inspectors())"
_HAD: Final = (
    "LEFT JOIN duty d ON d.duty_grid = f.duty_grid"
    " AND f.reported_at >= d.since AND f.reported_at < d.until"
)
_ALIKE: Final = (
    "o.source = 'inspector' AND o.duty_grid = f.duty_grid AND o.category = f.category"
    " AND o.scheme = f.scheme AND o.kind = f.kind"
)
_REPORT: Final = f"""
    SELECT f.*, {_INSPECTOR} AS inspector, {_CONFIRMED} AS confirmed,
        coalesce(d.inspector, '') AS duty_inspector, c.master,
        (SELECT m.reported_at FROM case_fact m WHERE m.case_id = c.master) AS master_reported_at
    FROM chosen f {_HAD} LEFT JOIN case_file c ON c.id = f.case_id
"""  # noqa: S608 - all parts are ours
REPORTS: Final = text(
    f"""
    WITH {_DUTY}, own AS (
        SELECT f.* FROM case_fact f WHERE f.reported_at >= :start AND f.reported_at < :end
    ), chosen AS (
        SELECT * FROM own
        UNION ALL
        SELECT o.* FROM case_fact o WHERE o.case_id IN (
            SELECT o.case_id FROM (SELECT DISTINCT f.duty_grid, f.scheme, f.kind, f.category
                FROM own f WHERE f.source <> 'inspector' AND f.duty_grid <> '') f
            JOIN case_fact o ON {_ALIKE} AND o.reported_at < :start
                AND (o.closed_at IS NULL OR o.closed_at >= :start
                    OR o.reported_at >= :start - make_interval(days => :days)))
    ) {_REPORT} ORDER BY f.case_id
    """  # noqa: S608 - all parts are ours
)
MISSES: Final = text(
    f"""
    WITH {_DUTY}, since AS MATERIALIZED (SELECT make_interval(days => coalesce(
        (SELECT s.value::int FROM setting s WHERE s.name = 'integrity_miss_days'), :days)) AS days)
    SELECT d.inspector, count(*) AS area_inst, count(*) FILTER (WHERE
        CASE WHEN f.source = ANY (:public) AND f.duty_grid <> '' THEN {_CONFIRMED} = 'true'
            AND NOT EXISTS (SELECT FROM case_fact o WHERE {_ALIKE}
                AND o.reported_at <= f.reported_at AND (o.closed_at IS NULL
                    OR o.closed_at >= f.reported_at
                    OR o.reported_at >= f.reported_at - (SELECT days FROM since)))
        ELSE false END) AS missed_report
    FROM case_fact f {_HAD}
    WHERE f.reported_at >= :start AND f.reported_at < :end
        AND f.registered_at IS NOT NULL AND d.inspector <> ''
    GROUP BY d.inspector
    """  # noqa: S608 - all parts are ours
)
TASKS: Final = text(
    """
    SELECT a.case_id, CASE a.move WHEN 'answer_confirmation' THEN 'confirm' ELSE 'verify' END
            AS kind, a.inspector, s.at AS sent_at, a.at AS answered_at, c.lon, c.lat,
        p.lon AS seen_lon, p.lat AS seen_lat, p.at AS seen_at
    FROM act_fact a
    JOIN LATERAL (SELECT o.at FROM act_fact o WHERE o.case_id = a.case_id AND o.seq < a.seq
        AND CASE a.move WHEN 'answer_confirmation' THEN o.move = 'order_confirmation'
            ELSE o.move IN ('order_verification', 'reverify', 'return_to_verification') END
        ORDER BY o.seq DESC LIMIT 1) s ON true
    LEFT JOIN case_file c ON c.id = a.case_id
    LEFT JOIN LATERAL (SELECT p.lon, p.lat, p.at FROM inspector_position p
        WHERE p.inspector = a.inspector AND p.at <= a.at ORDER BY p.at DESC LIMIT 1) p ON true
    WHERE a.at >= :start AND a.at < :end AND a.post = 'inspector'
        AND a.move IN ('answer_confirmation', 'answer_verification')
    ORDER BY a.case_id, a.seq
    """
)
_ATTACHED: Final = """
    FROM case_step s JOIN case_photo p ON p.case_id = s.case_id AND p.seq = s.seq
    WHERE s.at >= :start - make_interval(days => :days) AND s.at < :end
        AND NOT EXISTS (SELECT FROM case_step u WHERE u.case_id = s.case_id
            AND u.seq = s.seq + 1 AND u.move = 'undo')
"""
PHOTOS: Final = text(
    f"""
    SELECT p.digest, p.case_id, p.role, p.taken_by, p.attached_at, l.look, p.taken_at, p.lon, p.lat,
        c.lon AS case_lon, c.lat AS case_lat,
        (SELECT o.at FROM act_fact o WHERE o.case_id = p.case_id AND o.seq < p.seq
            AND o.move = ANY (CASE p.move
                WHEN 'answer_confirmation' THEN '{{order_confirmation}}'::text[]
                WHEN 'answer_verification'
                    THEN '{{order_verification,reverify,return_to_verification}}'::text[]
                WHEN 'feedback' THEN '{{dispatch,redispatch,designate,rework}}'::text[]
                ELSE '{{}}'::text[] END)
            ORDER BY o.seq DESC LIMIT 1) AS ordered_at
    FROM (SELECT p.*, s.at AS attached_at, s.move {_ATTACHED}) p
    LEFT JOIN photo_look l ON l.digest = p.digest LEFT JOIN case_file c ON c.id = p.case_id
    ORDER BY p.case_id, p.seq, p.ordinal
    """  # noqa: S608 - all parts are ours
)
_UNLOOKED: Final = f"""
    FROM photo_preview v WHERE v.image IS NOT NULL
        AND v.digest IN (SELECT p.digest {_ATTACHED})
        AND NOT EXISTS (SELECT FROM photo_look l WHERE l.digest = v.digest)
"""  # noqa: S608 - all parts are ours
UNLOOKED: Final = text(f"SELECT v.digest, v.image {_UNLOOKED} ORDER BY v.digest")
UNLOOKED_COUNT: Final = text(f"SELECT count(*) AS count {_UNLOOKED}")
NUMBERS: Final = text("SELECT case_id, number FROM case_fact WHERE case_id = ANY (:cases)")
LOOKS: Final = text("SELECT api_v1.keep_looks(CAST(:told AS jsonb))")
ACTS: Final = (
    "SELECT jsonb_agg(a ORDER BY a.seq) FROM act_fact a WHERE a.case_id = f.case_id"
    " AND a.move IN ('approve_return', 'redispatch')"
)
"""The acts that say whose returns and reworks a case's are, beside a fact `f`."""
