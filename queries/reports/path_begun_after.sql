-- When users did something for the first time in the dates, of those whose days after it are over.
-- params: $event varchar, $days integer, $start timestamp, $until timestamp, $end timestamp
-- grain: one row per user who did
select user_id, min(ts) as done_at
from events
where
    event_name = $event
    and ts < $end
    and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or ts < cast($until as timestamp))
group by user_id
having min(ts) + $days * interval '1' day <= $end
