-- A numeric property of an event and the number of events that have it, by user: together its mean per event.
-- params: $event varchar, $start timestamp, $until timestamp
-- fills: attribute
-- grain: one row per user who did such an event in the window
select user_id, sum({{ attribute }}) as num, count(*) as den
from events
where
    event_name = $event
    and {{ attribute }} between -1e90 and 1e90
    and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or ts < cast($until as timestamp))
group by user_id
