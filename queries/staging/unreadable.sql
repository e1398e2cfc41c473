-- Remarks on cells of a typed column that cannot be read as its type.
-- params: $table text, $reason text, $name text
-- fills: picked, column, reader
-- grain: one row per remark
insert into findings
select $table, file, row_number, 'kept', $reason, $name, {{ column }}
from {{ picked }}
where {{ column }} is not null and {{ reader }}({{ column }}) is null
