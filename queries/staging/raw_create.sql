-- Makes an empty raw table shaped like the first batch of rows.
-- params: none
-- fills: raw, columns, batch
-- grain: one row per row of the file
create or replace temp table {{ raw }} as
select {{ columns }}
from {{ batch }}
limit 0
