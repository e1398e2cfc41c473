-- How often each user did an event in the window.
-- Users without a row, those who came only after the window left out, did so 0 times.
-- params: $event varchar, $start timestamp, $until timestamp
-- grain: one row per user who did
select user_id, count(*) as num, 1 as den
from events
where
    event_name = $event
    and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or ts < cast($until as timestamp))
group by user_id
