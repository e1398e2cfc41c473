-- Who did which event in the window.
-- params: $start timestamp, $until timestamp
-- grain: one row per event
select event_name as name, user_id
from events
where
    (cast($start as timestamp) is null or ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or ts < cast($until as timestamp))
