-- The users, each with a dense id, its attributes, and when it was first and last seen.
-- params: none
-- grain: one row per user
create or replace table users as
with seen as (select user_id, min(ts) as first_seen, max(ts) as last_seen from events group by user_id)
select
    known_users.user_id,
    known_users.user_key,
    known_users.account_id,
    known_users.joined_at,
    known_users.is_internal,
    seen.first_seen,
    seen.last_seen,
    known_users.* exclude (user_id, user_key, account_id, joined_at, is_internal)
from known_users
left join seen on known_users.user_id = seen.user_id
order by known_users.user_id
