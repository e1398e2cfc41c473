-- When each user started, if that is when they did something for the first time: those of the dates.
-- params: $event varchar, $start timestamp, $until timestamp, $end timestamp
-- grain: one row per user who did
select user_id, cast(min(ts) as date) as start_date
from events
where event_name = $event and ts < $end
group by user_id
having
    (cast($start as timestamp) is null or min(ts) >= cast($start as timestamp))
    and (cast($until as timestamp) is null or min(ts) < cast($until as timestamp))
