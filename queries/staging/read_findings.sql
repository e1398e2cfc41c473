-- Collects the remarks of a reader on records that are no rows, or on how a whole file was read.
-- params: $table text, $file text, $severity text
-- fills: batch
-- grain: one row per remark
insert into findings
select $table, $file, row_number, $severity, reason, null, value
from {{ batch }}
