-- The columns of a table, their types, and whether the table was loaded before.
-- params: $table text
-- grain: one row per column
select column_name, data_type
from duckdb_columns()
where database_name = 'built' and schema_name = 'main' and table_name = $table
order by column_index
