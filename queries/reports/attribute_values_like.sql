-- The most frequent values of one attribute that contain a text, and how many such values there are.
-- params: $attribute varchar, $search varchar, $most integer
-- grain: one row per value, most frequent first
select value, n_users, count(*) over () as n_values
from attribute_values
where attribute = $attribute and contains(lower(value), lower($search))
order by n_users desc, value
limit $most
