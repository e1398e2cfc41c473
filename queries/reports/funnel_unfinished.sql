-- Who began a funnel so late that their time was not over by the end of the data.
-- params: $event varchar, $days integer, $start timestamp, $until timestamp, $end timestamp
-- grain: one row per user
select user_id
from events
where
    event_name = $event
    and ts < $end
    and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or ts < cast($until as timestamp))
group by user_id
having min(ts) + $days * interval '1' day > $end
