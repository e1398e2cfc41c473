-- The values of one attribute of the users who are counted, the most frequent first.
-- params: $name text
-- fills: column
-- grain: one row per value
insert into attribute_values
select $name, {{ column }}::varchar as value, count(*) as n_users
from users
where {{ column }} is not null and not is_internal
group by all
order by n_users desc, value
