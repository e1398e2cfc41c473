-- The users and times of four events in the window, and nothing done with them.
-- params: $one varchar, $two varchar, $three varchar, $four varchar, $start timestamp, $until timestamp
-- grain: one row
select sum(user_id) as total, max(ts) as last_at
from events
where event_name in ($one, $two, $three, $four) and ts >= $start and ts < $until
