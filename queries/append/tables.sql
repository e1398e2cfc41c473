-- The tables of a version.
-- params: none
-- grain: one row per table
select table_name from duckdb_tables() where database_name = 'disordered' order by table_name
