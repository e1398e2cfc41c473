-- The rejected rows themselves, the first 1,000 of each reason.
-- params: none
-- grain: one row per rejected row
create or replace table load_rejects as
select table_name, file, row_number, column_name, value, reason
from findings
where severity = 'rejected'
qualify row_number() over (partition by table_name, file, reason order by row_number) <= 1000
order by table_name, file, row_number
