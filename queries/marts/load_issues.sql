-- Why rows were rejected or kept with a remark, filled by load.
-- params: none
-- grain: one row per table, file, severity and reason
create or replace table load_issues (
    table_name varchar,
    file varchar,
    severity varchar,
    reason varchar,
    n_rows bigint,
    example_row bigint,
    example_value varchar,
    remedy varchar
)
