-- How many users of each segment reach each of four steps within 14 days of the first.
-- params: $one varchar, $two varchar, $three varchar, $four varchar, $start timestamp, $until timestamp
-- fills: members
-- grain: one row per segment and step
with
    members as ({{ members }}),

    began as (
        select user_key, min(ts) as done_at, min(ts) + interval '14' day as ends_at
        from events
        where event_name = $one and ts >= $start and ts < $until
        group by user_key
        having min(ts) + interval '14' day <= $until
    ),

    second as (
        select began.user_key, min(events.ts) as done_at, began.ends_at
        from began
        inner join events on events.user_key = began.user_key
        where events.event_name = $two and events.ts > began.done_at and events.ts < began.ends_at
        group by began.user_key, began.ends_at
    ),

    third as (
        select second.user_key, min(events.ts) as done_at, second.ends_at
        from second
        inner join events on events.user_key = second.user_key
        where events.event_name = $three and events.ts > second.done_at and events.ts < second.ends_at
        group by second.user_key, second.ends_at
    ),

    fourth as (
        select third.user_key
        from third
        inner join events on events.user_key = third.user_key
        where events.event_name = $four and events.ts > third.done_at and events.ts < third.ends_at
        group by third.user_key
    ),

    reached as (
        select '1' as step, user_key
        from began
        union all
        select '2' as step, user_key
        from second
        union all
        select '3' as step, user_key
        from third
        union all
        select '4' as step, user_key
        from fourth
    )

select members.segment, reached.step as category, count(*) as value
from reached
inner join members on members.user_key = reached.user_key
group by members.segment, reached.step
