-- Shows a raw table under the name the project's queries know it by, without what the loader added.
-- params: none
-- fills: alias, raws
-- grain: one row per row of the files
create or replace temp view {{ alias }} as
select * exclude (strata_row)
from ({{ raws }})
