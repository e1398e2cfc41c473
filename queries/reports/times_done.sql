-- How often each user did an event in the window, up to 255 times.
-- params: $event varchar, $start timestamp, $until timestamp
-- grain: one row per user who did
select user_id, least(count(*), 255)::utinyint as times
from events
where
    event_name = $event
    and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or ts < cast($until as timestamp))
group by user_id
