-- Everyone who had come by the end of the window: whom a metric counts with 0 where they have no row of it.
-- params: $until timestamp
-- grain: one row per user
select user_id, 1 as num, 1 as den
from users
where joined_at is null or joined_at < cast($until as timestamp) or first_seen < cast($until as timestamp)
