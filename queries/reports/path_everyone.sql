-- Who did something in the dates.
-- params: $event varchar, $start timestamp, $until timestamp, $end timestamp
-- grain: one row per user who did
select distinct user_id
from events
where
    event_name = $event
    and ts < $end
    and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or ts < cast($until as timestamp))
