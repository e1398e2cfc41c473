-- Who did the next step of a funnel: the first time each user did it later than the step before, and in time.
-- params: $event varchar
-- fills: before
-- grain: one row per user who did
select before.user_id, before.first_at, before.done_at as previous_at, min(events.ts) as done_at, before.ends_at
from ({{ before }}) as before
inner join events on events.user_id = before.user_id
where events.event_name = $event and events.ts > before.done_at and events.ts < before.ends_at
group by before.user_id, before.first_at, before.done_at, before.ends_at
