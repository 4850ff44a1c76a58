"""The city's rules: work calendars, stage limits, and the standards in versions."""

from alembic import op

from db.migrations.raw import run_script

revision = "0006"
down_revision = "0005"

UP = """
CREATE TABLE calendar (
    version text NOT NULL CONSTRAINT pk_calendar PRIMARY KEY,
    hours_per_day int NOT NULL,
    in_force boolean NOT NULL
);
CREATE TABLE work_slot (
    calendar text NOT NULL CONSTRAINT fk_work_slot_calendar_calendar REFERENCES calendar,
    starts text NOT NULL,
    ends text NOT NULL,
    CONSTRAINT pk_work_slot PRIMARY KEY (calendar, starts)
);
CREATE TABLE calendar_day (
    calendar text NOT NULL CONSTRAINT fk_calendar_day_calendar_calendar REFERENCES calendar,
    day date NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    slots text NOT NULL,
    provisional boolean NOT NULL,
    CONSTRAINT pk_calendar_day PRIMARY KEY (calendar, day)
);
CREATE TABLE stage_limit (
    timer text NOT NULL CONSTRAINT pk_stage_limit PRIMARY KEY,
    limit_code text NOT NULL
);

CREATE TABLE catalogue (
    version int NOT NULL CONSTRAINT pk_catalogue PRIMARY KEY,
    valid_from date NOT NULL,
    fallback text,
    operator text NOT NULL,
    at timestamptz NOT NULL
);
CREATE TABLE category (
    catalogue int NOT NULL CONSTRAINT fk_category_catalogue_catalogue REFERENCES catalogue,
    scheme text NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    ordinal int NOT NULL,
    class_code text NOT NULL,
    class_name text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    CONSTRAINT pk_category PRIMARY KEY (catalogue, scheme, kind, code)
);
CREATE TABLE condition (
    catalogue int NOT NULL CONSTRAINT fk_condition_catalogue_catalogue REFERENCES catalogue,
    place int NOT NULL,
    scheme text NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    ordinal int NOT NULL,
    text text NOT NULL,
    detail text NOT NULL,
    CONSTRAINT pk_condition PRIMARY KEY (catalogue, place)
);
"""

DOWN = """
DROP TABLE condition, category, catalogue, stage_limit, calendar_day, work_slot, calendar;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
