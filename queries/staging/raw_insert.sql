-- Appends a batch of rows to a raw table, in the order of the file.
-- params: none
-- fills: raw, batch
-- grain: one row per row of the file
insert into {{ raw }}
select *
from {{ batch }}
