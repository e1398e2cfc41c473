-- The values of one attribute of accounts, the most frequent among users first.
-- params: $name text
-- fills: column
-- grain: one row per value
insert into attribute_values
select $name, accounts.{{ column }}::varchar as value, count(users.user_id) as n_users
from accounts
left join users on accounts.account_id = users.account_id and not users.is_internal
where accounts.{{ column }} is not null
group by all
order by n_users desc, value
