-- Remarks on codes that have no label.
-- params: $table text, $block integer, $codes list of text, $name text
-- fills: picked, column
-- grain: one row per remark
insert into findings
select $table, file, row_number, 'kept', 'code without a label', $name, {{ column }}
from {{ picked }}
where block = $block and {{ column }} is not null and not list_contains($codes, {{ column }})
