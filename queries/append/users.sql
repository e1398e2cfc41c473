-- The users as their files say now, each with the id it had.
-- params: none
-- grain: one row per user
create or replace table built.users as
select
    known_users.user_id,
    known_users.user_key,
    known_users.account_id,
    known_users.joined_at,
    known_users.is_internal,
    seen_before.first_seen,
    seen_before.last_seen,
    known_users.* exclude (user_id, user_key, account_id, joined_at, is_internal)
from known_users
left join seen_before on known_users.user_id = seen_before.user_id
order by known_users.user_id
