-- The files this warehouse was loaded from, as they were; filled by load.
-- params: none
-- grain: one row per block of the project file and file
create or replace table load_sources (
    table_name varchar, block varchar, file varchar, n_bytes bigint, modified_ns bigint, digest varchar
)
