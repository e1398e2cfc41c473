-- Who began a funnel that ends early where users do something they must not: at its first time after the first step.
-- params: $event varchar
-- fills: before
-- grain: one row per user who began
select
    before.user_id,
    before.first_at,
    before.previous_at,
    before.done_at,
    least(before.ends_at, coalesce(min(events.ts), before.ends_at)) as ends_at
from ({{ before }}) as before
left join
    events
    on events.user_id = before.user_id
    and events.event_name = $event
    and events.ts > before.done_at
    and events.ts < before.ends_at
group by before.user_id, before.first_at, before.previous_at, before.done_at, before.ends_at
