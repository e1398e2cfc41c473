-- The users that were loaded before, where their files are the same.
-- params: none
-- grain: one row per user
create or replace temp table known_users as
select user_id, user_key, account_id, joined_at, is_internal
from built.users
