-- When the users of new events were first and last seen, those events included.
-- params: none
-- grain: one row per user with a new event
create or replace temp table seen as
with new as (select user_id, min(ts) as first_seen, max(ts) as last_seen from added.events group by user_id)
select
    new.user_id,
    least(new.first_seen, users.first_seen) as first_seen,
    greatest(new.last_seen, users.last_seen) as last_seen
from new
left join built.users as users on users.user_id = new.user_id
