-- The users of a warehouse as they were delivered: with their own keys, and what is known of their company.
-- params: none
-- grain: one row per user
create or replace table users as
select
    users.user_key,
    users.user_id as number,
    accounts.account_key,
    users.joined_at,
    users.is_internal,
    users.role,
    accounts.plan,
    accounts.seats
from served.users
left join served.accounts on accounts.account_id = users.account_id
order by hash(users.user_key)
