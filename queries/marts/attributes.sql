-- The catalog of attributes, filled by attribute.
-- params: none
-- grain: one row per attribute
create or replace table attributes (
    name varchar,
    label varchar,
    kind varchar,
    type varchar,
    owner varchar,
    is_personal boolean,
    n_values bigint,
    position integer
)
