-- Who did which event in the first days after joining.
-- params: $days integer
-- fills: newcomers
-- grain: one row per event
select events.event_name as name, events.user_id
from events
inner join ({{ newcomers }}) as newcomers on newcomers.user_id = events.user_id
where events.ts >= newcomers.joined_at and events.ts < newcomers.joined_at + $days * interval '1' day
