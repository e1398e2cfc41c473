-- The values of one attribute and how many users have each.
-- params: $attribute varchar
-- grain: one row per value, most frequent first
select value, n_users from attribute_values where attribute = $attribute order by n_users desc, value
