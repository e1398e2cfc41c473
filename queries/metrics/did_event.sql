-- Whether each user did an event in the window.
-- Users who came only after the window are left out.
-- params: $event varchar, $start timestamp, $until timestamp
-- grain: one row per user
with
    doers as (
        select distinct user_id
        from events
        where
            event_name = $event
            and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
    )

select users.user_id, case when doers.user_id is null then 0 else 1 end as num, 1 as den
from users
left join doers on doers.user_id = users.user_id
where
    cast($until as timestamp) is null
    or users.joined_at is null
    or users.joined_at < cast($until as timestamp)
    or users.first_seen < cast($until as timestamp)
