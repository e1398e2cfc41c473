-- The percent of each segment that did each event.
-- params: $start timestamp, $until timestamp
-- fills: members
-- grain: one row per segment and event
with
    members as ({{ members }}),

    sizes as (select segment, count(*) as n from members group by segment),

    did as (
        select members.segment, events.event_name, count(distinct events.user_key) as n
        from events
        inner join members on members.user_key = events.user_key
        where events.ts >= $start and events.ts < $until
        group by members.segment, events.event_name
    )

select did.segment, did.event_name as category, 100.0 * did.n / sizes.n as value
from did
inner join sizes on sizes.segment = did.segment
