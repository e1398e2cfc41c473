-- The users of this load, with dense ids in the order in which they joined.
-- params: none
-- grain: one row per user
create or replace temp table known_users as
select
    (row_number() over (order by joined_at nulls last, user_key) - 1)::integer as user_id,
    * exclude (row_number, file, block, fault, notes)
from checked_users
where fault is null
order by user_id
