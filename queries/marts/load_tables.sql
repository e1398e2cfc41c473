-- How large the tables are, filled by load.
-- params: none
-- grain: one row per table
create or replace table load_tables (table_name varchar, n_rows bigint, megabytes double)
