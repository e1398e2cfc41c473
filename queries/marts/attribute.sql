-- One attribute of the catalog, with the number of values it takes.
-- params: $name text, $label text, $kind text, $type text, $owner text, $is_personal boolean, $position integer
-- fills: column, table
-- grain: one row
insert into attributes
select $name, $label, $kind, $type, $owner, $is_personal, count(distinct {{ column }}), $position
from {{ table }}
