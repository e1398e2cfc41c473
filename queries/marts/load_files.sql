-- What became of the rows of each file, filled by load.
-- params: none
-- grain: one row per table and file
create or replace table load_files (
    table_name varchar,
    file varchar,
    rows_read bigint,
    rows_kept bigint,
    rows_rejected bigint
)
