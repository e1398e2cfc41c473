-- Picks and renames the columns of one raw table that its table uses; cells are trimmed, blank ones become null.
-- params: $file text, $block integer
-- fills: picked, columns, raw
-- grain: one row per source row
insert into {{ picked }} by name
select strata_row as row_number, $file as file, $block as block, {{ columns }}
from {{ raw }}
