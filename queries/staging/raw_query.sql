-- Makes a raw table from the rows of a query of the project file, every value as text.
-- params: none
-- fills: raw, query
-- grain: one row per row of the query
create or replace temp table {{ raw }} as
with answer as (from ({{ query }}))
select row_number() over () as strata_row, columns(*)::varchar
from answer
