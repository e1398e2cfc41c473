-- Which of some texts somebody is called, or which stand in another column that says who somebody is.
-- params: $texts varchar
-- fills: value, owner
-- grain: one row per text found
select distinct lower(cast({{ value }} as varchar)) as value
from {{ owner }}
where lower(cast({{ value }} as varchar)) in (select unnest($texts))
