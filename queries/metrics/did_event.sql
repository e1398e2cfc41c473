-- Whether each user did an event in the window.
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

select users.user_id, case when doers.user_id is null then 0 else 1 end as num
from users
left join doers on doers.user_id = users.user_id
