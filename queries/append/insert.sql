-- Writes the new rows of a table behind those before.
-- params: none
-- fills: table
-- grain: one row per new row
insert into built.{{ table }} by name
select *
from added.{{ table }}
