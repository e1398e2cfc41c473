-- Who did an event for the first time so many steps after the day it was first seen.
-- params: $event varchar, $first_day date, $step integer, $until timestamp
-- grain: one row per user who did
select
    cast(floor(date_diff('day', cast($first_day as date), cast(min(ts) as date)) / $step) as integer) as name, user_id
from events
where event_name = $event and ts < cast($until as timestamp)
group by user_id
