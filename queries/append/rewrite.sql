-- A table of the version before, in order.
-- params: none
-- fills: table, order
-- grain: that of the table
create table {{ table }} as
select *
from disordered.{{ table }} {{ order }}
