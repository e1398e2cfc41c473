-- How many features each user used in the window: events of different names.
-- params: $start timestamp, $until timestamp
-- grain: one row per user who did anything
select user_id, count(*) as features
from
    (
        select user_id, event_name
        from events
        where
            (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
        group by user_id, event_name
    ) as done
group by user_id
