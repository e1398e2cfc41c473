-- Who began a funnel: when each user did its first step for the first time in the dates, and until when further steps
-- count. Users whose time was not over by the end of the data are left out, not counted as lost.
-- params: $event varchar, $days integer, $start timestamp, $until timestamp, $end timestamp
-- grain: one row per user who began
select
    user_id,
    min(ts) as first_at,
    min(ts) as previous_at,
    min(ts) as done_at,
    min(ts) + $days * interval '1' day as ends_at
from events
where
    event_name = $event
    and ts < $end
    and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or ts < cast($until as timestamp))
group by user_id
having min(ts) + $days * interval '1' day <= $end
