-- Makes a raw table from a Parquet file, every value as text.
-- params: $path text
-- fills: raw, row, columns
-- grain: one row per row of the file
create or replace temp table {{ raw }} as
select row_number() over () as {{ row }}, {{ columns }}
from read_parquet($path)
