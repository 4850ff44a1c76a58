"""The city: divisions, grids, components, addresses, units, inspectors, operators."""

from alembic import op

from db.migrations.raw import run_script

revision = "0007"
down_revision = "0006"

UP = """
CREATE TABLE division (
    code text NOT NULL CONSTRAINT pk_division PRIMARY KEY,
    name text NOT NULL,
    level text NOT NULL,
    parent text,
    managed_by text,
    name_en text NOT NULL,
    invented boolean NOT NULL,
    valid_from date,
    valid_to date
);
CREATE TABLE unit_grid (
    code text NOT NULL CONSTRAINT pk_unit_grid PRIMARY KEY,
    community text NOT NULL,
    management_area text NOT NULL,
    ring text NOT NULL,
    area_m2 double precision NOT NULL,
    perimeter_m double precision NOT NULL,
    area_level text NOT NULL,
    land_use text NOT NULL,
    valid_from date NOT NULL,
    valid_to date
);
CREATE TABLE duty_grid (
    code text NOT NULL CONSTRAINT pk_duty_grid PRIMARY KEY,
    name text NOT NULL,
    inspector text,
    valid_from date NOT NULL,
    valid_to date
);
CREATE TABLE duty_grid_cell (
    duty_grid text NOT NULL CONSTRAINT fk_duty_grid_cell_duty_grid_duty_grid REFERENCES duty_grid,
    unit_grid text NOT NULL CONSTRAINT fk_duty_grid_cell_unit_grid_unit_grid REFERENCES unit_grid,
    ordinal int NOT NULL,
    CONSTRAINT pk_duty_grid_cell PRIMARY KEY (duty_grid, unit_grid)
);
CREATE TABLE component (
    code text NOT NULL CONSTRAINT pk_component PRIMARY KEY,
    scheme text NOT NULL,
    category text NOT NULL,
    name text NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    unit_grid text NOT NULL,
    address text NOT NULL,
    competent_unit text NOT NULL,
    owner_unit text,
    maintenance_unit text,
    surveyed_on date NOT NULL,
    changed_on date NOT NULL,
    state text NOT NULL,
    note text NOT NULL,
    initials text NOT NULL
);
CREATE INDEX ix_component_point ON component USING spgist (point(lon, lat));
CREATE INDEX ix_component_unit_grid ON component (unit_grid);

CREATE TABLE address (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_address PRIMARY KEY,
    kind text NOT NULL,
    title text NOT NULL,
    detail text NOT NULL,
    initials text NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    CONSTRAINT uq_address_kind UNIQUE (kind, title, detail)
);
CREATE INDEX ix_address_point ON address USING spgist (point(lon, lat));
CREATE INDEX ix_address_initials ON address (initials text_pattern_ops);

CREATE TABLE unit (
    code text NOT NULL CONSTRAINT pk_unit PRIMARY KEY,
    name text NOT NULL,
    short_name text NOT NULL,
    kind text NOT NULL,
    evaluation_group text NOT NULL,
    parent text,
    areas text[] NOT NULL,
    categories text[] NOT NULL,
    contact text NOT NULL,
    phone text NOT NULL
);
CREATE TABLE inspector (
    code text NOT NULL CONSTRAINT pk_inspector PRIMARY KEY,
    name text NOT NULL,
    certificate text NOT NULL,
    certified_on date NOT NULL,
    certified_until date NOT NULL,
    management_area text NOT NULL,
    phone text NOT NULL
);
CREATE TABLE operator (
    login text NOT NULL CONSTRAINT pk_operator PRIMARY KEY,
    name text NOT NULL,
    posts text[] NOT NULL,
    seats text[] NOT NULL,
    shift text NOT NULL,
    management_areas text[] NOT NULL,
    active boolean NOT NULL DEFAULT true
);
"""

DOWN = """
DROP TABLE operator, inspector, unit, address, component, duty_grid_cell, duty_grid, unit_grid,
    division;
"""


def upgrade() -> None:
    """The way up."""
    run_script(op.get_bind(), UP)


def downgrade() -> None:
    """The way down."""
    run_script(op.get_bind(), DOWN)
